"""Whatever is logged by its day: contacts, visits, requests, rights, signals, costs and the like, with or without a woman."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from ...tables import SETTLED, TABLES
from .listing import Listing, Rows, day_of, end_after, no_date
from .network import partner_id
from .problems import Problems
from .rows import Record

EVENTS = ("contacts", "visits", "requests", "rights", "goals", "referrals", "candidates", "signals", "improvements", "partnerships",
          "trainings", "communications", "costs", "checklists", "themes")
ALONE = {"rights": "opened"}
"""How a row stands where only the day says so."""


def events(table: str, records: Iterable[Record], programme: str, listing: Listing, problems: Problems) -> Rows:
    """The rows of one log. An event is named by its day and its rank among those of that day.

    An event whose number is not listed did take place: it counts, without a person, since a mistyped number must not
    invent a woman.
    """
    columns, key = TABLES[table].columns, TABLES[table].key[0]
    ranks: Counter[str] = Counter()
    seen: set[tuple[object, ...]] = set()
    rows = []
    for record in records:
        day = day_of(record, "date")
        if day is None:
            no_date(record, table, problems)
            continue
        participant = _participant(table, record, listing, problems)
        values = {column.name: record.get(column.name) for column in columns}
        same = (participant, *(value for name, value in values.items() if name not in ("participant", "site")))
        # Of an unknown person, two visits on one day are two visits; and two equal expenses are two.
        if participant and same in seen:
            problems.add(record.source, table, "date", "duplicate_row")
            continue
        seen.add(same)
        ranks[str(day)] += 1
        values |= _later_days(table, record, day, problems) | _placed(table, record, participant, programme, listing, problems)
        name = f"{programme}-{key}-{day}-{ranks[str(day)]}"
        rows.append(values | _standing(table, values, record) | {key: name, "programme": programme})
    return rows


def _placed(table: str, record: Record, participant: str | None, programme: str, listing: Listing,
            problems: Problems) -> dict[str, object]:
    """Whose it is and where: at the site that is named, else at that of the group, else where she is enrolled."""
    names = {column.name for column in TABLES[table].columns}
    found: dict[str, object] = {"participant": participant} if "participant" in names else {}
    cohort = listing.cohort(record, table) if "cohort" in names and record.text("cohort") else None
    own = listing.sites.find(record, table, problems) if record.text("site") else listing.cohorts.site(cohort)
    site = own or listing.sites.find(record, table, problems) or listing.cohorts.only_site(listing.cohorts_of(participant or ""))
    if table == "partnerships":
        found["partner"] = partner_id(programme, record.text("partner")) if record.text("partner") else None
    return found | {"site": site} | ({"cohort": cohort} if "cohort" in names else {})


def _participant(table: str, record: Record, listing: Listing, problems: Problems) -> str | None:
    number = record.text("participant")
    if not number:
        return None
    pseudonym = listing.people.known(number)
    if pseudonym is None:
        problems.add(record.source, table, "participant", "unknown_participant")
        return None
    listing.participants.setdefault(pseudonym, {"participant": pseudonym})
    return pseudonym


def _later_days(table: str, record: Record, day: dt.date, problems: Problems) -> dict[str, object]:
    """Whatever happened to it afterwards did not happen before it."""
    later = [column.name for column in TABLES[table].columns if column.kind == "date" and column.name != "date"]
    return {name: end_after(record, table, name, day, problems) for name in later}


def _standing(table: str, values: dict[str, object], record: Record) -> dict[str, object]:
    """Open as long as nothing is said; a day without a word settles it where only one word fits."""
    if table not in SETTLED:
        return {}
    column, settled, before = SETTLED[table]
    return {column: values[column] or (ALONE.get(table) if record.get(settled) else before)}
