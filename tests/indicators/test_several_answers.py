"""Indicators that need several answers of one woman at once, counted by hand."""

from __future__ import annotations

from counted import Count

from evaltools.indicators import domains, managers, progression

GROUP = """
cohorts
cohort programme site    case_manager start      planned_end end
a      ateliers  ixelles CM1          2025-09-01 2026-06-30  2026-06-30
old    ateliers  ixelles CM1          2024-09-01 2025-12-31  2025-12-31

enrolments
participant cohort start      end exit_reason
anna        a      2025-09-01 .   .
bea         a      2025-09-01 .   .
cleo        a      2025-09-01 .   .
dora        a      2025-09-01 .   .
eva         old    2024-09-01 .   .
"""
POWERS = " ".join(["participant", "cohort", "submitted", "confidence", "control", "countOn",
                   *(f"takingPart.{each}" for each in progression.ACTIVITIES), "ownSteps"])
AREAS = """
forms intake
participant cohort submitted  housing work income education health mobility leisure network mental children confidence
anna        a      2025-09-02 l5      l5   l5     l5        l5     l5       l5      l5      l5     l5       l5
bea         a      2025-09-02 l5      l5   l5     l5        l5     l5       l5      l5      l5     l5       l5
cleo        a      2025-09-02 l5      l5   l5     l5        l5     l5       l5      l5      l5     l5       l5
dora        a      2025-09-02 l5      l5   l5     l5        l5     .        .       .       .      .        .
eva         old    2024-09-02 l5      l5   l5     l5        l5     l5       l5      l5      l5     l5       l5

forms end
participant cohort submitted  housing work income education health mobility leisure network mental children confidence
anna        a      2026-06-01 l7      l8   l7     l6        l5     l5       l5      l3      l3     l5       l5
bea         a      2026-06-01 l7      l5   l5     l5        l5     l5       l5      l3      l5     l5       l5
cleo        a      2026-06-01 l7      l7   l7     l7        l7     l7       l7      l7      l7     l7       l7
dora        a      2026-06-01 l9      l9   l9     l9        l9     l9       l9      l9      l9     l9       l9
eva         old    2025-12-30 l7      l7   l7     l5        l5     l5       l5      l5      l5     l5       l5
"""


def test_clear_progress_in_one_to_six_areas(count: Count) -> None:
    # anna: three up, two down. bea: one up, one down, so not clearly on the whole. cleo: eleven up. dora has five pairs only.
    counted = count(GROUP + AREAS, "P00")
    assert [counted.share("ateliers", f"k{least}", "end") for least in range(1, 7)] == [(3, 4), (3, 4), (3, 4), (1, 4), (1, 4), (1, 4)]
    assert counted.women("ateliers", "k3", "end") == {"anna", "bea", "cleo", "eva"}


def test_in_one_group_only_the_headline_of_three_areas_stands(count: Count) -> None:
    counted = count(GROUP + AREAS, "P00")
    in_group = counted.figures[counted.figures["level"] == "cohort"]
    assert set(in_group["part"]) == {"k3"}
    assert counted.share("a", "k3", "end") == (2, 3)


def test_the_federal_way_of_counting_is_another_figure(count: Count) -> None:
    # Six areas together: anna +2 +2 -2 (housing, money, people), bea +2 -2, cleo +12, eva +4; dora lacks three of them.
    counted = count(GROUP + AREAS, "P00F")
    assert counted.share("ateliers", "", "end") == (3, 4)
    assert count(GROUP + AREAS, "P00").share("ateliers", "k2", "end") == (3, 4)


def test_what_the_entries_say_they_read_is_what_is_read(shipped_catalogue) -> None:
    for name in ("P00", "T08P"):
        assert shipped_catalogue[name].codes()[""] == domains.DOMAINS
    assert set(shipped_catalogue["P25"].codes()[""]) == {*progression.POWERS, *(f"takingPart.{each}" for each in progression.ACTIVITIES)}
    assert set(shipped_catalogue["Q15"].parts) == set(managers.WANTED)


