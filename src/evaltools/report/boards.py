"""The standards board: each standard of the programme's kind, what was found, of which quarter, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..catalogue.standards import Standard
from ..languages import phrase
from . import sentences, standards, words
from .figure import Figure
from .pieces import Piece, joined, piece
from .standards import Held

if TYPE_CHECKING:
    from .report import Report

HEADS = (phrase("Standard"), phrase("Found"), phrase("When"), phrase("Verdict"))
VERDICTS = {"met": phrase("met"), "unmet": phrase("not met"), "unsaid": phrase("not measured")}
STRADDLES = phrase("cannot be told from a range")
ORDER = ("unmet", "met", "unsaid")


def board(report: Report) -> Piece | None:
    """The standards of the report's own level, those not met first; behind them those of the antenna and the programme."""
    held = standards.board(report.view)
    own = [each for each in held if report.view.scope.level in each.standard.levels]
    wider = [each for each in held if each not in own]
    if not held:
        return None
    caption = report.language.say("Standards of the programme")
    found = [piece("heading3", text=_message(report, own)), _table(report, own, caption)] if own else []
    if wider:
        summary = report.language.say("Standards that are held against the antenna or the whole programme")
        found.append(piece("folded_part", summary=summary, inside=_table(report, wider, summary).html, shows=_figures(wider)))
    return joined(found)


def _table(report: Report, held: Sequence[Held], caption: str) -> Piece:
    ordered = sorted(held, key=lambda each: ORDER.index(each.verdict))
    heads = [report.language.say(head) for head in HEADS]
    table = piece("board", caption=caption, heads=heads,
                  rows=[_row(report, each) for each in ordered], shows=_figures(ordered))
    documents = dict.fromkeys(report.language.words(each.standard.source) for each in ordered)
    said = report.language.say("Stated by: {documents}.", documents=" ; ".join(documents))
    return joined([table, piece("paragraph", text=said, tone="quiet board-note")])


def _figures(held: Sequence[Held]) -> list[Figure]:
    return [each.figure for each in held if each.figure]


def _row(report: Report, held: Held) -> dict[str, object]:
    language, figure = report.language, held.figure
    shown = figure if figure is not None and not figure.withheld else None
    straddles = held.verdict == "unsaid" and shown is not None
    elsewhere = shown is not None and shown.level != report.view.scope.level
    note = language.say(words.SCOPES[shown.level]) if shown is not None and elsewhere else ""
    return {"label": language.words(held.standard.title), "note": note, "tone": held.verdict, "mood": "",
            "cells": [sentences.value(language, shown) if shown else "–", language.quarter(held.period) if shown else "–"],
            "verdict": language.say(STRADDLES if straddles else VERDICTS[held.verdict])}


def _message(report: Report, held: Sequence[Held]) -> str:
    """How many standards are met, not met, and not told: the board in one line."""
    number = {verdict: report.language.number(sum(each.verdict == verdict for each in held)) for verdict in ORDER}
    if all(each.verdict == "unsaid" for each in held):
        return report.language.say("No standard could be measured this quarter")
    return report.language.say("Met: {met}. Not met: {unmet}. Not told: {unsaid}.", **number)


def unmet(report: Report) -> tuple[str, Figure | None]:
    """The first standard that is not met, as a sentence with its figure; empty where all are."""
    for held in standards.board(report.view):
        if held.verdict == "unmet" and held.figure is not None and held.figure.level == report.view.scope.level:
            language, figure = report.language, held.figure
            label = sentences.named(language, figure)
            text = language.say("{title}: {value}; the standard is {standard}.", title=label, value=sentences.value(language, figure),
                                standard=limits(report, held.standard, figure))
            return text, figure
    return "", None


def limits(report: Report, standard: Standard, figure: Figure) -> str:
    """A standard's limits in words, in the unit of the figure."""
    language = report.language
    low, high = ("" if limit is None else language.percent(limit) if figure.kind in ("share", "rate") else language.short(limit)
                 for limit in (standard.at_least, standard.at_most))
    if not low or not high:
        return language.say("at least {low}", low=low) if low else language.say("at most {high}", high=high)
    return low if low == high else language.say("{low} to {high}", low=low, high=high)
