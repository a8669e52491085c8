"""P: change among those who answered twice, counted by hand."""

from __future__ import annotations

import pytest
from counted import Count

LADDERS = """
cohorts
cohort programme site    case_manager start      planned_end end
a      ateliers  ixelles CM1          2025-01-12 2026-05-15  2026-05-15
b      ateliers  ixelles CM2          2025-01-12 2026-05-15  2026-05-15

enrolments
participant cohort start      end exit_reason
anna        a      2025-01-12 .   .
bea         a      2025-01-12 .   .
cleo        a      2025-01-12 .   .
dora        a      2025-01-12 .   .
eva         a      2025-01-12 .   .
anna        b      2025-01-12 .   .

forms intake
participant cohort submitted  confidence housing mental
anna        a      2025-01-12 l4         l5      l3
bea         a      2025-01-12 l6         l5      pn
cleo        a      2025-01-12 pn         l5      l3
eva         a      2025-01-12 l0         l0      l0
anna        b      2025-01-12 l10        l10     l10
.           a      2025-01-12 l1         l1      l1

forms mid
participant cohort submitted  confidence housing
anna        a      2025-09-01 l5         l6

forms end
participant cohort submitted  confidence housing mental
anna        a      2026-05-10 l6         l5      l7
bea         a      2026-05-10 l7         l4      l7
cleo        a      2026-05-10 l9         l7      pn
dora        a      2026-05-10 l9         l9      l9
eva         a      2026-07-01 l9         l9      l9
anna        b      2026-05-10 l10        l8      l10
.           a      2026-05-10 l9         l9      l9
"""


def test_confidence_of_those_who_answered_at_the_start_and_at_the_end(count: Count) -> None:
    # anna +2, bea +1. cleo did not say at the start, dora has no start, eva's end came later; forms of nobody are no pair.
    figure = count(LADDERS, "P01")("a", "", "end")
    assert (figure["n"], figure["persons"], figure["value"]) == (2, 2, 1.5)


THIRDS = """
cohorts
cohort programme site   start      planned_end end
f      miriam    forest 2025-01-12 2026-05-15  2026-05-15

enrolments
participant cohort start      end exit_reason
anna        f      2025-01-12 .   .
bea         f      2025-01-12 .   .

forms intake
participant cohort submitted  ownFeelings.alone ownFeelings.opinion ownFeelings.decide
anna        f      2025-01-12 a3                a3                  a4
bea         f      2025-01-12 a3                a3                  a4

forms end
participant cohort submitted  ownFeelings.alone ownFeelings.opinion ownFeelings.decide
anna        f      2026-05-10 a4                a4                  a5
bea         f      2026-05-10 a4                a4                  a4
"""


def test_a_whole_point_of_the_mean_of_three_answers_is_a_whole_point(count: Count) -> None:
    # anna from 10/3 to 13/3, bea from 10/3 to 12/3.
    assert count(THIRDS, "L05").share("miriam", ".up", "end") == (1, 2)


def test_two_points_or_more_are_clearly_up(count: Count) -> None:
    counted = count(LADDERS, "P01")
    assert counted.share("a", ".up", "end") == (1, 2)
    assert counted("a", ".up", "end")["kind"] == "share"
    assert counted("a", ".up", "end")["unit"] == "percent"
    assert counted("a", ".up", "end")["fewest"] == 1


def test_her_start_in_one_group_is_not_her_start_in_another(count: Count) -> None:
    counted = count(LADDERS, "P01")
    assert counted.value("b", "", "end") == 0
    figure = counted("ixelles", "", "end")
    assert (figure["n"], figure["persons"], figure["value"]) == (3, 2, 1)


def test_a_start_long_ago_still_pairs_with_an_end_in_the_window(count: Count) -> None:
    assert count(LADDERS, "P01")("ateliers", "", "end")["n"] == 3, "the start was six quarters ago"


@pytest.mark.parametrize(("part", "n", "change", "up"), [
    ("housing", 3, (0 - 1 + 2) / 3, 1),  # anna, bea, cleo
    ("mental", 1, 4, 1),  # anna; bea did not say at the start, cleo not at the end
])
def test_change_of_each_life_domain(count: Count, part: str, n: int, change: float, up: int) -> None:
    counted = count(LADDERS, "P30")
    assert counted("a", part, "end")["n"] == n
    assert counted.value("a", part, "end") == pytest.approx(change)
    assert counted.share("a", f"{part}.up", "end") == (up, n)


def test_a_domain_that_nobody_answered_twice_has_a_figure_without_a_value(count: Count) -> None:
    figure = count(LADDERS, "P30")("a", "leisure", "end")
    assert figure["n"] is figure["value"] is figure["numerator"] is None


def test_the_level_of_a_domain_at_each_wave(count: Count) -> None:
    counted = count(LADDERS, "P34")
    # anna, bea, cleo, eva and the form whose woman is not known
    assert (counted("a", "housing", "intake")["n"], counted.value("a", "housing", "intake")) == (5, 16 / 5)
    assert (counted("a", "mental", "intake")["n"], counted.value("a", "mental", "intake")) == (4, 7 / 4)
    assert counted.value("a", "housing", "mid") == 6
    assert (counted("a", "housing", "end")["n"], counted.value("a", "housing", "end")) == (5, 34 / 5)


def test_the_start_itself_is_no_change(count: Count) -> None:
    assert "intake" not in set(count(LADDERS, "P01", "P30").figures["wave"])
