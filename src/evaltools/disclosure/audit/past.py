"""One release with who stands behind each figure, in whole numbers: small enough to keep every quarter beside the new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...catalogue import Entry
from ...errors import DisclosureError
from ...figures import KEY
from ..groups import NOBODY
from ..ledger import GROUP

SEEN = ("kind", "origin", "n", "persons", "numerator", "value")
_SET = [name for name in KEY if name != "audience"]


@dataclass(frozen=True)
class Past:
    """One release: its rows, and the women of each.

    Attributes
    ----------
    rows
        The published rows, with the true base (`base`), the women in it (`persons`) and the origin of their figure, and two
        columns that serve to begin the search only: `told` (its numerator) and `mean`.
    first
        Where the women of each row begin in `women`; one more entry at the end.
    women, inside
        Codes of `names`, row after row, and whether she is in the numerator (1 or 0; NaN where that is not known any more).
    names
        The contributors, sorted.
    """

    rows: pd.DataFrame
    first: np.ndarray
    women: np.ndarray
    inside: np.ndarray
    names: np.ndarray

    def women_of(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For several rows: the place of each in the list given, and the position of one of its women in `women`."""
        sizes = self.first[rows + 1] - self.first[rows]
        place = np.repeat(np.arange(len(rows)), sizes)
        ahead = np.cumsum(sizes) - sizes
        return place, np.arange(len(place)) - np.repeat(ahead - self.first[rows], sizes)


def remembered(published: pd.DataFrame, figures: pd.DataFrame, contributors: pd.DataFrame) -> Past:
    """A release as the audit keeps it.

    Raises
    ------
    DisclosureError
        Where a published row belongs to no figure.
    """
    seen = figures[[*KEY, *SEEN[1:]]].rename(columns={"n": "base", "numerator": "told", "value": "mean"})
    rows = published.reset_index(drop=True).merge(seen, on=list(KEY), how="left", validate="one_to_one")
    if rows["origin"].isna().any():
        raise DisclosureError("A published row belongs to no figure.", "Compute the quarter again.")
    own = contributors[contributors["audience"] != "public"]
    key, wanted = _codes(own, rows)
    # The public reads of the same women as the programme does: their rows are found, not kept twice.
    order = np.argsort(wanted, kind="stable")
    found = np.searchsorted(wanted[order], key)
    found = np.minimum(found, len(wanted) - 1)
    first_row = order[found] if len(wanted) else found
    known = wanted[first_row] == key if len(wanted) else np.zeros(len(key), bool)
    return _laid_out(rows, own[known], first_row[known], wanted)


def recalled(figures: pd.DataFrame, members: Mapping[str, frozenset[bytes]], catalogue: Mapping[str, Entry],
             contributors: pd.DataFrame | None = None) -> Past:
    """An earlier release as the ledger knows it: its rows, and the sets behind them.

    Parameters
    ----------
    figures
        The figures of a ledger's entry, with the names of their sets.
    members
        The ledger's sets.
    catalogue
        The entries; figures of indicators that are no more are left out.
    contributors
        Who was in which numerator, as far as that is still there, under the ledger's names: where the search begins, no more.
    """
    rows = figures[figures["indicator"].isin(list(catalogue))].reset_index(drop=True)
    behind = rows[GROUP].fillna(NOBODY).astype(str).to_numpy()
    sets = [name for name in dict.fromkeys(behind) if name != NOBODY]
    listed = [sorted(woman.hex() for woman in members[name]) for name in sets]
    names = np.unique(np.concatenate([np.asarray(each, dtype=str) for each in listed])) if listed else np.zeros(0, str)
    codes = [np.searchsorted(names, each).astype(np.int32) for each in listed]
    place = {name: number for number, name in enumerate(sets)}
    of_row = np.array([place.get(name, -1) for name in behind])
    size = np.array([*(len(each) for each in codes), 0])[of_row]
    start = np.append(np.cumsum([0, *(len(each) for each in codes)]), 0)[np.where(of_row < 0, len(codes), of_row)]
    first = np.append(0, np.cumsum(size))
    every = np.concatenate(codes) if codes else np.zeros(0, np.int32)
    women = every[np.repeat(start - first[:-1], size) + np.arange(size.sum())]
    seen = _seen(rows.drop(columns=GROUP), size, of_row >= 0, catalogue)
    return Past(seen, first, women, _inside(seen, first, women, names, contributors), names)


def _seen(rows: pd.DataFrame, size: np.ndarray, known: np.ndarray, catalogue: Mapping[str, Entry]) -> pd.DataFrame:
    persons = pd.Series(size, index=rows.index, dtype="Float64").mask(~known)
    count = (rows["count_low"].astype("Float64") + rows["count_high"].astype("Float64")) / 2
    origin = rows["indicator"].map({name: entry.origin for name, entry in catalogue.items()}).astype("string")
    told, public = rows["n"].astype("Float64"), rows["audience"] == "public"
    # What the public reads is rounded: the base is at most this, in a register; of answers it is who answered.
    base = told.mask(public, (told + 2).where(origin == "register"))
    # Of an answer there is mostly one each woman; how often she was noted in a register, a withheld figure does not tell.
    return rows.assign(origin=origin, base=base.fillna(persons.mask(origin == "register")), persons=persons,
                       told=rows["numerator"].astype("Float64").fillna(count), mean=rows["value"].astype("Float64"))


