"""How large a change of the same persons is, without its unit: to compare instruments, never instead of the raw points.

Later minus earlier. `d_z` divides the mean change by the deviation of the changes and says how visible the change is;
`d_av` and `d_rms` divide it by the deviation of the scores and say how large it is. The last ones (times Hedges's
factor: `g_av`) are what other studies' effect sizes can be compared with. All deviations come from these few persons:
with twelve the intervals are wide. `evaltools.statistics.rank_effects` needs no deviation.
"""

from dataclasses import replace
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from evaltools.statistics.estimate import Estimate, Numbers, TooFew, Undetermined, complete_values
from evaltools.statistics.noncentral import centre_for
from evaltools.statistics.signed_rank import DECIMALS, paired_differences


def d_z(before: ArrayLike, after: ArrayLike, level: float = 0.95) -> Estimate:
    """Divide the mean change by the standard deviation of the changes; exact interval by the noncentral t distribution.

    It assumes changes that are near to normal, and it depends on how alike the two moments are: not for comparing
    studies.

    Parameters
    ----------
    before, after
        One score per person each, in the same order, none missing.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Estimate
        Standard deviations of change; `n` counts pairs.

    Raises
    ------
    TooFew
        When there are fewer than two pairs.
    Undetermined
        When all changes are equal.
    ValueError
        When a score is missing or the two rows differ in length.

    References
    ----------
    Lakens (2013), Frontiers in Psychology 4, 863; Steiger and Fouladi (1997) for the interval.

    Examples
    --------
    >>> effect = d_z([4, 5, 5, 6, 3, 4], [6, 5, 7, 5, 4, 6])
    >>> round(effect.value, 3), round(effect.low, 3), round(effect.high, 3)
    (0.791, -0.168, 1.694)
    """
    changes = paired_differences(before, after, needed=2)
    n = int(changes.size)
    value = float(changes.mean()) / _deviation(changes, "changes")
    low, high = (centre_for(value * sqrt(n), n - 1, tail) / sqrt(n) for tail in ((1 + level) / 2, (1 - level) / 2))
    return Estimate(value, min(low, value), max(high, value), n, "noncentral_t")


def d_av(before: ArrayLike, after: ArrayLike, level: float = 0.95) -> Estimate:
    """Divide the mean change by the average of the two standard deviations.

    The interval is the normal one on the variance that normal scores have, as Bonett derived it for `d_rms`: in
    simulations with 8 to 30 pairs it covered 93 to 96 percent. Parameters and refusals are those of `d_z`, except that
    the scores of one of the moments must vary; where all changes are equal there is no interval.

    References
    ----------
    Lakens (2013), Frontiers in Psychology 4, 863; Cumming (2012), Understanding the New Statistics, chapter 11; Bonett
    (2008), Psychological Methods 13, 99-109.

    Examples
    --------
    >>> round(d_av([4, 5, 5, 6, 3, 4], [6, 5, 7, 5, 4, 6]).value, 3)
    0.953
    """
    first, second, between = _spreads(before, after)
    average = (first + second) / 2
    varies = (first**2 + second**2 + 2 * between**2 / (first * second) if first * second > 0 else first**2 + second**2) / 4
    return _standardised(before, after, average, varies, level, "delta")


def d_rms(before: ArrayLike, after: ArrayLike, level: float = 0.95) -> Estimate:
    """Divide the mean change by the root mean square of the two standard deviations, with Bonett's interval.

    Parameters and refusals are those of `d_av`.

    References
    ----------
    Bonett (2008), Psychological Methods 13, 99-109; Cumming (2012), Understanding the New Statistics, chapter 11.

    Examples
    --------
    >>> round(d_rms([4, 5, 5, 6, 3, 4], [6, 5, 7, 5, 4, 6]).value, 3)
    0.953
    """
    first, second, between = _spreads(before, after)
    root = sqrt((first**2 + second**2) / 2)
    varies = (first**4 + second**4 + 2 * between**2) / (4 * root**2) if root > 0 else 0.0
    return _standardised(before, after, root, varies, level, "bonett")


def hedges(effect: Estimate) -> Estimate:
    """Take the upward bias of small groups out of a standardised paired change: d becomes g.

    The factor is 1 - 3 / (4 df - 1) with df = n - 1, the degrees of freedom of *one* group of pairs; that of two
    independent groups, which some packages use here, corrects too little. The interval stays: it is one of the effect
    in the population, whatever its estimate, and shrunk too it would cover less.

    Parameters
    ----------
    effect
        A result of `d_z`, `d_av` or `d_rms`.

    Returns
    -------
    Estimate
        The value times the factor, with the same interval.

    Raises
    ------
    TooFew
        When the effect rests on fewer than three pairs: the factor would be 0.

    References
    ----------
    Hedges (1981), Journal of Educational Statistics 6, 107-128; Lakens (2013), Frontiers in Psychology 4, 863.

    Examples
    --------
    >>> round(hedges(d_z([4, 5, 5, 6, 3, 4], [6, 5, 7, 5, 4, 6])).value, 3)
    0.666
    """
    if effect.n < 3:
        raise TooFew(3, effect.n, "pairs")
    factor = 1 - 3 / (4 * (effect.n - 1) - 1)
    return replace(effect, value=effect.value * factor)


def g_av(before: ArrayLike, after: ArrayLike, level: float = 0.95) -> Estimate:
    """Return `d_av` without its small-sample bias: the one to compare with other studies, after the raw points.

    Parameters and refusals are those of `d_av`, references those of `d_av` and `hedges`; three pairs are needed.

    Examples
    --------
    >>> round(g_av([4, 5, 5, 6, 3, 4], [6, 5, 7, 5, 4, 6]).value, 3)
    0.803
    """
    return hedges(d_av(before, after, level))


def _deviation(values: Numbers, what: str) -> float:
    if np.ptp(values) == 0:
        raise Undetermined(f"{what} are all equal: their spread is unknown, not zero")
    return float(values.std(ddof=1))


def _spreads(before: ArrayLike, after: ArrayLike) -> tuple[float, float, float]:
    """Return both standard deviations and the covariance of the scores at two moments."""
    paired_differences(before, after, needed=2)
    covariance = np.cov(complete_values(before), complete_values(after))
    return float(np.sqrt(covariance[0, 0])), float(np.sqrt(covariance[1, 1])), float(covariance[0, 1])


def _standardised(before: ArrayLike, after: ArrayLike, unit: float, varies: float, level: float, method: str) -> Estimate:
    """Return the mean change in units of `unit`, whose variance times 2 df is `varies` for normal scores."""
    changes = paired_differences(before, after)
    if unit < 10.0**-DECIMALS:
        raise Undetermined("scores are all equal at both moments: their spread is unknown, not zero")
    n = int(changes.size)
    value = float(changes.mean()) / unit
    if np.ptp(changes) == 0:
        return Estimate.without_interval(value, n)
    variance = float(changes.var(ddof=1)) / (n - 1) / unit**2 + value**2 * varies / (2 * (n - 1) * unit**2)
    half = float(norm.ppf((1 + level) / 2)) * sqrt(variance)
    return Estimate(value, value - half, value + half, n, method)
