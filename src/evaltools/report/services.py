"""The sections on a bureau: visits, interviews, activities, needs and requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import charts, sentences, tabulations, words
from .figure import Figure
from .fronts import front, statements
from .pieces import Piece, joined, piece

if TYPE_CHECKING:
    from .report import Report


def reception(report: Report) -> Piece | None:
    """Visits with and without appointment, interviews, services by kind, activities by kind."""
    found = [_counted(report, indicator) for indicator in ("A15", "A01", "A11", "A14")]
    found.append(front(report, "reception"))
    return joined(found) if any(found) else None


def needs(report: Report) -> Piece | None:
    """Needs at the first contact as shares, requests by domain as counts, and how many were solved."""
    entry_needs = [figure for figure in report.find_all("N01") if figure.part and not figure.withheld]
    found = [_shares(report, entry_needs) if entry_needs else None, _counted(report, "N04"),
             statements(report, report.find_all("N07")), front(report, "needs")]
    return joined(found) if any(found) else None


def _counted(report: Report, indicator: str) -> Piece | None:
    """The whole as a sentence, its parts as bars."""
    figures = report.find_all(indicator)
    parts = [figure for figure in figures if figure.part]
    if all(figure.withheld for figure in figures):
        return None
    told = statements(report, [figure for figure in figures if not figure.part])
    if not parts:
        return told
    language = report.language
    title = words.title(language, parts[0].entry)
    table = tabulations.of_figures(language, title, parts)
    chart = charts.counts(language, title, _most_frequent(report, parts), parts, table)
    return joined([piece("bars", chart=chart, say=language.say), told])


def _shares(report: Report, parts: list[Figure]) -> Piece:
    language = report.language
    title = words.title(language, parts[0].entry)
    ordered = sorted(parts, key=lambda figure: (-figure.middle, figure.indicator, figure.part))
    table = tabulations.of_figures(language, title, ordered)
    chart = charts.shares(language, title, _most_frequent(report, ordered), [[figure] for figure in ordered], table)
    return piece("bars", chart=chart, say=language.say)


def _most_frequent(report: Report, parts: list[Figure]) -> str:
    """The message under the title: what comes most often, where one part surely does."""
    ranked = sorted((part for part in parts if part.bounds), key=lambda part: -(part.bounds or (0, 0))[0])
    if len(ranked) < 2 or (ranked[0].bounds or (0, 0))[0] <= (ranked[1].bounds or (0, 0))[1]:
        return ""
    return report.language.say("Most often: {part} ({value})", part=tabulations.label(report.language, ranked[0]),
                               value=sentences.value(report.language, ranked[0]))
