"""What else the teams log: rights, referrals, signals, partners, trainings, costs and the like, drawn from known shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..tables import CHECKS, COSTS, INTERVISIONS, LESSONS

Shares = Mapping[str, float]
Value = str | int | float | bool | dt.date | None
Row = dict[str, Value]
"""One row by the names of its table's columns: codes, not words. `cohort` and `participant` are those of the register."""


@dataclass(frozen=True)
class Log:
    """What one log is drawn from.

    Attributes
    ----------
    every
        Mean days between two rows of a programme; for a log about women, 0.
    per_woman
        Mean rows about one woman; 0 for a log that names none.
    shares
        Column -> probability of each code.
    flags
        Column -> probability of a yes.
    amounts
        Column -> lowest and highest whole number.
    later
        Column -> probability, fewest and most days after the one before it: each follows only where the one before did.
    """

    every: float = 0
    per_woman: float = 0
    shares: Mapping[str, Shares] | None = None
    flags: Mapping[str, float] | None = None
    amounts: Mapping[str, tuple[int, int]] | None = None
    later: Mapping[str, tuple[float, int, int]] | None = None
    in_groups: bool = False


@dataclass(frozen=True)
class Around:
    """Where and of whom a programme logs: its sites, groups and women, from `since` up to, not with, `until`.

    `women` are number, group (empty at a bureau), first and last day; `groups` code, site, first and last day.
    """

    sites: tuple[str, ...]
    groups: tuple[tuple[str, str, dt.date, dt.date], ...]
    women: tuple[tuple[str, str, dt.date, dt.date], ...]
    since: dt.date
    until: dt.date


def even(codes: str) -> Shares:
    """The same share for each of several codes."""
    names = codes.split()
    return dict.fromkeys(names, 1 / len(names))


CHANNEL_SHARES = {"cpas": 0.45, "association": 0.2, "school": 0.1, "word_of_mouth": 0.15, "commune": 0.05, "internet": 0.05}
RELAYS = "association health pms school cpas commune"
DOMAINS = "family wellbeing rights housing work leisure culture local"
KINDS = "communal cpas neighbourhood womens_rights school childcare health employment parents_house"
ORGANISATIONS = tuple(f"Organisation {name}" for name in ("Alizé", "Boréal", "Cigale", "Dune", "Écluse", "Fougère", "Galet", "Houle"))

