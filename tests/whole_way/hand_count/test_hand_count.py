"""A hand count of every indicator on the demo's raw files agrees with what the pipeline made of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.catalogue import Entry
from evaltools.catalogue.demands import demands

from .comparing import HANDS, Beside

QUARTER = "2026-Q3"
COVERED = Path(__file__).parent / "covered.txt"
NOT_IN_THE_SMALL_DEMO = {
    "A16": "no relay to psychological help is past waiting", "F07": "no antenna of the courses was checked on all three points",
    "K04U": "the only form six months later leaves it out", "L00": "no group ended a year ago", "L01": "no group ended a year ago",
    "L08": "no group ended a year ago", "L09": "the only form six months later leaves it out",
    "L10": "the only form six months later leaves it out", "Q01": "no session of phase 1 in the quarter",
    "R11": "the bureau opened six months ago", "S10C": "no group that has ended gave cards with it in the quarter",
    "S19C": "no group that has ended gave cards with it in the quarter",
}
"""Indicators without a figure there, and why; the whole demo has one of each (see `test_full_demo`)."""


@pytest.fixture(scope="module")
def beside(demo: Path) -> Beside:
    return Beside(demo, QUARTER)


def covered() -> dict[str, int]:
    """Indicator -> how many of its figures agreed when the table was last written."""
    return {name: int(number) for name, number in map(str.split, COVERED.read_text("utf-8").splitlines())}


@pytest.mark.parametrize("indicator", sorted(HANDS))
def test_a_hand_count_agrees(beside: Beside, indicator: str) -> None:
    found = beside.of(indicator)
    assert not found.differing, "\n".join(found.differing)
    assert found.agreed > 0 or indicator in NOT_IN_THE_SMALL_DEMO, "no figure was compared"


def test_every_indicator_is_counted_by_hand(shipped_catalogue: dict[str, Entry]) -> None:
    assert set(HANDS) == {name for name, entry in shipped_catalogue.items() if entry.computed}


def test_what_was_covered_still_is(beside: Beside) -> None:
    agreed = {name: beside.of(name).agreed for name in HANDS}
    table = "".join(f"{name} {number}\n" for name, number in sorted(agreed.items()) if number)
    fewer = {name: f"{agreed[name]} of {number}" for name, number in covered().items() if agreed.get(name, 0) < number}
    assert not fewer, f"These figures are no longer counted twice: {fewer}. The whole table now:\n{table}"


def test_every_demand_of_the_matrix_has_a_figure_counted_twice_or_a_reason(shipped_catalogue: dict[str, Entry]) -> None:
    facts = {name for name, entry in shipped_catalogue.items() if entry.fact}
    wanted = {demand.indicator for demand in demands()}
    assert wanted - covered().keys() - facts == wanted & NOT_IN_THE_SMALL_DEMO.keys()
    assert len(wanted & covered().keys()) >= 255
