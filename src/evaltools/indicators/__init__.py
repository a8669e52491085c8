"""What a catalogue entry cannot say in YAML: one function an indicator, of the entry's name, in the file of its domain.

A function takes the tables (and the period's end) and returns one row per unit: `person` (missing where the unit is not a
woman), `cohort`, `site`, `programme`, `date`, `wave`, `part`, `value`, and what its kind needs besides (`weight` for a rate,
`before` for a change, `time` and `event` for an incidence, `exposed` for a difference). It says who counts and what each is
worth, never how that is estimated or said.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from ..catalogue import Entry
from ..errors import SettingsError
from ..tables import TABLES
from .said import Said

COLUMNS = ("person", "cohort", "site", "programme", "date", "wave", "part", "value", "weight", "before", "time", "event",
           "exposed")


@dataclass(frozen=True)
class View:
    """What an indicator sees: the tables as they stood at the period's end, and the days from `start` up to, not with, `end`.

    Several indicators share one view, which computes its tables once: none may change them in place. Views of other days onto
    the same tables are `narrowed` from one, whose tables they share where the first day plays no part.
    """

    tables: dict[str, pd.DataFrame]
    start: pd.Timestamp
    end: pd.Timestamp
    regular_attendance: float = 0.75
    whole: View | None = None

    def narrowed(self, start: pd.Timestamp) -> View:
        """The same tables, looked at from another first day on."""
        return replace(self, start=start, whole=self)

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]

    def during(self, dates: pd.Series) -> pd.Series:
        """Which of these days lie in the window; a missing day does not."""
        return ((dates >= self.start) & (dates < self.end)).fillna(False)

    @cached_property
    def said(self) -> Said:
        """The valid answers of every form."""
        return self.whole.said if self.whole else Said(self.tables)

    @cached_property
    def logs(self) -> dict[str, pd.DataFrame]:
        """Logs of the registers with the woman and the group of each row, as they are asked for (see `logged.located`)."""
        return self.whole.logs if self.whole else {}

    @cached_property
    def placed(self) -> pd.DataFrame:
        """Enrolments with the site, the programme and the days (`opened`, `planned_end`, `closed`) of their cohort."""
        if self.whole:
            return self.whole.placed
        cohorts = self["cohorts"].rename(columns={"start": "opened", "end": "closed"})
        cohorts = cohorts[["cohort", "site", "programme", "opened", "planned_end", "closed"]]
        return self["enrolments"].merge(cohorts, on="cohort").rename(columns={"participant": "person"})

    @cached_property
    def due(self) -> pd.DataFrame:
        """Presences due in the window, with the site and programme of the session; those up to date are `due_so_far`."""
        rows = self.due_so_far
        return rows[self.during(rows["date"])]

    @cached_property
    def due_so_far(self) -> pd.DataFrame:
        """Attendance at sessions held from the woman's first day to her last: attendance lists go on after she left."""
        if self.whole:
            return self.whole.due_so_far
        held = self["sessions"].query("status == 'held'")[["session", "site", "programme"]]
        enrolled = self["enrolments"][["participant", "cohort", "start", "end"]]
        rows = self["attendance"].merge(held, on="session").merge(enrolled, on=["participant", "cohort"])
        there = (rows["date"] >= rows["start"]) & (rows["end"].isna() | (rows["date"] <= rows["end"]))
        return rows[there].drop(columns=["start", "end"]).rename(columns={"participant": "person"})

    @cached_property
    def held(self) -> pd.DataFrame:
        """Group sessions held up to the end of the window, in the order of their cohort and date."""
        if self.whole:
            return self.whole.held
        sessions = self["sessions"]
        chosen = sessions["cohort"].notna() & (sessions["status"] == "held") & (sessions["date"] < self.end)
        return sessions[chosen].sort_values(["cohort", "date", "session"])


Function = Callable[[View], pd.DataFrame]


def units(frame: pd.DataFrame, **columns: object) -> pd.DataFrame:
    """Unit rows from a frame: its columns of those names, others filled with what is given or left empty."""
    filled = frame.assign(**columns)
    for name in COLUMNS:
        if name not in filled:
            filled[name] = {"wave": "", "part": "", "weight": 1.0}.get(name)
    return filled[list(COLUMNS)]


def function_of(entry: Entry) -> Function | None:
    """The function of an entry's name in the module of its domain, if there is one."""
    return _functions(entry.domain).get(entry.name)


def check(entries: dict[str, Entry]) -> None:
    """Raise SettingsError where an entry says nothing of its rows and no function does either, or a function has no entry."""
    for entry in entries.values():
        if entry.rows and entry.rows.table and entry.rows.table not in TABLES:
            raise SettingsError(f"The indicator {entry.id} counts rows of '{entry.rows.table}', which is no table.",
                                f"There are: {', '.join(TABLES)}.")
        if entry.computed and entry.rows is None and function_of(entry) is None:
            raise unsaid(entry)
    # By name alone: an organisation's own entry may lie over ours from a file of another domain.
    named = {entry.name for entry in entries.values()}
    for domain in sorted({entry.domain for entry in entries.values()}):
        for name in _functions(domain):
            if name not in named:
                raise SettingsError(f"The function '{name}' of indicators/{domain}.py has no entry in the catalogue.",
                                    f"Add an entry of that name to {domain}.yml.")


def unsaid(entry: Entry) -> SettingsError:
    """What is wrong with an entry that says nothing of its rows, and has no function that does."""
    return SettingsError(f"The indicator {entry.id} has neither rows nor a function '{entry.name}'.",
                         f"Add `rows:` to its entry, or the function to indicators/{entry.domain}.py.")


def _functions(domain: str) -> dict[str, Function]:
    """The public functions that a domain's module defines itself; none where there is no such module."""
    name = f"{__name__}.{domain}"
    if not domain.isidentifier() or importlib.util.find_spec(name) is None:
        return {}
    own = vars(importlib.import_module(name)).items()
    return {word: found for word, found in own
            if callable(found) and not word.startswith("_") and getattr(found, "__module__", "") == name}
