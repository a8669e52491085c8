"""Charts: drawn from the base and the band alone, withheld figures have no length, the alt text says what is drawn."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.languages import Language
from evaltools.report import charts
from evaltools.report.figure import Figure
from evaltools.report.pieces import across, piece

LANGUAGE = Language("en")


def figure(status: str, kind: str = "share", part: str = "a", **numbers) -> Figure:
    return Figure("S01", "end", part, "cohort", "cohort", "x", kind, "percent", status, entry={"title": {"en": "Title"}}, **numbers)


def drawn(chart) -> str:
    return str(piece("bars", chart=chart, say=LANGUAGE.say))


def test_a_band_is_solid_to_its_low_end_and_striped_to_its_high_end():
    bar = charts.bar(LANGUAGE, figure("banded", n=11, count_low=6, count_high=8), "name")
    assert bar.text == "6 to 8 of 11"
    assert bar.sure == pytest.approx(6 / 11)
    assert bar.maybe == pytest.approx(8 / 11)
    assert bar.cells == 11


def test_withheld_has_no_length_and_no_number():
    chart = charts.shares(LANGUAGE, "Message", "", [[figure("withheld")]])
    html = drawn(chart)
    assert not re.search(r'class="(sure|maybe|track)"', html)
    assert not re.search(r"\d", re.sub(r"<[^>]+>", "", html))
    assert "not shown" in html


@given(st.integers(6, 20).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 2))))
def test_a_banded_drawing_is_a_function_of_base_and_band(pair):
    n, low = pair
    banded = figure("banded", n=n, count_low=low, count_high=low + 2)
    first, again = (drawn(charts.shares(LANGUAGE, "m", "", [[banded]])) for _ in range(2))
    widths = re.findall(r'class="(?:sure|maybe)"[^>]*width="([\d.]+%)"', first)
    assert first == again
    assert widths[-2:] == [across(low / n), across(2 / n)]


def test_a_register_total_has_no_likely_range_and_answers_have_one():
    rate = Figure("T01", "", "enrolled", "site", "site", "x", "rate", "percent", "exact", n=100, numerator=80, value=0.8, low=0.7, high=0.9)
    assert charts.bar(LANGUAGE, rate, "").line is None
    assert charts.bar(LANGUAGE, figure("exact", n=44, numerator=30, value=0.68, low=0.5, high=0.8), "").line == (0.5, 0.8)


def test_fewer_than_five_is_striped_on_the_scale_of_the_longest():
    few = Figure("A11", "", "legal", "site", "site", "x", "count", "count", "banded", count_low=0, count_high=4)
    many = Figure("A11", "", "social", "site", "site", "x", "count", "count", "exact", numerator=40, value=40.0)
    bars = [group[0] for group in charts.counts(LANGUAGE, "m", "", [few, many]).groups]
    assert [(bar.sure, bar.maybe, bar.text) for bar in bars] == [(1.0, 1.0, "40"), (0.0, 0.1, "fewer than 5")]


def test_parts_side_by_side_need_one_base_and_exact_numbers():
    present = figure("exact", n=143, numerator=118, value=0.8252)
    absent = figure("exact", part="b", n=143, numerator=25, value=0.1748)
    stack = charts.stack(LANGUAGE, "m", "", [(present, "Present"), (absent, "Absent")])
    assert stack is not None
    assert [(round(part.start, 3), round(part.end, 3)) for part in stack.segments] == [(0.0, 0.825), (0.825, 1.0)]
    assert charts.stack(LANGUAGE, "m", "", [(present, ""), (figure("withheld"), "")]) is None
    assert charts.stack(LANGUAGE, "m", "", [(present, ""), (figure("exact", n=99, numerator=1), "")]) is None
    assert charts.stack(LANGUAGE, "m", "", [(figure("banded", n=11, count_low=3, count_high=5), "")]) is None


@pytest.mark.parametrize(("low", "high", "n", "sure", "maybe"), [(9, 11, 11, 8, 10), (0, 2, 11, 0, 2), (5, 5, 10, 5, 5)])
def test_people_out_of_ten_never_say_more_than_the_band(low, high, n, sure, maybe):
    counted = charts.people(LANGUAGE, figure("banded", n=n, count_low=low, count_high=high), "name")
    assert counted is not None
    assert (counted.sure, counted.maybe) == (sure, maybe)


def test_people_out_of_ten_are_rounded_where_the_share_is_exact():
    counted = charts.people(LANGUAGE, figure("exact", n=13, numerator=11, value=0.846), "name")
    assert counted is not None
    assert (counted.sure, counted.maybe) == (8, 8)
    assert charts.people(LANGUAGE, figure("withheld"), "name") is None


def test_a_dumbbell_keeps_the_text_of_each_mark_on_its_own_side():
    before = Figure("P34", "intake", "work", "cohort", "cohort", "x", "mean", "points", "banded", n=9, value=6.0)
    after = Figure("P34", "end", "work", "cohort", "cohort", "x", "mean", "points", "banded", n=9, value=4.5)
    chart = charts.domains(LANGUAGE, "m", [("Work", [before, after], "−1.5")], ["intake", "end"])
    left, right = chart.rows[0].ends
    assert (left.text, right.text if right else "") == ("4.5", "6.0")
    assert chart.rows[0].span == (0.45, 0.6)
    assert not chart.has_range
    assert "Work: 6.0 – 4.5" in chart.alt


def test_alt_text_holds_the_message_and_every_own_value(cohort):
    html = str(cohort.satisfaction())
    alt = re.search(r'aria-label="(Bar chart\.[^"]+)"', html)
    assert alt
    assert "9 to 11 of 11" in alt[1]
    assert "not shown" in alt[1]


def test_geometry_is_the_same_text_everywhere():
    assert [across(1 / 3), across(0), across(1), across(1.2), across(0.5)] == ["33.33%", "0%", "100%", "100%", "50%"]
