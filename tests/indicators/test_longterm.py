"""L: one year later, counted by hand."""

from __future__ import annotations

from counted import Count

LATER = """
cohorts
cohort programme site    case_manager start      planned_end end
a      ateliers  ixelles CM1          2024-09-01 2025-06-30  2025-06-30
b      ateliers  ixelles CM1          2024-09-01 2025-07-01  2025-07-01
now    ateliers  ixelles CM1          2025-09-01 2026-12-31  .

enrolments
participant cohort start      end        exit_reason
anna        a      2024-09-01 2025-06-30 completed
bea         a      2024-09-01 2025-06-30 completed
cleo        a      2024-09-01 2025-06-30 completed
dora        a      2024-09-01 2024-12-01 job
eva         b      2024-09-01 2025-07-01 completed

forms intake
participant cohort submitted  confidence employment autonomy
anna        a      2024-09-01 l4         seek       l2
bea         a      2024-09-01 l4         job        l5
cleo        a      2024-09-01 l4         none       l5
dora        a      2024-09-01 l4         pn         l5

forms end
participant cohort submitted  contacts employment autonomy
anna        a      2025-06-30 c3       seek       l3
bea         a      2025-06-30 c4       art60      l5
cleo        a      2025-06-30 c2       train      pn

forms followup12
participant cohort submitted  contacts employment autonomy
anna        a      2026-06-30 c3       job        l5
bea         a      2026-06-29 c2       seek       l4
cleo        a      2026-06-28 c4       volun      l9
dora        a      2026-06-28 c4       job        l9
eva         b      2026-07-01 c4       job        l9
"""


def test_women_heard_a_year_after_their_group_ended(count: Count) -> None:
    # On 30 June a year was over for group a, not for b.
    counted = count(LATER, "L00")
    assert counted.share("ixelles", "", "followup12") == (4, 4)
    without = LATER.replace("dora        a      2026-06-28 c4       job        l9\n", "")
    assert count(without, "L00").share("ixelles", "", "followup12") == (3, 4)


def test_weekly_contacts_kept(count: Count) -> None:
    # Weekly at the end: anna and bea; anna still, bea no more. cleo came to it later; dora gave no end.
    counted = count(LATER, "L01")
    assert counted.share("ixelles", "", "followup12") == (1, 2)
    assert counted.women("ixelles", "", "followup12") == {"anna", "bea"}


def test_in_work_at_each_wave(count: Count) -> None:
    counted = count(LATER, "L02", period="2025-Q2")
    assert counted.share("ixelles", "", "intake") == (1, 3), "dora did not say"
    assert counted.share("ixelles", "", "end") == (1, 3), "a training is not work, article 60 is"
    assert count(LATER, "L02").share("ixelles", "", "followup12") == (2, 4)


def test_into_work_and_out_of_it_among_those_who_answered_both_times(count: Count) -> None:
    # anna sought and works, bea worked and seeks, cleo neither; dora did not say at the start, so she has no pair.
    counted = count(LATER, "L02F")
    assert counted.share("ixelles", "started", "followup12") == (1, 3)
    assert counted.share("ixelles", "stopped", "followup12") == (1, 3)
    before = count(LATER, "L02F", period="2025-Q2")
    assert before.share("ixelles", "started", "end") == (0, 3), "article 60 is work as before"
    assert before.share("ixelles", "stopped", "end") == (0, 3)


def test_financial_autonomy_since_the_start(count: Count) -> None:
    # anna +3, bea -1, cleo +4, dora +4
    counted = count(LATER, "L04")
    assert (counted("ixelles", "", "followup12")["n"], counted.value("ixelles", "", "followup12")) == (4, 2.5)
    assert counted.share("ixelles", ".up", "followup12") == (3, 4)
    assert count(LATER, "L04", period="2025-Q2").value("ixelles", "", "end") == 0.5, "cleo did not say at the end"
