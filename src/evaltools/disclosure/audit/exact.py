"""The exact question, for one target in one view: which whole numbers can it be, given all that is published?

Atoms that a view cannot tell apart are one variable. The system is brought into a canonical form and answered once: many
groups of twelve give the same few shapes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

LARGEST = 600
"""Variables from which a system is not solved: what cannot be proven is withheld."""
MOST = 5000
"""Questions that one audit solves; what is asked after them counts as not proven."""
SECONDS = 5.0


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
        How many questions were put, how many were new, how many were too large.
    """

    known: dict[tuple[bytes, int], bool] = field(default_factory=dict)
    asked: int = 0
    solved: int = 0
    refused: int = 0

    def keeps(self, system: System, need: int) -> bool:
        """Whether the target can surely be `need` different whole numbers; False where that cannot be told."""
        self.asked += 1
        shape = system.canonical()
        question = shape.key(), need
        if question not in self.known:
            if self.solved >= MOST:
                self.refused += 1
                return False
            self.solved += 1
            if len(shape.low) > LARGEST:
                self.refused += 1
            self.known[question] = len(shape.low) <= LARGEST and count_values(shape, need) >= need
        return self.known[question]


def count_values(system: System, enough: int) -> int:
    """How many whole numbers the target can be, counted up to `enough`; 0 where there are surely fewer, no world, or no time left."""
    if not system.target.any():
        return 1
    if surely_at_most(system) < enough:
        return 0
    lowest, highest = (_end(system, sign) for sign in (1, -1))
    if lowest is None or highest is None:
        return 0
    found = 1 + (highest > lowest)
    # Between the ends there may be gaps: each value counts when a world with it is found.
    for value in range(lowest + 1, highest):
        if found >= enough or value > lowest + 3 * enough:
            break
        found += _end(system, 1, at=value) is not None
    return found


def surely_at_most(system: System) -> float:
    """A number of values that the target cannot exceed: what each sum alone, and each in turn, leaves to the unknowns.

    This can only show that there are too few values, never that there are enough.
    """
    low, high = system.low.copy(), system.high.copy()
    found = high @ system.target - low @ system.target + 1
    for _ in range(4):
        for row, least, most in zip(system.rows > 0, system.least, system.most, strict=True):
            spare_up, spare_down = most - low[row].sum(), high[row].sum() - least
            high[row], low[row] = np.minimum(high[row], low[row] + spare_up), np.maximum(low[row], high[row] - spare_down)
            aim = system.target > 0
            inside, outside = row & aim, row & ~aim
            if (inside == aim).all():
                lowest = max(low[aim].sum(), least - high[outside].sum())
                found = min(found, min(high[aim].sum(), most - low[outside].sum()) - lowest + 1)
    return float(min(found, (high - low) @ system.target + 1))


def _end(system: System, sign: int, at: int | None = None) -> int | None:
    rows, least, most = system.rows, system.least, system.most
    if at is not None:
        rows, least, most = np.vstack([rows, system.target]), np.append(least, at), np.append(most, at)
    rules = [LinearConstraint(rows, least, most)] if len(rows) else []
    answer = milp(sign * system.target, constraints=rules, integrality=np.ones(len(system.low)),
                  bounds=Bounds(system.low, system.high), options={"time_limit": SECONDS})
    return None if answer.status != 0 else round(float(system.target @ np.round(answer.x)))
