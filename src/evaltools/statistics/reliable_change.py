"""Did one person's score change by more than the questionnaire errs, and did it cross from one group's range to another's?

Reliability and standard deviations come from a published sample, never from the twelve women themselves: a `Norm` of
fewer than 30 persons is refused. For a single 0 to 10 item the threshold lies at three to four points: use "at least two
points" there (`evaltools.statistics.change`), and this for scales.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, sqrt

import numpy as np
from numpy.typing import ArrayLike

from evaltools.statistics.estimate import Numbers, TooFew, complete_values

LEAST = 30
"""Persons of the published sample below which a reliability or a deviation is too unsure to judge a person by."""
CRITICAL = 1.96


class Verdict(StrEnum):
    """What became of one person: recovered is improved and across the cut-off."""

    RECOVERED = "recovered"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    DETERIORATED = "deteriorated"


@dataclass(frozen=True, slots=True)
class Norm:
    """What was published of a scale.

    Attributes
    ----------
    mean, deviation
        Of the sample's scores, in points of the scale.
    reliability
        Test-retest (or internal consistency, which gives a lower threshold), above 0 and below 1.
    persons
        Size of the sample.

    Raises
    ------
    TooFew
        When the sample has fewer than 30 persons.
    ValueError
        When the deviation is not above 0, or the reliability not between 0 and 1.
    """

    mean: float
    deviation: float
    reliability: float
    persons: int

    def __post_init__(self) -> None:
        if self.persons < LEAST:
            raise TooFew(LEAST, self.persons, "persons of a published sample")
        if not (isfinite(self.mean) and self.deviation > 0 and 0 < self.reliability < 1):
            raise ValueError("a deviation is above 0, a reliability between 0 and 1")

    @property
    def error(self) -> float:
        """The standard error of one score, S_E, in points of the scale."""
        return self.deviation * sqrt(1 - self.reliability)

    @property
    def error_of_difference(self) -> float:
        """The standard error of the difference of two scores, S_diff, in points of the scale."""
        return sqrt(2) * self.error

    @property
    def threshold(self) -> float:
        """The difference above which a change is reliable, in points of the scale."""
        return CRITICAL * self.error_of_difference


def jacobson_truax(before: ArrayLike, after: ArrayLike, norm: Norm) -> Numbers:
    """Return the reliable change index: later minus earlier, in standard errors of a difference.

    It takes the spread of the scores to be the same at both moments. A change is reliable where the index lies beyond 1.96.

    Parameters
    ----------
    before, after
        One score per person each, in the same order, none missing.
    norm
        What was published of the scale.

    Returns
    -------
    Numbers
        One index per person.

    Raises
    ------
    TooFew
        When there is nobody.
    ValueError
        When a score is missing or the two rows differ in length.

    References
    ----------
    Jacobson and Truax (1991), Journal of Consulting and Clinical Psychology 59, 12-19.

    Examples
    --------
    >>> norm = Norm(mean=40, deviation=7.5, reliability=0.80, persons=100)
    >>> jacobson_truax([32.5], [47.5], norm).round(3).tolist(), round(norm.threshold, 3)
    ([3.162], 9.297)
    """
    earlier, later = _pairs(before, after)
    return (later - earlier) / norm.error_of_difference


def maassen(before: ArrayLike, after: ArrayLike, norm: Norm, deviation_after: float) -> Numbers:
    """Return the index for scores that spread differently at the two moments, each with its own standard error.

    Parameters and refusals are those of `jacobson_truax`; `deviation_after` is the published standard deviation of the
    later scores, above 0. With equal deviations it is Jacobson and Truax's.

    References
    ----------
    Maassen (2004), Journal of the International Neuropsychological Society 10, 888-893, expression 6.

    Examples
    --------
    >>> norm = Norm(mean=40, deviation=7.5, reliability=0.80, persons=100)
    >>> maassen([32.5], [47.5], norm, deviation_after=10).round(3).tolist()
    [2.683]
    """
    if deviation_after <= 0:
        raise ValueError("a deviation is above 0")
    earlier, later = _pairs(before, after)
    return (later - earlier) / (sqrt(1 - norm.reliability) * sqrt(norm.deviation**2 + deviation_after**2))


def edwards_nunnally(before: ArrayLike, after: ArrayLike, norm: Norm) -> Numbers:
    """Return the index that first moves the earlier score towards the mean, by as much as an extreme score would move.

    For groups that were chosen because of their low scores. It compares the later score with the estimated true earlier
    one, in standard errors of one score; `norm.mean` is that of the population the group was drawn from. Parameters and
    refusals are those of `jacobson_truax`.

    References
    ----------
    Edwards, Yarvis, Mueller, Zingale and Wagman (1978), Evaluation Quarterly 2, 275-287; Speer (1992), Journal of
    Consulting and Clinical Psychology 60, 402-408.

    Examples
    --------
    >>> norm = Norm(mean=40, deviation=7.5, reliability=0.80, persons=100)
    >>> edwards_nunnally([32.5], [47.5], norm).round(3).tolist()
    [4.025]
    """
    earlier, later = _pairs(before, after)
    true = norm.mean + norm.reliability * (earlier - norm.mean)
    return (later - true) / norm.error


def cut_off_a(troubled: Norm, *, better_up: bool = True) -> float:
    """Return the score two standard deviations beyond the mean of the troubled group, towards the better: strict.

    References
    ----------
    Jacobson and Truax (1991), Journal of Consulting and Clinical Psychology 59, 12-19, also for the other two.

    Examples
    --------
    >>> troubled, well = Norm(40, 7.5, 0.8, 100), Norm(60, 7.5, 0.8, 100)
    >>> cut_off_a(troubled), cut_off_b(well), cut_off_c(troubled, well)
    (55.0, 45.0, 50.0)
    """
    return troubled.mean + (2 if better_up else -2) * troubled.deviation


def cut_off_b(well: Norm, *, better_up: bool = True) -> float:
    """Return the score two standard deviations from the mean of those who are well, towards the worse: lenient.

    Examples
    --------
    >>> cut_off_b(Norm(60, 7.5, 0.8, 100)), cut_off_b(Norm(10, 4, 0.8, 100), better_up=False)
    (45.0, 18)
    """
    return well.mean - (2 if better_up else -2) * well.deviation


def cut_off_c(troubled: Norm, well: Norm) -> float:
    """Return the score that is as many deviations from either group's mean: the one to use where both are published.

    Examples
    --------
    >>> round(cut_off_c(Norm(40, 10, 0.8, 100), Norm(60, 5, 0.8, 100)), 2)
    53.33
    """
    return (troubled.deviation * well.mean + well.deviation * troubled.mean) / (troubled.deviation + well.deviation)


def verdicts(before: ArrayLike, after: ArrayLike, index: ArrayLike, cut_off: float, *, better_up: bool = True) -> tuple[Verdict, ...]:
    """Judge each person's change: reliable or not, and across the cut-off or not.

    Parameters
    ----------
    before, after
        One score per person each, in the same order, none missing.
    index
        One reliable change index per person, later minus earlier.
    cut_off
        The score that separates troubled from well; the cut-off itself is not yet well.
    better_up
        Whether higher scores are better.

    Returns
    -------
    tuple
        One verdict per person. Who began on the better side can improve or deteriorate, not recover.

    Raises
    ------
    TooFew
        When there is nobody.
    ValueError
        When a number is missing or the rows differ in length.

    References
    ----------
    Jacobson and Truax (1991), Journal of Consulting and Clinical Psychology 59, 12-19.

    Examples
    --------
    >>> [verdict.value for verdict in verdicts([32, 32, 32, 55], [52, 44, 36, 40], [4.2, 2.5, 0.8, -3.2], cut_off=50)]
    ['recovered', 'improved', 'unchanged', 'deteriorated']
    """
    earlier, later = _pairs(before, after)
    moved = complete_values(index)
    if moved.shape != earlier.shape:
        raise ValueError("scores and indices need one number per person each")
    sign = 1 if better_up else -1
    crossed = (sign * earlier <= sign * cut_off) & (sign * later > sign * cut_off)
    up, down = sign * moved > CRITICAL, sign * moved < -CRITICAL
    return tuple(
        Verdict.RECOVERED if rose and over else Verdict.IMPROVED if rose else Verdict.DETERIORATED if fell else Verdict.UNCHANGED
        for rose, fell, over in zip(up, down, crossed, strict=True)
    )


def _pairs(before: ArrayLike, after: ArrayLike) -> tuple[Numbers, Numbers]:
    earlier, later = complete_values(before), complete_values(after)
    if earlier.shape != later.shape:
        raise ValueError("before and after need one score per person each")
    return np.asarray(earlier), np.asarray(later)
