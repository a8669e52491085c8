"""Shares of a known population of which a part answered: exact counts, an approximation, worst and best case.

Only for statements on this group at this moment ("of the 14 women of the cohort"), never on what the programme does for
women in general: for those `evaltools.statistics.proportions`. All but the bounds take the answers for a random part of
the population. Where all answered nothing is left unknown, except how well the question measures.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import hypergeom

from evaltools.statistics.estimate import Estimate, require_count, require_population
from evaltools.statistics.proportions import score_interval


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

    Examples
    --------
    >>> share = wilson_fpc(9, 12, population=14)
    >>> round(share.low, 4), round(share.high, 4)
    (0.6437, 0.8328)
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
