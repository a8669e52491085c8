"""The figures to take away: the same rows in CSV and XLSX, the same bytes each time, nothing that is computed or told besides."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import openpyxl
import pytest

from evaltools.languages import Language
from evaltools.report import downloads, open_report
from evaltools.report.figure import Figure

from .published_rows import make_release

ENGLISH = Language("en")
ENTRY = {"title": {"en": "Satisfied", "fr": "Satisfaites", "nl": "Tevreden"}, "parts": {"housing": {"en": "Housing", "fr": "Logement"}}}


def figure(status: str = "exact", kind: str = "share", title: str = "Satisfied", **given) -> Figure:
    keys = {"indicator": "S01", "wave": "end", "part": "", "audience": "cohort", "level": "cohort", "scope": "x", "unit": "percent"}
    numbers = {name: value for name, value in given.items() if name not in keys}
    texts = {**keys, **{name: value for name, value in given.items() if name in keys}}
    return Figure(**texts, kind=kind, status=status, **numbers, entry={**ENTRY, "title": {"en": title}})


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "spreadsheets need the mark to read UTF-8"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def as_csv(language: Language, figures) -> bytes:
    return downloads.files(language, figures)[0]


def as_xlsx(language: Language, figures) -> bytes:
    return downloads.files(language, figures)[1]


def sheet(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_a_row_says_what_when_of_whom_how_and_since_when():
    rows = downloads.rows(ENGLISH, [
        figure("carried", n=24, count_low=15, count_high=19, since="2026-Q1", part="housing.up", level="site"),
        figure("banded", "change", n=9, value=-0.5, unit="points"), figure("withheld", part="housing", wave="mid")])
    assert rows[1:] == [
        ("Satisfied", "Housing", "This group", "halfway", "not shown", *[None] * 7),
        ("Satisfied", "", "This group", "at the end", "to the half point", "−0.5", -0.5, -0.5, 9, None, None, None),
        ("Satisfied", "Housing (women who progressed)", "The antenna", "at the end", "range", "15 to 19 of 24", 15, 19, 24, None, None,
         "first quarter of 2026")]


def test_rows_come_in_the_order_of_their_keys_each_once_whatever_they_say():
    small, large = (figure(part=part, n=24, numerator=count, value=count / 24) for part, count in (("a", 6), ("b", 18)))
    assert [row[1] for row in downloads.rows(ENGLISH, [large, small, large])[1:]] == ["a", "b"]


@pytest.mark.parametrize("code", ["fr", "nl", "en"])
def test_csv_and_xlsx_hold_the_same_rows(code):
    report = open_report(make_release(), "cohort", "ixl-a", code)
    figures = report.satisfaction().figures + report.progress().figures + report.attendance().figures
    lines = downloads.rows(report.language, figures)
    assert len(lines) > 15
    told = [[("" if cell is None else cell) for cell in row] for row in lines]
    assert [[("" if cell is None else cell) for cell in row] for row in sheet(as_xlsx(report.language, figures)).iter_rows(
        values_only=True)] == told
    written = read_csv(as_csv(report.language, figures))
    decimal = "." if code == "en" else ","
    assert written == [[format(cell, "g").replace(".", decimal) if isinstance(cell, float) else str(cell) for cell in row] for row in told]


def test_the_same_figures_give_the_same_bytes_on_any_day(monkeypatch):
    figures = [figure(n=24, numerator=16, value=0.6667)]
    first = as_csv(ENGLISH, figures), as_xlsx(ENGLISH, figures)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert (as_csv(ENGLISH, figures), as_xlsx(ENGLISH, figures)) == first


def test_a_workbook_says_nothing_of_who_when_and_with_what():
    content = as_xlsx(ENGLISH, [figure(n=24, numerator=16, value=0.6667)])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert sorted(parts.namelist()) == [
            "[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml",
            "xl/theme/theme1.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"]
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {(part.comment, part.extra, part.external_attr) for part in parts.infolist()} == {(b"", b"", 0o600 << 16)}
        texts = "".join(parts.read(name).decode() for name in parts.namelist())
    assert not re.search(r"docProps|creator|lastModifiedBy|<f>|<f |hyperlink|hidden|definedName|comments|20\d\d-\d\d-\d\d", texts)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [page.sheet_state for page in book] == ["visible"]


DANGEROUS = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://a.example")', "\uff1d1+1", "\uff0b1",
    "\uff201"]


@pytest.mark.parametrize("title", DANGEROUS)
def test_a_text_is_never_a_formula(title):
    figures = [figure(title=title, n=24, numerator=16, value=0.6667)]
    first = read_csv(as_csv(ENGLISH, figures))[1][0]
    assert first.startswith("'")
    cell = sheet(as_xlsx(ENGLISH, figures))["A2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert str(cell.value).startswith("'")


def test_every_cell_of_every_kind_of_page_is_inert():
    release = make_release()
    for level, scope in (("cohort", "ixl-a"), ("programme", "ateliers"), ("site", "koekel")):
        report = open_report(release, level, scope, "fr")
        figures = [figure for figure in report.view.own if report.find(figure.indicator)]
        for row in read_csv(as_csv(report.language, figures)):
            assert not [cell for cell in row if cell.startswith(("=", "@", "\t", "\r"))]
            assert all(re.fullmatch(r"[+-]?[\d.,\s]+", cell) for cell in row if cell.startswith(("+", "-")))


@pytest.mark.parametrize(("value", "said", "percent"), [
    (0.155, 0.16, "16%"), (0.145, 0.14, "14%"), (0.1125, 0.11, "11%"), (0.005, 0.0, "0%")])
def test_a_share_without_its_count_is_handed_out_as_precisely_as_it_is_said(value, said, percent):
    [_, row] = downloads.rows(ENGLISH, [figure(kind="incidence", n=80, value=value)])
    assert row[5:8] == (percent, said, said)


def test_an_interval_is_handed_out_as_precisely_as_it_is_said():
    [_, mean, rate] = downloads.rows(ENGLISH, [figure(kind="mean", unit="points", n=60, value=5.4, low=5.04, high=5.76),
                                               figure(n=44, numerator=30, value=0.6818, low=0.5344, high=0.8049, level="site")])
    assert mean[9:11] == (5.0, 5.8)
    assert rate[9:11] == (0.53, 0.8)


def test_a_page_without_figures_has_its_heads():
    assert read_csv(as_csv(ENGLISH, [])) == [[str(head) for head in downloads.HEADS]]
