"""The table of contents: what happens to a quarter before its reports are written, one function a stage.

Each stage leaves an `outcome.json` in the evaluator's record: what was done, counts, or the message, hint and exit code of
what went wrong, since the notebook that called it cannot hand these on.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from . import __version__, catalogue, estimates, indicators, persons, questionnaires, quotes, release, settings, starter, store
from .belonging import identity_of
from .context import context_of
from .disclosure.door import Seen, through
from .disclosure.groups import Groups, groups_of
from .disclosure.ledger import Entry, Ledger, opened, told_before
from .errors import EvaltoolsError, SourceError, WorkspaceError, disk_error
from .gather import gather
from .identity import Identity
from .progress import Progress
from .scope import Period
from .workspace import Workspace, locate, read_json, write_json

LEDGER = "ledger.sqlite"


@dataclass(frozen=True)
class Organisation:
    """One organisation's folder, opened: its settings, questionnaires, catalogue and workspace."""

    settings: settings.Settings
    questionnaires: questionnaires.Questionnaires
    catalogue: dict[str, catalogue.Entry]
    workspace: Workspace

    @classmethod
    def open(cls, folder: str | Path) -> Organisation:
        """Read everything that an organisation's folder says; raises SettingsError where something is wrong."""
        root = locate(folder)
        found = settings.load(root)
        own = root / "indicators"
        surveys = starter.own(root, "surveys")
        entries = catalogue.with_keys(catalogue.load(own if own.is_dir() else None), surveys)
        indicators.check(entries)
        return cls(found, questionnaires.load(surveys), entries, Workspace(root))

    def identity(self) -> Identity:
        """The keys of the organisation's participants; raises WorkspaceError where the workspace was made with another secret."""
        return identity_of(self.settings, self.workspace)


def ledger_of(workspace: Workspace, identity: Identity) -> Ledger:
    """The ledger of everything that was published from a workspace, checked whole; a lost one is no new one."""
    records = [workspace.record(period) for period in workspace.periods()]
    seen = any(record.get("published") or record.get("withdrawn") for record in records)
    return opened(workspace.folder() / LEDGER, identity.ledger_key, identity.mark, expected=seen)


def groups_behind(workspace: Workspace, identity: Identity, period: Period) -> Groups:
    """The women behind the figures of a quarter, under the names that they have in the ledger."""
    contributors = _contributors(workspace, identity, period)
    return groups_of(contributors, {name: name for name in contributors["contributor"].unique()})


def _contributors(workspace: Workspace, identity: Identity, period: Period) -> pd.DataFrame:
    rows = pd.read_parquet(workspace.folder("estimates", str(period)) / "contributors.parquet")
    hashed = {name: identity.contributor(name) for name in rows["contributor"].unique()}
    return rows.assign(contributor=rows["contributor"].map(hashed))


def _kept(workspace: Workspace, identity: Identity, period: Period) -> pd.DataFrame | None:
    """Who stood behind the figures of an earlier quarter, where that is still there."""
    place = workspace.folder("estimates", str(period)) / "contributors.parquet"
    return _contributors(workspace, identity, period) if place.exists() else None


def _homes(tables: store.Tables, identity: Identity) -> dict[str, str]:
    """Each woman's group, the last one where she was in several, under her name in the ledger."""
    rows = tables["enrolments"].dropna(subset=["participant", "cohort"]).sort_values(["start", "cohort"], na_position="first")
    return {identity.contributor(str(woman)): str(cohort) for woman, cohort in zip(rows["participant"], rows["cohort"], strict=True)}


Stage = Callable[..., dict[str, Any]]


def _recorded(stage: Stage) -> Stage:
    @functools.wraps(stage)
    def run(folder: str | Path = "", period: str = "", **options: object) -> dict[str, Any]:
        root = locate(folder)
        quarter = Period.parse(period) if period else newest_period(Workspace(root))
        place = Workspace(root).folder("runs", str(quarter), stage.__name__)
        try:
            outcome = {"ok": True, **_told(lambda: stage(Organisation.open(root), quarter, **options))}
        except EvaltoolsError as error:
            write_json(place / "outcome.json", {"ok": False, "message": error.message, "hint": error.hint, "exit_code": error.exit_code})
            raise
        write_json(place / "outcome.json", outcome)
        return outcome

    return run


