"""Ranges of response ids, both ends included, joined where they touch: which were asked for, and which were not yet."""

from __future__ import annotations

from collections.abc import Iterable

LARGEST_ID = 2**31 - 1  # of LimeSurvey's integer column
Range = tuple[int, int]


def joined(ranges: Iterable[Range]) -> list[Range]:
    """The same ids in as few ranges as possible, in their order.

    >>> joined([(7, 9), (1, 3), (4, 5)])
    [(1, 5), (7, 9)]
    """
    found: list[Range] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


class Ranges:
    """The ids that are dealt with."""

    def __init__(self, ranges: Iterable[Range] = ()) -> None:
        self.ranges = joined(ranges)

    def add(self, first: int, last: int) -> None:
        """These ids are dealt with as well."""
        self.ranges = joined([*self.ranges, (first, last)])

    def hold(self, number: int) -> bool:
        """Whether an id is dealt with."""
        return any(first <= number <= last for first, last in self.ranges)

    def cover(self, first: int, last: int) -> bool:
        """Whether all ids of a range that can be are dealt with."""
        return any(low <= first and min(last, LARGEST_ID) <= high for low, high in self.ranges)

    def gap(self, busy: Iterable[Range] = ()) -> Range | None:
        """The first ids that are neither dealt with nor busy; None where all are.

        >>> Ranges([(1, 2000)]).gap(busy=[(2001, 4000), (5001, 6000)])
        (4001, 5000)
        """
        start = 1
        for first, last in joined([*self.ranges, *busy]):
            if first > start:
                return start, first - 1
            start = max(start, last + 1)
        return (start, LARGEST_ID) if start <= LARGEST_ID else None


def runs(numbers: Iterable[int], apart: int) -> list[Range]:
    """Ids as ranges that leave out no more than `apart` ids between two of them.

    >>> runs([1, 2, 5, 90], apart=3)
    [(1, 5), (90, 90)]
    """
    found: list[Range] = []
    for number in sorted(numbers):
        if found and number - found[-1][1] <= apart:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
