"""Catalogue x tables x period -> figures and their contributors, for every scope that the period knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from .. import indicators
from ..catalogue import Entry
from ..figures import FIGURES
from ..indicators import View, spoken
from ..indicators.waves import due_waves
from ..questionnaires import Questionnaires
from ..scope import LEVELS, Level, Period
from ..settings import Settings
from . import contributors
from .kinds import KINDS, UP, Measure, clearly_up


@dataclass(frozen=True)
class Estimates:
    """The figures of a period and who stands behind each."""

    figures: pd.DataFrame
    contributors: pd.DataFrame


def as_of(tables: dict[str, pd.DataFrame], end: pd.Timestamp) -> dict[str, pd.DataFrame]:
    """The tables as they stood before a day: later rows are gone, later exits and closings not yet known."""
    seen = tables = _with_starts(tables)
    for name, day in (("sessions", "date"), ("attendance", "date"), ("contacts", "date"), ("visits", "date"),
                      ("requests", "date"), ("responses", "submitted"), ("enrolments", "start"), ("cohorts", "start")):
        seen[name] = tables[name][tables[name][day] < end]
    seen["answers"] = tables["answers"][tables["answers"]["response"].isin(seen["responses"]["response"])]
    open_still = seen["enrolments"]["end"] >= end
    seen["enrolments"] = seen["enrolments"].assign(
        end=lambda rows: rows["end"].mask(open_still), exit_reason=lambda rows: rows["exit_reason"].mask(open_still),
        exit_kind=lambda rows: rows["exit_kind"].mask(open_still))
    seen["cohorts"] = seen["cohorts"].assign(end=lambda rows: rows["end"].mask(rows["end"] >= end))
    unsettled = seen["requests"]["closed"] >= end
    seen["requests"] = seen["requests"].assign(
        closed=lambda rows: rows["closed"].mask(unsettled), status=lambda rows: rows["status"].mask(unsettled, "open"))
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
    active = active_cohorts(seen, period)
    figures: list[dict[str, object]] = []
    who: list[pd.DataFrame] = []
    scopes = _scopes(seen["cohorts"], active, settings)
    for entry in entries.values():
        looked_at: dict[tuple[pd.Timestamp, pd.Timestamp], pd.DataFrame] = {}
        for level in (level for level in LEVELS if level in entry.levels):
            places = [place for place in scopes[level] if _kind(settings, place[1]) in entry.programmes]
            days = window(entry.window, level, period)
            if days not in looked_at:
                looked_at[days] = _rows(entry, View(seen, *days, settings.regular_attendance), questionnaires)
            rows = looked_at[days]
            figures += _level(entry, level, places, rows, seen, active, settings, pd.Timestamp(period.end))
            who += contributors.of_level(rows, entry, level, [place for place, _ in places], _audiences(level))
    estimated = _figures(figures, str(period))
    return Estimates(estimated, contributors.whole(who, estimated))


def _scopes(cohorts: pd.DataFrame, active: pd.DataFrame, settings: Settings) -> dict[Level, list[tuple[str, str]]]:
    """(scope, programme) pairs of each level."""
    sites = {(site.id, programme.id) for programme in settings.programmes for site in programme.sites}
    placed = cohorts.dropna(subset=["site"])
    sites |= set(zip(placed["site"], placed["programme"], strict=True))
    return {"cohort": sorted(zip(active["cohort"], active["programme"], strict=True)),
            "site": sorted(sites), "programme": [(programme.id, programme.id) for programme in settings.programmes]}


def _kind(settings: Settings, programme: str) -> str:
    return settings.programme(programme).kind


def _rows(entry: Entry, view: View, questionnaires: Questionnaires) -> pd.DataFrame:
    function = indicators.function_of(entry)
    rows = function(view) if function else spoken.rows_of(entry, view, questionnaires)
    dates = pd.to_datetime(rows["date"])
    rows = rows[dates.isna() | ((dates >= view.start) & (dates < view.end))]
    if entry.sensitivity == "staff":
        rows = rows[rows["cohort"].isin(view["cohorts"].dropna(subset=["end"])["cohort"])]
    if entry.kind not in ("count", "incidence"):
        rows = rows.dropna(subset=["value"])
    return rows.assign(wave=rows["wave"].fillna("").astype(str), part=rows["part"].fillna("").astype(str))


def _level(entry: Entry, level: Level, places: list[tuple[str, str]], rows: pd.DataFrame, tables: dict[str, pd.DataFrame],
           active: pd.DataFrame, settings: Settings, end: pd.Timestamp) -> Iterator[dict[str, object]]:
    groups = dict(list(rows.groupby([level, "wave", "part"], sort=True)))
    managers, due = _behind(tables), due_waves(tables["cohorts"], end)
    running = active.groupby(level)["cohort"].unique().to_dict() if entry.kind == "count" else {}
    eligible = tables["enrolments"].groupby("cohort")["participant"].nunique()
    for place, programme in places:
        for wave, part in _expected(entry, rows, _waves(settings, programme, place, level, due)):
            if level == "cohort" and part in entry.above_cohort:
                continue
            group = groups.get((place, wave, part), rows.iloc[:0])
            for suffix, kind, measure in _measures(entry):
                key = {"level": level, "scope": place, "indicator": entry.id, "version": str(entry.version), "wave": wave,
                       "by": "", "group": "", "part": part + suffix}
                measured = measure(group, entry) if len(group) or entry.kind == "count" else {}
                figure = {**key, "kind": kind, "unit": "percent" if suffix else entry.unit, "origin": entry.origin,
                          "eligible": eligible.get(place), **_standing(group, running.get(place, ()), managers), **measured}
                for audience in _audiences(level):
                    yield {**figure, "audience": audience}


def _measures(entry: Entry) -> Iterator[tuple[str, str, Measure]]:
    yield "", entry.kind, KINDS[entry.kind]
    if entry.kind == "change":
        yield UP, "share", clearly_up


def _audiences(level: Level) -> tuple[str, ...]:
    return ("programme", "public") if level == "programme" else (level,)


def _waves(settings: Settings, programme: str, place: str, level: Level, due: dict[str, set[str]]) -> set[str]:
    """The waves that a scope may have figures of: those of its programme; in a cohort, only once they were due there."""
    waves = {survey.wave for survey in settings.programme(programme).surveys}
    return {wave for wave in waves if level != "cohort" or wave not in due or place in due[wave]}


def _expected(entry: Entry, rows: pd.DataFrame, waves: set[str]) -> list[tuple[str, str]]:
    """(wave, part) of the figures that a scope should have, measured or not, so that what is missing tells nothing."""
    first = entry.rows.change[0] if entry.rows and entry.rows.change else None
    if entry.items():
        return sorted((wave, part) for wave, part in entry.items() if wave in waves and wave != first)
    seen = set(rows["wave"])
    named = sorted(wave for wave in seen if not wave or wave in waves) or ([] if seen else [""])
    return [(wave, part) for wave in named for part in (sorted(entry.parts) or [""])]


def _behind(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    known = tables["cohorts"].dropna(subset=["case_manager"])
    return dict(zip(known["cohort"], known["case_manager"], strict=True))


def _standing(group: pd.DataFrame, running: Iterable[str], managers: dict[str, str]) -> dict[str, object]:
    # Every active group stands behind a count, also behind a count of none: else what is withheld would tell who has some.
    cohorts = {*group["cohort"].dropna(), *running}
    return {"cohorts": len(cohorts), "managers": len({managers[cohort] for cohort in cohorts if cohort in managers})}


def _figures(rows: list[dict[str, object]], period: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(FIGURES), dtype=object).assign(period=period)
    numbers = ("n", "persons", "eligible", "cohorts", "managers", "numerator", "fewest", "value", "low", "high")
    return pd.DataFrame({name: frame[name].astype("Float64" if name in numbers else "string") for name in FIGURES})
