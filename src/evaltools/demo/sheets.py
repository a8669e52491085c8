"""The registers as their keepers hold them: three ways of writing, with the slips of the hand that come with each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..tables.sheets import sheets
from . import logs
from .bureau import Contact
from .dirt import Planted
from .groups import Group, Profile
from .plan import PROGRAMMES
from .words import headings, title, word

Cell = str | int | float | dt.date | None
Row = tuple[Cell, ...]
NOT_A_DATE = "31/02/2026"
BLANK_EVERY = 23


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title lines, its heading row, texts that span columns above it, and its rows."""

    name: str
    titles: tuple[str, ...]
    header: Row
    rows: tuple[Row, ...]
    spans: tuple[tuple[int, int, str], ...] = ()


@dataclass
class Keeper:
    """Who keeps one register file: her language, her slips, and the list of them as it grows."""

    file: str
    language: str
    rng: np.random.Generator
    full: bool
    planted: list[Planted] = field(default_factory=list)

    def slips(self, kind: str, sheet: str, full: int, small: int, lost: str = "nothing") -> int:
        """How many slips of a kind this keeper makes in a sheet; noted at once."""
        count = full if self.full else small
        self.planted.append(Planted(kind, f"{self.file}: {sheet}", count, lost))
        return count

    def some(self, rows: Sequence[Row], count: int) -> list[int]:
        """The places of a few different rows."""
        return [int(place) for place in self.rng.choice(len(rows), size=count, replace=False)]

    def with_blanks(self, rows: Sequence[Row], sheet: str) -> tuple[Row, ...]:
        """The rows with an empty one before every twenty-third."""
        found: list[Row] = []
        for place, row in enumerate(rows):
            if place and place % BLANK_EVERY == 0:
                found.append(tuple(None for _ in row))
            found.append(row)
        self.planted.append(Planted("blank_row", f"{self.file}: {sheet}", len(found) - len(rows), "nothing"))
        return tuple(found)


YES = {"fr": ("oui", "non"), "nl": ("ja", "nee")}
SITES = {site.id: site.name for programme in PROGRAMMES for site in programme.sites}


def written(table: str, name: str, value: logs.Value, keeper: Keeper) -> Cell:
    """What a keeper writes for a value of a log: a word for a code, yes or no, the site's name."""
    if isinstance(value, bool):
        return YES[keeper.language][not value]
    if isinstance(value, str) and name == "site":
        return SITES[value]
    if isinstance(value, str) and sheets()[table].columns[name].words:
        return word(keeper.language, table, name, value)
    return value


def beside(table: str, noted: Sequence[logs.Row], keeper: Keeper) -> tuple[tuple[str, ...], list[Row]]:
    """The further columns of a sheet, and what stands in them row by row."""
    names = tuple(noted[0]) if noted else ()
    return headings(table, " ".join(names), keeper.language), [
        tuple(written(table, name, row[name], keeper) for name in names) for row in noted]


def log(table: str, rows: Sequence[logs.Row], keeper: Keeper) -> Sheet:
    """One log, with the columns that it fills in the order of the template."""
    used = {name for row in rows for name in row}
    names = [name for name in sheets()[table].columns if name in used]
    cells: list[Row] = [tuple(written(table, name, row.get(name), keeper) for name in names) for row in rows]
    name = title(table, keeper.language)
    return Sheet(name, (), headings(table, " ".join(names), keeper.language), keeper.with_blanks(cells, name))


def as_text(day: dt.date) -> str:
    """A date typed by hand, with the space that follows it."""
    return f"{day.day:02d}/{day.month:02d}/{day.year} "


def cohorts(groups: Sequence[Group], keeper: Keeper) -> Sheet:
    """The list of groups. Antennas are written as each one does: in full, in capitals, with a space too many."""
    name = title("cohorts", keeper.language)
    rows: list[Row] = []
    for place, group in enumerate(groups):
        site = group.plan.site.name
        written = (site, site.upper(), f"{site} ", site)[place % 4]
        label = f"{site.split(' (')[0]} {group.plan.code[-1]}"
        rows.append((group.plan.code, written, label, group.plan.case_manager, group.start, group.planned_end, group.end))
    header = headings("cohorts", "cohort site label case_manager start planned_end end", keeper.language)
    return Sheet(name, (name,), header, keeper.with_blanks(rows, name))


