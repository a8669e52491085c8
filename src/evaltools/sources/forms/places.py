"""Where a form belongs: which participant, which of her enrolments, and whether its date fits its wave."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from ...scope import slug
from .form import Form, Register
from .problems import Problems

HALF_YEAR = dt.timedelta(days=183)
YEAR = dt.timedelta(days=365)
FOLLOW_UPS = {"followup6": HALF_YEAR, "followup12": YEAR}
FROM_THE_START = ("mid", "end", "session")


@dataclass(frozen=True)
class Group:
    """One cohort: its site and programme, its planned and real end."""

    cohort: str
    label: str | None
    programme: str | None
    site: str | None
    start: dt.date | None
    planned_end: dt.date | None
    end: dt.date | None

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which its course can have been under way: the later of its planned and its real end."""
        return max((day for day in (self.planned_end, self.end) if day), default=None)


@dataclass(frozen=True)
class Enrolment:
    """One woman's time in one cohort; without its own dates, those of the cohort."""

    group: Group
    start: dt.date | None
    end: dt.date | None

    @property
    def finish(self) -> dt.date | None:
        """The day on which her course ended, or is planned to: her own exit or the group's end, whichever is first."""
        return min((day for day in (self.end, self.group.end or self.group.planned_end) if day), default=None)

    def fits(self, wave: str, day: dt.date) -> bool:
        """Whether a form of that wave can have been filled in on that day."""
        first = self.group.start or self.start
        last = self.group.planned_end or self.group.end
        if wave == "intake":
            return last is None or day <= last
        if wave in FOLLOW_UPS:
            return self.finish is None or day >= self.finish
        if wave == "mid" and self.group.last_day and day > self.group.last_day:
            return False
        return wave not in FROM_THE_START or first is None or day >= first

    def distance(self, wave: str, day: dt.date) -> int:
        """Days between a form and the day on which that wave was due in this enrolment.

        Waves without a day of their own (the card after each session) are due while she is enrolled; a course that has
        ended is nearer than one that has not begun.
        """
        start, finish = self.start or self.group.start or dt.date.min, self.finish or dt.date.max
        due = {"intake": start, "mid": start + (finish - start) / 2, "end": finish}.get(wave)
        if wave in FOLLOW_UPS and finish != dt.date.max:
            due = finish + FOLLOW_UPS[wave]
        if due is not None:
            return abs((day - due).days)
        return (start - day).days + 100_000 if day < start else max((day - finish).days, 0)


class Places:
    """The register, arranged for finding the place of one form after the other."""

    def __init__(self, register: Register, programme: str, invited: Collection[str] = ()) -> None:
        self._invited = frozenset(token.strip() for token in invited)
        self._tokens = {token.strip(): pseudonym for token, pseudonym in register.by_token.items()}
        self._numbers = {number.strip().casefold(): pseudonym for number, pseudonym in register.by_number.items()}
        groups = {group.cohort: group for group in map(_group, register.cohorts.to_dict("records"))}
        self._groups = {name: group for name, group in groups.items() if group.programme in (None, programme)}
        self._names = {slug(group.label): name for name, group in self._groups.items() if group.label}
        self._names |= {slug(name.removeprefix(f"{programme}-")): name for name in self._groups}
        self._names |= {slug(name): name for name in self._groups}
        self._enrolments: defaultdict[str, list[Enrolment]] = defaultdict(list)
        for row in register.enrolments.to_dict("records"):
            if row["cohort"] in self._groups:
                enrolment = Enrolment(self._groups[row["cohort"]], _day(row["start"]), _day(row["end"]))
                self._enrolments[row["participant"]].append(enrolment)

    def participant(self, form: Form, problems: Problems) -> str | None:
        """Her pseudonym; None, and a problem counted, where no register knows the form's code or number."""
        if form.token:
            found, column, rule = self._tokens.get(form.token.strip()), "token", "unknown_token"
        elif form.participant_number:
            found, column, rule = self._numbers.get(form.participant_number.strip().casefold()), "number", "unknown_number"
        else:
            found, column, rule = None, "token", "no_token"
        if found is None:
            problems.add(form.source, "responses", column, rule)
        elif form.token and self._invited and form.token.strip() not in self._invited:
            problems.add(form.source, "responses", column, "never_invited")
        return found

    def _group(self, form: Form, problems: Problems) -> Group | None:
        if not form.cohort:
            return None
        name = self._names.get(slug(form.cohort))
        if name is None:
            problems.add(form.source, "responses", "cohort", "unknown_cohort")
            return None
        return self._groups[name]

    def enrolment(self, form: Form, participant: str | None, wave: str, day: dt.date, problems: Problems) -> Enrolment | None:
        """The enrolment that a form of that wave and day fits best: in the cohort that its card names, if she is enrolled there.

        Without a participant, the cohort that the card names, whoever it was; None where nothing says a cohort.
        """
        named = self._group(form, problems)
        mine = self._enrolments.get(participant or "", [])
        if not mine:
            if participant:
                problems.add(form.source, "responses", "cohort", "not_enrolled")
            return Enrolment(named, None, None) if named else None
        in_named = [enrolment for enrolment in mine if enrolment.group == named]
        if named and not in_named:
            problems.add(form.source, "responses", "cohort", "other_cohort")
        mine = in_named or mine
        fitting = [enrolment for enrolment in mine if enrolment.fits(wave, day)] or mine
        return min(fitting, key=lambda enrolment: (enrolment.distance(wave, day), -(enrolment.start or dt.date.min).toordinal()))


def _group(row: dict[str, object]) -> Group:
    return Group(str(row["cohort"]), _name(row["label"]), _name(row["programme"]), _name(row["site"]),
                 _day(row["start"]), _day(row["planned_end"]), _day(row["end"]))


def _name(value: object) -> str | None:
    return None if pd.isna(value) else str(value)


def _day(value: object) -> dt.date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
