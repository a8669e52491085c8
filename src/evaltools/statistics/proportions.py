"""Shares of a small group: score and exact intervals, finite populations, bounds, differences.

Three different questions have three different answers. What a share says of the persons who did not answer this
time: `finite_population`, with `missing_bounds` beside it, which assumes nothing about them. What it says of women
in general, had the programme gone on: `wilson`. Only the last may be compared between cohorts.
"""

from dataclasses import dataclass
from math import hypot

import numpy as np
from scipy.stats import hypergeom
from statsmodels.stats.proportion import proportion_confint

from evaltools.statistics.estimate import Estimate, require_count, require_population


@dataclass(frozen=True, slots=True)
class CountRange:
    """The smallest and the largest number of persons of a population for whom something may be true.

    Attributes
    ----------
    low, high
        Persons, ``0 <= low <= high <= population``.
    population
        All persons of the group, those who answered and those who did not.
    """

    low: int
    high: int
    population: int

    @property
    def low_share(self) -> float:
        """The smallest share of the population, between 0 and 1."""
        return self.low / self.population

    @property
    def high_share(self) -> float:
        """The largest share of the population, between 0 and 1."""
        return self.high / self.population


def score_interval(value: float, size: float, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval of a share measured on `size` independent units.

    Parameters
    ----------
    value
        The share, between 0 and 1.
    size
        Independent units, above 0; need not be whole: dependence between units makes it smaller than their count.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    tuple
        Low and high, ``0 <= low <= value <= high <= 1``.

    References
    ----------
    Wilson (1927), JASA 22, 209-212; without continuity correction.
    """
    low, high = proportion_confint(value * size, size, alpha=1 - level, method="wilson")
    # At 0 of 7 the closed form gives 2.8e-17, at 7 of 7 it stays below 1: rounding, not statistics.
    return (min(float(low), value) if value > 0 else 0.0), (max(float(high), value) if value < 1 else 1.0)


def wilson(count: int, n: int, level: float = 0.95) -> Estimate:
    """Estimate a share with Wilson's interval: the default for a share of a small group.

    Parameters
    ----------
    count
        Units that have the property.
    n
        Valid units, those with and those without it.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Estimate
        A share between 0 and 1.

    Raises
    ------
    TooFew
        When `n` is 0.
    ValueError
        When `count` is not between 0 and `n`.

    References
    ----------
    Wilson (1927), JASA 22, 209-212; Newcombe (1998), Statistics in Medicine 17, 857-872, method 3.

    Examples
    --------
    >>> share = wilson(9, 12)
    >>> share.value, round(share.low, 4), round(share.high, 4)
    (0.75, 0.4677, 0.9111)
    """
    require_count(count, n)
    low, high = score_interval(count / n, n, level)
    return Estimate(count / n, low, high, n, "wilson")


def clopper_pearson(count: int, n: int, level: float = 0.95) -> Estimate:
    """Estimate a share with the exact interval, which never covers less than `level`: wide, for guarantees only.

    Parameters, result and refusals are those of `wilson`.

    References
    ----------
    Clopper and Pearson (1934), Biometrika 26, 404-413.
    """
    require_count(count, n)
    low, high = proportion_confint(count, n, alpha=1 - level, method="beta")
    return Estimate(count / n, float(low), float(high), n, "clopper_pearson")


def wilson_fpc(count: int, n: int, population: int, level: float = 0.95) -> Estimate:
    """Estimate the share of a known population, of which `n` persons answered, by Wilson's interval.

    The variance shrinks by (N - n) / (N - 1) and vanishes when all have answered. It takes the answers for a random
    part of the population, and it is an approximation: `finite_population` is exact.

    Parameters
    ----------
    count
        Persons who have the property among those who answered.
    n
        Persons who answered.
    population
        Persons in the group, answered or not.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Estimate
        A share of the population between 0 and 1.

    Raises
    ------
    TooFew
        When `n` is 0.
    ValueError
        When `count` is not between 0 and `n`, or `n` is above `population`.

    References
    ----------
    Cochran (1977), Sampling Techniques, chapters 2 and 3; Burstein (1975), JASA 70, 67-69.
    """
    require_count(count, n)
    require_population(n, population)
    value = count / n
    if n == population:
        return Estimate(value, value, value, n, "wilson_fpc")
    low, high = score_interval(value, n * (population - 1) / (population - n), level)
    return Estimate(value, low, high, n, "wilson_fpc")


def finite_population(count: int, n: int, population: int, level: float = 0.95) -> CountRange:
    """Return how many persons of a known population may have the property, given those who answered.

    All numbers are kept that neither tail of the hypergeometric distribution rejects at (1 - level) / 2. It takes the
    answers for a random part of the population: show `missing_bounds` beside it.

    Parameters and refusals are those of `wilson_fpc`.

    References
    ----------
    Wright (1991), Exact Confidence Bounds when Sampling from Small Finite Universes.

    Examples
    --------
    >>> finite_population(9, 12, population=14)
    CountRange(low=9, high=11, population=14)
    """
    possible = missing_bounds(count, n, population)
    totals = np.arange(possible.low, possible.high + 1)
    tail = (1 - level) / 2
    as_many = hypergeom.sf(count - 1, population, totals, n)
    as_few = hypergeom.cdf(count, population, totals, n)
    kept = totals[(as_many > tail) & (as_few > tail)]
    return CountRange(int(kept.min()), int(kept.max()), population)


def missing_bounds(count: int, n: int, population: int) -> CountRange:
    """Return the worst and the best case: nobody, or everybody, of those who did not answer has the property.

    The only range that assumes nothing about the missing persons. Parameters and refusals are those of `wilson_fpc`.

    Examples
    --------
    >>> missing_bounds(9, 12, population=14)
    CountRange(low=9, high=11, population=14)
    """
    require_count(count, n)
    require_population(n, population)
    return CountRange(count, count + population - n, population)


def risk_difference(count1: int, n1: int, count2: int, n2: int, level: float = 0.95) -> Estimate:
    """Estimate how far the share of one group lies above that of another, independent, group.

    Parameters
    ----------
    count1, n1
        Units with the property and valid units of the first group.
    count2, n2
        The same of the second group.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Estimate
        First share minus second share, between -1 and 1; `n` counts both groups.

    Raises
    ------
    TooFew
        When a group is empty.
    ValueError
        When a count is not between 0 and its base.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    require_count(count1, n1)
    require_count(count2, n2)
    first, second = count1 / n1, count2 / n2
    low1, high1 = score_interval(first, n1, level)
    low2, high2 = score_interval(second, n2, level)
    value = first - second
    low, high = value - hypot(first - low1, high2 - second), value + hypot(high1 - first, second - low2)
    return Estimate(value, max(-1.0, low), min(1.0, high), n1 + n2, "newcombe")
