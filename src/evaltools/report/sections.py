"""The sections on one group: attendance, satisfaction, progress, its standards. Each is empty where nothing was published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..catalogue.standards import Standard
from ..languages import phrase
from . import charts, sentences, standards, tabulations, words
from .figure import Figure, refuse_unprotected
from .pieces import Piece, joined, piece

if TYPE_CHECKING:
    from .report import Report

TITLES = {
    "in_short": phrase("In short"), "who_answered": phrase("Who answered"), "group": phrase("The group and its rhythm"),
    "attendance": phrase("Coming and staying"), "satisfaction": phrase("What the women think of it"),
    "progress": phrase("Progress by area of life"), "follow_up": phrase("After the course"), "reach": phrase("The women we meet"),
    "reception": phrase("Reception and activities"), "needs": phrase("Needs and rights"),
    "hidden": phrase("What is hidden, and why"), "method": phrase("How each figure is computed"),
}
THEMES = ("S01", "S02", "S03", "S04", "S05", "S06", "S07", "S09", "S09C")
_STANDARDS = ("F21", "F03", "F17", "F02", "R03", "R12")
_BOARD = (phrase("What"), phrase("Standard"), phrase("This quarter"), phrase("Verdict"))
_VERDICTS = {"met": phrase("met"), "unmet": phrase("not met"), "unsaid": phrase("not measured")}
_STRADDLES = phrase("cannot be told from a range")
_NOTHING = phrase("Nothing can be shown here for this quarter.")
_ONLY_WIDER = phrase("Nothing can be shown for this group alone. Here is the whole programme.")
MOST_NAMED = 2
"""Themes named at either end of a scale; where more share it, none stands out."""


def title(report: Report, name: str) -> Piece:
    """The heading of a section; its identifier is ASCII in every language."""
    return piece("section", id=name.replace("_", "-"), title=report.language.say(TITLES[name]))


def section(report: Report, name: str, body: Piece | None) -> Piece:
    """A section with its heading; one constant sentence where it has nothing to show."""
    return title(report, name) + (body or piece("paragraph", text=report.language.say(_NOTHING), tone="quiet"))


def statements(report: Report, figures: Sequence[Figure | None]) -> Piece | None:
    """One sentence a figure, as a list; withheld ones are counted in the section on what is hidden; None without figures."""
    refuse_unprotected(list(figures))
    shown = [figure for figure in figures if figure is not None and not figure.withheld]
    texts = [sentences.sentence(report.language, figure) for figure in shown]
    return piece("statements", texts=texts, shows=shown) if texts else None


def attendance(report: Report) -> Piece | None:
    """Presences and absences as parts of one bar, then the women who come regularly or stopped."""
    rate = report.find("T01")
    about_women = statements(report, [report.find("T02"), report.find("T01", part="from_start"), report.find("T04")])
    dropout = report.find("T05")
    if (rate is None or rate.withheld) and about_women is None:
        return None
    cause = piece("callout", shows=[dropout], title=sentences.sentence(report.language, dropout),
                  text=report.language.say(sentences.NOT_CAUSE)) if dropout and not dropout.withheld else None
    drawn = [_presences(report, rate), _rates(report, rate)] if rate and not rate.withheld else []
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
    drawn = []
    for wave in ("end", "mid", "visit", "session"):
        figures = [figure for figure in own if figure.wave == wave]
        wider = [other for figure in figures for other in report.around(figure)
                 if other.level == "programme" and not other.withheld]
        if any(not figure.withheld for figure in figures):
            drawn.append(_themes(report, figures, wave))
        elif wider:  # nothing of this group can be shown: what the whole programme thinks is no secret
            drawn += [piece("paragraph", text=report.language.say(_ONLY_WIDER), tone="quiet"), _themes(report, wider, wave)]
    return joined(drawn) if drawn else None


def _themes(report: Report, figures: Sequence[Figure], wave: str) -> Piece:
    language = report.language
    # Ties in the catalogue's order, never by title: else each language would tell another theme first.
    ordered = sorted(figures, key=lambda figure: (-figure.middle, figure.indicator, figure.part))
    groups = [[figure, *(other for other in report.around(figure) if other.level == "programme")] for figure in ordered]
    levels = list(report.view.scopes)[list(report.view.scopes).index(ordered[0].level):]
    compared = [[figure, *(report.find(figure.indicator, wave=wave, part=figure.part, level=level) for level in levels[1:])]
                for figure in ordered]
    table = tabulations.beside(language, language.say("Satisfaction by theme"), compared, levels)
    subtitle = language.say("Share of the women who answered, {when}", when=words.wave(language, wave))
    message = _best_and_worst(report, ordered) if len(ordered) > 1 else sentences.sentence(language, ordered[0])
    chart = charts.shares(language, message, subtitle, groups, table)
    return piece("bars", chart=chart, say=language.say)


def _best_and_worst(report: Report, ordered: Sequence[Figure]) -> str:
    """The message of a chart of themes; names a theme only where the published values tell it from the others."""
    language = report.language
    shown = [figure for figure in ordered if figure.shares is not None]
    if not shown:
        return language.say("Too few answers to show satisfaction for this group alone")
    best, worst = shown[0], shown[-1]
    if best.shares and worst.shares and best.shares[0] <= worst.shares[1]:
        return language.say("Satisfaction hardly differs between themes")
    highest, lowest = ([tabulations.label(language, figure) for figure in shown if figure.shares == end.shares] for end in (best, worst))
    if len(highest) > MOST_NAMED:
        return language.say("Lowest: {worst}.", worst=language.list(lowest[:MOST_NAMED]))
    if len(lowest) > MOST_NAMED:
        return language.say("Highest: {best}.", best=language.list(highest))
    return language.say("Highest: {best}. Lowest: {worst}.", best=language.list(highest), worst=language.list(lowest))


def progress(report: Report) -> Piece | None:
    """Confidence and autonomy as sentences, life domains as dumbbells, and what may not be concluded."""
    told = statements(report, [report.find("P01", wave="end"), report.find("L04", wave="end")])
    drawn, worked = domains(report, "end"), None if followed(report) else work(report, ("intake", "mid", "end"))
    if told is None and drawn is None and worked is None:
        return None
    caution = piece("callout", title=report.language.say("How to read this."), text=report.language.say(sentences.NO_COMPARISON))
    return joined([told, drawn, worked, caution if report.view.changed else None])


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
    title = words.title(language, shown[0].entry)
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


def group(report: Report) -> Piece | None:
    """The standards board: a standard is met, not met or not measured, in words and shapes, not in colour alone."""
    shown = [figure for indicator in _STANDARDS for figure in report.find_all(indicator)
             if not figure.withheld and (standards.standard_of(report.view, figure) or indicator.startswith("F"))]
    if not shown:
        return None
    rows = [_verdict(report, figure) for figure in shown]
    heads = [report.language.say(text) for text in _BOARD]
    return piece("board", caption=report.language.say("Standards of the programme"), heads=heads, rows=rows, shows=shown)


def unmet(report: Report) -> tuple[str, Figure | None]:
    """The first standard that is not met, as a sentence with its figure; empty where all are."""
    for indicator in _STANDARDS:
        for figure in report.find_all(indicator):
            row = _verdict(report, figure)
            if row["tone"] == "unmet":
                return report.language.say("{title}: {value}; the standard is {standard}.", title=row["label"],
                                           value=row["value"], standard=row["standard"]), figure
    return "", None


def _verdict(report: Report, figure: Figure) -> dict[str, str]:
    language, standard = report.language, standards.standard_of(report.view, figure)
    label = words.title(language, figure.entry)
    if figure.part:
        label = language.say("{title} ({part})", title=label, part=words.inside(tabulations.label(language, figure)))
    row = {"label": label, "standard": "", "value": sentences.value(language, figure), "tone": "", "verdict": ""}
    if standard is None:
        return {**row, "verdict": language.say("no standard")}
    row["standard"] = _limits(report, standard, figure)
    tone = standards.verdict(standard, figure)
    straddles = tone == "unsaid" and not figure.withheld
    return {**row, "tone": tone, "verdict": language.say(_STRADDLES if straddles else _VERDICTS[tone])}


def _limits(report: Report, standard: Standard, figure: Figure) -> str:
    """A standard's limits in words, in the unit of the figure."""
    language = report.language
    low, high = ("" if limit is None else language.percent(limit) if figure.kind in ("share", "rate") else language.short(limit)
                 for limit in (standard.at_least, standard.at_most))
    if not low or not high:
        return language.say("at least {low}", low=low) if low else language.say("at most {high}", high=high)
    return low if low == high else language.say("{low} to {high}", low=low, high=high)
