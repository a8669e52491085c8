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

from math import sqrt

from numpy.typing import ArrayLike
from scipy.stats import norm
from scipy.stats import t as student

from evaltools.statistics.estimate import Estimate, Numbers, TooFew, complete_values
from evaltools.statistics.proportions import score_interval

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
    persons, total = int(expected.size), float(expected.sum())
    value = float(counted.sum()) / total
    if persons < 2:
        return Estimate.without_interval(value, persons)
    shrink = float(norm.ppf((1 + level) / 2) / student.ppf((1 + level) / 2, persons - 1)) ** 2
    low, high = score_interval(value, shrink * total / design_effect(counted, expected), level)
    return Estimate(value, low, high, persons, "wilson_clustered")


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
    residuals = counted - expected * (counted.sum() / expected.sum())
    return sqrt(persons / (persons - 1) * float((residuals**2).sum())) / float(expected.sum())


def design_effect(presences: ArrayLike, due: ArrayLike) -> float:
    """Return how many times larger the variance is than if sessions were independent, at least as at the floor.

    Parameters and refusals are those of `standard_error`.

    Examples
    --------
    >>> round(design_effect([10, 10, 0, 10, 1], [10, 10, 10, 10, 10]), 1)
    11.5
    """
    counted, expected = _due(presences, due)
    total = float(expected.sum())
    value = float(counted.sum()) / total
    least = 1 + LEAST_CORRELATION * max(0.0, float((expected**2).sum()) / total - 1)
    if value in (0.0, 1.0):
        return least
    return max(least, standard_error(counted, expected) ** 2 * total / (value * (1 - value)))


def _due(presences: ArrayLike, due: ArrayLike) -> tuple[Numbers, Numbers]:
    counted, expected = complete_values(presences), complete_values(due)
    if counted.shape != expected.shape:
        raise ValueError("presences and due need one number per person each")
    if (counted < 0).any() or (counted > expected).any():
        raise ValueError("presences lie between 0 and the number due")
    if not expected.any():
        raise TooFew(1, 0)
    return counted[expected > 0], expected[expected > 0]
