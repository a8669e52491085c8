"""The sections: what they say of the published figures, what they leave out, what they refuse to conclude."""

from __future__ import annotations

import re

import pytest

from evaltools.report import open_report
from evaltools.scope import LANGUAGES

from .published_rows import ROWS, make_release

SECTIONS = ("in_short", "who_answered", "group", "attendance", "satisfaction", "progress", "follow_up", "reach", "reception", "needs",
            "hidden", "method")


def text(piece) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", str(piece))).strip()


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("level", "scope"), [("cohort", "ixl-a"), ("cohort", "ixl-b"), ("site", "ixelles"), ("site", "koekel"),
                                             ("programme", "ateliers")])
def test_every_section_exists_at_every_level_in_every_language(release, level, scope, code):
    report = open_report(release, level, scope, code)
    for name in SECTIONS:
        html = str(getattr(report, name)())
        assert html == "" or f'<h2 id="{name.replace("_", "-")}">' in html
        assert not re.search(r"[{}]|\bNone\b|\bnan\b|&lt;NA", text(html)), name


def test_nothing_of_another_group_is_on_the_page(cohort):
    whole = "".join(str(getattr(cohort, name)()) for name in SECTIONS)
    assert "Autre groupe" not in whole
    assert "7 to 9 of 9" not in whole


def test_in_short_names_the_best_the_weakest_and_what_cannot_be_said(cohort):
    said = text(cohort.in_short())
    assert "What goes well The women came to 118 of 143 planned presences (83%)." in said
    assert "What needs attention Satisfied with the venue: some, 3 to 5 of the 11 women who answered." in said
    assert "What we cannot say Whether the women changed because of the course: no similar group without it was asked." in said


def test_a_range_that_straddles_a_limit_is_neither_good_nor_poor():
    row = "cohort ixl-a S01 end - | share percent banded | 11 - - - - 6 8 -"
    said = text(open_report(make_release(row), "cohort", "ixl-a", "en").in_short())
    assert "No figure of this quarter stands out." in said
    assert "No figure of this quarter calls for attention." in said


def test_an_unmet_standard_needs_attention():
    row = "cohort ixl-a F03 - - | mean per_month exact | 3 - 0.7 - - - - -"
    report = open_report(make_release(row), "cohort", "ixl-a", "en")
    assert "What needs attention Sessions a month: 0.7; the standard is 1 to 2." in text(report.in_short())
    assert "not met" in text(report.group())


def test_a_standard_holds_for_its_own_kind_of_programme_only(cohort):
    said = text(cohort.group())
    assert "One or two sessions a month 1.7 Q3 2026 met" in said
    assert "12 to 15 women" not in said, "that one is Miriam's"
    assert said.startswith("Standards of the programme Met: 1. Not met: 1. Not told: ")


def test_few_answers_are_a_caution(programme):
    assert "Few women answered" in text(programme.who_answered())
    assert "Few women answered" in text(programme.in_short())


def test_attendance_shows_presences_and_absences_as_parts(cohort):
    html = str(cohort.attendance())
    assert html.count('class="seg ') == 6
    said = text(html)
    assert "Present 118 of 143 (83%)" in said
    assert "Not excused 10 of 143 (7%)" in said
    assert "The whole programme 700 of 900 (78%)" in said
    assert "Attendance (all women who started): 118 of 160 (74%)." in said


def test_dropout_after_poor_cards_is_never_told_as_a_cause(programme):
    assert "This does not say why they left." in text(programme.attendance())


def test_satisfaction_orders_themes_and_sets_the_programme_beside(cohort):
    said = text(cohort.satisfaction())
    assert "Highest: Satisfied with all of it. Lowest: Satisfied with the venue." in said
    assert said.index("9 to 11 of 11") < said.index("3 to 5 of 11") < said.index("not shown")
    assert "The whole programme at least 40 of 44" in said
    assert "professionalism" not in said


def test_a_group_without_answers_of_its_own_sees_the_programme():
    withheld = "cohort ixl-a S01 end - | share percent withheld | - - - - - - - -"
    rows = "\n".join([line for line in ROWS.strip().splitlines() if not line.startswith("cohort    ixl-a    S")] + [withheld])
    said = text(open_report(make_release(rows), "cohort", "ixl-a", "en").satisfaction())
    assert "Nothing can be shown for this group alone." in said
    assert "at least 40 of 44" in said
    assert "9 to 11" not in said


def test_progress_shows_published_changes_and_their_limit(cohort):
    said = text(cohort.progress())
    assert "Self-confidence: up by about 1.5" in said
    assert "Largest change: Leisure (+2.0)" in said
    assert "There is no comparison group" in said
    assert "Values are rounded to the half point." in said
    assert "Money" in said
    assert "not shown" in said


