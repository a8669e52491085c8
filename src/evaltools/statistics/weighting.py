"""Weights for those who answered, so that together they resemble all who could have.

A woman who answered although women like her seldom do counts for more. This is right only if what the model knows of the
women explains who answers, every kind of woman has some chance to (positivity), and there are enough of them: under
fifty the weights are noise, and the methods here refuse. `attrition.mean_bounds` needs none of this.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM

from evaltools.statistics.estimate import Estimate, Numbers, TooFew, Undetermined, complete_values

LEAST_PERSONS = 50
TRUNCATED = (0.01, 0.99)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each person who answered counts for.

    Attributes
    ----------
    values
        One weight per person who answered, in the order given, truncated.
    mean, smallest, largest
        Of the weights before truncation. Stabilised weights average near 1: far from it, the model is wrong.
    effective
        How many equally weighted persons would be as precise.
    """

    values: tuple[float, ...]
    mean: float
    smallest: float
    largest: float
    effective: float


def response_weights(
    responded: ArrayLike,
    predictors: Mapping[str, ArrayLike],
    given: Mapping[str, ArrayLike] | None = None,
    truncate: tuple[float, float] = TRUNCATED,
) -> Weights:
    """Weigh those who answered by the inverse of their chance to, stabilised and truncated.

    Parameters
    ----------
    responded
        True or False (1 or 0) per person who could have answered.
    predictors
        By name, what explains who answers: one number per person each, none missing.
    given
        What the analysis looks at anyway (its groups); the weights then do not undo it.
    truncate
        The shares of the weights beyond which they are cut, ``(0, 1)`` for none.

    Raises
    ------
    TooFew
        When fewer than fifty answered, or fewer did not than the model has coefficients.
    Undetermined
        When the predictors tell without error who answers, or repeat each other.
    ValueError
        When a number is missing, or rows differ in length.

    References
    ----------
    Hernan and Robins (2020), Causal Inference: What If, chapter 12; Robins, Rotnitzky and Zhao (1995), JASA 90, 106-121;
    Cole and Hernan (2008), American Journal of Epidemiology 168, 656-664 (truncation).

    Examples
    --------
    >>> age = np.arange(120) % 40
    >>> weights = response_weights((np.arange(120) * 7) % 11 + age / 10 > 4, {"age": age})
    >>> len(weights.values), round(weights.mean, 2), round(weights.effective, 1)
    (91, 1.0, 89.3)
    """
    answered = _truths(responded)
    if answered.sum() < LEAST_PERSONS:
        raise TooFew(LEAST_PERSONS, int(answered.sum()), "persons who answered")
    weights = stabilised_weights(answered, predictors, given)[answered == 1]
    cut = np.clip(weights, *np.quantile(weights, truncate))
    return Weights(tuple(cut.tolist()), float(weights.mean()), float(weights.min()), float(weights.max()), effective_size(cut))


def stabilised_weights(
    happened: ArrayLike, predictors: Mapping[str, ArrayLike], given: Mapping[str, ArrayLike] | None = None
) -> Numbers:
    """Return, for each person, the chance of what happened to her given little over its chance given all.

    The chances come from logistic models: one with `given` alone, one with `predictors` besides. For who came into a
    group as well as for who answered; the weights of both multiply.

    Parameters and refusals are those of `response_weights`; fifty persons are needed in all.

    Examples
    --------
    Half of all answered, but two thirds of one cohort and one third of the other:

    >>> answered, second = [1, 1, 0, 1, 0, 0] * 10, [0, 0, 0, 1, 1, 1] * 10
    >>> stabilised_weights(answered, {"second": second})[:6].round(2).tolist()
    [0.75, 0.75, 1.5, 1.5, 0.75, 0.75]
    """
    outcome = _truths(happened)
    if outcome.size < LEAST_PERSONS:
        raise TooFew(LEAST_PERSONS, int(outcome.size), "persons")
    little, much = dict(given or {}), {**(given or {}), **predictors}
    if set(predictors) & set(little):
        raise ValueError("a predictor is not given besides")
    return _chance(outcome, little) / _chance(outcome, much)


def effective_size(weights: ArrayLike) -> float:
    """Return how many equally weighted persons would be as precise as these: the squared sum over the sum of squares.

    Raises
    ------
    TooFew
        When there is no weight.
    ValueError
        When a weight is missing or not above 0.

    References
    ----------
    Kish (1965), Survey Sampling, section 11.7.

    Examples
    --------
    >>> effective_size([1, 1, 1, 1]), effective_size([1, 1, 1, 3])
    (4.0, 3.0)
    """
    numbers = complete_values(weights)
    if (numbers <= 0).any():
        raise ValueError("a weight is above 0")
    return float(numbers.sum() ** 2 / (numbers**2).sum())