def _inside(rows: pd.DataFrame, first: np.ndarray, women: np.ndarray, names: np.ndarray, contributors: pd.DataFrame | None) -> np.ndarray:
    found = np.full(len(women), np.nan, np.float32)
    if contributors is None or contributors.empty or not len(women):
        return found
    key, wanted = _codes(contributors, rows)
    code = names.searchsorted(contributors["contributor"].astype(str).to_numpy(str))
    code = np.minimum(code, len(names) - 1)
    real = (names[code] == contributors["contributor"].astype(str).to_numpy(str)) & (key >= 0)
    told, order = (key * len(names) + code)[real], np.argsort((key * len(names) + code)[real], kind="stable")
    asked = np.repeat(wanted, np.diff(first)) * len(names) + women
    at = np.minimum(np.searchsorted(told[order], asked), max(0, len(told) - 1))
    there = (told[order][at] == asked) if len(told) else np.zeros(len(asked), bool)
    found[there] = contributors["in_numerator"].to_numpy(np.float32)[real][order][at[there]]
    return found


def around(past: Past) -> Past:
    """The same release, all women of its scope behind each count: who is counted is what a count hides."""
    rows = past.rows
    counts = np.flatnonzero((rows["kind"] == "count") & rows["persons"].notna())
    if not len(counts):
        return past
    scope, labels = pd.factorize(rows["level"].astype(str) + " " + rows["scope"].astype(str))
    place = np.repeat(np.arange(len(rows)), np.diff(past.first))
    there = np.zeros((len(labels), len(past.names)), bool)
    there[scope[place], past.women] = True
    rest = ~np.isin(place, counts)
    counted = np.zeros((len(counts), len(past.names)), bool)
    which, position = past.women_of(counts)
    counted[which, past.women[position]] = True
    which, woman = np.nonzero(there[scope[counts]] | counted)
    row = np.append(place[rest], counts[which])
    women = np.append(past.women[rest], woman).astype(np.int32)
    inside = np.append(past.inside[rest], counted[which, woman])
    order = np.argsort(row, kind="stable")
    return Past(rows, np.append(0, np.cumsum(np.bincount(row, minlength=len(rows)))), women[order], inside[order], past.names)


def parted(past: Past, of_indicator: Mapping[str, int]) -> dict[int, tuple[Past, np.ndarray]]:
    """A release by families of indicators: each one's rows, and where these stand in the whole."""
    family = past.rows["indicator"].map(of_indicator).to_numpy()
    order = np.argsort(family, kind="stable")
    starts = np.flatnonzero(np.diff(family[order], prepend=-1))
    found = {}
    for at in np.split(order, starts[1:]) if len(order) else ():
        place, position = past.women_of(at)
        used, women = np.unique(past.women[position], return_inverse=True)
        sizes = np.bincount(place, minlength=len(at))
        found[int(family[at[0]])] = Past(past.rows.iloc[at].reset_index(drop=True), np.append(0, np.cumsum(sizes)),
                                         women.ravel().astype(np.int32), past.inside[position], past.names[used]), at
    return found


def _laid_out(rows: pd.DataFrame, own: pd.DataFrame, place: np.ndarray, wanted: np.ndarray) -> Past:
    by_row = np.argsort(place, kind="stable")
    code, names = pd.factorize(own["contributor"], sort=True)
    women, inside = code[by_row].astype(np.int32), own["in_numerator"].to_numpy(np.float32)[by_row]
    sizes = np.bincount(place, minlength=len(rows))
    # Rows of one set of women: all but the first look into the first one's part of the list.
    _, leader, member = np.unique(wanted, return_index=True, return_inverse=True)
    sizes, starts = sizes[leader[member]], (np.cumsum(sizes) - sizes)[leader[member]]
    if np.array_equal(starts, np.cumsum(sizes) - sizes):
        return Past(rows, np.append(starts, len(women)), women, inside, np.asarray(names, dtype=str))
    take = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    return Past(rows, np.append(np.cumsum(sizes) - sizes, sizes.sum()), women[take], inside[take], np.asarray(names, dtype=str))


def _codes(left: pd.DataFrame, right: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """One whole number a row of each frame, equal where they are of the same women: the key without its audience."""
    found = np.zeros(len(left), np.int64), np.zeros(len(right), np.int64)
    for name in _SET:
        known = pd.Index(right[name].astype(str).unique())
        codes = [_recoded(frame[name], known) for frame in (left, right)]
        for number, code in enumerate(codes):
            missing = (code < 0) | (found[number] < 0)
            found[number][:] = np.where(missing, -1, found[number] * len(known) + code)
    return found


def _recoded(values: pd.Series, known: pd.Index) -> np.ndarray:
    if isinstance(values.dtype, pd.CategoricalDtype):
        places = known.get_indexer(values.cat.categories.astype(str))
        return np.asarray(np.append(places, -1)[values.cat.codes.to_numpy()])
    codes, uniques = pd.factorize(values)
    return np.asarray(np.append(known.get_indexer(pd.Index(uniques).astype(str)), -1)[codes])