def participants(women: Iterable[tuple[str, dt.date, Profile]], keeper: Keeper, noted: Sequence[logs.Row], misdated: bool = True) -> Sheet:
    """The list of women: bands only. Some stand twice, some without a number, some words are misspelt.

    `misdated`: some days of entry do not exist either; not where that day is counted.
    """
    name = title("participants", keeper.language)
    columns = "language age_band children_band youngest_band employment entry_channel"
    rows: list[list[Cell]] = []
    further, cells = beside("participants", noted, keeper)
    for (number, entry, profile), more in zip(women, cells, strict=True):
        words = [word(keeper.language, "participants", column, getattr(profile, column)) for column in columns.split()]
        yes = YES[keeper.language][not profile.single_mother]
        rows.append([number, entry if len(rows) % 7 else as_text(entry), *words, yes, *more])
    spoilt = keeper.some([tuple(row) for row in rows], 12)
    for place in spoilt[:keeper.slips("misspelt_category", name, 6, 2, "the category")]:
        rows[place][6] = _misspelt(str(rows[place][6]))
    for place in spoilt[6:6 + keeper.slips("impossible_date", name, 2 * misdated, int(misdated), "the date of entry")]:
        rows[place][1] = NOT_A_DATE
    for place in spoilt[8:8 + keeper.slips("duplicate_row", name, 2, 1)]:
        rows.append(list(rows[place]))
    for place in spoilt[10:10 + keeper.slips("missing_number", name, 2, 1)]:
        rows.append([None, *rows[place][1:]])
    header = headings("participants", f"participant entry {columns} single_mother", keeper.language) + further
    return Sheet(name, (f"{name} - Demo",), header, keeper.with_blanks([tuple(row) for row in rows], name))


def _misspelt(text: str) -> str:
    """Two letters in the middle changed beyond what a reader should guess."""
    middle = len(text) // 2
    return f"{text[:middle]}qz{text[middle + 2:]}"


def enrolments(groups: Sequence[Group], keeper: Keeper) -> Sheet:
    """Who is in which group, since when, and how she left."""
    name = title("enrolments", keeper.language)
    rows: list[Row] = []
    for group in groups:
        for woman in group.women:
            left = woman.exit
            reason = word(keeper.language, "enrolments", "exit_reason", left.reason) if left else None
            rows.append((woman.number, group.plan.code, woman.start, left.date if left else None, woman.phase2, reason))
    columns = "participant cohort start end phase2_start exit_reason"
    return Sheet(name, (), headings("enrolments", columns, keeper.language), keeper.with_blanks(rows, name))


def sessions(groups: Sequence[Group], keeper: Keeper, noted: Sequence[logs.Row], meetings: Sequence[logs.Row]) -> Sheet:
    """The calendar of all groups; one line of a group that does not exist, one session not yet dated; meetings of no group."""
    name = title("sessions", keeper.language)
    rows: list[Row] = []
    further, cells = beside("sessions", noted, keeper)
    known = [(group, session) for group in groups for session in group.sessions]
    for (group, session), more in zip(known, cells, strict=True):
        status = word(keeper.language, "sessions", "status", session.status)
        rows.append((session.code, group.plan.code, session.date, session.start_time, session.venue, status, session.phase, *more))
    for _ in range(keeper.slips("unknown_cohort", name, 1, 1)):
        rows.append(("ZZZ-Q-01", "ZZZ-Q", groups[-1].start, "09:30", groups[-1].venue,
                     word(keeper.language, "sessions", "status", "held"), 1))
    for _ in range(keeper.slips("unreadable_date", name, 1, 1)):
        rows.append((None, groups[-1].plan.code, {"fr": "à confirmer", "nl": "nog te bepalen"}[keeper.language], "", "",
                     word(keeper.language, "sessions", "status", "planned"), 1))
    header = headings("sessions", "session cohort date start_time venue status phase", keeper.language) + further
    if meetings:
        header, rows = _with_meetings(header, rows, meetings, keeper)
    return Sheet(name, (), header, keeper.with_blanks(rows, name))


def _with_meetings(header: tuple[str, ...], rows: list[Row], meetings: Sequence[logs.Row],
                   keeper: Keeper) -> tuple[tuple[str, ...], list[Row]]:
    """A calendar with columns for what meetings of no group note besides, and their lines."""
    names = list(dict.fromkeys(name for row in meetings for name in row))
    places = {heading: place for place, heading in enumerate(header)}
    titles = dict(zip(names, headings("sessions", " ".join(names), keeper.language), strict=True))
    wide = header + tuple(heading for heading in titles.values() if heading not in places)
    where = {name: wide.index(heading) for name, heading in titles.items()}
    lines: list[Row] = []
    for row in meetings:
        cells: list[Cell] = [None] * len(wide)
        for name, value in row.items():
            cells[where[name]] = written("sessions", name, value, keeper)
        lines.append(tuple(cells))
    return wide, [*rows, *lines]


def contacts(interviews: Sequence[Contact], keeper: Keeper, noted: Sequence[logs.Row]) -> Sheet:
    """Individual interviews, two of them on a day that does not exist."""
    name = title("contacts", keeper.language)
    further, cells = beside("contacts", noted, keeper)
    rows: list[Row] = [(row.number, row.date, word(keeper.language, "contacts", "kind", row.kind),
                        word(keeper.language, "contacts", "place", row.place), row.minutes, *more)
                       for row, more in zip(interviews, cells, strict=True)]
    for place in keeper.some(rows, keeper.slips("impossible_date", name, 2, 1)):
        rows.append((rows[place][0], NOT_A_DATE, *rows[place][2:]))
    header = headings("contacts", "participant date kind place minutes", keeper.language) + further
    return Sheet(name, (), header, keeper.with_blanks(rows, name))
