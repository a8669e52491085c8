"""Which sheet is which table, and which column is which: headings as people write them, loosely matched."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ...tables.sheets import Sheet, sheets
from .workbook import Row

FILLERS = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "van", "het", "of", "the", "en", "et", "a"])
NUMBER_WORDS = frozenset(["no", "nr", "num", "numero", "nummer", "number"])
LIKE = 0.85  # from here on two headings are so alike that one is probably a slip of the other
HEADING_ROWS = 40


def words_of(text: object) -> tuple[str, ...]:
    """The words of a text without case, accents and punctuation; N°, Nr and Numéro are one word.

    >>> words_of(" N° de la Séance ")
    ('no', 'seance')
    """
    plain = unicodedata.normalize("NFKD", str(text).replace("°", "o").replace("º", "o").casefold())
    found = re.findall(r"[^\W_]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    return tuple("no" if word in NUMBER_WORDS else word for word in found if word not in FILLERS)


def key_of(text: object) -> str:
    """The words of a text run together: what two spellings of one heading have in common."""
    return "".join(words_of(text))


@dataclass(frozen=True)
class Header:
    """The row of headings of a sheet: its index, where each column of the table stands, and the headings that are unknown."""

    row: int
    columns: Mapping[str, int]
    others: tuple[str, ...] = ()


@cache
def _known(table: str) -> dict[str, str]:
    columns = sheets()[table].columns
    return {key_of(heading): name for name, column in columns.items()
            for headings in column.headings.values() for heading in headings}


def _match(table: str, cell: object) -> tuple[str, int] | None:
    """The column that a heading names, and how exact it is; a heading may say it in two languages, or explain itself."""
    known = _known(table)
    text = str(cell) if isinstance(cell, str) else ""
    for part in (text, re.sub(r"\(.*?\)|\*", " ", text), *re.split(r"[/|]", text)):
        key = key_of(part)
        if key in known:
            return known[key], len(key)
    return None


@cache
def answers_under(heading: str) -> frozenset[str]:
    """The keys of the words that a drop-down offers under a heading, in whatever tables the heading is of."""
    found = ((sheet, _match(table, heading)) for table, sheet in sheets().items())
    words = (sheet.columns[match[0]].words or {} for sheet, match in found if match)
    return frozenset(key_of(word) for codes in words for spellings in codes.values() for word in spellings)


def header_of(table: str, row: Row, index: int) -> Header:
    """How one row reads as the headings of a table.

    Of two headings for one column the longer is taken: beside "Code participante", "N°" counts the lines.
    """
    best: dict[str, tuple[int, int]] = {}
    others = []
    for position, cell in enumerate(row):
        found = _match(table, cell)
        if found is None:
            others += [key_of(cell)] if isinstance(cell, str) and cell else []
        elif found[0] not in best or found[1] > best[found[0]][1]:
            best[found[0]] = (position, found[1])
    columns = {name: position for name, (position, _) in best.items()}
    return Header(index, columns, tuple(others))


def resembled(table: str, header: Header) -> list[str]:
    """The columns that a header lacks and that one of its unknown headings resembles."""
    missing = [key for key, name in _known(table).items() if name not in header.columns and len(key) > 3]
    close = [difflib.get_close_matches(key, missing, n=1, cutoff=LIKE) for key in header.others]
    return sorted({_known(table)[keys[0]] for keys in close if keys})


def find_header(table: str, rows: Sequence[Row]) -> Header | None:
    """The row with the most headings of a table, among the first ones; None where no row has any."""
    candidates = [header_of(table, row, index) for index, row in enumerate(rows[:HEADING_ROWS])]
    best = max(candidates, key=lambda header: len(header.columns), default=None)
    return best if best and best.columns else None


def tables_named(name: str) -> list[str]:
    """The tables that a sheet's name may mean, by the longest of the known names in it; usually one.

    >>> tables_named("Présences IXL-A")
    ['attendance']
    """
    words = words_of(re.sub(r"_", " ", name))
    lengths = {table: max((_length(words, words_of(known)) for known in sheet.names), default=0)
               for table, sheet in sheets().items()}
    longest = max(lengths.values())
    return [table for table, length in lengths.items() if length == longest > 0]


def _length(words: Sequence[str], known: Sequence[str]) -> int:
    starts = range(len(words) - len(known) + 1)
    return len(known) if any(tuple(words[start:start + len(known)]) == tuple(known) for start in starts) else 0


def best_table(candidates: Sequence[str], rows: Sequence[Row]) -> str:
    """Of several tables that a name may mean ("Inscriptions"), the one whose headings the sheet has."""

    def fit(table: str) -> tuple[bool, int]:
        header = find_header(table, rows)
        columns = header.columns if header else {}
        return all(name in columns for name in sheets()[table].required), len(columns)

    return max(candidates, key=fit)


def missing_columns(sheet: Sheet, header: Header) -> list[str]:
    """The required columns that a header lacks."""
    return [name for name in sheet.required if name not in header.columns]
