"""The three registers: workshops in French with grids, Miriam in Dutch with a French attendance list, the bureau in French."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import logged, presences, sheets
from .bureau import NEED_SHARES, Bureau
from .dirt import Planted
from .groups import Group
from .logged import Logged
from .logs import Row as Beside
from .sheets import NOT_A_DATE, Keeper, Row, Sheet
from .words import headings, title, word
from .world import World, generator

FILES = {"ateliers.xlsx": "fr", "miriam.xlsx": "nl", "miriam-presences.xlsx": "fr", "bureau.xlsx": "fr"}
"""Each register file and the language of its keeper."""


@dataclass(frozen=True)
class Registers:
    """The register files as sheets, what was spoilt in them, and what a careful reader gets back."""

    files: dict[str, list[Sheet]]
    groups: tuple[Group, ...]
    bureau: Bureau
    planted: tuple[Planted, ...]


def make(world: World) -> Registers:
    """Every register of the organisation."""
    full = world.size == "full"
    keepers = {file: Keeper(file, language, generator(world.seed, file), full) for file, language in FILES.items()}
    workshops = [group for group in world.groups if group.plan.programme == "ateliers"]
    miriam = [group for group in world.groups if group.plan.programme == "miriam"]
    grids, lost = presences.grids(workshops, keepers["ateliers.xlsx"])
    long, lost_too = presences.long_list(miriam, keepers["miriam-presences.xlsx"])
    logs = logged.of(world)
    desk, bureau = _bureau(world.bureau, keepers["bureau.xlsx"], logs["bureau"])
    files = {
        "ateliers.xlsx": [*_register(workshops, keepers["ateliers.xlsx"], logs["ateliers"]), *grids],
        "miriam.xlsx": [*_register(miriam, keepers["miriam.xlsx"], logs["miriam"]),
                        sheets.contacts(world.interviews, keepers["miriam.xlsx"], logs["miriam"].beside["contacts"])],
        "miriam-presences.xlsx": [long],
        "bureau.xlsx": desk,
    }
    for programme, found in logs.items():
        files[f"{programme}.xlsx"] += [sheets.log(table, rows, keepers[f"{programme}.xlsx"]) for table, rows in found.tables.items()]
    planted = tuple(row for keeper in keepers.values() for row in keeper.planted if row.count)
    return Registers(files, presences.without(world.groups, lost | lost_too), bureau, planted)


def _register(groups: Sequence[Group], keeper: Keeper, logs: Logged) -> list[Sheet]:
    women, beside = [(woman.number, woman.start, woman.profile) for group in groups for woman in group.women], logs.beside
    return [sheets.cohorts(groups, keeper), sheets.participants(women, keeper, beside["participants"]),
            sheets.enrolments(groups, keeper),
            sheets.sessions(groups, keeper, beside["sessions"], beside.get("meetings", []))]


def _bureau(bureau: Bureau, keeper: Keeper, logs: Logged) -> tuple[list[Sheet], Bureau]:
    women, beside = [(visitor.number, visitor.entry, visitor.profile) for visitor in bureau.visitors], logs.beside
    asked, recovered = _requests(bureau, keeper, beside["requests"])
    # The day of entry is the day of the first visit: it is counted, so it stays readable.
    return [sheets.participants(women, keeper, beside["participants"], misdated=False), _visits(bureau, keeper, beside["visits"]),
            sheets.contacts(bureau.contacts, keeper, beside["contacts"]), asked,
            _activities(bureau, keeper, beside["sessions"])], recovered


def _visits(bureau: Bureau, keeper: Keeper, noted: Sequence[Beside]) -> Sheet:
    """The reception's list: a cross for each need, at the first contact."""
    name = title("visits", keeper.language)
    rows: list[Row] = []
    further, cells = sheets.beside("visits", noted, keeper)
    for visit, more in zip(bureau.visits, cells, strict=True):
        needs = ["x" if need in visit.needs else None for need in NEED_SHARES]
        rows.append((visit.number or None, visit.date, "oui" if visit.appointment else "non",
                     "oui" if visit.first_contact else "non", *needs, *more))
    for place in keeper.some(rows, keeper.slips("impossible_date", name, 2, 1)):
        rows.append((rows[place][0], NOT_A_DATE, *rows[place][2:]))
    columns = "participant date appointment first_contact " + " ".join(f"need_{need}" for need in NEED_SHARES)
    header = headings("visits", columns, keeper.language) + further
    return Sheet(name, ("Registre d'accueil - Le Relais",), header, keeper.with_blanks(rows, name))


def _requests(bureau: Bureau, keeper: Keeper, noted: Sequence[Beside]) -> tuple[Sheet, Bureau]:
    name = title("requests", keeper.language)
    further, cells = sheets.beside("requests", noted, keeper)
    rows: list[Row] = [(row.number, row.date, word("fr", "requests", "domain", row.domain), row.closed,
                        word("fr", "requests", "status", row.status), *more)
                       for row, more in zip(bureau.requests, cells, strict=True)]
    requests = list(bureau.requests)
    for place in keeper.some(rows, keeper.slips("misspelt_category", name, 3, 1, "the domain")):
        rows[place] = (*rows[place][:2], "à voir qz", *rows[place][3:])
        requests[place] = replace(requests[place], domain="")
    header = headings("requests", "participant date domain closed status", keeper.language) + further
    return Sheet(name, (), header, keeper.with_blanks(rows, name)), replace(bureau, requests=tuple(requests))


def _activities(bureau: Bureau, keeper: Keeper, noted: Sequence[Beside]) -> Sheet:
    further, cells = sheets.beside("sessions", noted, keeper)
    rows: list[Row] = [(row.date, row.start_time, row.venue, word("fr", "sessions", "kind", row.code),
                        word("fr", "sessions", "status", row.status), *more)
                       for row, more in zip(bureau.activities, cells, strict=True)]
    return Sheet("Activités", (), headings("sessions", "date start_time venue kind status", keeper.language) + further,
                 keeper.with_blanks(rows, "Activités"))
