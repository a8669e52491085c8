"""How a score changed between two moments, over the persons who answered at both."""

from dataclasses import dataclass

from numpy.typing import ArrayLike
from scipy.stats import binomtest

from evaltools.statistics.estimate import Estimate, complete_values
from evaltools.statistics.means import mean
from evaltools.statistics.signed_rank import hodges_lehmann, paired_differences


@dataclass(frozen=True, slots=True)
class PairedChange:
    """The change of a score, later minus earlier.

    It says nothing of causes: without a comparison group, the same change may have come without the programme.

    Attributes
    ----------
    n
        Complete pairs.
    mean
        The mean change with Student's interval, in points of the scale.
    typical
        The Hodges-Lehmann change with its exact signed-rank interval, in points of the scale.
    up, same, down
        Pairs that rose by at least `at_least`, moved by less, or fell by at least as much; together `n`.
    at_least
        The smallest difference that counts as a move, in points of the scale.
    sign_p
        Two-sided p-value of the sign test on the pairs that differ at all; 1 when none does.
    """

    n: int
    mean: Estimate
    typical: Estimate
    up: int
    same: int
    down: int
    at_least: float
    sign_p: float


def paired_change(before: ArrayLike, after: ArrayLike, at_least: float = 1.0, level: float = 0.95) -> PairedChange:
    """Describe the change of the same persons' scores.

    Parameters
    ----------
    before, after
        One score per person each, in the same order, none missing.
    at_least
        The smallest difference that counts as up or down, above 0, in points of the scale.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    PairedChange
        Later minus earlier.

    Raises
    ------
    TooFew
        When there is no pair.
    ValueError
        When a score is missing, the two rows differ in length or `at_least` is not above 0.

    References
    ----------
    See `evaltools.statistics.signed_rank`; Dixon and Mood (1946), JASA 41, 557-566 (sign test).

    Examples
    --------
    >>> change = paired_change([4, 5, 5, 6], [6, 5, 7, 5])
    >>> change.mean.value, change.up, change.same, change.down
    (0.75, 2, 1, 1)
    """
    if at_least <= 0:
        raise ValueError("the smallest move is above 0")
    moves = paired_differences(before, after)
    up, down = int((moves >= at_least).sum()), int((moves <= -at_least).sum())
    return PairedChange(
        n=int(moves.size),
        mean=mean(moves, level=level),
        typical=hodges_lehmann(moves, level),
        up=up,
        same=int(moves.size) - up - down,
        down=down,
        at_least=at_least,
        sign_p=sign_test(moves),
    )


def sign_test(differences: ArrayLike) -> float:
    """Return the two-sided p-value that rises and falls are equally likely, leaving zeros out.

    Parameters
    ----------
    differences
        One difference per pair, none missing.

    Returns
    -------
    float
        A probability between 0 and 1; 1 when no pair differs.

    Raises
    ------
    TooFew
        When there is no difference.
    ValueError
        When a difference is missing.

    References
    ----------
    Dixon and Mood (1946), JASA 41, 557-566.

    Examples
    --------
    >>> sign_test([0, 1, 2, 2, 3, 1, 0, -2])
    0.21875
    """
    numbers = complete_values(differences)
    rises, falls = int((numbers > 0).sum()), int((numbers < 0).sum())
    return float(binomtest(rises, rises + falls, 0.5).pvalue) if rises + falls else 1.0
