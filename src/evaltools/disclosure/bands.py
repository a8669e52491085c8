"""Bands of counts: rule 3 of the policy, as integer ranges that depend on the base n and on nothing else.

A band at the unfavourable end is wider than the others. Where all who know their own answer are in the smaller part, they know
everybody else's: of eleven women, "0 to 2 are satisfied" tells two satisfied ones that nobody else is. So the end that could
hurt leaves room for a coalition and one more on either side; that everybody else is content may be found out, and hurts nobody.
"""

from __future__ import annotations

import math
from typing import Literal

WIDTH = 3
OUTER = 5
MOST = 5
Better = Literal["higher", "lower", "none"]
"""Which end of a count is the favourable one; with none, both ends could hurt."""


def bands(n: int, better: Better = "higher", width: int = WIDTH, outer: int = OUTER) -> list[tuple[int, int]]:
    """The bands of a count out of n, lowest first: five at most, each at least `width` counts wide, an end that could hurt `outer`.

    There are as many as fit; what is left over goes to the narrowest, the lowest first. Where two bands do not fit, there is one:
    all counts, which says nothing.

    >>> bands(11)
    [(0, 4), (5, 8), (9, 11)]
    >>> bands(13)
    [(0, 4), (5, 7), (8, 10), (11, 13)]
    >>> bands(13, "none")
    [(0, 4), (5, 8), (9, 13)]
    """
    if better == "lower":
        return [(n - high, n - low) for low, high in reversed(bands(n, "higher", width, outer))]
    outer = max(width, outer)
    ends = outer if better == "higher" else 2 * outer
    inside = 2 if better == "none" else 1
    number = min(MOST, inside + (n + 1 - ends) // width)
    if number < 2 or n + 1 < ends:
        return [(0, n)]
    widths = [outer, *[width] * (number - inside), *[outer] * (inside - 1)]
    for _ in range(n + 1 - sum(widths)):
        widths[widths.index(min(widths))] += 1
    starts = [sum(widths[:place]) for place in range(len(widths))]
    return [(start, start + wide - 1) for start, wide in zip(starts, widths, strict=True)]


def band(count: int, n: int, better: Better = "higher", width: int = WIDTH, outer: int = OUTER) -> tuple[int, int]:
    """The band that a count of n falls in; raises ValueError where the count is not one of n."""
    for low, high in bands(n, better, width, outer):
        if low <= count <= high:
            return low, high
    raise ValueError(f"not a count out of {n}")


def half_point(value: float) -> float:
    """A mean to the nearest half point; halves between go up, so that the cell of a printed value is half-open."""
    return math.floor(value * 2 + 0.5) / 2


def midpoint6(count: int) -> int:
    """A count rounded up to the middle of its six: 0 stays 0, 1..6 gives 3, 7..12 gives 9 (OpenSAFELY's midpoint-6)."""
    return 0 if count == 0 else (count - 1) // 6 * 6 + 3


def nearest(count: float, step: int) -> int:
    """A count to the nearest multiple of a step."""
    return int((count + step / 2) // step * step)


def half_point_inside(value: float, low: float, high: float) -> float:
    """A mean to the half point, the outermost half points joined to their neighbours: 0.5 stands for "0.5 or less".

    Without that, a printed 0 on eight answers from 0 to 10 would leave two possible sums, and a printed 10 three.
    """
    return min(max(half_point(value), low + 0.5), high - 0.5)
