"""The spread of answers: satisfied, in between, not satisfied, as three parts of one bar a theme. Never for one group.

Where the parts of a theme may not be told, its bar says how many are satisfied and nothing of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..languages import Language, phrase
from . import charts, sentences, tabulations
from .charts import Segment
from .figure import Figure, Rendering, protected_only
from .tabulations import Table

MIDDLE, WORST = "S01B", "S01D"
ITEMS = {("S01", ""): "overall", ("S02", ""): "promotion", ("S03", ""): "regularity", ("S05", ""): "tools", ("S06", ""): "venue",
         ("S07", "support"): "support", ("S09", ""): "content"}
"""Of a share that is satisfied, the part of the two entries that tell the rest of the same answers."""
SATISFIED, BETWEEN, NOT = phrase("Satisfied"), phrase("In between"), phrase("Not satisfied")
EITHER = phrase("In between or not satisfied: the exact number stays hidden")
NAMES = (SATISFIED, BETWEEN, NOT)
LEGEND = {"full": SATISFIED, "striped": phrase("possible: the exact number stays hidden"), "crossed": BETWEEN, "blank": EITHER,
          "dotted": NOT, "track": phrase("Others, not told apart")}
"""What is drawn, from left to right, by its pattern."""
THREE = ("full", "crossed", "blank", "dotted")
Parts = Sequence[Figure]
"""What is told of one theme: the share that is satisfied, and, where its spread can be drawn, the two others."""


@dataclass(frozen=True)
class Spread:
    """The bar of one theme: its name, how many are satisfied, what is told of the others, and what is drawn."""

    label: str
    text: str
    others: str
    segments: tuple[Segment, ...]
    beside: bool = False


@dataclass(frozen=True)
class SpreadChart(Rendering):
    """Groups of bars on one scale, one group a theme; behind a theme's own bar that of the whole programme."""

    title: str
    subtitle: str
    alt: str
    legend: tuple[tuple[str, str], ...]
    groups: tuple[tuple[Spread, ...], ...]
    table: Table | None = None
    figures: tuple[Figure, ...] = ()


@protected_only
def counts(parts: Sequence[Figure | None]) -> tuple[int, ...]:
    """How many women are surely satisfied, in between, one of the two others, not satisfied; empty where that cannot be drawn.

    The first of the three figures is exact. So are both others; or one is told as 0 to some few and the other is not. Rounded
    ones that do not add up are not drawn as if they did.
    """
    first, *rest = parts
    if first is None or first.numerator is None or first.n is None:
        return ()
    others = first.n - first.numerator
    told = [part.bounds if part is not None and not part.withheld and part.n == first.n else None for part in rest]
    if len(told) != 2 or not any(told):
        return ()
    middle, worst = told
    if middle and worst:
        exact = middle[0] == middle[1] and worst[0] == worst[1] and middle[0] + worst[0] == others
        return (first.numerator, middle[0], 0, worst[0]) if exact else ()
    low, few = middle or worst or (0, 0)
    if low != 0 or few > others:
        return ()
    return first.numerator, 0 if middle else others - few, few, 0 if worst else others - few


@protected_only
def spreads(language: Language, title: str, subtitle: str, groups: Sequence[Sequence[Parts]]) -> SpreadChart:
    """A bar a theme, in three parts where there are `counts` of it; behind the first of a group stand those of wider scopes."""
    drawn = tuple(tuple(_spread(language, parts, index > 0) for index, parts in enumerate(group)) for group in groups)
    told = " ; ".join(f"{bar.label}: {' · '.join(filter(None, (bar.text, bar.others)))}"
                      for group in drawn for bar in group if not bar.beside)
    alt = language.say("Bars in up to three parts, one line a theme. {title}. {values}.", title=title.rstrip("."), values=told)
    used = {part.pattern for group in drawn for bar in group for part in bar.segments}
    legend = tuple((language.say(name), pattern) for pattern, name in LEGEND.items() if pattern in used)
    every = [(parts, index > 0) for group in groups for index, parts in enumerate(group)]
    table = Table(title, tuple(language.say(head) for head in (phrase("What"), *NAMES, phrase("Base"))),
                  tuple(_row(language, parts, beside) for parts, beside in every), tuple(figure for parts, _ in every for figure in parts))
    return SpreadChart(title, subtitle, alt, legend, drawn, table, table.figures)


def _spread(language: Language, parts: Parts, beside: bool) -> Spread:
    satisfied, *rest = parts
    label = language.say("The whole programme") if beside else tabulations.label(language, satisfied)
    others = " · ".join(f"{language.say(name)} {sentences.value(language, part)}"
                        for name, part in zip(NAMES[1:], rest, strict=False) if not part.withheld)
    return Spread(label, sentences.value(language, satisfied), others, _three(parts) if rest else _alone(language, satisfied), beside)


def _three(parts: Parts) -> tuple[Segment, ...]:
    n, start, found = parts[0].n or 1, 0, []
    for count, pattern in zip(counts(parts), THREE, strict=True):
        found += [Segment("", "", start / n, (start + count) / n, pattern)] if count else []
        start += count
    return tuple(found)


def _alone(language: Language, figure: Figure) -> tuple[Segment, ...]:
    """How many are satisfied, surely and possibly, and the others; nothing where that is not told."""
    bar = charts.bar(language, figure, "")
    ends = [0.0, bar.sure, max(bar.sure, bar.maybe), 1.0]
    found = [Segment("", "", start, end, pattern)
             for start, end, pattern in zip(ends, ends[1:], ("full", "striped", "track"), strict=False)]
    return () if bar.hidden else tuple(part for part in found if part.end > part.start)


def _row(language: Language, parts: Parts, beside: bool) -> tuple[str, ...]:
    name = tabulations.label(language, parts[0])
    named = language.say("{title} ({part})", title=name, part=language.say("The whole programme")) if beside else name
    rest = [sentences.value(language, part) for part in parts[1:]] or [language.say("not shown")] * 2
    return (named, sentences.value(language, parts[0]), *rest, language.number(parts[0].n) if parts[0].n else "")
