"""`demo`: a synthetic organisation, its history, and the last quarters' pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .quarter import KernelsOf, close, opened, tell, way
from .quotes import pool_in

PUBLISHED = 3
"""So many of the last quarters are published where time matters less: a figure then has a course."""


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command()(demo)


def demo(
    folder: Annotated[Path, typer.Argument(help="Where to make the demo.")] = Path("demo"),
    small: Annotated[bool, typer.Option(help="Six groups and two quarters, the last one published: enough to try, in less time.")] = False,
    kernels: KernelsOf = "warm",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but what went wrong.")] = False,
) -> None:
    """Make an invented organisation and run its quarters, as on real input; no survey server is needed."""
    from ..demo.hosting import prepare
    from ..demo.quotes import chosen
    from ..fieldwork.quoting import write_chosen

    how = way(kernels=kernels)
    periods = prepare(folder, small=small)
    tell(quiet, f"An invented organisation is in {folder}/: its registers, its surveys, its evaltools.toml.")
    before = periods[: -1 if small else -PUBLISHED]
    for period in before:
        with opened(folder, str(period), quiet) as quarter, quarter.workspace.alone():
            quarter.collect()
            quarter.indicators()
        tell(quiet, f"{period} is computed and in the history.")
    workspace, pool = pool_in(folder, str(before[-1]))
    write_chosen(workspace, chosen(pool))
    for period in periods[len(before):]:
        with opened(folder, str(period), quiet, how) as quarter:
            summary = quarter.all()
        close(summary, folder, quiet)
    tell(quiet, f"Open this page: {(folder / 'workspace' / 'index.html').resolve()}")
