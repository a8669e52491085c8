"""R: women and visits counted by hand."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from counted import Count
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_from_text import tables_from_text

from evaltools.estimates import as_of
from evaltools.indicators import View
from evaltools.indicators.reach import persons_in_register
from evaltools.scope import Period
from evaltools.tables import TABLES

REGISTER = """
cohorts
cohort programme site    case_manager start      planned_end end
a      ateliers  ixelles CM1          2026-01-12 2026-12-15  .
b      ateliers  ixelles CM2          2026-01-12 2026-12-15  .
c      ateliers  jette   CM3          2026-01-12 2026-05-15  2026-05-15

enrolments
participant cohort start      end        exit_reason
first_day   a      2026-04-01 .          .
day_before  a      2026-03-31 .          .
last_day    a      2026-06-30 .          .
day_after   a      2026-07-01 .          .
out_first   a      2026-02-01 2026-04-01 job
out_last    a      2026-02-01 2026-06-30 job
out_after   a      2026-02-01 2026-07-01 job
out_before  a      2026-02-01 2026-03-31 job
both        a      2026-04-10 .          .
both        b      2026-04-20 .          .
with_group  c      2026-02-01 .          .
"""


def test_women_who_started_left_and_stayed(count: Count) -> None:
    counted = count(REGISTER, "R01")
    assert counted.value("a", "entries") == 3  # first_day, last_day, both
    assert counted.value("a", "exits") == 2  # out_first, out_last
    assert counted.value("a", "active") == 5  # first_day, day_before, last_day, out_after, both
    assert counted.women("a", "active") == {"first_day", "day_before", "last_day", "out_after", "both"}


def test_a_woman_in_two_groups_is_one_woman_of_the_site(count: Count) -> None:
    counted = count(REGISTER, "R01")
    assert (counted.value("a", "entries"), counted.value("b", "entries")) == (3, 1)
    assert counted.value("ixelles", "entries") == 3
    assert counted("ixelles", "entries")["numerator"] == 3


NOTED = """
cohorts
cohort programme site    start      planned_end end
a      ateliers  ixelles 2026-01-12 2026-12-15  .

participants
participant single_mother employment
works       yes           job
seeks       yes           jobseeking
not_alone   no            none
not_noted   yes           .
unknown     .             none

enrolments
participant cohort start      end exit_reason
works       a      2026-04-01 .   .
seeks       a      2026-04-01 .   .
not_alone   a      2026-04-01 .   .
not_noted   a      2026-04-01 .   .
unknown     a      2026-04-01 .   .
"""


def test_whose_work_is_not_noted_is_not_taken_as_working(count: Count) -> None:
    counted = count(NOTED, "R02")
    assert counted.share("ateliers", "not_working") == (1, 3)  # seeks; of works, seeks, not_alone
    assert counted.share("ateliers", "single_mother") == (3, 4)


MIXED = """
cohorts
cohort programme site    start      planned_end end
a      ateliers  ixelles 2026-01-12 2026-12-15  .

participants
participant age_band entry_channel
anna        25_34    cpas
bea         25_34    cpas
cleo        35_44    school
dora        45_plus  commune
eva         .        .

