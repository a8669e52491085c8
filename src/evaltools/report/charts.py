"""Static charts, drawn from published figures only: a bar knows the base and the band, so it shows no more than they say.

Geometry is in shares of the width, so one drawing fits every screen; all words and numbers stand beside it as text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..languages import Language
from . import sentences, words
from .figure import Figure, Rendering, as_said, protected_only
from .tabulations import Table, label

Naming = Literal["part", "wave", "scope", "full"]
TOP = 10  # the end of the scale of answers
PATTERNS = ("full", "striped", "dotted", "lined", "crossed", "blank")
"""How the parts of a whole are told apart, also in grey print."""
CELLS = 20  # up to this base a bar is cut into one cell a person


@dataclass(frozen=True)
class Bar:
    """One bar. `sure` is certainly filled, from there to `maybe` possibly; both between 0 and 1. `line`: an interval."""

    label: str
    text: str
    sure: float = 0.0
    maybe: float = 0.0
    cells: int = 0
    line: tuple[float, float] | None = None
    beside: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class BarChart(Rendering):
    """Groups of bars, one group a row; the title is the message, `alt` says the chart to who cannot see it."""

    title: str
    subtitle: str
    alt: str
    groups: tuple[tuple[Bar, ...], ...]
    table: Table | None = None
    figures: tuple[Figure, ...] = ()

    @property
    def has_band(self) -> bool:
        """Some bar is partly uncertain: the legend explains the stripes."""
        return any(bar.maybe > bar.sure for group in self.groups for bar in group)

    @property
    def has_line(self) -> bool:
        """Some bar carries an interval."""
        return any(bar.line and not bar.beside for group in self.groups for bar in group)


@dataclass(frozen=True)
class Mark:
    """One value of a dumbbell: its place between 0 and 1, the ends of its interval, its text, its shape."""

    at: float
    low: float
    high: float
    text: str
    shape: str


@dataclass(frozen=True)
class Dumbbell:
    """One life domain: marks in the order of the waves, and the change in words."""

    label: str
    marks: tuple[Mark, ...]
    text: str = ""

    @property
    def span(self) -> tuple[float, float]:
        """The smallest and largest place of a mark: the line between them."""
        places = [mark.at for mark in self.marks]
        return min(places), max(places)

    @property
    def ends(self) -> tuple[Mark, Mark | None]:
        """The marks that carry a text, the left one's to the left; a single mark carries its own."""
        ordered = sorted(self.marks, key=lambda mark: mark.at)
        return ordered[0], ordered[-1] if len(ordered) > 1 else None


@dataclass(frozen=True)
class DumbbellChart(Rendering):
    """One dumbbell a life domain on the same scale."""

    title: str
    subtitle: str
    alt: str
    rows: tuple[Dumbbell, ...]
    shapes: tuple[tuple[str, str], ...]
    ticks: tuple[tuple[float, str], ...]
    table: Table | None = None
    figures: tuple[Figure, ...] = ()

    @property
    def has_range(self) -> bool:
        """Some mark carries an interval: the legend explains the pale band."""
        return any(mark.high > mark.low for row in self.rows for mark in row.marks)


@dataclass(frozen=True)
class Segment:
    """One part of a whole, between 0 and 1."""

    label: str
    text: str
    start: float
    end: float
    pattern: str


@dataclass(frozen=True)
class Stack(Rendering):
    """The parts of one whole side by side."""

    title: str
    subtitle: str
    alt: str
    segments: tuple[Segment, ...]
    table: Table | None = None
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class People(Rendering):
    """Ten people: how many surely, how many possibly."""

    label: str
    text: str
    sure: int
    maybe: int
    ten: tuple[int, ...] = field(default=tuple(range(10)))
    figures: tuple[Figure, ...] = ()


@protected_only
def bar(language: Language, figure: Figure, name: str, *, beside: bool = False) -> Bar:
    """The bar of one share: a withheld one has no length at all."""
    text = sentences.value(language, figure)
    if not figure.is_share or figure.shares is None:
        return Bar(name, text, beside=beside, hidden=True)
    sure, maybe = figure.shares if figure.bounds else (as_said(share, 2) for share in figure.shares)
    cells = figure.n if figure.n and figure.n <= CELLS and not beside else 0
    return Bar(name, text, sure, maybe, cells, _line(figure), beside)


def _line(figure: Figure) -> tuple[float, float] | None:
    """The ends of the interval as precisely as the text beside says them: in whole percents."""
    ends = sentences.likely(figure)
    return (as_said(ends[0], 2), as_said(ends[1], 2)) if ends else None


@protected_only
def shares(language: Language, title: str, subtitle: str, groups: Sequence[Sequence[Figure]], table: Table | None = None,
           *, by: Naming = "part") -> BarChart:
    """Bars of shares, named `by` what tells them apart; the first of a group is the report's own figure."""
    rows = tuple(tuple(bar(language, figure, _name(language, figure, "scope" if index else by), beside=index > 0)
                       for index, figure in enumerate(group)) for group in groups)
    return BarChart(title, subtitle, _alt(language, title, rows), rows, table,
                    tuple(figure for group in groups for figure in group))


def _name(language: Language, figure: Figure, by: Naming) -> str:
    if by == "scope":
        return language.say(words.SCOPES[figure.level])
    if by == "full":
        return sentences.titled(language, figure)
    return words.wave(language, figure.wave) if by == "wave" else label(language, figure)


