import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from evaltools.statistics import TooFew, Undetermined
from evaltools.statistics.incidence import cumulative_incidence
from evaltools.statistics.survival import kaplan_meier, log_rank, median_stay

stays = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 1)), min_size=1, max_size=20)
scales = st.sampled_from(["log", "log-log", "plain"])


def test_curves_and_their_limits_are_those_of_r(reference, groups):
    exits = groups("exits.csv")
    for asked, expected in reference("kaplan_meier").items():
        group, scale, moment = asked.split()
        (found,) = kaplan_meier(*exits[group], [float(moment)], scale)
        estimate = found.estimate
        assert estimate.value == pytest.approx(expected[0], abs=1e-10), asked
        if estimate.low is not None:
            assert (estimate.low, estimate.high) == pytest.approx(expected[1:], abs=1e-10), asked
            assert (estimate.method, estimate.n) == (scale, len(exits[group][0]))


def test_medians_are_those_of_r_on_every_scale(reference, groups):
    exits = groups("exits.csv")
    for asked, expected in reference("median_stay").items():
        group, scale = asked.split()
        found = median_stay(*exits[group], scale)
        # R's script writes -1 for what is not reached.
        assert tuple(-1 if end is None else end for end in (found.value, found.low, found.high)) == expected, asked


def test_the_published_medians_of_lung(groups):
    exits = groups("exits.csv")
    assert [median_stay(*exits[group], "log").value for group in ("lung1", "lung2")] == [270, 426]
    on_log, on_log_log = (median_stay(*exits["lung1"], scale) for scale in ("log", "log-log"))
    assert ((on_log.low, on_log.high), (on_log_log.low, on_log_log.high)) == ((212, 310), (210, 306))
    assert (on_log.n, on_log.leavers) == (138, 112)


def test_log_rank_tests_are_those_of_r(reference, groups):
    exits = groups("exits.csv")
    for asked, (statistic, p) in reference("log_rank").items():
        names = asked.split()
        times, left = (np.concatenate([exits[name][column] for name in names]) for column in (0, 1))
        number = np.repeat(range(len(names)), [len(exits[name][0]) for name in names])
        found = log_rank(times, left, number)
        assert (found.statistic, found.p, found.freedom) == (
            pytest.approx(statistic, rel=1e-10), pytest.approx(p, rel=1e-9), len(names) - 1)


def test_nobody_or_everybody_gone_has_a_share_and_no_interval_of_no_width():
    nobody, everybody = kaplan_meier([3, 4, 4], [1, 1, 1], [2, 4])
    assert (nobody.estimate.value, nobody.estimate.low) == (1.0, None)
    assert (everybody.estimate.value, everybody.estimate.low) == (0.0, None)


def test_nothing_is_said_after_the_last_person_was_seen():
    known, unknown = kaplan_meier([2, 3, 5], [1, 1, 0], [5, 6])
    assert known.estimate.value == pytest.approx(1 / 3)
    assert (unknown.at_risk, unknown.estimate) == (0, None)


def test_a_median_that_is_not_reached_is_none():
    found = median_stay([2, 9, 9, 9], [1, 0, 0, 0])
    assert (found.value, found.high) == (None, None)
    assert median_stay([5], [1]).value == 5


def test_nobody_one_group_and_impossible_times_are_refused():
    with pytest.raises(TooFew):
        kaplan_meier([], [], [1])
    for times, left, group in (([2, 3], [1, 1], [1, 1]), ([2, 3], [0, 0], [1, 2]), ([2, 3], [0, 1], [1, 2]),
                              ([1, 1, 2, 2], [0, 0, 1, 1], [1, 1, 1, 2])):
        with pytest.raises(Undetermined):
            log_rank(times, left, group)
    for times, left in (([-1], [1]), ([1], [2]), ([1, 2], [1]), ([np.nan], [1])):
        with pytest.raises(ValueError):
            kaplan_meier(times, left, [1])
    with pytest.raises(ValueError, match="one number per person"):
        log_rank([1, 2], [1, 1], [1])


@given(stays)
def test_statsmodels_agrees_on_the_curve(group):
    times, left = (np.array(column) for column in zip(*group, strict=True))
    expected = SurvfuncRight(times, left)
    for moment, value in zip(expected.surv_times, expected.surv_prob, strict=True):
        assert kaplan_meier(times, left, [moment])[0].estimate.value == pytest.approx(value, abs=1e-12)


@given(stays)
def test_with_one_way_to_leave_it_is_what_the_cumulative_incidence_leaves(group):
    times, left = zip(*group, strict=True)
    for stay, gone in zip(kaplan_meier(times, left, range(14)), cumulative_incidence(times, left, 1, range(14)), strict=True):
        assert (stay.estimate is None) == (gone.estimate is None)
        if stay.estimate:
            assert stay.estimate.value == pytest.approx(1 - gone.estimate.value, abs=1e-9)


@given(stays, scales, st.randoms())
def test_the_interval_holds_the_share_whatever_the_order(group, scale, random):
    here = kaplan_meier(*zip(*group, strict=True), range(14), scale)
    there = kaplan_meier(*zip(*random.sample(group, len(group)), strict=True), range(14), scale)
    assert here == there
    values = [stay.estimate.value for stay in here if stay.estimate]
    assert values == sorted(values, reverse=True)
    for stay in here:
        if stay.estimate and stay.estimate.low is not None:
            assert 0 <= stay.estimate.low <= stay.estimate.value <= stay.estimate.high <= 1


@given(stays, scales)
def test_the_median_lies_between_its_ends(group, scale):
    found = median_stay(*zip(*group, strict=True), scale)
    if found.value is None:
        assert found.high is None
    else:
        assert (0 if found.low is None else found.low) <= found.value <= (np.inf if found.high is None else found.high)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 1), st.integers(0, 1)), min_size=4, max_size=20))
def test_the_names_of_groups_do_not_matter_to_the_test(rows):
    times, left, group = (np.array(column) for column in zip(*rows, strict=True))
    try:
        here = log_rank(times, left, group)
    except Undetermined:
        return
    there = log_rank(times, left, 7 - group)
    assert (here.statistic, here.p) == (pytest.approx(there.statistic, abs=1e-9), pytest.approx(there.p, abs=1e-9))
    assert 0 <= here.p <= 1
    assert here.statistic == pytest.approx(survdiff(times, left, group)[0], rel=1e-8, abs=1e-9)
