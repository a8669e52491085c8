"""The commands. Each does its imports when it is called, so that `--help` answers at once."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

from ..errors import EvaltoolsError, disk_error

STOPPED = 130  # how typer ends a command after Ctrl-C
app = typer.Typer(
    name="evaltools", no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="From the surveys and registers of a quarter to protected reports for every group. Start with `evaltools demo`.")


def _register() -> None:
    from . import demo, folder, history, missed, pdf, quarter, quotes, survey

    for module in (quarter, folder, history, demo, survey, missed, quotes, pdf):
        module.register(app)


_register()


def main() -> None:
    """Run a command; a mistake that the user can mend ends with its message, its hint and its exit code."""
    try:
        app()
    except EvaltoolsError as error:
        _end(error)
    except OSError as error:
        told = disk_error(error)
        if told is None:
            raise
        _end(told)
    except SystemExit as ended:
        if ended.code == STOPPED:
            typer.echo("\nStopped. What was published before has not changed; run the command again to go on.", err=True)
        raise


def _end(error: EvaltoolsError) -> NoReturn:
    typer.echo(f"\n{error.message}", err=True)
    if error.hint:
        typer.echo(f"What to do: {error.hint}", err=True)
    sys.exit(error.exit_code)
