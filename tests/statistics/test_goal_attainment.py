import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.statistics import TooFew
from evaltools.statistics.goal_attainment import t_change, t_score

goals = st.lists(st.tuples(st.integers(-2, 2), st.integers(1, 9)), min_size=1, max_size=6)


def test_scores_by_hand():
    assert t_score([1, 1, 0]) == pytest.approx(59.129, abs=5e-4)
    assert t_score([2]) == 70
    # 50 + 10 (4 + 3 - 1) / sqrt(.7 (4 + 9 + 1) + .3 * 36)
    assert t_score([2, 1, -1], weights=[2, 3, 1]) == pytest.approx(50 + 60 / 20.6**0.5)
    assert t_score([1, 1], rho=0) == pytest.approx(50 + 20 / 2**0.5)


def test_the_mean_is_50_and_the_deviation_10_where_goals_correlate_as_assumed():
    random = np.random.default_rng(20260930)
    levels = np.sqrt(0.3) * random.normal(size=(20_000, 1)) + np.sqrt(0.7) * random.normal(size=(20_000, 3))
    # The formula on levels that are not rounded to whole numbers: what it was made for.
    scores = 50 + 10 * levels.sum(axis=1) / np.sqrt(0.7 * 3 + 0.3 * 9)
    assert (scores.mean(), scores.std()) == (pytest.approx(50, abs=0.3), pytest.approx(10, abs=0.3))
    rounded = [t_score(row) for row in np.clip(np.rint(levels[:2000]), -2, 2)]
    assert (np.mean(rounded), np.std(rounded)) == (pytest.approx(50, abs=0.7), pytest.approx(10, abs=0.7))


def test_a_change_is_the_difference_of_two_scores_over_the_same_goals():
    before, after, weights = [-1, -2], [1, 0], [3, 1]
    assert t_change(before, after, weights) == pytest.approx(t_score(after, weights) - t_score(before, weights))
    with pytest.raises(ValueError, match="one level per goal each"):
        t_change([-1], [0, 0])


def test_no_goals_and_strange_levels_are_refused():
    with pytest.raises(TooFew):
        t_score([])
    with pytest.raises(TooFew, match="goals with a weight"):
        t_score([1, 2], weights=[0, 0])
    for levels, weights, rho in (([3], None, 0.3), ([0.5], None, 0.3), ([np.nan], None, 0.3), ([1], [-1], 0.3), ([1], [1, 2], 0.3),
                                 ([1], None, 1.0)):
        with pytest.raises(ValueError):
            t_score(levels, weights, rho)


@given(goals, st.randoms())
def test_neither_the_order_nor_the_unit_of_the_weights_matters(group, random):
    here = t_score(*zip(*group, strict=True))
    levels, weights = zip(*random.sample(group, len(group)), strict=True)
    assert t_score(levels, [10 * weight for weight in weights]) == pytest.approx(here)
    assert t_score([-level for level in levels], weights) == pytest.approx(100 - here)


@given(goals)
def test_a_goal_of_no_weight_does_not_count_and_all_as_expected_is_50(group):
    levels, weights = zip(*group, strict=True)
    assert t_score([*levels, 2], [*weights, 0]) == pytest.approx(t_score(levels, weights))
    assert t_score([0] * len(levels), weights) == 50
    assert t_score([2] * len(levels), weights) >= t_score(levels, weights) - 1e-9