def weighted_mean(values: ArrayLike, weights: ArrayLike, level: float = 0.95) -> Estimate:
    """Estimate a mean with weights, by a robust standard error that takes the weights for known (a little too wide).

    Parameters
    ----------
    values
        One value per person who answered, none missing.
    weights
        One weight per person, in the same order.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Estimate
        In the unit of the values; `n` counts persons.

    Raises
    ------
    TooFew
        When the weights are worth fewer than fifty persons.
    ValueError
        When a number is missing, a weight not above 0, or rows differ in length.

    References
    ----------
    As for `response_weights`; White (1980), Econometrica 48, 817-838.

    Examples
    --------
    >>> found = weighted_mean([10, 20] * 30, [1, 1.5] * 30)
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (16.0, 14.79, 17.21)
    >>> weighted_mean([10, 20, 30], [1, 1.5, 1])
    Traceback (most recent call last):
        ...
    evaltools.statistics.estimate.TooFew: at least 50 persons' worth of weights needed, 2 given
    """
    numbers, heavy = _weighted(values, weights)
    value, variance = _centre(numbers, heavy)
    half = float(norm.ppf((1 + level) / 2)) * sqrt(variance)
    return Estimate(value, value - half, value + half, int(numbers.size), "weighted_robust")


def weighted_difference(values: ArrayLike, group: ArrayLike, weights: ArrayLike, level: float = 0.95) -> Estimate:
    """Estimate how far the weighted mean of one group lies above that of the others.

    Parameters
    ----------
    values, weights, level
        As in `weighted_mean`.
    group
        True or False (1 or 0) per person: in the first group or not.

    Returns
    -------
    Estimate
        First group less the others; `n` counts persons.

    Raises
    ------
    TooFew
        When the weights are worth fewer than fifty persons, or a group has fewer than two.
    ValueError
        As in `weighted_mean`.

    References
    ----------
    As for `weighted_mean`.

    Examples
    --------
    >>> found = weighted_difference([10, 20, 14, 22] * 15, [1, 1, 0, 0] * 15, [1, 1.5, 1, 1] * 15)
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (-2.0, -4.24, 0.24)
    """
    numbers, heavy = _weighted(values, weights)
    first = _truths(group) == 1
    if first.shape != numbers.shape:
        raise ValueError("one group, value and weight per person are expected")
    if (smallest := int(min(first.sum(), (~first).sum()))) < 2:
        raise TooFew(2, smallest, "persons in each group")
    (one, spread), (other, other_spread) = (_centre(numbers[rows], heavy[rows]) for rows in (first, ~first))
    half = float(norm.ppf((1 + level) / 2)) * sqrt(spread + other_spread)
    return Estimate(one - other, one - other - half, one - other + half, int(numbers.size), "weighted_robust")


def _truths(values: ArrayLike) -> Numbers:
    numbers = complete_values(values, 0)
    if not np.isin(numbers, (0.0, 1.0)).all():
        raise ValueError("each value is true or false")
    return numbers


def _weighted(values: ArrayLike, weights: ArrayLike) -> tuple[Numbers, Numbers]:
    numbers, heavy = complete_values(values), complete_values(weights)
    if numbers.shape != heavy.shape:
        raise ValueError("one value and one weight per person are expected")
    if (worth := effective_size(heavy)) < LEAST_PERSONS:
        raise TooFew(LEAST_PERSONS, int(worth), "persons' worth of weights")
    return numbers, heavy


def _centre(numbers: Numbers, weights: Numbers) -> tuple[float, float]:
    value = float(np.average(numbers, weights=weights))
    return value, float(((weights * (numbers - value)) ** 2).sum() / weights.sum() ** 2)


def _chance(outcome: Numbers, predictors: Mapping[str, ArrayLike]) -> Numbers:
    """Return each person's chance of what happened to her, by a logistic model."""
    given = [complete_values(predictor) for predictor in predictors.values()]
    if any(predictor.shape != outcome.shape for predictor in given):
        raise ValueError("a predictor has one number per person")
    columns = np.column_stack([np.ones(outcome.size), *given])
    rarer = int(min(outcome.sum(), (1 - outcome).sum()))
    if rarer < columns.shape[1]:
        raise TooFew(columns.shape[1], rarer, "persons of each kind")
    # Units of their own would make squares and years look as if they repeated each other.
    columns[:, 1:] = (columns[:, 1:] - columns[:, 1:].mean(axis=0)) / np.maximum(columns[:, 1:].std(axis=0), 1e-300)
    if np.linalg.matrix_rank(columns) < columns.shape[1]:
        raise Undetermined("a predictor does not vary, or repeats others")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a perfect separation is looked for below
        found = GLM(outcome, columns, family=Binomial()).fit(maxiter=100, tol=1e-12)
        fitted = np.asarray(found.fittedvalues, dtype=np.float64)
    chance = np.where(outcome == 1, fitted, 1 - fitted)
    if not found.converged or not np.isfinite(chance).all() or min(fitted.min(), 1 - fitted.max()) < 1e-8:
        raise Undetermined("for some kind of person it is certain beforehand: no weight can stand in for those never seen")
    return np.asarray(chance, dtype=np.float64)
