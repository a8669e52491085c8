"""Do the items of a scale hang together? For pooled answers of at least a hundred persons, never for one group.

Of twelve women these numbers say nothing, and a scale's published reliability stays the better one for judging a single
change. Both take higher answers for more of the same thing: turn reversed items before.
"""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import f as snedecor
from statsmodels.multivariate.factor import Factor

from evaltools.statistics.estimate import Estimate, Numbers, TooFew, Undetermined, as_numbers

LEAST_PERSONS = 100

PLACES = 5
"""From how many places the search for a factor begins, where it fails from the ones before."""


def alpha(answers: ArrayLike, level: float = 0.95) -> Estimate:
    """Estimate Cronbach's alpha with Feldt's interval.

    It assumes items that measure one thing equally well and errors that are independent; otherwise it understates the
    reliability (and overstates it where errors go together). A long scale has a high alpha without measuring one thing.

    Parameters
    ----------
    answers
        One row per person, one column per item, none missing, reversed items turned.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Estimate
        At most 1, below 0 where items contradict each other; `n` counts persons.

    Raises
    ------
    TooFew
        When there are fewer than a hundred persons, or two items.
    Undetermined
        When an item, or the sum of all, does not vary.
    ValueError
        When an answer is missing.

    References
    ----------
    Cronbach (1951), Psychometrika 16, 297-334; Feldt (1965), Psychometrika 30, 357-370.

    Examples
    --------
    >>> answers = np.repeat([[1, 2, 1], [2, 2, 3], [4, 3, 4], [5, 5, 4]], 25, axis=0)
    >>> found = alpha(answers)
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3)
    (0.931, 0.904, 0.952)
    """
    numbers = _items(answers, 2)
    persons, items = numbers.shape
    total = float(numbers.sum(axis=1).var(ddof=1))
    if total <= 0:
        raise Undetermined("the sum of the items does not vary")
    value = items / (items - 1) * (1 - float(numbers.var(axis=0, ddof=1).sum()) / total)
    ends = (snedecor.ppf(tail, persons - 1, (persons - 1) * (items - 1)) for tail in ((1 + level) / 2, (1 - level) / 2))
    low, high = (1 - (1 - value) * float(end) for end in ends)
    return Estimate(value, low, high, persons, "feldt")


def omega_total(answers: ArrayLike) -> Estimate:
    """Estimate McDonald's omega: the share of the sum's variance that one common factor explains.

    It assumes one factor and, for its fit by maximum likelihood, answers near to normal; items may measure it unequally
    well. There is no interval.

    Parameters, result and refusals are those of `alpha`; at least three items are needed, and a factor that can be told.

    References
    ----------
    McDonald (1999), Test Theory, chapter 6; Joereskog (1967), Psychometrika 32, 443-482.

    Examples
    --------
    >>> common, own = np.arange(120) % 7, np.arange(480).reshape(4, 120) * 5 % 11
    >>> round(omega_total((common + own / 5).T).value, 3)
    0.97
    """
    numbers = _items(answers, 3)
    spreads = numbers.std(axis=0, ddof=1)
    together = np.corrcoef(numbers, rowvar=False)
    if np.linalg.eigvalsh(together).min() < 1e-10:
        raise Undetermined("an item repeats others")
    # The search begins at a random place, and from some it ends nowhere: several are tried, always the same ones.
    for place in range(PLACES):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # whether the factor was found is looked at below
            found = Factor(corr=together, n_factor=1, method="ml", nobs=len(numbers)).fit(maxiter=500, tol=1e-12, rng=place)
        # The likelihood does not depend on the items' units: back from correlations to covariances.
        loadings, unique = found.loadings[:, 0] * spreads, found.uniqueness * spreads**2
        off = np.abs(loadings**2 + unique - spreads**2).max() / (spreads**2).max()
        if np.isfinite(off) and off <= 1e-3 and (found.uniqueness >= 1e-3).all():
            explained = float(loadings.sum()) ** 2
            return Estimate.without_interval(explained / (explained + float(unique.sum())), len(numbers))
    raise Undetermined("one factor does not describe these items")


def item_rest_correlations(answers: ArrayLike) -> tuple[float, ...]:
    """Return how each item goes with the sum of the others; one that is negative was probably not turned.

    Parameters and refusals are those of `alpha`.

    References
    ----------
    Nunnally and Bernstein (1994), Psychometric Theory, chapter 8.

    Examples
    --------
    The third item was not turned:

    >>> answers = np.repeat([[1, 2, 4], [2, 3, 4], [4, 3, 2], [5, 5, 1]], 25, axis=0)
    >>> [round(found, 2) for found in item_rest_correlations(answers)]
    [-0.45, 0.66, -0.95]
    """
    numbers = _items(answers, 2)
    rests = numbers.sum(axis=1, keepdims=True) - numbers
    if (rests.std(axis=0) <= 0).any():
        raise Undetermined("the sum of the other items does not vary")
    return tuple(float(np.corrcoef(item, rest)[0, 1]) for item, rest in zip(numbers.T, rests.T, strict=True))


def _items(answers: ArrayLike, least_items: int) -> Numbers:
    numbers = as_numbers(answers)
    if numbers.size == 0:
        raise TooFew(LEAST_PERSONS, 0, "persons")
    if numbers.ndim != 2:
        raise ValueError("one row per person and one column per item are expected")
    if not np.isfinite(numbers).all():
        raise ValueError("persons with a missing answer must be left out before")
    if numbers.shape[0] < LEAST_PERSONS:
        raise TooFew(LEAST_PERSONS, numbers.shape[0], "persons")
    if numbers.shape[1] < least_items:
        raise TooFew(least_items, numbers.shape[1], "items")
    if (np.ptp(numbers, axis=0) == 0).any():
        raise Undetermined("an item does not vary")
    return numbers
