"""S: answers counted by hand. s4 and s5 are the two best of five, f3 the best of three faces."""

from __future__ import annotations

import pandas as pd
import pytest
from counted import Count
from tables_from_text import tables_from_text

from evaltools.indicators import View
from evaltools.indicators.satisfaction import response_rate
from evaltools.questionnaires import Questionnaires

ANSWERS = """
cohorts
cohort programme site    case_manager start      planned_end end
a      ateliers  ixelles CM1          2025-04-01 2026-05-30  2026-05-30
b      ateliers  jette   CM2          2025-04-01 2026-06-15  .

enrolments
participant cohort start      end exit_reason
anna        a      2025-04-01 .   .
bea         a      2025-04-01 .   .
cleo        a      2025-04-01 .   .
dora        a      2025-04-01 .   .
dora        b      2025-04-01 .   .

forms end
participant cohort submitted  overall promotion regularity professionalism tools venue support childcare content
anna        a      2025-06-30 s5      s5        s5         s5              s5    s5    s5      s5        s5
bea         a      2025-07-01 s4      s3        s1         s4              s5    s3    s4      na        s5
cleo        a      2026-06-30 s3      s4        s2         s2              s5    s4    s2      s1        .
dora        a      2026-07-01 s5      s5        s5         s5              s5    s5    s5      s5        s5
dora        b      2026-06-30 s5      na        s4         s5              s3    .     s4      s5        s4
.           a      2026-06-15 s1      s1        s1         s1              s1    s1    s1      s1        s1

forms visit
participant site   programme submitted  overall venue
.           relais bureau    2026-04-02 s4      s5
.           relais bureau    2026-04-02 s3      s5
.           relais bureau    2026-07-01 s5      s1
"""


@pytest.mark.parametrize(("indicator", "part", "numerator", "n"), [
    # anna, bea, cleo, and a form whose woman is not known; dora's came after the quarter
    ("S01", "", 2, 4),
    ("S02", "", 2, 4),
    ("S03", "", 1, 4),
    ("S05", "", 3, 4),
    ("S06", "", 2, 4),
    ("S07", "support", 2, 4),
    ("S09", "", 2, 3),
])
def test_top_two_of_those_who_answered_up_to_date_in_a_group(
        count: Count, indicator: str, part: str, numerator: int, n: int) -> None:
    # The group ended within the quarter, so it still has figures.
    assert count(ANSWERS, indicator).share("a", part, "end") == (numerator, n)


def test_above_a_group_answers_are_those_of_four_quarters(count: Count) -> None:
    # anna answered on the last day before the four quarters, bea on the first day in them
    counted = count(ANSWERS, "S01")
    assert counted.share("ixelles", "", "end") == (1, 3)
    assert counted.share("ateliers", "", "end") == (2, 4)
    assert counted("ateliers", "", "end")["persons"] == 4


def test_what_does_not_concern_her_is_no_answer(count: Count) -> None:
    counted = count(ANSWERS, "S02")
    assert counted.share("b", "", "end") == (None, None)
    assert counted.share("jette", "", "end") == (None, None)


def test_an_answer_on_the_team_counts_once_the_group_has_closed(count: Count) -> None:
    # Group b still runs: dora's answer is left out.
    counted = count(ANSWERS, "S04")
    assert counted.share("ateliers", "", "end") == (1, 3)
    assert counted("ateliers", "", "end")["cohorts"] == 1
    assert set(counted.figures["level"]) == {"site", "programme"}


def test_on_the_last_day_but_one_of_a_group_its_closing_is_not_yet_known(count: Count) -> None:
    assert count(ANSWERS, "S04", period="2026-Q1").share("ateliers", "", "end") == (None, None)


def test_visitors_are_counted_one_a_form_and_never_with_the_course(count: Count) -> None:
    assert count(ANSWERS, "S06").share("relais", "", "visit") == (2, 2)
    counted = count(ANSWERS, "S01")
    assert counted.share("relais", "", "visit") == (1, 2)
    assert counted("relais", "", "visit")["persons"] == 2
    assert set(counted.figures.query("level == 'cohort'")["wave"]) == {"end"}