LOGS: dict[str, Log] = {
    "rights": Log(per_woman=0.6, shares={"right": {
        "alimony": 0.2, "family_allowance": 0.15, "bim": 0.25, "social_tariff": 0.2, "housing_allowance": 0.1, "legal_aid": 0.1}},
        later={"opened": (0.62, 10, 150)}),
    "goals": Log(per_woman=0.8, flags={"own": 0.8}, later={"reviewed": (0.7, 60, 200)},
                 shares={"level": {"much_less": 0.08, "less": 0.22, "reached": 0.4, "more": 0.2, "much_more": 0.1}}),
    "referrals": Log(per_woman=0.7, flags={"internal": 0.4, "received": 0.12}, later={"closed": (0.8, 5, 60)},
                     shares={"domain": {"psychological": 0.15, "legal": 0.15, "housing": 0.25, "debts": 0.15, "health": 0.1,
                                        "employment": 0.15, "social": 0.05}, "manner": {"plain": 0.6, "warm": 0.4},
                             "outcome": {"contact": 0.2, "obtained": 0.5, "refused": 0.2, "lost": 0.1}}),
    "candidates": Log(every=3, shares={"channel": CHANNEL_SHARES, "refusal": even("not_target_group working declined unreachable")},
                      later={"invited": (0.9, 1, 14), "informed": (0.75, 2, 14), "interviewed": (0.85, 2, 21), "accepted": (0.8, 0, 3),
                             "started": (0.9, 3, 40)}),
    "signals": Log(every=18, shares={"kind": even("rule service exclusion waiting_list gap"),
                                     "domain": even("childcare housing legal work rights"), "power": even("cpas commune region federal"),
                                     "obtained": even("decision motion plan budget practice")}, flags={"single_parents": 0.4},
                   later={"discussed": (0.8, 5, 45), "recommended": (0.6, 10, 60), "changed": (0.45, 20, 140)}),
    "improvements": Log(every=16, in_groups=True, shares={"source": even("cards survey meeting team codesign"), "about": {
        "hours": 0.3, "venue": 0.2, "tools": 0.15, "content": 0.15, "childcare": 0.2}},
        later={"decided": (0.75, 3, 40), "done": (0.8, 5, 60), "told": (0.7, 1, 30)}),
    "partnerships": Log(every=9, in_groups=True, shares={"partner": even("0 1 2 3 4 5 6 7"),
                                                         "mode": {"individual": 0.3, "group": 0.55, "policy": 0.15}}),
    "trainings": Log(every=21, shares={"kind": {"training": 0.35, "intervision": 0.3, "coaching": 0.15, "meeting": 0.2},
                                       "theme": even(LESSONS), "method": even("oase positive film synthesis")},
                     flags={"coordinator": 0.6}, amounts={"hours": (2, 7), "invited": (6, 12), "attended": (3, 6), "practices": (0, 2),
                                                          "reused": (0, 1)}),
    "communications": Log(every=6, shares={"kind": even("email social newspaper website video poster leaflet event relay"),
                                           "place": even(RELAYS)},
                          amounts={"copies": (20, 200), "points": (2, 12), "reach": (80, 600), "shared": (0, 40),
                                   "registrations": (0, 5), "attendees": (4, 25), "contacts_made": (1, 8)}),
    "costs": Log(every=5, shares={"kind": {**{kind: 0.92 / 12 for kind in COSTS.split()}, "structural_grant": 0.05, "project_grant": 0.03}},
                 amounts={"amount": (40, 900), "planned": (50, 900)}),
    "checklists": Log(every=8, shares={"item": even(CHECKS)}, amounts={"score": (0, 2)}),
    "themes": Log(per_woman=1.5, in_groups=True, shares={
        "source": even("card session interview group testimony"),
        "theme": even("childcare housing work money rights health isolation schedule venue content family")},
        flags={"consent": 0.7, "released": 0.3}),
}
# What stands only in rows of certain kinds.
ONLY: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("communications", "copies"): ("kind", ("email", "poster", "leaflet")), ("communications", "points"): ("kind", ("poster", "leaflet")),
    ("communications", "reach"): ("kind", ("social",)), ("communications", "shared"): ("kind", ("social",)),
    ("communications", "registrations"): ("kind", ("email",)), ("communications", "attendees"): ("kind", ("event",)),
    ("communications", "contacts_made"): ("kind", ("event",)), ("communications", "place"): ("kind", ("relay",)),
    ("themes", "consent"): ("source", ("testimony",)), ("themes", "released"): ("source", ("testimony",)),
    ("trainings", "theme"): ("kind", ("training", "intervision")), ("trainings", "method"): ("kind", ("intervision",)),
    ("trainings", "coordinator"): ("kind", ("meeting",))}
# What stands only where something happened, or did not.
AFTER = {("signals", "obtained"): "changed", ("signals", "single_parents"): "changed", ("goals", "level"): "reviewed"}
NEVER = {("candidates", "refusal"): "started"}


def rows_of(table: str, around: Around, rng: np.random.Generator) -> list[Row]:
    """One log of a programme in the order of its days."""
    log = LOGS[table]
    rows = [_row(table, log, place, around, rng) for place in (_of_women(log, around, rng) if log.per_woman else _days(log, around, rng))]
    # A register keeps one of two equal lines about one woman.
    rows = list({tuple(row.items()): row for row in rows}.values()) if log.per_woman else rows
    return sorted(rows, key=lambda row: (str(row["date"]), str(row.get("participant", ""))))


def partners(around: Around, rng: np.random.Generator) -> list[Row]:
    """The organisations that the programme works with; some signed an agreement."""
    kinds, domains = list(even(KINDS)), list(even(DOMAINS))
    return [{"partner": name, "site": around.sites[place % len(around.sites)], "date": around.since,
             "signed": _later(around.since, 30, 500, around.until, rng) if rng.random() < 0.5 else None,
             "kind": kinds[place % len(kinds)], "domain": domains[place % len(domains)]} for place, name in enumerate(ORGANISATIONS)]


