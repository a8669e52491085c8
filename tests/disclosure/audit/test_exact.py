"""The solver against trying every world: the same answer on every small system."""

from __future__ import annotations

import numpy as np
import pytest
from by_hand import brute_values
from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.disclosure.audit.exact import LARGEST, Solver, System, count_values


@st.composite
def systems(draw: st.DrawFn) -> System:
    """Up to five unknowns and four sums, about a world that may or may not satisfy them."""
    size = draw(st.integers(1, 5))
    high = draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))
    sums = draw(st.lists(st.lists(st.integers(0, 1), min_size=size, max_size=size), max_size=4))
    least = [draw(st.integers(0, 6)) for _ in sums]
    most = [low + draw(st.integers(0, 3)) for low in least]
    target = draw(st.lists(st.integers(0, 1), min_size=size, max_size=size))
    return System(np.zeros(size), np.array(high, float), np.array(sums, float).reshape(-1, size), np.array(least, float),
                  np.array(most, float), np.array(target, float))


def every_value(system: System) -> set[int]:
    facts = [(row.astype(int), low, high) for row, low, high in zip(system.rows, system.least, system.most, strict=True)]
    return brute_values(system.low.astype(int), system.high.astype(int), facts, system.target.astype(int))


@given(systems(), st.integers(1, 5))
@settings(max_examples=150)
def test_the_solver_counts_as_trying_every_world_does(system: System, need: int) -> None:
    if system.target.any():
        assert (count_values(system, need) >= need) == (len(every_value(system)) >= need)


@given(systems(), st.integers(1, 5))
@settings(max_examples=150)
def test_merging_and_sorting_change_no_answer(system: System, need: int) -> None:
    possible = every_value(system)
    if possible:
        assert Solver().keeps(system, need) == (len(possible) >= need)


@given(systems(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_unknowns_does_not_matter(system: System, random: object) -> None:
    order = np.arange(len(system.low))
    random.shuffle(order)  # type: ignore[attr-defined]
    turned = System(system.low[order], system.high[order], system.rows[:, order], system.least, system.most, system.target[order])
    if every_value(system):
        assert Solver().keeps(system, 3) == Solver().keeps(turned, 3)


def test_one_shape_is_solved_once() -> None:
    solver = Solver()
    for shift in range(4):
        rows = np.roll(np.eye(4)[:1], shift, axis=1) + np.roll(np.eye(4)[:1], shift + 1, axis=1)
        solver.keeps(System(np.zeros(4), np.full(4, 9.0), rows, np.array([5.0]), np.array([7.0]), np.roll(np.eye(4)[0], shift)), 3)
    assert (solver.asked, solver.solved) == (4, 1)


def test_values_with_a_gap_are_counted_one_by_one() -> None:
    # x + y even by construction: two unknowns that must be equal make a sum of 0, 2 or 4.
    system = System(np.zeros(3), np.array([2.0, 2, 2]), np.array([[1.0, 0, 1], [0, 1, 1]]), np.array([2.0, 2]), np.array([2.0, 2]),
                    np.array([1.0, 1, 0]))
    assert every_value(system) == {0, 2, 4}
    assert count_values(system, 3) == 3
    assert count_values(system, 4) == 3


def test_what_is_too_large_is_not_believed() -> None:
    size = LARGEST + 1
    rows = np.vstack([np.eye(size), np.ones(size)])
    system = System(np.zeros(size), np.full(size, 9.0), rows, np.zeros(size + 1), np.append(np.full(size, 8.0), 3000.0), np.ones(size))
    solver = Solver()
    assert not solver.keeps(system, 3)
    assert solver.refused == 1


@pytest.mark.parametrize("need", [1, 3])
def test_what_contradicts_itself_is_not_believed(need: int) -> None:
    system = System(np.zeros(1), np.ones(1), np.ones((1, 1)), np.array([2.0]), np.array([3.0]), np.ones(1))
    assert not Solver().keeps(system, need)
