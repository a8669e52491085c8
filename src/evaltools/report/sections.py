"""The sections on one group: attendance, satisfaction, progress, its standards. Each is empty where nothing was published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..languages import phrase
from . import charts, fronts, layout, sentences, spreads, strips, tabulations, voices, words
from .behind import behind
from .figure import Figure
from .fronts import ONLY_WIDER, highest_and_lowest, statements
from .pieces import Piece, extra, joined, piece

if TYPE_CHECKING:
    from .report import Report

THEMES = ("S01", "S02", "S03", "S04", "S05", "S06", "S07", "S09", "S09C")
PRINTED = ("voice",)
"""Of the sections without a form of their own, those that stand on a group's two printed pages."""
_NOTHING = phrase("Nothing can be shown here for this quarter.")
_FOLDED = phrase("The figures of this part stand folded below.")


def title(report: Report, name: str) -> Piece:
    """The heading of a section; its identifier is ASCII in every language."""
    return piece("section", id=name.replace("_", "-"), title=report.language.say(layout.SECTIONS[name].title))


def section(report: Report, name: str, body: Piece | None) -> Piece:
    """A section with its heading and, folded behind, each of its figures; one constant sentence where it has nothing to show."""
    folded = behind(report, name)
    if body is None and folded is None and not _concerns(report, name):
        return joined([])
    if body is None and folded is None:
        body = piece("paragraph", text=report.language.say(_NOTHING), tone="quiet")
    elif body is None:
        body = piece("paragraph", text=report.language.say(_FOLDED), tone="quiet")
    return joined([title(report, name), body, folded])


def _concerns(report: Report, name: str) -> bool:
    """Whether anything of a section can exist for this kind of programme; never whether anything does."""
    view = report.view
    taken = (entry for indicator, entry in view.release.catalogue.items() if layout.takes(report.page, name, indicator, entry))
    read = (entry for entry in taken if view.audience != "public" or entry["public"])
    return name != "more" and any(view.kind in entry["programmes"] and set(view.scopes) & set(entry["levels"]) for entry in read)


def led(report: Report, name: str) -> Piece:
    """A section that its leading indicators open."""
    said = [voices.suggested(report) if name == "voice" else None, fronts.front(report, name)]
    shown = section(report, name, joined(said) if any(said) else None)
    return shown if name in PRINTED else extra(report.view.scope.level, shown) or shown


def attendance(report: Report) -> Piece | None:
    """Presences and absences as parts of one bar, then the women who come regularly or stopped."""
    rate = report.find("T01")
    about_women = statements(report, [report.find("T02"), report.find("T01", part="from_start"), report.find("T04")])
    dropout = report.find("T05")
    if (rate is None or rate.withheld) and about_women is None:
        return None
    cause = piece("callout", shows=[dropout], title=sentences.sentence(report.language, dropout),
                  text=report.language.say(sentences.NOT_CAUSE)) if dropout and not dropout.withheld else None
    level = report.view.scope.level
    told = rate if rate and not rate.withheld else None
    drawn = [_presences(report, told), extra(level, _months(report)), extra(level, _rates(report, told))] if told else []
    return joined([*drawn, about_women, cause])


def _presences(report: Report, rate: Figure) -> Piece:
    language, absences = report.language, report.find_all("T03")
    message = sentences.sentence(language, rate)
    parts = [(rate, language.say("Present")),
             *((figure, tabulations.label(language, figure)) for figure in absences if figure.part)]
    groups = [[figure, *report.around(figure)] for figure, _ in parts]
    table = tabulations.of_figures(language, message, [figure for figure, _ in parts])
    stack = charts.stack(language, message, language.say("Of 100 presences that were planned"), parts, table)
    if stack:
        return piece("stacked", chart=stack, say=language.say)
    return piece("bars", chart=charts.shares(language, message, "", groups, table), say=language.say)


def _months(report: Report) -> Piece | None:
    """A group's attendance month by month, with the months of the quarter before: its coordinator counted them herself."""
    figures = [each for figure in report.find_all("T01M") for each in report.view.series(figure)]
    chart = strips.strip(report.language, figures, str(report.view.release.context["period"]))
    return piece("strip", chart=chart, say=report.language.say) if chart else None