def test_progress_without_any_change_draws_no_conclusion():
    rows = "cohort ixl-a P34 intake housing | mean points banded | 12 - 5.5 - - - - -"
    said = text(open_report(make_release(rows), "cohort", "ixl-a", "en").progress())
    assert "How satisfied the women are, at the start" in said
    assert "comparison group" not in said


def test_the_bureau_counts_what_it_did(release):
    report = open_report(release, "site", "koekel", "en")
    reception, needs = text(report.reception()), text(report.needs())
    assert "Most often: Without an appointment (120)" in reception
    assert "Legal fewer than 5" in reception
    assert "Individual interviews: 58." in reception
    assert "Most often: Isolation (22 of 40 (55%))" in needs
    assert "Work not shown" in needs


def test_empty_sections_say_one_constant_sentence(release):
    report = open_report(release, "cohort", "ixl-b", "en")
    assert text(report.attendance()) == "Coming and staying Nothing can be shown here for this quarter."
    assert text(report.needs()) == "Needs and rights Nothing can be shown here for this quarter."
    assert text(open_report(release, "site", "koekel", "en").attendance()) == "", "a bureau has no sessions to come to"


def test_hidden_counts_and_never_says_which(cohort):
    said = text(cohort.hidden())
    assert "2 values hidden to protect participants" in said
    assert "content" not in said
    assert "Money" not in said


def test_lower_thresholds_are_printed_with_their_reason():
    report = open_report(make_release(policy_reason="Pilot with written consent."), "cohort", "ixl-a", "en")
    assert "Pilot with written consent." in text(report.hidden())


def test_a_renewed_or_carried_figure_is_told(programme):
    assert "1 figure could not be renewed" in text(programme.hidden())


def test_method_explains_exactly_what_was_shown(cohort):
    assert text(cohort.method()) == ""
    cohort.sentence("S01")
    explained = text(cohort.method())
    assert "two best answers of five" in explained
    assert "Question: ‘The course’" in explained
    assert "Attendance" not in explained


def test_a_researcher_composes_her_own(cohort):
    figure, table = text(cohort.figure("S01")), text(cohort.table(["S01", "S06"], "Two themes"))
    assert figure.startswith("Satisfied with all of it: most, 9 to 11")
    assert "at least 40 of 44" in figure
    assert re.search(r"venue 3 to 5 of 11 11", table)
    assert text(cohort.figure("F03")) == "Sessions a month: 1.7 on average."


def test_pieces_carry_the_mark_and_the_preview_style_stays_in_jupyter(cohort):
    content, metadata = cohort.hidden()._repr_mimebundle_()
    assert metadata == {"evaltools": {"piece": True, "figures": "[]"}}
    heading, page = cohort.heading()._repr_mimebundle_()
    assert "jp-RenderedHTMLCommon" in heading["text/html"]
    assert page["evaltools"]["page"]["title"] == "Report on the group Printemps <A>"
    assert "jp-RenderedHTMLCommon" not in content["text/html"]


@pytest.mark.parametrize(("low", "high", "verdict"), [(60, 64, "met"), (48, 52, "cannot be told from a range"), (0, 4, "not met"),
                                                      (50, 150, "met"), (149, 153, "cannot be told from a range"), (151, 155, "not met")])
def test_a_range_meets_a_standard_only_where_all_of_it_does(low, high, verdict):
    row = f"site koekel R12 - - | count women banded | - - - - - {low} {high} -"
    resolved = ROWS.replace("63 35 0.5556 0.43 0.67", "63 55 0.8730 0.77 0.93")  # else the weakest share stands before it
    report = open_report(make_release(resolved + row), "site", "koekel", "en")
    value = "fewer than 5" if low == 0 else f"{low} to {high}"
    assert f"50 to 150 families a year {value} Q3 2026 {verdict}" in text(report.group())
    assert ("the standard is 50 to 150" in text(report.in_short())) is (verdict == "not met")


def test_a_card_of_a_range_says_what_its_base_counts():
    rows = ROWS.replace("N07  -         -             | share  percent exact    | 63 35 0.5556 0.43 0.67 - - -",
                        "N07  -         -             | share  percent banded   | 24 - - - - 15 19 -")
    assert rows != ROWS
    report = open_report(make_release(rows), "site", "koekel", "en")
    cards = text(report.in_short()).partition("What we cannot say")[2]
    assert "15–19 of 24" in cards
    assert "15–19 of 24 women" not in cards
    assert "9–11 of 11 women who answered" in text(open_report(make_release(), "cohort", "ixl-a", "en").in_short())


def test_a_carried_rounded_mean_is_said_as_rounded_at_every_level():
    """It has no interval because it was told to the half point, not because chance explains it."""
    rows = ROWS + "programme ateliers P01 mid - | change points carried | 20 - 1.5 - - - - 2026-Q2"
    said = text(open_report(make_release(rows), "programme", "ateliers", "en").sentence("P01", wave="mid"))
    assert "up by about 1.5" in said
    assert "last published for the second quarter of 2026" in said
    assert "chance" not in said
