import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.statistics import TooFew
from evaltools.statistics.populations import finite_population, missing_bounds, wilson_fpc
from evaltools.statistics.proportions import wilson

shares = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
parts = shares.flatmap(lambda share: st.tuples(st.just(share[0]), st.just(share[1]), st.integers(share[1], 90)))


def numbers(asked):
    return [int(part) for part in asked.split()]


def test_intervals_are_those_of_r(reference):
    for asked, expected in reference("wilson_fpc").items():
        estimate = wilson_fpc(*numbers(asked))
        # R solves them by root finding, to about 1e-12.
        assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, abs=1e-10), asked


def test_exact_counts_of_a_population_are_those_of_r(reference):
    for asked, expected in reference("finite_population").items():
        found = finite_population(*numbers(asked))
        assert (found.low, found.high) == expected, asked


def test_when_all_answered_nothing_is_left_unknown():
    assert (wilson_fpc(9, 12, 12).low, wilson_fpc(9, 12, 12).high) == (0.75, 0.75)
    assert finite_population(9, 12, 12) == missing_bounds(9, 12, 12)


def test_bounds_are_everybody_or_nobody_of_the_missing():
    bounds = missing_bounds(5, 8, 14)
    assert (bounds.low, bounds.high, bounds.low_share, bounds.high_share) == (5, 11, 5 / 14, 11 / 14)


def test_a_large_population_is_no_population():
    assert wilson_fpc(9, 12, 10**9).low == pytest.approx(wilson(9, 12).low, abs=1e-7)


@given(parts)
def test_population_intervals_lie_in_the_bounds_and_narrow_with_every_answer(part):
    count, n, population = part
    exact, bounds, approximate = finite_population(*part), missing_bounds(*part), wilson_fpc(*part)
    assert bounds.low <= exact.low <= exact.high <= bounds.high <= population
    assert exact.low <= count / n * population + 1e-9 or exact.low == bounds.low
    assert wilson(count, n).low - 1e-12 <= approximate.low <= approximate.value <= approximate.high
    assert approximate.high <= wilson(count, n).high + 1e-12


@given(parts)
def test_with_every_answer_there_is_less_left_to_know(part):
    count, n, population = part
    here, there = finite_population(*part), finite_population(population * 10 * count // population, 10 * n, population * 10)
    assert there.high_share - there.low_share <= here.high_share - here.low_share + 1e-12


@given(parts)
def test_those_without_mirror_those_with(part):
    count, n, population = part
    here, there = finite_population(*part), finite_population(n - count, n, population)
    assert (here.low, here.high) == (population - there.high, population - there.low)


def test_impossible_counts_are_refused():
    for method in (wilson_fpc, finite_population, missing_bounds):
        with pytest.raises(ValueError, match="more answers than persons"):
            method(3, 5, 4)
        with pytest.raises(TooFew):
            method(0, 0, 9)
