"""Attendance sheets: the long list, one row a woman and session, and the grid, a row a woman and a column a date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...tables.sheets import sheets
from .dates import Refused, read_date, read_day_of_year
from .headings import Header, find_header, header_of
from .listing import Listing, day_of
from .problems import Problems
from .rows import Record, between, cell_of, lacking, read_rows
from .values import read_category, text_of
from .workbook import RegisterSheet, Row

SPELLED_DAY = re.compile(r"\d{1,4}\s*[/.\-]\s*\d{1,2}(?:\s*[/.\-]\s*\d{2,4})?")
STATUS = sheets()["attendance"].columns["status"]


@dataclass(frozen=True, repr=False)
class Mark:
    """What stands for one woman at one session. Without a status, something unreadable stands there."""

    number: str
    cohort: str | None
    day: dt.date | None
    code: str
    status: str | None
    source: str


@dataclass(frozen=True)
class Block:
    """One grid of a sheet: its row of headings, its row of dates, the rows above it and those below."""

    header: Header
    days: Mapping[int, object]
    above: Sequence[Row]
    below: Sequence[Row]


def marks(sheet: RegisterSheet, listing: Listing, problems: Problems) -> list[Mark]:
    """Every mark of an attendance sheet, long or grid; raises SourceError where it can be neither."""
    blocks = _blocks(sheet.rows)
    if blocks:
        return [mark for block in blocks for mark in _grid(sheet, block, listing, problems)]
    return _long(sheet, listing, problems)


def is_grid(rows: Sequence[Row]) -> bool:
    """Whether rows hold a grid with two dates or more: then they are attendance, whatever the sheet is called."""
    return any(len(block.days) > 1 for block in _blocks(rows))


def _long(sheet: RegisterSheet, listing: Listing, problems: Problems) -> list[Mark]:
    header = find_header("attendance", sheet.rows)
    if header is None or _unused(sheet.rows, header):
        return []
    found = []
    for record in read_rows(sheet, "attendance", header, problems):
        if record.text("status") or "status" in record.refused:
            found += list(_mark(sheet, record, listing, problems))
    if found and not {"date", "session"} & set(header.columns):
        raise lacking(sheet, sheets()["attendance"], "date", header)
    return found


def _unused(rows: Sequence[Row], header: Header) -> bool:
    """A grid prepared with its women and no date yet says nothing: no cell of it is a mark."""
    if "status" in header.columns:
        return False
    places = set(header.columns.values())
    others = [cell for row in rows[header.row + 1:] for place, cell in enumerate(row) if place not in places and cell != ""]
    return not any(_is_status(cell) for cell in others)


def _is_status(cell: object) -> bool:
    try:
        return bool(read_category("attendance", STATUS, cell))
    except Refused:
        return False


def _mark(sheet: RegisterSheet, record: Record, listing: Listing, problems: Problems) -> Iterator[Mark]:
    number, cohort = record.text("participant"), listing.cohort(record, "attendance")
    if not number:
        problems.add(record.source, "attendance", "participant", "missing_number")
    elif (not record.text("cohort") or cohort) and (record.text("session") or "date" not in record.refused):
        status = record.text("status") or None
        cohort = cohort or listing.cohorts.named_in(sheet.name)
        yield Mark(number, cohort, day_of(record, "date"), record.text("session"), status, record.source)


def _blocks(rows: Sequence[Row]) -> list[Block]:
    """The grids of a sheet from top to bottom. The dates stand in the row of headings or, where no row has both, beside it."""
    headers = [header_of("attendance", row, index) for index, row in enumerate(rows)]
    headers = [header for header in headers if "participant" in header.columns and "status" not in header.columns]
    for offset in (0, 1, -1):
        starts = [(header, _days(rows, header, header.row + offset)) for header in headers]
        starts = [(header, days) for header, days in starts if days]
        if starts:
            ends = [*(header.row + min(offset, 0) for header, _ in starts[1:]), len(rows)]
            tops = [0, *(header.row + max(offset, 0) + 1 for header, _ in starts)]
            return [Block(header, days, rows[tops[index]:header.row], rows[tops[index + 1]:ends[index]])
                    for index, (header, days) in enumerate(starts)]
    return []


def _days(rows: Sequence[Row], header: Header, index: int) -> dict[int, object]:
    """The columns with a date: read already, or as text where the year is missing or the day does not exist."""
    if not 0 <= index < len(rows):
        return {}
    taken = set(header.columns.values())
    found = {place: _heading_day(cell) for place, cell in enumerate(rows[index]) if place not in taken}
    return {place: day for place, day in found.items() if day is not None}


def _heading_day(cell: object) -> object:
    text = text_of(cell)
    spelled = SPELLED_DAY.search(text)  # as in "Séance 3 (12/03/2026)"
    for candidate in (cell, spelled[0]) if spelled else (cell,):
        try:
            return read_date(candidate)
        except Refused:
            continue
    if spelled:
        return spelled[0]
    try:
        read_day_of_year(text, dt.date(2000, 1, 1))
    except Refused:
        return None
    return text


def _grid(sheet: RegisterSheet, block: Block, listing: Listing, problems: Problems) -> Iterator[Mark]:
    titles = [row for row in block.above if not listing.people.is_listed(cell_of(row, block.header.columns["participant"]))]
    cohorts = {place: _cohort_above(titles, place, listing) or listing.cohorts.named_in(sheet.name) for place in block.days}
    if "cohort" not in block.header.columns:
        yield from _rows(sheet, block, cohorts, listing, problems)
        return
    for text, rows in _by_group(block):
        cohort = listing.cohort(Record({"cohort": text}, sheet.file), "attendance") if text else None
        if cohort or not text:
            part = Block(block.header, block.days, (), rows)
            yield from _rows(sheet, part, dict.fromkeys(cohorts, cohort) if cohort else cohorts, listing, problems)


def _by_group(block: Block) -> list[tuple[str, list[Row]]]:
    """The rows under each group of the group column; a blank means the group above, as where cells are merged."""
    runs: list[tuple[str, list[Row]]] = []
    for row in block.below:
        text = text_of(cell_of(row, block.header.columns["cohort"]))
        if not runs or text not in ("", runs[-1][0]):
            runs.append((text, []))
        runs[-1][1].append(row)
    return runs


def _cohort_above(titles: Sequence[Row], place: int, listing: Listing) -> str | None:
    """The group named over a column: by a heading merged over several, by a title to the left, else by any title."""
    for row in reversed(titles):
        names = [listing.cohorts.named_in(text_of(cell)) for cell in row]
        found = [name for name in names[:place + 1] if name]
        if found:
            return found[-1]
        if any(names):
            return next(filter(None, names))
    return None


def _rows(sheet: RegisterSheet, block: Block, cohorts: Mapping[int, str | None], listing: Listing,
          problems: Problems) -> Iterator[Mark]:
    days = {place: _day(block.days[place], listing.cohorts.start(cohort)) for place, cohort in cohorts.items()}
    for place, day in days.items():
        if day is None and any(cell_of(row, place) != "" for row in block.below):
            problems.add(sheet.file, "attendance", "date", "unreadable_date")
    for row in block.below:
        noted = {place: cell_of(row, place) for place, day in days.items() if day and cell_of(row, place) != ""}
        number = text_of(cell_of(row, block.header.columns["participant"]))
        if between(row) or not noted:
            continue
        if not number:
            problems.add(sheet.file, "attendance", "participant", "missing_number")
            continue
        for place, cell in noted.items():
            yield Mark(number, cohorts[place], days[place], "", _status(cell, sheet, problems), sheet.file)


def _day(heading: object, start: dt.date | None) -> dt.date | None:
    if isinstance(heading, dt.date):
        return heading
    if start is None:
        return None
    try:
        return read_day_of_year(str(heading), start)
    except Refused:
        return None


def _status(cell: object, sheet: RegisterSheet, problems: Problems) -> str | None:
    try:
        return read_category("attendance", STATUS, cell)
    except Refused as refused:
        problems.add(sheet.file, "attendance", "status", refused.rule)
        return None
