import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.statistics import TooFew
from evaltools.statistics.run_charts import run_chart


def test_runs_and_crossings_are_expected_as_published(models):
    # Table 1 of Anhoej and Olesen: 10, 20 and 24 useful periods.
    for n, longest, crossings in ((10, 6, 2), (20, 7, 6), (24, 8, 8)):
        chart = run_chart([at % 2 for at in range(n)])
        assert (chart.useful, chart.longest_expected, chart.fewest_expected) == (n, longest, crossings)
        assert (chart.longest, chart.crossings) == (1, n - 1)
        assert models("anhoej")[f"{n} longest"] + models("anhoej")[f"{n} crossings"] == (longest, crossings)


def test_a_value_on_the_median_neither_counts_nor_breaks():
    chart = run_chart([1, 2, 1, 5, 2, 1, 2, 8, 9, 8, 9, 8, 9])
    assert (chart.median, chart.useful) == (5, 12)
    assert chart.shifted == (0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12)


def test_a_rise_counts_equal_neighbours_once():
    assert run_chart([5, 1, 2, 2, 3, 4, 5, 0, 9, 0]).trending == (1, 2, 4, 5, 6)
    assert run_chart([5, 1, 2, 2, 3, 4, 0, 9, 0, 1]).trending == ()


def test_short_or_unvarying_series_are_refused():
    for values in ([], [1], [2] * 20, [1, 2, 3, 4, 5], [3, 3, 3, 3, 1, 2, 4, 5]):
        with pytest.raises(TooFew, match="off the median"):
            run_chart(values)
    with pytest.raises(ValueError, match="missing"):
        run_chart([1, 2, np.nan, 4, 5, 6])


def test_chance_alone_makes_as_many_patterns_as_the_docstring_says():
    random = np.random.default_rng(1)
    charts = [run_chart(random.normal(size=20)) for _ in range(1500)]
    assert np.mean([bool(chart.shifted) for chart in charts]) == pytest.approx(0.10, abs=0.03)
    assert np.mean([bool(chart.trending) for chart in charts]) == pytest.approx(0.20, abs=0.03)
    unusual = [chart.longest > chart.longest_expected or chart.crossings < chart.fewest_expected for chart in charts]
    assert np.mean(unusual) < 0.05


@given(st.lists(st.integers(0, 9), min_size=8, max_size=24), st.integers(1, 5), st.integers(-9, 9))
def test_unit_and_direction_do_not_matter(values, scale, shift):
    try:
        here = run_chart(values)
    except TooFew:
        return
    for other in ([scale * value + shift for value in values], [-value for value in values]):
        there = run_chart(other)
        assert (there.shifted, there.trending, there.crossings, there.longest) == (
            here.shifted, here.trending, here.crossings, here.longest)
    back = run_chart(values[::-1])
    assert (back.crossings, back.longest, len(back.shifted)) == (here.crossings, here.longest, len(here.shifted))
