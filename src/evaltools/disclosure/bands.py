"""Bands of counts: rule 3 of the policy, as integer ranges that depend on the base n and on nothing else."""

from __future__ import annotations

WIDTH = 3
MOST = 5


def bands(n: int, width: int = WIDTH) -> list[tuple[int, int]]:
    """The bands of a count out of n, lowest first: min(5, floor((n + 1) / width)) of them, each at least `width` counts wide.

    The counts 0..n are shared out as evenly as they go; what is left over goes to the outermost bands first, both ends
    alike, and an odd one to the middle band where there is one, so that the bands of k and of n - k mirror each other
    wherever the numbers allow it: always, except for an even number of bands on an odd number of counts.

    >>> bands(11)
    [(0, 2), (3, 5), (6, 8), (9, 11)]
    >>> bands(13)
    [(0, 3), (4, 6), (7, 9), (10, 13)]
    """
    number = max(1, min(MOST, (n + 1) // width))
    widths = [(n + 1) // number] * number
    over = (n + 1) % number
    middle = number % 2 and over % 2
    for position in [*([number // 2] if middle else []), *_outside_in(number)][:over]:
        widths[position] += 1
    found, start = [], 0
    for wide in widths:
        found.append((start, start + wide - 1))
        start += wide
    return found


def _outside_in(number: int) -> list[int]:
    order: list[int] = []
    for position in range((number + 1) // 2):
        order += [position, number - 1 - position]
    return list(dict.fromkeys(order))


def band(count: int, n: int, width: int = WIDTH) -> tuple[int, int]:
    """The band that a count of n falls in; raises ValueError where the count is not one of n."""
    for low, high in bands(n, width):
        if low <= count <= high:
            return low, high
    raise ValueError(f"not a count out of {n}")


def half_point(value: float) -> float:
    """A mean to the nearest half point; halves between go up, so that the cell of a printed value is half-open."""
    import math

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
