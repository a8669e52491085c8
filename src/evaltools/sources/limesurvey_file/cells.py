"""The cells of a CSV or a workbook as text, whatever way the file was saved."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

from ...errors import SourceError

DELIMITERS = ";,\t"
LONGEST_TEXT = 1 << 20
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # in the directory of a workbook with a password
Row = tuple[int, list[str]]


def tables_of(path: Path) -> list[list[Row]]:
    """The sheets of a workbook, or a CSV read with each separator: rows with their number, blank rows left out.

    Raises
    ------
    SourceError
        Naming the file and what is wrong with it.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"The file {path.name} does not exist.", "Check `file` in evaltools.toml.") from None
    except OSError as error:
        raise SourceError(f"The file {path.name} cannot be opened: {error.strerror}.",
                          "Is it open in another programme, or a folder?") from None
    suffix = path.suffix.casefold()
    if suffix in (".csv", ".txt", ".tsv"):
        tables = _separated(_text(content, path))
    elif suffix in (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"):
        tables = _sheets(content, path)
    else:
        raise SourceError(f"{path.name} is neither a CSV nor a workbook.", "Save it as CSV, XLSX or ODS.")
    if not any(tables):
        raise SourceError(f"{path.name} is empty.", "Export it again, or fill it in.")
    return tables


def _text(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # Excel in Belgium saves CSV as Windows-1252, which decodes nearly any bytes: a file with NULs is no text.
    if b"\x00" not in content:
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError:
            pass
    raise SourceError(f"{path.name} is not a text file.", "Save it again as CSV UTF-8.")


def _separated(text: str) -> list[list[Row]]:
    csv.field_size_limit(LONGEST_TEXT)
    tables = []
    for delimiter in DELIMITERS:
        try:
            lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        tables.append(_filled(lines))
    return tables


def _sheets(content: bytes, path: Path) -> list[list[Row]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, PasswordError) or ENCRYPTED in content:
            raise SourceError(f"{path.name} is protected by a password.", "Save a copy without password.") from None
        raise SourceError(f"{path.name} is not a readable workbook.", "Open it, save it again as XLSX or ODS.") from None
    return [_filled([[_written(cell) for cell in row] for row in sheet]) for sheet in sheets]


def _filled(lines: list[list[str]]) -> list[Row]:
    return [(number, row) for number, row in enumerate(lines, 1) if any(cell.strip() for cell in row)]


def _written(cell: object) -> str:
    """A cell's value as one would type it: 4 and not 4.0, days as 2026-03-01."""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    return str(cell)
