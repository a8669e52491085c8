"""A strip of months: in the order of the calendar, as high as each share, of what is told exactly."""

from __future__ import annotations

import re

from evaltools.languages import Language
from evaltools.report import strips
from evaltools.report.figure import Figure
from evaltools.report.pieces import piece

LANGUAGE = Language("en")


def months(*quarters: tuple[str, tuple[tuple[int, int] | None, ...]]) -> list[Figure]:
    """The parts m1 to m3 of quarters, the newest without one: presences out of those due, None where nothing is told."""
    found = []
    for before, told in quarters:
        for number, counts in enumerate(told, start=1):
            row = {"status": "exact", "numerator": counts[0], "n": counts[1], "value": counts[0] / counts[1]} if counts else {
                "status": "withheld"}
            found.append(Figure("T01M", "", f"m{number}", "cohort", "cohort", "x", "rate", "percent", before=before,
                                entry={"title": {"en": "Attendance month by month"}}, **row))
    return found


def test_months_are_columns_in_the_order_of_the_calendar():
    figures = months(("", ((20, 40), None, (30, 40))), ("2026-Q2", ((40, 40), (36, 40), (32, 40))))
    chart = strips.strip(LANGUAGE, figures, "2026-Q3")
    assert [(month.label, month.text) for month in chart.columns] == [
        ("Apr", "100%"), ("May", "90%"), ("Jun", "80%"), ("Jul", "50%"), ("Sept", "75%")]
    assert chart.title == "Attendance: highest in April, lowest in July"
    assert chart.table.rows[-1] == ("September", "30 of 40 (75%)")
    html = str(piece("strip", chart=chart, say=LANGUAGE.say))
    assert re.findall(r'<rect y="(\S+)" height="(\S+)"', html) == [
        ("0%", "100%"), ("10%", "90%"), ("20%", "80%"), ("50%", "50%"), ("25%", "75%")]
    assert "September: 30 of 40 (75%)" in chart.alt


def test_a_strip_shows_six_months_at_most_and_none_of_one():
    year = [(before, ((30, 40),) * 3) for before in ("2025-Q4", "2026-Q1", "2026-Q2", "")]
    chart = strips.strip(LANGUAGE, months(*year), "2026-Q3")
    assert [month.label for month in chart.columns] == ["Apr", "May", "Jun", "Jul", "Aug", "Sept"]
    assert strips.strip(LANGUAGE, months(("", ((3, 4), None, None))), "2026-Q3") is None
    assert strips.strip(LANGUAGE, [], "2026-Q3") is None


def test_months_that_are_all_alike_have_no_highest():
    assert strips.strip(LANGUAGE, months(("", ((3, 4), (3, 4), (6, 8)))), "2026-Q3").title == "Attendance month by month"