def test_power_to_act_is_the_mean_of_five_answers_from_0_to_10(count: Count) -> None:
    # anna: (2 + 4 + 0/6 + 1/5 + 1/4 of 10) / 5 = 2.1, then (6 + 4 + 5 + 4 + 5) / 5 = 4.8; bea left one out at the end.
    text = GROUP + f"""
forms intake
{POWERS}
anna a 2025-09-02 l2 l4 n0 y n n n n a2
bea a 2025-09-02 l2 l4 n0 y n n n n a2

forms end
{POWERS}
anna a 2026-06-01 l6 l4 n3 y y n n n a3
bea a 2026-06-01 l6 l4 . y y n n n a3
"""
    counted = count(text, "P25")
    assert (counted("ateliers", "", "end")["n"], round(float(counted.value("ateliers", "", "end")), 6)) == (1, 2.7)
    assert counted.share("ateliers", ".up", "end") == (1, 1), "one point or more"


def test_vulnerable_but_stronger_is_one_cell_of_four(count: Count) -> None:
    # anna better and stronger, bea neither better nor stronger, cleo the same but stronger; dora said one of the two.
    text = GROUP + """
forms end
participant cohort submitted  situation stronger
anna        a      2026-06-01 e3        a4
bea         a      2026-06-01 e1        a3
cleo        a      2026-06-01 e2        a5
dora        a      2026-06-01 na        a5
eva         old    2025-12-30 e3        a1
"""
    counted = count(text, "L13")
    cells = {part: counted.share("ateliers", part, "end") for part in ("better_stronger", "better_not", "not_stronger", "neither")}
    assert cells == {"better_stronger": (1, 4), "better_not": (1, 4), "not_stronger": (1, 4), "neither": (1, 4)}
    assert set(counted.figures["level"]) == {"programme"}


def test_the_exit_profile_needs_all_four_conditions(count: Count) -> None:
    # anna meets all (less lonely than before); bea is lonely as before; cleo, without a start, is hardly lonely, has nobody and
    # no plan; dora left one answer out.
    text = GROUP + """
forms intake
participant cohort submitted  lonely
anna        a      2025-09-02 l8
bea         a      2025-09-02 l8

forms end
participant cohort submitted  lonely countOn whomToAsk project
anna        a      2026-06-01 l7     n1      yes       p2
bea         a      2026-06-01 l8     n6      yes       p4
cleo        a      2026-06-01 l3     n0      no        p1
dora        a      2026-06-01 l0     n6      .         p4
"""
    counted = count(text, "L19")
    assert {part: counted.share("ixelles", part, "end") for part in ("lonely", "supported", "informed", "project", "all")} == {
        "lonely": (2, 3), "supported": (2, 3), "informed": (2, 3), "project": (2, 3), "all": (1, 3)}


def test_confidence_goes_with_work_later_among_those_without_it(count: Count) -> None:
    # anna up and in work, bea up and not, cleo not up and not in work; dora had work at the start.
    text = GROUP + """
forms intake
participant cohort submitted  confidence employment
anna        a      2025-09-02 l4         seek
bea         a      2025-09-02 l4         none
cleo        a      2025-09-02 l4         train
dora        a      2025-09-02 l4         job

forms end
participant cohort submitted  confidence
anna        a      2026-01-01 l6
bea         a      2026-01-01 l9
cleo        a      2026-01-01 l5
dora        a      2026-01-01 l9

forms followup6
participant cohort submitted  employment
anna        a      2026-06-01 art60
bea         a      2026-06-01 volun
cleo        a      2026-06-01 seek
dora        a      2026-06-01 job
"""
    counted = count(text, "T09")
    figure = counted("ateliers", "", "followup6")
    assert (figure["n"], figure["value"], figure["fewest"]) == (3, 0.5, 0)


def test_confidence_by_how_much_she_took_part(count: Count) -> None:
    # anna: one presence and one contact, bea one presence, cleo none: what came after her last form does not count.
    text = GROUP + """
sessions
session cohort date
s1      a      2026-01-10
s2      a      2026-06-20

presences
participant s1 s2
anna        p  p
bea         p  p
cleo        u  p

contacts
contact participant programme site    date
c1      anna        ateliers  ixelles 2026-02-01
c2      cleo        ateliers  ixelles 2026-06-20

forms intake
participant cohort submitted  confidence
anna        a      2025-09-02 l4
bea         a      2025-09-02 l4
cleo        a      2025-09-02 l4

forms end
participant cohort submitted  confidence
anna        a      2026-06-01 l8
bea         a      2026-06-01 l6
cleo        a      2026-06-01 l4
"""
    counted = count(text, "T07")
    assert [(counted.value("ateliers", part, "end"), counted("ateliers", part, "end")["n"]) for part in ("little", "middle", "much")] == [
        (0.0, 1), (2.0, 1), (4.0, 1)]


