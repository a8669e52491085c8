"""The quick proof: from one possible world, exchanges that no reader of a view can see.

A world is a sum for each atom that agrees with everything published. Two women of whom a view publishes exactly the same
sums may exchange what they said, and nothing published changes; a sum with room in its band may change alone. Every such
exchange gives another possible world, so the values reached this way are certainly possible: where there are enough of them,
no solver is asked. What is not proven here is not yet wrong: `exact` decides.

Other coordinators' views are all proven at once, by freezing the atoms of the one cohort whose knowledge would hurt most.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..marks import mixed, pairs
from .assembly import Facts, Family


@dataclass(frozen=True)
class Wanted:
    """A content that must keep `need` possible values in a view.

    `view` is the code of the cohort whose coordinator reads, -1 for all readers but the one of cohort `but`.
    """

    content: np.ndarray
    view: np.ndarray
    but: np.ndarray
    need: np.ndarray

    def only(self, chosen: np.ndarray) -> Wanted:
        """Some of them."""
        return Wanted(self.content[chosen], self.view[chosen], self.but[chosen], self.need[chosen])


@dataclass(frozen=True)
class World:
    """One possible world: the sum of each atom, how far it can go up and down, and the sum of each content."""

    family: Family
    value: np.ndarray
    total: np.ndarray

    @property
    def room(self) -> tuple[np.ndarray, np.ndarray]:
        """Up and down, an entry an atom."""
        return self.family.high - self.value, self.value - self.family.low


class Ranges:
    """What was reached of each wanted content, from one world after the other."""

    def __init__(self, family: Family, wanted: Wanted) -> None:
        self.wanted, self.need = wanted, needed(family, wanted)
        self.ends: list[tuple[np.ndarray, np.ndarray]] = []
        self.held = np.zeros(len(wanted.content), bool)

    def add(self, world: World, facts: Facts) -> None:
        """Look from one world more at what does not hold yet."""
        least, most = np.full(len(self.held), np.inf), np.full(len(self.held), -np.inf)
        least[~self.held], most[~self.held] = reached(world, facts, self.wanted.only(~self.held))
        self.ends.append((least, most))
        self.held |= most - least + 1 >= self.need
        for number in np.flatnonzero(~self.held) if len(self.ends) > 1 else ():
            self.held[number] = _values([(low[number], high[number]) for low, high in self.ends]) >= self.need[number]


def _values(ranges: list[tuple[float, float]]) -> int:
    """How many whole numbers lie in at least one of several ranges."""
    found, last = 0, -np.inf
    for low, high in sorted(ranges):
        found += max(0, int(high - max(low, last + 1)) + 1)
        last = max(last, high)
    return found


def reached(world: World, facts: Facts, wanted: Wanted) -> tuple[np.ndarray, np.ndarray]:
    """The lowest and the highest value that exchanges lead to; all between them are reached too."""
    total = world.total[wanted.content]
    if not len(wanted.content):
        return total, total
    shared = _Shared(world, facts)
    rows = _Rows(world, shared, wanted)
    limits = _limits(world, facts, wanted)
    up, down = (np.minimum(_reach(world, shared, rows, wanted, way), limit) for way, limit in zip((True, False), limits, strict=True))
    span = world.family.sums(world.family.high)[wanted.content] - world.family.sums(world.family.low)[wanted.content]
    return total - np.minimum(down, span), total + np.minimum(up, span)


def needed(family: Family, wanted: Wanted) -> np.ndarray:
    """How many values are asked for: no more than there are when nothing is published."""
    natural = (family.sums(family.high) - family.sums(family.low))[wanted.content] + 1
    return np.asarray(np.minimum(wanted.need, natural))


class _Shared:
    """What all readers of a view see: atoms by the published contents that they belong to, and how tight these are."""

    def __init__(self, world: World, facts: Facts) -> None:
        family = world.family
        chosen = facts.cohort < 0
        self.readers = not chosen.all()
        self.tight = [np.full(family.contents, np.inf), np.full(family.contents, np.inf)]
        np.minimum.at(self.tight[0], facts.content[chosen], facts.hi[chosen] - world.total[facts.content[chosen]])
        np.minimum.at(self.tight[1], facts.content[chosen], world.total[facts.content[chosen]] - facts.lo[chosen])
        self.told = np.zeros(family.contents, bool)
        self.told[facts.content[chosen]] = True
        self.mark = mixed(np.arange(family.contents, dtype=np.uint64) + np.uint64(29))
        told = self.told[family.content]
        self.key = mixed(family.quantity.astype(np.uint64) + np.uint64(3))
        np.add.at(self.key, family.atom[told], self.mark[family.content[told]])
        self.least = [_two_least(family, told, tight) for tight in self.tight]
        self.pools, self.pool = np.unique(self.key, return_inverse=True)
        self.bare = mixed(family.quantity.astype(np.uint64) + np.uint64(3))
        self.room = world.room
        self.whole = [np.bincount(self.pool, weights=room, minlength=len(self.pools)) for room in self.room]
        self.pair, where = pairs(self.pool[family.own >= 0], family.own[family.own >= 0])
        self.part = [np.bincount(where, weights=room[family.own >= 0], minlength=len(self.pair)) for room in self.room]


def _two_least(family: Family, told: np.ndarray, tight: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each atom: how tight its tightest published content is, which one it is, and how tight the next one."""
    content, atom = family.content[told], family.atom[told]
    order = np.lexsort((tight[content], atom))
    content, atom = content[order], atom[order]
    first = np.ones(len(atom), bool)
    first[1:] = atom[1:] != atom[:-1]
    second = np.zeros(len(atom), bool)
    second[1:] = first[:-1] & ~first[1:]
    least, which, then = np.full(len(family.low), np.inf), np.full(len(family.low), -1), np.full(len(family.low), np.inf)
    least[atom[first]], which[atom[first]] = tight[content[first]], content[first]
    then[atom[second]] = tight[content[second]]
    return least, which, then


