"""The forms that women fill in: what each one answers at each wave, from what she is and what the programme changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from . import modules, particulars
from .groups import Group, Woman
from .parameters import (
    DOMAIN_TRAIT,
    FACES,
    KEPT,
    LADDERS,
    MOMENT,
    PROGRESS,
    SATISFACTION_ITEMS,
    SHARED,
    TRAIT,
    VISITOR,
    Parameters,
)
from .voices import SUGGESTIONS

NEEDS = {"isolation": 0.55, "housing": 0.4, "money": 0.5, "papers": 0.45, "childcare": 0.5, "work": 0.35, "health": 0.2}
STATES = {"job": "job", "art60": "art60", "training": "train", "volunteering": "volun", "jobseeking": "seek", "none": "none"}
QUESTIONNAIRE = {"followup6": "followup", "followup12": "followup", "visit": "visitor", "yearly": "casemanager", "partners": "partner"}
"""The questionnaire of a wave, where its name is another."""
CARD_LANGUAGES = ("fr", "nl", "en", "ar", "tr")


@dataclass(frozen=True)
class Form:
    """One person's form as she filled it in. `answers`: LimeSurvey column to code; what is left empty is not there.

    `number` and `cohort` are empty on the anonymous forms of the bureau, of case managers and of partners.
    """

    programme: str
    wave: str
    number: str
    cohort: str
    language: str
    started: dt.datetime
    submitted: dt.datetime
    answers: dict[str, str]

    @property
    def questionnaire(self) -> str:
        """The questionnaire of its wave."""
        return QUESTIONNAIRE.get(self.wave, self.wave)


def of_group(group: Group, truth: Parameters, until: dt.date, rng: np.random.Generator) -> tuple[Form, ...]:
    """Every form of one group that was sent before the day `until`, sorted by the moment it was started."""
    forms = [form for woman in group.women for form in _of_woman(woman, group, truth, rng)]
    known = [form for form in forms if form.submitted.date() < until]
    return tuple(sorted(known, key=lambda form: (form.started, form.number)))


def _of_woman(woman: Woman, group: Group, truth: Parameters, rng: np.random.Generator) -> list[Form]:
    life = _Life(woman, group.plan.programme, truth, rng)
    forms = []
    for wave, invited in _invitations(woman, group, rng):
        # Who comes more often answers more often: non-response is not random.
        chance = truth.response[wave] + 0.25 * (woman.attendance - truth.attendance)
        answers = life.answers(wave)
        if rng.random() < chance:
            forms.append(_form(woman, group, wave, invited, answers, rng))
    for session in group.held:
        if woman.presence.get(session.code) == "present" and rng.random() < truth.response["session"]:
            forms.append(_form(woman, group, "session", session.date, life.card(session.code), rng))
    return forms


def _invitations(woman: Woman, group: Group, rng: np.random.Generator) -> list[tuple[str, dt.date]]:
    """The waves to which she is invited, each with the day on which she would answer."""
    middle = group.sessions[min(group.plan.sessions // 2, len(group.sessions) - 1)].date
    late = rng.integers(0, (8, 7, 10, 40, 50)).tolist()
    found = [("intake", woman.start + dt.timedelta(days=late[0]))]
    half_way = len(group.sessions) > group.plan.sessions // 2 and group.sessions[group.plan.sessions // 2].status != "planned"
    if half_way and woman.enrolled(middle):
        found.append(("mid", middle + dt.timedelta(days=late[1])))
    if group.end and woman.exit and woman.exit.kind == "completed":
        found.append(("end", group.end - dt.timedelta(days=2) + dt.timedelta(days=late[2])))
        found.append(("followup6", group.end + dt.timedelta(days=165 + late[3])))
        found.append(("followup12", group.end + dt.timedelta(days=345 + late[4])))
    return found


def _form(woman: Woman, group: Group, wave: str, day: dt.date, answers: dict[str, str], rng: np.random.Generator) -> Form:
    # A card is filled in when the session closes, the other forms between nine in the morning and nine in the evening.
    minute = int(rng.integers(0, 12)) + (16 * 60 if wave == "session" else 9 * 60 + int(rng.integers(0, 700)))
    started = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute, seconds=int(rng.integers(0, 60)))
    taken = rng.integers(20, 80) if wave == "session" else rng.integers(150, 1500)
    own = woman.profile.language
    language = own if own in (CARD_LANGUAGES if wave == "session" else ("fr", "nl", "en")) else "fr"
    return Form(group.plan.programme, wave, woman.number, group.plan.code, language, started,
                started + dt.timedelta(seconds=int(taken)), answers)


class _Life:
    """One woman's answers over the waves: her level and her pace stay hers, chance adds its part each time."""

    def __init__(self, woman: Woman, programme: str, truth: Parameters, rng: np.random.Generator) -> None:
        self.woman, self.programme, self.truth, self.rng = woman, programme, truth, rng
        self.aside = rng.spawn(1)[0]
        self.level = {item: truth.baseline[item] + rng.normal(0, DOMAIN_TRAIT) for item in LADDERS}
        trait, self.pace = rng.normal(0, TRAIT), rng.normal(0, PROGRESS)
        self.level = {item: level + trait for item, level in self.level.items()}
        self.contacts = float(rng.normal(1.8, 1.0))
        self.state = STATES[woman.profile.employment]
        self.solvent = float(rng.random())

    def answers(self, wave: str) -> dict[str, str]:
        """All answers of one wave. Her employment moves on from wave to wave, whether she answers or not."""
        if wave in ("end", "followup6", "followup12"):
            chances = (self.truth.employment if wave == "end" else self.truth.employment_after)[self.state]
            self.state = str(self.rng.choice(list(chances), p=list(chances.values())))
        found = {item: self._ladder(item, wave) for item in LADDERS if wave != "mid" or item != "autonomy"}
        if wave == "mid":
            found["availability"] = self._satisfied("availability")
        else:
            found |= {"contacts": f"c{_clip(self.contacts + 0.7 * KEPT[wave] + self.rng.normal(0, 0.5), 4)}",
                      "employment": self.state, "unexpected": "yes" if self.solvent < 0.2 + 0.12 * KEPT[wave] else "no"}
        if wave == "intake":
            found |= particulars.further_needs(
                {f"needs[{need}]": "Y" for need, share in NEEDS.items() if self.rng.random() < share}, self.aside)
        if wave == "end":
            found |= {item: self._satisfied(item) for item in SATISFACTION_ITEMS}
            found |= _suggestion(self.woman.profile.language, 0.45, self.rng)
        besides = particulars.of_wave(self.woman, self.programme, wave, self.aside)
        besides |= modules.of_wave(QUESTIONNAIRE.get(wave, wave), self.programme, wave, self.woman.number)
        return self._sometimes_silent(found) | besides

    def card(self, session: str) -> dict[str, str]:
        """The three faces of one session's card, and those of the modules."""
        faces = {}
        for item in FACES:
            mood = self._mood(self.truth.faces[item])
            faces[item] = "f3" if mood >= 0 else "f2" if mood > -1.2 else "f1"
        kept = {item: "pn" if self.rng.random() < 0.02 else face for item, face in faces.items()}
        return kept | modules.of_wave("session", self.programme, "session", self.woman.number, session)

    def _ladder(self, item: str, wave: str) -> str:
        pace = self.pace * KEPT[wave]
        return f"l{_clip(self.level[item] + self.truth.change[wave][item] + pace + self.rng.normal(0, MOMENT), 10)}"

    def _satisfied(self, item: str) -> str:
        if item == "childcare" and self.rng.random() < 0.25:
            return "na"
        return _satisfaction(self._mood(self.truth.satisfaction[item]))

    def _mood(self, share: float) -> float:
        """Standard normal around a mean such that it is at least zero with the probability `share`."""
        own = self.rng.normal(0, (1 - SHARED**2) ** 0.5)
        return NormalDist().inv_cdf(share) + self.woman.satisfaction + float(own)

    def _sometimes_silent(self, answers: dict[str, str]) -> dict[str, str]:
        """One answer in fifty is left out, at most two of a form; one ladder in seventy is declined."""
        kept, silent = {}, 0
        for code, answer in answers.items():
            chance = 1.0 if code.startswith(("needs", "suggestion")) else self.rng.random()
            if chance < 0.02 and silent < 2:
                silent += 1
            else:
                kept[code] = "pn" if 0.02 < chance < 0.034 and answer[0] == "l" else answer
        return kept


