"""What every method returns, and the refusal of a method that cannot answer."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number, what it rests on and how far it may be off.

    Attributes
    ----------
    value
        The point estimate, in the unit of the function that made it.
    low, high
        Ends of the interval, ``low <= value <= high``; both ``None`` where no interval can be drawn.
    n
        How many independent units (persons, forms, pairs) the estimate rests on.
    method
        Name of the interval's method, ``"none"`` where there is no interval.
    """

    value: float
    low: float | None
    high: float | None
    n: int
    method: str

    @classmethod
    def without_interval(cls, value: float, n: int) -> "Estimate":
        """Return a value that carries no interval, because none would be honest."""
        return cls(value, None, None, n, "none")


class TooFew(ValueError):
    """A method was given fewer units than it needs to say anything.

    Attributes
    ----------
    needed
        The smallest number of units the method answers for.
    given
        How many it was given.
    of
        What is counted ("persons", "cohorts"), empty where the function's own words say it.
    """

    def __init__(self, needed: int, given: int, of: str = ""):
        super().__init__(f"at least {needed} {of} needed, {given} given" if of else f"at least {needed} needed, {given} given")
        self.needed = needed
        self.given = given
        self.of = of

    # The arguments differ from the message, so the default way of unpickling would fail in a parallel run.
    def __reduce__(self) -> tuple[type["TooFew"], tuple[int, int, str]]:
        return type(self), (self.needed, self.given, self.of)


class Undetermined(ValueError):
    """A method was given enough units, but they leave its answer open: nothing varies, or a model has no solution."""


def as_numbers(values: ArrayLike) -> Numbers:
    """Return the values as floats, missing ones as NaN.

    Raises
    ------
    ValueError
        When a value is no number, or the rows differ in length.

    Examples
    --------
    >>> as_numbers([1, None, 3]).tolist()
    [1.0, nan, 3.0]
    """
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        # numpy's own message repeats the value, which may be a person's.
        raise ValueError("rows of numbers are expected") from None


def complete_values(values: ArrayLike, needed: int = 1) -> Numbers:
    """Return the values as one row of floats, refusing missing ones.

    Leaving missing answers out is a decision about the base, so it is taken where the base is known, not here.

    Raises
    ------
    ValueError
        When a value is missing, infinite or no number, or the values are not one-dimensional.
    TooFew
        When there are fewer than `needed` values.

    Examples
    --------
    >>> complete_values([3, 4]).tolist()
    [3.0, 4.0]
    >>> complete_values([3, None])
    Traceback (most recent call last):
        ...
    ValueError: missing values must be left out before an estimate is made
    """
    numbers = as_numbers(values)
    if numbers.ndim != 1:
        raise ValueError("one row of values is expected")
    if not np.isfinite(numbers).all():
        raise ValueError("missing values must be left out before an estimate is made")
    if numbers.size < needed:
        raise TooFew(needed, int(numbers.size))
    return numbers


def require_count(count: int, n: int) -> None:
    """Refuse a count that is not among the `n` units it was counted in.

    Raises
    ------
    TooFew
        When `n` is 0.
    ValueError
        When `count` is negative or above `n`.
    """
    if n == 0:
        raise TooFew(1, 0)
    if not 0 <= count <= n:
        raise ValueError("a count lies between 0 and its base")


def require_population(n: int, population: int) -> None:
    """Refuse a population smaller than the part of it that answered.

    Raises
    ------
    ValueError
        When `n` is above `population`.
    """
    if n > population:
        raise ValueError("more answers than persons in the population")
