"""Is a quarter unlike the others? Charts of a series in time, and the patterns that chance seldom makes.

A chart says that something differs, never why. With groups of twelve to fifteen a chart of shares is useless: its limits
reach from half to beyond everybody. Chart the sessions of all groups together (`shares`), or the figure itself
(`individuals`). Under twelve periods limits are provisional, and `run_charts`, which have none, are the safer ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from evaltools.statistics.estimate import Numbers, TooFew, Undetermined, complete_values
from evaltools.statistics.run_charts import long_runs

LEAST_PERIODS = 6
SETTLED = 12
LEAST_UNITS = 50
LEAST_EXPECTED = 5
RANGE_TO_SD = 1.128
"""The mean range of two values drawn from a normal distribution, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A series with its centre and limits, all in the unit of the points, one per period in order of time.

    Attributes
    ----------
    points
        What was measured.
    centre
        The mean of the series.
    low, high
        One limit per period: between them lies what a steady process gives.
    method
        ``"xmr"``, ``"moving_range"``, ``"p"`` or ``"laney"``.
    """

    points: tuple[float, ...]
    centre: float
    low: tuple[float, ...]
    high: tuple[float, ...]
    method: str

    @property
    def provisional(self) -> bool:
        """Whether there are fewer than twelve periods, too few for limits to settle."""
        return len(self.points) < SETTLED

    @property
    def beyond(self) -> tuple[int, ...]:
        """Periods, counted from 0, outside their limits."""
        rows = zip(self.points, self.low, self.high, strict=True)
        return tuple(at for at, (point, low, high) in enumerate(rows) if not low - 1e-12 <= point <= high + 1e-12)

    @property
    def shifted(self) -> tuple[int, ...]:
        """Periods in a run of eight or more on one side of the centre; those on the centre neither count nor break."""
        return long_runs([(at, np.sign(point - self.centre)) for at, point in enumerate(self.points)], 8)

    @property
    def near_a_limit(self) -> tuple[int, ...]:
        """Periods that end three out of four nearer to one and the same limit than to the centre."""
        fours = [(at, self._sides()[at - 3:at + 1]) for at in range(3, len(self.points))]
        return tuple(at for at, sides in fours if max(sides.count(1), sides.count(-1)) >= 3)

    def _sides(self) -> list[int]:
        # 1 and -1 nearer to the upper and to the lower limit than to the centre, else 0.
        rows = zip(self.points, self.low, self.high, strict=True)
        return [(point > (self.centre + high) / 2) - (point < (self.centre + low) / 2) for point, low, high in rows]


def individuals(values: ArrayLike, within: tuple[float, float] = (-np.inf, np.inf)) -> Chart:
    """Chart single values (a rate, a mean, a count a quarter): XmR, mean plus or minus 2.66 mean moving ranges.

    It assumes that neighbours differ by chance alone, and nothing of the values' distribution.

    Parameters
    ----------
    values
        One value per period, in order of time, none missing; at least six.
    within
        The ends of the scale, at which the limits are cut.

    Raises
    ------
    TooFew
        When there are fewer than six periods.
    Undetermined
        When all values are equal: there is no range to draw limits from.
    ValueError
        When a value is missing.

    References
    ----------
    Wheeler (1993), Understanding Variation; Montgomery, Introduction to Statistical Quality Control, chapter 6.

    Examples
    --------
    >>> chart = individuals([5, 7, 6, 8, 9, 5, 6, 7, 12, 6])
    >>> round(chart.centre, 1), round(chart.low[0], 3), round(chart.high[0], 3), chart.provisional
    (7.1, 0.302, 13.898, True)
    """
    points = _series(values)
    centre, spread = float(points.mean()), _mean_range(points)
    low, high = max(within[0], centre - 2.66 * spread), min(within[1], centre + 2.66 * spread)
    return _chart(points, centre, np.full(points.size, low), np.full(points.size, high), "xmr")


def moving_ranges(values: ArrayLike) -> Chart:
    """Chart how far each value lies from the one before it; above 3.267 mean ranges something broke.

    Parameters and refusals are those of `individuals`; the chart has one period less.

    Examples
    --------
    >>> chart = moving_ranges([5, 7, 6, 8, 9, 5, 6, 7, 12, 6])
    >>> chart.points, round(chart.centre, 3), round(chart.high[0], 3)
    ((2.0, 1.0, 2.0, 1.0, 4.0, 1.0, 1.0, 5.0, 6.0), 2.556, 8.349)
    """
    points = _series(values)
    ranges, spread = np.abs(np.diff(points)), _mean_range(points)
    return _chart(ranges, spread, np.zeros(ranges.size), np.full(ranges.size, 3.267 * spread), "moving_range")


def shares(counts: ArrayLike, sizes: ArrayLike, limits: Literal["p", "laney"] = "p") -> Chart:
    """Chart shares of many units a period, with limits at three standard errors, cut at 0 and 1.

    It assumes independent units of one common share. Sessions of the same women, or women of the same groups, are not:
    then limits ``"laney"`` measure how far the periods differ beyond the binomial, and widen (or narrow) by that.

    Parameters
    ----------
    counts, sizes
        Units with the property, and all units, one per period in order of time.
    limits
        ``"p"`` for the binomial's, ``"laney"`` for those of Laney's p' chart.

    Raises
    ------
    TooFew
        When there are fewer than six periods; when a period has fewer than fifty units, or too few to expect five with
        and five without the property.
    Undetermined
        When the property is always or never there, or (Laney) all shares are equal.
    ValueError
        When a count is missing or not between 0 and its size.

    References
    ----------
    Montgomery, Introduction to Statistical Quality Control, chapter 7; Laney (2002), Quality Engineering 14, 531-537.

    Examples
    --------
    >>> chart = shares([88, 95, 101, 76, 120, 98], [110, 115, 120, 96, 140, 118])
    >>> round(chart.centre, 3), round(chart.low[0], 3), round(chart.high[0], 3)
    (0.827, 0.719, 0.935)
    >>> shares([9, 11, 10, 12, 9, 10], [12, 13, 12, 14, 12, 12])
    Traceback (most recent call last):
        ...
    evaltools.statistics.estimate.TooFew: at least 50 units a period needed, 12 given
    """
    with_it, all_units = _series(counts), _series(sizes)
    if with_it.shape != all_units.shape or (with_it < 0).any() or (with_it > all_units).any():
        raise ValueError("each period has one count, between 0 and its size")
    centre = float(with_it.sum() / max(1.0, all_units.sum()))
    _require_large(int(all_units.min()), centre)
    error = np.sqrt(centre * (1 - centre) / all_units)
    points = with_it / all_units
    spread = _mean_range((points - centre) / error) / RANGE_TO_SD if limits == "laney" else 1.0
    return _chart(points, centre, np.maximum(0, centre - 3 * error * spread), np.minimum(1, centre + 3 * error * spread), limits)


def _series(values: ArrayLike) -> Numbers:
    points = complete_values(values)
    if points.size < LEAST_PERIODS:
        raise TooFew(LEAST_PERIODS, int(points.size), "periods")
    return points


def _mean_range(points: Numbers) -> float:
    spread = float(np.abs(np.diff(points)).mean())
    if spread == 0:
        raise Undetermined("all periods are equal: there is no range to draw limits from")
    return spread


def _require_large(smallest: int, centre: float) -> None:
    rarer = min(centre, 1 - centre)
    if rarer <= 0 and smallest >= LEAST_UNITS:
        raise Undetermined("always or never: there is no spread to draw limits from")
    needed = max(LEAST_UNITS, ceil(LEAST_EXPECTED / rarer - 1e-9)) if rarer > 0 else LEAST_UNITS
    if smallest < needed:
        raise TooFew(needed, smallest, "units a period")


def _chart(points: Numbers, centre: float, low: Numbers, high: Numbers, method: str) -> Chart:
    return Chart(tuple(points.tolist()), centre, tuple(low.tolist()), tuple(high.tolist()), method)
