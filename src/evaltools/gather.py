"""Every source of an organisation into one set of tidy tables, as raw as they came kept beside."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pandas as pd

from .errors import SettingsError
from .identity import Identity
from .questionnaires import Questionnaires, Survey
from .scope import Period
from .settings import LimeSurvey, Programme, Settings, SurveySetting
from .sources import forms, limesurvey, limesurvey_file, registers
from .sources.registers import RegisterRead
from .store import Tables
from .tables import TABLES
from .workspace import Workspace

URL = "EVALTOOLS_LIMESURVEY_URL"
EMBEDDED = "embedded"


def gather(settings: Settings, questionnaires: Questionnaires, identity: Identity, workspace: Workspace, period: Period) -> Tables:
    """Read the registers and pull the surveys of every programme; what is refused or doubtful is in the table `problems`.

    Raises SourceError where a register or the server cannot be read at all, SettingsError where a survey's questionnaire is
    unknown; then nothing of this pull is kept as tables.
    """
    raw = workspace.folder("raw", str(period))
    read = {programme.id: registers.read(programme.registers, programme, settings.root, identity) for programme in settings.programmes}
    with ExitStack() as stack:
        client = stack.enter_context(limesurvey.connect(_server(settings))) if _asks_server(settings) else None
        parts = []
        for programme, survey in _surveys(settings):
            questionnaire = _questionnaire(survey, questionnaires).with_modules(survey.modules)
            found = _forms(survey, settings, client, raw, questionnaires)
            parts.append(forms.tidy(found, questionnaire, questionnaires, survey, programme, _register(read[programme.id]),
                                    now=_now(period)))
    return _whole([register.tables for register in read.values()], forms.combined(parts, questionnaires))


def _surveys(settings: Settings) -> Iterator[tuple[Programme, SurveySetting]]:
    for programme in settings.programmes:
        for survey in programme.surveys:
            if survey.sid is not None or survey.file is not None:  # else it is still to be pushed: nobody can have answered
                yield programme, survey


def _asks_server(settings: Settings) -> bool:
    return any(survey.sid is not None for _, survey in _surveys(settings))


def _server(settings: Settings) -> LimeSurvey:
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


def _forms(survey: SurveySetting, settings: Settings, client: Any, raw: Path, questionnaires: Questionnaires) -> list[forms.Form]:
    if survey.file is not None:
        return limesurvey_file.read(settings.path(survey.file), _questionnaire(survey, questionnaires), questionnaires)
    assert settings.limesurvey is not None and survey.sid is not None
    limesurvey.pull(client, survey.sid, raw, settings.limesurvey.window)
    return limesurvey.read(raw, survey.sid, settings.limesurvey.timezone, settings.timezone)


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
