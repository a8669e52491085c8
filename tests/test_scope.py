from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.errors import SettingsError
from evaltools.scope import Period, Scope

PERIODS = st.builds(Period, st.integers(1000, 2999), st.integers(1, 4))
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@pytest.mark.parametrize("text", ["2026-Q3", " 2026-q3 "])
def test_a_quarter_is_read(text: str) -> None:
    assert Period.parse(text) == Period(2026, 3)


@pytest.mark.parametrize("text", [
    "2026-Q5", "2026-Q0", "2026Q3", "2026-3", "26-Q3", "2026-Q33", "", "0000-Q1", "9999-Q4", "2026-Q3\n2026-Q4",
    "\u0662\u0660\u0662\u0666-Q3"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Period.parse(text)
    assert "2026-Q3" in raised.value.hint


@pytest.mark.parametrize(("quarter", "start", "end"), [
    (1, dt.date(2026, 1, 1), dt.date(2026, 4, 1)), (2, dt.date(2026, 4, 1), dt.date(2026, 7, 1)),
    (3, dt.date(2026, 7, 1), dt.date(2026, 10, 1)), (4, dt.date(2026, 10, 1), dt.date(2027, 1, 1))])
def test_a_quarter_is_half_open(quarter: int, start: dt.date, end: dt.date) -> None:
    assert (Period(2026, quarter).start, Period(2026, quarter).end) == (start, end)


@given(DAYS)
def test_every_day_belongs_to_one_quarter(day: dt.date) -> None:
    period = Period.of(day)
    assert period.start <= day < period.end
    assert Period.of(period.end) == period.next()


@given(PERIODS, st.integers(-40, 40))
def test_going_back_and_forth_is_standing_still(period: Period, quarters: int) -> None:
    assert period.back(quarters).back(-quarters) == period
    assert (period.back(quarters) < period) == (quarters > 0)


@given(PERIODS)
def test_what_is_written_is_read(period: Period) -> None:
    assert Period.parse(str(period)) == period


def test_quarters_sort_by_time() -> None:
    assert sorted([Period(2026, 1), Period(2025, 4), Period(2026, 3)]) == [Period(2025, 4), Period(2026, 1), Period(2026, 3)]


def test_four_quarters_back_is_a_year() -> None:
    assert Period(2026, 1).back(4) == Period(2025, 1)
    assert Period(2026, 1).back().next() == Period(2026, 1)


def test_a_scope_says_what_it_is_about() -> None:
    assert str(Scope("cohort", "ixl-a")) == "cohort ixl-a"
