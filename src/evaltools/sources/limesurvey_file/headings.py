"""What the headings of a file mean: items, LimeSurvey's own columns, or what stands at the head of a card."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from ...questionnaires import Survey
from .cells import Row

# "Code & text" headings: `qualite[SQ001]. Rate the quality [The course]`.
CODE = re.compile(r"([A-Za-z][A-Za-z0-9_]*(?:\[[^\]]*\])*)(?:\.\s.*)?", re.DOTALL)
EXPORT = frozenset({"submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"})
CARD = {
    "number": ("numéro", "n°", "no", "nr", "nummer", "number", "participante", "numéro de participante", "n° de participante",
               "code participante", "deelneemster", "deelneemsternummer", "code deelneemster", "participant",
               "participant number"),
    "token": ("token", "code d'accès", "jeton", "toegangscode", "access code"),
    "cohort": ("groupe", "code du groupe", "cohorte", "groep", "groepscode", "group", "group code", "cohort"),
    "date": ("date", "datum", "date de la séance", "datum van de sessie", "session date", "jour", "dag", "day"),
    "language": ("langue", "taal", "language"),
}
SEARCHED_ROWS = 15


def loose(text: str) -> str:
    """A text without case, accents, spaces and punctuation.

    >>> loose("N° de la Séance")
    'ndelaseance'
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


@dataclass(frozen=True)
class Header:
    """The row of headings: by column number what each is."""

    line: int
    is_export: bool
    items: dict[int, str] = field(default_factory=dict)
    system: dict[int, str] = field(default_factory=dict)
    card: dict[str, int] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)

    @property
    def columns(self) -> dict[int, str]:
        """Every column of an export by its code."""
        return {**self.system, **self.items, **self.unknown}


class Headings:
    """The headings by which the items of one questionnaire are known."""

    def __init__(self, survey: Survey) -> None:
        self.columns = {column: name for item in survey.items for column, name in survey.columns(item).items()}
        multiple = {item.code: item.code for item in survey.items if item.type == "multiple"}
        self._exact = dict.fromkeys(self.columns) | multiple
        self._loose: dict[str, str] = {}
        for column, name in [*self.columns.items(), *((code, f"{survey.id}.{code}") for code in multiple)]:
            for way in (column, name, name.removeprefix(f"{survey.id}.")):
                self._loose.setdefault(loose(way), column)
        self._card = {loose(word): name for name, words in CARD.items() for word in words}

    def find(self, rows: list[Row]) -> Header | None:
        """Of the first rows the one with the most columns of the questionnaire; None where none has any.

        A title or the questions' texts may stand above it, and one of their words may be an item's code.
        """
        found = [header for line, row in rows[:SEARCHED_ROWS] if (header := self._header(line, row)).items]
        return max(found, key=lambda header: len(header.items), default=None)  # the first one of equals

    def _header(self, line: int, row: list[str]) -> Header:
        codes = [found[1] if (found := CODE.fullmatch(cell.strip())) else "" for cell in row]
        header = Header(line, is_export="id" in codes and not EXPORT.isdisjoint(codes))
        for column, (code, cell) in enumerate(zip(codes, row, strict=True)):
            item = code if code in self._exact else "" if header.is_export else self._loose.get(loose(cell), "")
            said = self._card.get(loose(cell), "")
            if item and item not in header.items.values():
                header.items[column] = item
            elif header.is_export and code:
                (header.system if code == "id" or code in EXPORT else header.unknown)[column] = code
            elif said and not header.is_export:
                header.card.setdefault(said, column)
            elif cell.strip():
                header.unknown[column] = f"column {letter(column)}"
        return header


def letter(column: int) -> str:
    """The name of a column as a workbook shows it.

    >>> letter(27)
    'AB'
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
