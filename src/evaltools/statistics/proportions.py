"""Shares of a small group: score, exact and other intervals, and the difference of two groups.

They say what a share tells of women in general, had the programme gone on, and only they may be compared between cohorts.
They take the units for independent: where one person counts more than once, `evaltools.statistics.clustered`. What a
share says of those of this group who did not answer is another question: `evaltools.statistics.populations`.
"""

from math import hypot
from statistics import NormalDist

import numpy as np

from evaltools.statistics.estimate import Estimate, Numbers, require_count


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

    Examples
    --------
    >>> [round(end, 4) for end in score_interval(0.75, 9.5)]
    [0.4348, 0.9213]
    """
    low, high = score_intervals(np.array([value], dtype=float), np.array([size], dtype=float), level)
    return float(low[0]), float(high[0])


def score_intervals(values: Numbers, sizes: Numbers, level: float = 0.95) -> tuple[Numbers, Numbers]:
    """Return the intervals of `score_interval` for many shares at once, by Wilson's closed form: a report needs no library for it.

    Examples
    --------
    >>> low, high = score_intervals(np.array([0.75, 1.0]), np.array([9.5, 7.0]))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.4348, 0.6457], [0.9213, 1.0])
    """
    square = NormalDist().inv_cdf((1 + level) / 2) ** 2
    centre = values + square / (2 * sizes)
    half = np.sqrt(square * (values * (1 - values) / sizes + square / (4 * sizes**2)))
    low, high = ((centre + side) / (1 + square / sizes) for side in (-half, half))
    # At 0 of 7 the closed form gives 2.8e-17, at 7 of 7 it stays below 1: rounding, not statistics.
    return np.where(values > 0, np.minimum(low, values), 0.0), np.where(values < 1, np.maximum(high, values), 1.0)


def _intervals(count: int, n: int, level: float, method: str) -> tuple[float, float]:
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(count, n, alpha=1 - level, method=method)
    return float(low), float(high)


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

    Examples
    --------
    >>> share = clopper_pearson(9, 12)
    >>> round(share.low, 4), round(share.high, 4)
    (0.4281, 0.9451)
    """
    require_count(count, n)
    low, high = _intervals(count, n, level, "beta")
    return Estimate(count / n, float(low), float(high), n, "clopper_pearson")


def agresti_coull(count: int, n: int, level: float = 0.95) -> Estimate:
    """Estimate a share with the interval that adds z squared units, half with and half without the property.

    Simple enough to be done by hand, wider than Wilson's at the ends, where it would leave 0 to 1 (12 of 12: up to
    1.039): it is cut there. Parameters, result and refusals are those of `wilson`.

    References
    ----------
    Agresti and Coull (1998), The American Statistician 52, 119-126.

    Examples
    --------
    >>> share = agresti_coull(12, 12)
    >>> round(share.low, 4), share.high
    (0.718, 1.0)
    """
    require_count(count, n)
    low, high = _intervals(count, n, level, "agresti_coull")
    return Estimate(count / n, max(0.0, float(low)), min(1.0, float(high)), n, "agresti_coull")


def jeffreys(count: int, n: int, level: float = 0.95) -> Estimate:
    """Estimate a share with the equal-tailed interval that Jeffreys's prior leads to, of good coverage on average.

    At 0 and at `n` the end is set to 0 and to 1, else it would not hold the share itself. Parameters, result and
    refusals are those of `wilson`.

    References
    ----------
    Brown, Cai and DasGupta (2001), Statistical Science 16, 101-133, section 4.3 and its modification at the ends.

    Examples
    --------
    >>> share = jeffreys(9, 12)
    >>> round(share.low, 4), round(share.high, 4)
    (0.4708, 0.9241)
    """
    require_count(count, n)
    low, high = _intervals(count, n, level, "jeffreys")
    return Estimate(count / n, float(low) if count > 0 else 0.0, float(high) if count < n else 1.0, n, "jeffreys")


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

    Examples
    --------
    >>> difference = risk_difference(9, 10, 3, 10)
    >>> round(difference.value, 1), round(difference.low, 4), round(difference.high, 4)
    (0.6, 0.1705, 0.809)
    """
    require_count(count1, n1)
    require_count(count2, n2)
    first, second = count1 / n1, count2 / n2
    low1, high1 = score_interval(first, n1, level)
    low2, high2 = score_interval(second, n2, level)
    value = first - second
    low, high = value - hypot(first - low1, high2 - second), value + hypot(high1 - first, second - low2)
    return Estimate(value, max(-1.0, low), min(1.0, high), n1 + n2, "newcombe")
