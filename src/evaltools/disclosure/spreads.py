"""The spread of an answer beside the share that is satisfied: three parts of the same women, of which two and the base tell the third.

Where the satisfied ones are told exactly, so is how many others there are. Of ten others at least, and five in each of their two
parts, both are told; of fewer than five in one part, that one is told as 0 to 4 and the other stays hidden. So each part keeps
five values or counts five women, and of fewer than ten others nothing is told, whatever they said. What is satisfied stands by
itself, as its own rule says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from ..catalogue import Entry
from ..figures import KEY, NUMBERS

MIDDLE, WORST = "in_between", "not_satisfied"
BESIDE = (MIDDLE, WORST)
"""Names of the entries that tell the rest of a spread, one part an item."""
Told = tuple[str, str, str]
"""Indicator, wave and part."""
_PLACE = [name for name in KEY if name not in ("indicator", "version", "wave", "part")]
_NOTHING = -1


def spreads(catalogue: Mapping[str, Entry]) -> Iterator[tuple[Told, Told, Told]]:
    """The best two answers, the middle one and the two worst of each item of which the catalogue has all three.

    Each entry that tells the best two of an item makes one: an organisation may have its own beside ours.
    """
    named = {entry.name: entry for entry in catalogue.values()}
    if not set(BESIDE) <= named.keys():
        return
    best = [(item, (entry.id, wave, part)) for entry in catalogue.values() if entry.kind == "share" and entry.rows
            and entry.rows.counts == "top2" for (wave, part), item in entry.items().items()]
    middle, worst = named[MIDDLE], named[WORST]
    worst_items = worst.items()
    for (wave, part), item in middle.items().items():
        if worst_items.get((wave, part)) == item:
            yield from ((term, (middle.id, wave, part), (worst.id, wave, part)) for asked, term in best if asked == item)


def safe_spreads(published: pd.DataFrame, catalogue: Mapping[str, Entry]) -> pd.DataFrame:
    """The rows given; of a spread what would give its other part away is withheld.

    Parameters
    ----------
    published
        Rows with the columns of `figures.PUBLISHED`.
    catalogue
        The entries of their indicators.
    """
    beside = {entry.id for entry in catalogue.values() if entry.name in BESIDE}
    told = published[published["indicator"].isin(beside) & (published["status"] != "withheld")]
    if told.empty:
        return published
    lost = told.index.difference(_safe(published, catalogue, beside))
    found = published.copy()
    found.loc[lost, [*NUMBERS, "since"]] = pd.NA
    found.loc[lost, "status"] = "withheld"
    return found


def _safe(published: pd.DataFrame, catalogue: Mapping[str, Entry], beside: set[str]) -> pd.Index:
    """The rows beside a share told exactly, in the same quarter, that are both exact, or the one in the lowest band."""
    tied = list(spreads(catalogue))
    place = {middle: number for number, middle in enumerate(dict.fromkeys(terms[1] for terms in tied))}
    number = {(*term, str(catalogue[term[0]].version)): place[terms[1]] for terms in tied for term in terms}
    asked = published[published["indicator"].isin({indicator for indicator, *_ in number})]
    terms = zip(*(asked[name].astype(str) for name in ("indicator", "wave", "part", "version")), strict=True)
    rows = asked.assign(spread=[number.get(term, _NOTHING) for term in terms],
                        when=asked["status"].eq("carried").astype(str) + asked["since"].fillna("").astype(str))
    rows = rows[(rows["spread"] != _NOTHING) & (rows["status"] != "withheld")]
    keys = [*_PLACE, "spread", "when"]
    satisfied = rows[~rows["indicator"].isin(beside) & rows["numerator"].notna()]
    others = (satisfied["n"] - satisfied["numerator"]).groupby([satisfied[name] for name in keys], dropna=False).agg(["size", "min"])
    wanted = Counter(place[terms[1]] for terms in tied)
    every = others[others["size"] == others.index.get_level_values("spread").map(wanted)]
    rest = rows[rows["indicator"].isin(beside)].reset_index(names="row").merge(every["min"].rename("others").reset_index(), on=keys)
    exact, room = rest["numerator"].notna(), rest["others"] >= 2 * (rest["count_high"] + 1)
    lowest = rest["count_low"].eq(0).fillna(False) & room.fillna(False)
    both, alone = (rest[chosen].groupby(keys, dropna=False)["row"].transform("size").eq(number)
                   for chosen, number in ((exact, len(BESIDE)), (lowest, 1)))
    return pd.Index(rest.loc[[*both[both].index, *alone[alone].index], "row"])
