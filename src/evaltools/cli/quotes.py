"""`quotes`: the private sheets from which the evaluator chooses what women are quoted with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .quarter import Folder, Quarter

if TYPE_CHECKING:
    from ..quotes import Pool
    from ..workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command()(quotes)


def quotes(period: Quarter, folder: Folder = Path()) -> None:
    """For you alone: what women wrote who agreed to be quoted, and the file in which you sign what may be shown."""
    from ..fieldwork.quoting import begin_chosen, write_candidates
    from ..scope import Period

    workspace, pool = pool_in(folder, period)
    path, texts = write_candidates(pool, workspace, Period.parse(period))
    chosen = begin_chosen(workspace)
    typer.echo(f"{texts} {'text' if texts == 1 else 'texts'} to choose from. For you alone: {path.relative_to(workspace.root)}")
    typer.echo(f"Copy the rows that you choose to {chosen.relative_to(workspace.root)}, edit, translate, sign and date them; "
               f"then `evaltools run {period}`.")


def pool_in(folder: Path, period: str) -> tuple[Workspace, Pool]:
    """The workspace of an organisation, and what may be chosen from in a quarter."""
    from ..quotes import pool_of
    from ..scope import Period
    from ..stages import Organisation, tables_of
    from .embedded import with_its_secret

    organisation, quarter = Organisation.open(folder), Period.parse(period)
    with with_its_secret(organisation.settings):
        tables, identity = tables_of(organisation, quarter), organisation.identity()
    return organisation.workspace, pool_of(tables, organisation.questionnaires, identity, quarter)