def staff(workers: Sequence[tuple[str, str]], around: Around, rng: np.random.Generator) -> list[Row]:
    """The case managers of each site by their code, a coordinator and two peer experts."""
    roles = [(code, site, "case_manager", "employee", 0.75) for code, site in workers]
    first = around.sites[0]
    roles += [(f"CO-{first}", first, "coordinator", "employee", 0.5), (f"PX-1-{first}", first, "peer", "art60", 1.0),
              (f"PX-2-{first}", first, "peer", "art60", 0.5)]
    found: list[Row] = []
    for code, site, role, contract, posts in roles:
        start = around.since - dt.timedelta(days=int(rng.integers(30, 200)))
        leaves = role == "peer" and rng.random() < 0.5
        end = _later(start, 400, 600, around.until, rng) if leaves else None
        found.append({"worker": code, "site": site, "role": role, "start": start, "end": end, "fte": posts, "contract": contract,
                      "sensitised": start - dt.timedelta(days=5) if rng.random() < 0.8 else None,
                      "gender_trained": _later(start, 20, 300, around.until, rng) if rng.random() < 0.7 else None,
                      "peer_trained": _later(start, 20, 90, around.until, rng) if role == "peer" else None,
                      "outcome": "job" if end else None})
    return found


Place = tuple[dt.date, str, str, str]
"""Day, site, group and woman of a row; empty where it has none."""


def _of_women(log: Log, around: Around, rng: np.random.Generator) -> list[Place]:
    sites = {code: site for code, site, _, _ in around.groups}
    found = []
    for number, group, first, last in around.women:
        for _ in range(int(rng.poisson(log.per_woman))):
            day = first + dt.timedelta(days=int(rng.integers(0, max(1, (last - first).days))))
            found.append((day, sites.get(group, around.sites[0]), group, number))
    return found


def _days(log: Log, around: Around, rng: np.random.Generator) -> list[Place]:
    found, day = [], around.since
    while (day := day + dt.timedelta(days=1 + int(rng.poisson(log.every)))) < around.until:
        running = [(code, site) for code, site, first, last in around.groups if first <= day <= last]
        site, group = around.sites[int(rng.integers(len(around.sites)))], ""
        if log.in_groups and running:
            group, site = running[int(rng.integers(len(running)))]
        found.append((day, site, group, ""))
    return found


def _row(table: str, log: Log, place: Place, around: Around, rng: np.random.Generator) -> Row:
    day, site, group, woman = place
    row: Row = {"date": day, "site": site}
    row |= {"cohort": group or None} if log.in_groups else {}
    row |= {"participant": woman} if woman else {}
    step: dt.date | None = day
    for name, (share, fewest, most) in (log.later or {}).items():
        happened = rng.random() < share and step is not None
        step = _later(step, fewest, most, around.until, rng) if happened and step else None
        row[name] = step
    row |= {name: str(rng.choice(list(codes), p=list(codes.values()))) for name, codes in (log.shares or {}).items()}
    row |= {name: bool(rng.random() < share) for name, share in (log.flags or {}).items()}
    row |= {name: int(rng.integers(low, high + 1)) for name, (low, high) in (log.amounts or {}).items()}
    if table == "trainings" and row["kind"] == "intervision":
        row["theme"] = str(rng.choice(INTERVISIONS.split()))
    if table == "referrals" and row["closed"] is None:
        row["outcome"] = "waiting"
    if table == "partnerships":
        row["partner"] = ORGANISATIONS[int(str(row["partner"]))]
    return {name: value if _stands(table, name, row) else None for name, value in row.items()}


def _stands(table: str, name: str, row: Row) -> bool:
    column, codes = ONLY.get((table, name), ("", ()))
    after, before = AFTER.get((table, name)), NEVER.get((table, name))
    return (not column or row[column] in codes) and (not after or row[after] is not None) and (not before or row[before] is None)


def _later(day: dt.date, fewest: int, most: int, until: dt.date, rng: np.random.Generator) -> dt.date | None:
    found = day + dt.timedelta(days=int(rng.integers(fewest, most + 1)))
    return found if found < until else None
