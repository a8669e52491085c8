import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.statistics import TooFew, Undetermined
from evaltools.statistics.means import mean
from evaltools.statistics.multilevel import marginal, random_intercept

PERSONS, WAVES = np.repeat(np.arange(14), 3), np.tile([0.0, 1.0, 2.0], 14)


def held(model, expected, by):
    for term, numbers in expected.items():
        name, _, label = term.partition(" ")
        if name == by:
            estimate = model.coefficients[label]
            assert (estimate.value, estimate.low, estimate.high) == pytest.approx(numbers, rel=1e-5), term


def btheb(columns):
    """One row per person and wave that was answered."""
    persons = columns("btheb.csv")
    waves = np.array([persons[wave] for wave in ("bdi.2m", "bdi.3m", "bdi.5m", "bdi.8m")])
    month, person = np.meshgrid([2, 3, 5, 8], persons["person"], indexing="ij")
    there = np.isfinite(waves)
    spread = {name: np.broadcast_to(persons[name], waves.shape)[there] for name in ("pre", "treated", "drug", "long")}
    return waves[there], {"pre": spread.pop("pre"), "month": month[there], **spread}, person[there]


@pytest.fixture(scope="module")
def cases(columns):
    days, women = columns("sleepstudy.csv"), columns("cohorts.csv")
    return {
        "sleepstudy": (days["outcome"], {"days": days["days"]}, days["person"]),
        "btheb": btheb(columns),
        "cohorts": (women["outcome"], {"wave": women["wave"], "mentored": women["mentored"]}, women["person"], women["cohort"]),
    }


@pytest.fixture(scope="session")
def columns_of_respiratory(columns):
    rows = columns("respiratory.csv")
    outcome, person = rows.pop("outcome"), rows.pop("person")
    return outcome, rows, person


@pytest.mark.parametrize("name", ["sleepstudy", "btheb", "cohorts"])
def test_the_mixed_model_is_that_of_lme4(name, cases, models):
    model = random_intercept(*cases[name])
    held(model, models("coefficient"), name)
    for term, (expected,) in models("satterthwaite").items():
        if term.startswith(name):
            assert model.freedom[term.partition(" ")[2]] == pytest.approx(expected, rel=2e-4), term
    spreads = {"person": model.person_sd, "cohort": model.cohort_sd, "residual": model.residual_sd}
    for term, (expected,) in models("sd").items():
        if term.startswith(name):
            assert spreads[term.partition(" ")[2]] == pytest.approx(expected, rel=1e-5), term
    assert model.log_likelihood == pytest.approx(models("log_likelihood")[name][0], abs=1e-7)


def test_the_marginal_model_is_that_of_geepack_with_the_bias_reduced_covariance(columns_of_respiratory, cases, models):
    outcome, predictors, person = columns_of_respiratory
    model = marginal(outcome, predictors, person, "binomial")
    held(model, models("gee"), "respiratory")
    assert model.correlation == pytest.approx(models("gee_correlation")["respiratory"][0], rel=1e-4)
    assert (model.answers, model.persons) == (444, 111)
    held(marginal(*cases["btheb"]), models("gee"), "btheb")


def test_bias_reduced_errors_are_larger_than_robust_ones(columns_of_respiratory, models):
    outcome, predictors, person = columns_of_respiratory
    model = marginal(outcome, predictors, person, "binomial")
    for term, (robust,) in models("gee_robust").items():
        if term.startswith("respiratory"):
            assert robust < model.errors[term.partition(" ")[2]] < 1.15 * robust


def test_complete_balanced_answers_give_the_paired_t_interval():
    random = np.random.default_rng(3)
    before = random.normal(5, 2, 12)
    after = before + random.normal(1, 1, 12)
    model = random_intercept(np.r_[before, after], {"later": np.repeat([0, 1], 12)}, np.tile(np.arange(12), 2))
    expected, found = mean(after - before), model.coefficients["later"]
    assert (found.value, found.low, found.high) == pytest.approx((expected.value, expected.low, expected.high), rel=1e-6)
    assert model.freedom["later"] == pytest.approx(11, rel=1e-6)


def test_where_persons_seem_alike_the_freedom_is_still_that_of_persons():
    # Within each woman the answers differ, between them the means are the same.
    model = random_intercept(np.tile([3.0, 5.0, 4.5], 14), {"wave": WAVES}, PERSONS)
    assert model.person_sd == 0
    assert model.freedom["wave"] == 12


