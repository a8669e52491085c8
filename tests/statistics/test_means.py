import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from evaltools.statistics import TooFew
from evaltools.statistics.means import bootstrap_mean, mean, median, summary

answers = st.lists(st.integers(0, 10), min_size=1, max_size=20)


def test_means_are_those_of_r(reference, groups):
    for group, expected in reference("mean").items():
        before, after = groups("paired.csv")[group]
        estimate = mean(after - before)
        assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, abs=1e-10), group


def test_part_of_a_population_is_as_in_r_survey(reference):
    estimate = mean([3, 4, 5, 4, 2, 5, 4, 4], population=14)
    expected = reference("mean_fpc")["8 14"]
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, abs=1e-10)
    assert estimate.method == "t_fpc"


def test_one_value_has_a_mean_and_no_interval():
    estimate = mean([4.0])
    assert (estimate.value, estimate.low, estimate.high, estimate.n, estimate.method) == (4.0, None, None, 1, "none")


def test_equal_values_have_no_interval_unless_all_answered():
    assert mean([4, 4, 4]).low is None
    assert mean([4, 4, 4], population=5).low is None
    assert (mean([4, 4, 4], population=3).low, mean([4, 4, 4], population=3).high) == (4.0, 4.0)


def test_when_all_answered_the_mean_is_known():
    estimate = mean([2, 4, 6], population=3)
    assert (estimate.low, estimate.value, estimate.high) == (4.0, 4.0, 4.0)


def test_the_interval_ends_where_the_scale_ends():
    assert mean([10, 10, 9, 10]).high > 10
    assert mean([10, 10, 9, 10], within=(0, 10)).high == 10


def test_missing_nobody_and_impossible_are_refused():
    with pytest.raises(TooFew):
        mean([])
    for values, more in (([1, np.nan], {}), ([1, 2, 3], {"population": 2}), ([11], {"within": (0, 10)})):
        with pytest.raises(ValueError):
            mean(values, **more)


@given(answers, st.randoms())
def test_order_does_not_matter(values, random):
    mixed = random.sample(values, len(values))
    here, there = mean(values), mean(mixed)
    assert (here.value, here.n, here.method) == (pytest.approx(there.value), there.n, there.method)
    assert here.low == pytest.approx(there.low)


@given(answers, st.integers(0, 10))
def test_the_interval_holds_the_mean_and_narrows_with_the_population(values, missing):
    free, part = mean(values, within=(0, 10)), mean(values, population=len(values) + missing, within=(0, 10))
    assert min(values) <= free.value <= max(values)
    if free.low is not None:
        assert 0 <= free.low <= part.low <= part.value == free.value <= part.high <= free.high <= 10


@given(answers.filter(lambda values: len(set(values)) > 1))
def test_scipy_agrees(values):
    expected = ttest_1samp(values, 0).confidence_interval(0.9)
    estimate = mean(values, level=0.9)
    assert (estimate.low, estimate.high) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_medians_are_those_that_no_sign_test_of_r_rejects(reference, groups):
    for group, expected in reference("median").items():
        estimate = median(groups("single.csv")[group][0])
        assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, abs=1e-9), group


def test_the_bootstrap_is_that_of_r_up_to_its_draws(reference, groups):
    for group, (value, low, high) in reference("bootstrap_mean").items():
        estimate = bootstrap_mean(groups("single.csv")[group][0])
        assert estimate.value == pytest.approx(value, abs=1e-12)
        assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=0.03 * (high - low)), group


def test_the_bootstrap_is_the_same_at_every_run_and_in_every_order():
    answers = [3, 4, 5, 4, 2, 5, 4, 4, 5, 1, 4, 5]
    assert bootstrap_mean(answers, draws=999) == bootstrap_mean(answers[::-1], draws=999)
    assert (bootstrap_mean([4.0]).low, bootstrap_mean([4, 4, 4]).low) == (None, None)


def test_fewer_than_six_values_have_a_median_and_no_interval():
    assert (median([1, 2, 3, 4, 9]).value, median([1, 2, 3, 4, 9]).low) == (3.0, None)
    assert (median([1, 2, 3, 4, 9, 9]).low, median([1, 2, 3, 4, 9, 9]).high) == (1.0, 9.0)
    assert median([4]).value == 4.0
    with pytest.raises(TooFew):
        median([])


@given(answers, st.randoms())
def test_the_median_lies_in_its_interval_whatever_the_order(values, random):
    here = median(values)
    assert here == median(random.sample(values, len(values)))
    if here.low is not None:
        assert min(values) <= here.low <= here.value <= here.high <= max(values)


def test_below_fifteen_the_median_stands_beside_the_mean_and_the_ends_are_those_of_the_scale():
    few, many = summary([3, 4, 4, 5] * 3, ends=(1, 5)), summary([3, 4, 4, 5] * 4, ends=(1, 5))
    assert (few.mean.value, few.median.value, few.ends) == (4.0, 4.0, (1, 5))
    assert few.deviation == pytest.approx((6 / 11) ** 0.5)
    assert many.median is None
    assert summary([3], ends=(1, 5)).deviation is None
    with pytest.raises(ValueError, match="outside its scale"):
        summary([6], ends=(1, 5))
