"""How the tests write registers and read them: text tables in, untidy files out."""

from __future__ import annotations

import csv
import datetime as dt
from io import StringIO
from pathlib import Path

import openpyxl
import pandas as pd

from evaltools.identity import Identity
from evaltools.settings import Programme, Site
from evaltools.sources.registers import RegisterRead, read

IDENTITY = Identity.from_secret(b"a secret of the tests only")
SITES = (Site(id="ixelles", name="Ixelles"), Site(id="sgilles", name="Saint-Gilles"))
ATELIERS = Programme(id="ateliers", kind="workshop", name={"en": "Workshops"}, sites=SITES)

GROUPS = """
    Groupe | Antenne      | Début      | Fin prévue
    IXL-A  | Ixelles      | 02/03/2026 | 30/06/2026
    SGI-B  | Saint-Gilles | 01/03/2026 | 30/06/2026
"""
WOMEN = """
    N° | Langue
    1  | français
    2  | Nederlands
    3  | arabe
"""
ENROLLED = """
    N° | Groupe | Début      | Date de sortie | Motif de sortie
    1  | IXL-A  | 02/03/2026 |                |
    2  | IXL-A  | 02/03/2026 | 15/04/2026     | emploi
    3  | SGI-B  | 01/03/2026 |                |
"""
SESSIONS = """
    Groupe | Date       | Statut
    IXL-A  | 05/03/2026 | tenue
    IXL-A  | 12/03/2026 | tenue
    IXL-A  | 19/03/2026 | annulée
    SGI-B  | 05/03/2026 | tenue
"""
BASE = {"Groupes": GROUPS, "Participantes": WOMEN, "Inscriptions par groupe": ENROLLED, "Séances": SESSIONS}


def rows_of(text: str) -> list[list[str]]:
    """The cells of a text table; trailing blank lines and the indentation are no matter."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").split("\n") if line.strip()]


def workbook(path: Path, sheets: dict[str, str | list[list[object]]]) -> Path:
    """An XLSX of text tables or of rows of cells."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, content in sheets.items():
        page = book.create_sheet(name)
        for row in rows_of(content) if isinstance(content, str) else content:
            page.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path


def as_csv(text: str, separator: str) -> str:
    """A text table as CSV."""
    written = StringIO()
    csv.writer(written, delimiter=separator).writerows(rows_of(text))
    return written.getvalue()


def read_sheets(folder: Path, sheets: dict[str, str | list[list[object]]], programme: Programme = ATELIERS) -> RegisterRead:
    """What the register source makes of one XLSX with these sheets."""
    workbook(folder / "registre.xlsx", sheets)
    return read([Path("registre.xlsx")], programme, folder, IDENTITY)


def problems(found: RegisterRead) -> dict[tuple[str, str, str], int]:
    """Counts by table, column and rule."""
    rows = found.tables["problems"].to_dict("records")
    return {(row["table"], row["column"], row["rule"]): row["count"] for row in rows}


def women(found: RegisterRead, frame: pd.DataFrame, column: str) -> dict[str, object]:
    """A column by the register's number."""
    return dict(zip(map(found.numbers.__getitem__, frame["participant"]), values(frame, column), strict=True))


def values(frame: pd.DataFrame, column: str) -> list[object]:
    """The values of a column, None for missing ones."""
    return [None if pd.isna(value) else value for value in frame[column]]


def attendance(found: RegisterRead) -> set[tuple[str, str, str, str]]:
    """Number, group without its programme, day and month, status."""
    return {
        (found.numbers[row["participant"]], row["cohort"].removeprefix("ateliers-"), f"{row['date']:%d/%m}", row["status"])
        for row in found.tables["attendance"].to_dict("records")
    }


def day(text: str) -> dt.datetime:
    """A day as spreadsheets hold it."""
    return dt.datetime.strptime(text, "%d/%m/%Y")