def test_too_few_persons_or_cohorts_are_refused():
    outcome = np.arange(42) % 5 + WAVES
    few = PERSONS < 9
    for fit in (random_intercept, marginal):
        with pytest.raises(TooFew, match="persons") as refused:
            fit(outcome[few], {"wave": WAVES[few]}, PERSONS[few])
        assert (refused.value.needed, refused.value.given) == (10, 9)
        with pytest.raises(TooFew):
            fit([4.0], {}, [1])
        with pytest.raises(TooFew):
            fit(outcome, {f"x{k}": np.random.default_rng(k).normal(size=42) for k in range(9)}, PERSONS)
    with pytest.raises(TooFew, match="answers of a person"):
        random_intercept(outcome, {"wave": WAVES}, np.arange(42))
    with pytest.raises(TooFew, match="cohorts"):
        random_intercept(outcome, {"wave": WAVES}, PERSONS, PERSONS // 3)


def test_what_has_no_solution_is_refused():
    outcome = np.arange(42) % 5 + WAVES
    for fit in (random_intercept, marginal):
        for predictors in ({"wave": WAVES, "again": 2 * WAVES}, {"same": np.ones(42)}, {"none": np.zeros(42)}):
            with pytest.raises(Undetermined):
                fit(outcome, predictors, PERSONS)
        with pytest.raises(Undetermined):
            fit(2 + WAVES, {"wave": WAVES}, PERSONS)
        with pytest.raises(Undetermined):
            fit(np.full(42, 3.0), {}, PERSONS)
    with pytest.raises(Undetermined):
        marginal(WAVES == 2, {"wave": WAVES}, PERSONS, "binomial")


def test_malformed_rows_are_refused():
    outcome = np.arange(42) % 5 + WAVES
    for fit in (random_intercept, marginal):
        for wrong in ((outcome[1:], {"wave": WAVES}, PERSONS), (outcome, {"wave": WAVES[1:]}, PERSONS),
                      (outcome, {"wave": WAVES}, PERSONS[1:]), (np.full(42, np.nan), {"wave": WAVES}, PERSONS),
                      (outcome, {"intercept": WAVES}, PERSONS)):
            with pytest.raises(ValueError):
                fit(*wrong)
    with pytest.raises(ValueError, match="0 or 1"):
        marginal(outcome, {"wave": WAVES}, PERSONS, "binomial")
    with pytest.raises(ValueError, match="one cohort"):
        random_intercept(outcome, {"wave": WAVES}, PERSONS, np.arange(42) % 7)


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.randoms())
def test_order_and_labels_do_not_matter_and_time_reversed_turns_the_sign(seed, random):
    outcome = np.random.default_rng(seed).integers(0, 11, 42) + PERSONS % 4
    mixed = np.array(random.sample(range(42), 42))
    labels = np.array([f"woman {7 * at % 97}" for at in range(14)])
    for fit in (random_intercept, marginal):
        here = fit(outcome, {"wave": WAVES}, PERSONS).coefficients["wave"]
        there = fit(outcome[mixed], {"wave": WAVES[mixed]}, labels[PERSONS[mixed]]).coefficients["wave"]
        back = fit(outcome, {"wave": 2 - WAVES}, PERSONS).coefficients["wave"]
        assert here.low <= here.value <= here.high
        assert (there.value, there.low, there.high) == pytest.approx((here.value, here.low, here.high), abs=1e-6)
        assert (back.value, back.low, back.high) == pytest.approx((-here.value, -here.high, -here.low), abs=1e-6)


@pytest.mark.long
@pytest.mark.parametrize("fit", [random_intercept, marginal])
def test_intervals_of_twelve_persons_cover_the_truth(fit):
    random, covered = np.random.default_rng(20260930), []
    person, wave = np.repeat(np.arange(12), 3), np.tile([0.0, 1.0, 2.0], 12)
    for _ in range(400):
        outcome = 5 + 0.5 * wave + random.normal(0, 1.2, 12)[person] + random.normal(0, 1, 36)
        there = (wave == 0) | (random.random(36) > 0.2)
        found = fit(outcome[there], {"wave": wave[there]}, person[there]).coefficients["wave"]
        covered.append(found.low <= 0.5 <= found.high)
    # 400 rounds know the coverage to about 0.011.
    assert 0.92 <= np.mean(covered) <= 0.985
