"""`pdf`: published pages as PDF, on demand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .quarter import Folder, Quarter, Quiet, tell

Wanted = Annotated[str, typer.Option("--page", help="Only pages whose name holds this, as in cohort.fr or public/; empty: all of them.")]
Browser = Annotated[str, typer.Option(help="The Chromium, Chrome or Edge that prints; normally found by itself.")]


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command()(pdf)


def pdf(period: Quarter, page: Wanted = "", browser: Browser = "", folder: Folder = Path(), quiet: Quiet = False) -> None:
    """Print the published pages of a quarter to PDF: tagged, with page numbers, in workspace/pdf/."""
    from rich.console import Console
    from rich.progress import track

    from ..scope import Period
    from ..site import pdf as printing
    from ..workspace import Workspace

    workspace = Workspace(folder.resolve())
    pages = printing.pages_of(workspace, Period.parse(period), page)
    program = printing.browser(browser)
    for one in track(pages, "Printing", console=Console(stderr=True), disable=quiet):
        made = printing.write_pdf(workspace, one, program)
        tell(quiet, made.relative_to(workspace.root).as_posix())
