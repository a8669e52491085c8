"""What the audit decided, written into the published rows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ..bands import half_point_inside
from .facts import ENDS

VALUES = ("n", "numerator", "value", "low", "high", "count_low", "count_high", "since")


def veiled(published: pd.DataFrame, steps: Mapping[int, tuple[float, float]]) -> pd.DataFrame:
    """The same rows, some told in a band (row -> its ends) and some withheld (row -> infinite ends), which keep nothing.

    >>> row = pd.DataFrame({"kind": ["share"], "status": ["exact"], "value": [0.5], **{name: [20] for name in VALUES if name != "value"}})
    >>> veiled(row, {0: (15.0, 25.0)})[["status", "count_low", "count_high"]].values.tolist()
    [['banded', 15, 25]]
    """
    shown = published.reset_index(drop=True)
    for row, (low, high) in steps.items():
        kept: dict[str, object] = {}
        if np.isfinite(low):
            kept = {"n": shown.at[row, "n"], **_told(shown.loc[row], low, high)}
        for name in VALUES:
            shown.loc[row, name] = kept.get(name, pd.NA)
        shown.loc[row, "status"] = "banded" if kept else "withheld"
    return shown


def _told(row: pd.Series, low: float, high: float) -> dict[str, object]:
    if row["kind"] in ENDS:
        return {"value": half_point_inside(float(row["value"]), *ENDS[row["kind"]])}
    return {"count_low": int(low), "count_high": int(high)}
