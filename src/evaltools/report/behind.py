"""What stands folded behind a section: each published figure of its indicators, and how each is computed; nothing of it is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..languages import phrase
from . import layout, provenance, sentences, tabulations, words
from .figure import Figure, protected_only
from .pieces import Piece, piece

if TYPE_CHECKING:
    from .report import Report

HEADS = (phrase("What"), phrase("Value"), phrase("Base"), phrase("Likely between"))


def behind(report: Report, name: str) -> Piece | None:
    """The section's folded table; None where nothing of it is published."""
    found = published(report, name)
    if not found:
        return None
    language, title = report.language, report.language.say(layout.SECTIONS[name].title)
    figures = [figure for _, _, shown in found for figure in shown]
    report.explained.update(indicator for indicator, _, _ in found)
    summary = language.count("{n} figure of this part, and how it is computed",
                             "All {n} figures of this part, and how they are computed", len(figures))
    ranged = any(sentences.interval(language, figure) for figure in figures)
    heads = [language.say(head) for head in (HEADS if ranged else HEADS[:-1])]
    return piece("everything", summary=summary, caption=language.say("{title}: all figures", title=title), heads=heads,
                 span=str(len(heads)), groups=_blocks(report, found, ranged), shows=figures)


def published(report: Report, name: str) -> list[tuple[str, bool, list[Figure]]]:
    """Indicator, whether by its former definition, and its published figures, for each indicator of the section."""
    view, found = report.view, []
    for indicator in sorted({figure.indicator for figure in view.own}):
        if layout.takes(report.page, name, indicator, view.entry(indicator)):
            found += [(indicator, former, shown) for former, figures in ((False, view.figures(indicator)), (True, view.formers(indicator)))
                      if (shown := [figure for figure in figures if not figure.withheld])]
    order = {domain: place for place, domain in enumerate(layout.SECTIONS[name].domains)}
    return sorted(found, key=lambda each: (order.get(view.entry(each[0])["domain"], len(order)), view.entry(each[0])["domain"], each[0]))


def _blocks(report: Report, found: Sequence[tuple[str, bool, list[Figure]]], ranged: bool) -> list[dict[str, Any]]:
    """Indicators that are computed alike stand together and share one explanation; what holds for all is said once, at the end."""
    blocks: dict[tuple[tuple[str, str], ...], list[dict[str, Any]]] = {}
    for each in found:
        blocks.setdefault(_how(report, *each), []).extend(_rows(report, *each))
    if not ranged:
        for row in (row for rows in blocks.values() for row in rows if not row["head"]):
            row["cells"].pop()
    shared = set.intersection(*({fact for fact in how if fact[0]} for how in blocks)) if len(blocks) > 1 else set()
    told = [{"rows": rows, "how": _facts(fact for fact in how if fact not in shared)} for how, rows in blocks.items()]
    if shared:
        common = [fact for fact in next(iter(blocks)) if fact in shared]
        told.append({"rows": [], "how": _facts([(report.language.say("For all of these."), ""), *common])})
    return told


def _facts(facts: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "text": text} for label, text in facts]


def _how(report: Report, indicator: str, former: bool, figures: list[Figure]) -> tuple[tuple[str, str], ...]:
    facts = provenance.facts(report, indicator, figures)
    before = report.view.entry(indicator).get("former")
    if former and before:
        facts = [("", report.language.words(before.get("definition"))),
                 (report.language.say("Definition:"), report.language.say("the one until this quarter, for comparison"))]
    return tuple(facts)


def _rows(report: Report, indicator: str, former: bool, figures: list[Figure]) -> list[dict[str, Any]]:
    """One row a figure; the whole stands in the row of the title, its parts under it."""
    language, entry = report.language, dict(report.view.entry(indicator))
    name = words.title(language, entry)
    if former:
        name = language.say("{title} (as counted before)", title=name)
    asked = provenance.questions(language, entry, [figure.part for figure in figures])
    own = asked if len(asked) < 2 else []
    first, rest = {"head": name, "code": indicator, "asked": own}, list(figures)
    if len(figures) == 1 or not figures[0].part:
        first, rest = _row(report, figures[0], name, former, indicator, own or asked[:1]), list(figures[1:])
    return [first, *(_row(report, figure, "", former, "", [] if own else provenance.questions(language, entry, [figure.part]))
                     for figure in rest)]


def _row(report: Report, figure: Figure, name: str, former: bool, code: str, asked: list[dict[str, str]]) -> dict[str, Any]:
    language = report.language
    told = part(report, figure)
    name = language.say("{title} ({part})", title=name, part=words.inside(told)) if name and told else name or told
    label = ", ".join(filter(None, (name, words.wave(language, figure.wave) if figure.wave else "")))
    value = sentences.value(language, figure)
    if figure.since:
        value = language.say("{value} (as published for the {period})", value=value, period=language.period(figure.since))
    base = language.number(figure.n) if figure.n is not None else ""
    return {"head": "", "key": key(figure) + (" former" if former else ""), "label": label or words.title(language, figure.entry),
            "code": code, "asked": asked, "cells": [value, base, sentences.interval(language, figure)]}


@protected_only
def key(figure: Figure) -> str:
    """What names a figure in a page's table: indicator, wave and part."""
    return " ".join((figure.indicator, figure.wave or "-", figure.part or "-"))


def part(report: Report, figure: Figure) -> str:
    """The part's name; of a change, the women who progressed."""
    name, _, up = figure.part.partition(".")
    told = [tabulations.label(report.language, figure)] if name else []
    return ", ".join([*told, *([report.language.say("Women who progressed")] if up else [])])
