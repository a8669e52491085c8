"""What must stay unknown: in which view, of which women, and how many values it must keep."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .assembly import Family
from .search import Wanted


def hidden(family: Family) -> Wanted:
    """Every sum that a reader of cohorts, sites and programmes must not learn.

    In a coordinator's own view her withheld and banded figures; in every other coordinator's view all figures of her cohort,
    and what sites and programmes withhold or band.
    """
    cells = family.cells[family.cells["content"] >= 0]
    veiled = cells["status"].to_numpy(str) != "exact"
    one = cells["audience"].to_numpy(str) == "cohort"
    wide = np.isin(cells["audience"].to_numpy(str), ["site", "programme"]) & veiled
    own = _once(cells[one & veiled], view=True)
    others = _once(cells[one | wide], view=False)
    return Wanted(*(np.concatenate(pair) for pair in zip(own, others, strict=True)))


def of_groups(family: Family, fewest: int) -> Wanted:
    """Every group's sum, for its own women who read what all may read: with `fewest` values they learn nothing of the others.

    What they read on the page of their own group is a band that keeps as many.
    """
    cells = family.cells[(family.cells["content"] >= 0) & (family.cells["level"] == "cohort")]
    return Wanted(*_once(cells.assign(need=fewest), view=False))


def unpublished(family: Family) -> Wanted:
    """What somebody who reads the public pages alone must not learn: every figure but the very values printed there."""
    cells = family.cells[family.cells["content"] >= 0]
    return Wanted(*_once(cells[(cells["audience"] != "public") | (cells["status"] != "exact")], view=False))


def _once(cells: pd.DataFrame, view: bool) -> tuple[np.ndarray, ...]:
    """Each content once, with the largest number of values that one of its figures asks for."""
    needs = cells.groupby(["content", "cohort"] if view else ["content"], sort=True).agg(need=("need", "max"), cohort=("cohort", "max"))
    content = needs.index.get_level_values(0).to_numpy(np.int64)
    cohort = needs["cohort"].to_numpy(np.int64)
    return content, cohort if view else np.full(len(content), -1), cohort, needs["need"].to_numpy(np.int64)
