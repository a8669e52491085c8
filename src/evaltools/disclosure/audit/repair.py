"""Where a target is not protected: the cheapest published cells are told less exactly, or withheld, until it is."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...settings import Policy
from ..bands import band, half_point_inside
from .assembly import Facts, Family
from .exact import Solver
from .facts import ENDS, half_points
from .search import Wanted, World, needed, proven
from .systems import Quantity, more_worlds

READERS = {"cohort": 1.0, "site": 3.0, "programme": 9.0, "public": 27.0}
"""How much is lost when one figure is withheld from an audience: the more people read it, the more."""
WORLDS = 6
"""How many far worlds are looked at before a solver is asked about one target after the other."""
MANY = 40
"""From so many open targets of one quantity on, what is around them is told less exactly together, before any is looked at alone."""
EVERYBODY = -2
"""All coordinators but one together, asked about where there are too many to ask about each: who is safe from all is from each."""
QUESTIONS = 3000
"""New questions that one audit puts to the solver; beyond them, what is not proven is protected without asking."""
COARSER = 0.1
"""What telling a figure in a band costs, beside withholding it."""


@dataclass(frozen=True)
class Step:
    """One thing to do to a cell: say it in the band from `lo` to `hi`, or, where these are infinite, nothing."""

    cell: int
    lo: float
    hi: float
    cost: tuple[float, float, int]


class Repair:
    """The steps that a family needs, found one unprotected target after the other; `facts` always says what is left published."""

    def __init__(self, family: Family, facts: Facts, solver: Solver, policy: Policy) -> None:
        self.family, self.solver, self.policy = family, solver, policy
        self.facts = Facts(facts.content, facts.lo.copy(), facts.hi.copy(), facts.cohort, facts.cells)
        self.steps: list[Step] = []
        self.proven = np.zeros(0, bool)
        self.beyond: set[int] = set()
        self.quantities: dict[int, Quantity] = {}
        self.rests_on: dict[int, list[int]] = {}
        for fact, cells in enumerate(facts.cells):
            for cell in cells:
                self.rests_on.setdefault(cell, []).append(fact)

    def protect(self, world: World, wanted: Wanted) -> int:
        """Take steps until every wanted content is protected in its view, or nothing more can be withheld; how many were taken."""
        before = len(self.steps)
        need = needed(self.family, wanted)
        worlds, held = [world], proven([world], self.facts, wanted)
        if not held.all():
            worlds += more_worlds(self.family, self.facts, world, wanted.content[~held], WORLDS)
            held[~held] = proven(worlds, self.facts, wanted.only(~held))
        self.proven = held.copy()
        for steps in (self._bands_for, self._silence_for):
            many = ~held & self._too_many(wanted, held)
            if many.any():
                for step in steps(wanted.content[many]):
                    self._do(step)
                    self.steps.append(step)
                held[~held] = proven(worlds, self.facts, wanted.only(~held))
        for number in range(len(held)):
            if not held[number] and self._ask(wanted, number, int(need[number])):
                held[~held] = proven(worlds, self.facts, wanted.only(~held))
        return len(self.steps) - before

    def _ask(self, wanted: Wanted, number: int, need: int) -> bool:
        """Let the solver decide of one target in every view that matters; whether that took a step."""
        before = len(self.steps)
        for view in self._views(wanted, number, need):
            done = self._protect(int(wanted.content[number]), view, int(wanted.but[number]), need)
            if view == EVERYBODY and done:
                break
            if view != EVERYBODY and not done:
                self.beyond.add(int(wanted.content[number]))
        return len(self.steps) > before

    def _too_many(self, wanted: Wanted, held: np.ndarray) -> np.ndarray:
        """The targets of quantities that have more open ones than a solver should be asked about one after the other."""
        family = self.family
        quantity = family.quantity[family.atom[np.searchsorted(family.content, wanted.content)]]
        number = np.bincount(quantity[~held], minlength=int(quantity.max(initial=0)) + 1)
        return np.asarray(number[quantity] > (MANY if self.solver.solved < QUESTIONS else 0))

    def _around(self, content: np.ndarray) -> pd.DataFrame:
        """The newest release's published cells above cohorts that share women with some contents."""
        family, cells = self.family, self.family.cells
        touched = np.zeros(len(family.low), bool)
        touched[family.atom[np.isin(family.content, content)]] = True
        near = np.bincount(family.content, weights=touched[family.atom], minlength=family.contents) > 0
        told = np.isfinite(self.facts.lo) | np.isfinite(self.facts.hi)
        published = {cell for fact in np.flatnonzero(told & near[self.facts.content]) for cell in self.facts.cells[fact]}
        rows = cells.loc[sorted(published)]
        return rows[(rows["quarter"] == cells["quarter"].max()) & (rows["audience"] != "cohort")]

    def _bands_for(self, content: np.ndarray) -> list[Step]:
        """All exact figures around some contents, told in bands."""
        around = ((int(str(cell)), coarser(row, self.policy)) for cell, row in self._around(content).iterrows())
        return [Step(cell, *coarse, (0, 0, cell)) for cell, coarse in around if coarse is not None]

    def _silence_for(self, content: np.ndarray) -> list[Step]:
        """All figures around some contents, withheld."""
        return [Step(int(cell), -math.inf, math.inf, (0, 0, int(cell))) for cell in self._around(content).index]

    def _quantity(self, content: int) -> Quantity:
        family = self.family
        number = int(family.quantity[family.atom[np.searchsorted(family.content, content)]])
        if number not in self.quantities:
            self.quantities[number] = Quantity(family, self.facts, number)
        return self.quantities[number]

    def _views(self, wanted: Wanted, number: int, need: int) -> Iterable[int]:
        """The coordinators whose views have to be asked: her own, or all others who read a figure of this quantity."""
        if wanted.view[number] >= 0:
            return [int(wanted.view[number])]
        quantity = self._quantity(int(wanted.content[number]))
        # Where all other coordinators together learn too little, so does each of them.
        reader = self.facts.cohort[quantity.known]
        everybody = (reader < 0) | (reader != wanted.but[number])
        if self._holds(quantity, int(wanted.content[number]), everybody, need):
            return []
        others = set(reader[reader >= 0].tolist()) - {int(wanted.but[number])}
        each = [-1, *sorted(others)]
        return [EVERYBODY, *each] if len(others) > MANY else each

    def _protect(self, content: int, view: int, but: int, need: int) -> bool:
        quantity = self._quantity(content)
        reader = self.facts.cohort[quantity.known]
        seen = (reader < 0) | (reader != but if view == EVERYBODY else reader == view)
        if self._holds(quantity, content, seen, need):
            return True
        taken: list[tuple[Step, list[tuple[int, float, float]]]] = []
        for step in self._possible(quantity, seen):
            taken.append((step, self._do(step)))
            if self._holds(quantity, content, seen, need):
                break
        else:
            for _, undo in reversed(taken):
                self._undo(undo)
            return False
        self._keep_needed(taken, quantity, content, seen, need)
        return True

    def _keep_needed(self, taken: list[tuple[Step, list[tuple[int, float, float]]]], quantity: Quantity, content: int,
                     seen: np.ndarray, need: int) -> None:
        """Of the steps taken, those without which the target would not hold; the dearest are tried first."""
        for _, undo in reversed(taken):
            self._undo(undo)
        kept = [step for step, _ in taken]
        for step in reversed(kept[:-1]):
            trial = [each for each in kept if each is not step]
            done = [self._do(each) for each in trial]
            if self._holds(quantity, content, seen, need):
                kept = trial
            for undo in reversed(done):
                self._undo(undo)
        for step in kept:
            self._do(step)
            self.steps.append(step)

    def _holds(self, quantity: Quantity, content: int, seen: np.ndarray, need: int) -> bool:
        told = np.isfinite(self.facts.lo[quantity.known]) | np.isfinite(self.facts.hi[quantity.known])
        return self.solver.keeps(quantity.question(content, seen & told), need)

    def _do(self, step: Step) -> list[tuple[int, float, float]]:
        facts, undo = self.facts, []
        for fact in self.rests_on.get(step.cell, ()):
            undo.append((fact, facts.lo[fact], facts.hi[fact]))
            if facts.cells[fact] == (step.cell,):
                facts.lo[fact], facts.hi[fact] = step.lo, step.hi
            elif math.isinf(step.lo):
                facts.lo[fact], facts.hi[fact] = -math.inf, math.inf
        return undo

    def _undo(self, undo: list[tuple[int, float, float]]) -> None:
        for fact, lo, hi in reversed(undo):
            self.facts.lo[fact], self.facts.hi[fact] = lo, hi

    def _possible(self, quantity: Quantity, seen: np.ndarray) -> list[Step]:
        """What can still be done to the newest release's cells that a view reads of a quantity, the cheapest first."""
        cells = {cell for fact in quantity.known[seen] if np.isfinite(self.facts.lo[fact]) or np.isfinite(self.facts.hi[fact])
                 for cell in self.facts.cells[fact]}
        newest = self.family.cells["quarter"].max()
        rows = self.family.cells.loc[sorted(cells)]
        # What a coordinator recorded herself she knows, published or not: withholding it would protect nobody.
        rows = rows[(rows["quarter"] == newest) & ~((rows["audience"] == "cohort") & (rows["origin"] == "register"))]
        done = {step.cell: step for step in self.steps}
        return sorted((step for cell, row in rows.iterrows() for step in self._steps(int(str(cell)), row, done)),
                      key=lambda step: step.cost)

    def _steps(self, cell: int, row: pd.Series, done: dict[int, Step]) -> Iterable[Step]:
        readers, women = READERS[row["audience"]], float(row["persons"])
        if cell not in done and (coarse := coarser(row, self.policy)) is not None:
            yield Step(cell, *coarse, (readers * COARSER, women, cell))
        if cell not in done or math.isfinite(done[cell].lo):
            yield Step(cell, -math.inf, math.inf, (readers, women, cell))


def coarser(row: pd.Series, policy: Policy) -> tuple[float, float] | None:
    """The band that says an exact figure of answers less exactly; None where there is no coarser way to say it."""
    if row["status"] != "exact" or row["audience"] not in ("site", "programme") or row["origin"] != "answers":
        return None
    if row["kind"] == "share":
        return tuple(map(float, band(int(row["told"]), int(row["base"]), max(policy.band_width, policy.part_site))))  # type: ignore[return-value]
    if row["kind"] in ENDS:
        return half_points(half_point_inside(float(row["mean"]), *ENDS[row["kind"]]), float(row["base"]), *ENDS[row["kind"]])
    return None
