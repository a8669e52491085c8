import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evaltools.statistics import TooFew, Undetermined
from evaltools.statistics.weighting import (
    effective_size,
    response_weights,
    stabilised_weights,
    weighted_difference,
    weighted_mean,
)


@pytest.fixture(scope="module")
def smokers(columns):
    return columns("nhefs.csv")


@pytest.fixture(scope="module")
def predictors(smokers):
    given = {name: smokers[name] for name in ("sex", "race")}
    for name in ("age", "smokeintensity", "smokeyrs", "wt71"):
        given |= {name: smokers[name], f"{name}_squared": smokers[name] ** 2}
    for name in ("education", "exercise", "active"):
        given |= {f"{name}_{level:.0f}": (smokers[name] == level) * 1.0 for level in np.unique(smokers[name])[1:]}
    return given


def test_weights_for_who_answered_are_those_of_r(smokers, predictors, models):
    answered = np.isfinite(smokers["wt82_71"])
    weights = response_weights(answered, predictors, {"qsmk": smokers["qsmk"]}, truncate=(0, 1))
    assert (weights.mean, weights.smallest, weights.largest) == pytest.approx(models("weights")["response"], rel=1e-6)
    assert weights.effective == pytest.approx(models("effective")["response"][0], rel=1e-6)
    cut = response_weights(answered, predictors, {"qsmk": smokers["qsmk"]})
    assert (min(cut.values), max(cut.values)) == pytest.approx(models("truncated")["response"], rel=1e-6)
    expected = models("weighted_mean")[""]
    mean = weighted_mean(smokers["wt82_71"][answered], weights.values)
    assert (mean.value, mean.low, mean.high) == pytest.approx(expected, rel=1e-6)


def test_the_published_effect_is_found_again(smokers, predictors, models):
    """Hernan and Robins, What If, 12.6: 3.5 kg (2.5 to 4.5), weighted for who stopped smoking and who was weighed again."""
    answered = np.isfinite(smokers["wt82_71"])
    treated = stabilised_weights(smokers["qsmk"], predictors)
    assert (treated.mean(), treated.min(), treated.max()) == pytest.approx(models("weights")["treatment"], rel=1e-6)
    weights = (treated * stabilised_weights(answered, predictors, {"qsmk": smokers["qsmk"]}))[answered]
    assert (weights.mean(), weights.min(), weights.max()) == pytest.approx(models("weights")["both"], rel=1e-6)
    effect = weighted_difference(smokers["wt82_71"][answered], smokers["qsmk"][answered], weights)
    assert (effect.value, effect.low, effect.high) == pytest.approx(models("weighted_difference")[""], rel=1e-6)
    assert [round(end, 1) for end in (effect.value, effect.low, effect.high)] == [3.5, 2.5, 4.5]
    assert effect.n == 1566


def test_weights_undo_a_loss_that_the_predictors_explain():
    random = np.random.default_rng(5)
    kind = random.integers(0, 2, 4000)
    answered = random.random(4000) < np.where(kind == 1, 0.9, 0.3)
    score = 4.0 + 3 * kind
    weights = response_weights(answered, {"kind": kind})
    assert np.mean(score[answered]) > score.mean() + 0.5
    assert weighted_mean(score[answered], weights.values).value == pytest.approx(score.mean(), abs=1e-6)
    assert weights.mean == pytest.approx(1, abs=1e-6)


def test_small_groups_are_refused():
    few = np.arange(60) % 60 < 49
    with pytest.raises(TooFew, match="who answered") as refused:
        response_weights(few, {"age": np.arange(60)})
    assert (refused.value.needed, refused.value.given) == (50, 49)
    with pytest.raises(TooFew):
        stabilised_weights([], {})
    with pytest.raises(TooFew):
        weighted_mean([3.0] * 49, [1.0] * 49)
    # Sixty persons of whom one counts for most are not worth fifty.
    with pytest.raises(TooFew, match="worth"):
        weighted_mean([3.0] * 60, [1.0] * 59 + [30.0])
    with pytest.raises(TooFew, match="of each kind"):
        response_weights(np.arange(60) > 0, {"age": np.arange(60)})
    with pytest.raises(TooFew, match="of each kind"):
        response_weights(np.ones(60), {})
    with pytest.raises(TooFew, match="each group"):
        weighted_difference([3.0] * 60, [1] + [0] * 59, [1.0] * 60)


def test_what_is_certain_beforehand_cannot_be_weighted():
    age = np.arange(120)
    with pytest.raises(Undetermined, match="certain"):
        response_weights(age >= 60, {"age": age})
    answered = age % 3 > 0
    for predictors in ({"age": age, "again": age}, {"same": np.ones(120)}):
        with pytest.raises(Undetermined, match="repeats"):
            response_weights(answered, predictors)


def test_malformed_rows_are_refused():
    answered = np.arange(120) % 3 > 0
    for wrong in ({"age": np.arange(119)}, {"age": np.full(120, np.nan)}):
        with pytest.raises(ValueError):
            response_weights(answered, wrong)
    with pytest.raises(ValueError, match="besides"):
        response_weights(answered, {"age": np.arange(120)}, {"age": np.arange(120)})
    with pytest.raises(ValueError):
        response_weights(np.arange(120), {})
    for weights in ([0.0, 1.0], [-1.0, 1.0], [np.nan]):
        with pytest.raises(ValueError):
            effective_size(weights)
    with pytest.raises(TooFew):
        effective_size([])
    for call in (lambda: weighted_mean([1.0] * 60, [1.0] * 61), lambda: weighted_difference([1.0] * 60, [1, 0], [1.0] * 60)):
        with pytest.raises(ValueError):
            call()


@given(st.lists(st.floats(0.1, 10), min_size=1, max_size=30), st.floats(0.1, 10))
def test_the_effective_size_lies_between_one_and_all(weights, scale):
    size = effective_size(weights)
    assert 1 - 1e-9 <= size <= len(weights) + 1e-9
    assert effective_size([scale * weight for weight in weights]) == pytest.approx(size)


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_order_does_not_matter_and_swapped_groups_turn_the_sign(seed):
    random = np.random.default_rng(seed)
    age, answered = random.integers(20, 50, 150), random.random(150) < 0.7
    assume(50 <= answered.sum() <= 148)
    score, group, mixed = random.normal(5, 2, 150), random.integers(0, 2, 150), random.permutation(150)
    weights = response_weights(answered, {"age": age})
    again = response_weights(answered[mixed], {"age": age[mixed]})
    assert sorted(weights.values) == pytest.approx(sorted(again.values), abs=1e-9)
    here = weighted_difference(score[answered], group[answered], weights.values)
    back = weighted_difference(score[answered], 1 - group[answered], weights.values)
    assert here.low <= here.value <= here.high
    assert (back.value, back.low) == pytest.approx((-here.value, -here.high))
