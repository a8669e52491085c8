"""The register to fill in: one sheet a table, headings and drop-down lists in one language, a first sheet that explains."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import xlsxwriter

from ...tables.sheets import Sheet, SheetColumn, sheets
from .contents import guide
from .dates import FIRST, LAST

ROWS = 500  # the rows that lists and formats are prepared for
DATES = 40  # the columns of the attendance grid that await a date
CREATED = dt.datetime(2026, 1, 1)  # one day for all, so that two templates are equal, byte for byte


def write_template(path: Path, language: str, programme_kind: str) -> None:
    """Write an empty register for a kind of programme (workshop, miriam or bureau), with headings in fr, nl or en."""
    # Text that begins with "=" stays text, and nothing becomes a link.
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": CREATED})
        formats = _formats(workbook)
        wanted = [sheet for sheet in sheets().values() if programme_kind in sheet.kinds]
        _write_guide(workbook, wanted, language, formats)
        for sheet in wanted:
            _write_sheet(workbook, sheet, language, formats)


def _formats(workbook: Any) -> dict[str, Any]:
    head = {"bg_color": "#E6EEF2", "bottom": 1, "text_wrap": True, "valign": "top"}
    return {name: workbook.add_format(look) for name, look in {
        "title": {"bold": True, "font_size": 14}, "needed": head | {"bold": True}, "heading": head,
        "date_heading": head | {"num_format": "dd/mm/yyyy", "rotation": 90}, "date": {"num_format": "dd/mm/yyyy"},
        "time": {"num_format": "hh:mm"}, "text": {"num_format": "@"}, "wrap": {"text_wrap": True, "valign": "top"},
    }.items()}


def _write_guide(workbook: Any, wanted: list[Sheet], language: str, formats: dict[str, Any]) -> None:
    words = guide()[language]
    page = workbook.add_worksheet(words["title"])
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, words["first"], formats["title"])
    for row, rule in enumerate(words["rules"], 2):
        page.write_string(row, 1, rule, formats["wrap"])
    top = 3 + len(words["rules"])
    page.write_row(top, 0, [words["sheet"], words["purpose"]], formats["needed"])
    for row, sheet in enumerate(wanted, top + 1):
        page.write_url(row, 0, f"internal:'{sheet.title[language]}'!A1", string=sheet.title[language])
        page.write_string(row, 1, sheet.good_for[language], formats["wrap"])


def _write_sheet(workbook: Any, sheet: Sheet, language: str, formats: dict[str, Any]) -> None:
    page = workbook.add_worksheet(sheet.title[language])
    # Of an attendance sheet that is a grid, only the columns before the dates are columns of the table.
    columns = [sheet.columns[name] for name in ("participant", "cohort")] if sheet.grid else list(sheet.columns.values())
    for place, column in enumerate(columns):
        _write_column(page, place, column, language, formats)
    if sheet.grid:
        _write_dates(page, len(columns), sheet.columns["status"], language, formats)
    page.freeze_panes(1, 1)


def _write_column(page: Any, place: int, column: SheetColumn, language: str, formats: dict[str, Any]) -> None:
    heading = column.headings[language][0]
    # A category is text: a spreadsheet would take the class "3-5" for the third of May.
    look = {"date": "date", "time": "time", "id": "text", "text": "text", "category": "text"}.get(column.kind)
    page.set_column(place, place, max(12, len(heading) + 2), formats[look] if look else None)
    page.write_string(0, place, heading, formats["needed" if column.required else "heading"])
    words = guide()[language]
    if column.kind == "date":
        _expect_dates(page, (1, place, ROWS, place), words["date_needed"])
    elif column.kind in ("category", "flag"):
        choices = list(column.codes(language).values()) or [words["yes"], words["no"]]
        _offer(page, (1, place, ROWS, place), choices, words["choose"])


def _write_dates(page: Any, first: int, status: SheetColumn, language: str, formats: dict[str, Any]) -> None:
    last = first + DATES - 1
    page.set_row(0, 70)
    page.set_column(first, last, 12)
    for place in range(first, last + 1):
        page.write_blank(0, place, None, formats["date_heading"])
    _expect_dates(page, (0, first, 0, last), guide()[language]["date_needed"])
    _offer(page, (1, first, ROWS, last), list(status.codes(language).values()), guide()[language]["choose"])


def _expect_dates(page: Any, place: tuple[int, int, int, int], message: str) -> None:
    page.data_validation(*place, {"validate": "date", "criteria": "between", "minimum": FIRST, "maximum": LAST,
                                  "error_type": "warning", "error_message": message})


def _offer(page: Any, place: tuple[int, int, int, int], choices: list[str], message: str) -> None:
    """A drop-down list. It only warns: a register that refuses what a coordinator knows is left for a notebook of paper."""
    page.data_validation(*place, {"validate": "list", "source": choices, "error_type": "warning", "error_message": message})
