"""Where a target is not protected: the cheapest published cells are told less exactly, or withheld, until it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...settings import Policy
from ..bands import band, half_point_inside
from .assembly import Facts, Family
from .exact import Solver, holding
from .facts import ENDS, half_points
from .search import Ranges, Wanted, World
from .systems import Quantity, another_world

READERS = {"cohort": 1.0, "site": 3.0, "programme": 9.0, "public": 27.0}
"""How much is lost when one figure is withheld from an audience: the more people read it, the more."""
WORLDS = 12
"""How many far worlds are looked at, at most, before a solver is asked about one target after the other."""
SPARED = 0.001
"""What telling a spread less exactly costs, beside the share that it stands beside: that one is never given up for it."""
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
        self.world: World | None = None
        self.proven = np.zeros(0, bool)
        self.beyond: set[int] = set()
        self.quantities: dict[int, Quantity] = {}
        self.rests_on: dict[int, list[int]] = {}
        for fact, cells in enumerate(facts.cells):
            for cell in cells:
                self.rests_on.setdefault(cell, []).append(fact)

    def protect(self, world: World, wanted: Wanted) -> None:
        """Take steps until every wanted content is protected in its view, or nothing more can be withheld."""
        self.world = world
        ranges = self._looked_at(world, wanted)
        held, self.proven = ranges.held, ranges.held.copy()
        for number in range(len(held)):
            if not held[number] and self._ask(wanted, number, int(ranges.need[number])):
                ranges.ends.clear()
                ranges.add(world, self.facts)

    def _looked_at(self, world: World, wanted: Wanted) -> Ranges:
        """What holds, seen from worlds in ever more directions, until these prove little more."""
        ranges = Ranges(self.family, wanted)
        ranges.add(world, self.facts)
        for number in range(WORLDS):
            before = int(ranges.held.sum())
            if before == len(ranges.held):
                break
            ranges.add(another_world(world, wanted.content[~ranges.held], number, self._quantity), self.facts)
            if ranges.held.sum() - before < (len(ranges.held) - before) / 50:
                break
        return ranges

    def _ask(self, wanted: Wanted, number: int, need: int) -> bool:
        """Let the solver decide of one target in every view that matters; whether that took a step."""
        before, content = len(self.steps), int(wanted.content[number])
        quantity = self._quantity_of(content)
        reader = self.facts.cohort[quantity.known]
        others = np.unique(reader[(reader >= 0) & (reader != wanted.but[number])])
        mine = wanted.view[number] >= 0
        for view in self._views(quantity, content, wanted.view[[number]] if mine else others, need):
            if not self._protect(quantity, content, view, need):
                self.beyond.add(content)
        return len(self.steps) > before

    def _views(self, quantity: Quantity, content: int, readers: np.ndarray, need: int) -> Iterator[np.ndarray]:
        """The readers, one by one, to whom a target is open: where several together learn too little, so does each of them."""
        if self._holds(quantity, content, self._seen(quantity, readers), need):
            return
        if len(readers) <= 1:
            yield readers
            return
        for half in np.array_split(readers, 2):
            yield from self._views(quantity, content, half, need)

    def _seen(self, quantity: Quantity, readers: np.ndarray) -> np.ndarray:
        """Which facts of a quantity some coordinators together read."""
        reader = self.facts.cohort[quantity.known]
        return np.asarray((reader < 0) | np.isin(reader, readers))

    def _quantity(self, number: int) -> Quantity:
        if number not in self.quantities:
            self.quantities[number] = Quantity(self.family, self.facts, number)
        return self.quantities[number]

    def _quantity_of(self, content: int) -> Quantity:
        return self._quantity(int(self.family.quantity_of(np.array([content]))[0]))

    def _protect(self, quantity: Quantity, content: int, readers: np.ndarray, need: int) -> bool:
        seen = self._seen(quantity, readers)
        taken: list[tuple[Step, list[tuple[int, float, float]]]] = []
        while not self._holds(quantity, content, seen, need):
            step = self._next(quantity, content, seen, [step for step, _ in taken])
            if step is None:
                for _, undo in reversed(taken):
                    self._undo(undo)
                return False
            taken.append((step, self._do(step)))
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

    def _told(self, quantity: Quantity) -> np.ndarray:
        return np.asarray(np.isfinite(self.facts.lo[quantity.known]) | np.isfinite(self.facts.hi[quantity.known]))

    def _holds(self, quantity: Quantity, content: int, seen: np.ndarray, need: int) -> bool:
        known = float(self.world.total[content]) if self.world else math.nan
        return quantity.keeps(content, seen & self._told(quantity), need, known, self.solver)

    def _next(self, quantity: Quantity, content: int, seen: np.ndarray, taken: list[Step]) -> Step | None:
        """The cheapest thing to do to one of the newest cells that hold a target where it is; None where nothing is left."""
        system, row = quantity.question(content, seen & self._told(quantity))
        for flags in (holding(system), np.ones(len(row), bool)):
            steps = self._possible(quantity.known[row[flags]], [*self.steps, *taken])
            if steps:
                return min(steps, key=lambda step: step.cost)
        return None

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

    def _possible(self, facts: np.ndarray, done: list[Step]) -> list[Step]:
        """What can still be done to the newest release's cells that some facts rest on."""
        cells = {cell for fact in facts for cell in self.facts.cells[fact]}
        newest = self.family.cells["quarter"].max()
        rows = self.family.cells.loc[sorted(cells)]
        # What a coordinator recorded herself she knows, published or not: withholding it would protect nobody.
        rows = rows[(rows["quarter"] == newest) & ~((rows["audience"] == "cohort") & (rows["origin"] == "register"))]
        last = {step.cell: step for step in done}
        return [step for cell, row in rows.iterrows() for step in self._steps(int(str(cell)), row, last)]

    def _steps(self, cell: int, row: pd.Series, done: dict[int, Step]) -> Iterable[Step]:
        readers, women = READERS[row["audience"]] * (SPARED if row["beside"] else 1.0), float(row["persons"])
        if cell not in done and (coarse := coarser(row, self.policy)) is not None:
            yield Step(cell, *coarse, (readers * COARSER, women, cell))
        if cell not in done or math.isfinite(done[cell].lo):
            yield Step(cell, -math.inf, math.inf, (readers, women, cell))


def coarser(row: pd.Series, policy: Policy) -> tuple[float, float] | None:
    """The band that says an exact figure of answers less exactly; None where there is no coarser way to say it."""
    if row["status"] != "exact" or row["audience"] not in ("site", "programme") or row["origin"] != "answers":
        return None
    if row["kind"] == "share":
        return tuple(map(float, band(int(row["told"]), int(row["base"]), "none", policy.part_site, policy.part_site)))  # type: ignore[return-value]
    if row["kind"] in ENDS:
        return half_points(half_point_inside(float(row["mean"]), *ENDS[row["kind"]]), float(row["base"]), *ENDS[row["kind"]])
    return None
