"""Forms from a file made by hand: LimeSurvey's own export where remote control is off, or a sheet of paper cards.

An export has LimeSurvey's columns (`id`, `submitdate`, ...); anything else with item codes as headings is a sheet of cards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ...errors import SourceError
from ...questionnaires import Questionnaires, Survey
from ..forms import Form
from ..forms.form import signs
from ..limesurvey.reading import form_of
from .cells import Row, tables_of
from .codes import Codes, language_of, moment_of
from .headings import Header, Headings, letter
from .template import write_template

__all__ = ["read", "write_template"]

HINT = ("In LimeSurvey choose Responses, Export: format CSV, headings 'Question code', responses 'Answer codes'. "
        "A sheet of cards has one row a card, and one column for each item code: {codes}, ...")


def read(path: Path, survey: Survey, questionnaires: Questionnaires, source: str = "") -> list[Form]:
    """The forms of a CSV export of LimeSurvey, or of a CSV, XLSX, XLS or ODS sheet with one row a card.

    Answers may be written as codes, as values or as the words of any language of the scale; what is none of these stays as it
    is, and becomes a problem later. Rows without any answer are left out of a sheet of cards. Names and addresses that an
    export or a sheet holds are not read.

    Parameters
    ----------
    path
        The file. A card's number is its row in the sheet.
    survey
        The questionnaire as it is asked: with the programme's modules.
    source
        The source of the forms (see `forms.source_of`); where it is not given, the file's name without its ending.

    Raises
    ------
    SourceError
        The file is missing, unreadable, protected, empty, or has no column of this questionnaire.
    """
    headings = Headings(survey)
    header, rows = _table(path, headings, survey)
    codes = Codes(survey, questionnaires.scales)
    width = max(header.columns, default=0)
    for line, row in rows:
        if any(cell.strip() for cell in row[width + 1:]) and header.is_export:
            raise SourceError(f"{path.name}: row {line} has more cells than there are headings.",
                              "A text with a separator in it lost its quotes: export again, and do not save the file in Excel.")
    read_row = _exported if header.is_export else _card
    return list(read_row(source or signs(path.stem), header, codes, rows))


def _table(path: Path, headings: Headings, survey: Survey) -> tuple[Header, list[Row]]:
    """Of the sheets of a workbook, or the ways to separate a CSV, the one with the most columns of the questionnaire."""
    tables = tables_of(path)
    found = [(header, table) for table in tables if (header := headings.find(table)) is not None]
    if found:
        header, table = max(found, key=lambda pair: len(pair[0].items))
        return header, [row for row in table if row[0] > header.line]
    codes = ", ".join(list(headings.columns)[:3])
    if all(sum(bool(cell.strip()) for cell in row) <= 1 for table in tables for _, row in table):
        raise SourceError(f"{path.name} has a single column: its cells are separated by neither ; nor , nor tab.",
                          HINT.format(codes=codes))
    raise SourceError(f"{path.name} has no column of the questionnaire '{survey.id}'.", HINT.format(codes=codes))


def _exported(source: str, header: Header, codes: Codes, rows: Iterable[Row]) -> Iterator[Form]:
    for _, row in rows:
        cells = {name: _cell(row, column) for column, name in header.columns.items()}
        if cells.get("id", "").strip():
            for name in ("submitdate", "startdate", "datestamp"):
                moment = moment_of(cells.get(name, ""))
                cells[name] = moment.isoformat(" ") if moment else ""
            yield form_of(source, {name: codes.of(name, cell) for name, cell in cells.items()})


def _card(source: str, header: Header, codes: Codes, rows: Iterable[Row]) -> Iterator[Form]:
    for line, row in rows:
        said = {name: _cell(row, column).strip() for name, column in header.card.items()}
        answers: dict[str, str] = {}
        for column, name in header.items.items():
            answers |= codes.spread(name, _cell(row, column))
        if not any(answers.values()):
            continue
        # An unknown column may hold names: its place in the sheet is reported, what stands in it is not read.
        answers |= {f"column {letter(column)}": "" for column in header.unknown}
        yield Form(source=source, number=str(line), token=said.get("token", ""), participant_number=said.get("number", ""),
                   cohort=said.get("cohort", ""), submitted=moment_of(said.get("date", "")),
                   language=language_of(said.get("language", "")), answers=answers)


def _cell(row: list[str], column: int) -> str:
    return row[column] if column < len(row) else ""
