"""How long people stay when there is one way to leave: Kaplan-Meier, the median stay, the log-rank test.

Where there are several ways (dropout, a job, the end of a right) use `evaltools.statistics.incidence`: one minus
Kaplan-Meier then overstates each. An interval depends on the scale on which it was made, so the scale is always named:
"log" is R's default, "log-log" that of SAS and lifelines; the same persons give a median of 212 to 310 or of 210 to 306.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2, norm

from evaltools.statistics.estimate import Estimate, Numbers, Undetermined, complete_values

Scale = Literal["log", "log-log", "plain"]
HALF = 1e-8
"""How near to one half counts as one half, for the median; as in R."""


@dataclass(frozen=True, slots=True)
class Stay:
    """The share of a group still there at one moment.

    Attributes
    ----------
    time
        The moment, in the unit of the times given.
    at_risk
        Persons followed at least until then who had not left before.
    estimate
        A share between 0 and 1, just after the moment; ``None`` after the last person was seen, unless all had left. No
        interval where nobody or everybody has left: `incidence.cumulative_incidence` has one there.
    """

    time: float
    at_risk: int
    estimate: Estimate | None


@dataclass(frozen=True, slots=True)
class MedianStay:
    """When half had left.

    Attributes
    ----------
    value, low, high
        Times in the unit given; ``None`` where the curve, or its limit, has not come down to one half. The moment at which
        the last of all leaves has no limits.
    n, leavers
        Persons followed, and those of them who left.
    method
        The scale of the interval, as "log" or "log-log".
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    leavers: int
    method: str


@dataclass(frozen=True, slots=True)
class LogRank:
    """The test that groups leave at the same rate: a chi-square statistic, its degrees of freedom, a p-value."""

    statistic: float
    freedom: int
    p: float


def kaplan_meier(
    times: ArrayLike, left: ArrayLike, at: Sequence[float], scale: Scale = "log-log", level: float = 0.95
) -> tuple[Stay, ...]:
    """Estimate the share still there at each of several moments.

    It assumes that those lost from sight would have left like the others.

    Parameters
    ----------
    times
        How long each person was followed; not negative.
    left
        True (1) where she left then, False (0) where she was still there when last seen.
    at
        The moments, in the unit of `times`.
    scale
        The scale on which the interval is symmetric.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    tuple
        One stay per moment, in the order of `at`; its estimate's `n` counts all who began.

    Raises
    ------
    TooFew
        When there is nobody.
    ValueError
        When a number is missing or negative, `left` is not true or false, or the two rows differ in length.

    References
    ----------
    Kaplan and Meier (1958), JASA 53, 457-481; Greenwood (1926) for the variance; Kalbfleisch and Prentice (2002), The
    Statistical Analysis of Failure Time Data, section 1.4 (scales).

    Examples
    --------
    >>> week_four, = kaplan_meier([2, 3, 3, 5, 5], [1, 1, 0, 0, 1], at=[4])
    >>> week_four.at_risk, round(week_four.estimate.value, 2)
    (2, 0.6)
    """
    followed, gone = _followed(times, left)
    moments, staying, spread = _curve(followed, gone)
    stays = []
    for moment in map(float, at):
        step = int(np.searchsorted(moments, moment, side="right")) - 1
        unknown = moment > followed.max() and not gone[followed == followed.max()].all()
        value, error = (float(staying[step]), float(spread[step])) if step >= 0 else (1.0, 0.0)
        estimate = None if unknown else _estimate(value, error, scale, level, followed.size)
        stays.append(Stay(moment, int((followed >= moment).sum()), estimate))
    return tuple(stays)


def median_stay(times: ArrayLike, left: ArrayLike, scale: Scale = "log-log", level: float = 0.95) -> MedianStay:
    """Estimate the time by which half had left, with the interval of the times at which its limits cross one half.

    Where the curve is exactly one half for a while the middle of that while is taken, as R does: in groups of twelve that
    is often. Parameters and refusals are those of `kaplan_meier`.

    References
    ----------
    Brookmeyer and Crowley (1982), Biometrics 38, 29-41.

    Examples
    --------
    >>> median_stay([2, 3, 5, 6], [1, 1, 1, 1]).value
    4.0
    """
    followed, gone = _followed(times, left)
    moments, staying, spread = _curve(followed, gone)
    limits = [_limits(value, error, scale, level) for value, error in zip(staying, spread, strict=True)]
    lows, highs = (np.array([limit[side] for limit in limits]) for side in (0, 1))
    value, low, high = (_crossing(moments, curve) for curve in (staying, lows, highs))
    return MedianStay(value, low, high, int(followed.size), int(gone.sum()), scale)


