"""What the audit did, in counts: for the evaluator's notebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .exact import Solver
from .repair import Repair
from .search import Wanted

COUNTS = ("sums", "proven", "asked", "solved", "refused", "banded", "withheld", "beyond")


@dataclass(frozen=True)
class Tally:
    """One look at one family in one kind of view: how many sums, and what became of them."""

    view: str
    sums: int
    proven: int
    asked: int
    solved: int
    refused: int
    banded: int
    withheld: int
    beyond: int

    @classmethod
    def of(cls, view: str, wanted: Wanted, repair: Repair, solver: Solver) -> Tally:
        """The counts of a repair that has been done, and of the solver since it began."""
        ends = [np.isinf(step.lo) for step in repair.steps]
        return cls(view, len(wanted.content), int(repair.proven.sum()), solver.asked, solver.solved, solver.refused,
                   ends.count(False), ends.count(True), len(repair.beyond))


@dataclass(frozen=True)
class Finding:
    """What is left of some rows (row -> its ends, infinite where nothing is), and how that was found."""

    steps: dict[int, tuple[float, float]]
    tallies: list[Tally]


def account_of(published: pd.DataFrame, findings: Iterable[Finding]) -> pd.DataFrame:
    """One row a view with the counts of all families, and how many figures can be read of how many."""
    rows = pd.DataFrame([vars(tally) for found in findings for tally in found.tallies], columns=["view", *COUNTS])
    counts = rows.groupby("view", as_index=False).sum()
    return counts.assign(readable=int((published["status"] != "withheld").sum()), figures=len(published))
