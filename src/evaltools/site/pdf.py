"""Published pages as PDF, on demand, by a browser that is on this computer: tagged for screen readers, with page numbers.

A PDF holds the moment it was made, so it is never part of what is published and frozen: it lies in the workspace.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ..errors import ReportError, WorkspaceError
from ..scope import Period
from ..workspace import Workspace, write_bytes

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"{PROGRAMFILES}\Google\Chrome\Application\chrome.exe", r"{PROGRAMFILES(X86)}\Google\Chrome\Application\chrome.exe",
    r"{PROGRAMFILES(X86)}\Microsoft\Edge\Application\msedge.exe", r"{PROGRAMFILES}\Microsoft\Edge\Application\msedge.exe",
)
"""Where browsers lie on systems that have no common place for programs; in braces, variables of the environment."""

SECONDS = 120
_FLAGS = ("--headless", "--disable-gpu", "--no-first-run", "--disable-sync", "--disable-background-networking",
          "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer", "--export-tagged-pdf",
          "--generate-pdf-document-outline")


def pages_of(workspace: Workspace, period: Period, wanted: str = "") -> list[Path]:
    """The published pages of a quarter whose name holds some words, e.g. "cohort.fr" or "public/".

    Raises
    ------
    WorkspaceError
        Nothing of the quarter is published, or nothing of that name.
    """
    published = sorted(workspace.reports.glob(f"*/{period}/*.html"))
    if not published:
        raise WorkspaceError(f"Nothing of {period} is published.", f"Run the quarter: `evaltools run {period}`.")
    found = [page for page in published if wanted in page.relative_to(workspace.reports).as_posix()]
    if not found:
        names = ", ".join(sorted({page.name.split(".")[0] for page in published}))
        raise WorkspaceError(f"No published page of {period} holds '{wanted}' in its name.",
                             f"There are: {names}, each as NAME.fr and so on.")
    return found


def browser(named: str = "") -> Path:
    """The browser that prints: the named one, else the first of those that are usual.

    Raises ReportError where there is none.
    """
    places = [named] if named else [*NAMES, *(_filled(place) for place in ELSEWHERE)]
    found = next((path for place in places if place and (path := shutil.which(place))), None)
    if found is None:
        raise ReportError(f"There is no browser '{named}'." if named else "No Chromium, Chrome or Edge was found, which print the pages.",
                          "On Debian, `apt-get install chromium`; or name one with --browser. Any browser can also print a page to PDF "
                          "by hand.")
    return Path(found)


def _filled(place: str) -> str:
    """The place with the environment's variables in it; empty where one of them is not set."""
    try:
        return place.format_map(os.environ)
    except KeyError:
        return ""


def write_pdf(workspace: Workspace, page: Path, program: Path) -> Path:
    """Print one published page into the workspace, under the name that it has in `reports/`, and return where it is.

    Raises
    ------
    ReportError
        The browser printed nothing, or what it printed names a place on this computer.
    """
    target = workspace.folder("pdf") / page.relative_to(workspace.reports).with_suffix(".pdf")
    write_bytes(target, printed(page, program))
    return target


def printed(page: Path, program: Path) -> bytes:
    """One page as a PDF."""
    with tempfile.TemporaryDirectory(prefix="evaltools-pdf-", ignore_cleanup_errors=True) as profile:
        target = Path(profile) / "page.pdf"
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # Chromium's sandbox refuses to work for root
        try:
            subprocess.run([str(program), *_FLAGS, *root, f"--user-data-dir={profile}", f"--print-to-pdf={target}",
                            page.resolve().as_uri()], capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ReportError(f"{program.name} could not print {page.name} ({type(error).__name__}).",
                              "Try again, or name another browser with --browser.") from None
        content = target.read_bytes() if target.is_file() else b""
    if not content.startswith(b"%PDF") or b"%%EOF" not in content[-64:]:
        raise ReportError(f"{program.name} printed nothing of {page.name}.", "Try again, or name another browser with --browser.")
    if b"file://" in content:
        raise ReportError(f"The PDF of {page.name} would name a place on this computer.", "Remove links to files from the notebook.")
    return content
