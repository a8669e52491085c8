"""The signed-rank test and its estimate of a typical change, exact also with ties and zeros.

Answers on short scales are full of ties and zeros, for which tabulated distributions are wrong. Here the distribution
is that of the ranks at hand: every sign of every difference equally likely, counted out. Zeros keep their rank and lose
their sign (Pratt): with Wilcoxon's rule, which drops them first, the shifts not rejected do not form an interval.
"""

from bisect import bisect_left

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm, rankdata

from evaltools.statistics.estimate import Estimate, Numbers, complete_values

# Beyond it the normal distribution is near enough for an interval; R changes at 50 too.
EXACT_UP_TO = 50
# 0.7 - 0.5 and 0.2 are tied, although not in binary.
DECIMALS = 9


def paired_differences(before: ArrayLike, after: ArrayLike, needed: int = 1) -> Numbers:
    """Return later minus earlier, one difference per pair, rounded so that equal moves are ties.

    Parameters
    ----------
    before, after
        One score per person each, in the same order, none missing.
    needed
        The fewest pairs.

    Raises
    ------
    TooFew
        When there are fewer pairs than needed.
    ValueError
        When a score is missing or the two rows differ in length.

    Examples
    --------
    >>> paired_differences([0.5, 3], [0.7, 2]).tolist()
    [0.2, -1.0]
    """
    earlier, later = complete_values(before, needed), complete_values(after, needed)
    if earlier.shape != later.shape:
        raise ValueError("before and after need one score per person each")
    # 0.7 - 0.5 is a move of 0.2, although not in binary.
    return np.round(later - earlier, DECIMALS)


def signed_rank_p(differences: ArrayLike, shift: float = 0.0) -> float:
    """Return the two-sided p-value of the signed-rank test that the differences lie symmetrically around a shift.

    Parameters
    ----------
    differences
        One difference per pair, none missing.
    shift
        The tested centre, in the unit of the differences.

    Returns
    -------
    float
        A probability between 0 and 1; 1 when all differences equal the shift.

    Raises
    ------
    TooFew
        When there is no difference.
    ValueError
        When a difference is missing.

    References
    ----------
    Wilcoxon (1945), Biometrics Bulletin 1, 80-83; Pratt (1959), JASA 54, 655-667.

    Examples
    --------
    >>> signed_rank_p([0, 1, 2, 2, 3, 1, 0, 2])
    0.03125
    """
    return _p(complete_values(differences), shift)


def hodges_lehmann(differences: ArrayLike, level: float = 0.95) -> Estimate:
    """Estimate a typical difference: the median of all averages of two differences, each with itself included.

    Zeros stay in: leaving out those who did not change, as R's `wilcox.test` does, would overstate the change. The
    interval holds the shifts that the signed-rank test does not reject, its ends included even where they are only
    its limits. Fewer than six pairs reject nothing at 95 percent and have no interval; nor have differences that are
    all equal, whose spread is unknown, not zero.

    Parameters
    ----------
    differences
        One difference per pair, none missing.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Estimate
        A difference in the unit given; `n` counts pairs.

    Raises
    ------
    TooFew
        When there is no difference.
    ValueError
        When a difference is missing.

    References
    ----------
    Hodges and Lehmann (1963), Annals of Mathematical Statistics 34, 598-611; Hollander, Wolfe and Chicken (2014),
    Nonparametric Statistical Methods, sections 3.2 and 3.3; Pratt (1959) for zeros and ties.

    Examples
    --------
    >>> typical = hodges_lehmann([0, 1, 2, 2, 3, 1, 0, 2])
    >>> typical.value, typical.low, typical.high
    (1.5, 0.5, 2.5)
    """
    numbers = np.round(complete_values(differences), DECIMALS)
    n = int(numbers.size)
    rows, columns = np.triu_indices(n)
    averages = np.round((numbers[rows] + numbers[columns]) / 2, DECIMALS)
    value = float(np.median(averages))
    places = np.unique(averages)
    alpha = 1 - level
    # All differences on one side of the shift is the strongest evidence there can be.
    if places.size == 1 or _p(numbers, float(places[0]) - 1) > alpha:
        return Estimate.without_interval(value, n)
    low = _lower_end(numbers, places, value, alpha)
    high = 0.0 - _lower_end(-numbers, -places[::-1], -value, alpha)
    return Estimate(value, min(low, value), max(high, value), n, "signed_rank")


def _lower_end(differences: Numbers, places: Numbers, value: float, alpha: float) -> float:
    """Return the smallest shift that the test keeps; `places` are the sorted averages, `value` their median.

    The p-value changes only at the averages, so each of them and one shift between it and the next are all there is to
    try. It rises towards the median, whence the halving; the tests try all of them on tied answers.
    """

    def kept(position: int) -> bool:
        place, following = float(places[position]), float(places[position + 1])
        return _p(differences, place) > alpha or _p(differences, (place + following) / 2) > alpha

    up_to_median = range(min(int(np.searchsorted(places, value)), places.size - 1))
    return float(places[bisect_left(up_to_median, True, key=kept)])


def _p(differences: Numbers, shift: float) -> float:
    distances = np.round(differences - shift, DECIMALS)
    # Twice the ranks: ties halve them, and whole numbers can be counted out.
    ranks = np.rint(2 * rankdata(np.abs(distances))).astype(np.int64)
    signed = ranks[distances != 0]
    positive = int(ranks[distances > 0].sum())
    return _counted_p(signed, positive) if differences.size <= EXACT_UP_TO else _normal_p(signed, positive)


def _counted_p(ranks: NDArray[np.int64], positive: int) -> float:
    chances = np.zeros(int(ranks.sum()) + 1)
    chances[0] = 1.0
    for rank in ranks:
        chances[rank:] = (chances[rank:] + chances[: chances.size - rank]) / 2
        chances[:rank] /= 2
    return min(1.0, 2 * float(min(chances[: positive + 1].sum(), chances[positive:].sum())))


def _normal_p(ranks: NDArray[np.int64], positive: int) -> float:
    deviation = float(np.sqrt((ranks.astype(np.float64) ** 2).sum()) / 2)
    # One step of a rank sum is 1, thus 2 here: half of it is the continuity correction.
    distance = max(0.0, abs(positive - float(ranks.sum()) / 2) - 1)
    return min(1.0, 2 * float(norm.sf(distance / deviation))) if deviation > 0 else 1.0
