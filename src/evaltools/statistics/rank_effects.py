"""How clear a change of the same persons is, by ranks and by counts: for short scales, where deviations mean little.

Later minus earlier. Both say how many rose rather than how far: a change of a tenth of a point that everybody made is as
clear as one of three points. Their intervals are Wilson's on a number of independent pairs that would be as sure.
"""

import numpy as np
from numpy.typing import ArrayLike

from evaltools.statistics.estimate import Estimate, Numbers, TooFew
from evaltools.statistics.proportions import score_interval
from evaltools.statistics.signed_rank import paired_differences

MOST = 0.75
"""Effective size of the rank-biserial correlation over its pairs when nothing changes; never taken to be larger."""


def rank_biserial(before: ArrayLike, after: ArrayLike, level: float = 0.95) -> Estimate:
    """Return the ranks of the rises less those of the falls, over all ranks: between -1 (all fell) and 1 (all rose).

    Pairs without a change are left out, as in Wilcoxon's test. The correlation says how often two changes taken together
    are a rise; the variance of that share is its U-statistic's, and never below the one it has when nothing changes. In
    simulations with 8 to 30 pairs the interval covered 94 to 98 percent. The usual one on Fisher's scale (as in R's
    `effectsize`) covered 67 to 93, and has no width when all moved the same way.

    Parameters
    ----------
    before, after
        One score per person each, in the same order, none missing.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Estimate
        Between -1 and 1; `n` counts the pairs that changed. No interval for a single one.

    Raises
    ------
    TooFew
        When no pair changed.
    ValueError
        When a score is missing or the two rows differ in length.

    References
    ----------
    Kerby (2014), Comprehensive Psychology 3, 11.IT.3.1; Hoeffding (1948), Annals of Mathematical Statistics 19, 293-325
    (variance); Wilson (1927), JASA 22, 209-212.

    Examples
    --------
    >>> effect = rank_biserial([4, 5, 5, 6, 3, 4], [6, 5, 7, 5, 4, 6])
    >>> round(effect.value, 3), effect.n
    (0.8, 5)
    """
    changes = paired_differences(before, after)
    changed = changes[changes != 0]
    n = int(changed.size)
    if n == 0:
        raise TooFew(1, 0, "pairs that changed")
    together = np.sign(np.add.outer(changed, changed))
    share = (1 + float(together[np.triu_indices(n)].mean())) / 2
    if n == 1:
        return Estimate.without_interval(2 * share - 1, n)
    low, high = score_interval(share, _effective_size(together, share), level)
    return Estimate(2 * share - 1, 2 * low - 1, 2 * high - 1, n, "wilson_ranks")


def common_language(before: ArrayLike, after: ArrayLike, level: float = 0.95) -> Estimate:
    """Return the share who rose, those who stayed the same counted half: 0.5 where rises and falls balance.

    The pairs are kept: the version for independent groups, which compares everybody with everybody, says something else
    (for R's `sleep`, .255 instead of .05). The interval is Wilson's as if each person rose or fell; where many stayed
    the same it is wider than it had to be, and covers more.

    Parameters
    ----------
    before, after
        One score per person each, in the same order, none missing.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Estimate
        Between 0 and 1; `n` counts pairs.

    Raises
    ------
    TooFew
        When there is no pair.
    ValueError
        When a score is missing or the two rows differ in length.

    References
    ----------
    McGraw and Wong (1992), Psychological Bulletin 111, 361-365; Grissom and Kim (2012), Effect Sizes for Research.

    Examples
    --------
    >>> share = common_language([4, 5, 5, 6, 3, 4], [6, 5, 7, 5, 4, 6])
    >>> share.value, round(share.low, 3), round(share.high, 3)
    (0.75, 0.365, 0.94)
    """
    changes = paired_differences(before, after)
    value = (1 + float(np.sign(changes).mean())) / 2
    low, high = score_interval(value, changes.size, level)
    return Estimate(value, low, high, int(changes.size), "wilson")


def _effective_size(together: Numbers, share: float) -> float:
    """Return how many independent pairs would know the share as well; `together` holds the signs of sums of two changes."""
    n = int(together.shape[0])
    with_others = (together.sum(axis=1) - np.diag(together)) / (n - 1)
    variance = float(with_others.var(ddof=1)) / n
    # All moved the same way, or each is as far as the others from it: nothing seen speaks of fewer pairs.
    return MOST * n if variance == 0 else min(MOST * n, share * (1 - share) / variance)
