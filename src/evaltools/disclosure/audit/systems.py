"""From a family to the systems of its quantities: a possible world to begin with, and one target's question in one view."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy.optimize import LinearConstraint
from scipy.sparse import csr_array

from .assembly import Facts, Family
from .exact import System
from .search import World
from .worlds import far_world, nearest_world


class Quantity:
    """One quantity of a family: its atoms, its contents and which facts are about them."""

    def __init__(self, family: Family, facts: Facts, number: int) -> None:
        self.family, self.facts, self.number = family, facts, number
        self.atoms = np.flatnonzero(family.quantity == number)

    @cached_property
    def known(self) -> np.ndarray:
        """The facts of this quantity."""
        lowest = self.family.quantity[self.family.atom[np.searchsorted(self.family.content, self.facts.content)]]
        return np.flatnonzero(lowest == self.number)

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

    def row(self, content: int) -> np.ndarray:
        """Which atoms a content is made of, 0 or 1."""
        family = self.family
        first, last = np.searchsorted(family.content, [content, content + 1])
        return np.isin(self.atoms, family.atom[first:last]).astype(float)

    def question(self, content: int, seen: np.ndarray) -> System:
        """What a view that sees some of the facts (flags along `known`) says of a content."""
        chosen = self.known[seen]
        family = self.family
        low, high, rows = family.low[self.atoms], family.high[self.atoms], self.matrix[seen].toarray()
        return System(low, high, rows, self.facts.lo[chosen], self.facts.hi[chosen], self.row(content))

    def world(self, start: np.ndarray) -> np.ndarray | None:
        """Sums of the atoms that agree with every fact, near a guess; None where nothing does."""
        low, high = self.family.low[self.atoms], self.family.high[self.atoms]
        return nearest_world(self._told(), low, high, start)

    def far_world(self, weights: np.ndarray) -> np.ndarray | None:
        """A world at the far end in one direction."""
        low, high = self.family.low[self.atoms], self.family.high[self.atoms]
        return far_world(self._told(), low, high, weights)

    def _told(self) -> LinearConstraint | None:
        lo, hi = self.facts.lo[self.known], self.facts.hi[self.known]
        said = np.isfinite(lo) | np.isfinite(hi)
        return LinearConstraint(self.matrix[said], lo[said], hi[said]) if said.any() else None


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
    return np.unique(family.quantity[family.atom[np.searchsorted(family.content, content)]])


def more_worlds(family: Family, facts: Facts, world: World, content: np.ndarray, number: int) -> list[World]:
    """Worlds far from the first in several directions that tell these contents apart; always the same ones."""
    rng = np.random.default_rng(len(content))
    values = [world.value.copy() for _ in range(number)]
    chosen = np.isin(family.content, content)
    for one in quantities_of(family, content):
        quantity = Quantity(family, facts, int(one))
        for place in range(0, number, 2):
            sign = rng.choice([-1.0, 1.0], family.contents)
            weights = np.bincount(family.atom[chosen], weights=sign[family.content[chosen]], minlength=len(family.low))
            for turn in range(2):
                found = quantity.far_world((1 - 2 * turn) * weights[quantity.atoms])
                if found is not None:
                    values[place + turn][quantity.atoms] = found
    return [World(family, value, family.sums(value)) for value in values]
