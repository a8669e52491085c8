import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from evaltools.statistics import TooFew
from evaltools.statistics.proportions import (
    agresti_coull,
    clopper_pearson,
    jeffreys,
    risk_difference,
    score_interval,
    wilson,
)

shares = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
methods = [wilson, clopper_pearson, agresti_coull, jeffreys]


def numbers(asked):
    return [int(part) for part in asked.split()]


@pytest.mark.parametrize("method", [*methods, risk_difference])
def test_intervals_are_those_of_r(method, reference):
    for asked, expected in reference(method.__name__).items():
        estimate = method(*numbers(asked))
        # R solves some of them by root finding, to about 1e-12.
        assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, abs=1e-10), asked


def test_the_published_intervals_of_newcombe():
    for count, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)):
        assert (round(wilson(count, n).low, 4), round(wilson(count, n).high, 4)) == (low, high)


def test_statsmodels_agrees_on_the_risk_difference():
    expected = confint_proportions_2indep(9, 12, 5, 14, method="newcomb", compare="diff")
    estimate = risk_difference(9, 12, 5, 14)
    assert (estimate.low, estimate.high) == pytest.approx(expected, abs=1e-12)


def test_nobody_and_everybody_end_exactly_at_the_ends():
    for method in methods:
        assert (method(0, 7).low, method(7, 7).high) == (0.0, 1.0)


def test_agresti_and_coull_stay_where_shares_are():
    # The formula alone gives 1.039.
    assert (round(agresti_coull(12, 12).low, 4), agresti_coull(12, 12).high) == (0.7180, 1.0)


@pytest.mark.parametrize("method", methods)
@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(2, 5))
def test_more_persons_of_the_same_share_narrow_the_interval(method, share, times):
    few, many = method(*share), method(share[0] * times, share[1] * times)
    assert many.high - many.low < few.high - few.low


def test_an_effective_size_need_not_be_whole():
    # 9.5 of 12.5, solved by hand from (p - q)^2 = z^2 q (1 - q) / n.
    value, size, z = 0.76, 12.5, 1.959963984540054
    for end in score_interval(value, size):
        assert (value - end) ** 2 == pytest.approx(z**2 * end * (1 - end) / size, abs=1e-12)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.8, 0.95, 0.99]))
def test_statsmodels_agrees_on_the_score_interval(share, level):
    count, n = share
    assert score_interval(count / n, n, level) == pytest.approx(proportion_confint(count, n, 1 - level, "wilson"), abs=1e-12)


@pytest.mark.parametrize("method", methods)
@given(shares)
def test_intervals_hold_the_share_and_stay_between_0_and_1(method, share):
    estimate = method(*share)
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert estimate.low < estimate.high
    assert estimate.n == share[1]


@pytest.mark.parametrize("method", methods)
@given(shares)
def test_those_without_mirror_those_with(method, share):
    count, n = share
    here, there = method(count, n), method(n - count, n)
    assert (here.low, here.high) == pytest.approx((1 - there.high, 1 - there.low), abs=1e-12)


@given(shares)
def test_the_exact_interval_is_never_narrower_than_at_a_lower_level(share):
    wide, narrow = clopper_pearson(*share, level=0.99), clopper_pearson(*share, level=0.8)
    assert wide.low <= narrow.low <= narrow.high <= wide.high


@given(shares, shares)
def test_a_difference_changes_sign_when_the_groups_swap(one, other):
    forth, back = risk_difference(*one, *other), risk_difference(*other, *one)
    assert -1 <= forth.low <= forth.value <= forth.high <= 1
    assert (forth.value, forth.low, forth.high) == pytest.approx((-back.value, -back.high, -back.low), abs=1e-12)


def test_impossible_counts_are_refused():
    for method in methods:
        for count, n in ((3, 2), (-1, 2)):
            with pytest.raises(ValueError, match="between 0 and its base"):
                method(count, n)
        with pytest.raises(TooFew):
            method(0, 0)
    with pytest.raises(TooFew):
        risk_difference(1, 2, 0, 0)
