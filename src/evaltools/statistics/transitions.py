"""Yes or no at two moments for the same persons: who gained it, who lost it."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom, binomtest

from evaltools.statistics.estimate import Estimate, TooFew, complete_values
from evaltools.statistics.proportions import score_interval


@dataclass(frozen=True, slots=True)
class Transitions:
    """The paired table of something that is true or not at two moments.

    Both flows are shown: a difference of zero may hide as many who lost it as who gained it.

    Attributes
    ----------
    both, gained, lost, neither
        Persons for whom it was true at both moments, only later, only earlier, never.
    difference
        Share later minus share earlier, between -1 and 1, with Newcombe's paired interval.
    exact_p, mid_p
        Two-sided p-values of McNemar's test, exact and mid-p.
    """

    both: int
    gained: int
    lost: int
    neither: int
    difference: Estimate
    exact_p: float
    mid_p: float

    @property
    def n(self) -> int:
        """Complete pairs."""
        return self.both + self.gained + self.lost + self.neither


def transitions(before: ArrayLike, after: ArrayLike, level: float = 0.95) -> Transitions:
    """Count who gained and who lost, and estimate the difference.

    Parameters
    ----------
    before, after
        True or False (or 1 and 0) per person each, in the same order, none missing.
    level
        Confidence, between 0 and 1.

    Raises
    ------
    TooFew
        When there is no pair.
    ValueError
        When a value is neither true nor false, or the two rows differ in length.

    Examples
    --------
    >>> moved = transitions([0, 0, 0, 1, 1], [1, 1, 0, 1, 0])
    >>> moved.gained, moved.lost, round(moved.difference.value, 2)
    (2, 1, 0.2)
    """
    earlier, later = _truths(before), _truths(after)
    if earlier.shape != later.shape:
        raise ValueError("before and after need one value per person each")
    both, neither = int((earlier & later).sum()), int((~earlier & ~later).sum())
    gained, lost = int((~earlier & later).sum()), int((earlier & ~later).sum())
    difference = paired_difference(both, gained, lost, neither, level)
    return Transitions(both, gained, lost, neither, difference, mcnemar_exact(gained, lost), mcnemar_mid_p(gained, lost))


def paired_difference(both: int, gained: int, lost: int, neither: int, level: float = 0.95) -> Estimate:
    """Estimate the share later minus the share earlier of the same persons.

    Parameters
    ----------
    both, gained, lost, neither
        Persons for whom it is true at both moments, only later, only earlier, never.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Estimate
        A difference between -1 and 1; `n` counts pairs.

    Raises
    ------
    TooFew
        When there is no pair.
    ValueError
        When a count is negative.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 2635-2650, method 10; Fagerland, Lydersen and Laake (2014), Statistics
    in Medicine 33, 2850-2875.

    Examples
    --------
    >>> difference = paired_difference(both=1, gained=1, lost=7, neither=12)
    >>> round(difference.value, 3), round(difference.low, 3), round(difference.high, 3)
    (-0.286, -0.507, -0.026)
    """
    if min(both, gained, lost, neither) < 0:
        raise ValueError("counts are not negative")
    n = both + gained + lost + neither
    if n == 0:
        raise TooFew(1, 0)
    later, earlier = (both + gained) / n, (both + lost) / n
    later_low, later_high = score_interval(later, n, level)
    earlier_low, earlier_high = score_interval(earlier, n, level)
    phi = _correlation(both, gained, lost, neither)
    value = (gained - lost) / n
    low = value - _square_and_add(later - later_low, earlier_high - earlier, phi)
    high = value + _square_and_add(later_high - later, earlier - earlier_low, phi)
    return Estimate(value, max(-1.0, low), min(1.0, high), n, "newcombe_paired")


def mcnemar_exact(gained: int, lost: int) -> float:
    """Return McNemar's exact two-sided p-value that gaining and losing are equally likely; 1 when nobody moved.

    References
    ----------
    McNemar (1947), Psychometrika 12, 153-157; exact binomial form.

    Examples
    --------
    >>> round(mcnemar_exact(gained=1, lost=7), 4)
    0.0703
    """
    return float(binomtest(gained, gained + lost, 0.5).pvalue) if gained + lost else 1.0


def mcnemar_mid_p(gained: int, lost: int) -> float:
    """Return McNemar's two-sided mid-p value: half of the chance of what was seen is left out; 1 when nobody moved.

    The exact test is needlessly cautious in small groups; the mid-p test stays near its level.

    References
    ----------
    Fagerland, Lydersen and Laake (2013), BMC Medical Research Methodology 13, 91.

    Examples
    --------
    >>> round(mcnemar_mid_p(gained=1, lost=7), 4)
    0.0391
    """
    if gained + lost == 0:
        return 1.0
    seen = float(binom.pmf(gained, gained + lost, 0.5))
    # When both are equal there is one such outcome, not two mirrored ones.
    return mcnemar_exact(gained, lost) - (seen / 2 if gained == lost else seen)


def _truths(values: ArrayLike) -> NDArray[np.bool_]:
    numbers = complete_values(values)
    if not np.isin(numbers, (0.0, 1.0)).all():
        raise ValueError("each value is true or false")
    return np.asarray(numbers == 1, dtype=np.bool_)


def _correlation(both: int, gained: int, lost: int, neither: int) -> float:
    """Return phi of the paired table, corrected for continuity where positive, 0 where a margin is empty."""
    margins = (both + gained) * (lost + neither) * (both + lost) * (gained + neither)
    if margins == 0:
        return 0.0
    excess = both * neither - gained * lost
    corrected = max(excess - (both + gained + lost + neither) / 2, 0.0) if excess > 0 else float(excess)
    return corrected / sqrt(margins)


def _square_and_add(one: float, other: float, phi: float) -> float:
    """Return the distance from a difference to its limit, made of those of the two shares from theirs."""
    return sqrt(max(0.0, one**2 - 2 * phi * one * other + other**2))
