"""Registers of a programme, as people keep them, into tidy tables: pseudonyms in, numbers out, problems counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from ...identity import Identity
from ...settings import Programme
from ...tables import TABLES
from .attendance import marks
from .contents import assigned, records_of
from .events import EVENTS, events
from .identifying import identifying
from .listing import Listing
from .network import check_partners, partners, staff
from .people import People, register_number
from .places import cohort_id
from .problems import Problems
from .roll import Roll
from .sessions import Sessions
from .workbook import open_register

__all__ = ["RegisterRead", "cohort_id", "identifying", "read", "register_number"]

REGISTERED = ("cohorts", "participants", "enrolments", "sessions", "attendance", "partners", "staff", *EVENTS)


@dataclass(frozen=True)
class RegisterRead:
    """What the registers of one programme say.

    Parameters
    ----------
    tables
        A table for each sheet of the register, and problems, as `TABLES` has them.
    by_token, by_number
        Pseudonym by access code of the surveys, and by the register's number in every spelling met.
    numbers
        The register's number by pseudonym: for private lists only.
    """

    tables: dict[str, pd.DataFrame]
    # No representation, log or traceback shows who is who.
    by_token: dict[str, str] = field(repr=False)
    by_number: dict[str, str] = field(repr=False)
    numbers: dict[str, str] = field(repr=False)


def read(paths: Iterable[Path], programme: Programme, settings_root: Path, identity: Identity) -> RegisterRead:
    """Read all registers of a programme together, since a sheet of one file may name what stands in another.

    Parameters
    ----------
    paths
        The files, relative to `settings_root` or absolute.

    Raises
    ------
    SourceError
        A file cannot be opened, or a sheet lacks a required column. Whatever is wrong in a cell is a row of `problems`.
    """
    problems, people = Problems(), People(identity)
    files = [open_register(settings_root / path) for path in paths]
    sheets = assigned([sheet for file in files for sheet in file], problems)
    records = records_of(sheets, problems)
    people.open, listing = not records["participants"], Listing(programme, people, problems)
    listing.cohorts.open = not records["cohorts"]
    listing.add_groups(records["cohorts"])
    listing.add_participants(records["participants"])
    listing.add_enrolments(records["enrolments"])
    sessions = Sessions(programme.id, listing, problems)
    sessions.add_all(records["sessions"])
    found = [mark for sheet in sheets["attendance"] for mark in marks(sheet, listing, problems)]
    rows = {"attendance": Roll(listing, sessions, problems).rows(found)}
    rows["partners"] = partners(records["partners"], programme.id, listing, problems)
    rows["staff"] = staff(records["staff"], programme.id, listing, problems)
    rows |= {table: events(table, records[table], programme.id, listing, problems) for table in EVENTS}
    check_partners(rows["partnerships"], rows["partners"], problems)
    _complete_entries(listing, [row for table in EVENTS for row in rows[table] if row.get("participant")])
    rows |= {"cohorts": listing.groups, "participants": list(listing.participants.values()),
             "enrolments": list(listing.enrolments.values()), "sessions": list(sessions.rows.values())}
    tokens = people.by_token(problems)
    tables = {table: TABLES[table].frame(rows[table]) for table in REGISTERED}
    tables["problems"] = TABLES["problems"].frame(problems.records())
    return RegisterRead(tables, tokens, people.by_number, people.numbers)


def _complete_entries(listing: Listing, met: Iterable[dict[str, object]]) -> None:
    """Where no entry date stands, she entered when she was first enrolled or, enrolled nowhere, first met."""
    for rows, column in ((listing.enrolments.values(), "start"), (met, "date")):
        first: dict[str, dt.date] = {}
        for row in rows:
            name, day = str(row["participant"]), row[column]
            if isinstance(day, dt.date):
                first[name] = min(day, first.get(name, day))
        for name, participant in listing.participants.items():
            if participant.get("entry") is None:
                participant["entry"] = first.get(name)
