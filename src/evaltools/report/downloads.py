"""The figures of a page to take away: a CSV and an XLSX of the same rows, made from the protected figures that the page shows.

No formula, no link, no hidden sheet, no metadata; the same figures give the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence

from ..languages import Language, phrase
from . import sentences, words
from .figure import SHARES, Figure, as_said, protected_only

Cell = str | int | float | None
Row = tuple[Cell, ...]
ENDINGS = (".csv", ".xlsx", ".txt")
"""What stands beside every page: its figures twice, and its text to paste in an e-mail, which `plain` reads off it."""
HEADS = (phrase("What"), phrase("Part"), phrase("About"), phrase("When"), phrase("How it is given"), phrase("Value"),
         phrase("From"), phrase("To"), phrase("Base"), phrase("Likely from"), phrase("Likely to"), phrase("As last published"))
_WIDTHS = (44, 28, 22, 18, 26, 24, 10, 10, 8, 12, 12, 22)
_STATUS = {"exact": phrase("exact"), "banded": phrase("range"), "at_least": phrase("at least"), "rounded": phrase("to the half point"),
           "withheld": phrase("not shown")}
_PROGRESSED = phrase("Women who progressed")
_COMMAND = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # what makes spreadsheets compute, also in its full-width form
_NUMBER = re.compile(r"[+-]?\d[\d.,\s]*")
_METADATA = re.compile(r'<(?:Override|Relationship)\b[^>]*docProps/[^>]*/>')


@protected_only
def rows(language: Language, figures: Sequence[Figure]) -> list[Row]:
    """The heads, then one row a figure in the order of their keys, whatever they say; each figure once."""
    ordered = sorted(dict.fromkeys(figures), key=lambda figure: (figure.order, figure.audience, figure.scope))
    return [tuple(language.say(head) for head in HEADS), *(_row(language, figure) for figure in ordered)]


def _row(language: Language, figure: Figure) -> Row:
    when = [words.wave(language, figure.wave) if figure.wave else "", language.quarter(figure.before) if figure.before else ""]
    named = (words.title(language, figure.entry), _part(language, figure), language.say(words.SCOPES[figure.level]),
             ", ".join(filter(None, when)))
    if figure.withheld:
        return (*map(_inert, named), language.say(_STATUS["withheld"]), *[None] * 7)
    rounded = figure.shape == "banded" and figure.bounds is None
    told = (language.say(_STATUS["rounded" if rounded else figure.shape]), sentences.value(language, figure))
    since = language.period(figure.since) if figure.since else None
    return (*map(_inert, (*named, *told)), *_ends(figure), figure.n, *_likely(figure), since)


def _part(language: Language, figure: Figure) -> str:
    """The part in words; of a change, the women who progressed are a part of their own."""
    name, _, progressed = figure.part.partition(".")
    part = words.title(language, figure.entry, name) if name else ""
    if not progressed:
        return part
    return language.say("{title} ({part})", title=part, part=words.inside(language.say(_PROGRESSED))) if part else language.say(_PROGRESSED)


def _ends(figure: Figure) -> tuple[float | None, float | None]:
    """The smallest and largest value that the page tells: counts where there are counts, else the value as precisely as it is said."""
    if figure.bounds:
        return figure.bounds
    if figure.value is None:
        return None, None
    said = as_said(figure.value, _digits(figure))
    return said, said


def _likely(figure: Figure) -> tuple[float | None, float | None]:
    """The ends of the 95 % interval as the page says them: in whole percents, or with one decimal."""
    ends = sentences.likely(figure)
    return (as_said(ends[0], _digits(figure)), as_said(ends[1], _digits(figure))) if ends else (None, None)


def _digits(figure: Figure) -> int:
    return 2 if figure.kind in (*SHARES, "difference") else 1


def _inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula; a signed number is none."""
    return f"'{text}" if text.startswith(_COMMAND) and not _NUMBER.fullmatch(text) else text


def files(language: Language, figures: Sequence[Figure]) -> tuple[bytes, bytes]:
    """The CSV and the XLSX of the same rows; raises DisclosureError where a figure is no protected one."""
    lines = rows(language, figures)
    return _csv(language, lines), _xlsx(language, lines)


def _csv(language: Language, lines: Sequence[Row]) -> bytes:
    """Semicolons between columns, as spreadsheets in Belgium expect; the byte order mark tells them that it is UTF-8."""
    text = io.StringIO()
    told = ([_plain(cell, language) for cell in line] for line in lines)
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(told)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell, language: Language) -> str:
    if isinstance(cell, float):
        return format(cell, "g") if language.code == "en" else format(cell, "g").replace(".", ",")
    return "" if cell is None else str(cell)


def _xlsx(language: Language, lines: Sequence[Row]) -> bytes:
    """One sheet of texts and numbers."""
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, bold = book.add_worksheet(language.say("Figures")), book.add_format({"bold": True})
        sheet.freeze_panes(1, 1)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        for place, line in enumerate(lines):
            for column, cell in enumerate(line):
                if isinstance(cell, str) and cell:
                    sheet.write_string(place, column, cell, bold if place == 0 else None)
                elif isinstance(cell, int | float):
                    sheet.write_number(place, column, cell)
    return _without_metadata(made.getvalue())


def _without_metadata(book: bytes) -> bytes:
    """The same workbook without the parts that say who made it, when and with what; every date in the archive is the same."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as parts, zipfile.ZipFile(made, "w") as kept:
        for name in sorted(parts.namelist()):
            if not name.startswith("docProps/"):
                part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                part.compress_type, part.create_system, part.external_attr = zipfile.ZIP_DEFLATED, 0, 0o600 << 16
                kept.writestr(part, _METADATA.sub("", parts.read(name).decode("utf-8")))
    return made.getvalue()
