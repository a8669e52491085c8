"""Follow a survey: its response rate per cohort, and, for the evaluator alone, the list of who has not answered."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from ..questionnaires import Questionnaires
from ..settings import Settings
from ..sources import forms, limesurvey, limesurvey_file
from ..sources.forms.adopted import load_adopted, translate
from ..sources.limesurvey import Server
from ..sources.limesurvey.failures import NoResponses
from ..sources.registers import RegisterRead
from ..workspace import Workspace
from .chosen import Chosen
from .due import EVER, LATEST, belonging
from .private import write_sheet
from .rates import CohortRate, Standing, by_cohort, state_of
from .server import has_participants_table, is_active, participants, state

HEADINGS = ("register number", "group", "state")
STATES = {"partial": "partly answered", "break_off": "begun", "none": "not answered"}


@dataclass(frozen=True)
class Followed:
    """How far one survey is: `rates` has a row a cohort; an anonymous survey has forms and no rate."""

    survey: str
    note: str
    forms: int = 0
    rates: tuple[CohortRate, ...] = ()
    standings: tuple[Standing, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class View:
    """What following needs: settings and questionnaires, the server, the registers by programme, the workspace, today."""

    settings: Settings
    questionnaires: Questionnaires
    server: Server | None
    registers: dict[str, RegisterRead] = field(repr=False)
    workspace: Workspace
    today: dt.date


def follow(chosen: Chosen, view: View) -> Followed:
    """Who is due, who is invited and who has answered in one survey, now.

    The base is everybody invited and everybody whose moment fell within the last quarter, whether invited or not.

    Raises
    ------
    SourceError
        The server failed, or a file of answers cannot be read.
    """
    sid = chosen.setting.sid
    if sid is None and chosen.setting.file is None:
        return Followed(chosen.key, "not pushed yet")
    properties = state(_server(view), sid) if sid is not None else {"active": "Y"}
    if properties is None:
        return Followed(chosen.key, f"the survey {sid} is not on the server, or the user may not see it")
    found = _forms(chosen, view) if is_active(properties) else []
    note = "" if is_active(properties) else "not open yet"
    if chosen.survey.anonymous:
        return Followed(chosen.key, note or "anonymous: forms are counted, nobody is invited by name", len(found))
    invited = _invited(chosen, view) if sid is not None else None
    standings = _standings(chosen, view, _shares(chosen, view, found), invited)
    return Followed(chosen.key, note, len(found), tuple(by_cohort(standings)), tuple(standings))


def who(followed: Followed, workspace: Workspace) -> Path:
    """Write the private list of those who are due and have not sent a whole form, by register number, and return where it lies."""
    rows = [(each.number, each.cohort, STATES[each.state]) for each in followed.standings
            if each.state != "complete" and (each.due or each.state != "none")]
    return write_sheet(workspace.folder("fieldwork") / f"{followed.survey}-not-answered.xlsx", "not answered", HEADINGS,
                       sorted(rows, key=lambda row: (row[1], len(row[0]), row[0])))


def _server(view: View) -> Server:
    assert view.server is not None, "a survey with a number needs the server"
    return view.server


def _invited(chosen: Chosen, view: View) -> set[str]:
    sid, server = chosen.setting.sid, _server(view)
    assert sid is not None
    return {str(row["token"]) for row in participants(server, sid)} if has_participants_table(server, sid) else set()


def _forms(chosen: Chosen, view: View) -> list[forms.Form]:
    """Every form there is. What the server sends lies in the private workspace for as long as it is read."""
    setting = chosen.setting
    if setting.file is not None:
        return list(limesurvey_file.read(view.settings.path(setting.file), chosen.survey, view.questionnaires))
    assert setting.sid is not None and view.settings.limesurvey is not None
    with tempfile.TemporaryDirectory(dir=view.workspace.folder("fieldwork"), prefix=".answers-") as folder:
        try:
            limesurvey.pull(_server(view), setting.sid, Path(folder))
        except NoResponses:
            return []
        found = limesurvey.each(Path(folder), setting.sid, view.settings.limesurvey.timezone, view.settings.timezone)
        adopted = load_adopted(view.settings.root, setting.sid)
        return list(translate(found, adopted) if adopted else found)


def _shares(chosen: Chosen, view: View, found: list[forms.Form]) -> dict[str, float]:
    """The share of items answered in the best form of each woman, by pseudonym."""
    read = view.registers[chosen.programme.id]
    register = forms.Register(read.by_token, read.by_number, read.tables["enrolments"], read.tables["cohorts"])
    tidied = forms.tidy(found, chosen.survey, view.questionnaires, chosen.setting, chosen.programme, register)
    responses: pd.DataFrame = tidied["responses"].dropna(subset=["participant"])
    best = responses.groupby("participant")["share_answered"].max()
    return {str(name): float(share) for name, share in best.items()}


def _standings(chosen: Chosen, view: View, shares: dict[str, float], invited: set[str] | None) -> list[Standing]:
    read = view.registers[chosen.programme.id]
    names = {read.by_token[code] for code in invited if code in read.by_token} if invited is not None else None
    everybody = belonging(read, chosen.programme, chosen.setting.wave, EVER, view.today)
    recent = belonging(read, chosen.programme, chosen.setting.wave, view.today - LATEST, view.today)
    kept = {name: each for name, each in everybody.items() if name in shares or (names is not None and name in names)} | recent
    return [Standing(read.numbers[name], each.cohort, names is None or name in names, each.is_due(view.today),
                     state_of(shares.get(name))) for name, each in sorted(kept.items())]
