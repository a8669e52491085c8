"""Trees of pages, one an audience: cohorts each in a folder of their own, programmes and bureaus, the public; and the evaluator's index."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..languages import Language, phrase
from ..plan import Draft
from ..release import Release
from ..report.summary import OF_PAGES
from ..scope import LANGUAGES, Period
from ..workspace import Workspace, whole_folder, write_bytes, write_text
from .page import Entry, index_page, methods_page

PUBLIC = "public"
TITLES = {"programme": phrase("Programmes and bureaus"), PUBLIC: phrase("Public reports"), "": phrase("Reports of the group {group}")}


STAGED = "staged"


def stage(workspace: Workspace, period: Period, drafts: Sequence[Draft], release: Release) -> Path:
    """Every tree as it is about to be published, in the workspace: what may leave is looked at there, whole.

    Pages of other quarters, and pages of this quarter that were not made this time, are as they were.

    Returns
    -------
    Path
        The folder that `publish` takes.
    """
    with whole_folder(workspace.folder() / STAGED) as staged:
        for tree in sorted({draft.tree for draft in drafts}):
            folder = staged / tree
            if (workspace.reports / tree).exists():
                shutil.copytree(workspace.reports / tree, folder)
            for draft in (draft for draft in drafts if draft.tree == tree):
                for file in draft.files:
                    write_bytes(folder / str(period) / file.name, file.read_bytes())
            if tree == PUBLIC:
                _methods(folder, release)
            write_text(folder / "index.html", _index(folder, tree, release))
    return workspace.folder() / STAGED


def publish(workspace: Workspace, period: Period, drafts: Sequence[Draft], staged: Path, release: Release) -> list[Path]:
    """Put the staged trees in the place of those before them, and write the evaluator's index anew.

    Each tree takes its place by a rename, so that a reader never sees half of one.

    Returns
    -------
    list
        The pages that were published, seen from `reports/`.
    """
    for tree in sorted({draft.tree for draft in drafts}):
        with whole_folder(workspace.reports / tree) as folder:
            shutil.copytree(staged / tree, folder, dirs_exist_ok=True)
    write_text(workspace.folder() / "index.html", _evaluators_index(workspace, release))
    shutil.rmtree(staged)
    return [Path(draft.tree) / str(period) / draft.files[0].name for draft in sorted(drafts, key=lambda draft: draft.tree)]


def withdraw(workspace: Workspace, period: Period, release: Release) -> list[Path]:
    """Take the pages of a quarter out of every tree, and write the indexes anew.

    Parameters
    ----------
    release
        Any release of the organisation: its names and languages are those of the indexes.

    Returns
    -------
    list
        The pages that are gone, seen from `reports/`.
    """
    gone: list[Path] = []
    for target in _in_order(workspace.reports):
        here = sorted(path.relative_to(workspace.reports) for path in target.glob(f"{period}/*.html"))
        if here:
            with whole_folder(target) as folder:
                shutil.copytree(target, folder, dirs_exist_ok=True, ignore=lambda place, names: {str(period)} & set(names))
                write_text(folder / "index.html", _index(folder, target.name, release))
            gone += here
    write_text(workspace.folder() / "index.html", _evaluators_index(workspace, release))
    return gone


def _methods(folder: Path, release: Release) -> None:
    for code in release.context["languages"]:
        write_text(folder / f"methods.{code}.html", methods_page(Language(code), release))


def _index(folder: Path, tree: str, release: Release) -> str:
    language = Language(release.context["languages"][0])
    methods = [Entry("", phrase("How each figure is computed"), _links(folder, folder.glob("methods.*.html")))] if tree == PUBLIC else []
    return index_page(language, _title(language, tree, release), release, [*methods, *_entries(folder, folder, release)])


def _title(language: Language, tree: str, release: Release) -> str:
    if tree in TITLES:
        return language.say(TITLES[tree])
    cohort = tree.rsplit("-", 1)[0]
    return language.say(TITLES[""], group=release.context["cohorts"].get(cohort, {}).get("label", cohort))


def _entries(folder: Path, root: Path, release: Release) -> list[Entry]:
    """One entry per report of a tree, the newest quarter first; links are seen from `root`."""
    found = []
    for place in sorted((path for path in folder.iterdir() if path.is_dir() and path.name[:4].isdigit()), reverse=True):
        for name in sorted({path.name.split(".")[0] for path in place.glob("*.html")}):
            found.append(Entry(place.name, _report_title(name, release), _links(root, place.glob(f"{name}.*.html"))))
    return found


def _report_title(name: str, release: Release) -> dict[str, str] | str:
    if name in release.context["programmes"]:
        names: dict[str, str] = release.context["programmes"][name]["name"]
        return names
    kind, _, site = name.partition("-")
    if kind in ("bureau", "site") and site in release.context["sites"]:
        return {"en": str(release.context["sites"][site]["name"])}
    programme, _, page = name.rpartition("-")
    if programme in release.context["programmes"] and page in OF_PAGES:
        names = release.context["programmes"][programme]["name"]
        return {code: Language(code).say(OF_PAGES[page], name=Language(code).words(names)) for code in LANGUAGES}
    return phrase("Report of the group")


def _links(root: Path, pages: Iterable[Path]) -> list[tuple[str, str]]:
    order = {code: position for position, code in enumerate(("fr", "nl", "en"))}
    by_code = {path.name.split(".")[-2]: Path(os.path.relpath(path, root)).as_posix() for path in pages}
    return [(code, by_code[code]) for code in sorted(by_code, key=lambda code: order.get(code, 9))]


def _evaluators_index(workspace: Workspace, release: Release) -> str:
    """Every page of every audience, for the evaluator alone: it links cohorts, so it lies in the workspace."""
    language = Language(release.context["languages"][0])
    root = workspace.private
    sections: list[Any] = []
    for tree in _in_order(workspace.reports):
        sections += [Entry("", _title(language, tree.name, release), [], heading=True), *_entries(tree, root, release)]
    return index_page(language, language.say(phrase("All reports")), release, sections)


def _in_order(reports: Path) -> list[Path]:
    first = {PUBLIC: 0, "programme": 1}
    trees = [path for path in reports.iterdir() if path.is_dir() and not path.name.startswith(".")]
    return sorted(trees, key=lambda path: (first.get(path.name, 2), path.name))
