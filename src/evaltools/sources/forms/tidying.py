"""One wave's forms into tidy tables: each form finds its place, its answers their worth, and bad ones are counted.

Completeness follows AAPOR's Standard Definitions (10th edition, 2023): complete from 80 % of the applicable items,
partial from 50 %, below that a break-off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from ...questionnaires import Questionnaires, Survey
from ...settings import Programme, SurveySetting
from ...tables import TABLES
from .answers import Fields, Layout
from .form import Form, Register
from .places import Places
from .problems import Problems

COMPLETE = 0.8
PARTIAL = 0.5
NO_DATE_STAMP = 1980  # LimeSurvey writes 1980-01-01 where date stamps are off
FIRST_YEAR = 2000


@dataclass(frozen=True, repr=False)
class _Reply:
    """A form that found its place, with its answers."""

    form: Form
    response: Fields
    answers: list[Fields]
    share: float

    @property
    def rank(self) -> tuple[object, ...]:
        """Of two forms of one woman the higher is kept: the last complete one, else the last partial one, else the last."""
        submitted = self.form.submitted or dt.datetime.min
        return self.share >= COMPLETE, self.share >= PARTIAL, submitted, len(self.form.number), self.form.number


def tidy(forms: Sequence[Form], survey: Survey, questionnaires: Questionnaires, setting: SurveySetting,
         programme: Programme, register: Register, now: dt.datetime | None = None) -> dict[str, pd.DataFrame]:
    """The tables `responses`, `answers` and `problems` of the forms of one wave.

    A form without participant or cohort is kept; a form without a possible date, on a day that does not fit its wave, or
    filled in twice is refused. Whatever is refused or doubtful is counted in `problems`; nothing is raised.

    Parameters
    ----------
    forms
        The forms of one source or of several.
    setting
        The wave, and for anonymous questionnaires the site.
    now
        Local time: forms of a later day are refused. The clock's, where it is not given.

    Returns
    -------
    dict
        `responses`, one row per form that was kept: `submitted` is the day on which she sent it (or began it, where she never
        sent it), `share_answered` lies between 0 and 1. `answers`, one row per answered item of a form. `problems`.
    """
    problems = Problems()
    today = (now or dt.datetime.now()).date()
    desk = _Desk(survey, setting, programme, Places(register, programme.id), today, problems)
    replies: list[_Reply] = []
    for source in sorted({form.source for form in forms}):
        mine = [form for form in forms if form.source == source]
        layout = Layout.of(survey, questionnaires.scales, mine)
        layout.check(source, len(mine), problems)
        replies += [reply for reply in (desk.reply(form, layout) for form in mine) if reply]
    kept = replies if survey.repeated else list(_last_complete(replies, problems))
    return {
        "responses": TABLES["responses"].frame(reply.response for reply in kept),
        "answers": TABLES["answers"].frame(_answers(kept, problems)),
        "problems": TABLES["problems"].frame(problems.records()),
    }


@dataclass(frozen=True)
class _Desk:
    """Takes the forms of one wave, one after the other."""

    survey: Survey
    setting: SurveySetting
    programme: Programme
    places: Places
    today: dt.date
    problems: Problems

    def reply(self, form: Form, layout: Layout) -> _Reply | None:
        """The form in its place; None, and a problem counted, where its date cannot be."""
        day = self._day(form)
        if day is None:
            return None
        participant = None if self.survey.anonymous else self.places.participant(form, self.problems)
        enrolment = self.places.enrolment(form, participant, self.setting.wave, day, self.problems)
        if enrolment and not enrolment.fits(self.setting.wave, day):
            self.problems.add(form.source, "responses", "submitted", "swapped_wave")
            return None
        group = enrolment.group if enrolment else None
        place: Fields = {
            "programme": group.programme if group and group.programme else self.programme.id,
            "site": group.site if group else self.setting.site,
            "cohort": group.cohort if group else None,
        }
        rows, share = layout.read(form, self.problems)
        return _Reply(form, {**place, **self._response(form, participant, day, share)}, rows, share)

    def _response(self, form: Form, participant: str | None, day: dt.date, share: float) -> Fields:
        return {
            "response": f"{self.survey.id}-{self.setting.wave}-{form.source}-{form.number}",
            "participant": participant, "questionnaire": self.survey.id, "wave": self.setting.wave, "source": form.source,
            "submitted": day, "language": form.language or None, "complete": share >= COMPLETE, "share_answered": share,
        }

    def _day(self, form: Form) -> dt.date | None:
        moment = form.submitted or form.started
        if moment is None or moment.year == NO_DATE_STAMP:
            self.problems.add(form.source, "responses", "submitted", "no_date")
            return None
        if moment.year < FIRST_YEAR or moment.date() > self.today:
            self.problems.add(form.source, "responses", "submitted", "impossible_date")
            return None
        return moment.date()


def _last_complete(replies: Iterable[_Reply], problems: Problems) -> Iterator[_Reply]:
    """One form a woman and cohort; forms of nobody in particular are all kept."""
    last: dict[tuple[object, object], _Reply] = {}
    for reply in replies:
        key = reply.response["participant"], reply.response["cohort"]
        if key[0] is None:
            yield reply
        elif key not in last:
            last[key] = reply
        else:
            worse, last[key] = sorted((last[key], reply), key=lambda each: each.rank)
            problems.add(worse.form.source, "responses", "participant", "duplicate")
    yield from last.values()


def _answers(replies: Iterable[_Reply], problems: Problems) -> Iterator[Fields]:
    """The answers of complete and partial forms; those of a break-off are left out, and the form is counted."""
    for reply in replies:
        if reply.share < PARTIAL:
            problems.add(reply.form.source, "responses", "share_answered", "break_off")
        else:
            yield from ({**row, "response": reply.response["response"]} for row in reply.answers)
