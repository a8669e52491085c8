"""How far a group chosen for a low score rises by itself.

Who is chosen on a bad day is usually measured on a better one. Where admission looked at the score, part of the change
is this, and is printed beside it. Where it did not, there is nothing to expect, and these functions are not called.
"""

from __future__ import annotations

from math import exp, inf

from numpy.typing import ArrayLike
from scipy.stats import norm

from evaltools.statistics.estimate import Estimate
from evaltools.statistics.means import mean


def expected_change(baseline: ArrayLike, reference_mean: float, correlation: float, level: float = 0.95) -> Estimate:
    """Estimate the change of a group chosen on its score if nothing else changed it.

    It is (1 - r) times the distance from the group to the population that it was chosen from. Normal scores are assumed,
    of the same mean and spread at both moments. A national mean says something only of a group chosen from the nation.

    Parameters
    ----------
    baseline
        One score at the start per person, none missing.
    reference_mean
        The mean of those among whom the group was chosen (all who applied), in points of the scale.
    correlation
        Between two measurements of the same persons, as far apart, without a programme: between 0 and 1, published.
    level
        Confidence, between 0 and 1; for the group's own mean only, the other two are taken for known.

    Returns
    -------
    Estimate
        Above 0 for a group below the reference, in points of the scale. No interval for a single person or equal scores.

    Raises
    ------
    TooFew
        When there is no score.
    ValueError
        When a score is missing, or the correlation is not between 0 and 1.

    References
    ----------
    Barnett, van der Pols and Dobson (2005), International Journal of Epidemiology 34, 215-220; Galton (1886).

    Examples
    --------
    >>> change = expected_change([3, 4, 5, 4], reference_mean=6, correlation=0.7)
    >>> round(change.value, 2), round(change.low, 2), round(change.high, 2)
    (0.6, 0.21, 0.99)
    """
    _require_correlation(correlation)
    start = mean(baseline, level=level)
    value = (1 - correlation) * (reference_mean - start.value)
    if start.low is None or start.high is None:
        return Estimate.without_interval(value, start.n)
    low, high = ((1 - correlation) * (reference_mean - end) for end in (start.high, start.low))
    return Estimate(value, low, high, start.n, "regression_to_mean")


def expected_change_below(cutoff: float, reference_mean: float, reference_sd: float, correlation: float) -> float:
    """Return the mean change by itself of all who are admitted because they score below a cut-off.

    Parameters
    ----------
    cutoff
        The score below which persons are admitted.
    reference_mean, reference_sd
        Of those among whom they are chosen; normal scores are assumed.
    correlation
        As in `expected_change`.

    Returns
    -------
    float
        In points of the scale, never below 0.

    Raises
    ------
    ValueError
        When the spread is not above 0, or the correlation is not between 0 and 1.

    References
    ----------
    Barnett, van der Pols and Dobson (2005), equation 1 (for a group chosen low); Davis (1976), American Journal of
    Epidemiology 104, 493-498.

    Examples
    --------
    >>> round(expected_change_below(cutoff=5, reference_mean=6, reference_sd=2, correlation=0.7), 3)
    0.685
    """
    _require_correlation(correlation)
    if not 0 < reference_sd < inf:
        raise ValueError("a spread is above 0")
    distance = (cutoff - reference_mean) / reference_sd
    # On the scale of logarithms: far below the mean both are too small for a number.
    return (1 - correlation) * reference_sd * exp(float(norm.logpdf(distance) - norm.logcdf(distance)))


def _require_correlation(correlation: float) -> None:
    if not 0 <= correlation <= 1:
        raise ValueError("a correlation between two measurements lies between 0 and 1")
