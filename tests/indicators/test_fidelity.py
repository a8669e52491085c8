"""F: sessions counted by hand."""

from __future__ import annotations

import pytest
from counted import Count

SESSIONS = """
cohorts
cohort programme site    case_manager start      planned_end end
a      ateliers  ixelles CM1          2026-02-15 2026-09-30  .
b      ateliers  ixelles CM1          2025-07-01 2026-05-31  2026-05-31
c      miriam    forest  CM3          2026-01-01 2026-12-31  .

enrolments
participant cohort start      end        exit_reason
anna        a      2026-02-15 .          .
bea         a      2026-02-15 2026-06-30 job
cleo        a      2026-02-15 2026-06-29 job
dora        a      2026-06-30 .          .
eva         b      2025-07-01 2026-05-31 completed
fara        b      2025-07-01 2026-05-30 job

sessions
session date       cohort venue status
a1      2026-02-20 a      hall  held
a2      2026-03-02 a      hall  held
a3      2026-03-16 a      hall  held
a4      2026-03-31 a      park  held
a5      2026-04-14 a      hall  held
a6      2026-04-29 a      park  held
a7      2026-05-10 a      hall  cancelled
a8      2026-06-30 a      .     held
a9      2026-07-01 a      park  held
b1      2026-05-04 b      hall  held
b2      2026-05-31 b      room  held
c1      2026-03-31 c      hall  held
c2      2026-03-31 c      hall  held
c3      2026-04-14 c      hall  held
c4      2026-04-29 c      hall  held
c5      2026-06-30 c      hall  held

presences
participant a1 a5 a6 a8
anna        p  p  p  p
bea         p  p  e  p
cleo        p  u  e  .
dora        .  .  .  u

presences
participant b1 b2
eva         p  p
fara        p  p
"""


def test_the_usual_place_is_the_most_frequent_one_so_far(count: Count) -> None:
    # Up to June the hall was used 4 times, the park twice. In the quarter: a5 there, a6 not; a8's place is not known.
    counted = count(SESSIONS, "F02")
    assert counted.share("a") == (1, 2)
    assert counted.share("ixelles") == (2, 4), "b: of two places used once each, the first in the alphabet"
    assert counted("ixelles")["persons"] is None
    assert counted("ixelles")["cohorts"] == 2


def test_sessions_a_month_over_full_months_only(count: Count) -> None:
    # a began on 15 February: March 3, April 2, May 0 (cancelled), June 1. b ran to the last of May: 11 months, 2 sessions in May.
    counted = count(SESSIONS, "F03")
    assert (counted.value("a"), counted("a")["n"]) == (6 / 4, 4)
    assert (counted.value("b"), counted("b")["n"]) == (pytest.approx(2 / 11), 11)
    assert counted.value("ixelles") == pytest.approx(8 / 15)


def test_a_group_that_overran_its_plan_counts_up_to_its_end(count: Count) -> None:
    late = SESSIONS.replace("2025-07-01 2026-05-31  2026-05-31", "2025-07-01 2026-03-31  2026-05-31")
    assert count(late, "F03")("b")["n"] == 11
    planned = SESSIONS.replace("2025-07-01 2026-05-31  2026-05-31", "2025-07-01 2026-05-15  .         ")
    assert count(planned, "F03")("b")["n"] == 10


def test_at_most_a_fortnight_between_sessions(count: Count) -> None:
    # Two on one day are one. 31 March to 14 April: 14 days; to 29 April: 15; to 30 June: 62.
    assert count(SESSIONS, "F17").share("c") == (1, 3)
    assert set(count(SESSIONS, "F17").figures["scope"]) == {"c", "forest", "miriam"}, "of no workshop"


def test_size_of_the_group_on_the_last_day_and_at_a_session(count: Count) -> None:
    # On 30 June: anna, bea (her last day), dora (her first). Present: a5 2, a6 1, a8 2.
    counted = count(SESSIONS, "F21")
    assert counted.value("a", "enrolled") == 3
    assert counted.value("a", "present") == pytest.approx(5 / 3)
    assert counted("a", "present")["n"] == 3
    # b closed on 31 May, when fara had left the day before; her name on the list of that day is not a presence.
    assert counted.value("b", "enrolled") == 1
    assert counted.value("b", "present") == pytest.approx((2 + 1) / 2)
    assert counted.value("ixelles", "enrolled") == 2


CHRISTMAS = """
cohorts
cohort programme site    start      planned_end end
a      ateliers  ixelles 2025-10-01 2026-06-30  .

sessions
session cohort date       start_time
a1      a      2025-12-19 09:30
a2      a      2025-12-22 09:30
a3      a      2025-12-26 09:30
"""


def test_no_session_of_the_school_holidays_that_all_share_fits(count: Count) -> None:
    assert count(CHRISTMAS, "F04", period="2025-Q4").share("a") == (1, 3)
    later = CHRISTMAS.replace("2025-12-19", "2026-01-02").replace("2025-12-22", "2026-01-05").replace("2025-12-26", "2026-01-12")
    assert count(later, "F04", period="2026-Q1").share("a") == (2, 3)


def test_where_christmas_is_at_a_weekend_the_holidays_begin_after_it(count: Count) -> None:
    later = CHRISTMAS.replace("2025-12-19", "2027-12-24").replace("2025-12-22", "2027-12-27").replace("2025-12-26", "2027-12-23")
    assert count(later, "F04", period="2027-Q4").share("a") == (2, 3)
