"""What the audit did, in counts: for the evaluator's notebook."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .exact import Solver
from .repair import Repair
from .search import Wanted


@dataclass(frozen=True)
class Tally:
    """One look at one family in one kind of view."""

    view: str
    sums: int
    proven: int
    banded: int
    withheld: int
    beyond: int

    @classmethod
    def of(cls, view: str, wanted: Wanted, repair: Repair) -> Tally:
        """The counts of a repair that has been done."""
        ends = [np.isinf(step.lo) for step in repair.steps]
        return cls(view, len(wanted.content), int(repair.proven.sum()), ends.count(False), ends.count(True),
                   len(repair.beyond))


def account_of(published: pd.DataFrame, tallies: list[Tally], solver: Solver) -> pd.DataFrame:
    """One row a view with the counts of all families, and how often the solver was asked and had something new to solve."""
    rows = pd.DataFrame([vars(tally) for tally in tallies], columns=["view", "sums", "proven", "banded", "withheld", "beyond"])
    counts = rows.groupby("view", as_index=False).sum()
    return counts.assign(readable=int((published["status"] != "withheld").sum()), figures=len(published), asked=solver.asked,
                         solved=solver.solved, refused=solver.refused)
