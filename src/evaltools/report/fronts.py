"""The open part of a section: what its leading indicators say, in the form that their kind calls for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..languages import phrase
from . import charts, layout, scales, sentences, tabulations, words
from .figure import SHARES, Figure, refuse_unprotected
from .pieces import Piece, extra, joined, piece

if TYPE_CHECKING:
    from .report import Report

SHOWN = 6
"""Bars of one chart; the table behind it has the others."""
REPEATED = 3
"""Sentences on the whole programme where a group alone shows nothing."""
SCALE = (0.0, 10.0)
STEPS = ("R10", "V02", "G02", "N05R", "P00", "T08", "T08P", "T08T", "A25", "A12", "A13")
"""Indicators whose parts are steps: they stay in their order."""
ONLY_WIDER = phrase("Nothing can be shown for this group alone. Here is the whole programme.")


def front(report: Report, name: str) -> Piece | None:
    """The leading indicators of a section, of the whole programme where the group alone shows nothing; None without figures."""
    leads = layout.SECTIONS[name].leads
    own = [figure for indicator in leads for figure in report.find_all(indicator) if not figure.withheld]
    if own:
        return drawn(report, own)
    levels = list(report.view.scopes)[1:]
    for level in levels:
        wider = [figure for indicator in leads for figure in report.view.all_of(indicator, level) if not figure.withheld]
        if wider:
            note = ONLY_WIDER if level == "programme" else phrase("Nothing can be shown for this group alone. Here is the antenna.")
            shown = drawn(report, wider) if name == "voice" else statements(report, _first(wider))
            report.note(*(wider if name == "voice" else _first(wider)))
            return joined([piece("paragraph", text=report.language.say(note), tone="quiet"), shown])
    return None


def _first(figures: Sequence[Figure]) -> list[Figure]:
    """Of figures of a whole programme, the few that a group's page repeats: one an indicator, its last wave, without parts."""
    whole = {figure.indicator: figure for figure in figures if not figure.part}
    return list(whole.values())[:REPEATED]


def drawn(report: Report, figures: Sequence[Figure]) -> Piece | None:
    """Single shares as one chart, changes as another, means as a third; then each indicator with parts; the rest as sentences."""
    alone, changed, means, parted, said = [], [], [], [], []
    for mine in _by_indicator([figure for figure in figures if not figure.part.endswith(".up")]):
        parts = [figure for figure in mine if figure.part]
        last = mine[-1]
        if last.kind == "change":
            changed += [figure for figure in mine if figure.wave == last.wave]
        elif last.kind == "mean" and last.unit == "points" and tuple(last.entry.get("span") or SCALE) == SCALE:
            means += [figure for figure in mine if figure.wave == last.wave]
        elif len([figure for figure in parts if figure.wave == last.wave]) > 1 and (last.kind in SHARES or last.bounds):
            parted.append([figure for figure in parts if figure.wave == last.wave])
            said += [figure for figure in mine if not figure.part and figure.wave == last.wave]
        elif last.kind in SHARES and last.shares:
            alone.append(last)
        else:
            said.append(last)
    return _joined(report, alone, changed, means, parted, said)


def _joined(report: Report, alone: list[Figure], changed: list[Figure], means: list[Figure], parted: list[list[Figure]],
            said: list[Figure]) -> Piece | None:
    if len(alone) < 2:
        alone, said = [], [*alone, *said]
    found = [_alone(report, alone) if alone else None, moved(report, changed) if changed else None,
             _means(report, means) if means else None, *(in_parts(report, parts) for parts in parted)]
    in_words = statements(report, said)
    found.append(extra(report.view.scope.level, in_words) if any(found) else in_words)
    return joined(found) if any(found) else None


def _by_indicator(figures: Sequence[Figure]) -> list[list[Figure]]:
    grouped: dict[str, list[Figure]] = {}
    for figure in figures:
        grouped.setdefault(figure.indicator, []).append(figure)
    return list(grouped.values())


def statements(report: Report, figures: Sequence[Figure | None]) -> Piece | None:
    """One sentence a figure, as a list; withheld ones are counted in the section on what is hidden; None without figures."""
    refuse_unprotected(list(figures))
    shown = [figure for figure in figures if figure is not None and not figure.withheld]
    texts = [sentences.sentence(report.language, figure) for figure in shown]
    return piece("statements", texts=texts, shows=shown) if texts else None


def _alone(report: Report, figures: Sequence[Figure]) -> Piece:
    language = report.language
    ordered = sorted(figures, key=lambda figure: (-figure.middle, figure.indicator, figure.part))
    message = sentences.sentence(language, figures[0])
    table = tabulations.of_figures(language, message, ordered, full=True)
    return piece("bars", chart=charts.shares(language, message, "", [[figure] for figure in ordered], table, by="full"), say=language.say)


def moved(report: Report, figures: Sequence[Figure]) -> Piece | None:
    """Changes on one scale around nothing; those of counts, which have another scale, as sentences."""
    language = report.language
    scaled = [figure for figure in figures if figure.unit == "points"]
    told = statements(report, [figure for figure in figures if figure.unit != "points"])
    if len(scaled) < 2:
        return statements(report, figures)
    message, subtitle = _clearest(report, scaled), language.say("Average change from the start, in points out of 10")
    if len({figure.indicator for figure in scaled}) == 1:  # then its parts name the rows, and the title names it
        message, subtitle = words.title(language, scaled[0].entry), f"{subtitle}. {message}."
    chart = scales.changes(language, message, subtitle, scaled)
    return joined([piece("moved", chart=chart, say=language.say), told])


