"""Quarter to quarter: rule 6 of the policy.

Two figures of nearly the same women, once with and once without one of them, give her answer by a subtraction. So a new value
is published only where its women differ from those of every earlier value by none or by at least five; otherwise the former
value stands, and the page says since when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


def steady(published: pd.DataFrame, groups: Groups, past: Sequence[Past], members: Mapping[str, frozenset[bytes]],
           catalogue: Mapping[str, Entry], fewest: int) -> pd.DataFrame:
    """The figures, each that would be told apart from an earlier one by fewer than `fewest` women replaced by the earlier one.

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
    members
        The sets behind those.
    fewest
        The smallest difference, in women, at which a new value may stand.

    Returns
    -------
    DataFrame
        The same rows; a carried one has the values of the earlier one, the status `carried`, and `since`. Where every earlier one
        was withdrawn, the new one is withheld.
    """
    names = groups.named(published)
    bound = published["status"].isin(SHOWN) & (names != NOBODY) & _comparable(published, catalogue)
    earlier = _earlier(past)
    if earlier.empty or not bound.any():
        return published
    sets = {**members, **groups.members}
    known = dict(list(earlier.groupby(SAME, sort=False)))
    differing: dict[tuple[str, str], int] = {}
    found = published.astype(object)
    for row in found.index[bound]:
        former = known.get(tuple(str(found.at[row, name]) for name in SAME))
        if former is not None and any(0 < _apart(names[row], name, sets, differing) < fewest for name in former[GROUP].unique()):
            _carry(found, row, former[former[STANDS]])
    return found.astype(published.dtypes.to_dict())


def _comparable(published: pd.DataFrame, catalogue: Mapping[str, Entry]) -> pd.Series:
    quarterly = {name for name, entry in catalogue.items() if entry.window == "quarter"}
    own_record = {name for name, entry in catalogue.items() if entry.origin == "register"}
    return ~(published["indicator"].isin(quarterly) | ((published["level"] == "cohort") & published["indicator"].isin(own_record)))


def _earlier(past: Sequence[Past]) -> pd.DataFrame:
    """Every figure that was ever shown, also in what was corrected or withdrawn since: readers may have kept it."""
    withdrawn = {entry.period: entry.number for entry in past if entry.kind == "withdrawal"}
    shown = [entry.figures[entry.figures["status"].isin(SHOWN) & (entry.figures[GROUP] != NOBODY)]
             .assign(**{STANDS: entry.number > withdrawn.get(entry.period, 0)}) for entry in past]
    whole = pd.concat(shown, ignore_index=True) if shown else pd.DataFrame(columns=[*PUBLISHED, GROUP, STANDS])
    return whole.assign(**{name: whole[name].astype(str) for name in SAME})


def _apart(one: str, other: str, sets: Mapping[str, frozenset[bytes]], known: dict[tuple[str, str], int]) -> int:
    """How many women two sets do not share."""
    pair = (one, other)
    if pair not in known:
        known[pair] = 0 if one == other else len(sets[one] ^ sets[other])
    return known[pair]


def _carry(found: pd.DataFrame, row: int, former: pd.DataFrame) -> None:
    """Put the last value that stands in a row's place; none at all where there is none."""
    if former.empty:
        for name in (*WORTH, "since"):
            found.at[row, name] = found.at[row, name] if name in ("kind", "unit") else pd.NA
        found.at[row, "status"] = "withheld"
        return
    last = former.iloc[-1]
    for name in WORTH:
        found.at[row, name] = last[name]
    found.at[row, "since"] = last["since"] if last["status"] == "carried" else last["period"]
    found.at[row, "status"] = "carried"
