"""A strip: one column a month of a share that is told exactly, such as a group's attendance. Drawn from published figures only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ..languages import Language
from ..scope import Period
from . import sentences, words
from .figure import Figure, Rendering, as_said, protected_only
from .tabulations import Table

MONTHS = 6
"""Columns of a strip: the months of this quarter and of the one before."""


@dataclass(frozen=True)
class Column:
    """One month: its name in short, its share in words and between 0 and 1."""

    label: str
    text: str
    share: float


@dataclass(frozen=True)
class Strip(Rendering):
    """Months side by side on one scale, from nothing to all."""

    title: str
    subtitle: str
    alt: str
    columns: tuple[Column, ...]
    table: Table | None = None
    figures: tuple[Figure, ...] = ()


@protected_only
def strip(language: Language, figures: Sequence[Figure], period: str) -> Strip | None:
    """The last months, from figures of quarters of which each tells one month (its part is m1, m2 or m3); None under two."""
    told = [figure for figure in figures if figure.numerator is not None and figure.n]
    months = sorted(((_month(figure, period), figure) for figure in told), key=lambda pair: pair[0])[-MONTHS:]
    if len(months) < 2:
        return None
    columns = tuple(Column(language.month(day, short=True), language.percent(as_said(figure.value or 0.0, 2)), figure.value or 0.0)
                    for day, figure in months)
    name = words.title(language, months[-1][1].entry)
    title = _message(language, months) or name
    rows = tuple((language.month(day), sentences.value(language, figure)) for day, figure in months)
    alt = language.say("Columns, one a month. {title}. {values}.", title=title,
                       values=" ; ".join(f"{month}: {value}" for month, value in rows))
    shown = tuple(figure for _, figure in months)
    return Strip(title, "", alt, columns, Table(name, (language.say("When"), language.say("Value")), rows, shown), shown)


def _message(language: Language, months: Sequence[tuple[dt.date, Figure]]) -> str:
    """Which month was highest and which lowest, the last of several; empty where all are the same."""
    (most, best), (least, worst) = (max(((sign * (figure.value or 0.0), day) for day, figure in months)) for sign in (1, -1))
    if most == -least:
        return ""
    return language.say("Attendance: highest in {best}, lowest in {worst}", best=language.month(best), worst=language.month(worst))


def _month(figure: Figure, period: str) -> dt.date:
    """The first day of the month that a part of a quarter tells."""
    start = Period.parse(figure.before or period).start
    return start.replace(month=start.month + int(figure.part[1:]) - 1)