def _clearest(report: Report, figures: Sequence[Figure]) -> str:
    """The message: how many of the changes are clear, and for the better."""
    told = [figure for figure in figures if figure.low is not None and figure.high is not None]
    if not told:  # a group's: to the half point, without a range
        return _largest(report, figures)
    clear = [figure for figure in told if not (figure.low or 0.0) <= 0 <= (figure.high or 0.0)]
    good = [figure for figure in clear if ((figure.value or 0) > 0) == (figure.entry.get("better") != "lower")]
    if not clear:
        return report.language.say("None of these changes is clear: each may be chance")
    return report.language.say("{good} of {all} clearly better than at the start, {worse} clearly worse", good=str(len(good)),
                               all=str(len(figures)), worse=str(len(clear) - len(good)))


def _largest(report: Report, figures: Sequence[Figure]) -> str:
    """The largest change for the better that was told; of several as large, none is singled out."""
    gains = [((figure.value or 0.0) * (-1 if figure.entry.get("better") == "lower" else 1), figure) for figure in figures]
    most = max(gain for gain, _ in gains)
    first = [figure for gain, figure in gains if gain == most]
    if most <= 0 or len(first) > 2:
        return report.language.say("No change stands out")
    return report.language.say("Largest change: {domain} ({change})", change=sentences.value(report.language, first[0]),
                               domain=report.language.list(tabulations.label(report.language, figure) for figure in first))


def _means(report: Report, figures: Sequence[Figure]) -> Piece | None:
    language = report.language
    shown = sorted((figure for figure in figures if figure.value is not None), key=lambda figure: -(figure.value or 0.0))
    if len(shown) < 2:
        return statements(report, figures)
    names = [sentences.titled(language, figure) for figure in shown]
    message = language.say("Highest: {best}. Lowest: {worst}.", best=names[0], worst=names[-1])
    rows = [(name, [figure], "") for name, figure in zip(names, shown, strict=True)]
    table = tabulations.of_figures(language, message, shown, full=True)
    chart = charts.domains(language, message, rows, [shown[0].wave], table, language.say("Average answer, from 0 to 10"))
    return piece("dumbbells", chart=chart, say=language.say)


def in_parts(report: Report, parts: Sequence[Figure]) -> Piece:
    """One indicator by its parts: side by side where they make up the whole, else as bars, the largest first."""
    language = report.language
    title = words.title(language, parts[0].entry)
    if all(part.bounds == (0, 0) for part in parts):
        return piece("statements", texts=[language.say("{title}: none.", title=title)], shows=parts)
    table = tabulations.of_figures(language, title, parts)
    message = _most_often(report, title, parts)
    if _whole(parts):
        stack = charts.stack(language, message, "", [(part, tabulations.label(language, part)) for part in parts], table)
        if stack:
            return piece("stacked", chart=stack, say=language.say)
    steps = parts[0].indicator in STEPS
    some = [part for part in parts if part.bounds != (0, 0)] or parts
    ordered = list(parts) if steps else sorted(some, key=lambda part: (-_middle(part), part.part))[:SHOWN]
    left = len(parts) - len(ordered)
    subtitle = language.count("{n} more in the figures of this chart", "{n} more in the figures of this chart", left) if left else ""
    if parts[0].kind in SHARES:
        chart = charts.shares(language, message, subtitle, [[part] for part in ordered], table)
    else:
        chart = charts.counts(language, message, subtitle, ordered, table, ordered=not steps)
    return piece("bars", chart=chart, say=language.say)


def _whole(parts: Sequence[Figure]) -> bool:
    """Whether the parts are told exactly and make up one base."""
    counted = [part.numerator for part in parts]
    bases = {part.n for part in parts}
    return parts[0].kind in SHARES and len(bases) == 1 and None not in counted and len(parts) <= len(charts.PATTERNS) and sum(
        number or 0 for number in counted) == (parts[0].n or 0) > 0


def _middle(part: Figure) -> float:
    return sum(part.bounds) / 2 if part.bounds and part.kind not in SHARES else part.middle


def _most_often(report: Report, title: str, parts: Sequence[Figure]) -> str:
    """The message of a chart of parts: what comes most often, where one part surely does."""
    if parts[0].indicator in STEPS or len({part.n for part in parts}) > 1:
        return title
    ranked = sorted((part for part in parts if part.bounds), key=lambda part: -(part.bounds or (0, 0))[0])
    first = ranked[0].bounds if ranked else None
    if len(ranked) < 2 or not first or first[0] <= (ranked[1].bounds or (0, 0))[1]:
        return title
    return report.language.say("{title}: most often {part}", title=title, part=words.inside(tabulations.label(report.language, ranked[0])))


def highest_and_lowest(report: Report, ordered: Sequence[Figure]) -> str:
    """The message of a chart of shares; names one only where the published values tell it from the others."""
    language, most = report.language, 2
    shown = [figure for figure in ordered if figure.shares is not None]
    if not shown:
        return language.say("Too few answers to show satisfaction for this group alone")
    best, worst = shown[0], shown[-1]
    if best.shares and worst.shares and best.shares[0] <= worst.shares[1]:
        return language.say("Little difference between these answers")
    highest, lowest = ([tabulations.label(language, figure) for figure in shown if figure.shares == end.shares] for end in (best, worst))
    if len(highest) > most:
        return language.say("Lowest: {worst}.", worst=language.list(lowest[:most]))
    if len(lowest) > most:
        return language.say("Highest: {best}.", best=language.list(highest))
    return language.say("Highest: {best}. Lowest: {worst}.", best=language.list(highest), worst=language.list(lowest))
