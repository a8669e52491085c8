"""The methods of RemoteControl that write participants; names and order of parameters are its own.

LimeSurvey looks for a token that is taken before it strips the signs it does not want: two tokens that differ in such a sign alone
are both stored, and are then the same.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from .failures import RemoteError, Status
from .site import Site, whole
from .survey import HostedSurvey

Person = dict[str, Any]

# What stands first in an answer, with the value of who is new; then what was given; then the columns that remain, in this order.
_FIRST: Person = {"sent": "N", "remindersent": "N", "remindercount": 0, "completed": "N", "usesleft": 1, "emailstatus": "OK"}
_REST = ("participant_id", "email", "blacklisted", "validfrom", "validuntil", "mpid")
_COLUMNS = ("tid", "participant_id", "firstname", "lastname", "email", "emailstatus", "token", "language", "blacklisted", "sent",
            "remindersent", "remindercount", "completed", "usesleft", "validfrom", "validuntil", "mpid")
_SHOWN_FIRST = ("usesleft", "completed", "emailstatus")
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]*[A-Za-z0-9]")
_MOMENTS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
LONGEST_TOKEN = 36


def add_participants(site: Site, sid: Any, people: Any, create_tokens: Any = True) -> list[Person]:
    """Add participants and return each as it was stored, or as it was given, with its `errors`.

    `create_tokens` draws a token for everybody, also for who has one; without it, who has none gets none.
    """
    survey = _with_table(site, sid, "No survey participants table")
    table, last, answers = list(survey.participants or ()), survey.last_tid, []
    for given in people.values() if isinstance(people, dict) else people:
        person = {name: value for name, value in given.items() if name in (*_COLUMNS, *survey.attribute_names)}
        if create_tokens:
            person["token"] = "".join(site.random.choices(_LETTERS, k=int(survey.properties["tokenlength"])))
        mistakes = _mistakes(survey, person, table)
        if mistakes:
            answers.append(given | {"errors": mistakes})
            continue
        stored, last = _stored(survey, person, table, last)
        table.append({name: _moment(name, value) for name, value in stored.items()} | {"tid": int(stored["tid"])})
        answers.append(stored)
    survey.invite(table, last)
    return answers


def _stored(survey: HostedSurvey, person: Person, table: list[Person], last: int) -> tuple[Person, int]:
    person = {name: _cleaned(name, value) for name, value in person.items()}
    stored = _FIRST | person
    for name in ("token", "firstname", "lastname", "language"):
        stored[name] = stored.get(name) or ""
    tid = whole(person.get("tid")) or last + 1
    if any(other["tid"] == tid for other in table):
        raise RemoteError("CDbCommand failed to execute the SQL statement: SQLSTATE[23000]: Integrity constraint violation: 1062 "
                          f"Duplicate entry '{tid}' for key 'PRIMARY'")
    stored["tid"] = stored.get("tid") or str(tid)
    for name in (*_REST, *survey.attribute_names):
        stored.setdefault(name, None)
    return stored, max(last, tid)


def delete_participants(site: Site, sid: Any, tids: Any) -> Any:
    """Delete participants by `tid` and tell of each what became of it."""
    survey = _with_table(site, sid)
    table, told = list(survey.participants or ()), {}
    for tid in map(whole, tids if isinstance(tids, list) else []):
        kept = [person for person in table if person["tid"] != tid]
        told[str(tid)] = "Invalid token ID" if len(kept) == len(table) else "Deleted"
        table = kept
    survey.invite(table, survey.last_tid)
    return told or []  # PHP's empty array is a list


def get_participant_properties(site: Site, sid: Any, wanted: Any, names: Any = None) -> Person:
    """All properties of one participant, found by `tid` or by properties of hers, or those named."""
    survey = _with_table(site, sid)
    shown = _shown(survey, _found(survey, wanted))
    picked = {name: value for name, value in shown.items() if not names or name in names}
    if not picked:
        raise Status("No valid Data")
    return picked


def set_participant_properties(site: Site, sid: Any, wanted: Any, properties: Any) -> Person:
    """Change one participant, found by `tid` or by properties of hers, and return all her properties."""
    survey = _with_table(site, sid)
    person = _found(survey, wanted)
    given = {name: value for name, value in properties.items() if name in (*_COLUMNS, *survey.attribute_names) and name != "tid"}
    if not given:
        raise Status("No valid Data")
    others = [other for other in survey.participants or () if other is not person]
    mistakes = _mistakes(survey, person | given, others)
    if mistakes:
        raise Status(mistakes)
    after = person | {name: _moment(name, _cleaned(name, value)) for name, value in given.items()}
    survey.invite([after if other is person else other for other in survey.participants or ()], survey.last_tid)
    return _shown(survey, after)


def _with_table(site: Site, sid: Any, missing: str = "Error: No survey participants table") -> HostedSurvey:
    survey = site.survey(sid)
    if survey.participants is None:
        raise Status(missing)
    return survey


def _found(survey: HostedSurvey, wanted: Any) -> Person:
    people = survey.participants or []
    if not isinstance(wanted, dict):
        found = [person for person in people if person["tid"] == whole(wanted)]
        if not found:
            raise Status("Error: Invalid tokenid")
        return found[0]
    for name in wanted:
        if name not in (*_COLUMNS, *survey.attribute_names):
            raise RemoteError(f'Table "lime_tokens_{survey.sid}" does not have a column named "{name}".')
    found = [person for person in people if all(_same(person.get(name), value) for name, value in wanted.items())]
    if len(found) != 1:
        raise Status("Error: More than 1 result was found based on your attributes." if found
                     else "Error: No results were found based on your attributes.")
    return found[0]


def _same(stored: Any, wanted: Any) -> bool:
    return stored is None if wanted is None else stored is not None and str(stored) == str(wanted)


def _shown(survey: HostedSurvey, person: Person) -> Person:
    order = dict.fromkeys((*_SHOWN_FIRST, *_COLUMNS, *survey.attribute_names))
    return {name: person.get(name) for name in order}


def _mistakes(survey: HostedSurvey, person: Person, table: list[Person]) -> dict[str, list[str]]:
    token, mistakes = str(person.get("token") or ""), {}
    if token and any(other["token"] == token for other in table):
        mistakes["token"] = [f'Access code "{token}" has already been taken.']
    elif len(token) > LONGEST_TOKEN:
        mistakes["token"] = [f"Access code is too long (maximum is {LONGEST_TOKEN} characters)."]
    if person.get("language") and person["language"] not in survey.languages:
        mistakes["language"] = ["Language code is invalid in this survey"]
    mails = re.split("[;,]", str(person.get("email") or "").strip())
    if mails != [""] and not all(_MAIL.fullmatch(mail.strip()) for mail in mails):
        mistakes["email"] = ["Invalid email address."]
    if person.get("usesleft") not in (None, "") and not re.fullmatch(r"\s*[+-]?\d+\s*", str(person["usesleft"])):
        mistakes["usesleft"] = ["Uses left must be a number."]
    for name, label in (("validfrom", "Valid from"), ("validuntil", "Valid until")):
        if person.get(name) and _moment(name, person[name]) is None:
            mistakes[name] = [f"The format of {label} is invalid."]
    return mistakes


def _cleaned(name: str, value: Any) -> Any:
    if name == "token":
        return re.sub("[^0-9a-zA-Z_~]", "", str(value or ""))
    if name in ("firstname", "lastname"):
        return re.sub("<[^>]*>?", "", str(value or ""))
    return value.strip() if name == "email" and isinstance(value, str) else value


def _moment(name: str, value: Any) -> Any:
    """A value as the table holds it: a date has a time; None where it is no date."""
    if name not in ("validfrom", "validuntil") or not value:
        return value
    for form in _MOMENTS:
        try:
            return datetime.strptime(str(value), form).strftime("%Y-%m-%d %H:%M:%S")
        except ValueError:
            continue
    return None
