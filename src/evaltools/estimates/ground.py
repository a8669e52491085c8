"""Every scope of a period, what may be expected of it, and who stands behind its figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from .. import indicators
from ..catalogue import Entry
from ..figures import Audience
from ..indicators.waves import due_waves
from ..questionnaires import Questionnaires
from ..scope import LEVELS, Level
from ..settings import Programme, Settings
from .units import NOBODY, Number, Whole

Asked = dict[str, set[str]]
"""Wave -> the items that are asked in it."""
Pair = tuple[str, str]
"""A wave and a part."""


@dataclass(frozen=True)
class Places:
    """The scopes of a level, in the order of their figures.

    names, programmes
        Each scope and its programme. kinds: the programmes' kinds, scope by scope.
    waves
        The waves that each may have figures of; alike is a number a scope, equal where programme and waves are.
    running
        The groups that run, scope after scope; `runs` says how many each has.
    eligible
        Women enrolled; NaN where that is not known.
    """

    names: list[str]
    programmes: list[str]
    kinds: list[str]
    waves: list[tuple[str, ...]]
    running: Whole
    runs: Whole
    eligible: Number

    @cached_property
    def index(self) -> pd.Index:
        """The names, to find a scope by its name."""
        return pd.Index(self.names, dtype=object)

    @cached_property
    def alike(self) -> tuple[Whole, list[tuple[str, tuple[str, ...]]]]:
        """A number a scope, and the programme and waves that it stands for."""
        found: dict[tuple[str, tuple[str, ...]], int] = {}
        numbers = [found.setdefault(key, len(found)) for key in zip(self.programmes, self.waves, strict=True)]
        return np.array(numbers, dtype=np.int64), list(found)

    @cached_property
    def rank(self) -> Whole:
        """The place of each scope in the alphabet."""
        return np.argsort(np.argsort(np.array(self.names, dtype=str), kind="stable"), kind="stable")


@dataclass(frozen=True)
class Ground:
    """What all indicators of a period share.

    levels
        The scopes of each level.
    asked
        Programme -> what it asks in which wave.
    groups
        All groups, to find one by its name; `managers` has a number for the case manager of each, negative where none is known.
    """

    levels: dict[Level, Places]
    asked: dict[str, Asked]
    groups: pd.Index
    managers: Whole

    @classmethod
    def of(cls, tables: dict[str, pd.DataFrame], active: pd.DataFrame, settings: Settings, questionnaires: Questionnaires,
           end: pd.Timestamp) -> Ground:
        """From the tables as they stood at the period's end, and the groups that ran in it."""
        cohorts = tables["cohorts"]
        asked = {programme.id: _asked(programme, questionnaires) for programme in settings.programmes}
        groups = pd.Index(cohorts["cohort"], dtype=object)
        managers = pd.factorize(cohorts["case_manager"])[0].astype(np.int64)
        scopes = _scopes(cohorts, active, settings)
        due = due_waves(cohorts, end)
        eligible = tables["enrolments"].groupby("cohort")["participant"].nunique()
        kinds = {programme.id: programme.kind for programme in settings.programmes}
        levels = {}
        for level in LEVELS:
            names, programmes = [place for place, _ in scopes[level]], [programme for _, programme in scopes[level]]
            waves = [tuple(wave for wave in asked[programme] if level != "cohort" or wave not in due or place in due[wave])
                     for place, programme in scopes[level]]
            running, runs = _running(active, level, names, groups)
            levels[level] = Places(names, programmes, [kinds[programme] for programme in programmes], waves, running, runs,
                                   eligible.reindex(names).to_numpy(float, na_value=np.nan))
        return cls(levels, asked, groups, managers)

    def figures(self, entry: Entry, level: Level, waves: set[str]) -> Figures:
        """The figures of every scope of a level that an entry is about, measured or not; `waves` are those of its rows."""
        places = self.levels[level]
        chosen = np.flatnonzero([kind in entry.programmes for kind in places.kinds])
        alike, keys = places.alike
        wanted = [[pair for pair in self._expected(entry, programme, waves, set(own)) if level != "cohort" or pair[1] not in
                   entry.above_cohort] if one in alike[chosen] else [] for one, (programme, own) in enumerate(keys)]
        number = {pair: place for place, pair in enumerate(sorted({pair for own in wanted for pair in own}))}
        listed = np.array([number[pair] for own in wanted for pair in own], dtype=np.int64)
        lengths = np.array([len(own) for own in wanted], dtype=np.int64)
        starts = np.cumsum(lengths) - lengths
        kind = alike[chosen]
        return Figures(places, list(number), np.repeat(chosen, lengths[kind]), listed[ranges(starts[kind], lengths[kind])])

    def standing(self, entry: Entry, figures: Figures, figure: Whole, group: Whole, number: int) -> tuple[Number, Number]:
        """How many groups and case managers stand behind each figure, from the units' figures and groups (of so many groups).

        Every active group stands behind a count, also behind a count of none: else what is withheld would tell who has some.
        """
        known, size = group >= 0, len(figures.place)
        there = pd.unique(figure[known] * number + group[known])
        of_all = np.ones(size, bool) if entry.kind == "count" else np.zeros(size, bool)
        if entry.kind != "count" and entry.origin == "register":
            # Of what a register notes of women without a group.
            of_all = np.bincount(there // number, minlength=size) == 0
        all_of = self._running(figures, np.flatnonzero(of_all), number)
        there = pd.unique(np.concatenate([there, all_of])) if len(all_of) else there
        cohorts = np.bincount(there // number, minlength=size)
        # The last is that of groups which no register names.
        leader = np.append(self.managers, NOBODY)[np.minimum(there % number, len(self.managers))]
        met = pd.unique((there // number * (len(self.managers) + 1) + leader)[leader >= 0])
        return cohorts.astype(float), np.bincount(met // (len(self.managers) + 1), minlength=size).astype(float)

    def _running(self, figures: Figures, chosen: Whole, number: int) -> Whole:
        """Figure and running group, as one number each, of some figures."""
        places = figures.places
        runs = places.runs[figures.place[chosen]]
        first = (np.cumsum(places.runs) - places.runs)[figures.place[chosen]]
        return np.repeat(chosen, runs) * number + places.running[ranges(first, runs)]

    def _expected(self, entry: Entry, programme: str, seen: set[str], waves: set[str]) -> list[Pair]:
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
        named = sorted(wave for wave in seen if not wave or wave in waves) or ([] if seen else [""])
        return [(wave, part) for wave in named for part in (sorted(entry.parts) or [""])]


@dataclass(frozen=True)
class Figures:
    """The figures of one indicator on one level, in their order: the scope of each, and its wave and part among `pairs`."""

    places: Places
    pairs: list[Pair]
    place: Whole
    pair: Whole

    def find(self, place: Whole, pair: Whole) -> Whole:
        """The figure of each scope with a pair; negative where there is none."""
        table = np.full((len(self.places.names) + 1, len(self.pairs) + 1), NOBODY)
        table[self.place, self.pair] = np.arange(len(self.place))
        return table[place, pair]

    def order(self, suffix: str) -> Whole:
        """The place of each figure in the alphabet of scope, wave and part with a suffix."""
        named = sorted((wave, part + suffix, number) for number, (wave, part) in enumerate(self.pairs))
        rank = np.zeros(len(named), np.int64)
        rank[[number for _, _, number in named]] = np.arange(len(named))
        by_alphabet = np.lexsort((rank[self.pair], self.places.rank[self.place]))
        return np.argsort(by_alphabet)


def ranges(starts: Whole, lengths: Whole) -> Whole:
    """The whole numbers from each start on, so many each, one range after the other."""
    return np.repeat(starts - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())


def audiences(level: Level) -> tuple[Audience, ...]:
    """Who may read figures of a level."""
    return ("programme", "public") if level == "programme" else (level,)


def _running(active: pd.DataFrame, level: Level, names: list[str], groups: pd.Index) -> tuple[Whole, Whole]:
    """The groups that run, scope after scope, and how many each scope has."""
    rows = active.dropna(subset=[level]).drop_duplicates([level, "cohort"])
    place, group = pd.Index(names, dtype=object).get_indexer(rows[level].astype(object)), groups.get_indexer(rows["cohort"].astype(object))
    order = np.argsort(place, kind="stable")[(place < 0).sum():]
    return group[order].astype(np.int64), np.bincount(place[order], minlength=len(names))


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
