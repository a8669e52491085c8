"""Runs the stage notebooks and the reports of a quarter, and publishes what they made."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from . import persons, quotes, site, starter
from . import release as releases
from . import settings as organisation_settings
from .belonging import identity_of
from .disclosure import leaks
from .disclosure.groups import nobody
from .disclosure.ledger import CHECKED, SINGLE_HANDED, Ledger
from .errors import EvaltoolsError, SettingsError, WorkspaceError
from .gather import forget_raw
from .identity import Identity
from .plan import Draft, planned
from .progress import followed
from .runs import Job, Result, Way, execute
from .scope import Period
from .stages import frozen, groups_behind, ledger_of, outcome_of
from .unchanged import Record, Wanted, sorted_out, stamp
from .workspace import Workspace

STAGES = ("collect", "compute", "protect", "report", "publish")


class StageFailed(EvaltoolsError):
    """A stage notebook stopped; carries the message, hint and exit code that the stage left."""

    def __init__(self, message: str, hint: str = "", exit_code: int = 1) -> None:
        super().__init__(message, hint)
        self.exit_code = exit_code

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.hint, self.exit_code)


@dataclass
class Summary:
    """What a run did: for the closing lines, and for its exit code.

    `kept` reports stand as they were; `reasons` say why others do not. `checked_by`: who looked at the drafts, by the ledger.
    """

    period: Period
    collected: dict[str, Any] = field(default_factory=dict)
    protected: dict[str, Any] = field(default_factory=dict)
    made: list[Result] = field(default_factory=list)
    failed: list[Result] = field(default_factory=list)
    kept: int = 0
    reasons: dict[str, str] = field(default_factory=dict)
    published: list[Path] = field(default_factory=list)
    checked_by: str = ""


@dataclass(frozen=True)
class Run:
    """One quarter of one organisation.

    Parameters
    ----------
    folder
        The organisation's folder.
    period
        The quarter.
    seen
        Called with (stage, done, total) as the run goes on.
    way
        How the reports are run.
    """

    folder: Path
    period: Period
    seen: Callable[[str, int, int], None] = lambda stage, done, total: None
    way: Way = field(default_factory=Way)

    @property
    def workspace(self) -> Workspace:
        """The organisation's workspace."""
        return Workspace(self.folder)

    def all(self, recollect: bool = False, full: bool = False, checked_by: str = "") -> Summary:
        """Collect, compute, protect, report and publish.

        Raises
        ------
        SettingsError
            Somebody is said to have checked drafts that were made just now.
        """
        summary = Summary(self.period)
        with self.workspace.alone():
            summary.collected = self.collect(recollect, full)
            summary.protected = self.indicators()
            self.report(summary)
            if checked_by and summary.made:
                raise SettingsError(f"{len(summary.made)} drafts were made just now: nobody can have looked at them.",
                                    f"They lie in workspace/drafts/{self.period}/; then: evaltools publish {self.period} --checked-by ...")
            if summary.made or summary.kept:
                self.publish(summary, checked_by)
        return summary

    def collect(self, recollect: bool = False, full: bool = False) -> dict[str, Any]:
        """Run the notebook `collect` and return its outcome."""
        return self._stage("collect", ("collect",), recollect=recollect, full=full)

    def indicators(self) -> dict[str, Any]:
        """Run the notebook `indicators`, which computes and protects, and return the outcome of the protection."""
        return self._stage("indicators", ("compute", "protect"))

    def report(self, summary: Summary) -> None:
        """Write the drafts of every report; what fails is told in the summary and does not stop the others."""
        found, drafts = self._release(), self._drafts()
        with closing(Record(self.workspace)) as record:
            wanted = list(sorted_out(drafts, found, record, self.way.force))
            summary.reasons = {each.draft.job.label: each.reason for each in wanted if each.reason}
            summary.kept = len(wanted) - len(summary.reasons)
            results = self._make([each for each in wanted if each.reason], record)
            summary.made = [result for result in results if result.ok]
            summary.failed = [result for result in results if not result.ok]
            if not summary.failed:
                now = stamp(str(found.manifest["release"]), starter.own(self.folder, "notebooks"))
                record.finish(self.period, now, len(drafts))

    def _make(self, wanted: list[Wanted], record: Record) -> list[Result]:
        """Run the jobs of these drafts; each that is made is noted at once, so that an interrupted run goes on where it stopped."""
        jobs = {each.draft.job.label: (replace(each.draft.job, kernels=self.way.kernels), each) for each in wanted}
        done: list[Result] = []

        def seen(job: Job, result: Result) -> None:
            done.append(result)
            if result.ok:
                record.enter(jobs[job.label][1])
            self.seen("report", len(done), len(jobs))

        self.seen("report", 0, len(jobs))
        return execute([job for job, _ in jobs.values()], self.way, seen)

    def publish(self, summary: Summary, checked_by: str = "") -> None:
        """Put the drafts that exist in the place of the pages before them; a page that was not made stays as it was.

        Parameters
        ----------
        checked_by
            The second person who looked at the drafts; empty: nobody did, which the ledger keeps as well.
        """
        self.seen("publish", 0, 1)
        drafts = [draft for draft in self._drafts() if draft.made]
        if not drafts:
            raise WorkspaceError(f"There is no report of {self.period} to publish.", f"Make them with `evaltools report {self.period}`.")
        found, record = self._release(), self.workspace.record(self.period)
        if frozen(record) and checked_by not in ("", record.get("checked_by")):
            raise SettingsError(f"The quarter {self.period} is published already: the ledger keeps how.",
                                "Leave --checked-by away; a correction (`run --recollect`) has its own.")
        if found.manifest["fingerprint"] != record["tables"]:
            raise WorkspaceError(f"The reports of {self.period} are older than its tables.",
                                 f"Run the quarter: `evaltools run {self.period}`.")
        if not frozen(record) and quotes.missing_from(found.quotes, quotes.chosen_in(self.workspace)):
            raise WorkspaceError("A text that the reports quote stands no longer in the file of chosen quotes.",
                                 f"Run the quarter, so that it is gone: `evaltools run {self.period}`.")
        staged = site.stage(self.workspace, self.period, drafts, found)
        settings = organisation_settings.load(self.folder)
        whom = persons.known(self.workspace, self._identity(), settings)
        # Whole trees: indexes, methods and downloads name people as easily as reports do, and so may pages of earlier quarters.
        leaks.refuse(leaks.scan(sorted(path for path in staged.rglob("*") if path.is_file()), staged, whom))
        self._enter(found, checked_by)
        # In the ledger and frozen first: whatever interrupts the publishing, a second run publishes the same again.
        self.workspace.keep(self.period, published=True, withdrawn=False, correcting=False, figures=found.manifest["figures"])
        summary.published = site.publish(self.workspace, self.period, drafts, staged, found)
        summary.checked_by = str(self.workspace.record(self.period).get("checked_by", ""))
        forget_raw(self.workspace, self.period, keep=settings.limesurvey is not None and settings.limesurvey.keep_raw)
        self.seen("publish", 1, 1)

    def withdraw(self, reason: str, who: str) -> list[Path]:
        """Take a published quarter's pages away; the ledger keeps what they showed, and why they went.

        Raises
        ------
        WorkspaceError
            The quarter is not published.
        """
        record = self.workspace.record(self.period)
        if not record.get("published"):
            raise WorkspaceError(f"The quarter {self.period} is not published.", "There is nothing to withdraw.")
        found, ledger = self._release(), self.ledger()
        mine = [entry for entry in ledger.entries() if entry.period == self.period]
        if mine and mine[-1].kind != "withdrawal":
            ledger.add("withdrawal", self.period, str(found.manifest["release"]), "", found.published.iloc[:0], nobody(),
                       ledger.head(), who, reason)
        gone = site.withdraw(self.workspace, self.period, found)
        self.workspace.keep(self.period, published=False, correcting=False, withdrawn=True)
        return gone

    def ledger(self) -> Ledger:
        """The ledger of everything that was published, checked whole."""
        return ledger_of(self.workspace, self._identity())

    def _identity(self) -> Identity:
        return identity_of(organisation_settings.load(self.folder), self.workspace)

    def _enter(self, found: releases.Release, checked_by: str) -> None:
        """Write into the ledger what readers are about to see, and who checked it; nothing where they have seen just that."""
        ledger, record = self.ledger(), self.workspace.record(self.period)
        mine = [entry for entry in ledger.entries() if entry.period == self.period]
        if mine and mine[-1].kind != "withdrawal" and mine[-1].digest == found.manifest["figures"]:
            self.workspace.keep(self.period, checked_by=mine[-1].who)
            return
        groups = groups_behind(self.workspace, self._identity(), self.period)
        if groups.digest != found.manifest["behind"]:
            raise WorkspaceError(f"The figures of {self.period} were computed again since they were protected.",
                                 f"Run the quarter: `evaltools run {self.period}`.")
        ledger.add("correction" if mine else "release", self.period, str(found.manifest["release"]), found.manifest["figures"],
                   found.published, groups, record.get("head", ""), checked_by, CHECKED if checked_by else SINGLE_HANDED)
        self.workspace.keep(self.period, checked_by=checked_by)

    def _release(self) -> releases.Release:
        name = self.workspace.record(self.period).get("release")
        if not name:
            raise WorkspaceError(f"The figures of {self.period} are not ready.", f"Start with `evaltools run {self.period}`.")
        return releases.read(self.workspace.private / "releases" / str(self.period) / name)

    def _drafts(self) -> list[Draft]:
        return planned(self._release(), self.workspace, starter.own(self.folder, "notebooks"), self._identity())

    def _stage(self, notebook: str, stages: tuple[str, ...], **parameters: object) -> dict[str, Any]:
        self.seen(notebook, 0, 1)
        record = self.workspace.folder("runs", str(self.period))
        for stage in stages:
            (record / stage / "outcome.json").unlink(missing_ok=True)
        job = Job(notebook, starter.own(self.folder, "notebooks") / f"{notebook}.ipynb",
                  {"folder": str(self.folder), "period": str(self.period), **parameters}, record / f"{notebook}.ipynb", secrets=True)
        told = [1]

        def seen(done: int, total: int) -> None:
            told[0] = total
            self.seen(notebook, done, total)

        with followed(record / stages[0], seen):
            result = execute([job], 1)[0]
        outcomes = [outcome_of(self.folder, self.period, stage) for stage in stages]
        for outcome in outcomes:
            if outcome.get("ok") is False:
                raise StageFailed(outcome["message"], outcome["hint"], outcome["exit_code"])
        if not result.ok:
            raise StageFailed(result.message, result.hint, result.exit_code)
        self.seen(notebook, told[0], told[0])
        return outcomes[-1]
