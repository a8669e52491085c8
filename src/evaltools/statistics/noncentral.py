"""The noncentral t distribution, defined everywhere: scipy's is not a number in parts of its tails.

A noncentral t is a normal number around `centre`, divided by an independent estimate of a deviation. Its distribution
function is therefore one integral, made here by Gauss and Legendre over whichever of the two is the smoother.
"""

from math import log, pi, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaincc, gammainccinv, gammaincinv, gammaln, ndtr

from evaltools.statistics.estimate import Numbers

POINTS, WEIGHTS = np.polynomial.legendre.leggauss(256)
FAR = 9.0
"""Beyond so many deviations a normal number has a chance below 1e-18."""


def chance_at_most(seen: float, freedom: int, centre: float) -> float:
    """Return the chance that a noncentral t is at most `seen`.

    Parameters
    ----------
    seen
        The value of t.
    freedom
        Degrees of freedom, from 1.
    centre
        The noncentrality.

    Returns
    -------
    float
        A chance between 0 and 1, to about twelve digits.

    References
    ----------
    Johnson, Kotz and Balakrishnan (1995), Continuous Univariate Distributions, volume 2, chapter 31.

    Examples
    --------
    >>> round(chance_at_most(2.0, 11, 0.0), 6), chance_at_most(-8.0, 8, 8.0) < 1e-15
    (0.964598, True)
    """
    if seen < 0:
        return 1 - chance_at_most(-seen, freedom, -centre)
    if seen < sqrt(2 * freedom):
        low, high = (sqrt(2 * float(end(freedom / 2, 1e-18)) / freedom) for end in (gammaincinv, gammainccinv))
        spreads = (high - low) / 2 * POINTS + (high + low) / 2
        chances = ndtr(seen * spreads - centre) * _density(spreads, freedom)
        return float(np.clip((high - low) / 2 * (WEIGHTS * chances).sum(), 0, 1))
    # A normal number below -centre makes t negative, thus smaller than what was seen whatever the deviation.
    low = max(-FAR, -centre)
    if low >= FAR:
        return float(ndtr(-centre))
    normals = (FAR - low) / 2 * POINTS + (FAR + low) / 2
    chances = gammaincc(freedom / 2, freedom / 2 * ((normals + centre) / seen) ** 2) * np.exp(-(normals**2) / 2) / sqrt(2 * pi)
    return float(np.clip(ndtr(low) + (FAR - low) / 2 * (WEIGHTS * chances).sum(), 0, 1))


def centre_for(seen: float, freedom: int, chance: float) -> float:
    """Return the noncentrality under which a t at most as large as the one seen has the given chance.

    Parameters and references are those of `chance_at_most`; `chance` lies between 0 and 1.

    Examples
    --------
    >>> round(centre_for(3.5, 11, 0.975), 3), round(centre_for(3.5, 11, 0.025), 3)
    (1.015, 5.884)
    """
    reach = 10.0
    while chance_at_most(seen, freedom, seen - reach) < chance or chance_at_most(seen, freedom, seen + reach) > chance:
        reach *= 2
    return float(brentq(lambda centre: chance_at_most(seen, freedom, centre) - chance, seen - reach, seen + reach, xtol=1e-12))


def _density(spreads: Numbers, freedom: int) -> Numbers:
    """Return the density of a deviation that is estimated with so many degrees of freedom, over the true one."""
    constant = (1 - freedom / 2) * log(2) - float(gammaln(freedom / 2)) + freedom / 2 * log(freedom)
    return np.asarray(np.exp(constant + (freedom - 1) * np.log(spreads) - freedom * spreads**2 / 2))