def _rates(report: Report, rate: Figure) -> Piece | None:
    """The group's rate beside the antenna's and the programme's."""
    around = report.around(rate)
    if not around:
        return None
    title = report.language.say("Attendance here and in the whole programme")
    chart = charts.shares(report.language, title, "", [[rate, *around]], by="scope")
    return piece("bars", chart=chart, say=report.language.say)


def satisfaction(report: Report) -> Piece | None:
    """One chart for the last questionnaire, one for the cards after the sessions; the best theme first."""
    own = [figure for indicator in THEMES for figure in report.find_all(indicator)]
    drawn: list[Piece | None] = []
    for wave in ("end", "mid", "visit", "session"):
        figures = [figure for figure in own if figure.wave == wave]
        wider = [other for figure in figures for other in report.around(figure)
                 if other.level == "programme" and not other.withheld]
        if any(not figure.withheld for figure in figures):
            shown = _by_theme(report, figures, wave)
            drawn.append(extra(report.view.scope.level, shown) if drawn else shown)
        elif wider:  # nothing of this group can be shown: what the whole programme thinks is no secret
            shown = piece("paragraph", text=report.language.say(ONLY_WIDER), tone="quiet") + _themes(report, wider, wave)
            drawn.append(extra(report.view.scope.level, shown) if drawn else shown)
    drawn.append(extra(report.view.scope.level, fronts.front(report, "satisfaction")))
    return joined(drawn) if any(drawn) else None


def _by_theme(report: Report, figures: Sequence[Figure], wave: str) -> Piece:
    """On the pages above groups, each theme in three parts where these may be told; of a group, satisfied shares alone."""
    themes = [_spread(report, figure) for figure in _best_first(figures)]
    if report.view.scope.level == "cohort" or not any(len(parts) > 1 for parts in themes):
        return _themes(report, figures, wave)
    language, groups = report.language, []
    for parts in themes:
        wider = [_spread(report, other) for other in report.around(parts[0]) if other.level == "programme" and not other.withheld]
        groups.append([parts, *wider])
    message = highest_and_lowest(report, [parts[0] for parts in themes])
    subtitle = language.say("Share of the women who answered, {when}", when=words.wave(language, wave))
    return piece("spread", chart=spreads.spreads(language, message, subtitle, groups), say=language.say)


def _spread(report: Report, figure: Figure) -> list[Figure]:
    """A theme's satisfied share, with the two other parts where they can be drawn in one bar."""
    item = spreads.ITEMS.get((figure.indicator, figure.part), "")
    parts = [figure, *(report.find(rest, wave=figure.wave, part=item, level=figure.level) for rest in (spreads.MIDDLE, spreads.WORST))]
    return [part for part in parts if part] if item and spreads.counts(parts) else [figure]


def _best_first(figures: Sequence[Figure]) -> list[Figure]:
    """Ties in the catalogue's order, never by title: else each language would tell another theme first."""
    return sorted(figures, key=lambda figure: (-figure.middle, figure.indicator, figure.part))


def _themes(report: Report, figures: Sequence[Figure], wave: str) -> Piece:
    language = report.language
    ordered = _best_first(figures)
    groups = [[figure, *(other for other in report.around(figure) if other.level == "programme" and not other.withheld)]
              for figure in ordered]
    levels = list(report.view.scopes)[list(report.view.scopes).index(ordered[0].level):]
    compared = [[figure, *(report.find(figure.indicator, wave=wave, part=figure.part, level=level) for level in levels[1:])]
                for figure in ordered]
    when = words.wave(language, wave)
    caption = language.say("{title}, {when}", title=language.say("Satisfaction by theme"), when=when)  # a page may have two of these
    table = tabulations.beside(language, caption, compared, levels)
    subtitle = language.say("Share of the women who answered, {when}", when=when)
    message = highest_and_lowest(report, ordered) if len(ordered) > 1 else sentences.sentence(language, ordered[0])
    chart = charts.shares(language, message, subtitle, groups, table)
    return piece("bars", chart=chart, say=language.say)


