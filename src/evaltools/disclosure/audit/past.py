"""One release with who stands behind each figure, in whole numbers: small enough to keep every quarter beside the new one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...errors import DisclosureError
from ...figures import KEY

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
        Codes of `names`, row after row, and whether she is in the numerator.
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


def _laid_out(rows: pd.DataFrame, own: pd.DataFrame, place: np.ndarray, wanted: np.ndarray) -> Past:
    by_row = np.argsort(place, kind="stable")
    code, names = pd.factorize(own["contributor"], sort=True)
    women, inside = code[by_row].astype(np.int32), own["in_numerator"].to_numpy(bool)[by_row]
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
