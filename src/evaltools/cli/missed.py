"""`missed`: the private lists of who has missed three sessions in a row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from .quarter import Folder

Today = Annotated[str, typer.Option(help="As of this day; empty: today.")]


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command()(missed)


def missed(today: Today = "", folder: Folder = Path()) -> None:
    """For you alone: women still enrolled who missed three due sessions in a row or more, by register number."""
    from ..errors import SettingsError
    from ..fieldwork.missed import write_missed
    from ..sources import registers
    from ..stages import Organisation

    try:
        day = dt.date.fromisoformat(today) if today else dt.date.today()
    except ValueError:
        raise SettingsError(f"'{today}' is not a day.", "Write year, month and day: 2026-01-31.") from None
    organisation = Organisation.open(folder)
    identity, settings = organisation.identity(), organisation.settings
    for programme in settings.programmes:
        if programme.kind == "bureau":
            continue
        read = registers.read(programme.registers, programme, settings.root, identity)
        path, women = write_missed(read, programme, organisation.workspace, day)
        typer.echo(f"{programme.id}: {women} {'woman' if women == 1 else 'women'}. For you alone: {path.relative_to(settings.root)}")
