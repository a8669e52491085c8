"""Text files with one row a line, as spreadsheet programs export them: any usual encoding, any usual separator."""

from __future__ import annotations

import codecs
import csv
from io import StringIO

SEPARATORS = ";\t,|"
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SAMPLE = 50


class NotText(ValueError):
    """The bytes are no text in an encoding that spreadsheet programs write."""


def rows_of(content: bytes) -> list[list[str]]:
    """The cells of a CSV, a list of texts a row.

    Raises
    ------
    NotText
        Neither UTF-8, UTF-16 with its mark, nor Windows' Western European (cp1252), or not CSV at all.
    """
    lines = _decoded(content).splitlines(keepends=True)
    declared = lines[0].strip().lower() if lines else ""
    # Excel's own way of saying the separator: a first line such as "sep=;".
    if declared.startswith("sep=") and len(declared) == 5:
        return _parsed("".join(lines[1:]), declared[-1])
    text = "".join(lines)
    return _parsed(text, max(SEPARATORS, key=lambda separator: _fit(text, separator)))


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), "")
    for candidate in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            text = content.decode(candidate)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NotText


def _fit(text: str, separator: str) -> tuple[int, int]:
    """How many of the first lines a separator divides, and into how many cells at most; a text or a decimal has commas too."""
    widths = [len(row) for row in _parsed(text, separator, SAMPLE)]
    return sum(width > 1 for width in widths), max(widths, default=0)


def _parsed(text: str, separator: str, most: int | None = None) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            if most and len(rows) >= most:
                break
    except csv.Error:
        raise NotText from None
    return rows
