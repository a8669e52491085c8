"""Who works with the women: the organisations and the workers that a register lists once, whatever they do later."""

from __future__ import annotations

from collections.abc import Iterable

from ...scope import slug
from ...tables import TABLES
from .listing import Listing, Rows, day_of, end_after
from .problems import Problems
from .rows import Record


def partner_id(programme: str, name: str) -> str:
    """An organisation's identifier from its name, so that "CPAS d'Ixelles" and "cpas d'ixelles" are one."""
    return f"{programme}-{slug(name)}"


def partners(records: Iterable[Record], programme: str, listing: Listing, problems: Problems) -> Rows:
    """The rows of partners sheets; the first row of a name counts."""
    found: dict[str, dict[str, object]] = {}
    for record in records:
        if not record.text("partner"):
            problems.add(record.source, "partners", "partner", "missing_name")
            continue
        name = partner_id(programme, record.text("partner"))
        if name in found:
            problems.add(record.source, "partners", "partner", "duplicate_row")
            continue
        found[name] = {column.name: record.get(column.name) for column in TABLES["partners"].columns} | {
            "partner": name, "programme": programme, "site": listing.sites.find(record, "partners", problems)}
    return list(found.values())


def staff(records: Iterable[Record], programme: str, listing: Listing, problems: Problems) -> Rows:
    """The rows of staff sheets, by pseudonym; the first row of a worker counts."""
    found: dict[str, dict[str, object]] = {}
    for record in records:
        if not record.text("worker"):
            problems.add(record.source, "staff", "worker", "missing_name")
            continue
        name = listing.people.staff(record.text("worker"))
        if name in found:
            problems.add(record.source, "staff", "worker", "duplicate_row")
            continue
        start = day_of(record, "start")
        found[name] = {column.name: record.get(column.name) for column in TABLES["staff"].columns} | {
            "worker": name, "programme": programme, "site": listing.sites.find(record, "staff", problems),
            "end": end_after(record, "staff", "end", start, problems)}
    return list(found.values())


def check_partners(contributions: Rows, listed: Rows, problems: Problems) -> None:
    """Count the contributions of organisations that no partners sheet lists, where there is such a sheet."""
    known = {row["partner"] for row in listed}
    unlisted = sum(row["partner"] not in known for row in contributions)
    if known and unlisted:
        problems.add("partners", "partnerships", "partner", "unlisted_partner", unlisted)
