"""Trees of pages, one an audience: cohorts each in a folder of their own, programmes and bureaus, the public; and the evaluator's index."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from ..languages import Language
from ..plan import Draft
from ..release import Release
from ..scope import Period
from ..workspace import Workspace, whole_folder, write_bytes, write_text
from .definitions import catalogue_page, methods_page
from .indexes import PROGRAMME, PUBLIC, QUALITY, evaluators_index, periods, tree_index, trees
from .quality import quality_page

STAGED = "staged"
AROUND: dict[str, tuple[str, Callable[[Language, Release], str]]] = {
    PUBLIC: ("methods", methods_page), PROGRAMME: ("catalogue", catalogue_page)}
"""The page that stands beside the reports of a tree: its name, and what makes it."""


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
            _around(folder, tree, period, release)
    return workspace.folder() / STAGED


def publish(workspace: Workspace, period: Period, drafts: Sequence[Draft], staged: Path, release: Release) -> list[Path]:
    """Put the staged trees in the place of those before them, and write the evaluator's pages anew.

    Each tree takes its place at once, so that a reader never sees half of one.

    Returns
    -------
    list
        The pages that were published, seen from `reports/`.
    """
    _sweep(workspace.reports)
    for tree in sorted({draft.tree for draft in drafts}):
        with whole_folder(workspace.reports / tree) as folder:
            shutil.copytree(staged / tree, folder, dirs_exist_ok=True)
    _evaluators(workspace, release)
    shutil.rmtree(staged)
    return [Path(draft.tree) / str(period) / draft.files[0].name for draft in sorted(drafts, key=lambda draft: draft.tree)]


def _sweep(reports: Path) -> None:
    """Take away what a run that was ended while it copied has left: nobody's pages. What it had set aside comes back by itself."""
    for left in reports.glob(".*-????????"):
        if not left.name.endswith("-old"):
            shutil.rmtree(left, ignore_errors=True)


def withdraw(workspace: Workspace, period: Period, release: Release) -> list[Path]:
    """Take the pages of a quarter out of every tree, with what was printed of them, and write the indexes anew.

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
    for target in trees(workspace.reports):
        here = sorted(path.relative_to(workspace.reports) for path in target.glob(f"{period}/*.html"))
        if here:
            with whole_folder(target) as folder:
                shutil.copytree(target, folder, dirs_exist_ok=True, ignore=lambda place, names: {str(period)} & set(names))
                write_text(folder / "index.html", tree_index(folder, target.name, release))
            gone += here
    for printed in workspace.private.glob(f"pdf/*/{period}"):
        shutil.rmtree(printed)
    _evaluators(workspace, release)
    return gone


def _around(folder: Path, tree: str, period: Period, release: Release) -> None:
    """The pages around a tree's reports: definitions in every language, which are those of its newest quarter, and its index."""
    if tree in AROUND and str(period) == periods(folder)[0]:
        name, page = AROUND[tree]
        for code in release.context["languages"]:
            write_text(folder / f"{name}.{code}.html", page(Language(code), release))
    write_text(folder / "index.html", tree_index(folder, tree, release))


def _evaluators(workspace: Workspace, release: Release) -> None:
    """What the evaluator alone sees: the quality of what came in, a page a quarter, and the index of everything."""
    for period in workspace.periods():
        page = quality_page(workspace, period, release)
        if page:
            write_text(workspace.folder(QUALITY) / f"{period}.html", page)
    write_text(workspace.folder() / "index.html", evaluators_index(workspace, release))