enrolments
participant cohort start      end exit_reason
anna        a      2026-04-01 .   .
bea         a      2026-04-01 .   .
cleo        a      2026-04-01 .   .
dora        a      2026-04-01 .   .
eva         a      2026-04-01 .   .
"""


def test_two_alike_of_four_are_as_mixed_as_less_than_three_groups(count: Count) -> None:
    # A half, a quarter and a quarter: 1 over (4 + 1 + 1) sixteenths. eva's band is not noted.
    assert count(MIXED, "R08E").value("ateliers", "age") == pytest.approx(16 / 6)
    figure = count(MIXED, "C01E")("ateliers")
    assert (figure["n"], figure["persons"], figure["low"]) == (4, 4, None)
    assert figure["value"] == pytest.approx(16 / 6)


def test_who_has_no_exit_leaves_with_her_group(count: Count) -> None:
    counted = count(REGISTER, "R01")
    assert (counted.value("c", "exits"), counted.value("c", "active")) == (1, 0)


def test_all_active_groups_stand_behind_a_count_also_of_none(count: Count) -> None:
    counted = count(REGISTER, "R01")
    assert counted("ixelles", "exits")["cohorts"] == 2, "although b has no exit"
    assert counted("jette", "entries")["cohorts"] == 1
    assert counted("ateliers", "exits")["cohorts"] == 3


DAYS = st.dates(min_value=Period(2025, 4).start, max_value=Period(2026, 4).start)


@settings(max_examples=50)
@given(st.lists(st.tuples(DAYS, st.none() | DAYS), min_size=1, max_size=12), st.none() | DAYS)
def test_in_one_group_the_flow_balances(stays: list[tuple[dt.date, dt.date | None]], closed: dt.date | None) -> None:
    tables = tables_from_text(REGISTER)
    group = tables["cohorts"].to_dict("records")[0]
    tables["cohorts"] = TABLES["cohorts"].frame([{**group, "start": Period(2025, 1).start, "end": closed}])
    last = closed or dt.date(2030, 1, 1)
    tables["enrolments"] = TABLES["enrolments"].frame(
        {"participant": str(number), "cohort": "a", "start": start, "end": end and min(max(start, end), last)}
        for number, (start, end) in enumerate(stays) if start <= last)
    before, now = (_parts(tables, period) for period in (Period(2026, 1), Period(2026, 2)))
    assert before["active"] + now["entries"] - now["exits"] == now["active"]


def _parts(tables: dict[str, pd.DataFrame], period: Period) -> dict[str, int]:
    start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
    rows = persons_in_register(View(as_of(tables, end), start, end))
    return {part: int((rows["part"] == part).sum()) for part in ("entries", "exits", "active")}


PRESENT = """
cohorts
cohort programme site    case_manager start      planned_end end
a      ateliers  ixelles CM1          2025-10-01 2026-12-15  .
b      ateliers  jette   CM2          2025-10-01 2026-12-15  .

enrolments
participant cohort start      end exit_reason
anna        a      2025-10-01 .   .
bea         a      2025-10-01 .   .
cleo        a      2025-10-01 .   .
anna        b      2025-10-01 .   .
dora        b      2025-10-01 .   .

sessions
session date       cohort status
a1      2025-12-31 a      held
a2      2026-01-01 a      held
a3      2026-06-30 a      held
b1      2026-05-05 b      held
b2      2026-05-06 b      cancelled

presences
participant a1 a2 a3
anna        p  p  p
bea         p  e  u
cleo        .  .  p

presences
participant b1 b2
anna        p  p
dora        u  p
"""


def test_women_present_once_since_january(count: Count) -> None:
    # anna in both sites; bea came last year; dora only to a cancelled session
    counted = count(PRESENT, "R03")
    assert (counted.value("ixelles"), counted.value("jette"), counted.value("ateliers")) == (2, 1, 2)
    assert count(PRESENT, "R03", period="2026-Q1").value("ateliers") == 1
    assert count(PRESENT, "R03", period="2025-Q4").value("ixelles") == 2


BUREAU = """
visits
visit participant programme site   date       appointment first_contact need_legal need_isolation
v1    anna        bureau    relais 2026-01-01 yes         yes           yes        no
v2    anna        bureau    relais 2026-04-01 no          no            .          .
v3    bea         bureau    relais 2026-06-30 yes         yes           yes        .
v4    .           bureau    relais 2026-05-05 no          yes           no         yes
v5    .           bureau    relais 2026-05-06 .           yes           no         yes
v6    cleo        bureau    relais 2026-07-01 yes         yes           yes        yes
v7    dora        bureau    relais 2025-12-31 yes         yes           yes        yes

contacts
contact participant programme site   date       kind
c1      eva         bureau    relais 2026-02-02 legal
c2      anna        bureau    relais 2026-05-05 legal
c3      .           bureau    relais 2026-05-05 social
c4      anna        bureau    relais 2026-05-06 legal
c5      fara        bureau    relais 2026-07-01 legal
"""


def test_families_of_the_year_by_visit_or_interview(count: Count) -> None:
    counted = count(BUREAU, "R12")
    assert counted.value("relais") == 3  # anna, bea, eva
    assert counted.women("bureau") == {"anna", "bea", "eva"}
    assert count(BUREAU, "R12", period="2026-Q3").value("bureau") == 5


def test_people_received_in_the_quarter_without_the_unknown(count: Count) -> None:
    assert count(BUREAU, "R13").value("relais") == 2  # anna, bea


def test_nobody_is_none_and_is_said(count: Count) -> None:
    assert count(BUREAU, "R13", period="2027-Q1").value("relais") == 0