def test_by_the_year_in_which_the_group_started(count: Count) -> None:
    # In June 2026 group a started last year, the old one two years ago.
    satisfied = GROUP + """
forms end
participant cohort submitted  overall
anna        a      2026-06-01 s5
bea         a      2026-06-01 s3
eva         old    2025-12-30 s4
"""
    counted = count(satisfied, "T08")
    assert [counted.share("ateliers", part, "end") for part in ("y0", "y1", "y2")] == [(None, None), (1, 2), (1, 1)]
    assert count(GROUP + AREAS, "T08P").share("ateliers", "y1", "end") == (2, 3)
    assert count(GROUP + AREAS, "T08P").share("ateliers", "y2", "end") == (1, 1)
    present = GROUP + """
sessions
session cohort date
s1      a      2026-01-10
s2      old    2024-10-10

presences
participant s1 s2
anna        p  .
bea         u  .
eva         .  p
"""
    assert count(present, "T08T").share("ateliers", "y1") == (1, 2)
    assert count(present, "T08T").share("ateliers", "y2") == (1, 1)


def test_a_session_lifts_the_mood_of_a_woman_over_her_cards(count: Count) -> None:
    # anna: from 1.5 to 2.5 over two cards; bea: 3 to 3; cleo left the first face out, her card of March is of another quarter.
    text = GROUP + """
forms session
participant cohort submitted  before after
anna        a      2026-05-01 f1     f3
anna        a      2026-05-08 f2     f2
bea         a      2026-05-01 f3     f3
cleo        a      2026-05-01 .      f3
cleo        a      2026-03-01 f1     f3
"""
    counted = count(text, "S24")
    assert (counted("ixelles", "", "session")["n"], counted.value("ixelles", "", "session")) == (2, 0.5)
    assert counted.share("ixelles", ".up", "session") == (1, 2), "half a face or more"


def test_help_to_read_and_how_those_who_need_it_came(count: Count) -> None:
    text = GROUP + """
forms intake
participant cohort submitted  reading heard
anna        a      2025-09-02 hard    video
bea         a      2025-09-02 slow    cpas
cleo        a      2025-09-02 easy    mouth
dora        a      2025-09-02 pn      video
"""
    counted = count(text, "C06S")
    assert counted.share("ateliers", "help", "intake") == (2, 3)
    assert counted.share("ateliers", "by_mouth", "intake") == (1, 2)


def test_children_are_counted_and_their_mothers_stand_behind(count: Count) -> None:
    text = GROUP + """
forms intake
participant cohort submitted  childrenAges.a0 childrenAges.a3 childrenAges.a6 childrenAges.a12
anna        a      2025-09-02 k2              k0              k1              .
bea         a      2025-09-02 k1              k0              k4              pn
"""
    counted = count(text, "R06S")
    assert [counted.value("ateliers", age, "intake") for age in ("a0", "a3", "a6", "a12")] == [3, 0, 5, 0]
    assert counted("ateliers", "a0", "intake")["persons"] == 2


def test_what_case_managers_put_among_their_first_three(count: Count) -> None:
    text = GROUP + """
forms yearly
participant cohort site    programme submitted  wanted.1 wanted.2 wanted.3
.           .      ixelles ateliers  2026-02-02 right    safe     kids
.           .      ixelles ateliers  2026-02-02 talk     right    .
"""
    counted = count(text, "Q15")
    assert {need: counted.share("ateliers", need, "yearly") for need in managers.WANTED} == {
        "right": (2, 2), "safe": (1, 2), "kids": (1, 2), "group": (0, 2), "talk": (1, 2), "equal": (0, 2), "role": (0, 2)}


def test_what_a_programme_does_not_ask_is_not_expected(count: Count, small_settings) -> None:
    # A change needs both waves: the bureau asks none of them.
    assert set(count(GROUP, "P06").figures["scope"]) == {"ixelles", "jette", "ateliers", "forest", "miriam"}
