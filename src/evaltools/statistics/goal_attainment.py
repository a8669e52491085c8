"""Goal attainment scaling: one number for several goals that a person set herself.

Each goal is judged from -2 (much less than expected) over 0 (as expected) to +2 (much more). The T-score is 50 where all
came out as expected; over many goals that were set neither too high nor too low it has a mean of 50 and a standard
deviation of 10. A group's mean well above 50 says that goals were set low, or met: the levels must be written before.
"""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from evaltools.statistics.estimate import Numbers, TooFew, complete_values

RHO = 0.3
"""The expected correlation of a person's goals: a convention, not an estimate."""
LOWEST, HIGHEST = -2, 2


def t_score(levels: ArrayLike, weights: ArrayLike | None = None, rho: float = RHO) -> float:
    """Return one person's T-score.

    Parameters
    ----------
    levels
        One whole number from -2 to 2 per goal, none missing: a goal that was given up has to be judged or left out before.
    weights
        One number per goal, not negative: importance, or importance times difficulty; a goal of weight 0 does not count.
        ``None`` for equal ones.
    rho
        The expected correlation of goals, from 0 to below 1.

    Returns
    -------
    float
        50 where goals were met as expected.

    Raises
    ------
    TooFew
        When no goal has a weight.
    ValueError
        When a level is not a whole number from -2 to 2, a weight is negative or missing, or the rows differ in length.

    References
    ----------
    Kiresuk and Sherman (1968), Community Mental Health Journal 4, 443-453; Turner-Stokes (2009), Clinical Rehabilitation
    23, 362-370, whose printed formulas miss parts: its erratum has them right, as they are here.

    Examples
    --------
    >>> round(t_score([1, 1, 0]), 3), t_score([0, 0]), round(t_score([2, -1], weights=[6, 1]), 2)
    (59.129, 50.0, 67.26)
    """
    reached = _levels(levels)
    importance = np.ones(reached.size) if weights is None else complete_values(weights)
    if importance.shape != reached.shape:
        raise ValueError("levels and weights need one number per goal each")
    if (importance < 0).any() or not 0 <= rho < 1:
        raise ValueError("weights are not negative, rho lies from 0 to below 1")
    total = float(importance.sum())
    if total == 0:
        raise TooFew(1, 0, "goals with a weight")
    return 50 + 10 * float((importance * reached).sum()) / sqrt((1 - rho) * float((importance**2).sum()) + rho * total**2)


def t_change(before: ArrayLike, after: ArrayLike, weights: ArrayLike | None = None, rho: float = RHO) -> float:
    """Return one person's T-score at the end less the one at the start, over the same goals.

    Parameters, refusals and references are those of `t_score`. Baselines are mostly -1, or -2 where it cannot be worse.

    Examples
    --------
    >>> round(t_change([-1, -1, -2], [1, 0, 0]), 2)
    22.82
    """
    if np.shape(before) != np.shape(after):
        raise ValueError("before and after need one level per goal each")
    return t_score(after, weights, rho) - t_score(before, weights, rho)


def _levels(values: ArrayLike) -> Numbers:
    levels = complete_values(values)
    if not np.isin(levels, np.arange(LOWEST, HIGHEST + 1)).all():
        raise ValueError("a level is a whole number from -2 to 2")
    return levels
