"""Who belongs to a wave: from the register's enrolments, and the day on which the wave is due for each of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

from ..indicators.waves import due_days
from ..settings import Programme
from ..sources.registers import RegisterRead

# A form that comes more than a quarter after its moment says nothing of that moment: nobody is invited so late by herself.
LATEST = dt.timedelta(days=92)
EVER = dt.date(1900, 1, 1)


@dataclass(frozen=True)
class Belonging:
    """One woman who belongs to a wave, once: her group, and the day on which the wave is due (None: not known yet)."""

    participant: str = field(repr=False)
    cohort: str
    due: dt.date | None

    def is_due(self, today: dt.date) -> bool:
        """Whether her answer can be expected by now."""
        return self.due is not None and self.due <= today


def belonging(read: RegisterRead, programme: Programme, wave: str, since: dt.date, today: dt.date) -> dict[str, Belonging]:
    """Everybody whose moment for the wave is not before `since`, by pseudonym.

    Intake is due at her start; mid halfway through the course, for those still enrolled then; end at her own exit or the
    course's end; follow-ups six and twelve months after it, those who left included; the card after each session from her
    first to her last day. Of several enrolments, the one that was due last counts, else the one that is due first.
    """
    tables = read.tables
    cohorts = tables["cohorts"][tables["cohorts"]["programme"] == programme.id]
    rows = tables["enrolments"].merge(cohorts, on="cohort", suffixes=("", "_course"))
    rows = rows.assign(due=_due(rows, wave), last=_last(rows, wave))
    kept = rows[_still_there(rows, wave) & (rows["last"].isna() | (rows["last"] >= pd.Timestamp(since)))]
    found: dict[str, Belonging] = {}
    for participant, cohort, day in kept[["participant", "cohort", "due"]].itertuples(index=False):
        new = Belonging(str(participant), str(cohort), None if pd.isna(day) else pd.Timestamp(day).date())
        found[new.participant] = max(found.get(new.participant, new), new, key=lambda each: _nearness(each, today))
    return found


def _course_end(rows: pd.DataFrame) -> pd.Series:
    return rows["end_course"].fillna(rows["planned_end"])


def _finish(rows: pd.DataFrame) -> pd.Series:
    return pd.concat([rows["end"], _course_end(rows)], axis=1).min(axis=1)


def _due(rows: pd.DataFrame, wave: str) -> pd.Series:
    start = rows["start"].fillna(rows["start_course"])
    if wave == "mid":
        return due_days(rows["start_course"].fillna(start), _course_end(rows))["mid"]
    return due_days(start, _finish(rows)).get(wave, start)


def _last(rows: pd.DataFrame, wave: str) -> pd.Series:
    """The last day on which the wave is due: its day, or the end of her enrolment for cards."""
    due = _due(rows, wave)
    return due if wave in due_days(rows["start"], rows["end"]) else _finish(rows)


def _still_there(rows: pd.DataFrame, wave: str) -> pd.Series:
    everybody = pd.Series(True, index=rows.index)
    return rows["end"].isna() | (rows["end"] >= _due(rows, wave)) if wave == "mid" else everybody


def _nearness(each: Belonging, today: dt.date) -> tuple[bool, int]:
    """What is due comes before what is not yet; the last of the former, the first of the latter."""
    if each.due is None:
        return False, -dt.date.max.toordinal()
    return each.is_due(today), each.due.toordinal() if each.is_due(today) else -each.due.toordinal()
