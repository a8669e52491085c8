"""Bands by hand and by rule: what a printed band or half point still leaves open."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.disclosure.bands import band, bands, half_point, half_point_inside, midpoint6, nearest

BASES = st.integers(min_value=0, max_value=400)
WIDTHS = st.integers(min_value=1, max_value=10)


@pytest.mark.parametrize(("n", "expected"), [
    (4, [(0, 4)]),
    (5, [(0, 2), (3, 5)]),
    (6, [(0, 3), (4, 6)]),
    (8, [(0, 2), (3, 5), (6, 8)]),
    (9, [(0, 2), (3, 6), (7, 9)]),
    (10, [(0, 3), (4, 6), (7, 10)]),
    (11, [(0, 2), (3, 5), (6, 8), (9, 11)]),
    (12, [(0, 3), (4, 6), (7, 9), (10, 12)]),
    (13, [(0, 3), (4, 6), (7, 9), (10, 13)]),
    (14, [(0, 2), (3, 5), (6, 8), (9, 11), (12, 14)]),
    (15, [(0, 2), (3, 5), (6, 9), (10, 12), (13, 15)]),
])
def test_bands_of_the_usual_bases(n: int, expected: list[tuple[int, int]]) -> None:
    assert bands(n) == expected


@given(BASES, WIDTHS)
def test_bands_cover_every_count_once(n: int, width: int) -> None:
    assert [count for low, high in bands(n, width) for count in range(low, high + 1)] == list(range(n + 1))


@given(BASES)
def test_there_are_five_bands_at_most_and_a_third_of_the_counts(n: int) -> None:
    assert len(bands(n)) == max(1, min(5, (n + 1) // 3))


@given(st.integers(min_value=5, max_value=400), WIDTHS)
def test_no_band_is_narrower_than_its_width(n: int, width: int) -> None:
    assert all(high - low + 1 >= min(width, n + 1) for low, high in bands(n, width))


@given(BASES)
def test_bands_mirror_each_other_wherever_the_numbers_allow_it(n: int) -> None:
    found = bands(n)
    mirrored = [(n - high, n - low) for low, high in reversed(found)]
    allowed = len(found) % 2 or (n + 1) % len(found) % 2 == 0
    assert found == mirrored if allowed else max(abs(one[0] - two[0]) for one, two in zip(found, mirrored, strict=True)) == 1


@given(BASES.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_count_lies_in_its_band(counted: tuple[int, int]) -> None:
    count, n = counted
    low, high = band(count, n)
    assert low <= count <= high
    assert (low, high) in bands(n)


@pytest.mark.parametrize("count", [-1, 12])
def test_a_count_beyond_its_base_has_no_band(count: int) -> None:
    with pytest.raises(ValueError, match="out of 11"):
        band(count, 11)


@pytest.mark.parametrize(("value", "printed"), [(5.24, 5.0), (5.25, 5.5), (5.74, 5.5), (5.75, 6.0), (-1.25, -1.0), (-1.26, -1.5)])
def test_half_points_are_half_open(value: float, printed: float) -> None:
    assert half_point(value) == printed


@pytest.mark.parametrize(("low", "high"), [(0, 10), (-10, 10)])
@pytest.mark.parametrize("n", range(8, 31))
def test_a_printed_mean_leaves_at_least_three_possible_sums_of_answers(n: int, low: int, high: int) -> None:
    behind = Counter(half_point_inside(total / n, low, high) for total in range(low * n, high * n + 1))
    assert min(behind.values()) >= 3
    assert (min(behind), max(behind)) == (low + 0.5, high - 0.5)


def test_with_seven_answers_it_would_leave_three_at_the_least_and_with_five_two() -> None:
    for n, least in ((7, 3), (5, 2)):
        assert min(Counter(half_point_inside(total / n, 0, 10) for total in range(10 * n + 1)).values()) == least


@pytest.mark.parametrize(("count", "printed"), [(0, 0), (1, 3), (6, 3), (7, 9), (12, 9), (13, 15)])
def test_midpoint_of_six(count: int, printed: int) -> None:
    assert midpoint6(count) == printed


@pytest.mark.parametrize(("count", "printed"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (22, 20), (23, 25)])
def test_nearest_five(count: int, printed: int) -> None:
    assert nearest(count, 5) == printed