def _told(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return work()
    except OSError as error:
        raise (disk_error(error) or error) from None


@_recorded
def collect(organisation: Organisation, period: Period, recollect: bool = False, full: bool = False) -> dict[str, Any]:
    """Pull the surveys and read the registers of a quarter; a published quarter keeps the tables it was published from.

    `recollect`: pull again although it is published. `full`: pull every response again, also where changes alone would do.
    """
    record = organisation.workspace.record(period)
    if record.get("published") and record.get("release") and not recollect:
        tables = store.read(organisation.workspace, record["tables"])
        return {"frozen": True, "tables": record["tables"], **_counts(tables)}
    identity = organisation.identity()
    told = Progress(organisation.workspace.folder("runs", str(period), "collect"))
    found = gather(organisation.settings, organisation.questionnaires, identity, organisation.workspace, period, told, full)
    tables = found.tables
    _refuse_empty(tables, period)
    persons.remember(organisation.workspace, identity, found.persons,
                     persons.common_texts(organisation.settings, organisation.catalogue, organisation.questionnaires))
    name = store.write(tables, organisation.workspace)
    organisation.workspace.keep(period, tables=name, release="", correcting=bool(record.get("published")))
    return {"frozen": False, "tables": name, **_counts(tables)}


@_recorded
def compute(organisation: Organisation, period: Period) -> dict[str, Any]:
    """Every indicator of the quarter for every cohort, site and programme; kept in the workspace only."""
    tables = tables_of(organisation, period)
    found = estimates.estimate(tables, organisation.catalogue, organisation.questionnaires, organisation.settings, period)
    folder = organisation.workspace.folder("estimates", str(period))
    found.figures.to_parquet(folder / "figures.parquet", index=False)
    found.contributors.to_parquet(folder / "contributors.parquet", index=False)
    return {"figures": len(found.figures), "indicators": int(found.figures["indicator"].nunique())}


@_recorded
def protect(organisation: Organisation, period: Period) -> dict[str, Any]:
    """What may be read of the quarter's figures, written as a release."""
    tables = tables_of(organisation, period)
    figures = pd.read_parquet(organisation.workspace.folder("estimates", str(period)) / "figures.parquet")
    policy, identity, record = organisation.settings.policy, organisation.identity(), organisation.workspace.record(period)
    ledger = ledger_of(organisation.workspace, identity)
    past = _before(ledger.entries(), record, period)
    seen = Seen(past, ledger.members(), _homes(tables, identity), lambda quarter: _kept(organisation.workspace, identity, quarter))
    found, groups = through(figures, _contributors(organisation.workspace, identity, period), seen, organisation.catalogue, policy)
    published, words = found.published, _words(organisation, tables, period)
    figures_name = release.digest(published, words.quotes)
    _refuse_changed(record, figures_name, period)
    manifest = {"period": str(period), "fingerprint": record["tables"], "figures": figures_name, "behind": groups.digest,
                "code": __version__}
    name = release.write(release.Release(published, context_of(organisation.settings, tables, period), _snapshot(organisation), manifest,
                                         told_before(past, period), quotes=words.quotes),
                         organisation.workspace.folder("releases", str(period)))
    organisation.workspace.keep(period, release=name, head=ledger.head(),
                                quotes={"shown": release.plain(words.quotes), "account": words.account})
    return {"release": name, "published": published["status"].value_counts().sort_index().to_dict(),
            "audit": found.account.to_dict("records"), "quotes": words.account}


def _words(organisation: Organisation, tables: store.Tables, period: Period) -> quotes.Judged:
    """What may be shown of women's own words; a published quarter keeps those with which it was published."""
    workspace, record = organisation.workspace, organisation.workspace.record(period)
    if frozen(record):
        kept = record.get("quotes", {})
        return quotes.Judged(tuple(release.Quote(**quote) for quote in kept.get("shown", ())), kept.get("account", []))
    rows = quotes.chosen_in(workspace)
    if not rows:
        return quotes.Judged((), [])
    running = estimates.active_cohorts(estimates.as_of(tables, pd.Timestamp(period.end)), period)
    identity, asked = organisation.identity(), organisation.questionnaires
    rules = quotes.Rules(quotes.pool_of(tables, asked, identity, period), organisation.settings, asked,
                         persons.known(workspace, identity, organisation.settings), running.groupby("site").size().to_dict())
    return quotes.judge(rows, rules)


def frozen(record: dict[str, Any]) -> bool:
    """Whether a quarter is published, so that it is made again as it was."""
    return bool(record.get("published")) and not record.get("correcting")


def _before(entries: list[Entry], record: dict[str, Any], period: Period) -> list[Entry]:
    """What readers had seen before a quarter: for a published one made again, what came before it; for any other, everything."""
    first = next((entry.number for entry in entries if entry.period == period), None)
    if first is None or not frozen(record):
        return entries
    last = max(entry.number for entry in entries if entry.period == period and entry.kind != "withdrawal")
    return [entry for entry in entries if entry.number < last]


def newest_period(workspace: Workspace) -> Period:
    """The last quarter with a record; raises WorkspaceError where there is none."""
    periods = workspace.periods()
    if not periods:
        raise WorkspaceError("No quarter has been collected yet.", "Name one: `evaltools run 2026-Q3`.")
    return periods[-1]


def tables_of(organisation: Organisation, period: Period) -> store.Tables:
    """The tables that a quarter was collected into; raises WorkspaceError where it was not collected."""
    name = organisation.workspace.record(period).get("tables")
    if not name:
        raise WorkspaceError(f"The quarter {period} has not been collected.", f"Start with `evaltools collect {period}`.")
    return store.read(organisation.workspace, name)


def outcome_of(folder: Path, period: Period, stage: str) -> dict[str, Any]:
    """What a stage left in the evaluator's record; empty where it left nothing."""
    return read_json(Workspace(folder).private / "runs" / str(period) / stage / "outcome.json", {})


def _refuse_changed(record: dict[str, Any], figures: str, period: Period) -> None:
    """Raise WorkspaceError where a published quarter would silently say something else than it said."""
    if frozen(record) and record.get("figures", figures) != figures:
        raise WorkspaceError(f"The figures of {period} would differ from those published: settings or definitions changed since.",
                             "Leave the quarter as it is, or make a correction: `evaltools run --recollect`.")


def _refuse_empty(tables: store.Tables, period: Period) -> None:
    """Raise SourceError where nothing happened in a quarter: reports of nothing would take the place of nothing."""
    days = {"sessions": "date", "contacts": "date", "visits": "date", "requests": "date", "responses": "submitted"}
    happened = any(((tables[name][day].dt.date >= period.start) & (tables[name][day].dt.date < period.end)).any()
                   for name, day in days.items())
    if not happened and estimates.active_cohorts(tables, period).empty:
        raise SourceError(f"The registers and surveys hold nothing of {period}.",
                          "Is it the right quarter? Fill in the registers, or see workspace/runs for what was refused.")


def _counts(tables: store.Tables) -> dict[str, Any]:
    problems = tables["problems"]
    by_severity = problems.groupby("severity")["count"].sum().to_dict()
    return {"rows": {name: len(frame) for name, frame in tables.items()},
            "refused": int(by_severity.get("refused", 0)), "doubtful": int(by_severity.get("doubtful", 0))}


def _snapshot(organisation: Organisation) -> dict[str, Any]:
    from .context import question_of

    return {name: {**entry.model_dump(mode="json", exclude={"rows"}), "order": list(entry.parts),
                   "question": question_of(entry, organisation.questionnaires)}
            for name, entry in organisation.catalogue.items()}
