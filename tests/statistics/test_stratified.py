import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evaltools.statistics import TooFew, Undetermined
from evaltools.statistics.proportions import risk_difference
from evaltools.statistics.stratified import later_dropout, mantel_haenszel

# Dissatisfied who left and stayed, others who left and stayed, of three cohorts; the fourth has no dissatisfied.
SMALL = {"early": (4, 3, 2, 5), "middle": (3, 5, 1, 4), "late": (5, 2, 3, 4), "single": (0, 4, 2, 6)}
persons = st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from("abc")), min_size=2, max_size=40)


def one_by_one(tables):
    rows = [
        (exposed, happened, stratum)
        for stratum, counts in tables.items()
        for (exposed, happened), count in zip(((1, 1), (1, 0), (0, 1), (0, 0)), counts, strict=True)
        for _ in range(count)
    ]
    return (np.array(column) for column in zip(*rows, strict=True))


def held(found, name, models):
    for estimate, quantity in ((found.difference, "mh_difference"), (found.odds_ratio, "mh_odds")):
        assert (estimate.value, estimate.low, estimate.high) == pytest.approx(models(quantity)[name], abs=1e-9), quantity
    assert found.p == pytest.approx(models("mh_p")[name][0], abs=1e-10)


def test_small_cohorts_are_pooled_as_in_r(models):
    held(mantel_haenszel(*one_by_one(SMALL)), "small", models)


def test_berkeleys_admissions_are_pooled_as_in_r(columns, models):
    rows = columns("admissions.csv")
    times = rows.pop("persons").astype(int)
    admitted, man, department = (np.repeat(rows[name], times) for name in ("admitted", "man", "department"))
    found = mantel_haenszel(man, admitted, department)
    held(found, "admissions", models)
    assert (found.strata, found.n) == (6, 4526)
    # Simpson's paradox: pooled without departments men seem to be preferred, within them women are, a little.
    crude = risk_difference(int(admitted[man == 1].sum()), int((man == 1).sum()), int(admitted[man == 0].sum()), int((man == 0).sum()))
    assert crude.low > 0.1
    assert found.difference.value < 0


def test_a_cohort_without_both_kinds_says_nothing():
    alone = {**SMALL, "all alike": (0, 0, 3, 9)}
    assert mantel_haenszel(*one_by_one(alone)) == mantel_haenszel(*one_by_one(SMALL))


def test_only_dropout_after_the_answer_counts():
    never = np.inf
    found = later_dropout([1, 1, 1, 0, 0, 0], [3] * 6, [5, 6, never, never, never, 9], list("aaaaaa"))
    assert found.difference.value == pytest.approx(1 / 3)
    for left in ([3, never], [2, never]):
        with pytest.raises(ValueError, match="no later"):
            later_dropout([1, 0], [3, 3], left, ["a", "a"])
    for answered, left in (([3], [5, 6]), ([3, 3], [np.nan, 5])):
        with pytest.raises(ValueError):
            later_dropout([1, 0], answered, left, ["a", "a"])


def test_an_odds_ratio_without_end_is_not_given():
    found = mantel_haenszel([1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 0, 1], list("aaaaaa"))
    assert found.odds_ratio is None
    assert found.difference.value == pytest.approx(2 / 3)
    apart = mantel_haenszel([1, 1, 0, 0], [1, 1, 0, 0], list("aaaa"))
    assert (apart.difference.value, apart.difference.low) == (1.0, None)


def test_too_few_or_unvarying_persons_are_refused():
    for exposed in ([], [1], [1, 1, 1], [0, 0]):
        with pytest.raises(TooFew, match="both exposed"):
            mantel_haenszel(exposed, [1] * len(exposed), ["a"] * len(exposed))
    with pytest.raises(TooFew):
        mantel_haenszel([1, 0], [1, 0], ["a", "b"])
    for happened in ([1, 1, 1], [0, 0, 0]):
        with pytest.raises(Undetermined):
            mantel_haenszel([1, 0, 0], happened, ["a"] * 3)
    with pytest.raises(Undetermined):
        mantel_haenszel([1, 0, 1, 0], [1, 1, 0, 0], list("aabb"))
    for wrong in (([1, 2], [1, 0]), ([1, np.nan], [1, 0]), ([1, 0], [1, 0, 1])):
        with pytest.raises(ValueError):
            mantel_haenszel(*wrong, ["a", "a"])


@given(persons, st.randoms())
def test_order_and_labels_do_not_matter_and_swapped_groups_turn_the_sign(rows, random):
    exposed, happened, cohort = (np.array(column) for column in zip(*rows, strict=True))
    try:
        here = mantel_haenszel(exposed, happened, cohort)
    except (TooFew, Undetermined):
        assume(False)
    mixed = random.sample(rows, len(rows))
    there = mantel_haenszel(*zip(*[(one, other, f"cohort {name}") for one, other, name in mixed], strict=True))
    back = mantel_haenszel(~exposed, happened, cohort)
    assert -1 <= here.difference.value <= 1
    assert 0 <= here.p <= 1
    assert here.difference.value == pytest.approx(there.difference.value) == pytest.approx(-back.difference.value)
    if here.difference.low is not None:
        assert here.difference.low <= here.difference.value <= here.difference.high
        assert back.difference.low == pytest.approx(-here.difference.high)
    if here.odds_ratio is not None:
        assert here.odds_ratio.low <= here.odds_ratio.value <= here.odds_ratio.high
        assert back.odds_ratio.value == pytest.approx(1 / here.odds_ratio.value)


@pytest.mark.parametrize(("effect", "cohorts"), [(0.15, 4), (0.0, 8), (0.1, 20)])
def test_the_interval_of_the_difference_covers_the_truth(effect, cohorts):
    random, covered = np.random.default_rng(20260930), []
    for _ in range(600):
        cohort, dissatisfied = np.repeat(np.arange(cohorts), 13), random.random(13 * cohorts) < 0.35
        chance = np.clip(0.25 + random.normal(0, 0.05, cohorts), 0.05, 0.6)[cohort] + effect * dissatisfied
        difference = mantel_haenszel(dissatisfied, random.random(13 * cohorts) < chance, cohort).difference
        covered.append(difference.low <= effect <= difference.high)
    # 600 rounds know the coverage to about 0.01.
    assert 0.915 <= np.mean(covered) <= 0.985
