"""The synthetic organisation: programmes, groups, women, forms, the bureau. Same seed, same organisation."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..scope import Period
from . import bureau, forms, groups, plan
from .parameters import PARAMETERS


@dataclass(frozen=True)
class World:
    """One organisation as it really went, before anybody wrote it down wrongly.

    Attributes
    ----------
    seed, size
        What it was made from.
    quarters
        The quarters it reports on, oldest first; nothing is known after the last.
    groups
        The cohorts of the workshop and the Miriam programme.
    forms
        Every form that was sent, the groups' and the bureau's visitors'.
    interviews
        The individual contacts of the Miriam programme.
    bureau
        The local bureau's register.
    """

    seed: int
    size: plan.Size
    quarters: tuple[Period, ...]
    groups: tuple[groups.Group, ...]
    forms: tuple[forms.Form, ...]
    interviews: tuple[bureau.Contact, ...]
    bureau: bureau.Bureau

    @property
    def until(self) -> dt.date:
        """The first day that nobody knows yet."""
        return self.quarters[-1].end


def make(seed: int = 2026, size: plan.Size = "full") -> World:
    """Invent the organisation.

    Parameters
    ----------
    seed
        Another seed, another organisation of the same truth.
    size
        full: 39 groups, six quarters. small: six groups, two quarters.
    """
    quarters = plan.quarters(size)
    until = quarters[-1].end
    made: list[groups.Group] = []
    written: list[forms.Form] = []
    talks: list[bureau.Contact] = []
    for cohort in plan.cohorts(size):
        truth, rng = PARAMETERS[cohort.programme], generator(seed, cohort.code)
        group = groups.make(cohort, truth, until, rng)
        made.append(group)
        written += forms.of_group(group, truth, until, rng)
        if cohort.programme == "miriam":
            talks += bureau.interviews(group, until, rng)
    rng = generator(seed, "bureau")
    site = next(programme.sites[0].id for programme in plan.PROGRAMMES if programme.kind == "bureau")
    desk = bureau.make(site, 44 if size == "full" else 30, quarters[0].start, until, rng)
    written += forms.of_visitors([visit.date for visit in desk.visits], "bureau", rng)
    written += _of_others(until)
    return World(seed, size, quarters, tuple(made), tuple(written), tuple(talks), desk)


def _of_others(until: dt.date) -> Iterator[forms.Form]:
    """What case managers say of their work, and partners of the programme."""
    for programme in plan.PROGRAMMES:
        if programme.kind != "bureau":
            team = [who for site in programme.sites for who in site.case_managers]
            yield from forms.of_others("yearly", programme.id, team, until)
        if programme.kind == "miriam":
            yield from forms.of_others("partners", programme.id, [f"partner {place}" for place in range(24)], until)


def generator(seed: int, name: str) -> np.random.Generator:
    """The generator of one part of the organisation: no part depends on how much chance another used."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])
