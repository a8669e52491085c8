import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.genmod.cov_struct import Independence
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_estimating_equations import GEE

from evaltools.statistics import TooFew
from evaltools.statistics.clustered import design_effect, rate, standard_error
from evaltools.statistics.proportions import wilson

persons = st.integers(1, 12).flatmap(lambda due: st.tuples(st.integers(0, due), st.just(due)))
attendances = st.lists(persons, min_size=1, max_size=15)


def gee_error(presences, due, kind):
    """Standard error of the rate by GEE on single sessions, carried from the logit to the rate."""
    person = np.repeat(np.arange(len(due)), due.astype(int))
    present = np.concatenate([np.arange(d) < y for y, d in zip(presences, due, strict=True)]).astype(float)
    model = GEE(present, np.ones((present.size, 1)), groups=person, family=Binomial(), cov_struct=Independence())
    share = present.mean()
    return model.fit(cov_type=kind).bse[0] * share * (1 - share)


def test_rates_are_those_of_r(reference, groups):
    for group, expected in reference("rate").items():
        estimate = rate(*groups("attendance.csv")[group])
        assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, abs=1e-9), group


def test_the_standard_error_is_that_of_svyratio(reference, groups):
    for group, (expected,) in reference("rate_error").items():
        assert standard_error(*groups("attendance.csv")[group]) == pytest.approx(expected, abs=1e-12), group


def test_the_standard_error_is_that_of_geeglm(reference, groups):
    # Respiratory: 111 patients at four visits, and small groups.
    for group, (expected,) in reference("rate_gee").items():
        assert standard_error(*groups("attendance.csv")[group]) == pytest.approx(expected, abs=1e-9), group


def test_the_logit_interval_of_svyciprop_is_near(reference, groups):
    for group, expected in reference("rate_logit").items():
        estimate = rate(*groups("attendance.csv")[group])
        assert (estimate.low, estimate.high) == pytest.approx(expected, abs=0.035), group


def test_gee_agrees_up_to_its_small_sample_factor(groups):
    for presences, due in groups("attendance.csv").values():
        m = len(due)
        robust = gee_error(presences, due, "robust")
        assert standard_error(presences, due) == pytest.approx(robust * np.sqrt(m / (m - 1)), rel=1e-6)


def test_bias_reduced_gee_agrees_when_all_were_due_equally_often(groups):
    presences, due = groups("attendance.csv")["equal"]
    reduced = gee_error(presences, due, "bias_reduced")
    assert standard_error(presences, due) == pytest.approx(reduced * np.sqrt(11 / 12), rel=1e-6)


def test_all_present_and_nobody_present_have_an_interval():
    everybody, nobody = rate([10] * 12, [10] * 12), rate([0] * 12, [10] * 12)
    assert everybody.value == everybody.high == 1.0
    assert 0.85 < everybody.low < 1
    assert (nobody.low, nobody.high) == pytest.approx((0, 1 - everybody.low))


def test_one_absence_never_raises_the_interval():
    full, one_absence = rate([10] * 12, [10] * 12), rate([9] + [10] * 11, [10] * 12)
    assert one_absence.low < full.low
    assert one_absence.high <= full.high


def test_ten_sessions_of_one_woman_are_not_ten_women():
    presences, due = [10, 10, 0, 10, 1, 10, 9, 0, 10], [10] * 9
    clustered, naive = rate(presences, due), wilson(60, 90)
    assert clustered.value == naive.value
    assert clustered.high - clustered.low > 2 * (naive.high - naive.low)


def test_the_floor_holds_where_persons_look_alike():
    # All of the same rate: no clustering can be seen, 1 + 0.1 * (10 - 1) is assumed.
    assert design_effect([8] * 9, [10] * 9) == pytest.approx(1.9)
    assert design_effect([1] * 9, [1] * 9) == pytest.approx(1.0)


def test_one_person_has_a_rate_and_no_interval():
    estimate = rate([7], [10])
    assert (estimate.value, estimate.low, estimate.high, estimate.n) == (0.7, None, None, 1)
    with pytest.raises(TooFew):
        standard_error([7], [10])


def test_persons_never_expected_do_not_count():
    assert rate([8, 0, 9], [10, 0, 10]) == rate([8, 9], [10, 10])


def test_nobody_due_and_impossible_presences_are_refused():
    with pytest.raises(TooFew):
        rate([0, 0], [0, 0])
    for presences, due in (([3], [2]), ([-1], [2]), ([1, 2], [3]), ([np.nan], [3])):
        with pytest.raises(ValueError):
            rate(presences, due)


@given(attendances, st.randoms())
def test_order_does_not_matter_and_the_interval_holds_the_rate(group, random):
    here = rate(*zip(*group, strict=True))
    there = rate(*zip(*random.sample(group, len(group)), strict=True))
    assert (here.value, here.n) == (pytest.approx(there.value), len(group))
    if here.low is not None:
        assert 0 <= here.low <= here.value <= here.high <= 1
        assert (here.low, here.high) == pytest.approx((there.low, there.high), abs=1e-9)


@given(attendances)
def test_absences_mirror_presences(group):
    presences, due = (np.array(column) for column in zip(*group, strict=True))
    here, there = rate(presences, due), rate(due - presences, due)
    assert here.value == pytest.approx(1 - there.value)
    if here.low is not None:
        assert (here.low, here.high) == pytest.approx((1 - there.high, 1 - there.low), abs=1e-9)


@pytest.mark.parametrize("correlation", [0.15, 0.35])
@pytest.mark.parametrize("share", [0.85, 0.95])
def test_the_interval_covers_the_truth(share, correlation):
    random, covered, rounds = np.random.default_rng(20260930), 0, 500
    weight = 1 / correlation - 1
    for _ in range(rounds):
        due = random.integers(4, 11, 10)
        presences = random.binomial(due, random.beta(share * weight, (1 - share) * weight, 10))
        estimate = rate(presences, due)
        covered += estimate.low <= share <= estimate.high
    # 500 rounds know the coverage to about 0.02.
    assert covered / rounds >= 0.92
