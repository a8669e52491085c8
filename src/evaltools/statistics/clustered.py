"""Rates whose units belong to persons: ten sessions of one woman are not ten women.

The rate is the ratio of two sums, presences over sessions due. Its standard error is the linearised one, with persons
as clusters (equal to `survey::svyratio` in R). The interval is Wilson's on the *effective* number of sessions, the one
at which independent sessions would have that standard error, with Student's quantile on persons - 1 degrees of
freedom. Unlike an interval on the logit scale it is defined when all were present.

With eight to fifteen persons the estimated clustering is itself unsure, and where nearly all are present it is always
too small. So it is never taken below an intraclass correlation of 0.1. In simulations with 8 to 15 persons, 6 to 12
sessions, rates of 70 to 98 percent and intraclass correlations of 0.02 to 0.35, this interval covered the true rate at
least 93 percent of the time; without the floor it fell to 83 percent, and the logit interval, though wider, to 89.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm
from scipy.stats import t as student

from evaltools.statistics.estimate import Estimate, Numbers, TooFew, complete_values
from evaltools.statistics.proportions import score_intervals

LEAST_CORRELATION = 0.1


def rate(presences: ArrayLike, due: ArrayLike, level: float = 0.95) -> Estimate:
    """Estimate a rate over persons who were due a different number of times.

    Parameters
    ----------
    presences
        One number per person: how often she was there.
    due
        One number per person, in the same order: how often she was expected. Persons never expected do not count.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Estimate
        A rate between 0 and 1; `n` counts persons. No interval for a single person.

    Raises
    ------
    TooFew
        When nobody was due.
    ValueError
        When a number is missing or negative, or somebody was present more often than due.

    References
    ----------
    Cochran (1977), Sampling Techniques, chapters 3 (clusters) and 6 (ratios); Korn and Graubard (1998), Survey
    Methodology 24, 193-201 (effective size, Student); Dean and Pagano (2015), JSSAM 3, 484-503 (Wilson for clusters).

    Examples
    --------
    >>> attendance = rate([10, 8, 9, 4], [10, 10, 10, 5])
    >>> round(attendance.value, 3), attendance.n
    (0.886, 4)
    """
    counted, expected = _due(presences, due)
    value, low, high = rates(counted[None], expected[None], level)
    if expected.size < 2:
        return Estimate.without_interval(float(value[0]), int(expected.size))
    return Estimate(float(value[0]), float(low[0]), float(high[0]), int(expected.size), "wilson_clustered")


def rates(presences: Numbers, due: Numbers, level: float = 0.95) -> tuple[Numbers, Numbers, Numbers]:
    """Return the rates of many groups of as many persons each, with their ends, NaN for groups of a single person.

    Parameters
    ----------
    presences, due
        A row per group with one number per person, every person due at least once.
    level
        Confidence, between 0 and 1.

    Raises
    ------
    ValueError
        When a number is negative, or somebody was present more often than due.

    Examples
    --------
    >>> value, low, high = rates(np.array([[10.0, 8, 9, 4], [1, 1, 0, 0]]), np.array([[10.0, 10, 10, 5], [2, 1, 1, 2]]))
    >>> value.round(3).tolist()
    [0.886, 0.333]
    """
    if (presences < 0).any() or (presences > due).any():
        raise ValueError("presences lie between 0 and the number due")
    persons, total = due.shape[1], due.sum(axis=1)
    value = presences.sum(axis=1) / total
    if persons < 2:
        return value, np.full(len(due), np.nan), np.full(len(due), np.nan)
    shrink = float(norm.ppf((1 + level) / 2) / student.ppf((1 + level) / 2, persons - 1)) ** 2
    return value, *score_intervals(value, shrink * total / _design_effects(presences, due), level)


def standard_error(presences: ArrayLike, due: ArrayLike) -> float:
    """Return the linearised standard error of a rate, clustered by person.

    Parameters and refusals are those of `rate`; at least two persons are needed.

    References
    ----------
    Cochran (1977), Sampling Techniques, chapter 6, without finite population correction.

    Examples
    --------
    >>> round(standard_error([10, 8, 9, 4], [10, 10, 10, 5]), 4)
    0.0494
    """
    counted, expected = _due(presences, due)
    persons = int(expected.size)
    if persons < 2:
        raise TooFew(2, persons)
    return float(_standard_errors(counted[None], expected[None])[0])


def design_effect(presences: ArrayLike, due: ArrayLike) -> float:
    """Return how many times larger the variance is than if sessions were independent, at least as at the floor.

    Parameters and refusals are those of `standard_error`.

    Examples
    --------
    >>> round(design_effect([10, 10, 0, 10, 1], [10, 10, 10, 10, 10]), 1)
    11.5
    """
    counted, expected = _due(presences, due)
    return float(_design_effects(counted[None], expected[None])[0])


def _standard_errors(counted: Numbers, expected: Numbers) -> Numbers:
    persons, total = expected.shape[1], expected.sum(axis=1)
    residuals = counted - expected * (counted.sum(axis=1) / total)[:, None]
    errors: Numbers = np.sqrt(persons / (persons - 1) * (residuals**2).sum(axis=1)) / total
    return errors


def _design_effects(counted: Numbers, expected: Numbers) -> Numbers:
    total = expected.sum(axis=1)
    value = counted.sum(axis=1) / total
    least = 1 + LEAST_CORRELATION * np.maximum(0.0, (expected**2).sum(axis=1) / total - 1)
    clear = (value == 0.0) | (value == 1.0)
    # Python's power: numpy's differs in the last digit of one in a thousand, and published quarters are made again to the byte.
    variance = np.array([error**2 for error in _standard_errors(counted, expected).tolist()])
    effects: Numbers = np.where(clear, least, np.maximum(least, variance * total / np.where(clear, 1.0, value * (1 - value))))
    return effects


def _due(presences: ArrayLike, due: ArrayLike) -> tuple[Numbers, Numbers]:
    counted, expected = complete_values(presences), complete_values(due)
    if counted.shape != expected.shape:
        raise ValueError("presences and due need one number per person each")
    if (counted < 0).any() or (counted > expected).any():
        raise ValueError("presences lie between 0 and the number due")
    if not expected.any():
        raise TooFew(1, 0)
    return counted[expected > 0], expected[expected > 0]
