"""One wave's forms into tidy tables: each form finds its place, its answers their worth, and bad ones are counted.

Completeness follows AAPOR's Standard Definitions (10th edition, 2023): complete from 80 % of the applicable items,
partial from 50 %, below that a break-off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from ...questionnaires import Questionnaires, Scale, Survey
from ...settings import Programme, SurveySetting
from ...tables import TABLES
from .accumulating import Answers
from .form import Form, Register
from .layout import Layout, Reading
from .places import Group, Places
from .problems import Problems

COMPLETE = 0.8
PARTIAL = 0.5
NO_DATE_STAMP = 1980  # LimeSurvey writes 1980-01-01 where date stamps are off
FIRST_YEAR = 2000


def faults(forms: Iterable[Form], survey: Survey, scales: Mapping[str, Scale]) -> pd.DataFrame:
    """What is refused or doubtful in the answers of the forms of one source, as rows of `problems`; without any register."""
    layout, problems, source = Layout(survey, scales), Problems(), ""
    for form in forms:
        source = form.source
        layout.note(form)
        layout.read(form, problems)
    layout.check(source, problems)
    return TABLES["problems"].frame(problems.records())


@dataclass(frozen=True, repr=False, slots=True)
class _Reply:
    """A form that found its place. Its answers are kept apart, under its place among all forms; its columns in `layout`."""

    place: int
    source: str
    number: str
    participant: str | None
    group: Group | None
    day: dt.date
    submitted: dt.datetime
    language: str
    layout: Layout
    reading: Reading

    @property
    def share(self) -> float:
        """The share of its items that were answered; right only after the last form of its source."""
        return self.layout.share(self.reading)

    @property
    def rank(self) -> tuple[object, ...]:
        """Of two forms of one woman the higher is kept: the last complete one, else the last partial one, else the last."""
        share = self.share
        return share >= COMPLETE, share >= PARTIAL, self.submitted, len(self.number), self.number


def tidy(forms: Iterable[Form], survey: Survey, questionnaires: Questionnaires, setting: SurveySetting, programme: Programme,
         register: Register, now: dt.datetime | None = None, invited: Collection[str] = ()) -> dict[str, pd.DataFrame]:
    """The tables `responses`, `answers` and `problems` of the forms of one wave.

    A form without participant or cohort is kept; a form without a possible date, on a day that does not fit its wave, or
    filled in twice is refused. Whatever is refused or doubtful is counted in `problems`; nothing is raised.

    Parameters
    ----------
    forms
        The forms of one source or of several, read once.
    survey
        The questionnaire as it is asked: with the programme's modules.
    setting
        The wave, and for anonymous questionnaires the site.
    now
        Local time: forms of a later day are refused. The clock's, where it is not given.
    invited
        The access codes of the survey's participants; nothing is held against them where there are none.

    Returns
    -------
    dict
        `responses`, one row per form that was kept: `submitted` is the day on which she sent it (or began it, where she never
        sent it), `share_answered` lies between 0 and 1. `answers`, one row per answered item of a form. `problems`.
    """
    problems = Problems()
    today = (now or dt.datetime.now()).date()
    desk = _Desk(survey, questionnaires, setting, Places(register, programme.id, invited), today, problems)
    for form in forms:
        desk.take(form)
    kept = list(desk.kept())
    responses = TABLES["responses"].frame(_response(reply, survey, setting, programme) for reply in kept)
    named = {reply.place: _name(reply, survey, setting) for reply in kept if not _is_broken_off(reply, problems)}
    return {"responses": responses, "answers": desk.answers.frame(named), "problems": TABLES["problems"].frame(problems.records())}


class _Desk:
    """Takes the forms of one wave, one after the other."""

    def __init__(self, survey: Survey, questionnaires: Questionnaires, setting: SurveySetting, places: Places, today: dt.date,
                 problems: Problems) -> None:
        self._survey, self._scales, self._wave, self._places = survey, questionnaires.scales, setting.wave, places
        self._today, self._problems = today, problems
        self._layouts: dict[str, Layout] = {}
        self._replies: list[_Reply] = []
        self.answers = Answers()

    def take(self, form: Form) -> None:
        """Keep a form in its place; or count the problem where its date cannot be."""
        if form.source not in self._layouts:
            self._layouts[form.source] = Layout(self._survey, self._scales)
        layout = self._layouts[form.source]
        layout.note(form)
        day = self._day(form)
        if day is None:
            return
        participant = None if self._survey.anonymous else self._places.participant(form, self._problems)
        enrolment = self._places.enrolment(form, participant, self._wave, day, self._problems)
        if enrolment and not enrolment.fits(self._wave, day):
            self._problems.add(form.source, "responses", "submitted", "swapped_wave")
            return
        reading = layout.read(form, self._problems)
        place = len(self._replies)
        self.answers.add(place, reading.rows)
        self._replies.append(_Reply(
            place, form.source, form.number, participant, enrolment.group if enrolment else None, day,
            form.submitted or dt.datetime.min, form.language, layout, Reading(reading.rows[:1], reading.answered, reading.skipped)))

    def kept(self) -> Iterator[_Reply]:
        """The forms that count, after the last one came in: of a questionnaire that is not repeated, one a woman and cohort."""
        for source, layout in self._layouts.items():
            layout.check(source, self._problems)
        yield from self._replies if self._survey.repeated else _last_complete(self._replies, self._problems)

    def _day(self, form: Form) -> dt.date | None:
        moment = form.submitted or form.started
        if moment is None or moment.year == NO_DATE_STAMP:
            self._problems.add(form.source, "responses", "submitted", "no_date")
            return None
        if moment.year < FIRST_YEAR or moment.date() > self._today:
            self._problems.add(form.source, "responses", "submitted", "impossible_date")
            return None
        return moment.date()


def _name(reply: _Reply, survey: Survey, setting: SurveySetting) -> str:
    return f"{survey.id}-{setting.wave}-{reply.source}-{reply.number}"


def _response(reply: _Reply, survey: Survey, setting: SurveySetting, programme: Programme) -> dict[str, object]:
    group, share = reply.group, reply.share
    return {
        "response": _name(reply, survey, setting), "participant": reply.participant, "questionnaire": survey.id,
        "wave": setting.wave, "source": reply.source, "programme": group.programme if group and group.programme else programme.id,
        "site": group.site if group else setting.site, "cohort": group.cohort if group else None, "submitted": reply.day,
        "language": reply.language or None, "complete": share >= COMPLETE, "share_answered": share,
    }


def _last_complete(replies: Iterable[_Reply], problems: Problems) -> Iterator[_Reply]:
    """One form a woman and cohort; forms of nobody in particular are all kept."""
    last: dict[tuple[object, object], _Reply] = {}
    for reply in replies:
        key = reply.participant, reply.group.cohort if reply.group else None
        if key[0] is None:
            yield reply
        elif key not in last:
            last[key] = reply
        else:
            worse, last[key] = sorted((last[key], reply), key=lambda each: each.rank)
            problems.add(worse.source, "responses", "participant", "duplicate")
    yield from last.values()


def _is_broken_off(reply: _Reply, problems: Problems) -> bool:
    """Whether less than half was answered: the form is counted, its answers are left out."""
    broken_off = reply.share < PARTIAL
    if broken_off:
        problems.add(reply.source, "responses", "share_answered", "break_off")
    return broken_off
