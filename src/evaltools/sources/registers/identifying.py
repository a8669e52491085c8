"""What in a register names or reaches a person: never read into a table, only known so that no page can hold it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from .headings import HEADING_ROWS, answers_under, key_of
from .values import text_of
from .workbook import Row, open_register

# Headings as people write them, in French, Dutch and English; matched as all headings are, without case, accents and signs.
PERSONAL = frozenset(key_of(heading) for heading in (
    "Nom", "Nom de famille", "Prénom", "Nom et prénom", "Prénom et nom", "Nom prénom", "Nom complet", "Surnom", "Nom de l'enfant",
    "Naam", "Voornaam", "Achternaam", "Familienaam", "Naam en voornaam", "Voornaam en naam", "Volledige naam", "Roepnaam",
    "Name", "First name", "Last name", "Surname", "Family name", "Full name", "Nickname", "Given name",
    "E-mail", "Email", "Mail", "Adresse e-mail", "Adresse mail", "Courriel", "E-mailadres", "Mailadres",
    "Téléphone", "Tél", "Tel", "GSM", "Portable", "Numéro de téléphone", "Telefoon", "Telefoonnummer", "GSM-nummer", "Phone", "Mobile",
    "Adresse", "Rue", "Domicile", "Adres", "Straat", "Woonplaats", "Address", "Street",
    "NISS", "Registre national", "Numéro national", "N° national", "Numéro de registre national", "INSZ", "Rijksregister",
    "Rijksregisternummer", "National number", "Date de naissance", "Geboortedatum", "Date of birth", "Naissance", "Birth date"))


def identifying(paths: Iterable[Path], root: Path) -> Iterator[str]:
    """The texts under every heading that names or reaches a person, on any sheet of these files, hidden ones too.

    Raises
    ------
    SourceError
        A file cannot be opened.
    """
    for path in paths:
        for sheet in open_register(root / path):
            yield from _under_headings(sheet.rows)


def _under_headings(rows: Iterable[Row]) -> Iterator[str]:
    """Below "Lieu", "téléphone" alone is an answer of its drop-down and no heading."""
    columns: set[int] = set()
    answers: dict[int, frozenset[str]] = {}
    for number, row in enumerate(rows):
        if number < HEADING_ROWS:
            keys = {place: key_of(cell) for place, cell in enumerate(row) if isinstance(cell, str)}
            headed = {place for place, key in keys.items() if key in PERSONAL}
            if all(keys[place] in answers.get(place, ()) for place in headed):
                headed = set()
            answers |= {place: words for place, cell in enumerate(row) if isinstance(cell, str) and (words := answers_under(cell))}
            columns |= headed
            if headed:
                continue
        yield from (text_of(row[place]) for place in columns if place < len(row) and row[place] != "")
