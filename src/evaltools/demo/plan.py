"""The organisation on paper: programmes, antennas, and which group starts where, when and at what rhythm."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from ..scope import Period

Size = Literal["full", "small"]
Kind = Literal["workshop", "miriam", "bureau"]


@dataclass(frozen=True)
class SitePlan:
    """One antenna: identifier, invented name with its commune, the letters of its groups, its case managers."""

    id: str
    name: str
    letters: str
    case_managers: tuple[str, ...]


@dataclass(frozen=True)
class ProgrammePlan:
    """One programme with its antennas."""

    id: str
    kind: Kind
    names: dict[str, str]
    sites: tuple[SitePlan, ...]


@dataclass(frozen=True)
class CohortPlan:
    """One group before it starts. `place` counts the groups of its programme: the women's numbers follow from it."""

    code: str
    programme: str
    site: SitePlan
    place: int
    start: dt.date
    days_between: int
    sessions: int
    case_manager: str


PROGRAMMES = (
    ProgrammePlan("ateliers", "workshop", {"fr": "Ateliers Élan", "nl": "Ateliers Élan", "en": "Élan workshops"}, (
        SitePlan("ixelles", "La Capucine (Ixelles)", "IXL", ("CM-01", "CM-02")),
        SitePlan("schaerbeek", "Le Tournesol (Schaerbeek)", "SCH", ("CM-03", "CM-04")),
        SitePlan("anderlecht", "La Passerelle bleue (Anderlecht)", "AND", ("CM-05",)),
        SitePlan("saint-gilles", "Le Grenier clair (Saint-Gilles)", "SGI", ("CM-06",)),
        SitePlan("molenbeek", "La Boussole (Molenbeek)", "MOL", ("CM-07",)),
        SitePlan("etterbeek", "Les Marelles (Etterbeek)", "ETT", ("CM-08",)))),
    ProgrammePlan("bureau", "bureau", {
        "fr": "Bureau local Le Relais", "nl": "Lokaal bureau Le Relais", "en": "Local bureau Le Relais"}, (
        SitePlan("koekelberg", "Le Relais (Koekelberg)", "KOE", ("CM-20", "CM-21")),)),
    ProgrammePlan("miriam", "miriam", {"fr": "Miriam", "nl": "Miriam", "en": "Miriam"}, (
        SitePlan("bruxelles", "Antenne Lavande (Bruxelles)", "BXL", ("CM-11", "CM-12")),
        SitePlan("forest", "Antenne Noisette (Forest)", "FOR", ("CM-13", "CM-14")),
        SitePlan("jette", "Antenne Pervenche (Jette)", "JET", ("CM-15",)),
        SitePlan("evere", "Antenne Mirabelle (Evere)", "EVE", ("CM-16",)))),
)

# antenna: first month / days between two sessions / number of sessions
FULL = """
ixelles: 2024-10/14/12 2025-04/14/12 2025-10/21/10 2026-03/14/11 2026-04/21/10 2026-05/14/12
schaerbeek: 2025-01/14/12 2025-09/14/12 2026-02/21/10 2026-04/14/12 2026-06/14/10
anderlecht: 2025-01/21/10 2025-10/14/12 2026-03/14/12
saint-gilles: 2024-12/14/12 2025-05/14/12 2026-02/14/12
molenbeek: 2025-04/14/12 2025-11/21/10 2026-05/14/10
etterbeek: 2025-03/14/11 2026-01/21/10
bruxelles: 2024-09/7/38 2025-02/7/38 2025-11/7/38 2026-01/7/38 2026-02/14/20
forest: 2024-10/7/38 2025-03/7/38 2025-07/7/38 2025-12/7/36 2026-01/7/38 2026-03/7/38
jette: 2025-01/14/20 2025-06/7/38 2025-11/7/38
evere: 2025-04/7/38 2025-08/7/38 2026-02/7/38
"""
SMALL = """
ixelles: 2025-09/14/11 2026-01/14/12 2026-03/14/11 2026-04/14/12
bruxelles: 2025-10/7/38 2026-02/14/20
"""
LAST = Period(2026, 3)
# Miriam asks everything that a wave can ask, the workshops what matters to them; a card has few questions, so each programme has others.
EVERYTHING = {
    "intake": "wellbeing people communication rhythm language digital money housing health work rights services exclusion events children "
              "profile expectations fidelity",
    "mid": "fidelity relation group",
    "end": "wellbeing people communication rhythm language digital money housing health work rights services children couple expectations "
           "fidelity relation group ending learned changes review quoted",
    "followup": "wellbeing people money housing health work rights exclusion children couple group ending learned changes after",
}
MODULES: dict[tuple[str, str], tuple[str, ...]] = {
    ("miriam", "intake"): tuple(EVERYTHING["intake"].split()), ("miriam", "mid"): tuple(EVERYTHING["mid"].split()),
    ("miriam", "end"): tuple(EVERYTHING["end"].split()), ("miriam", "followup6"): tuple(EVERYTHING["followup"].split()),
    ("miriam", "followup12"): tuple(EVERYTHING["followup"].split()), ("miriam", "session"): ("respect", "practical", "childcare"),
    ("ateliers", "intake"): ("wellbeing", "people", "expectations"), ("ateliers", "mid"): ("group", "relation"),
    ("ateliers", "end"): ("wellbeing", "people", "expectations", "relation", "group", "review", "quoted"),
    ("ateliers", "session"): ("mood", "group", "interview"),
    ("bureau", "visit"): ("welcome", "access", "finding", "wellbeing", "families", "voice"),
}
"""What a programme asks besides the core of a wave."""
APART = {("intake", "rights"), ("end", "rights"), ("end", "quoted")}
"""Waves and modules whose answers `particulars` draws."""


def quarters(size: Size) -> tuple[Period, ...]:
    """The quarters that the demo reports on, oldest first."""
    return tuple(LAST.back(n) for n in reversed(range(6 if size == "full" else 2)))


def cohorts(size: Size) -> tuple[CohortPlan, ...]:
    """Every group of the organisation, in the order of programmes, antennas and starts."""
    rows = {line.split(": ")[0]: line.split(": ")[1].split() for line in (FULL if size == "full" else SMALL).split("\n") if line}
    plans = []
    for programme in PROGRAMMES:
        place = 0
        for site in programme.sites:
            for order, cell in enumerate(rows.get(site.id, ())):
                plans.append(_cohort(programme, site, place, order, cell))
                place += 1
    return tuple(plans)


def _cohort(programme: ProgrammePlan, site: SitePlan, place: int, order: int, cell: str) -> CohortPlan:
    month, days, sessions = cell.split("/")
    # Each group keeps one weekday; groups of one antenna meet on different ones.
    first = dt.date.fromisoformat(f"{month}-01")
    start = first + dt.timedelta(days=(order % 4 - first.weekday()) % 7)
    return CohortPlan(f"{site.letters}-{'ABCDEFGH'[order]}", programme.id, site, place, start, int(days), int(sessions),
                      site.case_managers[order % len(site.case_managers)])
