"""Sites beside each other without a ranking: which differ by more than chance, and what is known of each.

In a ranking the first and the last are mostly the smallest. A funnel says which sites lie outside of what chance gives
at their size; shrinkage says what each one's share most likely is, given the others. Neither says why a site differs,
and both compare only what is comparable: the same women, the same question, the same moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import betainc, betaln
from scipy.stats import binom, chi2

from evaltools.statistics.estimate import Estimate, Numbers, TooFew, complete_values, require_count

LEAST_SITES = 6
WINSORISED = 0.1
NODES = 40


@dataclass(frozen=True, slots=True)
class Funnel:
    """The shares of sites, in the order given, around a common one.

    Attributes
    ----------
    shares
        One per site, between 0 and 1.
    target
        The share they are compared with.
    inner, outer
        One pair of limits per site, at 95 and 99.8 percent.
    dispersion
        How many times more the sites vary than chance makes them; 1 where that is no more than chance can do, ``None``
        where there are too few sites to tell. The limits are widened by its root.
    """

    shares: tuple[float, ...]
    target: float
    inner: tuple[tuple[float, float], ...]
    outer: tuple[tuple[float, float], ...]
    dispersion: float | None

    @property
    def unusual(self) -> tuple[int, ...]:
        """Sites, counted from 0, outside the outer limits."""
        rows = zip(self.shares, self.outer, strict=True)
        return tuple(at for at, (share, (low, high)) in enumerate(rows) if not low - 1e-12 <= share <= high + 1e-12)


def funnel(counts: ArrayLike, sizes: ArrayLike, target: float | None = None) -> Funnel:
    """Set sites beside the limits that chance gives at their size.

    Limits are those of the exact binomial, interpolated between counts. It assumes independent persons; where six sites
    or more vary more than that, the limits widen, so that only a site unlike the others stands out.

    Parameters
    ----------
    counts, sizes
        Persons with the property and persons, one of each per site.
    target
        The share to compare with, between 0 and 1; that of all sites together when not given.

    Raises
    ------
    TooFew
        When there are fewer than two sites, or a site without persons.
    ValueError
        When a count is missing, not whole or not between 0 and its size, or the target is not between 0 and 1.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202 (appendix A.1.1 for the limits); Goldstein and
    Spiegelhalter (1996), JRSS A 159, 385-443 (why there is no ranking).

    Examples
    --------
    >>> sites = funnel([30, 18, 40, 9], [40, 24, 52, 40])
    >>> round(sites.target, 3), sites.unusual
    (0.622, (3,))
    """
    happened, persons = _sites(counts, sizes, 2)
    centre = float(happened.sum() / persons.sum()) if target is None else target
    if not 0 <= centre <= 1:
        raise ValueError("the share to compare with lies between 0 and 1")
    spread = dispersion(happened, persons, centre) if persons.size >= LEAST_SITES else None
    inner, outer = ([_limits(n, centre, level, spread or 1.0) for n in persons.tolist()] for level in (0.95, 0.998))
    return Funnel(tuple((happened / persons).tolist()), centre, tuple(inner), tuple(outer), spread)


def dispersion(counts: ArrayLike, sizes: ArrayLike, target: float) -> float:
    """Return how many times more sites vary around a share than chance makes them, 1 where that is within chance.

    The most unlike tenth of the sites at either end is drawn in first, so that the few to be found do not hide themselves.

    Parameters
    ----------
    counts, sizes
        As in `funnel`; at least six sites.
    target
        The share, between 0 and 1.

    Raises
    ------
    TooFew, ValueError
        As in `funnel`.

    References
    ----------
    Spiegelhalter (2005), section 5 (winsorised, multiplicative).

    Examples
    --------
    >>> round(dispersion([35, 14, 46, 22, 27, 20], [40, 24, 52, 40, 30, 38], 0.7), 2)
    4.89
    >>> dispersion([28, 17, 36, 28, 21, 27], [40, 24, 52, 40, 30, 38], 0.7)
    1.0
    """
    factor, sites = _winsorised(counts, sizes, target), int(np.size(counts))
    return factor if factor * sites > chi2.ppf(0.95, sites) else 1.0


def shrunken(counts: ArrayLike, sizes: ArrayLike, level: float = 0.95) -> tuple[Estimate, ...]:
    """Estimate each site's share, drawn towards that of all by as much as it is uncertain.

    Sites are taken for a sample from a beta distribution (beta-binomial). That distribution is not fixed at its likeliest
    form but averaged over all its forms: with the likeliest alone, intervals of six to twelve sites cover the truth eight
    times in ten instead of nineteen in twenty. Beforehand every mean is as likely, and so is every shrinkage of a site of
    the usual size.

    Parameters
    ----------
    counts, sizes
        As in `funnel`; at least six sites.
    level
        Probability of the interval, between 0 and 1.

    Returns
    -------
    tuple
        One share per site, in the order given; `n` counts its persons.

    Raises
    ------
    TooFew
        When there are fewer than six sites, or a site without persons.
    ValueError
        As in `funnel`.

    References
    ----------
    Griffiths (1973), Biometrics 29, 637-648; Christiansen and Morris (1997), JASA 92, 618-632; Daniels (1999), Canadian
    Journal of Statistics 27, 567-578 (uniform shrinkage).

    Examples
    --------
    >>> shares = shrunken([30, 18, 40, 9, 2, 14], [40, 24, 52, 40, 2, 20])
    >>> round(shares[4].value, 2), round(shares[3].value, 2)
    (0.74, 0.28)
    """
    happened, persons = _sites(counts, sizes, LEAST_SITES)
    means, precisions, weights = _likely_distributions(happened, persons)
    tails = ((1 - level) / 2, (1 + level) / 2)
    estimates = []
    for count, n in zip(happened.tolist(), persons.tolist(), strict=True):
        first, second = means * precisions + count, (1 - means) * precisions + n - count
        value = float((weights * first / (first + second)).sum())
        low, high = (_mixture_quantile(tail, first, second, weights) for tail in tails)
        estimates.append(Estimate(value, min(low, value), max(high, value), int(n), "beta_binomial"))
    return tuple(estimates)


def _sites(counts: ArrayLike, sizes: ArrayLike, needed: int) -> tuple[Numbers, Numbers]:
    happened, persons = complete_values(counts, 0), complete_values(sizes, 0)
    if happened.shape != persons.shape or (happened % 1).any() or (persons % 1).any():
        raise ValueError("one whole count and one whole size per site are expected")
    if persons.size < needed:
        raise TooFew(needed, int(persons.size), "sites")
    for count, n in zip(happened.tolist(), persons.tolist(), strict=True):
        require_count(int(count), int(n))
    return happened, persons


def _winsorised(counts: ArrayLike, sizes: ArrayLike, target: float) -> float:
    """The mean square of the sites' distances in standard errors, the most unlike drawn in; 1 at a target of 0 or 1."""
    happened, persons = _sites(counts, sizes, LEAST_SITES)
    if not 0 < target < 1:
        return 1.0
    distances = (happened / persons - target) / np.sqrt(target * (1 - target) / persons)
    return float((np.clip(distances, *np.quantile(distances, (WINSORISED, 1 - WINSORISED))) ** 2).mean())


