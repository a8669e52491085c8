"""Parts of wider figures that are no figure anywhere and are hidden all the same: each cohort's, and what came or went in between."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from ...settings import Policy
from ..marks import mixed

Part = tuple[int, int, np.ndarray]
"""A cell, a cohort or -1, and the places of the part's women among the members."""


def marked(place: np.ndarray, women: np.ndarray, quantity: np.ndarray, names: int) -> np.ndarray:
    """One mark a cell, equal where the cells are of one quantity and the same women."""
    found = np.zeros(len(quantity), np.uint64)
    np.add.at(found, place, mixed(women.astype(np.uint64) + np.uint64(1)))
    return np.asarray(found + mixed(quantity.astype(np.uint64) + np.uint64(names + 1)))


def with_parts(cells: pd.DataFrame, place: np.ndarray, women: np.ndarray, inside: np.ndarray,
               home: np.ndarray, policy: Policy) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """The cells and their members, with one withheld cell more for each part of a wider cell that is not among them.

    A part is one cohort's women, or the few women, or those of few groups, who came or went between two sets of one figure.

    Parameters
    ----------
    cells
        Rows as `assembly.cells_of` makes them.
    place, women, inside
        Cell, woman and whether she is in the numerator, sorted by cell.
    home
        The cohort of each woman, -1 where it is not known.
    policy
        What few women and few groups are.
    """
    wide = np.flatnonzero((cells["audience"].isin(["site", "programme"]) & (cells["origin"] == "answers")).to_numpy())
    first, last = np.searchsorted(place, wide), np.searchsorted(place, wide, side="right")
    members = dict(zip(wide.tolist(), (np.arange(one, end) for one, end in zip(first, last, strict=True)), strict=True))
    found = [*_groups(members, women, home), *_between(cells, members, women, home, policy)]
    quantity = cells["quantity"].to_numpy()
    known, taken = set(marked(place, women, quantity, len(home)).tolist()), list[Part]()
    marks = marked(np.repeat(np.arange(len(found)), [len(at) for _, _, at in found]), women[_joined(found)],
                   quantity[[cell for cell, _, _ in found]], len(home)) if found else np.zeros(0, np.uint64)
    for mark, part in zip(marks.tolist(), found, strict=True):
        if mark not in known:
            known.add(mark)
            taken.append(part)
    if not taken:
        return cells, place, women, inside
    sizes = np.array([len(at) for _, _, at in taken])
    rows = _rows(cells, np.array([part[:2] for part in taken]), sizes)
    added = _joined(taken)
    return (pd.concat([cells, rows], ignore_index=True), np.append(place, np.repeat(np.arange(len(taken)) + len(cells), sizes)),
            np.append(women, women[added]), np.append(inside, inside[added]))


def _joined(parts: list[Part]) -> np.ndarray:
    return np.concatenate([at for _, _, at in parts]) if parts else np.zeros(0, np.int64)


def _groups(members: Mapping[int, np.ndarray], women: np.ndarray, home: np.ndarray) -> Iterator[Part]:
    for cell, at in members.items():
        cohort = home[women[at]]
        order = np.argsort(cohort, kind="stable")
        starts = np.flatnonzero(np.diff(cohort[order], prepend=-2))
        for one, chosen in zip(cohort[order][starts].tolist(), np.split(at[order], starts[1:]), strict=True):
            if one >= 0:
                yield cell, one, chosen


def _between(cells: pd.DataFrame, members: Mapping[int, np.ndarray], women: np.ndarray, home: np.ndarray,
             policy: Policy) -> Iterator[Part]:
    wide = cells.loc[list(members)]
    number = wide.groupby(["quantity", "audience", "scope"], sort=False).ngroup().to_numpy()
    order = np.argsort(number, kind="stable")
    listed = np.split(wide.index.to_numpy()[order], np.flatnonzero(np.diff(number[order])) + 1)
    for same in listed:
        if len(same) < 2:
            continue
        sets = {women[members[cell]].tobytes(): cell for cell in same.tolist()}
        for one, other in itertools.permutations(sets.values(), 2):
            at = members[one]
            came = at[~np.isin(women[at], women[members[other]], assume_unique=True)]
            if len(came) and (len(came) < policy.steady or _few_groups(women[came], home, policy.active_cohorts)):
                yield one, -1, came


def _few_groups(women: np.ndarray, home: np.ndarray, fewest: int) -> bool:
    return len(np.unique(np.where(home[women] < 0, -1 - women, home[women]))) < fewest


def _rows(cells: pd.DataFrame, pairs: np.ndarray, persons: np.ndarray) -> pd.DataFrame:
    whole = cells.iloc[pairs[:, 0]].reset_index(drop=True)
    share = persons / np.maximum(whole["persons"].to_numpy(float), 1)
    of_group = pairs[:, 1] >= 0
    named = {name: np.where(of_group, "cohort", whole[name].to_numpy(str)) for name in ("audience", "level")}
    return whole.assign(**named, scope="", cohort=pairs[:, 1], status="withheld", row=-1, lo=-np.inf, hi=np.inf,
                        persons=persons.astype(float), base=whole["base"].to_numpy(float) * share,
                        told=whole["told"].to_numpy(float) * share).astype(cells.dtypes.to_dict())
