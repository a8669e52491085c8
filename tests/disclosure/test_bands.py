"""Bands by hand and by rule: what a printed band or half point still leaves open."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.disclosure.bands import Better, band, bands, half_point, half_point_inside, midpoint6, nearest

BASES = st.integers(min_value=0, max_value=400)
WIDTHS = st.integers(min_value=1, max_value=10)
BETTER = st.sampled_from(["higher", "lower", "none"])


@pytest.mark.parametrize(("n", "better", "expected"), [
    (6, "higher", [(0, 6)]),
    (7, "higher", [(0, 4), (5, 7)]),
    (8, "higher", [(0, 4), (5, 8)]),
    (9, "higher", [(0, 4), (5, 9)]),
    (10, "higher", [(0, 4), (5, 7), (8, 10)]),
    (11, "higher", [(0, 4), (5, 8), (9, 11)]),
    (12, "higher", [(0, 4), (5, 8), (9, 12)]),
    (13, "higher", [(0, 4), (5, 7), (8, 10), (11, 13)]),
    (14, "higher", [(0, 4), (5, 8), (9, 11), (12, 14)]),
    (15, "higher", [(0, 4), (5, 8), (9, 12), (13, 15)]),
    (11, "lower", [(0, 2), (3, 6), (7, 11)]),
    (8, "none", [(0, 8)]),
    (9, "none", [(0, 4), (5, 9)]),
    (11, "none", [(0, 5), (6, 11)]),
    (12, "none", [(0, 4), (5, 7), (8, 12)]),
    (15, "none", [(0, 4), (5, 7), (8, 10), (11, 15)]),
    (80, "higher", [(0, 16), (17, 32), (33, 48), (49, 64), (65, 80)]),
])
def test_bands_of_the_usual_bases(n: int, better: Better, expected: list[tuple[int, int]]) -> None:
    assert bands(n, better) == expected


@given(BASES, BETTER, WIDTHS, WIDTHS)
def test_bands_cover_every_count_once(n: int, better: Better, width: int, outer: int) -> None:
    assert [count for low, high in bands(n, better, width, outer) for count in range(low, high + 1)] == list(range(n + 1))


@given(BASES, BETTER, WIDTHS, WIDTHS)
def test_no_band_is_narrower_than_its_width_and_there_are_five_at_most(n: int, better: Better, width: int, outer: int) -> None:
    found = bands(n, better, width, outer)
    assert all(high - low + 1 >= min(width, n + 1) for low, high in found)
    assert len(found) <= 5


@given(BASES, BETTER, WIDTHS)
def test_an_end_that_could_hurt_is_as_wide_as_asked(n: int, better: Better, outer: int) -> None:
    found = bands(n, better, 3, outer)
    ends = {"higher": found[:1], "lower": found[-1:], "none": [found[0], found[-1]]}[better]
    assert all(high - low + 1 >= min(outer, n + 1) for low, high in ends)


@given(BASES)
def test_what_is_better_low_mirrors_what_is_better_high(n: int) -> None:
    assert bands(n, "lower") == [(n - high, n - low) for low, high in reversed(bands(n, "higher"))]


@pytest.mark.parametrize("n", range(5, 31))
@pytest.mark.parametrize("better", ["higher", "lower", "none"])
def test_three_women_who_tell_each_other_never_learn_that_all_others_were_on_the_side_that_could_hurt(n: int, better: Better) -> None:
    """Every count, every coalition: what is left for the others, given the band and what the three said."""
    for low, high in bands(n, better):
        for yes in range(4):
            others = n - 3
            left = {count for count in range(max(0, low - yes), min(others, high - yes) + 1)}
            if left and len(bands(n, better)) > 1:
                assert better == "lower" or left != {0}
                assert better == "higher" or left != {others}


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
