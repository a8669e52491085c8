"""`check`, `init` and `lab`: the organisation's folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .quarter import Folder


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (check, init, lab):
        app.command()(command)


def check(folder: Folder = Path()) -> None:
    """List everything that is wrong: settings, questionnaires, translations, registers, exports, catalogue, notebooks; then notes."""
    from ..check import check as find
    from ..errors import SettingsError

    found = find(folder)
    notes = "".join(f"\n  {line}" for line in found.notes)
    if found.mistakes:
        also = f"\nTo know, and perhaps meant so:{notes}" if notes else ""
        raise SettingsError(f"{len(found.mistakes)} things to mend:\n" + "\n".join(f"  {line}" for line in found.mistakes) + also,
                            "Mend them one by one, then run `evaltools check` again.")
    typer.echo("Nothing is wrong: settings, questionnaires, registers, catalogue and notebooks fit together.")
    if notes:
        typer.echo(f"To know, and perhaps meant so:{notes}")


def init(folder: Annotated[Path, typer.Argument(help="The folder to make for your organisation.")]) -> None:
    """Ask a few questions and make your organisation's folder: settings, notebooks, questionnaires, register templates."""
    from ..errors import SettingsError
    from ..starter import organisation, questions

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingsError(f"{folder} is not an empty folder.", "Name a new folder; nothing is ever overwritten.")
    organisation.make(folder, questions.ask(typer.prompt))
    typer.echo(f"\n{folder}/ is ready. Fill in the workbooks in {folder}/registers/, then: cd {folder} && evaltools check")


def lab(
    folder: Annotated[Path | None, typer.Argument(help="The organisation's folder; normally the one you are in, else the demo.")] = None,
    port: Annotated[int, typer.Option(help="The port on this computer.")] = 8888,
) -> None:
    """Open JupyterLab on the notebooks; what they compute is never saved with them."""
    from .. import lab as jupyter
    from .. import settings
    from ..workspace import locate
    from .embedded import served

    place = locate(folder or "")
    with served(settings.load(place)):
        jupyter.start(place, port)
