"""Catalogue x tables x period -> figures and their contributors, for every scope that the period knows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import pandas as pd

from .. import catalogue, indicators
from ..catalogue import Entry
from ..indicators import View, spoken
from ..questionnaires import Questionnaires
from ..scope import LEVELS, Level, Period
from ..settings import Settings
from .collected import Collected
from .ground import Ground
from .known import known_by
from .told import Told

WITHOUT_GROUP = ("visit", "yearly", "partners")
"""Waves of which no form belongs to a group."""


@dataclass(frozen=True)
class Estimates:
    """The figures of a period and who stands behind each."""

    figures: pd.DataFrame
    contributors: pd.DataFrame


def as_of(tables: dict[str, pd.DataFrame], end: pd.Timestamp) -> dict[str, pd.DataFrame]:
    """The tables as they stood before a day: later rows are gone, later exits and closings not yet known."""
    seen = tables = _with_starts(tables)
    for name, day in (("sessions", "date"), ("attendance", "date"), ("responses", "submitted"), ("enrolments", "start"),
                      ("cohorts", "start")):
        seen[name] = tables[name][tables[name][day] < end]
    seen |= known_by(tables, end)
    answered = tables["answers"]["response"].isin(seen["responses"]["response"])
    seen["answers"] = tables["answers"] if answered.all() else tables["answers"][answered]
    open_still = seen["enrolments"]["end"] >= end
    seen["enrolments"] = seen["enrolments"].assign(
        end=lambda rows: rows["end"].mask(open_still), exit_reason=lambda rows: rows["exit_reason"].mask(open_still),
        exit_kind=lambda rows: rows["exit_kind"].mask(open_still))
    seen["cohorts"] = seen["cohorts"].assign(end=lambda rows: rows["end"].mask(rows["end"] >= end))
    return seen


def _with_starts(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Groups without a readable start begin with their first session, enrolments without one with their group."""
    first = tables["sessions"].groupby("cohort")["date"].min()
    cohorts = _filled(tables["cohorts"], first)
    return {**tables, "cohorts": cohorts, "enrolments": _filled(tables["enrolments"], cohorts.set_index("cohort")["start"])}


def _filled(rows: pd.DataFrame, starts: pd.Series) -> pd.DataFrame:
    lacking = rows["start"].isna()
    return rows.assign(start=rows["start"].mask(lacking, pd.to_datetime(rows["cohort"].map(starts)))) if lacking.any() else rows


def window(kind: str, level: Level, period: Period) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First day and day after the last of what an indicator looks at.

    Answers are read up to date in a cohort and over four quarters above it: pooling, not a lower threshold, gives precision.
    """
    start = {"quarter": period.start, "year": period.back(3).start, "calendar_year": period.start.replace(month=1),
             "to_date": None, "answers": None if level == "cohort" else period.back(3).start}[kind]
    return pd.Timestamp(start) if start else pd.Timestamp(1900, 1, 1), pd.Timestamp(period.end)


def active_cohorts(tables: dict[str, pd.DataFrame], period: Period) -> pd.DataFrame:
    """The groups that ran on at least one day of the period: by their dates, or because they met, whatever the plan said."""
    start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
    cohorts, sessions = tables["cohorts"], tables["sessions"]
    met = sessions[(sessions["date"] >= start) & (sessions["date"] < end) & (sessions["status"] == "held")]["cohort"]
    last = cohorts["end"].fillna(cohorts["planned_end"])
    return cohorts[(cohorts["start"] < end) & (last.isna() | (last >= start) | cohorts["cohort"].isin(met))]


def estimate(tables: dict[str, pd.DataFrame], entries: dict[str, Entry], questionnaires: Questionnaires,
             settings: Settings, period: Period) -> Estimates:
    """Every entry's figures for every scope of the period.

    Parameters
    ----------
    tables
        The tidy tables; what lies after the period is left out.
    entries, questionnaires, settings
        What is computed, from which items, for which programmes.
    period
        The quarter.

    Raises
    ------
    SettingsError
        Where an entry says nothing of its rows, or asks for an item that no questionnaire has.
    """
    seen = as_of(tables, pd.Timestamp(period.end))
    ground = Ground.of(seen, active_cohorts(seen, period), settings, questionnaires, pd.Timestamp(period.end))
    # One view a window for all indicators: what a view computes of the tables, it computes once.
    whole = View(seen, *window("to_date", "programme", period), settings.regular_attendance)
    views: dict[pd.Timestamp, View] = {whole.start: whole}
    found = Collected(ground, str(period))
    for entry in catalogue.of_period(entries, period):
        windows = [(window(entry.window, level, period)[0], level) for level in LEVELS if level in entry.levels]
        everything = _unit_rows(entry, whole, questionnaires) if _timeless(entry) else None
        for start, those in groupby(windows, key=itemgetter(0)):
            view = views.setdefault(start, whole.narrowed(start))
            rows = _unit_rows(entry, view, questionnaires) if everything is None else everything
            told = Told(_counting(entry, rows, view), ground, entry.kind)
            figures = [(level, ground.figures(entry, level, told.waves)) for _, level in those]
            asked = told.among(*figures)
            for level, own in figures:
                found.add(entry, level, own, asked)
    return Estimates(*found.frames())


def _timeless(entry: Entry) -> bool:
    """Whether the rows of an entry are the same whichever days are looked at, until those outside of them are left out."""
    return indicators.function_of(entry) is None and entry.rows is not None and not entry.rows.table and not entry.rows.mostly


def _unit_rows(entry: Entry, view: View, questionnaires: Questionnaires) -> pd.DataFrame:
    function = indicators.function_of(entry)
    return function(view) if function else spoken.rows_of(entry, view, questionnaires)


def _counting(entry: Entry, rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """The rows that count in the days of a view."""
    dates = pd.to_datetime(rows["date"])
    rows = rows[dates.isna() | ((dates >= view.start) & (dates < view.end))]
    if entry.sensitivity == "staff":  # of a group that still runs, nothing; forms of visitors and of staff belong to none
        closed = view["cohorts"].dropna(subset=["end"])["cohort"]
        rows = rows[rows["cohort"].isin(closed) | rows["wave"].isin(WITHOUT_GROUP)]
    return rows if entry.kind in ("count", "incidence") else rows.dropna(subset=["value"])
