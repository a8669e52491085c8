"""Quarter to quarter: rule 6 of the policy.

Two figures of nearly the same women, once with and once without one of them, give her answer by a subtraction. So a new value
is published only where its women differ from those of every earlier value by none or by at least five; otherwise the former
value stands, and the page says since when. Two figures of a site that differ by one group give that group's answers in the same
way: above groups, what women answered is renewed once at least three groups came or went.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ..catalogue import Entry
from ..figures import KEY, PUBLISHED
from .groups import NOBODY, Groups
from .ledger import GROUP
from .ledger import Entry as Past

SAME = [name for name in KEY if name not in ("period", "version")]
"""What makes two figures of different quarters the same figure. A new version of a definition is no way around the rule."""
STANDS = "stands"
SHOWN = ("exact", "banded", "at_least", "carried")
WORTH = [name for name in PUBLISHED if name not in KEY and name not in ("status", "since")]


@dataclass(frozen=True)
class Differences:
    """How far apart two sets of women must be for both to be told.

    Parameters
    ----------
    members
        Name of a set -> its women's hashes.
    homes
        A woman's hash -> her cohort; who has none there counts as a group of her own.
    fewest, groups
        The smallest difference, in women, and, for answers above cohorts, in cohorts.
    """

    members: Mapping[str, frozenset[bytes]]
    homes: Mapping[bytes, str]
    fewest: int
    groups: int

    def close(self, one: str, other: str, above: bool) -> bool:
        """Whether two sets are neither the same women nor far enough apart; `above`: the groups count too."""
        apart = self.members[one] ^ self.members[other] if one != other else frozenset()
        return 0 < len(apart) < self.fewest or (above and 0 < len({self.homes.get(woman, woman) for woman in apart}) < self.groups)


def steady(published: pd.DataFrame, groups: Groups, past: Sequence[Past], differences: Differences,
           catalogue: Mapping[str, Entry]) -> pd.DataFrame:
    """The figures, each that would be told apart from an earlier one by too few women or groups replaced by the earlier one.

    Figures of one quarter alone rest on other sessions and requests than those of any other quarter, and what a coordinator
    counted herself she knows: neither is held back.

    Parameters
    ----------
    published
        Rows with the columns of `figures.PUBLISHED`.
    groups
        The sets behind them.
    past
        The ledger's entries that came before, the oldest first.
    differences
        What is far enough apart; knows the sets of `groups` and of `past`.

    Returns
    -------
    DataFrame
        The same rows; a carried one has the values of the earlier one, the status `carried`, and `since`. Where every earlier one
        was withdrawn, the new one is withheld.
    """
    bound = published["status"].isin(SHOWN) & _comparable(published, catalogue)
    new = _named(published[bound].assign(**{GROUP: groups.named(published[bound])}))
    earlier = shown_before(past)
    pairs = new.merge(earlier[[*SAME, GROUP]].drop_duplicates(), on=SAME, suffixes=("", "_then"))
    answers = {name for name, entry in catalogue.items() if entry.origin == "answers"}
    above = (pairs["level"] != "cohort") & pairs["indicator"].isin(answers)
    asked = pd.DataFrame({"now": pairs[GROUP], "then": pairs[f"{GROUP}_then"], "above": above}, dtype=object)
    known = {key: differences.close(*key) for key in asked.drop_duplicates().itertuples(index=False, name=None)}
    close = [known[key] for key in asked.itertuples(index=False, name=None)]
    return carried(published, pd.Index(pairs.loc[close, "row"].unique()), earlier)


def carried(published: pd.DataFrame, rows: pd.Index, earlier: pd.DataFrame) -> pd.DataFrame:
    """The figures, in some rows of which the last value that stands takes the new one's place; none where there is none.

    Parameters
    ----------
    published
        Rows with the columns of `figures.PUBLISHED`.
    rows
        Labels of its index.
    earlier
        What was shown before: `shown_before`.
    """
    if rows.empty:
        return published
    last = earlier[earlier[STANDS].astype(bool)].drop_duplicates(SAME, keep="last")
    former = _named(published.loc[rows])[[*SAME, "row"]].merge(last.drop(columns="version"), on=SAME, how="left").set_index("row")
    found, there = published.astype(object), former[former["status"].notna()]
    found.loc[former.index, [name for name in (*WORTH, "since") if name not in ("kind", "unit")]] = pd.NA
    found.loc[former.index, "status"] = "withheld"
    found.loc[there.index, WORTH] = there[WORTH].astype(object)
    found.loc[there.index, "since"] = there["since"].where(there["status"] == "carried", there["period"]).astype(object)
    found.loc[there.index, "status"] = "carried"
    return found.astype(published.dtypes.to_dict())


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """The names of some rows as plain texts, and their labels in a column `row`; those of nobody in particular are left out."""
    named = rows if GROUP not in rows else rows[rows[GROUP] != NOBODY]
    return named[[*SAME, *([GROUP] if GROUP in rows else [])]].astype(str).assign(row=named.index)


def _comparable(published: pd.DataFrame, catalogue: Mapping[str, Entry]) -> pd.Series:
    quarterly = {name for name, entry in catalogue.items() if entry.window == "quarter"}
    own_record = {name for name, entry in catalogue.items() if entry.origin == "register"}
    return ~(published["indicator"].isin(quarterly) | ((published["level"] == "cohort") & published["indicator"].isin(own_record)))


def shown_before(past: Sequence[Past]) -> pd.DataFrame:
    """Every figure that was ever shown, also in what was corrected or withdrawn since: readers may have kept it.

    The column STANDS tells those that nobody withdrew; the last one of a figure comes last.
    """
    withdrawn = {entry.period: entry.number for entry in past if entry.kind == "withdrawal"}
    shown = [entry.figures[entry.figures["status"].isin(SHOWN) & (entry.figures[GROUP] != NOBODY)]
             .assign(**{STANDS: entry.number > withdrawn.get(entry.period, 0)}) for entry in past]
    whole = pd.concat(shown, ignore_index=True) if shown else pd.DataFrame(columns=[*PUBLISHED, GROUP, STANDS])
    return whole.assign(**{name: whole[name].astype(str) for name in (*SAME, GROUP)})