CARDS = """
cohorts
cohort programme site    case_manager start      planned_end end
a      ateliers  ixelles CM1          2026-01-05 2026-12-15  .

enrolments
participant cohort start      end exit_reason
anna        a      2026-01-05 .   .

forms session
participant cohort submitted  today content
anna        a      2026-03-31 f1    f1
anna        a      2026-03-30 f1    f1
anna        a      2026-04-01 f1    f3
anna        a      2026-06-30 f1    f2
bea         a      2026-05-01 f3    f2
bea         a      2026-05-02 f3    f2
bea         a      2026-05-03 f3    f3
cleo        a      2026-03-01 f3    f3
dora        a      2026-05-03 f3    pn
eva         a      2026-07-01 f3    f3
"""


def test_good_faces_on_at_least_half_of_the_quarters_cards(count: Count) -> None:
    # In the quarter anna gave 1 good of 2, bea 1 of 3; cleo's was before, eva's after, dora did not say.
    counted = count(CARDS, "S09C")
    assert counted.share("a", "", "session") == (1, 2)
    assert counted.women("a", "", "session") == {"anna", "bea"}
    assert count(CARDS, "S09C", period="2026-Q1").share("a", "", "session") == (1, 2)


# Due: mid half-way and end on the last day of the group, the others six and twelve months after. Who joins later is not asked.
RESPONSES = """
cohorts
cohort programme site    case_manager start      planned_end end
a      ateliers  ixelles CM1          2026-01-01 2026-06-30  2026-06-29
b      ateliers  ixelles CM1          2026-04-01 2026-09-30  .
old    ateliers  jette   CM2          2024-09-01 2025-06-30  2025-06-30

enrolments
participant cohort start      end        exit_reason
anna        a      2026-01-01 .          .
bea         a      2026-01-01 2026-02-01 lost_contact
cleo        a      2026-05-01 .          .
cleo        b      2026-05-01 .          .
dora        b      2026-04-01 .          .
eva         old    2024-09-01 2025-06-30 completed
fara        old    2024-09-01 2025-01-31 job

forms intake
participant cohort submitted  confidence
anna        a      2026-01-02 l5
cleo        a      2026-05-02 l5
gina        a      2026-05-02 l5

forms mid
participant cohort submitted  confidence
anna        a      2026-04-10 l5
cleo        a      2026-05-10 l5

forms end
participant cohort submitted  overall
anna        a      2026-06-29 s5
bea         a      2026-07-02 s5

forms followup12
participant cohort submitted  confidence contacts
eva         old    2026-06-30 l5         c3
"""


@pytest.mark.parametrize(("wave", "scope", "numerator", "n"), [
    # anna, bea and cleo of a; gina is in no register. cleo has not answered in b.
    ("intake", "a", 2, 3),
    ("intake", "b", 0, 2),
    # anna started in January, within four quarters as everybody of ixelles
    ("intake", "ixelles", 2, 5),
    # half-way was on 31 March: cleo was not there yet, and her form is not counted
    ("mid", "a", 1, 2),
    # bea left, and stays in the base; her form came after the quarter
    ("end", "a", 1, 3),
    # eva and fara's year was over on the last day of the quarter
    ("followup12", "jette", 1, 2),
])
def test_who_answered_out_of_all_for_whom_it_was_due(count: Count, wave: str, scope: str, numerator: int, n: int) -> None:
    assert count(RESPONSES, "RR").share(scope, "", wave) == (numerator, n)


def test_a_wave_that_is_not_due_in_a_group_has_no_figure_there(count: Count) -> None:
    figures = count(RESPONSES, "RR", "S01").figures
    assert set(figures[figures["scope"] == "b"]["wave"]) == {"intake"}
    assert set(figures[figures["scope"] == "a"]["wave"]) == {"intake", "mid", "end"}
    before = count(RESPONSES, "RR", "S01", period="2026-Q1").figures
    assert set(before[before["scope"] == "a"]["wave"]) == {"intake"}, "half of the planned course is over on 1 April"


def test_a_form_less_than_half_filled_in_is_no_response(shipped_questionnaires: Questionnaires) -> None:
    tables = tables_from_text(RESPONSES, shipped_questionnaires)
    forms = tables["responses"]
    tables["responses"] = forms.assign(share_answered=forms["wave"].map({"intake": 0.49, "mid": 0.5}).astype("Float64"))
    rows = response_rate(View(tables, pd.Timestamp(2026, 1, 1), pd.Timestamp(2026, 7, 1)))
    assert rows.groupby("wave")["value"].agg(["sum", "size"]).to_dict("index") == {"mid": {"sum": 1, "size": 6}}
