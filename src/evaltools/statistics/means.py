"""Means and medians of scales in small groups."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binom, bootstrap
from scipy.stats import t as student

from evaltools.statistics.estimate import Estimate, Numbers, complete_values, require_population

SMALL = 15
"""Below it one answer moves a mean visibly: the median and the ends of the scale stand beside it."""
DRAWS = 9999
SEED = 20260930


@dataclass(frozen=True, slots=True)
class ScaleSummary:
    """What a page says of a scale's scores.

    Attributes
    ----------
    mean
        Student's interval, cut at the scale's ends.
    deviation
        Standard deviation, in points of the scale; ``None`` for a single value.
    median
        With its exact interval; ``None`` from `SMALL` persons on, where the mean is enough.
    ends
        The lowest and the highest score the *scale* allows, never those that occurred, which belong to persons.
    """

    mean: Estimate
    deviation: float | None
    median: Estimate | None
    ends: tuple[float, float]


def mean(
    values: ArrayLike,
    population: int | None = None,
    *,
    within: tuple[float, float] | None = None,
    level: float = 0.95,
) -> Estimate:
    """Estimate a mean with Student's interval.

    There is no interval for a single value, nor for values that are all equal: their spread is unknown, not zero. When
    the whole population answered, its mean is known and the interval has no width.

    Parameters
    ----------
    values
        One value per person, none missing.
    population
        Persons in the group, answered or not, for a statement on this group alone: the variance then shrinks by
        (N - n) / N. ``None`` for a statement beyond the group.
    within
        The scale's ends, at which the interval is cut.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Estimate
        A mean in the unit of the values.

    Raises
    ------
    TooFew
        When there is no value.
    ValueError
        When a value is missing or outside the scale, or there are more values than persons.

    References
    ----------
    Student (1908), Biometrika 6, 1-25; Cochran (1977), Sampling Techniques, chapter 2.

    Examples
    --------
    >>> score = mean([3, 4, 5, 4])
    >>> score.value, round(score.low, 3), round(score.high, 3)
    (4.0, 2.701, 5.299)
    """
    numbers = complete_values(values)
    n = int(numbers.size)
    smallest, largest = (-np.inf, np.inf) if within is None else within
    if numbers.min() < smallest or numbers.max() > largest:
        raise ValueError("a value lies outside its scale")
    unknown = 1.0
    if population is not None:
        require_population(n, population)
        unknown = (population - n) / population
    middles, halves = means(numbers[None], unknown, level)
    value, half = float(middles[0]), float(halves[0])
    if np.isnan(half):
        return Estimate.without_interval(value, n)
    method = "t" if population is None else "t_fpc"
    return Estimate(value, max(smallest, value - half), min(largest, value + half), n, method)


def means(rows: Numbers, unknown: float = 1.0, level: float = 0.95) -> tuple[Numbers, Numbers]:
    """Return the mean of each row and half the width of its Student's interval, NaN where there is none.

    Parameters
    ----------
    rows
        A row of values per group, one value per person, none missing.
    unknown
        The part of the groups that did not answer, by which the variance shrinks; 1 for a statement beyond them.
    level
        Confidence, between 0 and 1.

    Examples
    --------
    >>> middle, half = means(np.array([[3.0, 4, 5, 4], [2, 2, 2, 2]]))
    >>> middle.tolist(), half.round(3).tolist()
    ([4.0, 2.0], [1.299, nan])
    """
    n = rows.shape[1]
    # Rounding alone can carry the mean of equal values past them.
    middles = np.clip(rows.mean(axis=1), rows.min(axis=1), rows.max(axis=1))
    if n < 2:
        return middles, np.full(len(rows), np.nan)
    halves = float(student.ppf((1 + level) / 2, n - 1)) * np.sqrt(rows.var(axis=1, ddof=1) / n * unknown)
    return middles, np.where((np.ptp(rows, axis=1) == 0) & (unknown > 0), np.nan, halves)


def bootstrap_mean(values: ArrayLike, level: float = 0.95, draws: int = DRAWS) -> Estimate:
    """Estimate a mean with the bias-corrected and accelerated bootstrap interval, for skewed values of larger groups.

    Below about 20 values it is too narrow (see `benchmarks/coverage.py`): Student's interval, though symmetric, keeps
    nearer to its level. The draws are seeded, and the values sorted first: the same values give the same interval. There
    is no interval for a single value, nor for values that are all equal.

    Parameters
    ----------
    values
        One value per person, none missing.
    level
        Confidence, between 0 and 1.
    draws
        Samples drawn with replacement.

    Returns
    -------
    Estimate
        A mean in the unit of the values; its ends move by about a hundredth of the width with another seed.

    Raises
    ------
    TooFew
        When there is no value.
    ValueError
        When a value is missing.

    References
    ----------
    Efron (1987), JASA 82, 171-185; Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 14.

    Examples
    --------
    >>> score = bootstrap_mean([3, 4, 5, 4, 2, 5, 4, 4, 5, 1, 4, 5])
    >>> 2.9 < score.low < score.value < score.high < 4.5
    True
    """
    numbers = np.sort(complete_values(values))
    n = int(numbers.size)
    value = float(np.clip(numbers.mean(), numbers[0], numbers[-1]))
    if np.ptp(numbers) == 0:
        return Estimate.without_interval(value, n)
    found = bootstrap((numbers,), np.mean, n_resamples=draws, confidence_level=level, method="BCa", rng=np.random.default_rng(SEED))
    ends = found.confidence_interval
    return Estimate(value, min(float(ends.low), value), max(float(ends.high), value), n, "bca")


def median(values: ArrayLike, level: float = 0.95) -> Estimate:
    """Estimate a median with the exact interval between two of the sorted values, the one that the sign test leads to.

    It assumes nothing of the distribution and covers at least `level`, more on a short scale with its many ties. Fewer
    than six values have no interval at 95 percent.

    Parameters
    ----------
    values
        One value per person, none missing.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Estimate
        A median in the unit of the values.

    Raises
    ------
    TooFew
        When there is no value.
    ValueError
        When a value is missing.

    References
    ----------
    Thompson (1936), Annals of Mathematical Statistics 7, 122-128; Hollander, Wolfe and Chicken (2014), section 3.6.

    Examples
    --------
    >>> middle = median([3, 4, 5, 4, 2, 5, 4, 4])
    >>> middle.value, middle.low, middle.high
    (4.0, 2.0, 5.0)
    """
    numbers = np.sort(complete_values(values))
    n, value = int(numbers.size), float(np.median(numbers))
    # The values below which the truth falls with a chance of at most half of what is left; rounding must not decide.
    outside = int(binom.ppf((1 - level) / 2 + 1e-12, n, 0.5))
    if outside == 0:
        return Estimate.without_interval(value, n)
    return Estimate(value, float(numbers[outside - 1]), float(numbers[n - outside]), n, "order_statistics")


def summary(values: ArrayLike, ends: tuple[float, float], population: int | None = None, level: float = 0.95) -> ScaleSummary:
    """Describe the scores of a scale, with the median beside the mean where fewer than 15 persons answered.

    Parameters, refusals and references are those of `mean` (whose `within` are the `ends` here) and `median`.

    Examples
    --------
    >>> scores = summary([3, 4, 5, 4, 2, 5, 4, 4], ends=(1, 5))
    >>> scores.mean.value, round(scores.deviation, 2), scores.median.value, scores.ends
    (3.875, 0.99, 4.0, (1, 5))
    """
    average = mean(values, population, within=ends, level=level)
    deviation = float(complete_values(values).std(ddof=1)) if average.n > 1 else None
    return ScaleSummary(average, deviation, median(values, level) if average.n < SMALL else None, ends)
