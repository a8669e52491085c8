"""Patterns in a short series: runs on one side of its median, rises and falls, with no limits to draw.

The right chart for six to twelve periods: it needs no spread, and nothing of the values but their order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import log2
from operator import itemgetter

import numpy as np
from numpy.typing import ArrayLike

from evaltools.statistics.estimate import Numbers, TooFew, complete_values

LEAST_PERIODS = 6
Sided = list[tuple[int, float]]
"""Periods, counted from 0, and the side (-1 or 1) that each lies on."""


@dataclass(frozen=True, slots=True)
class RunChart:
    """A series beside its median, judged by runs alone.

    Attributes
    ----------
    median
        The middle of the series.
    useful
        Periods not on the median.
    shifted
        Periods, counted from 0, in a run of six or more on one side of the median.
    trending
        Periods in five or more that all rise or all fall.
    longest, longest_expected
        The longest run on one side, and the longest that a steady process of this length usually has.
    crossings, fewest_expected
        How often the series crosses the median, and the fewest times that a steady process usually does.
    """

    median: float
    useful: int
    shifted: tuple[int, ...]
    trending: tuple[int, ...]
    longest: int
    longest_expected: int
    crossings: int
    fewest_expected: int


def run_chart(values: ArrayLike) -> RunChart:
    """Look for patterns around the median, which needs no limits and so is right for short series.

    It assumes that periods are independent while nothing changes. Chance alone makes a run of six in one steady series of
    twenty periods out of ten, and five that rise or fall in one out of five: a hint to go and ask, not a proof.

    Parameters
    ----------
    values
        One value per period, in order of time, none missing.

    Raises
    ------
    TooFew
        When fewer than six values lie off the median.
    ValueError
        When a value is missing.

    References
    ----------
    Perla, Provost and Murray (2011), BMJ Quality and Safety 20, 46-51 (shift, trend); Anhoej and Olesen (2014), PLoS
    ONE 9, e113825 (longest run, crossings).

    Examples
    --------
    >>> chart = run_chart([3, 4, 3, 2, 4, 3, 6, 7, 6, 7, 8, 7])
    >>> chart.shifted, chart.crossings, chart.fewest_expected
    ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), 1, 3)
    """
    from scipy.stats import binom  # a report needs `long_runs` alone, and no scipy

    points = complete_values(values, 0)
    median = float(np.median(points)) if points.size else 0.0
    sides = [(at, side) for at, side in enumerate(np.sign(points - median)) if side]
    if len(sides) < LEAST_PERIODS:
        raise TooFew(LEAST_PERIODS, len(sides), "periods off the median")
    lengths = [len(run) for run in _runs(sides)]
    return RunChart(
        median=median, useful=len(sides), shifted=long_runs(sides, 6), trending=_trends(points, 5),
        longest=max(lengths), longest_expected=round(log2(len(sides)) + 3),
        crossings=len(lengths) - 1, fewest_expected=int(binom.ppf(0.05, len(sides) - 1, 0.5)),
    )


def long_runs(sides: Sided, length: int) -> tuple[int, ...]:
    """Return the periods in runs of at least `length` on one side; those on no side (0) neither count nor break.

    Examples
    --------
    >>> long_runs([(0, 1), (1, 1), (2, 0), (3, 1), (4, -1), (5, 1)], length=3)
    (0, 1, 3)
    """
    return tuple(at for run in _runs([side for side in sides if side[1]]) if len(run) >= length for at in run)


def _runs(sides: Iterable[tuple[int, float]]) -> list[list[int]]:
    """Periods one after another on the same side."""
    return [[at for at, _ in run] for _, run in groupby(sides, key=itemgetter(1))]


def _trends(points: Numbers, length: int) -> tuple[int, ...]:
    """Periods in a rise or fall of at least `length` points; of equal neighbours only the first counts."""
    kept = [0, *(int(at) + 1 for at in np.flatnonzero(np.diff(points)))]
    steps: Sided = [(at, float(np.sign(points[kept[at + 1]] - points[kept[at]]))) for at in range(len(kept) - 1)]
    found = [range(run[0], run[-1] + 2) for run in _runs(steps) if len(run) + 1 >= length]
    return tuple(sorted({kept[at] for run in found for at in run}))
