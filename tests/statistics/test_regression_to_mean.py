import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.statistics import TooFew
from evaltools.statistics.regression_to_mean import expected_change, expected_change_below

scores = st.lists(st.integers(0, 10), min_size=1, max_size=15)
correlations = st.floats(0, 1)


def test_the_change_below_a_cut_off_is_that_of_numerical_integration(models):
    for asked, (expected,) in models("below").items():
        assert expected_change_below(*map(float, asked.split())) == pytest.approx(expected, abs=1e-9), asked


def test_a_group_chosen_low_rises_as_expected_although_nothing_happens():
    random = np.random.default_rng(11)
    true = random.normal(6, np.sqrt(0.7) * 2, 200_000)
    first, again = (true + random.normal(0, np.sqrt(0.3) * 2, 200_000) for _ in range(2))
    chosen = first < 5
    risen = float((again - first)[chosen].mean())
    assert expected_change_below(5, 6, 2, 0.7) == pytest.approx(risen, abs=0.02)
    assert expected_change(first[chosen], 6, 0.7).value == pytest.approx(risen, abs=0.02)


def test_a_perfect_measure_does_not_regress_and_an_empty_one_wholly():
    assert expected_change([3, 4, 5], 6, 1).value == 0
    assert expected_change([3, 4, 5], 6, 0).value == 2
    assert expected_change_below(5, 6, 2, 1) == 0


def test_one_person_and_equal_scores_have_no_interval():
    for baseline in ([3], [3, 3, 3]):
        change = expected_change(baseline, 6, 0.5)
        assert (change.value, change.low, change.high) == (1.5, None, None)


def test_far_below_the_mean_it_stays_defined():
    assert expected_change_below(-100, 0, 1, 0.5) == pytest.approx(50, rel=1e-3)
    assert expected_change_below(100, 0, 1, 0.5) == pytest.approx(0, abs=1e-12)


def test_impossible_numbers_are_refused():
    with pytest.raises(TooFew):
        expected_change([], 6, 0.7)
    for correlation in (-0.1, 1.1, np.nan):
        with pytest.raises(ValueError, match="correlation"):
            expected_change([3, 4], 6, correlation)
        with pytest.raises(ValueError, match="correlation"):
            expected_change_below(5, 6, 2, correlation)
    for spread in (0, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match="spread"):
            expected_change_below(5, 6, spread, 0.7)
    with pytest.raises(ValueError, match="missing"):
        expected_change([3, np.nan], 6, 0.7)


@given(scores, correlations, st.randoms())
def test_order_does_not_matter_and_the_mirror_image_turns_the_sign(baseline, correlation, random):
    here = expected_change(baseline, 6, correlation)
    there = expected_change(random.sample(baseline, len(baseline)), 6, correlation)
    mirrored = expected_change([10 - score for score in baseline], 4, correlation)
    assert here.value == pytest.approx(there.value)
    assert mirrored.value == pytest.approx(-here.value)
    assert abs(here.value) <= abs(6 - np.mean(baseline)) + 1e-9
    if here.low is not None:
        assert here.low <= here.value <= here.high


@given(st.floats(-5, 5), st.floats(0.1, 3), correlations)
def test_a_lower_cut_off_regresses_more(cutoff, step, correlation):
    assert expected_change_below(cutoff - step, 0, 1, correlation) >= expected_change_below(cutoff, 0, 1, correlation) >= 0
