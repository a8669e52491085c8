"""The words that the registers use for headings and categories: what their keepers write, not our codes."""

from __future__ import annotations

from ..tables.sheets import sheets

OTHERWISE = {
    ("fr", "participants", "jobseeking"): "Demandeuse d'emploi", ("fr", "participants", "none"): "sans emploi",
    ("fr", "participants", "art60"): "art. 60", ("nl", "enrolments", "lost_contact"): "contact perdu",
    ("nl", "participants", "volunteering"): "Bénévolat", ("nl", "contacts", "bureau"): "OCMW", ("fr", "sessions", "held"): "oui",
}
"""Where a keeper does not write what the template offers: another word of hers, or one of the other language."""

MARKS: tuple[dict[str, str | int], ...] = (
    {"present": "x", "excused": "E", "unexcused": "A"},
    {"present": 1, "excused": "exc", "unexcused": 0},
    {"present": "présente", "excused": "excusée", "unexcused": "absente"},
    {"present": "P ", "excused": "e", "unexcused": "abs"},
    {"present": "✓", "excused": "absence excusée", "unexcused": "non"},
)
"""How five different workshop leaders tick their grids."""


def word(language: str, sheet: str, column: str, code: str) -> str:
    """What a register in that language writes for a code; nothing for no code."""
    if not code:
        return ""
    return OTHERWISE.get((language, sheet, code)) or sheets()[sheet].columns[column].codes(language)[code]


def headings(sheet: str, columns: str, language: str) -> tuple[str, ...]:
    """The headings of columns, named by blanks, as a register in that language prints them."""
    known = sheets()[sheet].columns
    return tuple(known[column].headings[language][0] for column in columns.split())


def title(sheet: str, language: str) -> str:
    """The name of a sheet in that language."""
    return sheets()[sheet].title[language]
