"""The spread of answers: drawn in three parts where all that is drawn is told, and as the satisfied share alone where it is not."""

from __future__ import annotations

import re

import pytest

from evaltools.errors import DisclosureError
from evaltools.languages import Language
from evaltools.report import spreads
from evaltools.report.figure import Figure
from evaltools.report.pieces import across, piece

LANGUAGE = Language("en")
NOTHING = {"status": "withheld"}


def exact(count: int, n: int = 100) -> dict[str, object]:
    return {"status": "exact", "n": n, "numerator": count, "value": count / n}


def band(high: int, low: int = 0, n: int = 100) -> dict[str, object]:
    return {"status": "banded", "n": n, "count_low": low, "count_high": high}


def figures(*told: dict[str, object]) -> list[Figure]:
    named = (("S01", ""), (spreads.MIDDLE, "overall"), (spreads.WORST, "overall"))
    entry = {"title": {"en": "Satisfied overall"}, "parts": {"overall": {"en": "Overall"}}}
    return [Figure(indicator, "end", part, "programme", "programme", "x", "share", "percent", entry=entry, **row)  # type: ignore[arg-type]
            for (indicator, part), row in zip(named, told, strict=False)]


def drawn(*groups: list[list[Figure]]) -> tuple[spreads.SpreadChart, str]:
    chart = spreads.spreads(LANGUAGE, "Message", "", groups)
    return chart, str(piece("spread", chart=chart, say=LANGUAGE.say))


@pytest.mark.parametrize(("told", "expected"), [
    ((exact(60), exact(25), exact(15)), (60, 25, 0, 15)),
    ((exact(80), NOTHING, band(4)), (80, 16, 4, 0)),
    ((exact(80), band(4), NOTHING), (80, 0, 4, 16)),
    ((exact(80), NOTHING, NOTHING), ()),
    ((exact(60), exact(25), NOTHING), ()),
    ((exact(60), exact(30), exact(15)), ()),  # rounded: they do not add up
    ((exact(60), exact(25, 95), exact(15)), ()),
    ((band(64, 60), band(4), NOTHING), ()),
    ((exact(80), NOTHING, band(8, 4)), ()),
    ((exact(98), NOTHING, band(4)), ()),
    ((NOTHING, NOTHING, NOTHING), ()),
])
def test_only_what_is_told_is_drawn(told, expected) -> None:  # type: ignore[no-untyped-def]
    assert spreads.counts(figures(*told)) == expected
    assert sum(expected) in (0, 100)


def test_three_parts_fill_the_bar_and_are_said() -> None:
    chart, html = drawn([figures(exact(60), exact(25), exact(15))])
    assert re.findall(r'class="seg (\w+)" x="([\d.]+%)" width="([\d.]+%)"', html) == [
        ("full", "0%", across(0.6)), ("crossed", across(0.6), across(0.25)), ("dotted", across(0.85), across(0.15))]
    assert '<span class="value">60 of 100 (60%)</span>' in html
    assert chart.alt == ("Bars in up to three parts, one line a theme. Message. Satisfied overall: 60 of 100 (60%) · "
                         "In between 25 of 100 (25%) · Not satisfied 15 of 100 (15%).")
    assert [row for row in chart.table.rows] == [  # type: ignore[union-attr]
        ("Satisfied overall", "60 of 100 (60%)", "25 of 100 (25%)", "15 of 100 (15%)", "100")]
    assert [name for name, _ in chart.legend] == ["Satisfied", "In between", "Not satisfied"]


def test_where_a_part_is_a_range_what_can_be_either_is_drawn_as_such() -> None:
    chart, html = drawn([figures(exact(80), NOTHING, band(4))])
    assert re.findall(r'class="seg (\w+)" x="([\d.]+%)" width="([\d.]+%)"', html) == [
        ("full", "0%", "80%"), ("crossed", "80%", "16%"), ("blank", "96%", "4%")]
    assert ">Not satisfied 0 to 4 of 100</span>" in html
    assert "In between" not in chart.alt.split("Message")[1]
    assert chart.table.rows[0][2] == "not shown"  # type: ignore[union-attr]


def test_a_theme_without_a_spread_has_its_satisfied_share_alone_and_a_withheld_one_nothing() -> None:
    at_least = figures({"status": "at_least", "n": 44, "count_low": 40, "count_high": 44})
    chart, html = drawn([figures(exact(91))], [at_least], [figures(NOTHING)])
    rows = html.split('<div class="row')[1:]
    assert re.findall(r'<rect class="([\w ]+)"', rows[0]) == ["seg full", "track"]
    assert re.findall(r'<rect class="([\w ]+)"', rows[1]) == ["seg full", "seg striped"]
    assert "at least 40 of 44" in rows[1]
    assert re.findall(r'<rect class="([\w ]+)"', rows[2]) == ["none"]
    assert not re.search(r"\d", re.sub(r"<[^>]+>", "", rows[2].split("</li>")[0]))
    assert [name for name, _ in chart.legend] == ["Satisfied", "possible: the exact number stays hidden", "Others, not told apart"]


def test_the_whole_programme_stands_behind_and_not_in_the_alternative_text() -> None:
    own, wider = figures(exact(60), exact(25), exact(15)), figures(exact(300, 400), exact(60, 400), exact(40, 400))
    chart, html = drawn([own, wider])
    assert html.count('class="row aside"') == 1
    assert "The whole programme" in html and "75%" in html
    assert "75%" not in chart.alt
    assert [row[0] for row in chart.table.rows] == ["Satisfied overall", "Satisfied overall (The whole programme)"]  # type: ignore[union-attr]


def test_numbers_are_refused() -> None:
    with pytest.raises(DisclosureError):
        spreads.spreads(LANGUAGE, "Message", "", [[[60, 25, 15]]])  # type: ignore[list-item]
