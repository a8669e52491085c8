"""What a group of a given size can show at all, before anybody looks at its answers.

For planning and for the page's foot: "no difference found" in a group of twelve means little, and this says how little.
"""

from dataclasses import dataclass
from itertools import count
from math import sqrt

from scipy.optimize import brentq
from scipy.stats import binomtest
from scipy.stats import t as student

from evaltools.statistics.estimate import TooFew
from evaltools.statistics.noncentral import chance_at_most
from evaltools.statistics.proportions import score_interval


@dataclass(frozen=True, slots=True)
class Precision:
    """What `n` persons can show.

    Attributes
    ----------
    n
        Persons, or pairs where a change is meant.
    improved
        How many of `n` pairs must rise (and the others fall) for the sign test to reject; ``None`` below 6.
    effect
        The smallest `d_z` that a paired t test finds with 80 percent chance.
    half
        Half the width of Wilson's interval where half of them say yes: its widest.
    all_yes
        The lower end of Wilson's interval when all say yes: the most that can be claimed.
    """

    n: int
    improved: int | None
    effect: float
    half: float
    all_yes: float


def precision(n: int, level: float = 0.95, power: float = 0.8) -> Precision:
    """Say what `n` persons can show.

    Parameters
    ----------
    n
        Persons.
    level
        Confidence; tests reject at 1 - level, on two sides.
    power
        The chance with which `effect` is to be found.

    Raises
    ------
    TooFew
        When there are fewer than two persons.

    Examples
    --------
    >>> twelve = precision(12)
    >>> twelve.improved, round(twelve.effect, 2), round(twelve.half, 2), round(twelve.all_yes, 2)
    (10, 0.89, 0.25, 0.76)
    """
    smallest = smallest_effect(n, power, level)
    low, high = score_interval(0.5, n, level)
    improved = sign_test_needs(n, level) if n >= fewest_for_sign_test(level) else None
    return Precision(n, improved, smallest, (high - low) / 2, score_interval(1.0, n, level)[0])


def sign_test_needs(n: int, level: float = 0.95) -> int:
    """Return the smallest number of rises among `n` pairs that all changed, for which the sign test rejects.

    Raises
    ------
    TooFew
        When even `n` rises of `n` would not do.

    References
    ----------
    Dixon and Mood (1946), JASA 41, 557-566.

    Examples
    --------
    >>> sign_test_needs(12), sign_test_needs(15)
    (10, 12)
    """
    if n < fewest_for_sign_test(level):
        raise TooFew(fewest_for_sign_test(level), n, "pairs")
    return next(rises for rises in range(n // 2, n + 1) if binomtest(rises, n, 0.5).pvalue < 1 - level and 2 * rises > n)


def fewest_for_sign_test(level: float = 0.95) -> int:
    """Return from how many pairs on the sign test can reject at all: 6 at 95 percent.

    Examples
    --------
    >>> fewest_for_sign_test(), fewest_for_sign_test(0.99)
    (6, 8)
    """
    return next(pairs for pairs in count(1) if 2 * 0.5**pairs < 1 - level)


def power_of(n: int, effect: float, level: float = 0.95) -> float:
    """Return the chance that a two-sided paired t test finds a change of `effect` standard deviations of change.

    Both tails count. It assumes changes that are near to normal.

    Parameters
    ----------
    n
        Pairs.
    effect
        The true `d_z`.
    level
        The test rejects at 1 - level.

    Raises
    ------
    TooFew
        When there are fewer than two pairs.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, chapter 2; R's `power.t.test(strict = TRUE)`.

    Examples
    --------
    >>> round(power_of(12, 0.5), 3)
    0.353
    """
    if n < 2:
        raise TooFew(2, n, "pairs")
    reach = float(student.ppf((1 + level) / 2, n - 1))
    centre = abs(effect) * sqrt(n)
    return 1 - chance_at_most(reach, n - 1, centre) + chance_at_most(-reach, n - 1, centre)


def smallest_effect(n: int, power: float = 0.8, level: float = 0.95) -> float:
    """Return the smallest true `d_z` that a paired t test finds with a chance of `power`.

    Parameters, refusals and references are those of `power_of`; `power` lies between 1 - level and 1.

    Raises
    ------
    TooFew
        When there are fewer than two pairs.
    ValueError
        When `power` is not above 1 - level and below 1.

    Examples
    --------
    >>> round(smallest_effect(12), 3), round(smallest_effect(15), 3)
    (0.889, 0.778)
    """
    if not 1 - level < power < 1:
        raise ValueError("the power lies between what chance alone gives and 1")
    high = 1.0
    while power_of(n, high, level) < power:
        high *= 2
    return float(brentq(lambda effect: power_of(n, effect, level) - power, 0.0, high, xtol=1e-12))
