"""The index of each tree, and the evaluator's index of everything, by quarter and with a search."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..languages import Language, phrase
from ..release import Release
from ..scope import Period
from ..workspace import Workspace, read_json
from . import definitions
from .page import HERE, rendered

PUBLIC, PROGRAMME = "public", "programme"
TITLES = {PROGRAMME: phrase("Programmes and bureaus"), PUBLIC: phrase("Public reports"), "": phrase("Reports of the group {group}")}
QUALITY = "quality"
GROUP = phrase("Report of the group")
_STATES = {"published": phrase("Published."), "withdrawn": phrase("Withdrawn: its pages are gone, the ledger keeps why."),
           "": phrase("Computed, not published.")}


@dataclass(frozen=True)
class Entry:
    """One line of an index: its title, its quarter where it says one, and its pages, a code of a language and a link each; or one page."""

    title: str
    links: list[tuple[str, str]] = field(default_factory=list)
    period: str = ""
    href: str = ""

    def line(self, language: Language) -> dict[str, Any]:
        """What the template shows."""
        links = [{"code": code, "name": Language(code).itself, "href": href} for code, href in self.links]
        return {"title": self.title, "period": language.period(self.period) if self.period else "", "links": links, "href": self.href}


@dataclass(frozen=True)
class Part:
    """Some lines under a heading."""

    title: str
    entries: list[Entry] = field(default_factory=list)
    note: str = ""


def tree_index(folder: Path, tree: str, release: Release) -> str:
    """The index of one audience's tree: how figures are computed, then its reports, the newest quarter first; it links nothing else."""
    language = Language(release.context["languages"][0])
    about = [Entry(language.say(title), _links(folder, pages)) for title, pages in (
        (definitions.TITLE, folder.glob("methods.*.html")), (definitions.WHOLE, folder.glob("catalogue.*.html")))]
    reports = [entry for period in periods(folder) for entry in _entries(language, folder / period, folder, release.context, period)]
    return _page(language, _title(language, tree, release.context), release,
                 [Part("", [*(entry for entry in about if entry.links), *reports])])


def evaluators_index(workspace: Workspace, release: Release) -> str:
    """Every page of every audience, for the evaluator alone: it links cohorts, so it lies in the workspace.

    One part a quarter, the newest first, with how it stands and the quality of what came in.
    """
    language = Language(release.context["languages"][0])
    found = {str(period) for period in workspace.periods()} | {period for tree in trees(workspace.reports) for period in periods(tree)}
    parts = [_quarter(language, workspace, release, period) for period in sorted(found, reverse=True)]
    about = [Entry(language.say(title), _links(workspace.private, workspace.reports.glob(f"*/{name}.*.html")))
             for title, name in ((definitions.WHOLE, "catalogue"), (definitions.TITLE, "methods"))]
    return _page(language, language.say(phrase("All reports")), release,
                 [*parts, Part(language.say(phrase("Definitions")), [entry for entry in about if entry.links])],
                 (HERE / "search.js").read_text("utf-8").strip())


def trees(reports: Path) -> list[Path]:
    """The trees that there are: the public's, the programmes', then the groups' by name."""
    first = {PUBLIC: 0, PROGRAMME: 1}
    found = [path for path in reports.iterdir() if path.is_dir() and not path.name.startswith(".")] if reports.is_dir() else []
    return sorted(found, key=lambda path: (first.get(path.name, 2), path.name))


def _quarter(language: Language, workspace: Workspace, release: Release, period: str) -> Part:
    record, context = workspace.record(Period.parse(period)), _context(workspace, release, period)
    quality = workspace.private / QUALITY / f"{period}.html"
    entries = [Entry(language.say(phrase("Quality of what came in")), href=quality.relative_to(workspace.private).as_posix())] \
        if quality.is_file() else []
    for tree in trees(workspace.reports):
        about = [_title(language, tree.name, context), _programme(language, tree.name, context)]
        for entry in _entries(language, tree / period, workspace.private, context):
            own = [] if entry.title == language.say(GROUP) else [entry.title]
            entries.append(Entry(" · ".join(text for text in [*about, *own] if text), entry.links))
    return Part(language.period(period), entries, _state(language, record))


def _state(language: Language, record: dict[str, Any]) -> str:
    """How a quarter stands, and who looked at its drafts: this page is the evaluator's alone."""
    state = "published" if record.get("published") else "withdrawn" if record.get("withdrawn") else ""
    if state != "published" or "checked_by" not in record:
        return language.say(_STATES[state])
    if not record["checked_by"]:
        return language.say(phrase("Published single-handed."))
    return language.say(phrase("Published. {name} checked the drafts."), name=record["checked_by"])


def _context(workspace: Workspace, release: Release, period: str) -> dict[str, Any]:
    """The names of that quarter's own release: groups that have ended are in no later one."""
    name = workspace.record(Period.parse(period)).get("release")
    place = workspace.private / "releases" / period / str(name) / "context.json"
    return read_json(place) if place.is_file() else release.context


def _page(language: Language, title: str, release: Release, parts: Sequence[Part], script: str = "") -> str:
    shown = [{"title": part.title, "note": part.note, "entries": [entry.line(language) for entry in part.entries]} for part in parts]
    return rendered("index", language, title, release, script, parts=shown)


def _title(language: Language, tree: str, context: dict[str, Any]) -> str:
    if tree in TITLES:
        return language.say(TITLES[tree])
    cohort = tree.rsplit("-", 1)[0]
    return language.say(TITLES[""], group=context["cohorts"].get(cohort, {}).get("label", cohort))


def _programme(language: Language, tree: str, context: dict[str, Any]) -> str:
    """The name of the programme that a group's tree belongs to; empty for other trees."""
    programme = context["cohorts"].get(tree.rsplit("-", 1)[0], {}).get("programme", "")
    return language.words(context["programmes"].get(programme, {}).get("name"))


def periods(folder: Path) -> list[str]:
    """The quarters that have pages in a tree, the newest first."""
    return sorted((path.name for path in folder.iterdir() if path.is_dir() and path.name[:4].isdigit()), reverse=True)


def _entries(language: Language, place: Path, root: Path, context: dict[str, Any], period: str = "") -> list[Entry]:
    """One entry per report of a quarter's folder; links are seen from `root`."""
    names = sorted({path.name.split(".")[0] for path in place.glob("*.html")})
    return [Entry(_report_title(language, place, name, context), _links(root, place.glob(f"{name}.*.html")), period) for name in names]


def _report_title(language: Language, place: Path, name: str, context: dict[str, Any]) -> str:
    """What a report is called: by what it is about, else as its own page says."""
    if name in context["programmes"]:
        return language.words(context["programmes"][name]["name"])
    if name.startswith("bureau-"):
        return str(context["sites"].get(name.removeprefix("bureau-"), {}).get("name", name))
    if name == "cohort":
        return language.say(GROUP)
    pages = sorted(place.glob(f"{name}.*.html"), key=lambda path: (f".{language.code}." not in path.name, path.name))
    said = re.search(r"<title>(.*?)</title>", pages[0].read_text("utf-8"), re.DOTALL)
    return html.unescape(said[1]).rsplit(" | ", 1)[0] if said else name


def _links(root: Path, pages: Iterable[Path]) -> list[tuple[str, str]]:
    order = {code: position for position, code in enumerate(("fr", "nl", "en"))}
    by_code = {path.name.split(".")[-2]: Path(os.path.relpath(path, root)).as_posix() for path in pages}
    return [(code, by_code[code]) for code in sorted(by_code, key=lambda code: order.get(code, 9))]
