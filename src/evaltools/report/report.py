"""The report that a notebook opens: one method a section, and single figures, sentences and tables for who composes her own."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import DisclosureError, ReportError
from ..languages import Language
from ..release import Quote
from . import boards, changes, charts, layout, people, sections, sentences, services, summary, tabulations, voices
from .figure import Figure, refuse_unprotected
from .pieces import Piece, extra, joined, piece, preview_style
from .view import View

VOICES = {"quote": "words", "suggestion": "voice"}
"""The section in which each kind of quote stands."""


class Report:
    """One scope of one release in one language. It shows published figures of its own view and nothing else.

    Every method returns a piece: the last line of a cell shows it. `wave`, `part` and `level` are those of the published rows.
    """

    def __init__(self, view: View, language: Language, page: str = "") -> None:
        if not isinstance(view, View):
            raise DisclosureError("A report shows what a view of a release lets through.", "See evaltools.open_report.")
        self.view, self.language, self.page = view, language, page or layout.usual(view.scope.level, view.kind)
        self.explained: set[str] = set()
        self._used: dict[str, None] = {}

    def find(self, indicator: str, *, wave: str | None = None, part: str = "", level: str = "") -> Figure | None:
        """One published figure, of the last wave if none is given, else None. The method section explains what was found."""
        found = self.view.figure(indicator, wave=wave, part=part, level=level)
        return self._noted(found)

    def find_all(self, indicator: str, *, wave: str | None = None, part: str | None = None, level: str = "") -> list[Figure]:
        """Every published figure of one indicator, in the order of waves and parts; empty where there is none."""
        if indicator not in self.view.release.catalogue:
            return []
        return [figure for figure in self.view.figures(indicator, wave=wave, part=part, level=level) if self._noted(figure)]

    def around(self, figure: Figure) -> list[Figure]:
        """The same figure one level up and more: antenna, whole programme."""
        refuse_unprotected(figure)
        levels = list(self.view.scopes)[list(self.view.scopes).index(figure.level) + 1:]
        found = [self.find(figure.indicator, wave=figure.wave, part=figure.part, level=level) for level in levels]
        return [other for other in found if other is not None]

    def note(self, *figures: Figure | None) -> None:
        """Remember what is shown, so that the method section explains it."""
        for figure in figures:
            self._noted(figure)

    def _noted(self, figure: Figure | None) -> Figure | None:
        if figure is not None:
            self._used.setdefault(figure.indicator)
        return figure

    @property
    def quotes(self) -> list[Quote]:
        """Women's words and suggestions that this page shows: those that its reader may see, where it has a section for them."""
        here = layout.PAGES[self.page]
        return [quote for quote in self.view.release.quotes if VOICES[quote.kind] in here]

    @property
    def used(self) -> list[str]:
        """The indicators shown so far, in that order."""
        return list(self._used)

    def _published(self, indicator: str, wave: str | None, part: str, level: str) -> Figure:
        found = self.find(indicator, wave=wave, part=part, level=level)
        if found is None:
            self.view.entry(indicator)
            raise ReportError(f"Nothing was published of {indicator} for this {level or self.view.scope.level}.",
                              "See `report.available()` for what was.")
        return found

    def available(self) -> list[tuple[str, str, str, str]]:
        """Indicator, wave, part and status of every figure of the report's own scope."""
        return [(figure.indicator, figure.wave, figure.part, figure.status) for figure in self.view.own]

    def sentence(self, indicator: str, *, wave: str | None = None, part: str = "", level: str = "") -> Piece:
        """One figure as a sentence; raises ReportError where nothing was published of it."""
        shown = self._published(indicator, wave, part, level)
        return piece("paragraph", text=sentences.sentence(self.language, shown), shows=[shown])

    def figure(self, indicator: str, *, wave: str | None = None, part: str = "", level: str = "") -> Piece:
        """One share as a bar under its sentence, beside the antenna and the programme; anything else as its sentence."""
        shown = self._published(indicator, wave, part, level)
        title = sentences.sentence(self.language, shown)
        if not shown.is_share:
            return piece("paragraph", text=title, shows=[shown])
        chart = charts.shares(self.language, title, sentences.uncertainty(self.language, shown), [[shown, *self.around(shown)]])
        return piece("bars", chart=chart, say=self.language.say)

    def table(self, indicators: Sequence[str], caption: str = "") -> Piece:
        """Every figure of some indicators: value, base, likely range; indicators without one are left out."""
        figures = [figure for indicator in indicators for figure in self.find_all(indicator)]
        if not figures:
            raise ReportError("Nothing was published of these indicators.", "See `report.available()` for what was.")
        return piece("rows_of", table=tabulations.of_figures(self.language, caption or self.language.say("Figures"), figures))

    def section(self, name: str) -> Piece:
        """The title of a section in the report's language, with the identifier that the contents link to."""
        return sections.title(self, name)

    def heading(self) -> Piece:
        """Title, quarter, organisation, group: the exporter takes the whole page's language and provenance from it."""
        page = summary.page(self)
        body = piece("defs") + piece("frame", page=page)
        return Piece(preview_style() + body.html, page)

    def in_short(self) -> Piece:
        """What goes well, what needs attention, what nobody can say; then the main figures."""
        return joined([self.section("in_short"), summary.in_short(self), summary.cards(self)])

    def who_answered(self) -> Piece:
        """How many women answered each questionnaire, out of ten; a caution where few did."""
        return sections.section(self, "who_answered", people.who_answered(self))

    def group(self) -> Piece:
        """The programme's standards: met, not met, not measured, each with its quarter."""
        return sections.section(self, "group", boards.board(self))

    def changes(self) -> Piece:
        """Main figures beside those of the quarter before, and how they run over the quarters; nothing in a first quarter."""
        shown = changes.since(self)
        return sections.title(self, "changes") + shown if shown else joined([])

    def attendance(self) -> Piece:
        """Presences and absences, women who come regularly, women who stopped."""
        return sections.section(self, "attendance", sections.attendance(self))

    def satisfaction(self) -> Piece:
        """Each theme of satisfaction, the best first, beside the whole programme."""
        return sections.section(self, "satisfaction", sections.satisfaction(self))

    def progress(self) -> Piece:
        """Confidence and life domains, before and after, with what may not be concluded."""
        return sections.section(self, "progress", sections.progress(self))

    def follow_up(self) -> Piece:
        """What became of the women after the end: who could be heard, contacts, work."""
        shown = sections.section(self, "follow_up", people.follow_up(self))
        return extra(self.view.scope.level, shown) or shown

    def reach(self) -> Piece:
        """How many women came in, left and are there."""
        return sections.section(self, "reach", people.reach(self))

    def reception(self) -> Piece:
        """The bureau's visits, interviews, services and activities."""
        return sections.section(self, "reception", services.reception(self))

    def needs(self) -> Piece:
        """Needs at the first contact, requests by domain, problems solved, rights opened."""
        shown = sections.section(self, "needs", services.needs(self))
        return extra(self.view.scope.level, shown) or shown

    def part(self, name: str) -> Piece:
        """Any other section of `layout.SECTIONS`: its leading indicators open, each of its figures folded behind."""
        return sections.led(self, name)

    def words(self) -> Piece:
        """What women wrote themselves, as far as they agreed and a reviewer signed it; nothing where there is none."""
        shown = voices.quoted(self)
        return sections.title(self, "words") + shown if shown else joined([])

    def hidden(self) -> Piece:
        """How many values are hidden and why; nothing that tells which."""
        shown = sections.section(self, "hidden", summary.hidden(self))
        return extra(self.view.scope.level, shown) or shown

    def method(self) -> Piece:
        """How each figure shown so far is computed, folded."""
        shown = sections.section(self, "method", summary.method(self))
        return extra(self.view.scope.level, shown) or shown
