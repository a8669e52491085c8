import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from evaltools.statistics import TooFew
from evaltools.statistics.proportions import (
    clopper_pearson,
    finite_population,
    missing_bounds,
    risk_difference,
    score_interval,
    wilson,
    wilson_fpc,
)

shares = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
parts = shares.flatmap(lambda share: st.tuples(st.just(share[0]), st.just(share[1]), st.integers(share[1], 90)))


def numbers(asked):
    return [int(part) for part in asked.split()]


@pytest.mark.parametrize("method", [wilson, clopper_pearson, wilson_fpc, risk_difference])
def test_intervals_are_those_of_r(method, reference):
    for asked, expected in reference(method.__name__).items():
        estimate = method(*numbers(asked))
        # R solves some of them by root finding, to about 1e-12.
        assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, abs=1e-10), asked


def test_the_published_intervals_of_newcombe():
    for count, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)):
        assert (round(wilson(count, n).low, 4), round(wilson(count, n).high, 4)) == (low, high)


def test_exact_counts_of_a_population_are_those_of_r(reference):
    for asked, expected in reference("finite_population").items():
        found = finite_population(*numbers(asked))
        assert (found.low, found.high) == expected, asked


def test_statsmodels_agrees_on_the_risk_difference():
    expected = confint_proportions_2indep(9, 12, 5, 14, method="newcomb", compare="diff")
    estimate = risk_difference(9, 12, 5, 14)
    assert (estimate.low, estimate.high) == pytest.approx(expected, abs=1e-12)


def test_nobody_and_everybody_end_exactly_at_the_ends():
    assert (wilson(0, 7).low, wilson(7, 7).high) == (0.0, 1.0)
    assert (clopper_pearson(0, 7).low, clopper_pearson(7, 7).high) == (0.0, 1.0)


def test_when_all_answered_nothing_is_left_unknown():
    assert (wilson_fpc(9, 12, 12).low, wilson_fpc(9, 12, 12).high) == (0.75, 0.75)
    assert finite_population(9, 12, 12) == missing_bounds(9, 12, 12)


def test_bounds_are_everybody_or_nobody_of_the_missing():
    bounds = missing_bounds(5, 8, 14)
    assert (bounds.low, bounds.high, bounds.low_share, bounds.high_share) == (5, 11, 5 / 14, 11 / 14)


def test_a_large_population_is_no_population():
    assert wilson_fpc(9, 12, 10**9).low == pytest.approx(wilson(9, 12).low, abs=1e-7)


def test_an_effective_size_need_not_be_whole():
    # 9.5 of 12.5, solved by hand from (p - q)^2 = z^2 q (1 - q) / n.
    value, size, z = 0.76, 12.5, 1.959963984540054
    for end in score_interval(value, size):
        assert (value - end) ** 2 == pytest.approx(z**2 * end * (1 - end) / size, abs=1e-12)


@pytest.mark.parametrize("method", [wilson, clopper_pearson])
@given(shares)
def test_intervals_hold_the_share_and_stay_between_0_and_1(method, share):
    estimate = method(*share)
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert estimate.low < estimate.high
    assert estimate.n == share[1]


@given(shares)
def test_those_without_mirror_those_with(share):
    count, n = share
    here, there = wilson(count, n), wilson(n - count, n)
    assert (here.low, here.high) == pytest.approx((1 - there.high, 1 - there.low), abs=1e-12)


@given(shares)
def test_the_exact_interval_is_never_narrower_than_at_a_lower_level(share):
    wide, narrow = clopper_pearson(*share, level=0.99), clopper_pearson(*share, level=0.8)
    assert wide.low <= narrow.low <= narrow.high <= wide.high


@given(parts)
def test_population_intervals_lie_in_the_bounds_and_narrow_with_every_answer(part):
    count, n, population = part
    exact, bounds, approximate = finite_population(*part), missing_bounds(*part), wilson_fpc(*part)
    assert bounds.low <= exact.low <= exact.high <= bounds.high <= population
    assert exact.low <= count / n * population + 1e-9 or exact.low == bounds.low
    assert wilson(count, n).low - 1e-12 <= approximate.low <= approximate.value <= approximate.high
    assert approximate.high <= wilson(count, n).high + 1e-12


@given(shares, shares)
def test_a_difference_changes_sign_when_the_groups_swap(one, other):
    forth, back = risk_difference(*one, *other), risk_difference(*other, *one)
    assert -1 <= forth.low <= forth.value <= forth.high <= 1
    assert (forth.value, forth.low, forth.high) == pytest.approx((-back.value, -back.high, -back.low), abs=1e-12)


def test_impossible_counts_are_refused():
    for method, arguments in ((wilson, (3, 2)), (wilson_fpc, (3, 5, 4)), (finite_population, (3, 5, 4))):
        with pytest.raises(ValueError):
            method(*arguments)
    for method, arguments in ((wilson, (0, 0)), (missing_bounds, (0, 0, 9)), (risk_difference, (1, 2, 0, 0))):
        with pytest.raises(TooFew):
            method(*arguments)
