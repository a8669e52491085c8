import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.statistics import TooFew, Undetermined
from evaltools.statistics.control_charts import individuals, moving_ranges, shares

SERIES = [5, 7, 6, 8, 9, 5, 6, 7, 12, 6]
varied = st.lists(st.integers(0, 20), min_size=6, max_size=24).filter(lambda values: len(set(values)) > 1)


def test_the_limits_of_single_values_are_those_of_r(models):
    chart, ranges = individuals(SERIES), moving_ranges(SERIES)
    assert (chart.centre, chart.low[0], chart.high[0]) == pytest.approx(models("xmr")[""], abs=1e-12)
    assert (ranges.centre, ranges.low[0], ranges.high[0]) == pytest.approx(models("moving_range")[""], abs=1e-12)


@pytest.mark.parametrize(("limits", "quantity"), [("p", "p_chart"), ("laney", "laney")])
def test_the_limits_of_shares_are_those_of_r(limits, quantity, models, columns):
    presences = columns("presences.csv")
    for asked, expected in models(quantity).items():
        name, period = asked.split()
        chart = shares(presences[name], presences["due"], limits)
        assert (chart.low[int(period)], chart.high[int(period)]) == pytest.approx(expected, abs=1e-12), asked
        assert chart.centre == pytest.approx(models("p_centre")[name][0], abs=1e-12)


def test_laneys_limits_widen_where_periods_differ_more_than_chance(columns):
    presences = columns("presences.csv")
    plain, wider = (shares(presences["uneven"], presences["due"], limits) for limits in ("p", "laney"))
    assert plain.beyond == (6,)
    assert wider.beyond == ()


def test_what_lies_beyond_a_limit_is_found():
    chart = individuals([5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5, 30])
    assert chart.beyond == (11,)
    assert moving_ranges([5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5, 30]).beyond == (10,)
    assert not chart.provisional
    assert individuals(SERIES).provisional


def test_a_long_run_on_one_side_is_a_shift():
    assert individuals([4, 5, 4, 5, 4, 5, 4, 5, 8, 9, 8, 9]).shifted == tuple(range(8))
    assert individuals([4, 5, 4, 5, 4, 5, 4, 8, 9, 8, 9, 8]).shifted == ()


def test_three_of_four_near_a_limit():
    # The mean is 6, the mean range 14/11: halfway to the upper limit is 7.69.
    chart = individuals([6, 5, 6, 5, 6, 5, 6, 5, 4, 8, 8, 8])
    assert chart.centre == pytest.approx(6)
    assert chart.near_a_limit == (11,)


def test_groups_of_twelve_are_refused_a_chart_of_shares():
    with pytest.raises(TooFew, match="units a period") as refused:
        shares([9, 11, 10, 12, 9, 10], [12, 13, 12, 14, 12, 12])
    assert (refused.value.needed, refused.value.given) == (50, 12)
    # Large enough in units, but only one absence is expected: 5 / 0.02 are needed.
    with pytest.raises(TooFew) as refused:
        shares([49, 49, 49, 49, 49, 49], [50] * 6)
    assert refused.value.needed == 250


def test_too_short_or_unvarying_series_are_refused():
    for chart in (individuals, moving_ranges):
        with pytest.raises(TooFew):
            chart([1, 2, 3, 4, 5])
        with pytest.raises(Undetermined):
            chart([3] * 8)
    with pytest.raises(Undetermined):
        shares([100] * 6, [100] * 6)
    with pytest.raises(Undetermined):
        shares([80] * 6, [100] * 6, "laney")
    for counts, sizes in (([101] * 6, [100] * 6), ([-1] * 6, [100] * 6), ([50] * 6, [100] * 7)):
        with pytest.raises(ValueError):
            shares(counts, sizes)
    with pytest.raises(TooFew):
        shares([0] * 6, [0] * 6)
    with pytest.raises(ValueError, match="missing"):
        individuals([1, 2, np.nan, 4, 5, 6])


@given(varied, st.integers(-5, 5), st.integers(1, 4))
def test_limits_hold_the_centre_and_move_with_the_unit(values, shift, scale):
    here, there = individuals(values), individuals([scale * value + shift for value in values])
    assert here.low[0] <= here.centre <= here.high[0]
    assert there.low[0] == pytest.approx(scale * here.low[0] + shift)
    assert here.beyond == there.beyond


@given(varied)
def test_the_mirror_image_has_the_mirrored_signals(values):
    here, there = individuals(values), individuals([-value for value in values])
    assert (here.low[0], here.near_a_limit) == (pytest.approx(-there.high[0]), there.near_a_limit)
    assert individuals(values, within=(0, 20)).low[0] >= 0


@given(st.lists(st.integers(60, 140), min_size=6, max_size=15))
def test_more_units_narrow_the_limits_of_shares(counts):
    one, ten = shares(counts, [200] * len(counts)), shares([10 * x for x in counts], [2000] * len(counts))
    assert 0 <= one.low[0] <= ten.low[0] <= one.centre <= ten.high[0] <= one.high[0] <= 1
