"""The rows of one sheet, cell by cell: understood values by column, and a problem for each that is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...errors import SourceError
from ...tables.sheets import LANGUAGES, Sheet, sheets
from .dates import Refused
from .headings import Header, header_of, key_of, missing_columns
from .problems import Problems
from .values import read_cell
from .workbook import RegisterSheet, Row

TOTALS = frozenset(["total", "totaal", "totaux", "totalen", "somme", "som", "sum"])
GROUP_WORDS = frozenset(["groupe", "group", "groep", "cohorte", "cohort", "atelier", "gr"])


@dataclass(frozen=True, repr=False)
class Record:
    """One row of a sheet: the values of the columns that it has (None: blank or refused), and the file it stands in."""

    values: Mapping[str, object]
    source: str
    refused: frozenset[str] = frozenset()

    def text(self, name: str) -> str:
        """A column as text; empty where it is blank."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def get(self, name: str) -> object:
        """A column's value, or None."""
        return self.values.get(name)


def filled_rows(table: str, rows: Sequence[Row], header: Header) -> Iterator[Row]:
    """The rows below a header that say anything: no blank row, no total, no heading printed again on the next page."""
    for index, row in enumerate(rows[header.row + 1:], header.row + 1):
        repeated = len(header_of(table, row, index).columns) > max(1, len(header.columns) // 2)
        if not repeated and not between(row) and any(cell_of(row, place) != "" for place in header.columns.values()):
            yield row


def between(row: Row) -> bool:
    """Whether a row is no row of the table: a total, or the name of a group over the rows that follow."""
    filled = [cell for cell in row if cell != ""]
    if not filled or not isinstance(filled[0], str):
        return False
    first = key_of(filled[0].split()[0])
    alone = len(set(filled)) == 1
    return first in TOTALS or (alone and (len(filled) > 2 or first in GROUP_WORDS))


def cell_of(row: Row, place: int | None) -> object:
    """The cell at a place, blank where the row ends before it."""
    return row[place] if place is not None and place < len(row) else ""


def read_rows(sheet: RegisterSheet, table: str, header: Header, problems: Problems, *, whole: bool = True) -> list[Record]:
    """Every filled row of a sheet as values of a table's columns; `whole` asks for the required ones.

    Raises
    ------
    SourceError
        The sheet has rows and lacks a required column.
    """
    rows = list(filled_rows(table, sheet.rows, header))
    if rows and whole:
        require(sheet, sheets()[table], header)
    records = [_record(sheet, table, header, row, problems) for row in rows]
    return _unticked(sheets()[table], header, records)


def _record(sheet: RegisterSheet, table: str, header: Header, row: Row, problems: Problems) -> Record:
    values: dict[str, object] = {}
    bad = set()
    for name, place in header.columns.items():
        cell = cell_of(row, place)
        values[name] = None
        if cell == "":
            continue
        try:
            values[name] = read_cell(table, sheets()[table].columns[name], cell)
        except Refused as refused:
            problems.add(sheet.file, table, name, refused.rule)
            bad.add(name)
    return Record(values, sheet.file, frozenset(bad))


def _unticked(sheet: Sheet, header: Header, records: list[Record]) -> list[Record]:
    """Blanks as "no" in columns that hold nothing but ticks; where somebody wrote "no" a blank is not an answer.

    The needs of a visit are one question: where none of them is ticked it was not asked.
    """
    ticked = [name for name, column in sheet.columns.items() if column.ticks and name in header.columns
              and not any(record.get(name) is False for record in records)]
    filled = []
    for record in records:
        values = dict(record.values)
        asked = any(values.get(name) for name in values if name.startswith("need_"))
        for name in ticked:
            if values[name] is None and name not in record.refused and (asked or not name.startswith("need_")):
                values[name] = False
        filled.append(Record(values, record.source, record.refused))
    return filled


def require(sheet: RegisterSheet, known: Sheet, header: Header | None) -> None:
    """Raise SourceError where a sheet lacks a required column."""
    missing = list(known.required) if header is None else missing_columns(known, header)
    if missing:
        raise lacking(sheet, known, missing[0], header)


def lacking(sheet: RegisterSheet, known: Sheet, name: str, header: Header | None) -> SourceError:
    """What is said of a missing column. Only headings that are known are repeated: another may be a woman's name.

    Some people keep a column a woman.
    """
    needed, dutch, english = (known.columns[name].headings[language][0] for language in LANGUAGES)
    found = sorted(known.columns[column].headings["fr"][0] for column in header.columns) if header else []
    others = f", and {len(header.others)} others" if header and header.others else ""
    return SourceError(
        f"The sheet '{sheet.name}' of {sheet.file} has no column '{needed}' ({dutch}, {english}).",
        f"Headings found: {', '.join(found) or 'none that is known'}{others}. Correct the heading, or take the template.")
