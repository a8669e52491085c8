"""The evaluator's own file: the words that she chose, edited and signed. It lies in the workspace and is never published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import SourceError
from ..scope import LANGUAGES
from ..sources.registers.workbook import Cell, open_register
from ..workspace import Workspace

FOLDER, STEM, ENDINGS = "quotes", "chosen", (".xlsx", ".ods", ".csv")
HEADINGS = ("kind", "programme", "site", "source", "item", "women", "language", "text", *LANGUAGES, "reviewer", "date")
"""The columns. `fr`, `nl`, `en` hold translations; `women`: how many said what a suggestion sums up."""


@dataclass(frozen=True, repr=False)
class Chosen:
    """One row, as it was written; `row` is its number in the file."""

    row: int
    kind: str
    programme: str
    site: str
    source: str
    item: str
    women: str
    language: str
    text: str
    translations: dict[str, str]
    reviewer: str
    date: str


def place_of(workspace: Workspace) -> Path:
    """Where the file lies, or would.

    Raises
    ------
    SourceError
        There are several: nobody could say which one counts.
    """
    found = [path for ending in ENDINGS if (path := workspace.private / FOLDER / f"{STEM}{ending}").is_file()]
    if len(found) > 1:
        raise SourceError("There are several files of chosen quotes in workspace/quotes/.", "Keep one of them.")
    return found[0] if found else workspace.private / FOLDER / f"{STEM}{ENDINGS[0]}"


def chosen_in(workspace: Workspace) -> list[Chosen]:
    """Every filled row of the file; none where there is no file.

    Raises
    ------
    SourceError
        The file cannot be read, or its first row lacks a heading.
    """
    path = place_of(workspace)
    if not path.is_file():
        return []
    sheets = open_register(path)
    return list(_rows([list(row) for row in sheets[0].rows])) if sheets else []


def _rows(rows: list[list[Cell]]) -> Iterator[Chosen]:
    heads = [_text(cell).casefold() for cell in rows[0]]
    missing = [name for name in HEADINGS if name not in heads]
    if missing:
        raise SourceError(f"The file of chosen quotes has no column '{missing[0]}'.", f"Its columns are: {', '.join(HEADINGS)}.")
    for number, row in enumerate(rows[1:], start=2):
        cells = dict(zip(heads, map(_text, row), strict=False))
        if any(cells.get(name) for name in HEADINGS):
            told = {name: cells.get(name, "") for name in HEADINGS if name not in LANGUAGES}
            yield Chosen(row=number, **told, translations={code: cells[code] for code in LANGUAGES if cells.get(code)})


def _text(cell: Cell) -> str:
    """A cell as a person reads it: a day without its hours, a whole number without its point."""
    if isinstance(cell, dt.datetime):
        return str(cell.date())
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
