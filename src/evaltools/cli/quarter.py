"""`run` and its stages: what an evaluator does every quarter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..pipeline import Run, Summary
    from ..runs import Way
    from ..scope import Period

Quarter = Annotated[str, typer.Argument(help="The quarter, as in 2026-Q3.")]
Folder = Annotated[Path, typer.Option("--folder", "-C", help="The organisation's folder; normally the one you are in.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but what went wrong.")]
Workers = Annotated[int, typer.Option(min=0, max=64, help="How many reports at once; 0 is two a core, at most eight; stock kernels: half.")]
KernelsOf = Annotated[str, typer.Option("--kernels", help="`warm`: forked from a server with the imports done; `stock`: the plain way.")]
Recollect = Annotated[bool, typer.Option(help="Pull again a quarter that is already published: this makes a correction.")]

Cluster = Annotated[str, typer.Option(help="Make the reports on a Dask cluster: tcp://HOST:PORT, or `local` for one on this computer.")]
Through = Annotated[str, typer.Option(help="Where the cluster's workers exchange files, e.g. s3://bucket/folder; else in this folder.")]
Force = Annotated[bool, typer.Option("--force", help="Run every report again, also where nothing has changed.")]
Explain = Annotated[bool, typer.Option("--explain", help="Say of each report why it was run again.")]
Full = Annotated[bool, typer.Option("--full", help="Pull every response again, also of surveys of which changes alone are pulled.")]

CheckedBy = Annotated[str, typer.Option("--checked-by", help="The second person who looked at the drafts; empty: nobody did. The ledger "
                                                              "keeps it.")]

FROZEN = ("This quarter is published, so it was made from the tables frozen then: changes of registers and surveys since are not in it. "
          "To publish a correction, add --recollect.")


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (run, collect, compute, report, publish):
        app.command()(command)


def run(period: Quarter, folder: Folder = Path(), recollect: Recollect = False, full: Full = False, workers: Workers = 0,
        kernels: KernelsOf = "warm", cluster: Cluster = "", through: Through = "", force: Force = False, explain: Explain = False,
        checked_by: CheckedBy = "", quiet: Quiet = False) -> None:
    """The whole quarter: collect, compute, protect, write every report that has changed, publish."""
    second = _named(checked_by)
    with opened(folder, period, quiet, way(workers, kernels, force, cluster, through)) as quarter:
        summary = quarter.all(recollect, full, second)
    if explain:
        _explain(summary)
    close(summary, folder, quiet)


def collect(period: Quarter, folder: Folder = Path(), recollect: Recollect = False, full: Full = False, quiet: Quiet = False) -> None:
    """Only pull the surveys and read the registers, and say what was refused."""
    with opened(folder, period, quiet) as quarter, quarter.workspace.alone():
        outcome = quarter.collect(recollect, full)
    if outcome["frozen"]:
        tell(quiet, FROZEN)
    tell(quiet, f"{outcome['rows']['responses']} forms and {outcome['rows']['enrolments']} enrolments of {period}; "
                f"{outcome['refused']} values refused, {outcome['doubtful']} doubtful: see workspace/runs/{period}/collect.ipynb.")


def compute(period: Quarter, folder: Folder = Path(), quiet: Quiet = False) -> None:
    """Only compute the indicators of a collected quarter and protect them."""
    with opened(folder, period, quiet) as quarter, quarter.workspace.alone():
        outcome = quarter.indicators()
    tell(quiet, f"Release {outcome['release']}: {_statuses(outcome['published'])}; see workspace/runs/{period}/indicators.ipynb.")
    _of_quotes(outcome["quotes"], quiet)


def report(period: Quarter, folder: Folder = Path(), workers: Workers = 0, kernels: KernelsOf = "warm", cluster: Cluster = "",
           through: Through = "", force: Force = False, explain: Explain = False, quiet: Quiet = False) -> None:
    """Only write the drafts of the reports that have changed, from the quarter's release; nothing is published yet."""
    how, stand = way(workers, kernels, force, cluster, through), 0 if force else _standing(folder, period)
    if stand:
        tell(quiet, f"Nothing has changed: all {stand} drafts in workspace/drafts/{period}/ stand as they are.")
        return
    summary = _summary(period)
    with opened(folder, period, quiet, how) as quarter, quarter.workspace.alone():
        quarter.report(summary)
    if explain:
        _explain(summary)
    tell(quiet, f"{len(summary.made)} drafts made, {summary.kept} unchanged, in workspace/drafts/{period}/; "
                f"`evaltools publish {period}` publishes them.")
    _failures(summary)


def publish(period: Quarter, folder: Folder = Path(), checked_by: CheckedBy = "", quiet: Quiet = False) -> None:
    """Only publish the drafts of a quarter; from then on the quarter is frozen."""
    summary, second = _summary(period), _named(checked_by)
    with opened(folder, period, quiet) as quarter, quarter.workspace.alone():
        quarter.publish(summary, second)
    close(summary, folder, quiet)


def _named(checked_by: str) -> str:
    """The name of the second person; raises SettingsError where there are signs and no name."""
    from ..errors import SettingsError

    name = " ".join(checked_by.split())
    if checked_by and sum(letter.isalpha() for letter in name) < 2:
        raise SettingsError("--checked-by needs the name of who looked at the drafts.", "Leave it away where nobody did.")
    return name


def _summary(period: str) -> Summary:
    from ..pipeline import Summary
    from ..scope import Period

    return Summary(Period.parse(period))