def _limits(n: float, target: float, level: float, spread: float) -> tuple[float, float]:
    low, high = (_between_counts(tail, n, target) for tail in ((1 - level) / 2, (1 + level) / 2))
    factor = sqrt(spread)
    return max(0.0, target + (min(low, target) - target) * factor), min(1.0, target + (max(high, target) - target) * factor)


def _between_counts(tail: float, n: float, target: float) -> float:
    """Spiegelhalter's quantile of a share: between the count that passes the tail and the one before."""
    if not 0 < target < 1:
        return target
    count = float(binom.ppf(tail, n, target))
    return (count - float((binom.cdf(count, n, target) - tail) / binom.pmf(count, n, target))) / n


def _likely_distributions(happened: Numbers, persons: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return means, precisions (in persons) and weights of the beta distributions that may have made the counts."""
    usual = persons.size / float((1 / persons).sum())
    ranges = [(0.0, 1.0), (0.0, 1.0)]
    # Twice: over everything, then again where there is anything to find.
    for _ in range(2):
        (means, shrinkages), areas = _nodes(ranges)
        precisions = usual * shrinkages / (1 - shrinkages)
        first, second = (means * precisions)[:, None], ((1 - means) * precisions)[:, None]
        fits = (betaln(first + happened, second + persons - happened) - betaln(first, second)).sum(axis=1)
        weights = areas * np.exp(fits - fits.max())
        ranges = [_occupied(means, weights), _occupied(shrinkages, weights)]
    kept = weights > 1e-9 * weights.max()
    return means[kept], precisions[kept], weights[kept] / weights[kept].sum()


def _nodes(ranges: list[tuple[float, float]]) -> tuple[list[Numbers], Numbers]:
    """Gauss and Legendre's nodes of a rectangle, and the area that each stands for."""
    at, share = np.polynomial.legendre.leggauss(NODES)
    axes = [low + (high - low) * (at + 1) / 2 for low, high in ranges]
    places = [np.asarray(place.ravel(), dtype=np.float64) for place in np.meshgrid(*axes, indexing="ij")]
    return places, np.asarray(np.outer(share, share).ravel(), dtype=np.float64)


def _occupied(places: Numbers, weights: Numbers) -> tuple[float, float]:
    """The range of places outside of which there is next to no weight, one node wider at either end."""
    axis = np.array([0.0, *np.unique(places), 1.0])
    inside = np.flatnonzero(np.isin(axis, places[weights > 1e-12 * weights.max()]))
    return float(axis[inside.min() - 1]), float(axis[inside.max() + 1])


def _mixture_quantile(tail: float, first: Numbers, second: Numbers, weights: Numbers) -> float:
    return float(brentq(lambda share: float((weights * betainc(first, second, share)).sum()) - tail, 0.0, 1.0, xtol=1e-10))