class _Rows:
    """The atoms of each wanted content, in groups that see the same published contents besides its own."""

    def __init__(self, world: World, shared: _Shared, wanted: Wanted) -> None:
        family = world.family
        first = np.searchsorted(family.content, wanted.content)
        sizes = np.searchsorted(family.content, wanted.content, side="right") - first
        self.target = np.repeat(np.arange(len(wanted.content)), sizes)
        ahead = np.cumsum(sizes) - sizes
        self.atom = family.atom[np.arange(len(self.target)) - np.repeat(ahead - first, sizes)]
        content = wanted.content[self.target]
        self.published = shared.told[content]
        with np.errstate(over="ignore"):
            key = shared.key[self.atom] - np.where(self.published, shared.mark[content], np.uint64(0))
        free = key == shared.bare[self.atom]
        pool = np.minimum(np.searchsorted(shared.pools, key), len(shared.pools) - 1)
        pool = np.where(shared.pools[pool] == key, pool, -1)
        both, self.group = pairs(self.target, key.view(np.int64))
        self.groups = len(both)
        self.of = both[:, 0]
        self.pool, self.free, self.told = (np.zeros(self.groups, kind) for kind in (int, bool, bool))
        self.pool[self.group], self.free[self.group], self.told[self.group] = pool, free, self.published
        self.slack = [_excluding(least, content, self) for least in shared.least]
        self.own = family.own[self.atom]

    def grouped(self, values: np.ndarray) -> np.ndarray:
        """The sum of one value an atom, a group."""
        return np.bincount(self.group, weights=values, minlength=self.groups)


def _excluding(least: tuple[np.ndarray, np.ndarray, np.ndarray], content: np.ndarray, rows: _Rows) -> np.ndarray:
    """How much the sums around a group may change, its target's own left out."""
    at = rows.atom
    each = np.where(least[1][at] == content, least[2][at], least[0][at])
    found = np.full(rows.groups, np.inf)
    np.minimum.at(found, rows.group, each)
    return found


def _reach(world: World, shared: _Shared, rows: _Rows, wanted: Wanted, up: bool) -> np.ndarray:
    """How far each target can go in one direction."""
    there, back = (0, 1) if up else (1, 0)
    moved = rows.grouped(shared.room[there][rows.atom])
    inside = rows.grouped(shared.room[back][rows.atom])
    rest = np.where(rows.pool >= 0, shared.whole[back][rows.pool], 0) - np.where(rows.told, 0, inside)
    own = wanted.view[rows.of] >= 0
    frozen = _part_of(shared, rows.pool, wanted.view[rows.of], back)
    # The coordinator's own women outside of the target keep what they said; those inside are already left out.
    mine = rows.grouped(np.where(rows.own == wanted.view[rows.target], shared.room[back][rows.atom], 0))
    rest_own = rest - frozen + np.where(rows.told, 0, mine)
    slack = rows.slack[there]
    found = _summed(rows, moved, np.where(rows.free, np.inf, np.where(own, rest_own, rest)), slack, len(wanted.content))
    others = ~(wanted.view >= 0)
    # Where no page of one group is read, nobody knows more of one group than of the others.
    if others.any() and shared.readers:
        most = _largest(shared, rows, wanted, back)
        theirs = _summed(rows, moved, np.where(rows.free, np.inf, rest - most), slack, len(wanted.content))
        taken = moved - _largest_inside(rows, shared.room[there][rows.atom], wanted)
        theirs = np.minimum(theirs, _summed(rows, taken, np.where(rows.free, np.inf, rest), slack, len(wanted.content)))
        found = np.where(others, theirs, found)
    return found


