"""The exact question, for one target in one view: which whole numbers can it be, given all that is published?

Atoms that a view cannot tell apart are one variable. The system is brought into a canonical form and answered once: many
groups of twelve give the same few shapes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from .linear import SMALL, opened, point, prices

LARGEST = 600
"""Variables from which a system is not solved: what cannot be proven is withheld."""
NODES = 2000
"""Branches that the search for a whole-number answer may take: a limit in time would decide differently on another machine."""


@dataclass(frozen=True)
class System:
    """Whole unknowns between `low` and `high`, sums of them (`rows`, 0 or 1) between `least` and `most`; `target` says which add up."""

    low: np.ndarray
    high: np.ndarray
    rows: np.ndarray
    least: np.ndarray
    most: np.ndarray
    target: np.ndarray

    def canonical(self) -> System:
        """The part that can say something of the target, unknowns and sums merged and sorted."""
        part = _connected(self)
        order = np.lexsort((part.most, part.least, part.rows.sum(axis=1)))
        part = System(part.low, part.high, part.rows[order], part.least[order], part.most[order], part.target)
        keys = np.column_stack([part.target, part.rows.T])
        unique, where = np.unique(keys, axis=0, return_inverse=True)
        low, high = (np.bincount(where.ravel(), weights=each, minlength=len(unique)) for each in (part.low, part.high))
        return System(low, high, unique[:, 1:].T, part.least, part.most, unique[:, 0])

    def key(self) -> bytes:
        """Equal for equal systems."""
        return b"|".join(np.ascontiguousarray(each, dtype=float).tobytes() + str(each.shape).encode()
                         for each in (self.low, self.high, self.rows, self.least, self.most, self.target))


def _connected(system: System) -> System:
    """Only the sums that reach the target through shared unknowns that are not settled."""
    reached = system.target > 0
    loose = system.high > system.low
    while True:
        sums = (system.rows[:, reached & loose] > 0).any(axis=1)
        wider = reached | (system.rows[sums] > 0).any(axis=0)
        if (wider == reached).all():
            break
        reached = wider
    return System(system.low[reached], system.high[reached], system.rows[sums][:, reached], system.least[sums], system.most[sums],
                  system.target[reached])


@dataclass
class Solver:
    """Answers each distinct question once.

    Attributes
    ----------
    known
        Canonical system and number of values -> whether there are so many.
    asked, solved, refused
        How many questions were put, how many were new, how many of these were too large.
    """

    known: dict[tuple[bytes, int], bool] = field(default_factory=dict)
    asked: int = 0
    solved: int = 0
    refused: int = 0

    def forget_counts(self) -> None:
        """Count anew; what was solved stays known."""
        self.asked = self.solved = self.refused = 0

    def keeps(self, system: System, need: int) -> bool:
        """Whether the target can surely be `need` different whole numbers; False where that cannot be told."""
        self.asked += 1
        shape = system.canonical()
        question = shape.key(), need
        if question not in self.known:
            self.solved += 1
            if len(shape.low) > LARGEST:
                self.refused += 1
            self.known[question] = len(shape.low) <= LARGEST and count_values(shape, need) >= need
        return self.known[question]


def count_values(system: System, enough: int) -> int:
    """How many whole numbers the target can be, counted up to `enough`; 0 where there are surely fewer, no world, or no answer found."""
    if not system.target.any():
        return 1
    lowest, highest = (_end(system, sign) for sign in (1, -1))
    if lowest is None or highest is None or highest - lowest + 1 < enough:
        return 0
    found = 1 + (highest > lowest)
    # Between the ends there may be gaps: each value counts when a world with it is found.
    for value in range(lowest + 1, highest):
        if found >= enough or value > lowest + 3 * enough:
            break
        found += _end(system, 1, at=value) is not None
    return found


def holding(system: System) -> np.ndarray:
    """Which sums hold the target where it ends, one flag each: those that have a price there; all where no price is known."""
    found = np.zeros(len(system.rows), bool)
    for sign in (1, -1):
        found |= solved(sign * system.target, system.rows, system.least, system.most, system.low, system.high)[1]
    return found if found.any() else np.ones(len(system.rows), bool)


def solved(aim: np.ndarray, rows: Any, least: np.ndarray, most: np.ndarray, low: np.ndarray,
           high: np.ndarray) -> tuple[np.ndarray | None, np.ndarray]:
    """The point between all bounds where a weighted sum is smallest, and which rows hold it there; None where there is none.

    Parameters
    ----------
    aim
        One weight an unknown.
    rows
        Sums of unknowns, dense or sparse, each between `least` and `most` (infinite where it has no such bound).
    low, high
        Bounds of the unknowns.
    """
    program = opened(aim, csr_array(rows), least, most, low, high)
    found = point(program)
    return (None, np.zeros(len(least), bool)) if found is None else (found, prices(program))


def whole(point: np.ndarray | None) -> np.ndarray | None:
    """The whole numbers that a point is; None where it is none, or not of whole numbers."""
    if point is None or np.abs(point - np.round(point)).max(initial=0) > SMALL:
        return None
    return np.asarray(np.round(point))


def _end(system: System, sign: int, at: int | None = None) -> int | None:
    """The target's value at one end, or `at` where it can be that; whole numbers are searched for if they do not come by themselves."""
    rows, least, most = system.rows, system.least, system.most
    if at is not None:
        rows, least, most = np.vstack([rows, system.target]), np.append(least, at), np.append(most, at)
    found, _ = solved(sign * system.target, rows, least, most, system.low, system.high)
    if found is None:
        return None
    world = whole(found)
    if world is None:
        rules = [LinearConstraint(rows, least, most)] if len(rows) else []
        answer = milp(sign * system.target, constraints=rules, integrality=np.ones(len(system.low)),
                      bounds=Bounds(system.low, system.high), options={"node_limit": NODES})
        if answer.status != 0:
            return None
        world = np.round(answer.x)
    return round(float(system.target @ world))