def of_visitors(days: Sequence[dt.date], programme: str, rng: np.random.Generator) -> tuple[Form, ...]:
    """Anonymous forms at the bureau: about half of the visits leave one."""
    forms = []
    for day in days:
        if rng.random() < 0.45:
            mood = rng.normal(0, SHARED)
            marks = {item: mood + rng.normal(0, (1 - SHARED**2) ** 0.5) + NormalDist().inv_cdf(p) for item, p in VISITOR.items()}
            own = str(rng.choice(["fr", "nl", "en", "ar"], p=(0.65, 0.12, 0.08, 0.15)))
            started = dt.datetime.combine(day, dt.time(9)) + dt.timedelta(seconds=int(rng.integers(0, 28000)))
            forms.append(Form(programme, "visit", "", "", own if own != "ar" else "fr", started,
                              started + dt.timedelta(seconds=int(rng.integers(30, 240))),
                              {item: _satisfaction(mark) for item, mark in marks.items()} | _suggestion(own, 0.3, rng)
                              | modules.of_wave("visitor", programme, "visit", str(started))))
    return tuple(sorted(forms, key=lambda form: form.started))


def of_others(wave: str, programme: str, people: Sequence[str], until: dt.date) -> tuple[Form, ...]:
    """Anonymous forms of case managers or partners, one each a year: in the second half of February."""
    forms = []
    for year in range(until.year - 1, until.year + 1):
        for place, who in enumerate(people):
            started = dt.datetime(year, 2, 15 + place % 13, 9 + place % 8)
            if started.date() < until:
                answers = modules.of_staff(QUESTIONNAIRE[wave], f"{wave} {year}", who)
                language, sent = "nl" if place % 4 == 3 else "fr", started + dt.timedelta(minutes=6)
                forms.append(Form(programme, wave, "", "", language, started, sent, answers))
    return tuple(forms)


def _satisfaction(mood: float) -> str:
    return f"s{1 + sum(mood >= step for step in (-1.6, -0.8, 0.0, 0.7))}"


def _suggestion(language: str, share: float, rng: np.random.Generator) -> dict[str, str]:
    if rng.random() >= share:
        return {}
    return {"suggestion": str(rng.choice(SUGGESTIONS.get(language, SUGGESTIONS["fr"])))}


def _clip(level: float, high: int) -> int:
    return min(high, max(0, round(level)))
