"""Every scope of a period, what may be expected of it, and its figures from the unit rows of an indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from .. import indicators
from ..catalogue import Entry
from ..figures import Audience
from ..indicators.waves import due_waves
from ..questionnaires import Questionnaires
from ..scope import Level
from ..settings import Programme, Settings
from .kinds import KINDS, UP, Measure, clearly_up

Asked = dict[str, set[str]]
"""Wave -> the items that are asked in it."""


@dataclass(frozen=True)
class Ground:
    """What all indicators of a period share: its scopes, who stands behind each, and what each was asked.

    scopes
        Level -> (scope, programme) pairs.
    kinds, asked
        Programme -> its kind; what it asks in which wave.
    running
        Level -> scope -> the groups that run in it. managers: group -> case manager. eligible: group -> women enrolled.
    due
        Wave -> the groups for which it was due.
    """

    scopes: dict[Level, list[tuple[str, str]]]
    kinds: dict[str, str]
    asked: dict[str, Asked]
    running: dict[Level, dict[str, list[str]]]
    managers: dict[str, str]
    eligible: dict[str, int]
    due: dict[str, set[str]]

    @classmethod
    def of(cls, tables: dict[str, pd.DataFrame], active: pd.DataFrame, settings: Settings, questionnaires: Questionnaires,
           end: pd.Timestamp) -> Ground:
        """From the tables as they stood at the period's end, and the groups that ran in it."""
        cohorts = tables["cohorts"]
        known = cohorts.dropna(subset=["case_manager"])
        levels: tuple[Level, ...] = ("cohort", "site", "programme")
        return cls(
            _scopes(cohorts, active, settings), {programme.id: programme.kind for programme in settings.programmes},
            {programme.id: _asked(programme, questionnaires) for programme in settings.programmes},
            {level: {str(place): list(groups) for place, groups in active.groupby(level)["cohort"].unique().items()} for level in levels},
            dict(zip(known["cohort"], known["case_manager"], strict=True)),
            tables["enrolments"].groupby("cohort")["participant"].nunique().to_dict(), due_waves(cohorts, end))

    def places(self, entry: Entry, level: Level) -> list[str]:
        """The scopes of a level that an entry is about."""
        return [place for place, programme in self.scopes[level] if self.kinds[programme] in entry.programmes]

    def figures(self, entry: Entry, level: Level, rows: pd.DataFrame) -> Iterator[dict[str, object]]:
        """The figures of every scope of a level, measured or not, one for each audience."""
        groups = dict(list(rows.groupby([level, "wave", "part"], sort=True)))
        expected: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        for place, programme in self.scopes[level]:
            if self.kinds[programme] not in entry.programmes:
                continue
            waves = self._waves(programme, place, level)
            key = (programme, *waves)
            if key not in expected:
                expected[key] = self._expected(entry, programme, rows, set(waves))
            for wave, part in expected[key]:
                if level != "cohort" or part not in entry.above_cohort:
                    group = groups.get((place, wave, part))
                    yield from self._of(entry, level, place, wave, part, rows.iloc[:0] if group is None else group)

    def _of(self, entry: Entry, level: Level, place: str, wave: str, part: str, group: pd.DataFrame) -> Iterator[dict[str, object]]:
        standing = self._standing(group, self.running[level].get(place, ()) if _of_all(entry, group) else ())
        for suffix, kind, measure in _measures(entry):
            key = {"level": level, "scope": place, "indicator": entry.id, "version": str(entry.version), "wave": wave,
                   "by": "", "group": "", "part": part + suffix}
            measured = measure(group, entry) if len(group) or entry.kind == "count" else {}
            figure = {**key, "kind": kind, "unit": "percent" if suffix else entry.unit, "origin": entry.origin,
                      "eligible": self.eligible.get(place), **standing, **measured}
            for audience in audiences(level):
                yield {**figure, "audience": audience}

    def _waves(self, programme: str, place: str, level: Level) -> tuple[str, ...]:
        """The waves that a scope may have figures of: those of its programme; in a cohort, only once they were due there."""
        return tuple(wave for wave in self.asked[programme] if level != "cohort" or wave not in self.due or place in self.due[wave])

    def _expected(self, entry: Entry, programme: str, rows: pd.DataFrame, waves: set[str]) -> list[tuple[str, str]]:
        """(wave, part) of the figures that a scope should have, measured or not, so that what is missing tells nothing.

        What its programme does not ask, in a module that it left off, is not expected.
        """
        wanted = entry.asked()
        if wanted:
            asked = {key for key, items in wanted.items() if set(items) <= self.asked[programme].get(key[0], set())}
            first = entry.rows.change[0] if entry.rows and entry.rows.change else None
            keys = {(wave, part) for wave, part in asked
                    if wave in waves and wave != first and (first is None or (first, part) in asked)}
            own = indicators.function_of(entry)
            return sorted({(wave, each) for wave, part in keys for each in ((entry.parts or [""]) if own else [part])})
        seen = set(rows["wave"])
        named = sorted(wave for wave in seen if not wave or wave in waves) or ([] if seen else [""])
        return [(wave, part) for wave in named for part in (sorted(entry.parts) or [""])]

    def _standing(self, group: pd.DataFrame, running: Iterable[str]) -> dict[str, object]:
        # Every active group stands behind a count, also behind a count of none: else what is withheld would tell who has some.
        cohorts = {*(group["cohort"].dropna() if len(group) else ()), *running}
        return {"cohorts": len(cohorts), "managers": len({self.managers[cohort] for cohort in cohorts if cohort in self.managers})}


def _of_all(entry: Entry, group: pd.DataFrame) -> bool:
    """Whether every group that runs stands behind a figure: of a count, and of what a register notes of women without a group."""
    return entry.kind == "count" or (entry.origin == "register" and bool(group["cohort"].isna().all()))


def audiences(level: Level) -> tuple[Audience, ...]:
    """Who may read figures of a level."""
    return ("programme", "public") if level == "programme" else (level,)


def _measures(entry: Entry) -> Iterator[tuple[str, str, Measure]]:
    yield "", entry.kind, KINDS[entry.kind]
    if entry.kind == "change":
        yield UP, "share", clearly_up


def _scopes(cohorts: pd.DataFrame, active: pd.DataFrame, settings: Settings) -> dict[Level, list[tuple[str, str]]]:
    """(scope, programme) pairs of each level."""
    sites = {(site.id, programme.id) for programme in settings.programmes for site in programme.sites}
    placed = cohorts.dropna(subset=["site"])
    sites |= set(zip(placed["site"], placed["programme"], strict=True))
    return {"cohort": sorted(zip(active["cohort"], active["programme"], strict=True)),
            "site": sorted(sites), "programme": [(programme.id, programme.id) for programme in settings.programmes]}


def _asked(programme: Programme, questionnaires: Questionnaires) -> Asked:
    """What a programme asks, wave by wave, with the modules that it switched on."""
    asked: Asked = {}
    for survey in programme.surveys:
        known = questionnaires.surveys.get(survey.questionnaire)
        items = known.with_modules(survey.modules).item_ids() if known else {}
        asked.setdefault(survey.wave, set()).update(items)
    return asked
