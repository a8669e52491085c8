import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.statistics import TooFew, Undetermined
from evaltools.statistics.reliability import alpha, item_rest_correlations, omega_total


@pytest.fixture(scope="module")
def traits(columns):
    items = columns("bfi.csv")
    return {trait: np.column_stack([items[f"{trait}{k}"] for k in range(1, 6)]) for trait in "ACN"}


def invented(seed, persons=120):
    random = np.random.default_rng(seed)
    return np.clip(np.round(3 + random.normal(0, 1, (persons, 1)) + random.normal(0, 1, (persons, 4))), 1, 5)


def test_alpha_and_feldts_interval_are_those_of_psych(traits, columns, models):
    # Thirty departments are too few: each stands four times, as in the script.
    attitude = np.tile(np.column_stack(list(columns("attitude.csv").values())), (4, 1))
    for name, answers in {**traits, "attitude": attitude}.items():
        found = alpha(answers)
        assert (found.value, found.low, found.high) == pytest.approx(models("alpha")[name], abs=1e-10), name
    assert round(alpha(attitude).value, 4) == 0.8431


def test_omega_is_that_of_lavaan(traits, models):
    for name, answers in traits.items():
        assert omega_total(answers).value == pytest.approx(models("omega")[name][0], abs=2e-5), name


def test_an_item_that_was_not_turned_shows(traits, models):
    for name, answers in traits.items():
        found = item_rest_correlations(answers)
        assert found == pytest.approx([models("item_rest")[f"{name} {k}"][0] for k in range(1, 6)], abs=1e-10)
    wrong = traits["C"].copy()
    wrong[:, 3] = 7 - wrong[:, 3]
    assert [at for at, with_rest in enumerate(item_rest_correlations(wrong)) if with_rest < 0] == [3]
    assert alpha(wrong).value < alpha(traits["C"]).value


def test_the_answers_of_one_group_are_refused():
    for method in (alpha, omega_total, item_rest_correlations):
        for persons in (0, 1, 12, 99):
            with pytest.raises(TooFew) as refused:
                method(invented(1)[:persons])
            assert (refused.value.needed, refused.value.given, refused.value.of) == (100, persons, "persons")
        with pytest.raises(TooFew, match="items"):
            method(invented(1)[:, :1])


def test_items_without_variation_are_refused():
    same, cancelling = invented(1).copy(), np.column_stack([np.arange(120) % 5, -(np.arange(120) % 5)])
    same[:, 2] = 4
    for method in (alpha, omega_total, item_rest_correlations):
        with pytest.raises(Undetermined):
            method(same)
        with pytest.raises(Undetermined):
            method(np.full((120, 3), 2.0))
    with pytest.raises(Undetermined):
        alpha(cancelling)
    with pytest.raises(Undetermined):
        omega_total(np.column_stack([invented(1), invented(1)[:, 0]]))
    with pytest.raises(Undetermined):
        item_rest_correlations(np.column_stack([invented(1)[:, 0], cancelling]))


def test_missing_answers_are_refused():
    for answers in (np.full((120, 3), np.nan), np.arange(120)):
        with pytest.raises(ValueError):
            alpha(answers)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.randoms())
def test_order_and_unit_do_not_matter_and_more_persons_narrow(seed, random):
    answers = invented(seed)
    here = alpha(answers)
    assert here.low <= here.value <= here.high <= 1
    mixed = answers[np.array(random.sample(range(120), 120))][:, random.sample(range(4), 4)]
    assert alpha(10 * mixed + 3).value == pytest.approx(here.value)
    assert omega_total(10 * mixed + 3).value == pytest.approx(omega_total(answers).value, abs=1e-4)
    doubled = alpha(np.tile(answers, (2, 1)))
    assert here.low < doubled.low <= doubled.high < here.high


def test_feldts_interval_covers_the_truth():
    random, covered = np.random.default_rng(20260930), []
    for _ in range(800):
        found = alpha(random.normal(0, 1, (100, 1)) + random.normal(0, 1, (100, 4)))
        covered.append(found.low <= 0.8 <= found.high)
    assert 0.93 <= np.mean(covered) <= 0.975
