"""Contacts, visits and requests: rows of their own, with or without a known participant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...tables import TABLES
from .listing import Listing, Rows, day_of, end_after, no_date
from .problems import Problems
from .rows import Record

EVENTS = {"contacts": "contact", "visits": "visit", "requests": "request"}


def events(table: str, records: Iterable[Record], programme: str, listing: Listing, problems: Problems) -> Rows:
    """The rows of one of the three tables. An event is named by its day and its rank among those of that day.

    An event whose number is not listed did take place: it counts, without a person, since a mistyped number must not
    invent a woman.
    """
    names = [column.name for column in TABLES[table].columns]
    ranks: Counter[str] = Counter()
    seen: set[tuple[object, ...]] = set()
    rows = []
    for record in records:
        day = day_of(record, "date")
        if day is None:
            no_date(record, table, problems)
            continue
        participant = _participant(table, record, listing, problems)
        site = listing.sites.find(record, table, problems) or listing.cohorts.only_site(listing.cohorts_of(participant or ""))
        values = {name: record.get(name) for name in names}
        same = (participant, *(values[name] for name in names if name not in ("participant", "site")))
        # Of an unknown person, two visits on one day are two visits.
        if participant and same in seen:
            problems.add(record.source, table, "date", "duplicate_row")
            continue
        seen.add(same)
        ranks[str(day)] += 1
        name = f"{programme}-{EVENTS[table]}-{day}-{ranks[str(day)]}"
        rows.append(values | _settled(table, record, problems)
                    | {EVENTS[table]: name, "participant": participant, "programme": programme, "site": site})
    return rows


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


def _settled(table: str, record: Record, problems: Problems) -> dict[str, object]:
    """What the other cells of a request settle: no end before its beginning, and open as long as nothing is said."""
    if table != "requests":
        return {}
    closed = end_after(record, table, "closed", day_of(record, "date"), problems)
    status = record.get("status") or (None if record.get("closed") else "open")
    return {"closed": closed, "status": status}
