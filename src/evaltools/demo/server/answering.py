"""The methods of RemoteControl that write responses; names and order of parameters are its own. What is written is not checked
against the questionnaire: only the database refuses, what its columns cannot hold."""

from __future__ import annotations

from typing import Any

from .database import missing, stored, taken
from .failures import Crash, RemoteError, Status, Unsupported
from .site import Site, whole
from .survey import Cell, HostedSurvey, Row

_DATES = ("submitdate", "datestamp", "startdate")


def add_response(site: Site, sid: Any, answers: Any) -> str | int:
    """Add a response, keyed by database column, and return its id: as a string, or as it was given.

    Columns that are not there are passed over, and with them a token that comes before the participants table (LimeSurvey keeps it
    out of sight until there is one). A date that is empty is none, one that is left out is the present moment; so a
    response is complete unless its `submitdate` is there and empty.
    """
    survey = site.survey(sid)
    if not survey.active:
        raise Status("No survey response table")
    given = dict(answers) if isinstance(answers, dict) else {}
    moment = site.now().strftime("%Y-%m-%d %H:%M:%S")
    for name in _DATES:
        if name in survey.columns:
            given[name] = given.get(name, moment)
    if given.get("startlanguage") is None:
        given["startlanguage"] = survey.base_language
    number = _number(survey, given.pop("id", None))
    cells: dict[str, Cell] = {name: _cell(survey, name, value) for name, value in given.items() if name in survey.columns}
    survey.responses = survey.responses.with_row(_row(survey, number, cells))
    asked = answers.get("id") if isinstance(answers, dict) else None
    if asked in ("", 0, "0"):
        raise Status("Unable to add response")  # it is there all the same, under the next id
    return str(number) if asked is None else asked


def _number(survey: HostedSurvey, wanted: Any) -> int:
    if wanted is None or wanted in ("", 0, "0"):
        return survey.responses.last + 1
    if not str(wanted).lstrip("-").isdigit():
        raise Crash
    number = int(wanted)
    if number < 0:
        raise Unsupported("responses with an id below zero")
    if survey.responses.place(number) is not None:
        raise taken(number)
    return number


def _cell(survey: HostedSurvey, name: str, value: Any) -> Cell:
    if name in _DATES and not value:
        if name == "submitdate":
            return ""
        raise missing(name)
    return stored(survey.sid, survey.fieldmap[name], value)


def _row(survey: HostedSurvey, number: int, cells: dict[str, Cell]) -> Row:
    return number, *(cells.get(name, "") for name in list(survey.fieldmap)[1:])


def update_response(site: Site, sid: Any, answers: Any) -> bool:
    """Change a response, found by its `id` or else by its `token`; no date moves. A token itself cannot be changed."""
    survey = site.survey(sid, unknown="Invalid survey ID")
    if not survey.active:
        raise Status("Survey is not active")
    if survey.properties["alloweditaftercompletion"] != "Y":
        raise Status("Survey does not allow edit after completion")
    given = answers if isinstance(answers, dict) else {}
    number = _matching(survey, given)
    strange = [name for name in given if name not in survey.columns]
    if strange:
        raise Status(f"Invalid Column names supplied: {', '.join(strange)}")
    place = survey.responses.place(number)
    before = survey.responses.rows[place or 0]
    cells = dict(zip(survey.fieldmap, before, strict=True))
    cells |= {name: stored(survey.sid, survey.fieldmap[name], value) for name, value in given.items() if name not in ("id", "token")}
    survey.responses = survey.responses.with_row(_row(survey, number, cells))
    return True


def _matching(survey: HostedSurvey, given: dict[str, Any]) -> int:
    if given.get("id") is not None:
        wanted = whole(given["id"])
        found = [wanted] if survey.responses.place(wanted) is not None else []
    elif given.get("token") is not None:
        token = survey.columns.get("token")
        rows = survey.responses.rows if token is not None else ()
        found = [whole(row[0]) for row in rows if row[token or 0] == str(given["token"])]
    else:
        raise Status("Missing response identifier (id|token)")
    if not found:
        raise Status("No matching Response")
    if len(found) > 1:
        raise Status("More then one matching response, updateing multiple responses at once is not supported")
    return found[0]


def delete_response(site: Site, sid: Any, number: Any) -> dict[str, str]:
    """Delete one response; its id is never given again."""
    survey = site.survey(sid)
    if isinstance(number, (list, dict)):
        raise Crash
    if not survey.active:
        raise RemoteError(f'The table "{{{{survey_{survey.sid}}}}}" for active record class "Response_{survey.sid}" cannot be found '
                          "in the database.")
    if survey.responses.place(whole(number)) is None:
        raise Status("Response Id not found")
    survey.delete_responses([whole(number)])
    return {str(number): "deleted"}