@contextmanager
def opened(folder: Path, period: str, quiet: bool, how: Way | None = None) -> Iterator[Run]:
    """A run with its progress bars, and the demo's survey server where the folder is a demo."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from .. import settings
    from ..pipeline import Run
    from ..scope import Period
    from .embedded import served

    quarter: Period = Period.parse(period)
    found = settings.load(folder)
    words = {"collect": "Collecting responses",
             "indicators": "Computing and protecting", "report": "Writing reports", "publish": "Publishing"}
    columns = (TextColumn("{task.description:<26}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
               TextColumn("{task.fields[end]}"))
    with served(found), Progress(*columns, console=Console(stderr=True), disable=quiet) as progress:
        bars = {}

        def seen(stage: str, done: int, total: int) -> None:
            if stage not in bars:
                bars[stage] = progress.add_task(words[stage], total=total, end="")
            progress.update(bars[stage], completed=done, total=total)
            remaining = next(task.time_remaining for task in progress.tasks if task.id == bars[stage])
            progress.update(bars[stage], end=ready_at(dt.datetime.now(), remaining) if done < total else "")

        yield Run(folder.resolve(), quarter, seen, how or way())


def ready_at(now: dt.datetime, remaining: float | None) -> str:
    """When a stage will have ended, by the clock: nothing where that is not known yet or is no wait.

    >>> ready_at(dt.datetime(2026, 10, 1, 15, 40, 50), 125)
    'ready at 15:43'
    """
    return f"ready at {now + dt.timedelta(seconds=remaining + 30):%H:%M}" if remaining and remaining >= 20 else ""


def _standing(folder: Path, period: str) -> int:
    """How many drafts stand as they are, where no report has to be run again; found without what a run needs to be loaded."""
    from .. import settings, starter
    from ..belonging import identity_of
    from ..scope import Period
    from ..unchanged import nothing_to_do
    from ..workspace import Workspace
    from .embedded import with_its_secret

    quarter, found, workspace = Period.parse(period), settings.load(folder), Workspace(folder.resolve())
    with with_its_secret(found), workspace.alone():
        identity_of(found, workspace)
        return nothing_to_do(workspace, quarter, starter.own(workspace.root, "notebooks"))


def way(workers: int = 0, kernels: str = "warm", force: bool = False, cluster: str = "", through: str = "") -> Way:
    """How the reports are run, as the command line says it; raises SettingsError for kernels that there are not."""
    from ..errors import SettingsError
    from ..runs import Way

    if kernels not in ("warm", "stock"):
        raise SettingsError(f"'{kernels}' is no kind of kernels.", "There are: warm, stock.")
    return Way(workers, "warm" if kernels == "warm" else "stock", cluster, through, force)


def close(summary: Summary, folder: Path, quiet: bool) -> None:
    """The closing lines of a run; raises ReportError where a report failed."""
    if summary.collected:
        collected = summary.collected
        source = "frozen when it was published" if collected["frozen"] else "collected now"
        tell(quiet, f"\n{summary.period}, {source}: {collected['rows']['responses']} forms, {collected['rows']['enrolments']} enrolments.")
        tell(quiet, f"Values refused: {collected['refused']}; doubtful, kept: {collected['doubtful']}.")
        tell(quiet, f"Figures: {_statuses(summary.protected['published'])}.")
        _of_quotes(summary.protected["quotes"], quiet)
        tell(quiet, f"Reports made: {len(summary.made)}; unchanged: {summary.kept}; failed: {len(summary.failed)}.")
    tell(quiet, f"The drafts were checked by {summary.checked_by}, as the ledger keeps." if summary.checked_by
         else "Published single-handed: the ledger keeps that nobody else looked at the drafts (--checked-by).")
    tell(quiet, f"Pages published in reports/: {len(summary.published)}. Open workspace/index.html for all of them.")
    if summary.collected and summary.collected["frozen"]:
        tell(quiet, FROZEN)
    _failures(summary)


def _of_quotes(account: Sequence[Mapping[str, str | int]], quiet: bool) -> None:
    """What became of the rows of the file of chosen quotes: their numbers and the rules, never their words."""
    shown = sum(line["result"] == "shown" for line in account)
    if account:
        tell(quiet, f"Quotes and suggestions shown: {shown}.")
    for line in account:
        if line["result"] != "shown":
            tell(quiet, f"  row {line['row']} {line['result']}")


def _explain(summary: Summary) -> None:
    for label, reason in summary.reasons.items():
        typer.echo(f"{label}: {reason}.")
    if summary.kept:
        typer.echo(f"{summary.kept} reports are as they were.")


def _failures(summary: Summary) -> None:
    from ..errors import ReportError

    if summary.failed:
        lines = [f"  {result.label}: {result.message}\n    {result.hint}" for result in summary.failed]
        raise ReportError("Not every report could be made; what was published before stays for these:\n" + "\n".join(lines),
                          "Mend the notebook or the figures, then run the quarter again.")


def _statuses(counts: dict[str, int]) -> str:
    words = {"exact": "exact", "banded": "in bands", "at_least": "at least", "carried": "carried", "withheld": "withheld"}
    return ", ".join(f"{counts[status]} {word}" for status, word in words.items() if counts.get(status))


def tell(quiet: bool, line: str) -> None:
    """Print a line unless the user asked for silence."""
    if not quiet:
        typer.echo(line)
