"""`ledger` and `withdraw`: what was published, ever."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .quarter import Folder, Quarter, tell

if TYPE_CHECKING:
    from ..disclosure.ledger import Ledger

Reason = Annotated[str, typer.Option(prompt="Why is it withdrawn", help="Why; the ledger keeps it.")]
Who = Annotated[str, typer.Option(prompt="Your name", help="Who decides it; the ledger keeps it.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (ledger, withdraw):
        app.command()(command)


def ledger(
    act: Annotated[Literal["show", "check", "backup", "restore"], typer.Argument(help="What to do.")] = "show",
    file: Annotated[Path | None, typer.Argument(help="The backup to write or to restore.")] = None,
    folder: Folder = Path(),
) -> None:
    """The ledger of releases: show it, check its seals, copy it to a file, or bring it back from one."""
    from ..errors import SettingsError

    if act in ("backup", "restore") and file is None:
        raise SettingsError(f"`evaltools ledger {act}` needs a file.", f"evaltools ledger {act} ledger-copy.sqlite")
    if act == "restore" and file is not None:
        typer.echo(_told(_restored(folder, file)))
        return
    found = _opened(folder)
    if act == "backup" and file is not None:
        found.backup(file)
    typer.echo(_told(found) if act != "show" else "\n".join(_lines(found)))


def withdraw(period: Quarter, reason: Reason, who: Who, folder: Folder = Path()) -> None:
    """Take the pages of a published quarter away; the ledger keeps what they showed, and why they went."""
    from ..errors import SettingsError
    from ..pipeline import Run
    from ..scope import Period

    if len(reason.strip()) < 5 or not who.strip():
        raise SettingsError("A withdrawal needs a reason and a name.", "evaltools withdraw 2026-Q2 --reason '...' --who '...'")
    quarter = Run(folder.resolve(), Period.parse(period))
    with quarter.workspace.alone():
        gone = quarter.withdraw(reason.strip(), who.strip())
    tell(False, f"{len(gone)} pages of {period} are gone from reports/. Readers may have kept copies: the ledger counts them as read.")


def _opened(folder: Path) -> Ledger:
    from ..belonging import identity_of
    from ..settings import load
    from ..stages import ledger_of
    from ..workspace import Workspace

    workspace = Workspace(folder.resolve())
    return ledger_of(workspace, identity_of(load(folder), workspace))


def _restored(folder: Path, file: Path) -> Ledger:
    from ..belonging import identity_of
    from ..disclosure.ledger import restored
    from ..settings import load
    from ..stages import LEDGER
    from ..workspace import Workspace

    workspace = Workspace(folder.resolve())
    identity = identity_of(load(folder), workspace)
    with workspace.alone():
        return restored(workspace.folder() / LEDGER, file, identity.ledger_key, identity.mark)


def _told(ledger: Ledger) -> str:
    return f"The ledger is whole: {len(ledger.entries())} entries, every seal fits."


def _lines(ledger: Ledger) -> list[str]:
    entries = ledger.entries()
    if not entries:
        return ["Nothing was published yet."]
    return [f"{entry.number:>4}  {entry.moment[:16]}  {entry.kind:<11} {entry.period}  {len(entry.figures):>6} figures"
            f"{f'  {entry.who}: {entry.reason}' if entry.who else f'  {entry.reason}'}".rstrip() for entry in entries]
