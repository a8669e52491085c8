"""Tables: the figures behind a chart, and tables in their own right. Every cell is text made from a published row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..languages import Language
from . import sentences, words
from .figure import Figure, Rendering, protected_only


@dataclass(frozen=True)
class Table(Rendering):
    """One table: its caption, the heads of its columns, its rows, the figures in them; a row's first cell names it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[Figure, ...] = ()


@protected_only
def label(language: Language, figure: Figure) -> str:
    """What a figure is called in a table or chart: its part where it has one, else its indicator."""
    return words.title(language, figure.entry, figure.part)


@protected_only
def of_figures(language: Language, caption: str, figures: Sequence[Figure], *, by_wave: bool = False, full: bool = False) -> Table:
    """One row a figure: its name, its value, its base, its interval where one of them has an interval."""
    rows = []
    for figure in figures:
        name = words.wave(language, figure.wave) if by_wave else sentences.titled(language, figure) if full else label(language, figure)
        base = language.number(figure.n) if figure.n is not None else ""
        rows.append((name, sentences.value(language, figure), base, sentences.interval(language, figure)))
    heads = (language.say("When") if by_wave else language.say("What"), language.say("Value"), language.say("Base"),
             language.say("Likely between"))
    return _without_empty(Table(caption, heads, tuple(rows), tuple(figures)))


@protected_only
def by_quarter(language: Language, caption: str, figures: Sequence[Figure], period: str) -> Table:
    """One row a quarter of one figure, the oldest first."""
    rows = tuple((language.period(figure.before or period), sentences.value(language, figure),
                  language.number(figure.n) if figure.n is not None else "") for figure in figures)
    return _without_empty(Table(caption, (language.say("When"), language.say("Value"), language.say("Base")), rows, tuple(figures)))


@protected_only
def beside(language: Language, caption: str, groups: Sequence[Sequence[Figure | None]], levels: Sequence[str]) -> Table:
    """One row an indicator, one column a level: this group, its antenna, the whole programme."""
    heads = (language.say("What"), *(language.say(words.SCOPES[level]) for level in levels))
    rows = []
    for group in groups:
        first = next(figure for figure in group if figure)
        rows.append((label(language, first), *(sentences.value(language, figure) for figure in group)))
    return _without_empty(Table(caption, heads, tuple(rows), _each(groups)))


@protected_only
def domains(language: Language, caption: str, rows: Sequence[tuple[str, Sequence[Figure | None]]], heads: Sequence[str]) -> Table:
    """One row a life domain, one column a wave or a change."""
    body = tuple((name, *(sentences.value(language, figure) for figure in figures)) for name, figures in rows)
    return _without_empty(Table(caption, (language.say("Area of life"), *heads), body, _each([figures for _, figures in rows])))


def _without_empty(table: Table) -> Table:
    """Leave out the columns in which no row has anything."""
    kept = [column for column in range(len(table.heads)) if column == 0 or any(row[column] for row in table.rows)]
    return replace(table, heads=tuple(table.heads[column] for column in kept),
                   rows=tuple(tuple(row[column] for column in kept) for row in table.rows))


def _each(groups: Sequence[Sequence[Figure | None]]) -> tuple[Figure, ...]:
    return tuple(figure for group in groups for figure in group if figure is not None)
