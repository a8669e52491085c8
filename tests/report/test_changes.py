"""What changed since the quarter before: said only where what is told of both quarters leaves no doubt."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from evaltools.languages import Language
from evaltools.release import Release, read, write
from evaltools.report import Report, changes, open_report, scales
from evaltools.report.figure import Figure
from evaltools.report.pieces import piece

from .published_rows import make_release, published

LANGUAGE = Language("en")
NOW = "cohort ixl-a T01 - enrolled | rate percent exact | 143 118 0.8252 0.74 0.89 - - -"


def quarters(*values: str) -> pd.DataFrame:
    """Attendance in the quarters before 2026-Q3, the oldest first: numbers of a row in text."""
    names = ["2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"][-len(values):]
    rows = [published(f"cohort ixl-a T01 - enrolled | rate percent exact | {value} - - -").assign(period=name)
            for name, value in zip(names, values, strict=True)]
    return pd.concat(rows, ignore_index=True)


def with_past(*values: str, now: str = NOW) -> Report:
    return open_report(replace(make_release(now), earlier=quarters(*values)), "cohort", "ixl-a", "en")


def text(shown: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", str(shown))).strip()


def test_a_first_quarter_has_nothing_to_compare():
    report = open_report(make_release(NOW), "cohort", "ixl-a", "en")
    assert str(report.changes()) == ""


@pytest.mark.parametrize(("before", "verdict"), [("140 70 0.5 0.42 0.58", "higher"), ("140 112 0.8 0.72 0.86", "no clear change"),
                                                 ("140 137 0.979 0.94 0.99", "lower")])
def test_higher_or_lower_is_said_only_where_the_ranges_do_not_meet(before, verdict):
    said = text(with_past(before).changes())
    numerator, percent = before.split()[1], f"{float(before.split()[2]):.0%}"
    assert f"Attendance {numerator} of 140 ({percent}) 118 of 143 (83%) {verdict}" in said
    assert "Second quarter of 2026" in said


def test_only_the_quarter_before_is_compared_and_a_gap_is_not_bridged():
    report = with_past("140 70 0.5 0.42 0.58", "140 112 0.8 0.72 0.86")
    assert "70 of 140" not in text(report.changes()).split("Higher or lower")[0]


@pytest.mark.parametrize(("before", "now", "verdict"), [((76, 95), (33, 43), "same"), ((760, 950), (250, 430), "down")])
def test_a_share_without_an_interval_still_moves_by_chance(before, now, verdict):
    one, other = (Figure("T01", "", "enrolled", "cohort", "cohort", "x", "rate", "percent", "exact", n=n, numerator=count, value=count / n)
                  for count, n in (before, now))
    assert changes.way_of(one, other) == verdict


def test_bands_that_overlap_say_nothing():
    def band(low: int, high: int) -> Figure:
        return Figure("S01", "end", "", "cohort", "cohort", "x", "share", "percent", "banded", n=11, count_low=low, count_high=high)

    assert changes.way_of(band(0, 4), band(6, 8)) == "up"
    assert changes.way_of(band(3, 7), band(6, 11)) == "same"
    assert changes.way_of(band(6, 8), band(0, 4)) == "down"


def test_what_only_stands_as_before_is_no_change():
    carried = "cohort ixl-a T01 - enrolled | rate percent carried | 140 70 0.5 0.42 0.58 - - 2026-Q2"
    assert str(with_past("140 70 0.5 0.42 0.58", now=carried).changes()) == ""


STEADY = ["100 80 0.8 - -", "100 82 0.82 - -", "100 79 0.79 - -", "100 81 0.81 - -", "100 80 0.8 - -", "100 82 0.82 - -"]


@pytest.mark.parametrize(("now", "message"), [
    ("100 81 0.81", "Attendance: as usual this quarter"), ("100 40 0.40", "Attendance: lower than usual this quarter")])
def test_six_quarters_tell_what_is_usual(now, message):
    report = with_past(*STEADY, now=f"cohort ixl-a T01 - enrolled | rate percent exact | {now} - - - - -")
    assert message in text(report.changes())


def test_a_long_rise_is_no_usual_quarter():
    values = [f"100 {number} 0.{number} - -" for number in (50, 55, 60, 66, 70, 75)]
    report = with_past(*values, now="cohort ixl-a T01 - enrolled | rate percent exact | 100 80 0.80 - - - - -")
    assert "Attendance: rising for more than a year" in text(report.changes())


def test_points_words_and_table_of_a_series_agree():
    report = with_past(*STEADY)
    line = scales.series(LANGUAGE, report.view.series(report.find("T01")), "2026-Q3")
    assert [point.text for point in line.points] == ["80%", "82%", "79%", "81%", "80%", "82%", "83%"]
    assert [point.label for point in line.points][-2:] == ["Q2 2026", "Q3 2026"]
    assert all(f"{point.label}: {point.text}" in line.alt for point in line.points)
    assert line.points[0].y == pytest.approx(20)
    assert [row[0] for row in line.table.rows][-1] == "third quarter of 2026"
    assert str(piece("series", chart=line, say=LANGUAGE.say)).count('class="m-before"') == 6


def test_shares_of_a_programme_stand_side_by_side_on_one_scale_and_counts_by_themselves():
    rows = ("programme ateliers T01 - enrolled | rate percent exact | 143 118 0.8252 0.74 0.89 - - -\n"
            "programme ateliers T02 - - | share percent exact | 40 20 0.5 0.35 0.65 - - -\n"
            "programme ateliers R01 - active | count women exact | - 60 60 - - - - -")
    past = pd.concat([published(rows).assign(period=name) for name in ("2026-Q1", "2026-Q2")], ignore_index=True)
    shown = str(open_report(replace(make_release(rows), earlier=past), "programme", "ateliers", "en").changes())
    beside, alone = shown.split('<div class="multiples">')[1].split("</div>", 1)
    assert beside.count('class="series"') == 2 and alone.count('class="series"') == 1
    # 83% and 50% of one hundred pixels, measured from the top of pictures of one height
    assert re.findall(r'class="m-after"[^>]* cy="([\d.]+)"', beside) == ["17.0", "50.0"]
    assert len(set(re.findall(r'class="series" width="100%" height="(\d+)"', beside))) == 1
    assert "one scale, from nothing to 100%" in shown
    single = open_report(replace(make_release(rows.splitlines()[0]), earlier=past), "programme", "ateliers", "en").changes()
    assert "multiples" not in str(single) and str(single).count('class="series"') == 1


def test_two_quarters_make_no_line():
    report = with_past("100 80 0.8 - -")
    assert scales.series(LANGUAGE, report.view.series(report.find("T01")), "2026-Q3") is None


def test_another_groups_past_is_not_this_groups():
    other = quarters("140 70 0.5 0.42 0.58").assign(scope="ixl-b")
    assert str(open_report(replace(make_release(NOW), earlier=other), "cohort", "ixl-a", "en").changes()) == ""


def test_a_release_keeps_what_was_told_before(tmp_path):
    release: Release = replace(make_release(NOW), earlier=quarters("140 70 0.5 0.42 0.58"))
    again = read(tmp_path / write(release, tmp_path))
    assert again.earlier.to_csv() == release.earlier.to_csv()
    assert read(tmp_path / write(make_release(NOW), tmp_path)).earlier.empty


def change(indicator: str, value: float, low: float | None, high: float | None, better: str = "higher") -> Figure:
    status = "exact" if low is not None else "banded"
    return Figure(indicator, "end", "", "programme", "programme", "x", "change", "points", status, n=40, value=value, low=low, high=high,
                  entry={"title": {"en": indicator}, "better": better})


def test_changes_stand_on_one_scale_and_only_clear_ones_are_full():
    figures = [change("rise", 1.2, 0.6, 1.8), change("stress", -1.0, -1.5, -0.5, "lower"), change("chance", 0.2, -0.3, 0.7),
               change("worse", -0.8, -1.2, -0.4), change("rough", 1.5, None, None)]
    chart = scales.changes(LANGUAGE, "Message", "", figures)
    shapes = {row.label: row.shape for row in chart.rows}
    assert shapes == {"rise": "up", "stress": "up", "chance": "open", "worse": "down", "rough": "open"}
    places = {row.label: row.at for row in chart.rows}
    assert places["rise"] == pytest.approx(0.8)
    assert places["stress"] == pytest.approx(0.25)
    assert all(f"{row.label}: {row.text}" in chart.alt for row in chart.rows)
    assert [row[1] for row in chart.table.rows] == [row.text for row in chart.rows]
