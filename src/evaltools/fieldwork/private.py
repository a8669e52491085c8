"""Sheets for the evaluator alone: in the workspace, readable by nobody else, written whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WRITTEN_ON = dt.datetime(2026, 1, 1)  # the workbook's own date: equal rows are equal bytes


def write_sheet(path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """An XLSX sheet of texts, mode 600. Numbers of the register stay texts, so that their zeros are kept and no cell computes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp makes the file with mode 600, before anything stands in it
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-", suffix=".xlsx")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file, xlsxwriter.Workbook(file, OPTIONS) as book:
            book.set_properties({"created": WRITTEN_ON})
            page, bold = book.add_worksheet(title[:31]), book.add_format({"bold": True})
            for line, row in enumerate([headings, *rows]):
                for column, text in enumerate(row):
                    page.write_string(line, column, text, bold if line == 0 else None)
            page.freeze_panes(1, 0)
            page.set_column(0, len(headings) - 1, 16)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return path
