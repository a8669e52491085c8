"""One group as it went: its sessions, its women, who came to what, who left and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ..tables import EXIT_REASONS
from .parameters import DISSATISFIED, SHARED, Parameters
from .plan import CohortPlan

# Belgian school holidays in which groups do not meet, as (month, day) from and to.
HOLIDAYS = (((7, 21), (8, 15)), ((12, 24), (12, 31)), ((1, 1), (1, 3)))
NUMBERS_PER_GROUP = 20
"""Numbers are handed out by group, with gaps, so that no group depends on the size of another."""
MISSED = 3
AGES, CHILDREN = ("under_25", "25_34", "35_44", "45_plus"), ("1", "2", "3", "4_plus")
YOUNGEST, LANGUAGES = ("under_3", "3_5", "6_11", "12_plus"), ("fr", "nl", "en", "ar", "tr", "other")
WORK = ("job", "art60", "training", "volunteering", "jobseeking", "none")
CHANNELS = ("cpas", "association", "school", "word_of_mouth", "commune", "internet", "other")


@dataclass(frozen=True)
class Session:
    """One group session. `phase` is 1 in the first half of the course, then 2."""

    code: str
    date: dt.date
    start_time: str
    venue: str
    status: str
    phase: int = 0


@dataclass(frozen=True)
class Exit:
    """How a woman left a group, on the day that the register says."""

    date: dt.date
    reason: str

    @property
    def kind(self) -> str:
        """completed, positive, administrative or dropout."""
        return EXIT_REASONS[self.reason]


@dataclass(frozen=True)
class Profile:
    """What the register keeps of a woman: bands, never a birth date."""

    language: str
    age_band: str
    children_band: str
    youngest_band: str
    employment: str
    entry_channel: str
    single_mother: bool


@dataclass(frozen=True)
class Woman:
    """One enrolled woman, with what nobody sees: how often she comes, how satisfied she is, how far she gets.

    `presence` holds the code of each session at which she was due: present, excused or unexcused.
    """

    number: str
    profile: Profile
    attendance: float
    satisfaction: float
    start: dt.date
    presence: dict[str, str] = field(default_factory=dict)
    phase2: dt.date | None = None
    exit: Exit | None = None

    def enrolled(self, day: dt.date) -> bool:
        """Whether she belongs to the group on that day."""
        return self.start <= day and (self.exit is None or day <= self.exit.date)


@dataclass(frozen=True)
class Group:
    """One cohort as it went until the last day of the demo. `end` is None while it runs."""

    plan: CohortPlan
    start: dt.date
    planned_end: dt.date
    end: dt.date | None
    venue: str
    sessions: tuple[Session, ...]
    women: tuple[Woman, ...]

    @property
    def held(self) -> tuple[Session, ...]:
        """The sessions that took place."""
        return tuple(session for session in self.sessions if session.status == "held")


def profile(rng: np.random.Generator) -> Profile:
    """A woman's bands; shares are those that such programmes see, not those of a real one."""
    age = int(rng.choice(4, p=(0.1, 0.4, 0.35, 0.15)))
    youngest = min(3, int(rng.choice(3, p=(0.4, 0.35, 0.25))) + (age == 3))
    return Profile(
        str(rng.choice(LANGUAGES, p=(0.5, 0.12, 0.09, 0.17, 0.07, 0.05))), AGES[age],
        str(rng.choice(CHILDREN, p=(0.35, 0.35, 0.2, 0.1))), YOUNGEST[youngest],
        str(rng.choice(WORK, p=(0.1, 0.05, 0.08, 0.05, 0.42, 0.3))),
        str(rng.choice(CHANNELS, p=(0.4, 0.2, 0.1, 0.15, 0.07, 0.05, 0.03))), bool(rng.random() < 0.97))


def make(plan: CohortPlan, truth: Parameters, until: dt.date, rng: np.random.Generator) -> Group:
    """One group, followed up to and without the day `until`.

    Parameters
    ----------
    plan
        When it starts and how often it meets.
    truth
        The probabilities that it is drawn from.
    until
        The first day that nobody knows yet: later sessions are planned only.
    rng
        The group's own generator.
    """
    venue = f"Salle {rng.choice(['Acacia', 'Bouleau', 'Cerisier', 'Noyer'])}"
    sessions = _sessions(plan, truth, until, venue, rng)
    last = sessions[-1].date + dt.timedelta(days=2)
    end = last if last < until else None
    # Later sessions than the next two are not in anybody's calendar yet.
    known = [session for session in sessions if session.status != "planned"]
    known += [session for session in sessions if session.status == "planned"][:2]
    size = min(15, 8 + int(rng.binomial(7, 0.58)))
    start = sessions[0].date - dt.timedelta(days=3)
    group = Group(plan, start, last, end, venue, tuple(known), ())
    return replace(group, women=tuple(_woman(group, place, truth, until, rng) for place in range(size)))


