"""From units to figures: added up by hand for every group, site and programme."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from evaltools.scope import Period

from .forms import Form, read
from .workbooks import Registers, Row

LEVELS = ("cohort", "site", "programme")
Key = tuple[str, str, str, str]
"""Level, scope, wave, part."""


@dataclass(frozen=True)
class Unit:
    """One of what is counted, and what it is worth."""

    value: float
    who: str | None = None
    cohort: str | None = None
    site: str | None = None
    programme: str | None = None
    day: dt.date | None = None
    wave: str = ""
    part: str = ""
    weight: float = 1.0
    before: float = math.nan


@dataclass(frozen=True)
class Raw:
    """Everything that was read, and the days of the window that is counted: from `start` up to, not with, `end`."""

    registers: Registers
    forms: list[Form]
    answers: list[Form]
    start: dt.date
    end: dt.date

    def of(self, table: str, day: str = "date") -> list[Row]:
        """The rows of a sheet whose day lies in the window."""
        return [row for row in self.registers[table] if self.during(row[day])]

    def during(self, day: dt.date | None) -> bool:
        """Whether a day lies in the window."""
        return day is not None and self.start <= day < self.end


Units = Callable[[Raw], Iterable[Unit]]
Window = str


@dataclass(frozen=True)
class Hand:
    """How an indicator is counted by hand: its units in a window, and what is made of them.

    women: different women are counted. middle: the median, of what is nobody's. told_from: fewer women have no mean. clearly, lower:
    what counts as clear progress. staff: nothing of a group that still meets. above: parts that no group has a figure of.
    """

    kind: str
    window: Window
    units: Units
    women: bool = False
    middle: bool = False
    told_from: int = 0
    clearly: float = 2.0
    lower: bool = False
    staff: bool = False
    above: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """One figure; what a kind does not have is None."""

    n: float | None = None
    numerator: float | None = None
    value: float | None = None


@dataclass
class Desk:
    """The raw files of one organisation, read once, and its quarter."""

    folder: Path
    period: Period
    registers: Registers = field(init=False)

    def __post_init__(self) -> None:
        self.registers = Registers(self.folder)
        self.forms, self.answers = read(self.folder, self.registers, self.period.end)

    def raw(self, window: Window, level: str) -> Raw:
        """What a level looks at: answers are read to date in a group, over four quarters above it."""
        year, always = self.period.back(3).start, dt.date(1900, 1, 1)
        start = {"quarter": self.period.start, "year": year, "calendar_year": dt.date(self.period.start.year, 1, 1), "to_date": always,
                 "answers": always if level == "cohort" else year}[window]
        return Raw(self.registers, self.forms, self.answers, start, self.period.end)

    def figures(self, hand: Hand) -> Iterator[tuple[Key, Result]]:
        """Every figure of an indicator that has any unit, on every level."""
        for level in LEVELS:
            raw, groups = self.raw(hand.window, level), dict[Key, list[Unit]]()
            for unit in hand.units(raw):
                scope = getattr(unit, level)
                told = not (hand.staff and self.runs(unit)) and not (level == "cohort" and unit.part in hand.above)
                if scope and told and (unit.day is None or raw.during(unit.day)):
                    groups.setdefault((level, scope, unit.wave, unit.part), []).append(unit)
            for key, units in groups.items():
                yield key, ADDED[hand.kind](units, hand)
                if hand.kind == "change":
                    yield (*key[:3], key[3] + ".up"), clearly_up(units, hand)

    def runs(self, unit: Unit) -> bool:
        """Whether a unit is one of a group that still meets: nothing is said of its team."""
        if unit.wave in ("visit", "yearly", "partners"):
            return False
        return unit.cohort is None or not self.registers.groups[unit.cohort]["end"]


def share(units: list[Unit], hand: Hand) -> Result:
    """How many of all."""
    count = sum(unit.value for unit in units)
    return Result(len(units), count, count / len(units))


def mean(units: list[Unit], hand: Hand) -> Result:
    """The mean or the middle one; nothing of fewer women than may be told."""
    values = [unit.value for unit in units]
    if hand.told_from and units[0].who is not None and len(values) < hand.told_from:
        return Result(len(values))
    # Of women, the middle one would be somebody's own value: there the mean is taken.
    return Result(len(values), None, median(values) if hand.middle and units[0].who is None else sum(values) / len(values))


def count(units: list[Unit], hand: Hand) -> Result:
    """How many together, or how many different women."""
    total = float(len({unit.who for unit in units if unit.who})) if hand.women else sum(unit.value for unit in units)
    return Result(None, round(total), total)


def rate(units: list[Unit], hand: Hand) -> Result:
    """Sum by sum."""
    part, whole = sum(unit.value for unit in units), sum(unit.weight for unit in units)
    return Result(round(whole), round(part), part / whole if whole else None)


def change(units: list[Unit], hand: Hand) -> Result:
    """The mean of the differences."""
    return Result(len(units), None, sum(unit.value - unit.before for unit in units) / len(units))


def clearly_up(units: list[Unit], hand: Hand) -> Result:
    """Whose difference for the better is at least so much."""
    sign = -1 if hand.lower else 1
    up = sum(sign * (unit.value - unit.before) >= hand.clearly - 1e-12 for unit in units)
    return Result(len(units), up, up / len(units))


def difference(units: list[Unit], hand: Hand) -> Result:
    """The share of those with (`weight` 1) less the share of those without."""
    sides = [[unit.value for unit in units if unit.weight == side] for side in (1, 0)]
    if not all(sides):
        return Result(len(units))
    first, second = (sum(side) / len(side) for side in sides)
    return Result(len(units), None, first - second)


def incidence(units: list[Unit], hand: Hand) -> Result:
    """Aalen and Johansen's share gone by day 182: `value` 1 went, 2 left otherwise, 0 still there after `weight` days."""
    here, gone = 1.0, 0.0
    for day in sorted({unit.weight for unit in units if unit.value and unit.weight <= 182}):
        at_risk = sum(unit.weight >= day for unit in units)
        went, left = (sum(unit.weight == day and unit.value == event for unit in units) for event in (1, 2))
        gone += here * went / at_risk
        here *= 1 - (went + left) / at_risk
    return Result(len(units), None, gone)


ADDED: Mapping[str, Callable[[list[Unit], Hand], Result]] = {
    "share": share, "mean": mean, "count": count, "rate": rate, "change": change, "difference": difference, "incidence": incidence}
