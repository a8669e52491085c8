"""The cells of a register file, whatever its kind: XLSX, XLS, ODS or CSV in, one list of rows a sheet out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from ...errors import SourceError
from .delimited import NotText, rows_of

Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta
Row = list[Cell]

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TEXTS = (".csv", ".txt", ".tsv")
# Names that say nothing: a sheet called so is known by the name of its file instead.
NAMELESS = re.compile(r"(feuille?|feuil|sheet|blad|tabelle|table)\s*\d*", re.IGNORECASE)


@dataclass(frozen=True)
class RegisterSheet:
    """One sheet of one file: its place among the file's sheets (from 1), and its rows with no-break spaces made plain."""

    file: str
    name: str
    place: int
    rows: tuple[Row, ...]
    hidden: bool = False


def open_register(path: Path) -> list[RegisterSheet]:
    """Every sheet of a register file that holds anything.

    A file open in a spreadsheet program meanwhile is read as it was last saved.

    Raises
    ------
    SourceError
        The file is missing, a folder, locked, protected by a password, damaged or not a workbook.
    """
    content = _content(path)
    if path.suffix.lower() in TEXTS and not content.startswith((ZIP, OLE)):
        return _text(path, content)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        found = [_sheet(path, workbook, place) for place, sheet in enumerate(workbook.sheets_metadata, 1)
                 if sheet.typ == SheetTypeEnum.WorkSheet]
    except PasswordError:
        raise _protected(path) from None
    except CalamineError:
        raise _unreadable(path, content) from None
    filled = [sheet for sheet in found if sheet.rows]
    return [_named_after_file(sheet, path) for sheet in filled] if len(filled) == 1 else filled


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"The register {path.name} does not exist.",
                          "Correct `registers` in evaltools.toml, or put the file there.") from None
    except (IsADirectoryError, PermissionError) as error:
        if path.is_dir():
            raise SourceError(f"The register {path.name} is a folder, not a file.", "Name each file in `registers`.") from None
        raise SourceError(f"The register {path.name} may not be read: {error.strerror}.",
                          "Close it in other programs, or ask for the right to read it.") from None
    except OSError as error:
        raise SourceError(f"The register {path.name} cannot be read: {error.strerror}.", "Copy it to this computer.") from None


def _text(path: Path, content: bytes) -> list[RegisterSheet]:
    try:
        rows = [[_plain(cell) for cell in row] for row in rows_of(content)]
    except NotText:
        raise SourceError(f"The register {path.name} is not a text file.",
                          "Save it as CSV again, in UTF-8, or as a workbook.") from None
    kept = _trimmed(rows)
    return [RegisterSheet(path.name, path.stem, 1, kept)] if kept else []


def _sheet(path: Path, workbook: CalamineWorkbook, place: int) -> RegisterSheet:
    metadata = workbook.sheets_metadata[place - 1]
    sheet = workbook.get_sheet_by_name(metadata.name)
    rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    _spread_merged(rows, sheet)
    return RegisterSheet(path.name, metadata.name, place, _trimmed(rows), metadata.visible != SheetVisibleEnum.Visible)


def _spread_merged(rows: list[Row], sheet: CalamineSheet) -> None:
    """Give every cell of a merged range its value; only Excel's formats tell which cells are merged."""
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top < len(rows) and left < len(rows[top]):
            for row in rows[top:bottom + 1]:
                row[left:right + 1] = [rows[top][left]] * len(row[left:right + 1])


def _plain(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff]+", " ", cell).strip()


def _trimmed(rows: Sequence[Row]) -> tuple[Row, ...]:
    filled = [index for index, row in enumerate(rows) if any(cell != "" for cell in row)]
    return tuple(rows[:filled[-1] + 1]) if filled else ()


def _named_after_file(sheet: RegisterSheet, path: Path) -> RegisterSheet:
    if not NAMELESS.fullmatch(sheet.name.strip()):
        return sheet
    return RegisterSheet(sheet.file, path.stem, sheet.place, sheet.rows, sheet.hidden)


def _protected(path: Path) -> SourceError:
    return SourceError(f"The register {path.name} is protected by a password.",
                       "Open it, remove the password (File, Info, Protect workbook), save it, and run again.")


def _unreadable(path: Path, content: bytes) -> SourceError:
    if content.startswith(OLE) and ENCRYPTED in content:
        return _protected(path)
    if not content:
        return SourceError(f"The register {path.name} is empty: it has no byte.", "Save it again, or copy it again.")
    if content.startswith((ZIP, OLE)):
        return SourceError(f"The register {path.name} is damaged.", "Open it in a spreadsheet program, save it under a new name.")
    return SourceError(f"The register {path.name} is not a workbook.", "Registers are XLSX, XLS, ODS or CSV files.")
