"""Who is lost on the way: how many, whether they differ at the start, and how much they could change the answer.

A change is measured on the women who stayed. Whether it holds for all who began is never known; it can be bounded. With
groups this small a difference between stayed and lost is judged by its size, not by a test that would find nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm

from evaltools.statistics.estimate import Estimate, Numbers, TooFew, as_numbers, complete_values
from evaltools.statistics.proportions import wilson

NOTABLE = 0.25
"""A standardised difference from which the groups are usually called unlike."""


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One characteristic at the start, of those who stayed and of those who were lost.

    Attributes
    ----------
    stayed, lost
        Its mean in each group (a share, between 0 and 1, where it is yes or no); ``None`` where nobody has a value.
    n_stayed, n_lost
        Persons with a value.
    missing
        Persons without one, in both groups.
    difference
        Stayed less lost in standard deviations; ``None`` where a group has fewer than two values, or nothing varies.
    """

    stayed: float | None
    lost: float | None
    n_stayed: int
    n_lost: int
    missing: int
    difference: Estimate | None

    @property
    def notable(self) -> bool:
        """Whether the groups lie at least a quarter of a standard deviation apart."""
        return self.difference is not None and abs(self.difference.value) >= NOTABLE


@dataclass(frozen=True, slots=True)
class Retention:
    """How many of those who began answered at each wave.

    Attributes
    ----------
    waves
        One share of all who began per wave, between 0 and 1, with Wilson's interval.
    complete
        Persons who answered at every wave.
    returned
        Persons who missed a wave and came back: none means that the loss is monotone.
    """

    waves: tuple[Estimate, ...]
    complete: int
    returned: int

    @property
    def monotone(self) -> bool:
        """Whether nobody came back after missing a wave."""
        return self.returned == 0


@dataclass(frozen=True, slots=True)
class MeanBounds:
    """The smallest and the largest mean that all persons can have, whatever the missing ones would have said.

    Attributes
    ----------
    low, high
        In the unit of the scale.
    seen
        The mean of those who answered, ``None`` when nobody did.
    n, missing
        Persons who answered, and who did not.
    """

    low: float
    high: float
    seen: float | None
    n: int
    missing: int


def attrition_table(
    characteristics: Mapping[str, ArrayLike], stayed: ArrayLike, level: float = 0.95
) -> dict[str, Characteristic]:
    """Compare, at the start, those who stayed with those who were lost.

    It assumes nothing of how persons are lost; a small difference in what was asked says nothing of what was not.

    Parameters
    ----------
    characteristics
        By name, one number per person each, not a number where it is missing; 0 and 1 alone are read as no and yes.
    stayed
        True or False (1 or 0) per person, in the same order.
    level
        Confidence, between 0 and 1.

    Raises
    ------
    TooFew
        When nobody stayed or nobody was lost.
    ValueError
        When rows differ in length, or `stayed` is neither true nor false.

    References
    ----------
    Austin (2009), Statistics in Medicine 28, 3083-3107; Hedges and Olkin (1985), Statistical Methods for Meta-Analysis.

    Examples
    --------
    >>> table = attrition_table({"age": [31, 28, 40, 35, 22, 25]}, [1, 1, 1, 1, 0, 0])
    >>> table["age"].stayed, table["age"].lost, round(table["age"].difference.value, 2)
    (33.5, 23.5, 2.52)
    """
    kept = _truths(stayed)
    if kept.ndim != 1:
        raise ValueError("stayed has one value per person")
    if kept.all() or not kept.any():
        raise TooFew(1, 0, "persons in each group")
    return {name: _compared(as_numbers(values), kept, level) for name, values in characteristics.items()}