def log_rank(times: ArrayLike, left: ArrayLike, group: ArrayLike) -> LogRank:
    """Test that two or more groups leave at the same rate.

    The chi-square distribution is rough below some ten leavers a group.

    Parameters
    ----------
    times, left
        As for `kaplan_meier`.
    group
        One number per person: her group.

    Raises
    ------
    TooFew
        When there is nobody.
    Undetermined
        When there is one group only, or no moment at which somebody left and others, also of another group, stayed.
    ValueError
        As for `kaplan_meier`.

    References
    ----------
    Mantel (1966), Cancer Chemotherapy Reports 50, 163-170; Peto and Peto (1972), JRSS A 135, 185-207.

    Examples
    --------
    >>> test = log_rank([2, 3, 3, 5, 6, 8], [1, 1, 0, 1, 1, 0], [1, 1, 1, 2, 2, 2])
    >>> test.freedom, round(test.statistic, 3)
    (1, 2.469)
    """
    followed, gone = _followed(times, left)
    groups = complete_values(group)
    if groups.shape != followed.shape:
        raise ValueError("times and groups need one number per person each")
    excess, spread = _excess(followed, gone, groups == np.unique(groups)[:, None])
    freedom = excess.size - 1
    if freedom == 0 or np.linalg.matrix_rank(spread) < freedom:
        raise Undetermined("nobody left while others, also of another group, stayed to compare with")
    # The excesses sum to 0: the last group's says nothing more.
    statistic = float(excess[:-1] @ np.linalg.solve(spread[:-1, :-1], excess[:-1]))
    return LogRank(statistic, freedom, float(chi2.sf(statistic, freedom)))


def _followed(times: ArrayLike, left: ArrayLike) -> tuple[Numbers, NDArray[np.bool_]]:
    followed, gone = complete_values(times), complete_values(left)
    if followed.shape != gone.shape:
        raise ValueError("times and left need one value per person each")
    if (followed < 0).any() or not np.isin(gone, (0.0, 1.0)).all():
        raise ValueError("times are not negative, and each either left or did not")
    return followed, gone == 1


def _curve(times: Numbers, left: NDArray[np.bool_]) -> tuple[Numbers, Numbers, Numbers]:
    """Return the moments at which somebody left, the share there just after, and Greenwood's error of its logarithm."""
    moments = np.unique(times[left])
    leavers = ((times == moments[:, None]) & left).sum(axis=1).astype(np.float64)
    at_risk = (times >= moments[:, None]).sum(axis=1).astype(np.float64)
    staying = np.cumprod(1 - leavers / at_risk)
    # Where the last one left the error has no value; the 1 only keeps a division by 0 away.
    terms = leavers / (at_risk * np.maximum(at_risk - leavers, 1))
    return moments, staying, np.sqrt(np.cumsum(terms))


def _excess(times: Numbers, left: NDArray[np.bool_], members: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Return, by group, leavers beyond those expected if all groups were alike, and the covariance of these excesses."""
    moments = np.unique(times[left])
    there = (times >= moments[:, None]).astype(np.float64)
    leavers = ((times == moments[:, None]) & left).astype(np.float64)
    at_risk, gone = there.sum(axis=1), leavers.sum(axis=1)
    shares = there @ members.T / at_risk[:, None]
    weights = gone * (at_risk - gone) / np.maximum(at_risk - 1, 1)
    spread = np.diag(weights @ shares) - (weights[:, None] * shares).T @ shares
    return (leavers @ members.T).sum(axis=0) - gone @ shares, spread


def _estimate(value: float, error: float, scale: Scale, level: float, n: int) -> Estimate:
    low, high = _limits(value, error, scale, level)
    if np.isnan(low) or value == 1:
        return Estimate.without_interval(value, n)
    return Estimate(value, low, high, n, scale)


def _limits(value: float, error: float, scale: Scale, level: float) -> tuple[float, float]:
    """Return both limits of the curve at one moment; not a number where all have left, as no error exists there."""
    if value <= 0:
        return float("nan"), float("nan")
    if value == 1:
        return 1.0, 1.0
    reach = float(norm.ppf((1 + level) / 2)) * error
    made: dict[Scale, Callable[[int], float]] = {
        "log": lambda side: value * exp(side * reach),
        "log-log": lambda side: exp(-exp(log(-log(value)) + side * reach / log(value))),
        "plain": lambda side: value * (1 + side * reach),
    }
    return max(0.0, made[scale](-1)), min(1.0, made[scale](1))


def _crossing(moments: Numbers, curve: Numbers) -> float | None:
    """Return when a falling curve passes one half; the middle of the while for which it is exactly there."""
    below = np.flatnonzero(curve < 0.5 + HALF)
    if not below.size:
        return None
    first = int(below[0])
    further = np.flatnonzero(curve < curve[first])
    if abs(curve[first] - 0.5) < HALF and further.size:
        return float(moments[first] + moments[further[0]]) / 2
    return float(moments[first])
