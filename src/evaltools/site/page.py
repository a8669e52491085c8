"""The pages around the reports: an index, and how each figure is computed. Same style and same last check as the reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup

from ..languages import Language, phrase
from ..release import Release
from ..report.lint import check
from ..report.page import style_hash
from ..report.pieces import stylesheet

DOMAINS = {
    "satisfaction": phrase("Satisfaction"), "attendance": phrase("Attendance"), "progression": phrase("Progress"),
    "longterm": phrase("One year later"), "reach": phrase("Who is reached"), "fidelity": phrase("How the course is held"),
    "activities": phrase("What is offered"), "needs": phrase("Needs and requests"), "profile": phrase("What women bring along"),
    "trends": phrase("What goes together, year after year"), "communication": phrase("How the programme is made known"),
    "partners": phrase("Partners and what they do"), "network": phrase("Partners and services, as others see them"),
    "signals": phrase("Signals and what comes of them"), "team": phrase("The team"), "managers": phrase("What the team says of its work"),
    "voice": phrase("What women say in their own words"), "opening": phrase("When the bureau is open"), "costs": phrase("Costs"),
    "context": phrase("Figures of others"),
}
RULES = (
    phrase("No table shows persons. Every figure passes the same rules before it is written anywhere."),
    phrase("In the report of a group, answers are given as a range, never as an exact number; under six answers nothing is said."),
    phrase("Sites and programmes need ten answers, and at least three groups; both parts of a share need five women."),
    phrase("Public figures need twenty women, public counts eight; counts are rounded to five."),
    phrase("Questions about the team, and sensitive questions, are never shown for one group."),
    phrase("A figure that may not be shown is left out without saying why: the reason itself could tell something."),
)


@dataclass(frozen=True)
class Entry:
    """One line of an index: the quarter, the report's title (by language, or a phrase), and its pages by language."""

    period: str
    title: dict[str, str] | str
    links: list[tuple[str, str]]
    heading: bool = False

    def words(self, language: Language) -> str:
        """The title in a language."""
        return language.words(self.title) if isinstance(self.title, dict) else language.say(self.title)


def index_page(language: Language, title: str, release: Release, entries: Sequence[Entry]) -> str:
    """A page that links reports, by quarter, each in its languages."""
    lines = [{"heading": entry.heading, "period": language.period(entry.period) if entry.period else "",
              "title": entry.words(language),
              "links": [{"code": code, "name": Language(code).itself, "href": href} for code, href in entry.links]} for entry in entries]
    return _page("index", language, title, release, lines=lines)


def methods_page(language: Language, release: Release) -> str:
    """Every indicator that the public may read: what it is called, how it is computed, on whom."""
    domains = []
    own = {entry["domain"]: entry["domain"] for entry in release.catalogue.values() if entry["domain"] not in DOMAINS}
    for domain, name in {**DOMAINS, **own}.items():
        entries = [{"id": key, "title": language.words(entry["title"]), "definition": language.words(entry["definition"]),
                    "population": language.words(entry["population"]), "version": entry["version"]}
                   for key, entry in release.catalogue.items() if entry["domain"] == domain and entry["public"]]
        if entries:
            domains.append({"name": language.say(name) if domain in DOMAINS else name, "id": domain, "entries": entries})
    return _page("methods", language, language.say(phrase("How each figure is computed")), release, domains=domains,
                 rules=[language.say(rule) for rule in RULES])


def _page(template: str, language: Language, title: str, release: Release, **values: object) -> str:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True,
                                     lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    organisation = language.words(release.context["organisation"]["name"])
    style = Markup(stylesheet())
    html = environment.get_template(f"{template}.html.j2").render(
        language=language, title=title, organisation=organisation, style=style, style_hash=style_hash(style), **values)
    check(html, title, links=True)
    return html
