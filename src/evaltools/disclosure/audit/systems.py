"""From a family to the systems of its quantities: a possible world to begin with, and one target's question in one view."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from .assembly import Facts, Family
from .desk import Desk
from .exact import Solver, System
from .search import World
from .worlds import far_world, nearest_world

ALIKE = 24
"""Up to so many unknowns, systems are compared with those that were solved before: larger ones are hardly ever alike."""


class Quantity:
    """One quantity of a family: its atoms, its contents and which facts are about them."""

    def __init__(self, family: Family, facts: Facts, number: int) -> None:
        self.family, self.facts, self.number = family, facts, number
        self.atoms = np.flatnonzero(family.quantity == number)
        self.desks: dict[int, tuple[Desk, np.ndarray, np.ndarray]] = {}

    @cached_property
    def known(self) -> np.ndarray:
        """The facts of this quantity."""
        return np.flatnonzero(self.family.quantity_of(self.facts.content) == self.number)

    @cached_property
    def matrix(self) -> csr_array:
        """One row a fact of `known`, one column an atom: 1 where it belongs to the fact's content."""
        family = self.family
        content = self.facts.content[self.known]
        first = np.searchsorted(family.content, content)
        sizes = np.searchsorted(family.content, content, side="right") - first
        ahead = np.cumsum(sizes) - sizes
        entry = np.arange(sizes.sum()) - np.repeat(ahead - first, sizes)
        column = np.searchsorted(self.atoms, family.atom[entry])
        return csr_array((np.ones(len(entry)), (np.repeat(np.arange(len(content)), sizes), column)),
                         shape=(len(content), len(self.atoms)))

    @cached_property
    def linked(self) -> np.ndarray:
        """The number of the part that each atom belongs to: no fact is about atoms of two parts."""
        return np.asarray(connected_components(self.matrix.T @ self.matrix, directed=False)[1])

    @cached_property
    def part(self) -> np.ndarray:
        """The number of the part that each fact is about."""
        return np.asarray(self.linked[self.matrix.indices[self.matrix.indptr[:-1]]])

    def question(self, content: int, seen: np.ndarray) -> tuple[System, np.ndarray]:
        """What a view that sees some of the facts (flags along `known`) says of a content, and which facts these are."""
        family, aim = self.family, self._places(content)
        parts = np.unique(self.linked[aim])
        column, row = np.isin(self.linked, parts), np.flatnonzero(seen & np.isin(self.part, parts))
        chosen, atoms = self.known[row], self.atoms[column]
        target = np.zeros(len(self.atoms))
        target[aim] = 1
        return System(family.low[atoms], family.high[atoms], self.matrix[row].toarray()[:, column], self.facts.lo[chosen],
                      self.facts.hi[chosen], target[column]), row

    def keeps(self, content: int, seen: np.ndarray, need: int, known: float, solver: Solver) -> bool:
        """Whether a content can surely be `need` different whole numbers for a view that sees some of the facts.

        A small system is solved once for all that are alike, of a large one the solver keeps the last answer.
        """
        aim = self._places(content)
        parts = np.unique(self.linked[aim])
        if len(parts) > 1 or (self.linked == parts[0]).sum() <= ALIKE:
            return solver.keeps(self.question(content, seen)[0], need)
        part = int(parts[0])
        if part not in self.desks:
            self.desks[part] = self._opened(part)
        desk, columns, rows = self.desks[part]
        at = self.known[rows]
        desk.know(np.where(seen[rows], self.facts.lo[at], -np.inf), np.where(seen[rows], self.facts.hi[at], np.inf))
        solver.asked += 1
        found = desk.keeps(np.searchsorted(columns, aim), need, known)
        return solver.keeps(self.question(content, seen)[0], need) if found is None else found

    def _opened(self, part: int) -> tuple[Desk, np.ndarray, np.ndarray]:
        columns, rows = np.flatnonzero(self.linked == part), np.flatnonzero(self.part == part)
        atoms = self.atoms[columns]
        return Desk(self.family.low[atoms], self.family.high[atoms], csr_array(self.matrix[rows][:, columns])), columns, rows

    def _places(self, content: int) -> np.ndarray:
        """Which of the atoms a content is made of."""
        family = self.family
        first, last = np.searchsorted(family.content, [content, content + 1])
        return np.asarray(np.searchsorted(self.atoms, family.atom[first:last]))

    def world(self, start: np.ndarray) -> np.ndarray | None:
        """Sums of the atoms that agree with every fact, near a guess; None where nothing does."""
        return nearest_world(*self._told, self.family.low[self.atoms], self.family.high[self.atoms], start)

    def far_world(self, weights: np.ndarray) -> np.ndarray | None:
        """A world at the far end in one direction."""
        return far_world(*self._told, self.family.low[self.atoms], self.family.high[self.atoms], weights)

    @cached_property
    def _told(self) -> tuple[csr_array, np.ndarray, np.ndarray]:
        lo, hi = self.facts.lo[self.known], self.facts.hi[self.known]
        said = np.isfinite(lo) | np.isfinite(hi)
        return self.matrix[said], lo[said], hi[said]


def world_of(family: Family, facts: Facts) -> tuple[World, np.ndarray]:
    """A possible world, and the quantities that no world explains."""
    value = family.start.copy()
    total = family.sums(value)[facts.content]
    wrong = (total < facts.lo) | (total > facts.hi)
    unexplained = []
    for number in quantities_of(family, facts.content[wrong]):
        quantity = Quantity(family, facts, int(number))
        found = quantity.world(family.start[quantity.atoms])
        if found is None:
            unexplained.append(number)
        else:
            value[quantity.atoms] = found
    return World(family, value, family.sums(value)), np.array(unexplained, dtype=int)


def quantities_of(family: Family, content: np.ndarray) -> np.ndarray:
    """The quantities that some contents are of, each once."""
    return np.unique(family.quantity_of(content))


def another_world(world: World, content: np.ndarray, number: int, quantity: Callable[[int], Quantity]) -> World:
    """A world far from the first in a direction of its own that tells these contents apart; always the same one."""
    family, rng = world.family, np.random.default_rng([number, len(content)])
    value = world.value.copy()
    chosen = np.isin(family.content, content)
    sign = rng.choice([-1.0, 1.0], family.contents)
    weights = np.bincount(family.atom[chosen], weights=sign[family.content[chosen]], minlength=len(family.low))
    for one in quantities_of(family, content):
        of = quantity(int(one))
        found = of.far_world(weights[of.atoms])
        if found is not None:
            value[of.atoms] = found
    return World(family, value, family.sums(value))