def _summed(rows: _Rows, moved: np.ndarray, rest: np.ndarray, slack: np.ndarray, targets: int) -> np.ndarray:
    swapped = np.minimum(moved, np.maximum(rest, 0))
    alone = np.zeros(targets)
    np.maximum.at(alone, rows.of, np.minimum(moved - swapped, slack))
    return np.bincount(rows.of, weights=swapped, minlength=targets) + np.maximum(alone, 0)


def _part_of(shared: _Shared, pool: np.ndarray, cohort: np.ndarray, way: int) -> np.ndarray:
    """The room of one cohort's atoms in a pool."""
    if not len(shared.pair):
        return np.zeros(len(pool))
    wide = shared.pair[:, 1].max() + 2
    keys, asked = shared.pair[:, 0] * wide + shared.pair[:, 1], pool * wide + np.minimum(cohort, wide - 1)
    at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.where((keys[at] == asked) & (cohort >= 0) & (pool >= 0), shared.part[way][at], 0)


def _largest(shared: _Shared, rows: _Rows, wanted: Wanted, way: int) -> np.ndarray:
    """The largest room that one cohort other than the target's own has in a pool."""
    if not len(shared.pair):
        return np.zeros(rows.groups)
    order = np.lexsort((-shared.part[way], shared.pair[:, 0]))
    pool, cohort, room = shared.pair[order, 0], shared.pair[order, 1], shared.part[way][order]
    at = np.searchsorted(pool, rows.pool)
    first = np.minimum(at, len(pool) - 1)
    then = np.minimum(at + 1, len(pool) - 1)
    most = np.where(pool[first] == rows.pool, room[first], 0)
    second = np.where((pool[then] == rows.pool) & (then > first), room[then], 0)
    return np.where(cohort[first] == wanted.but[rows.of], second, most)


def _largest_inside(rows: _Rows, room: np.ndarray, wanted: Wanted) -> np.ndarray:
    """The largest room that one cohort, other than the target's own, has in a group."""
    there = (rows.own >= 0) & (rows.own != wanted.but[rows.target])
    found = np.zeros(rows.groups)
    if there.any():
        both, where = pairs(rows.group[there], rows.own[there])
        np.maximum.at(found, both[:, 0], np.bincount(where, weights=room[there], minlength=len(both)))
    return found


def _limits(world: World, facts: Facts, wanted: Wanted) -> tuple[np.ndarray, np.ndarray]:
    """How far the facts on the target itself, and the reader's own figures of the same quantity, let it go up and down."""
    family = world.family
    up, down = facts.hi - world.total[facts.content], world.total[facts.content] - facts.lo
    found = np.full((2, len(wanted.content)), np.inf)
    shared = facts.cohort < 0
    itself = np.full((2, family.contents), np.inf)
    np.minimum.at(itself[0], facts.content[shared], up[shared])
    np.minimum.at(itself[1], facts.content[shared], down[shared])
    found = np.minimum(found, itself[:, wanted.content])
    first = family.atom[np.minimum(np.searchsorted(family.content, np.arange(family.contents)), max(0, len(family.atom) - 1))]
    quantity, wide = family.quantity[first], int(max(family.own.max(initial=0), facts.cohort.max(initial=0))) + 2
    keys = quantity[facts.content[~shared]] * wide + facts.cohort[~shared]
    asked = quantity[wanted.content] * wide + np.where(wanted.view >= 0, wanted.view, wide - 1)
    known, where = np.unique(keys, return_inverse=True)
    for row, room in zip(found, (up[~shared], down[~shared]), strict=True):
        least = np.full(len(known) + 1, np.inf)
        np.minimum.at(least, where, room)
        at = np.minimum(np.searchsorted(known, asked), max(0, len(known) - 1))
        row[:] = np.minimum(row, np.where(known[at] == asked, least[at], np.inf) if len(known) else np.inf)
    return found[0], found[1]
