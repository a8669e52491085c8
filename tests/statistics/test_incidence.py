import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight

from evaltools.statistics import TooFew
from evaltools.statistics.incidence import cumulative_incidence, standard_error
from evaltools.statistics.proportions import wilson

exits = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 3)), min_size=1, max_size=20)
left = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 3)), min_size=1, max_size=20)


def test_incidences_are_those_of_r(reference, groups):
    exits = groups("exits.csv")
    for asked, (expected,) in reference("incidence").items():
        group, reason, moment = asked.split()
        (found,) = cumulative_incidence(*exits[group], int(reason), [float(moment)])
        assert found.estimate.value == pytest.approx(expected, abs=1e-11), asked


def test_numbers_at_risk_are_those_of_r(reference, groups):
    exits = groups("exits.csv")
    for asked, (expected,) in reference("at_risk").items():
        group, moment = asked.split()
        assert cumulative_incidence(*exits[group], 1, [float(moment)])[0].at_risk == expected, asked


def test_the_standard_error_is_that_of_survfit(reference, groups):
    exits = groups("exits.csv")
    for asked, (expected,) in reference("incidence_error").items():
        group, reason, moment = asked.split()
        found = standard_error(*exits[group], int(reason), float(moment))
        assert found == pytest.approx(expected, abs=1e-12), asked


def test_the_published_incidence_after_ten_years(groups):
    pcm, death = (cumulative_incidence(*groups("exits.csv")["mgus2"], reason, [120])[0] for reason in (1, 2))
    assert (round(pcm.estimate.value, 6), round(death.estimate.value, 6)) == (0.063722, 0.531818)
    assert 0.05 < pcm.estimate.low < 0.0637 < pcm.estimate.high < 0.08


def test_one_minus_kaplan_meier_would_overstate():
    times, reasons = np.array([1, 2, 3, 4, 5, 6, 6, 6]), np.array([2, 1, 2, 1, 2, 1, 0, 0])
    (found,) = cumulative_incidence(times, reasons, 1, [6])
    # By hand: 1/8 at 2, 1/8 at 4, 1/8 at 6, since nobody is lost before the end.
    assert (found.leavers, found.estimate.value) == (3, pytest.approx(3 / 8))
    kaplan_meier = 1 - 6 / 7 * 4 / 5 * 2 / 3
    assert kaplan_meier > found.estimate.value + 0.15


def test_before_the_first_exit_nobody_has_left_and_the_interval_is_wilsons():
    (found,) = cumulative_incidence([3, 4, 5, 5], [1, 2, 0, 1], 1, [2])
    assert (found.at_risk, found.leavers) == (4, 0)
    assert (found.estimate.value, found.estimate.low, found.estimate.high) == (0, 0, wilson(0, 4).high)


def test_persons_lost_before_the_moment_lend_it_no_precision():
    (found,) = cumulative_incidence([2, 3, 4, 6, 6], [0, 0, 2, 0, 0], 1, [5])
    assert (found.at_risk, found.estimate.value, found.estimate.high) == (2, 0.0, wilson(0, 3).high)


def test_nothing_is_said_after_the_last_person_was_seen():
    while_known, unknown = cumulative_incidence([2, 3, 5], [1, 2, 0], 1, [5, 6])
    assert while_known.estimate.value == pytest.approx(1 / 3)
    assert (unknown.at_risk, unknown.estimate) == (0, None)


def test_when_all_have_left_it_stays_known():
    at_end, later = cumulative_incidence([2, 3, 5], [1, 2, 1], 1, [5, 60])
    assert at_end.estimate == later.estimate
    assert at_end.estimate.value == pytest.approx(2 / 3)


def test_one_person():
    stayed, left = (cumulative_incidence([4], [reason], 1, [4])[0].estimate for reason in (0, 1))
    assert (stayed.value, left.value) == (0.0, 1.0)
    assert left.low == wilson(1, 1).low


def test_nobody_and_the_impossible_are_refused():
    with pytest.raises(TooFew):
        cumulative_incidence([], [], 1, [4])
    for times, reasons, reason in (([-1], [0], 1), ([1], [-1], 1), ([1], [0.5], 1), ([1, 2], [1], 1), ([1], [1], 0)):
        with pytest.raises(ValueError):
            cumulative_incidence(times, reasons, reason, [4])


@given(exits)
def test_statsmodels_agrees_wherever_it_answers(group):
    times, reasons = (np.array(column) for column in zip(*group, strict=True))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        expected = CumIncidenceRight(times, reasons)
    for reason in range(1, int(reasons.max()) + 1):
        for position, moment in enumerate(expected.times):
            (found,) = cumulative_incidence(times, reasons, reason, [moment])
            assert found.estimate.value == pytest.approx(expected.cinc[reason - 1][position], abs=1e-11)
            error = expected.cinc_se[reason - 1][position]
            if np.isfinite(error):
                # Its square root of a rounded zero is up to 1e-8.
                assert standard_error(times, reasons, reason, moment) == pytest.approx(error, abs=1e-7)


@given(exits)
def test_incidences_rise_hold_their_value_and_sum_to_at_most_one(group):
    times, reasons = zip(*group, strict=True)
    moments = sorted(set(times))
    curves = [cumulative_incidence(times, reasons, reason, moments) for reason in (1, 2, 3)]
    values = np.array([[found.estimate.value for found in curve] for curve in curves])
    assert (np.diff(values, axis=1) >= -1e-12).all()
    assert (values.sum(axis=0) <= 1 + 1e-9).all()
    for found in (found for curve in curves for found in curve):
        assert 0 <= found.estimate.low <= found.estimate.value <= found.estimate.high <= 1
        assert found.estimate.low < found.estimate.high


@given(left, st.integers(1, 13))
def test_when_all_are_followed_to_the_end_it_is_the_plain_share_and_wilsons_interval(group, moment):
    times, reasons = zip(*group, strict=True)
    (found,) = cumulative_incidence(times, reasons, 1, [moment])
    plain = wilson(sum(time <= moment and reason == 1 for time, reason in group), len(group))
    assert (found.estimate.value, found.estimate.low, found.estimate.high) == pytest.approx(
        (plain.value, plain.low, plain.high), abs=1e-9
    )
