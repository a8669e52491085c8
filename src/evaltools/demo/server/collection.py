"""The methods of RemoteControl that hand out participants and responses; names and order of parameters are its own."""

from __future__ import annotations

from typing import Any

from .exports import WRITERS, Document, completed, write
from .failures import Crash, RemoteError, Status, Unsupported
from .site import Site, whole
from .survey import HostedSurvey

_BASIC = ("tid", "token", "firstname", "lastname", "email")
_OTHER_WRITERS = ("pdf", "xls", "doc", "html")


def list_participants(site: Site, sid: Any, start: Any = 0, limit: Any = 10, unused: Any = False,
                      attributes: Any = False, conditions: Any = None) -> list[dict[str, Any]]:
    """At most `limit` participants from tid `start` on (not from that row on), each with the attributes that are asked for."""
    survey = site.survey(sid)
    if survey.participants is None:
        raise Status("Error: No survey participants table")
    if attributes is True:
        raise Crash
    found = [person for person in survey.participants
             if person["tid"] >= whole(start) and not (unused and person.get("completed", "N") != "N")
             and _meets(person, conditions or {})]
    if not found:
        raise Status("No survey participants found.")
    return [_listed(person, attributes or []) for person in found[:whole(limit)]]


def _meets(person: dict[str, Any], conditions: dict[str, Any]) -> bool:
    for name, condition in conditions.items():
        operator, *wanted = condition if isinstance(condition, list) else ["IN", condition]
        if operator != "IN":
            raise Unsupported("this comparison in a condition")
        # LimeSurvey leaves the comparison to SQL, where the number 1 equals the text "1".
        if name in person and str(person[name]) not in map(str, wanted):
            return False
    return True


def _listed(person: dict[str, Any], attributes: list[str]) -> dict[str, Any]:
    described = {name: person[name] for name in ("firstname", "lastname", "email")}
    extra = {name: person[name] for name in attributes if name in person and name not in _BASIC}
    return {"tid": person["tid"], "token": person["token"], "participant_info": described, **extra}


def get_response_ids(site: Site, sid: Any, token: Any) -> list[int]:
    """The ids of the responses given with a token; an empty list also where the user may not know."""
    survey = site.surveys.get(whole(sid))
    if survey is None or not survey.permitted or "token" not in survey.columns:
        return []
    place = survey.columns["token"]
    return [number for number, row in zip(survey.responses.ids, survey.responses.rows, strict=True) if row[place] == token]


def export_responses(site: Site, sid: Any, document: Any, language: Any = None, status: Any = "all",
                     headings: Any = "code", answers: Any = "short", first: Any = None, last: Any = None,
                     fields: Any = None, additional: Any = None) -> Document:
    """An export of the responses of an id window (both ends included) and a completion status."""
    survey = _exportable(site, sid, document, language, headings, answers)
    if additional:
        raise Unsupported("additional options of an export")
    rows = completed(survey, survey.responses.between(whole(first), whole(last)), status)
    return write(survey, rows, document, _columns(fields))


def export_responses_by_token(site: Site, sid: Any, document: Any, tokens: Any, language: Any = None,
                              status: Any = "all", headings: Any = "code", answers: Any = "short",
                              fields: Any = None, additional: Any = None) -> Document:
    """An export of the responses given with one token or several."""
    survey = _exportable(site, sid, document, language, headings, answers)
    place = survey.columns.get("token")
    wanted = {tokens} if isinstance(tokens, str) else set(tokens)
    given = [row for row in survey.responses.rows if place is not None and row[place] in wanted]
    if not given:
        raise Status("No Response found for Token")
    return write(survey, completed(survey, given, status), document, _columns(fields))


def _exportable(site: Site, sid: Any, document: Any, language: Any, headings: Any, answers: Any) -> HostedSurvey:
    survey = site.survey(sid, unknown="No permission")
    if not survey.active:
        raise Status("No Data, survey table does not exist.")
    if not survey.responses.ids:
        raise Status("No Data, could not get max id.")
    site.language(survey, language, unknown="Language code not found for this survey.")
    if document in _OTHER_WRITERS or headings in ("full", "abbreviated") or answers == "long":
        raise Unsupported("exports other than json and csv with code headings and short answers")
    if document not in WRITERS:
        raise RemoteError(f"Writer for {document} should implement IWriter")
    return survey


def _columns(fields: Any) -> list[str] | None:
    # citric passes an id bound in this place when it exports by token; LimeSurvey then gives every column.
    return fields if isinstance(fields, list) else None