def progress(report: Report) -> Piece | None:
    """Confidence and autonomy as sentences, life domains as dumbbells, other changes on one scale, and what may not be concluded."""
    told = statements(report, [report.find("P01", wave="end"), report.find("L04", wave="end")])
    drawn, worked = domains(report, "end"), None if followed(report) else work(report, ("intake", "mid", "end"))
    others = fronts.front(report, "progress") if told or drawn else None
    if told is None and drawn is None and worked is None:
        return fronts.front(report, "progress")
    more = [extra(report.view.scope.level, each) for each in (others, worked)]
    return joined([told, drawn, *more, _careful(report) if report.view.changed else None])


def _careful(report: Report) -> Piece:
    """No comparison group, and the pull of the mean: what would have changed anyway."""
    say = report.language.say
    return piece("callout", title=say("How to read this."), text=f"{say(sentences.NO_COMPARISON)} {say(sentences.TO_THE_MEAN)}")


def domains(report: Report, after: str) -> Piece | None:
    """The life domains at the start and at one later wave, the largest published change first; None where nothing is shown."""
    language = report.language
    changes = report.find_all("P30", wave=after)
    means = [figure for figure in report.find_all("P34") if figure.wave in ("intake", after)]
    asked = [wave for wave in ("intake", after) if any(figure.wave == wave and not figure.withheld for figure in means)]
    names = [part for part in dict.fromkeys(figure.part for figure in (*changes, *means)) if part and "." not in part]
    if not names or all(figure.withheld for figure in (*changes, *means)):
        return None
    rows = []
    for name in names:
        by_wave = [next((figure for figure in means if (figure.part, figure.wave) == (name, wave)), None) for wave in asked]
        rows.append((name, by_wave, _part(changes, name), _part(changes, f"{name}.up")))
    rows.sort(key=lambda row: -(row[2].value if row[2] and row[2].value is not None else -99.0))
    entry = report.view.entry((changes or means)[0].indicator)
    named = [(words.title(language, entry, row[0]), row) for row in rows]
    message = _largest_change(report, [(name, row[2]) for name, row in named], asked)
    heads = (*(words.wave(language, wave) for wave in asked), language.say("Change"), language.say("Women who progressed"))
    table = tabulations.domains(language, message, [(name, (*row[1], row[2], row[3])) for name, row in named], heads)
    if not asked:
        return piece("heading3", text=message) + piece("rows_of", table=table)
    known = any(row[2] and not row[2].withheld for row in rows)
    drawn = [(name, row[1], sentences.value(language, row[2]) if known else "") for name, row in named]
    return piece("dumbbells", chart=charts.domains(language, message, drawn, asked, table), say=language.say)


def followed(report: Report) -> bool:
    """Whether work after the end can be shown: the section on what became of the women then tells it whole."""
    return any(figure.wave.startswith("followup") and not figure.withheld for figure in report.find_all("L02"))


def work(report: Report, waves: Sequence[str]) -> Piece | None:
    """Women in work, one bar a wave; None unless a wave after the first can be shown."""
    language = report.language
    shown = [figure for figure in report.find_all("L02", part="") if figure.wave in waves and not figure.withheld]
    if not any(figure.wave != waves[0] for figure in shown):
        return None
    title = sentences.sentence(language, shown[-1])
    table = tabulations.of_figures(language, title, shown, by_wave=True)
    likely = sentences.uncertainty(language, shown[-1], words.wave(language, shown[-1].wave))
    return piece("bars", chart=charts.shares(language, title, likely, [[figure] for figure in shown], table, by="wave"),
                 say=language.say)


def _part(figures: Sequence[Figure], part: str) -> Figure | None:
    return next((figure for figure in reversed(figures) if figure.part == part), None)


def _largest_change(report: Report, changes: Sequence[tuple[str, Figure | None]], waves: Sequence[str]) -> str:
    """The message of the chart of domains: the largest published rise that chance does not explain, if there is one."""
    if waves and all(figure is None or figure.withheld for _, figure in changes):
        return report.language.say("How satisfied the women are, {when}", when=words.wave(report.language, waves[-1]))
    rises = [(name, figure) for name, figure in changes
             if figure and (figure.value or 0) > 0 and (figure.low is None or figure.low > 0)]
    if not rises:
        return report.language.say("No area of life stands out")
    largest = max(figure.value or 0 for _, figure in rises)
    first = [(name, figure) for name, figure in rises if (figure.value or 0) == largest]
    return report.language.say("Largest change: {domain} ({change})", domain=report.language.list(name for name, _ in first),
                               change=sentences.value(report.language, first[0][1]))
