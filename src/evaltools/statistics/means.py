"""Means of scales in small groups."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student

from evaltools.statistics.estimate import Estimate, complete_values, require_population


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
    # Rounding alone can carry the mean of equal values past them.
    value = float(np.clip(numbers.mean(), numbers.min(), numbers.max()))
    if n < 2 or (unknown > 0 and np.ptp(numbers) == 0):
        return Estimate.without_interval(value, n)
    half = float(student.ppf((1 + level) / 2, n - 1)) * sqrt(float(numbers.var(ddof=1)) / n * unknown)
    method = "t" if population is None else "t_fpc"
    return Estimate(value, max(smallest, value - half), min(largest, value + half), n, method)