@protected_only
def counts(language: Language, title: str, subtitle: str, figures: Sequence[Figure], table: Table | None = None,
           *, ordered: bool = True) -> BarChart:
    """Bars of counts on one scale, the longest first unless `ordered` is off; "fewer than 5" is a striped bar up to 4."""
    shown = [figure for figure in figures if not figure.withheld]
    longest = max((_count(figure)[1] for figure in shown), default=0.0) or 1.0
    rows = []
    for figure in sorted(figures, key=lambda figure: (-_count(figure)[1], figure.indicator, figure.part)) if ordered else figures:
        low, high = _count(figure)
        text = sentences.value(language, figure)
        rows.append((Bar(label(language, figure), text, low / longest, high / longest, hidden=figure.withheld),))
    return BarChart(title, subtitle, _alt(language, title, tuple(rows)), tuple(rows), table, tuple(figures))


def _count(figure: Figure) -> tuple[float, float]:
    if figure.withheld:
        return 0.0, 0.0
    if figure.bounds:
        return float(figure.bounds[0]), float(figure.bounds[1])
    amount = figure.amount or 0.0
    return amount, amount


@protected_only
def stack(language: Language, title: str, subtitle: str, parts: Sequence[tuple[Figure, str]],
          table: Table | None = None) -> Stack | None:
    """The parts of one base side by side, e.g. present, excused, unexcused; None unless each is exact on the same base."""
    bases = {figure.n for figure, _ in parts}
    if len(parts) > len(PATTERNS) or len(bases) != 1 or None in bases or any(figure.numerator is None for figure, _ in parts):
        return None
    start, segments = 0.0, []
    for (figure, name), pattern in zip(parts, PATTERNS, strict=False):
        end = start + (figure.numerator or 0) / (figure.n or 1)
        segments.append(Segment(name, sentences.value(language, figure), start, end, pattern))
        start = end
    alt = language.say("Bar in parts. {message}", message=" ; ".join(f"{part.label}: {part.text}" for part in segments))
    return Stack(title, subtitle, alt, tuple(segments), table, tuple(figure for figure, _ in parts))


@protected_only
def people(language: Language, figure: Figure, name: str) -> People | None:
    """Ten people for a share, no decimals; None where it is not shown. Depends on the base and the band alone."""
    if not figure.is_share or figure.shares is None:
        return None
    low, high = figure.shares
    # A band rounds outwards: "possibly" must reach as far as the range does.
    ends = (round(low * 10),) * 2 if low == high else (math.floor(low * 10 + 1e-9), math.ceil(high * 10 - 1e-9))
    return People(name, sentences.value(language, figure), *ends, figures=(figure,))


@protected_only
def domains(language: Language, title: str, rows: Sequence[tuple[str, Sequence[Figure | None], str]], waves: Sequence[str],
            table: Table | None = None, subtitle: str = "") -> DumbbellChart:
    """One dumbbell a life domain: the mean of each wave on a scale from 0 to ten, pale where chance may move it."""
    shapes = dict(zip(waves, ("before", "after"), strict=False))
    drawn = []
    for name, figures, text in rows:
        marks = tuple(_mark(language, figure, shapes[wave]) for figure, wave in zip(figures, waves, strict=True)
                      if figure is not None and figure.value is not None)
        if marks:
            drawn.append(Dumbbell(name, marks, text))
    subtitle = subtitle or language.say("Average answer, from 0 (not at all satisfied) to 10 (completely satisfied)")
    if any(figure and figure.shape == "banded" for _, figures, _ in rows for figure in figures):
        subtitle = f"{subtitle}. {language.say('Values are rounded to the half point.')}"
    if any(text for _, _, text in rows):
        subtitle = f"{subtitle.rstrip('.')}. {language.say('On the right: the change of the women who answered both times.')}"
    message = " ; ".join(f"{row.label}: {' – '.join(mark.text for mark in row.marks)}" for row in drawn)
    ticks = tuple((tick / TOP, language.number(tick)) for tick in range(0, TOP + 1, 2))
    legend = tuple((shape, words.wave(language, wave)) for wave, shape in shapes.items())
    alt = language.say("Points on a scale, one line an area of life. {message}", message=message)
    return DumbbellChart(title, subtitle, alt, tuple(drawn), legend, ticks, table,
                         tuple(figure for _, figures, _ in rows for figure in figures if figure))


def _mark(language: Language, figure: Figure, shape: str) -> Mark:
    value, low, high = (as_said(end, 1) for end in (figure.value or 0.0, *_range(figure)))
    return Mark(value / TOP, max(low, 0) / TOP, min(high, TOP) / TOP, language.number(value, 1), shape)


def _range(figure: Figure) -> tuple[float, float]:
    value = figure.value or 0.0
    return (figure.low if figure.low is not None else value), (figure.high if figure.high is not None else value)


def _alt(language: Language, title: str, groups: Sequence[Sequence[Bar]]) -> str:
    """Chart type, message, what is compared: made from the same bars that are drawn."""
    values = " ; ".join(f"{bar.label}: {bar.text}" for group in groups for bar in group if not bar.beside)
    return language.say("Bar chart. {title}. {values}.", title=title.rstrip("."), values=values)
