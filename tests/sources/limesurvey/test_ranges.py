"""Ranges of ids against plain sets."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from evaltools.sources.limesurvey.ranges import LARGEST_ID, Ranges, joined, runs

small = some.tuples(some.integers(1, 40), some.integers(0, 8)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def ids(ranges):
    return {number for first, last in ranges for number in range(first, last + 1)}


@given(some.lists(small))
def test_joined_ranges_hold_the_same_ids_and_touch_nowhere(ranges):
    found = joined(ranges)
    assert ids(found) == ids(ranges)
    assert all(first > before + 1 for (_, before), (first, _) in pairwise(found))


@given(some.lists(small), some.lists(small))
def test_the_gap_is_the_first_ids_that_are_in_none(done, busy):
    taken = ids(done) | ids(busy)
    first, last = Ranges(done).gap(busy)
    assert first == min(set(range(1, 60)) - taken)
    assert last == min({number for number in taken if number > first}, default=LARGEST_ID + 1) - 1


def test_there_is_no_gap_beyond_the_largest_id():
    assert Ranges([(1, LARGEST_ID)]).gap() is None
    assert Ranges([(1, LARGEST_ID - 1)]).gap() == (LARGEST_ID, LARGEST_ID)
    assert Ranges([(1, LARGEST_ID)]).cover(LARGEST_ID - 5, LARGEST_ID + 999)


@given(some.lists(small), some.integers(1, 50), some.integers(0, 9))
def test_held_and_covered_ids(ranges, first, more):
    assert Ranges(ranges).hold(first) == (first in ids(ranges))
    assert Ranges(ranges).cover(first, first + more) == (set(range(first, first + more + 1)) <= ids(ranges))


@given(some.sets(some.integers(1, 60)), some.integers(1, 10))
def test_runs_hold_all_ids_and_leave_out_no_more_than_is_allowed(numbers, apart):
    found = runs(numbers, apart)
    assert numbers <= ids(found) and all(first in numbers and last in numbers for first, last in found)
    assert all(first - before > apart for (_, before), (first, _) in pairwise(found))
