"""What a published row says, as whole numbers: the smallest and the largest sum over its women that it allows."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from ...settings import Policy
from ..bands import half_point_inside, nearest
from ..rules import CHANGE, LADDER

NOTHING = (-math.inf, math.inf)
SUMS = ("share", "count", "rate", "mean", "change")
"""Kinds that are sums over women: an incidence and a difference are not, no equation follows from them."""
ENDS: dict[str, tuple[float, float]] = {"mean": LADDER, "change": CHANGE}


def bounds(rows: pd.DataFrame, policy: Policy) -> np.ndarray:
    """Lowest and highest sum that each published row allows, infinite where it says nothing.

    Parameters
    ----------
    rows
        Published rows with the true base of their figure as `base`: who answered is taken as known.
    policy
        The rounding and the smallest parts that readers know of.

    Returns
    -------
    numpy.ndarray
        One row a figure, two columns, whole numbers.
    """
    found = np.tile(np.array(NOTHING), (len(rows), 1))
    for place, row in enumerate(rows[["status", "audience", "kind", "base", "value", "numerator", "count_low", "count_high"]]
                                .itertuples(index=False, name=None)):
        if row[0] not in ("withheld", "carried"):
            status, audience, kind, base, value, numerator, low, high = row
            found[place] = _allowed(status, audience, kind, base, value, numerator, low, high, policy)
    return found


def _allowed(status: str, audience: str, kind: str, base: float, value: float, numerator: float,
             low: float, high: float, policy: Policy) -> tuple[float, float]:
    if pd.notna(low) and pd.notna(high):
        return float(low), float(high)
    if kind in ENDS:
        return half_points(value, base, *ENDS[kind]) if status == "banded" else rounded(value, base, 1)
    if status != "exact":
        return NOTHING
    if audience != "public":
        counted = numerator if pd.notna(numerator) else value
        return float(counted), float(counted)
    around = (policy.rounding_public - 1) // 2, policy.rounding_public // 2
    if kind == "rate":
        if pd.isna(base):  # an earlier public rate: its base is on no page, so its sum is not either
            return NOTHING
        fewest, most = rounded(value, float(nearest(base, policy.rounding_public)), 2)
        return (fewest - around[1], most + around[0]) if fewest <= most else NOTHING
    counted = numerator if pd.notna(numerator) else value
    most = base - policy.part_public if kind == "share" and pd.notna(base) else math.inf
    return max(float(policy.part_public), counted - around[1]), min(most, counted + around[0])


def half_points(value: float, n: float, low: float, high: float) -> tuple[float, float]:
    """Sums of n answers whose mean is printed as this half point; the outermost half points reach to the scale's ends."""
    fewest = low * n if value <= low + 0.5 else math.ceil((value - 0.25) * n)
    most = high * n if value >= high - 0.5 else math.ceil((value + 0.25) * n) - 1
    assert half_point_inside(fewest / n, low, high) == value == half_point_inside(most / n, low, high)
    return fewest, most


def rounded(value: float, n: float, decimals: int) -> tuple[float, float]:
    """Sums of n answers whose mean is printed as this value, to so many decimals."""
    half = 0.5 * 10.0 ** -decimals
    fewest, most = math.floor((value - half) * n), math.ceil((value + half) * n)
    while fewest < most and round(fewest / n, decimals) != round(value, decimals):
        fewest += 1
    while most > fewest and round(most / n, decimals) != round(value, decimals):
        most -= 1
    return fewest, most