def standardised_difference(first: ArrayLike, second: ArrayLike, level: float = 0.95) -> Estimate | None:
    """Estimate how far two groups lie apart, in the standard deviations of both.

    The spread is the root of the mean of both variances; of shares, those of the binomial.

    Parameters
    ----------
    first, second
        One value per person, none missing; where both hold 0 and 1 alone they are read as shares.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Estimate
        First less second, in standard deviations; ``None`` where a group has fewer than two values or nothing varies.

    Raises
    ------
    ValueError
        When a value is missing.

    References
    ----------
    As for `attrition_table`.

    Examples
    --------
    >>> apart = standardised_difference([1, 2, 3, 4], [3, 4, 5, 6])
    >>> round(apart.value, 3), round(apart.low, 3), round(apart.high, 3)
    (-1.549, -3.129, 0.031)
    >>> standardised_difference([1, 2, 3, 4], [3]) is None
    True
    """
    one, other = complete_values(first, 0), complete_values(second, 0)
    if min(one.size, other.size) < 2:
        return None
    shares = bool(np.isin(np.concatenate([one, other]), (0.0, 1.0)).all())
    spread = sqrt((one.var(ddof=0 if shares else 1) + other.var(ddof=0 if shares else 1)) / 2)
    # Rounding alone can give equal values a spread.
    if spread <= 1e-12 * max(1.0, float(np.abs(one).max()), float(np.abs(other).max())):
        return None
    value, n = float(one.mean() - other.mean()) / spread, int(one.size + other.size)
    half = float(norm.ppf((1 + level) / 2)) * sqrt(1 / one.size + 1 / other.size + value**2 / (2 * n))
    return Estimate(value, value - half, value + half, n, "hedges_olkin")


def retention(answered: ArrayLike, level: float = 0.95) -> Retention:
    """Estimate how many of those who began answered at each wave.

    Parameters
    ----------
    answered
        One row per person who began, one column per wave in order of time: true or false (1 or 0).
    level
        Confidence, between 0 and 1.

    Raises
    ------
    TooFew
        When nobody began or there is no wave.
    ValueError
        When a value is neither true nor false.

    References
    ----------
    Little and Rubin (2002), Statistical Analysis with Missing Data, chapter 1 (monotone patterns).

    Examples
    --------
    >>> kept = retention([[1, 1, 1], [1, 1, 0], [1, 0, 0], [1, 0, 1]])
    >>> [wave.value for wave in kept.waves], kept.complete, kept.monotone
    ([1.0, 0.5, 0.5], 1, False)
    """
    there = _truths(answered)
    if there.size == 0:
        raise TooFew(1, 0, "persons and waves")
    if there.ndim != 2:
        raise ValueError("one row per person and one column per wave are expected")
    waves = tuple(wilson(int(wave.sum()), there.shape[0], level) for wave in there.T)
    back = (there[:, 1:] & ~there[:, :-1]).any(axis=1)
    return Retention(waves, int(there.all(axis=1).sum()), int(back.sum()))


def mean_bounds(values: ArrayLike, missing: int, within: tuple[float, float]) -> MeanBounds:
    """Return the worst and the best case of a mean: all missing persons at one end of the scale, or at the other.

    The only range that assumes nothing about them. For a change, `within` is the largest fall and rise that the scale
    allows, which is wide: where few are missing it says much, where many are missing it says that nothing is known.

    Parameters
    ----------
    values
        One value per person who answered, none missing; may be empty.
    missing
        Persons who did not answer.
    within
        The ends of the scale.

    Raises
    ------
    TooFew
        When there is no person at all.
    ValueError
        When `missing` is negative or a value lies outside the scale.

    References
    ----------
    Manski (1989), Journal of Human Resources 24, 343-360; Little and Rubin (2002), chapter 1.

    Examples
    --------
    >>> bounds = mean_bounds([6, 7, 8], missing=1, within=(0, 10))
    >>> bounds.low, bounds.seen, bounds.high
    (5.25, 7.0, 7.75)
    """
    seen, (lowest, highest) = complete_values(values, 0), within
    everybody = int(seen.size) + missing
    if missing < 0 or (seen < lowest).any() or (seen > highest).any():
        raise ValueError("values lie within the scale, and no fewer than none are missing")
    if everybody == 0:
        raise TooFew(1, 0, "persons")
    low, high = ((float(seen.sum()) + missing * end) / everybody for end in within)
    return MeanBounds(low, high, float(seen.mean()) if seen.size else None, int(seen.size), missing)


def _truths(values: ArrayLike) -> NDArray[np.bool_]:
    numbers = as_numbers(values)
    if not np.isin(numbers, (0.0, 1.0)).all():
        raise ValueError("each value is true or false")
    return np.asarray(numbers == 1, dtype=np.bool_)


def _compared(values: Numbers, kept: NDArray[np.bool_], level: float) -> Characteristic:
    if values.shape != kept.shape:
        raise ValueError("a characteristic has one value per person")
    known = np.isfinite(values)
    stayed, lost = values[kept & known], values[~kept & known]
    means = [float(group.mean()) if group.size else None for group in (stayed, lost)]
    return Characteristic(
        means[0], means[1], int(stayed.size), int(lost.size), int((~known).sum()), standardised_difference(stayed, lost, level)
    )
