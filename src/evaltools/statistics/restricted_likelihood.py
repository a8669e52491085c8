"""The restricted likelihood of a model with levels of persons and cohorts: its fit, its slopes and its freedom.

statsmodels finds the fit; this module polishes it (its search stops three digits early where there are cohorts) and adds
what it does not have, Satterthwaite's degrees of freedom. Matrices are as large as the answers squared: some thousands.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from statsmodels.regression.mixed_linear_model import MixedLM, VCSpec

from evaltools.statistics.estimate import Numbers, Undetermined

NEGLIGIBLE = 1e-6
STEPS = 50


@dataclass(frozen=True, slots=True)
class Restricted:
    """The restricted likelihood at given variances.

    Attributes
    ----------
    coefficients, covariance
        Of the model's columns, by generalised least squares.
    log_likelihood
        Restricted.
    score, information, expected
        First derivatives by the variances; second ones with their sign turned, as found and as expected.
    slopes
        One row per coefficient: the derivatives of its variance by the variances.
    """

    coefficients: Numbers
    covariance: Numbers
    log_likelihood: float
    score: Numbers
    information: Numbers
    expected: Numbers
    slopes: Numbers


def restricted(values: Numbers, columns: Numbers, levels: list[Numbers], variances: Numbers) -> Restricted:
    """Return the restricted likelihood of `values` at the variances of each of `levels` and, last, of the residuals.

    References
    ----------
    Patterson and Thompson (1971), Biometrika 58, 545-554; Gilmour, Thompson and Cullis (1995), Biometrics 51, 1440-1450.
    """
    n, p = columns.shape
    whole = variances[-1] * np.eye(n) + sum(variance * level @ level.T for variance, level in zip(variances, levels, strict=False))
    inverse = np.linalg.inv(whole)
    weighted = columns.T @ inverse
    covariance = np.asarray(np.linalg.inv(weighted @ columns), dtype=np.float64)
    projection = inverse - weighted.T @ covariance @ weighted
    left = projection @ values
    every = [*levels, None]  # None stands for the residuals' indicator, the identity

    def seen(level: Numbers | None, by: Numbers) -> Numbers:
        return by if level is None else np.asarray(level.T @ by)

    crossed = [[seen(one, seen(other, projection).T) for other in every] for one in every]
    lefts = [seen(level, left) for level in every]
    score: Numbers = np.array([float(lefts[k] @ lefts[k]) - np.trace(crossed[k][k]) for k in range(len(every))]) / 2
    expected = np.array([[float((pair**2).sum()) / 2 for pair in row] for row in crossed])
    bent = np.array([[float(lefts[i] @ pair @ lefts[j]) for j, pair in enumerate(row)] for i, row in enumerate(crossed)])
    reach = covariance @ weighted
    slopes = np.array([(seen(level, reach.T) ** 2).sum(axis=0) for level in every]).T
    determinants = np.linalg.slogdet(whole)[1] - np.linalg.slogdet(covariance)[1]
    likelihood = -((n - p) * np.log(2 * np.pi) + determinants + float(values @ left)) / 2
    return Restricted(reach @ values, covariance, float(likelihood), score, bent - expected, expected, slopes)


def fit(values: Numbers, columns: Numbers, levels: list[Numbers]) -> tuple[Numbers, Restricted, list[int]]:
    """Return the most likely variances, the likelihood there, and which variances are above zero.

    Parameters
    ----------
    values, columns
        The outcome and the model's columns.
    levels
        Indicators of persons, one column each, and after them those of cohorts, if any.

    Raises
    ------
    Undetermined
        When no solution is found.
    """
    variances = _start(values, columns, levels)
    variances[:-1][variances[:-1] < NEGLIGIBLE * variances[-1]] = 0
    for _ in range(STEPS):
        here = restricted(values, columns, levels, variances)
        free = [k for k in range(variances.size) if variances[k] > 0 or here.score[k] > 0]
        moved = variances.copy()
        # A variance below zero is one of zero; the others then move on without it.
        moved[free] = np.maximum(variances[free] + _step(here, variances, free), 0)
        moved[:-1][moved[:-1] < NEGLIGIBLE * moved[-1]] = 0
        if np.abs(moved - variances).max() <= 1e-9 * variances.sum():
            return variances, here, [k for k in range(variances.size) if variances[k] > 0]
        variances = moved
        if variances[-1] <= 0:
            break
    raise Undetermined("the model has no solution")


def freedom(at: Restricted, free: list[int], most: float) -> Numbers:
    """Return Satterthwaite's degrees of freedom of each coefficient; no more than `most` where a variance is zero."""
    spread = np.linalg.inv(at.information[np.ix_(free, free)])
    slopes = at.slopes[:, free]
    found: Numbers = 2 * np.diag(at.covariance) ** 2 / np.einsum("ki,ij,kj->k", slopes, spread, slopes)
    return found if len(free) == at.score.size else np.minimum(found, most)


def _step(here: Restricted, variances: Numbers, free: list[int]) -> Numbers:
    """Newton's step where it climbs and leaves every variance above zero, else Fisher's, which always climbs."""
    found, expected = here.information[np.ix_(free, free)], here.expected[np.ix_(free, free)]
    if np.linalg.cond(expected) > 1e12:
        raise Undetermined("the levels of persons or cohorts cannot be told from single answers")
    if np.linalg.eigvalsh(found).min() > 0:
        newton = np.asarray(np.linalg.solve(found, here.score[free]), dtype=np.float64)
        if (variances[free] + newton > 0).all():
            return newton
    return np.asarray(np.linalg.solve(expected, here.score[free]), dtype=np.float64)


def _start(values: Numbers, columns: Numbers, levels: list[Numbers]) -> Numbers:
    groups = levels[-1].argmax(axis=1)
    inner = None
    if len(levels) == 2:
        rows = [np.flatnonzero(groups == group) for group in range(levels[1].shape[1])]
        parts = [levels[0][row][:, levels[0][row].any(axis=0)] for row in rows]
        inner = VCSpec(["person"], [[[str(at) for at in range(part.shape[1])] for part in parts]], [parts])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what statsmodels warns of is looked at above
        try:
            model = MixedLM(values, columns, groups=groups, exog_re=np.ones((values.size, 1)), exog_vc=inner)
            found = model.fit(reml=True)
        except np.linalg.LinAlgError as error:
            raise Undetermined("the model has no solution") from error
    outer = float(found.cov_re[0, 0])
    variances = np.array([*found.vcomp, outer, found.scale] if inner else [outer, found.scale], dtype=np.float64)
    if not np.isfinite(variances).all() or variances[-1] <= 0:
        raise Undetermined("the model has no solution")
    return variances
