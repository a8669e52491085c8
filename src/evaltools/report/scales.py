"""Static charts on one scale: changes around nothing, and a figure over the quarters. Drawn from published figures only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ..languages import Language, phrase
from ..statistics.control_charts import LEAST_PERIODS, individuals
from ..statistics.estimate import TooFew, Undetermined
from . import sentences, tabulations
from .figure import SHARES, Figure, Rendering, as_said, protected_only
from .tabulations import Table

Shape = Literal["up", "down", "open"]
HEIGHT = 100  # of the drawing of a series, in pixels, without its labels
SMALLEST = 2.0  # the end of a scale of changes: smaller ones are not blown up
STEADY = 5  # steps one way, one of them at most standing still, before a rise or fall is told
TOLD = {"rising": phrase("{title}: rising for more than a year"), "falling": phrase("{title}: falling for more than a year"),
        "above": phrase("{title}: higher than usual this quarter"), "below": phrase("{title}: lower than usual this quarter"),
        "usual": phrase("{title}: as usual this quarter"), "few": phrase("{title}, quarter by quarter")}


@dataclass(frozen=True)
class Moved:
    """One change: its place and the ends of its interval, each between 0 and 1, and what it says."""

    label: str
    text: str
    at: float
    low: float
    high: float
    shape: Shape


@dataclass(frozen=True)
class ChangeChart(Rendering):
    """Changes on one scale around nothing, the largest first."""

    title: str
    subtitle: str
    alt: str
    rows: tuple[Moved, ...]
    ticks: tuple[tuple[float, str], ...]
    table: Table | None = None
    figures: tuple[Figure, ...] = ()

    @property
    def has_open(self) -> bool:
        """Some change can be chance."""
        return any(row.shape == "open" for row in self.rows)


@dataclass(frozen=True)
class Point:
    """One quarter of a series: its place from left to right, and from the top in pixels; `low` and `high` the ends of a range."""

    label: str
    text: str
    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True)
class Series(Rendering):
    """One figure over the quarters; `centre` and `limits` in pixels from the top, where there are enough quarters."""

    title: str
    subtitle: str
    alt: str
    points: tuple[Point, ...]
    height: int
    centre: float | None = None
    limits: tuple[float, float] | None = None
    table: Table | None = None
    figures: tuple[Figure, ...] = ()


@protected_only
def changes(language: Language, title: str, subtitle: str, figures: Sequence[Figure]) -> ChangeChart | None:
    """One mark a change, with its likely range; full where it is clear, open where it can be chance; None where none has a value."""
    shown = [figure for figure in figures if figure.value is not None]
    if not shown:
        return None
    end = max(SMALLEST, math.ceil(max(abs(number) for figure in shown for number in _ends(figure))))
    shown.sort(key=lambda figure: (-(figure.value or 0.0), figure.indicator, figure.part))
    rows = tuple(_moved(language, figure, end) for figure in shown)
    ticks = tuple(((tick + end) / (2 * end), language.signed(tick, 0)) for tick in (-end, -end / 2, 0.0, end / 2, end))
    alt = language.say("Points around zero, one line a change. {title}. {values}.", title=title.rstrip("."),
                       values=" ; ".join(f"{row.label}: {row.text}" for row in rows))
    return ChangeChart(title, subtitle, alt, rows, ticks, tabulations.of_figures(language, title, shown), tuple(shown))


def _ends(figure: Figure) -> tuple[float, float, float]:
    value = figure.value or 0.0
    low, high = (as_said(value if end is None else end, 1) for end in (figure.low, figure.high))
    return as_said(value, 1), low, high


def _moved(language: Language, figure: Figure, end: float) -> Moved:
    value, low, high = ((min(max(number, -end), end) + end) / (2 * end) for number in _ends(figure))
    told = figure.low is not None and figure.high is not None and not figure.low <= 0 <= figure.high
    better = (figure.value or 0.0) > 0 if figure.entry.get("better") != "lower" else (figure.value or 0.0) < 0
    shape: Shape = "open" if not told else "up" if better else "down"
    return Moved(tabulations.label(language, figure), sentences.value(language, figure), value, low, high, shape)


@protected_only
def series(language: Language, figures: Sequence[Figure], period: str) -> Series | None:
    """One figure in each quarter that was published, the oldest first; from six quarters on, what is usual; None under three."""
    shown = [figure for figure in figures if not figure.withheld and _span(figure)]
    if len(shown) < 3:
        return None
    spans = [_span(figure) or (0.0, 0.0) for figure in shown]
    top = 1.0 if shown[-1].kind in SHARES else max(high for _, high in spans) * 1.15 or 1.0
    points = tuple(Point(language.quarter(figure.before or period), _short(language, figure), (place + 0.5) / len(shown),
                         _down((low + high) / 2, top), _down(low, top), _down(high, top))
                   for place, (figure, (low, high)) in enumerate(zip(shown, spans, strict=True)))
    told, centre, limits = _usual(spans, top if shown[-1].kind in SHARES else math.inf)
    name = sentences.named(language, shown[-1])
    title = language.say(TOLD[told], title=name)
    alt = language.say("Points, one a quarter. {title}. {values}.", title=title,
                       values=" ; ".join(f"{point.label}: {point.text}" for point in points))
    drawn = None if limits is None else (_down(limits[1], top), _down(limits[0], top))
    return Series(title, "", alt, points, HEIGHT, None if centre is None else _down(centre, top), drawn,
                  tabulations.by_quarter(language, title, shown, period), tuple(shown))


def _usual(spans: Sequence[tuple[float, float]], most: float) -> tuple[str, float | None, tuple[float, float] | None]:
    """Whether the last quarter is unlike the others, by limits of individual values; only where each is told exactly."""
    values = [low for low, high in spans if low == high]
    if len(values) < max(LEAST_PERIODS, len(spans)):
        return "few", None, None
    try:
        chart = individuals(values, within=(0.0, most))
    except (TooFew, Undetermined):
        return "few", None, None
    last = _steady(values) or ("above" if values[-1] > chart.high[-1] else "below" if values[-1] < chart.low[-1] else "usual")
    return last, chart.centre, (float(chart.low[-1]), float(chart.high[-1]))


def _steady(values: Sequence[float]) -> str:
    """Which way the last quarters went without a step back, if they did: the last one alone would say less."""
    steps = [now - before for before, now in pairwise(values)][-STEADY:]
    rising, falling = all(step >= 0 for step in steps), all(step <= 0 for step in steps)
    moved = sum(step != 0 for step in steps) >= STEADY - 1
    return "rising" if rising and moved else "falling" if falling and moved else ""


def _span(figure: Figure) -> tuple[float, float] | None:
    """The smallest and largest value that a figure tells, as precisely as it is said."""
    if figure.kind in SHARES:
        return (as_said(figure.shares[0], 2), as_said(figure.shares[1], 2)) if figure.shares else None
    if figure.value is not None:
        return as_said(figure.value, 1), as_said(figure.value, 1)
    return (float(figure.bounds[0]), float(figure.bounds[1])) if figure.bounds else None


def _short(language: Language, figure: Figure) -> str:
    low, high = _span(figure) or (0.0, 0.0)
    said = language.percent if figure.kind in SHARES else language.short
    return said(low) if low == high else f"{said(low)}–{said(high)}"


def _down(value: float, top: float) -> float:
    """A value's distance from the top, in pixels."""
    return round(HEIGHT * (1 - min(max(value / top, 0.0), 1.0)), 1)
