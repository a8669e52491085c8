"""Response rates of named persons by AAPOR's Standard Definitions (10th edition, 2023): one row a cohort."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..sources.forms.tidying import COMPLETE, PARTIAL

State = Literal["complete", "partial", "break_off", "none"]


def state_of(share: float | None) -> State:
    """What a form counts as, by the share of its items that were answered (None: no form).

    >>> state_of(0.8), state_of(0.5), state_of(0.49), state_of(None)
    ('complete', 'partial', 'break_off', 'none')
    """
    if share is None:
        return "none"
    return "complete" if share >= COMPLETE else "partial" if share >= PARTIAL else "break_off"


@dataclass(frozen=True)
class CohortRate:
    """The women of one cohort in one wave. Invited are those who can answer; everything after `not_yet_due` counts those due."""

    cohort: str
    eligible: int
    invited: int
    not_yet_due: int
    complete: int
    partial: int
    break_off: int
    none: int

    @property
    def due(self) -> int:
        """The base of both rates: I + P + R + NC. Everybody is known and eligible, so that nobody is of unknown eligibility."""
        return self.complete + self.partial + self.break_off + self.none

    @property
    def rr1(self) -> float | None:
        """Complete forms alone, between 0 and 1 (AAPOR RR1, equal to RR3 and RR5 here); None where nobody is due."""
        return self.complete / self.due if self.due else None

    @property
    def rr2(self) -> float | None:
        """Complete and partial forms, between 0 and 1 (AAPOR RR2); None where nobody is due."""
        return (self.complete + self.partial) / self.due if self.due else None


@dataclass(frozen=True, repr=False)
class Standing:
    """One woman in one wave. No representation: it would show who she is."""

    number: str
    cohort: str
    invited: bool
    due: bool
    state: State


def by_cohort(standings: Iterable[Standing]) -> list[CohortRate]:
    """One row a cohort, in the order of their identifiers. Who answered before her day counts as due: her answer is there."""
    groups: defaultdict[str, list[Standing]] = defaultdict(list)
    for each in standings:
        groups[each.cohort].append(each)
    return [_rate(cohort, groups[cohort]) for cohort in sorted(groups)]


def _rate(cohort: str, women: list[Standing]) -> CohortRate:
    due = [each for each in women if each.due or each.state != "none"]
    count = {state: sum(each.state == state for each in due) for state in ("complete", "partial", "break_off", "none")}
    return CohortRate(cohort, len(women), sum(each.invited for each in women), len(women) - len(due), **count)
