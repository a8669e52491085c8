"""What a report notebook uses: open a release for one scope and one language, show its sections. Nothing here touches people."""

from __future__ import annotations

from pathlib import Path

from .. import release as releases
from ..errors import DisclosureError, ReportError
from ..languages import Language
from ..release import Release
from ..scope import LEVELS, Scope
from ..workspace import Workspace, locate
from .layout import PAGES
from .pieces import Piece
from .report import Report
from .view import View

__all__ = ["Piece", "Report", "View", "open_report"]


def open_report(release: str | Path | Release = "", level: str = "cohort", scope: str = "", language: str = "fr",
                *, kind: str = "", audience: str = "", page: str = "") -> Report:
    """Open one release for one report.

    Parameters
    ----------
    release
        The release's folder; empty: the newest release of this folder, of one above it, or of the demo there.
    level
        What the report is about: `cohort`, `site` or `programme`.
    scope
        Its identifier; empty: the first that has published figures.
    language
        `fr`, `nl` or `en`.
    kind
        With an empty scope: only programmes of that kind (`workshop`, `miriam`, `bureau`) and what belongs to them.
    audience
        `public` for what anyone may read; empty: the readers of that level.
    page
        Which page it is (`layout.PAGES`), where a scope has several: `progression`, `managers`, `partners`; empty: its main one.

    Raises
    ------
    DisclosureError
        What is given is no release.
    ReportError
        The release has no such level or identifier.
    WorkspaceError
        There is no release, or it is damaged.
    """
    if not isinstance(release, str | Path | Release):
        raise DisclosureError("A report opens a release and nothing else.", "Give its folder, or nothing for the newest.")
    if level not in LEVELS:
        raise ReportError(f"'{level}' is not a level of reports.", f"There are: {', '.join(LEVELS)}.")
    opened = release if isinstance(release, Release) else _read(_folder(str(release)), level, scope, audience)
    identifier = scope or _first(opened, level, kind, audience or level)
    if page and page not in PAGES:
        raise ReportError(f"'{page}' is not a page of reports.", f"There are: {', '.join(PAGES)}.")
    return Report(View(opened, Scope(level, identifier), audience), Language(language), page)


def _read(folder: Path, level: str, scope: str, audience: str) -> Release:
    """As little as one report needs, where its scope is known."""
    return releases.read_part(folder, level, scope, audience) if scope else releases.read(folder)


def _folder(release: str) -> Path:
    """A notebook is opened from its own folder or run from the organisation's: look here, then above."""
    if not release:
        return releases.newest(Workspace(locate()).private)
    above = (Path.cwd(), *Path.cwd().parents)
    return next((folder / release for folder in above if (folder / release).is_dir()), Path(release))


def _first(release: Release, level: str, kind: str, audience: str) -> str:
    programmes = release.context.get("programmes", {})
    published = set(release.figures(audience=audience, level=level)["scope"])
    for identifier, about in sorted(release.context.get(f"{level}s", {}).items()):
        programme = identifier if level == "programme" else about.get("programme", "")
        if identifier in published and kind in ("", programmes.get(programme, {}).get("kind")):
            return str(identifier)
    raise ReportError(f"The release has no published figure for any {level}{f' of kind {kind}' if kind else ''}.",
                      "Run the quarter again, or name another level.")