def _sessions(plan: CohortPlan, truth: Parameters, until: dt.date, venue: str, rng: np.random.Generator) -> list[Session]:
    hour = str(rng.choice(["09:15", "09:30", "13:00", "13:30"]))
    found, day = [], plan.start
    for number in range(1, plan.sessions + 1):
        while _holiday(day):
            day += dt.timedelta(days=7)
        # Now and then another room, a day later, or nothing at all.
        elsewhere, moved, cancelled = rng.random(3) < (0.06, 0.04, 0.05)
        date = day + dt.timedelta(days=int(moved))
        status = "planned" if date >= until else "cancelled" if cancelled and 1 < number < plan.sessions else "held"
        phase = 1 if number <= plan.sessions // 2 else 2
        place = "Maison de quartier" if elsewhere else venue
        found.append(Session(f"{plan.code}-{number:02d}", date, hour, place, status, phase))
        day += dt.timedelta(days=plan.days_between)
    return found


def _holiday(day: dt.date) -> bool:
    return any(first <= (day.month, day.day) <= last for first, last in HOLIDAYS)


def _woman(group: Group, place: int, truth: Parameters, until: dt.date, rng: np.random.Generator) -> Woman:
    # One in ten joins one or two sessions late.
    late = int(rng.choice([0, 1, 2], p=(0.9, 0.06, 0.04)))
    start = group.start if late == 0 else group.held[min(late, len(group.held) - 1)].date - dt.timedelta(days=2)
    shape = truth.attendance * truth.concentration, (1 - truth.attendance) * truth.concentration
    number = f"{group.plan.programme[0].upper()}-{group.plan.place * NUMBERS_PER_GROUP + place + 1:04d}"
    woman = Woman(number, profile(rng), float(rng.beta(*shape)), float(rng.normal(0, SHARED)), start)
    return _walk(woman, group, truth, until, rng)


def _walk(woman: Woman, group: Group, truth: Parameters, until: dt.date, rng: np.random.Generator) -> Woman:
    """Follow a woman from session to session until she leaves, the course ends or the demo does."""
    presence: dict[str, str] = {}
    phase2, missed = None, -1
    due = [session for session in group.held if session.date >= woman.start]
    for left, session in zip(range(len(due), 0, -1), due, strict=True):
        if session.phase == 2 and phase2 is None and missed < 0:
            if truth.phase2 < 1 and rng.random() > truth.phase2:
                reason = str(rng.choice(["not_suited", "other_positive"], p=(0.6, 0.4)))
                return replace(woman, presence=presence, exit=Exit(session.date - dt.timedelta(days=2), reason))
            phase2 = session.date
        if missed >= 0:
            presence[session.code] = "unexcused"
            missed += 1
        else:
            presence[session.code] = _presence(woman, truth, rng)
        after = session.date + dt.timedelta(days=3)
        reason = _reason(woman, truth, left, missed, rng)
        if reason == "away":
            missed = 0
        elif reason and after < until:
            return replace(woman, presence=presence, phase2=phase2, exit=Exit(after, reason))
    ended = Exit(group.end, "completed") if group.end else None
    return replace(woman, presence=presence, phase2=phase2, exit=ended)


def _presence(woman: Woman, truth: Parameters, rng: np.random.Generator) -> str:
    if rng.random() < woman.attendance:
        return "present"
    return "excused" if rng.random() < truth.excused else "unexcused"


def _reason(woman: Woman, truth: Parameters, left: int, missed: int, rng: np.random.Generator) -> str:
    """Why she leaves after this session, `away` when she will not come back, else nothing."""
    if missed >= MISSED:
        return str(rng.choice(["lost_contact", "not_suited", "health", "other"], p=(0.6, 0.2, 0.15, 0.05)))
    if missed >= 0 or left == 1:
        return ""
    draws: Sequence[float] = rng.random(len(truth.exits) + 1).tolist()
    for (reason, hazard), draw in zip(truth.exits.items(), draws, strict=False):
        if draw < hazard:
            return reason
    hazard = truth.dropout * (truth.dropout_ratio if woman.satisfaction < DISSATISFIED else 1)
    return "away" if draws[-1] < hazard and left > MISSED else ""
