"""The local bureau as it went: who came in, with which needs, what was asked and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..tables import DOMAINS, NEEDS, SERVICES
from .groups import Group, Profile, Session, profile

NEED_SHARES = dict(zip(NEEDS.split(), (0.55, 0.6, 0.5, 0.45, 0.25, 0.2, 0.4), strict=True))
SERVICE_SHARES = dict(zip(SERVICES.split(), (0.3, 0.25, 0.2, 0.06, 0.08, 0.05, 0.06), strict=True))
DOMAIN_SHARES = dict(zip(DOMAINS.split(), (0.28, 0.15, 0.18, 0.16, 0.1, 0.08, 0.05), strict=True))
OUTCOMES = {"resolved": 0.45, "partly": 0.2, "not_resolved": 0.15, "abandoned": 0.08, "open": 0.12}
PLACES = {"bureau": 0.55, "home": 0.08, "walk": 0.05, "cafe": 0.07, "school": 0.05, "administration": 0.1, "phone": 0.1}
ACTIVITIES = {"activity": 0.4, "permanence": 0.3, "children": 0.2, "outing": 0.1}


@dataclass(frozen=True)
class Visitor:
    """One woman in the bureau's register."""

    number: str
    profile: Profile
    entry: dt.date


@dataclass(frozen=True)
class Visit:
    """One visit at the reception. `number` is empty where she gave none; needs are asked at the first contact only."""

    number: str
    date: dt.date
    appointment: bool
    first_contact: bool
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Contact:
    """One individual interview."""

    number: str
    date: dt.date
    kind: str
    place: str
    minutes: int


@dataclass(frozen=True)
class Request:
    """One request for help and what became of it; `closed` is None while it is open."""

    number: str
    date: dt.date
    closed: dt.date | None
    domain: str
    status: str


@dataclass(frozen=True)
class Bureau:
    """Everything in the bureau's register."""

    site: str
    visitors: tuple[Visitor, ...]
    visits: tuple[Visit, ...]
    contacts: tuple[Contact, ...]
    requests: tuple[Request, ...]
    activities: tuple[Session, ...]


def make(site: str, size: int, since: dt.date, until: dt.date, rng: np.random.Generator) -> Bureau:
    """A bureau that `size` women found between two days, `until` not included."""
    visitors, visits, contacts, requests = [], [], [], []
    for place in range(size):
        entry = _weekday(since + dt.timedelta(days=int(rng.integers(0, (until - since).days - 5))))
        number = f"B-{place + 1:04d}"
        visitors.append(Visitor(number, profile(rng), entry))
        days = _days(entry, until, 1 + int(rng.poisson(8)), rng)
        for day in days:
            needs = tuple(need for need, share in NEED_SHARES.items() if rng.random() < share) if day == entry else ()
            # One visitor in ten asks something at the door and gives no name.
            named = day == entry or rng.random() < 0.9
            visits.append(Visit(number if named else "", day, bool(rng.random() < 0.4), day == entry, needs))
        contacts += _contacts(number, days[1:], 0.7, rng)
        requests += [_request(number, day, until, rng) for day in days if rng.random() < 0.35]
    return Bureau(site, tuple(visitors), tuple(sorted(visits, key=lambda row: (row.date, row.number))),
                  tuple(sorted(contacts, key=lambda row: (row.date, row.number))),
                  tuple(sorted(requests, key=lambda row: (row.date, row.number))), _activities(since, until, rng))


def interviews(group: Group, until: dt.date, rng: np.random.Generator) -> tuple[Contact, ...]:
    """The individual contacts of a Miriam group: about one a month for each woman as long as she stays."""
    found: list[Contact] = []
    for woman in group.women:
        last = min(woman.exit.date if woman.exit else until, until - dt.timedelta(days=1))
        day = woman.start + dt.timedelta(days=int(rng.integers(3, 25)))
        while _weekday(day) <= last:
            found += _contacts(woman.number, [_weekday(day)], 0.9, rng)
            day += dt.timedelta(days=int(rng.integers(21, 42)))
    return tuple(sorted(found, key=lambda row: (row.date, row.number)))


def _weekday(day: dt.date) -> dt.date:
    """The day itself, or the Friday before where it falls on a weekend."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def _days(entry: dt.date, until: dt.date, visits: int, rng: np.random.Generator) -> list[dt.date]:
    days = {entry}
    for gap in rng.integers(3, 45, size=visits - 1).tolist():
        day = _weekday(max(days) + dt.timedelta(days=gap))
        if max(days) < day < until:
            days.add(day)
    return sorted(days)


def _pick(shares: dict[str, float], rng: np.random.Generator) -> str:
    return str(rng.choice(list(shares), p=list(shares.values())))


def _contacts(number: str, days: Sequence[dt.date], share: float, rng: np.random.Generator) -> list[Contact]:
    return [Contact(number, day, _pick(SERVICE_SHARES, rng), _pick(PLACES, rng), 15 * int(rng.integers(1, 7)))
            for day in days if rng.random() < share]


def _request(number: str, day: dt.date, until: dt.date, rng: np.random.Generator) -> Request:
    domain, status = _pick(DOMAIN_SHARES, rng), _pick(OUTCOMES, rng)
    closed = day + dt.timedelta(days=int(rng.integers(1, 120)))
    if status == "open" or closed >= until:
        return Request(number, day, None, domain, "open")
    return Request(number, day, closed, domain, status)


def _activities(since: dt.date, until: dt.date, rng: np.random.Generator) -> tuple[Session, ...]:
    found, day = [], since + dt.timedelta(days=(2 - since.weekday()) % 7)
    while day < until:
        status = "cancelled" if rng.random() < 0.06 else "held"
        found.append(Session(_pick(ACTIVITIES, rng), day, "14:00", "Le Relais", status))
        day += dt.timedelta(days=7 if rng.random() < 0.5 else 14)
    return tuple(found)
