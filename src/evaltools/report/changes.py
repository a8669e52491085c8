"""What changed since the quarter before: a few main figures then and now, and how they run over the quarters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from ..languages import phrase
from ..statistics.proportions import score_interval
from . import scales, sentences
from .figure import SHARES, Figure
from .pieces import Piece, extra, joined, piece

if TYPE_CHECKING:
    from .report import Report

MAIN = (("T01", ""), ("T02", ""), ("RR", "end"), ("S01", ""), ("S09C", "session"), ("R01", ""), ("R13", ""), ("A15", ""), ("N07", ""),
        ("V02N", ""), ("F17D", ""))
"""The figures that are followed from quarter to quarter: indicator, and wave where only one counts."""
DRAWN = {"cohort": 1, "site": 2, "programme": 4}
"""Series that are drawn; the table has the others."""
Way = Literal["up", "down", "same"]
_SAID = {"up": phrase("higher"), "down": phrase("lower"), "same": phrase("no clear change")}
_HEADS = (phrase("What"), phrase("Last quarter"), phrase("This quarter"), phrase("Change"))


def since(report: Report) -> Piece | None:
    """Each main figure beside its value of the quarter before, then their series; None in a first quarter."""
    before = report.view.quarter_before
    pairs = [pair for pair in (_pair(report, *main, before) for main in MAIN) if pair] if before else []
    if not pairs:
        return None
    language = report.language
    rows = [_row(report, *pair) for pair in pairs]
    heads = [language.say(head) for head in _HEADS]
    heads[1] = language.period(before).capitalize()
    table = piece("board", caption=_message(report, [row["way"] for row in rows]), heads=heads, rows=rows,
                  shows=[figure for pair in pairs for figure in pair])
    told = language.say("Higher or lower is said only where the likely ranges of both quarters do not meet.")
    lines = [scales.series(language, report.view.series(now), str(report.view.release.context["period"])) for _, now in pairs]
    drawn = [line for line in lines if line][:DRAWN[report.view.scope.level]]
    alike = [line for line in drawn if line.figures[-1].kind in SHARES]
    shown = [_side_by_side(report, alike)] if len(alike) > 1 else []
    shown += [piece("series", chart=line, say=language.say) for line in drawn if not shown or line not in alike]
    note = piece("paragraph", text=told, tone="quiet")
    return joined([table, *(extra(report.view.scope.level, each) for each in (note, *shown))])


def _side_by_side(report: Report, lines: Sequence[scales.Series]) -> Piece:
    """Series of shares in pictures of one size: each goes from nothing to all, so that heights can be compared."""
    inside = joined(piece("series", chart=line, say=report.language.say) for line in lines)
    note = piece("paragraph", text=report.language.say("These pictures have one scale, from nothing to 100%."), tone="quiet")
    return note + piece("multiples", inside=inside.html, shows=inside.figures)


def _pair(report: Report, indicator: str, wave: str, before: str) -> tuple[Figure, Figure] | None:
    """A figure of the quarter before and of this one; none where one of them is not told, or this one only stands as before."""
    now = report.find(indicator, wave=wave or None)
    if now is None or now.withheld or now.status == "carried":
        return None
    former = next((figure for figure in report.view.series(now) if figure.before == before), None)
    return (former, now) if former else None


def _row(report: Report, former: Figure, now: Figure) -> dict[str, Any]:
    language, way = report.language, way_of(former, now)
    better = now.entry.get("better")
    valued = way != "same" and better in ("higher", "lower")
    mood = ("good" if (way == "up") == (better == "higher") else "watch") if valued else ""
    cells = [sentences.value(language, former), sentences.value(language, now)]
    return {"label": sentences.named(language, now), "note": "", "cells": cells, "tone": way, "mood": mood, "way": way,
            "verdict": language.say(_SAID[way])}


def way_of(former: Figure, now: Figure) -> Way:
    """Which way a figure went, where what is told of both quarters leaves no doubt."""
    one, other = _ends(former), _ends(now)
    if one is None or other is None:
        return "same"
    return "up" if other[0] > one[1] else "down" if other[1] < one[0] else "same"


def _ends(figure: Figure) -> tuple[float, float] | None:
    """The range in which a figure lies: its interval, by chance alone where none is told; of a count, what is told of it."""
    if figure.low is not None and figure.high is not None:
        return figure.low, figure.high
    if figure.kind in SHARES and figure.numerator is not None and figure.n:
        return score_interval(figure.numerator / figure.n, figure.n)
    if figure.kind in SHARES:
        return figure.shares
    if figure.value is not None:
        return figure.value, figure.value
    return (float(figure.bounds[0]), float(figure.bounds[1])) if figure.bounds else None


def _message(report: Report, ways: Sequence[str]) -> str:
    clear = sum(way != "same" for way in ways)
    if not clear:
        return report.language.say("Nothing clearly changed")
    return report.language.count("{n} figure clearly changed", "{n} figures clearly changed", clear)
