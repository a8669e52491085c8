"""How many had left for a given reason by a given time, when there are other reasons and some are still there.

The Aalen-Johansen estimate: somebody who found work can no longer drop out, so counting her as "may still drop out"
(one minus Kaplan-Meier) overstates dropout. The sums are made here rather than by statsmodels' `CumIncidenceRight`,
whose standard error is not a number from the moment the last person leaves, the usual end of a cohort; tests hold both
against each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evaltools.statistics.estimate import Estimate, Numbers, complete_values
from evaltools.statistics.proportions import score_interval


@dataclass(frozen=True, slots=True)
class Incidence:
    """The share of a group that had left for one reason by one moment.

    Attributes
    ----------
    time
        The moment, in the unit of the times given.
    at_risk
        Persons followed at least until then who had not left before.
    leavers
        Persons who had left for this reason by then, the moment included.
    estimate
        A share between 0 and 1 of all who began; ``None`` after the last person was seen, unless all had left.
    """

    time: float
    at_risk: int
    leavers: int
    estimate: Estimate | None


def cumulative_incidence(
    times: ArrayLike, reasons: ArrayLike, reason: int, at: Sequence[float], level: float = 0.95
) -> tuple[Incidence, ...]:
    """Estimate the share that had left for one reason by each of several moments.

    The interval is Wilson's on the number of persons who, all followed to the end, would give the same standard error
    (Rothman): it is defined also when nobody left, and is Wilson's own when nobody is followed for too short a time.

    Parameters
    ----------
    times
        How long each person was followed: until she left, or until she was last seen there; not negative.
    reasons
        Why each left, a whole number from 1; 0 for those still there when last seen.
    reason
        The reason to estimate, from 1.
    at
        The moments, in the unit of `times`.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    tuple
        One incidence per moment, in the order of `at`; its estimate's `n` counts all who began.

    Raises
    ------
    TooFew
        When there is nobody.
    ValueError
        When a number is missing or negative, a reason is not whole, or the two rows differ in length.

    References
    ----------
    Aalen and Johansen (1978), Scandinavian Journal of Statistics 5, 141-150; Putter, Fiocco and Geskus (2007),
    Statistics in Medicine 26, 2389-2430; Rothman (1978), Journal of Chronic Diseases 31, 557-560.

    Examples
    --------
    >>> week_four, = cumulative_incidence([2, 3, 3, 5, 5], [1, 2, 0, 0, 1], reason=1, at=[4])
    >>> week_four.at_risk, week_four.leavers, round(week_four.estimate.value, 2)
    (2, 1, 0.2)
    """
    followed, why = complete_values(times), complete_values(reasons)
    if followed.shape != why.shape:
        raise ValueError("times and reasons need one number per person each")
    if (followed < 0).any() or (why < 0).any() or (why % 1 != 0).any() or reason < 1:
        raise ValueError("times are not negative, reasons are whole numbers from 0, the estimated one from 1")
    return tuple(_incidence(followed, why.astype(np.int64), reason, float(moment), level) for moment in at)


def standard_error(times: ArrayLike, reasons: ArrayLike, reason: int, moment: float) -> float:
    """Return the standard error of the cumulative incidence at one moment.

    Parameters are those of `cumulative_incidence`.

    References
    ----------
    Dinse and Larson (1986), Biometrika 73, 379-386; Marubini and Valsecchi (1995), Analysing Survival Data, chapter 10.

    Examples
    --------
    >>> round(standard_error([2, 3, 3, 5, 5], [1, 2, 0, 0, 1], reason=1, moment=4), 3)
    0.179
    """
    followed, why = complete_values(times), complete_values(reasons).astype(np.int64)
    left, own, at_risk, staying = _steps(followed, why, reason, moment)
    steps = staying * own / at_risk
    to_come = steps.sum() - np.cumsum(steps)
    # When the last person leaves nothing is to come: the 1 only keeps 0 / 0 away.
    remaining = np.maximum(at_risk - left, 1)
    variance = (
        (to_come**2 * left / (at_risk * remaining)).sum()
        + (staying**2 * own * (at_risk - own) / at_risk**3).sum()
        - 2 * (to_come * staying * own / at_risk**2).sum()
    )
    return sqrt(max(0.0, float(variance)))


def _incidence(times: Numbers, reasons: NDArray[np.int64], reason: int, moment: float, level: float) -> Incidence:
    leavers = int(((times <= moment) & (reasons == reason)).sum())
    at_risk = int((times >= moment).sum())
    # After the last person was seen nothing is known, unless she left, and nobody remained.
    if moment > times.max() and (reasons[times == times.max()] == 0).any():
        return Incidence(moment, at_risk, leavers, None)
    _, own, followed, staying = _steps(times, reasons, reason, moment)
    # Sums that should end at 1 may miss it by rounding.
    value = min(1.0, round(float((staying * own / followed).sum()), 12))
    # Nobody or everybody left: the size is then that of those whose fate by the moment is known.
    size = float(times.size - ((times < moment) & (reasons == 0)).sum())
    if 0 < value < 1:
        size = value * (1 - value) / standard_error(times, reasons, reason, moment) ** 2
    low, high = score_interval(value, size, level)
    return Incidence(moment, at_risk, leavers, Estimate(value, low, high, int(times.size), "wilson_rothman"))


def _steps(times: Numbers, reasons: NDArray[np.int64], reason: int, moment: float) -> tuple[Numbers, ...]:
    """Return, per moment at which somebody left: leavers, those for the reason, at risk, the share there just before."""
    moments = np.unique(times[(reasons > 0) & (times <= moment)])
    same = times == moments[:, None]
    left = (same & (reasons > 0)).sum(axis=1).astype(np.float64)
    own = (same & (reasons == reason)).sum(axis=1).astype(np.float64)
    at_risk = (times >= moments[:, None]).sum(axis=1).astype(np.float64)
    staying = np.concatenate(([1.0], np.cumprod(1 - left / at_risk)))[:-1]
    return left, own, at_risk, staying
