"""Every source of an organisation into one set of tidy tables, as raw as they came kept beside."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from .errors import SettingsError
from .identity import Identity
from .progress import Progress
from .questionnaires import Questionnaires, Survey
from .scope import Period
from .settings import EMBEDDED, URL, LimeSurvey, Programme, Settings, SurveySetting
from .sources import forms, limesurvey, limesurvey_file, registers
from .sources.forms.adopted import load_adopted, translate
from .sources.registers import RegisterRead
from .store import Tables
from .tables import TABLES
from .workspace import Workspace

RAW = "raw"


@dataclass(frozen=True, repr=False)
class Gathered:
    """What all sources gave: the tidy tables, and whatever stands for a person, so that no page can hold it."""

    tables: Tables
    persons: frozenset[str]


def gather(settings: Settings, questionnaires: Questionnaires, identity: Identity, workspace: Workspace, period: Period,
           progress: Progress | None = None, full: bool = False) -> Gathered:
    """Read the registers and pull the surveys of every programme; what is refused or doubtful is in the table `problems`.

    Parameters
    ----------
    progress
        Is told the responses pulled, survey by survey.
    full
        Pull every response again, also of surveys so large that only changes are pulled otherwise.

    Raises
    ------
    SourceError
        A register or the server cannot be read at all; then nothing of this pull is kept as tables.
    SettingsError
        A survey's questionnaire or module is unknown.
    """
    read = {programme.id: registers.read(programme.registers, programme, settings.root, identity) for programme in settings.programmes}
    parts: list[dict[str, pd.DataFrame]] = []
    with ExitStack() as stack:
        client = stack.enter_context(limesurvey.connect(server_of(settings))) if _asks_server(settings) else None
        pull = Pull(client, settings, workspace, period, progress, full)
        for programme, survey in _surveys(settings):
            asked = _questionnaire(survey, questionnaires).with_modules(survey.modules)
            register, now = _register(read[programme.id]), _now(period)
            if survey.file is not None:
                found = limesurvey_file.read(settings.path(survey.file), asked, questionnaires, forms.source_of(survey))
                parts.append(forms.tidy(found, asked, questionnaires, survey, programme, register, now=now))
            elif survey.sid is not None:
                parts += _of_server(pull, survey.sid, asked, questionnaires, survey, programme, register, now)
    return Gathered(_whole([register.tables for register in read.values()], forms.combined(parts, questionnaires)),
                    frozenset(_persons(settings, read)))


def _of_server(pull: Pull, sid: int, asked: Survey, questionnaires: Questionnaires, survey: SurveySetting, programme: Programme,
               register: forms.Register, now: dt.datetime) -> Iterator[dict[str, pd.DataFrame]]:
    """The answers of one survey, and what changed on the server; an adopted survey has other codes by design."""
    pulled = pull.survey(sid)
    found, adopted = pull.forms(sid), load_adopted(pull.settings.root, sid)
    yield forms.tidy(translate(found, adopted) if adopted else found, asked, questionnaires, survey, programme, register, now=now,
                     invited=forms.invited(pulled.folder))
    if adopted is None:
        yield forms.drift(pulled.folder, asked, questionnaires.scales, register, pulled.missing)


@dataclass(frozen=True)
class Pull:
    """Surveys pulled one after the other into a quarter's raw folder."""

    client: limesurvey.Server | None
    settings: Settings
    workspace: Workspace
    period: Period
    progress: Progress | None
    full: bool

    @property
    def raw(self) -> Path:
        """Where the quarter's raw answers lie."""
        return self.workspace.folder(RAW, str(self.period))

    def survey(self, sid: int) -> limesurvey.Pulled:
        """Pull one survey."""
        server = server_of(self.settings)
        assert self.client is not None
        return limesurvey.pull(self.client, sid, self.raw, server.window, self.progress.of(sid) if self.progress else None,
                               threads=server.threads, incremental_from=server.incremental_from, earlier=self._earlier(sid),
                               full=self.full)

    def forms(self, sid: int) -> Iterator[forms.Form]:
        """The forms of a survey that was pulled."""
        return limesurvey.each(self.raw, sid, server_of(self.settings).timezone, self.settings.timezone)

    def _earlier(self, sid: int) -> Path | None:
        """The newest finished pull of a survey, of this quarter or of one before it."""
        folders = sorted((self.workspace.private / RAW).glob("*"), reverse=True)
        return next((folder for folder in folders if limesurvey.finished(folder, sid)), None)


def forget_raw(workspace: Workspace, period: Period, keep: bool) -> None:
    """Delete raw answers once they are in frozen tables: those of the quarter and before, or, where they are kept, those before."""
    for folder in (workspace.private / RAW).glob("*"):
        if folder.name < str(period) or (folder.name == str(period) and not keep):
            shutil.rmtree(folder, ignore_errors=True)


def _persons(settings: Settings, read: Mapping[str, RegisterRead]) -> Iterator[str]:
    for programme in settings.programmes:
        yield from registers.identifying(programme.registers, settings.root)
    for register in read.values():
        yield from (*register.by_token, *register.by_number, *register.numbers, *register.numbers.values())


def _surveys(settings: Settings) -> Iterator[tuple[Programme, SurveySetting]]:
    for programme in settings.programmes:
        for survey in programme.surveys:
            if survey.sid is not None or survey.file is not None:  # else it is still to be pushed: nobody can have answered
                yield programme, survey


def _asks_server(settings: Settings) -> bool:
    return any(survey.sid is not None for _, survey in _surveys(settings))


def server_of(settings: Settings) -> LimeSurvey:
    """The survey server's setting, with the address that this run goes to; raises SettingsError where there is none."""
    if settings.limesurvey is None:
        raise SettingsError("A survey has a `sid`, but evaltools.toml names no survey server.", "Add [limesurvey] with its url.")
    url = os.environ.get(URL) or settings.limesurvey.url
    if url == EMBEDDED:
        raise SettingsError("The demo's own survey server is not running.",
                            "It runs inside `evaltools run` and `evaltools lab`; by hand, keep recollect = False on a published quarter.")
    return settings.limesurvey.model_copy(update={"url": url})


def _questionnaire(survey: SurveySetting, questionnaires: Questionnaires) -> Survey:
    found = questionnaires.surveys.get(survey.questionnaire)
    if found is None:
        raise SettingsError(f"evaltools.toml names the questionnaire '{survey.questionnaire}', which surveys/ does not have.",
                            f"There are: {', '.join(sorted(questionnaires.surveys))}.")
    return found


def _register(read: RegisterRead) -> forms.Register:
    return forms.Register(read.by_token, read.by_number, read.tables["enrolments"], read.tables["cohorts"])


def _now(period: Period) -> dt.datetime:
    return max(dt.datetime.now(), dt.datetime.combine(period.end, dt.time()))


def _whole(registers_read: list[dict[str, pd.DataFrame]], answered: dict[str, pd.DataFrame]) -> Tables:
    whole = {}
    for name, table in TABLES.items():
        frames = [tables[name] for tables in (*registers_read, answered) if name in tables and len(tables[name])]
        stacked = pd.concat(frames, ignore_index=True) if frames else table.empty()
        if name == "participants":  # a woman in the registers of two programmes is one row: the first that says something
            stacked = stacked.groupby(list(table.key), as_index=False).first()
        whole[name] = stacked.sort_values(list(table.key), kind="stable", ignore_index=True)
    return whole
