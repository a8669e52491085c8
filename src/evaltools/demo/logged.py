"""All logs of the organisation, drawn by generators of their own, so that what else is known of it stays as it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..scope import Period
from ..tables.sheets import sheets
from . import besides, logs
from .groups import Group
from .logs import Around, Row
from .plan import PROGRAMMES
from .world import World, generator

MEETINGS = ("cafe", "open", "codesign")
LISTED = ("partners", "staff")
Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Logged:
    """What one programme logs: `tables` by name, and what it notes `beside` the rows of other sheets, in their order."""

    tables: Tables
    beside: Tables = field(default_factory=dict)


def of(world: World) -> dict[str, Logged]:
    """Every programme's logs."""
    return {programme.id: Logged(_tables(world, programme.id, programme.kind), _beside(world, programme.id)) for programme in PROGRAMMES}


def _tables(world: World, programme: str, kind: str) -> Tables:
    around = _around(world, programme)
    wanted = [table for table, sheet in sheets().items() if table in logs.LOGS and kind in sheet.kinds]
    found = {table: logs.rows_of(table, around, generator(world.seed, f"{programme} {table}")) for table in wanted}
    found["partners"] = logs.partners(around, generator(world.seed, f"{programme} partners"))
    found["staff"] = logs.staff(_workers(world, programme), around, generator(world.seed, f"{programme} staff"))
    return found


def _around(world: World, programme: str) -> Around:
    last = world.until - dt.timedelta(days=1)
    mine = _groups(world, programme)
    groups = tuple((group.plan.code, group.plan.site.id, group.start, group.end or last) for group in mine)
    women = tuple((woman.number, group.plan.code, woman.start, woman.exit.date if woman.exit else last)
                  for group in mine for woman in group.women if woman.start <= last)
    if programme == "bureau":
        women = tuple((visitor.number, "", visitor.entry, last) for visitor in world.bureau.visitors)
    sites = tuple(dict.fromkeys(group.plan.site.id for group in mine)) or (world.bureau.site,)
    return Around(sites, groups, women, world.quarters[0].back(3).start, world.until)


def _groups(world: World, programme: str) -> list[Group]:
    return [group for group in world.groups if group.plan.programme == programme]


def _workers(world: World, programme: str) -> list[tuple[str, str]]:
    used = {group.plan.site.id for group in _groups(world, programme)} or {world.bureau.site}
    plan = next(each for each in PROGRAMMES if each.id == programme)
    return [(code, site.id) for site in plan.sites if site.id in used for code in site.case_managers]


def _beside(world: World, programme: str) -> Tables:
    rng = {table: generator(world.seed, f"{programme} besides {table}") for table in (*besides.BESIDES, "meetings")}
    groups, desk = _groups(world, programme), world.bureau
    if programme == "bureau":
        return {"participants": [besides.drawn("participants", rng["participants"]) for _ in desk.visitors],
                "contacts": [besides.of_contact(rng["contacts"]) for _ in desk.contacts],
                "visits": [besides.of_visit(visit.appointment, rng["visits"]) for visit in desk.visits],
                "requests": [besides.drawn("requests", rng["requests"]) for _ in desk.requests],
                "sessions": [besides.of_activity(each.code, each.status, rng["sessions"]) for each in desk.activities]}
    found = {"participants": [besides.drawn("participants", rng["participants"]) for group in groups for _ in group.women],
             "sessions": [besides.of_session(group, session, rng["sessions"]) for group in groups for session in group.sessions]}
    if programme == "miriam":
        found["contacts"] = [besides.of_contact(rng["contacts"]) for _ in world.interviews]
        found["meetings"] = _meetings(_around(world, programme), rng["meetings"])
    return found


def _meetings(around: Around, rng: np.random.Generator) -> list[Row]:
    """About one a month at each site: a café, an open moment, or a meeting with families."""
    found: list[Row] = []
    for site in around.sites:
        day = around.since
        while (day := day + dt.timedelta(days=int(rng.integers(25, 36)))) < around.until:
            kind = str(rng.choice(MEETINGS, p=(0.6, 0.2, 0.2)))
            place: Row = {"date": day, "site": site, "kind": kind, "status": "held"}
            found.append(place | besides.of_meeting(kind, rng))
    return found


def truth(logged: Mapping[str, Logged], quarters: Sequence[Period]) -> dict[str, object]:
    """By programme, log and quarter: how many rows, and by column how many of each code, how many dates or yeses, or the sum.

    Logs begin three quarters before the first of these: so a whole year can be looked back on from each.
    """
    quarters = [quarters[0].back(number) for number in (3, 2, 1)] + list(quarters)
    return {programme: {table: {str(quarter): _counts(rows, quarter) for quarter in quarters}
                        for table, rows in found.tables.items() if table not in LISTED}
            | {table: {"all": _counts(found.tables[table], None)} for table in LISTED}
            for programme, found in logged.items()}


def _counts(rows: Sequence[Row], quarter: Period | None) -> dict[str, object]:
    mine = [row for row in rows if quarter is None or (isinstance(day := row["date"], dt.date) and quarter.start <= day < quarter.end)]
    named = ("date", "site", "cohort", "participant", "partner", "worker", "start")
    columns = dict.fromkeys(name for row in mine for name in row if name not in named)
    return {"rows": len(mine)} | {name: _column([row[name] for row in mine if row[name] is not None]) for name in columns}


def _column(values: Sequence[object]) -> object:
    if values and all(isinstance(value, str) for value in values):
        return dict(sorted(Counter(str(value) for value in values).items()))
    if values and all(isinstance(value, dt.date) for value in values):
        return len(values)
    return sum(value for value in values if isinstance(value, (int, float)))
