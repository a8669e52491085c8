"""Linear programs over sums of women: opened once, solved from where the last answer ended."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
from scipy.sparse import csr_array

SMALL = 1e-6
_OPTIONS = (("output_flag", False), ("threads", 1), ("presolve", "off"), ("solver", "simplex"), ("random_seed", 0))


def opened(aim: np.ndarray, rows: csr_array, least: np.ndarray, most: np.ndarray, low: np.ndarray, high: np.ndarray) -> Any:
    """A program: unknowns from `low` to `high`, sums of them (`rows`) from `least` to `most`, a weighted sum (`aim`) made small.

    Infinite bounds are none. The options make the answer the same on every machine: one thread, no limit of time.
    """
    program = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in _OPTIONS:
        program.setOptionValue(name, value)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = rows.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = aim, low, high
    model.row_lower_, model.row_upper_ = least, most
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = rows.indptr, rows.indices, rows.data
    program.passModel(model)
    return program


def point(program: Any) -> np.ndarray | None:
    """The unknowns where the weighted sum is smallest; None where no values satisfy the program."""
    program.run()
    if program.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.asarray(program.getSolution().col_value)


def prices(program: Any) -> np.ndarray:
    """Which sums hold the weighted one where it ended, one flag a row."""
    return np.asarray(np.abs(program.getSolution().row_dual) > SMALL)
