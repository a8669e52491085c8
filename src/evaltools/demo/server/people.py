"""The two tables of a survey that people fill: responses and participants, as LimeSurvey stores and exports them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from .survey import Cell, Fields, Responses, Row, heading

# A participant of whom nothing is known but her token.
_BLANK: dict[str, Any] = {
    "participant_id": None, "firstname": "", "lastname": "", "email": None, "emailstatus": "OK", "language": "", "blacklisted": None,
    "sent": "N", "remindersent": "N", "remindercount": 0, "completed": "N", "usesleft": 1, "validfrom": None, "validuntil": None,
    "mpid": None,
}
_WHOLE = ("id", "lastpage")  # the only columns that an export gives as numbers


def tabulate(fieldmap: Fields, rows: Iterable[Mapping[str, Any]]) -> Responses:
    """The response table of rows keyed by export heading; raises ValueError where a heading is none of the survey's."""
    headings = tuple(heading(field) for field in fieldmap.values())
    known = frozenset(headings)
    return Responses.of(_row(headings, known, row, position) for position, row in enumerate(rows, start=1))


def _row(headings: tuple[str, ...], known: frozenset[str], row: Mapping[str, Any], position: int) -> Row:
    unknown = row.keys() - known
    if unknown:
        raise ValueError(f"the survey has no column {', '.join(sorted(unknown))}")
    cells = (cell(row.get(name), whole=name in _WHOLE) for name in headings[1:])
    return int(row.get("id") or position), *cells


def cell(value: Any, whole: bool = False) -> Cell:
    """A value as an export shows it: NULL is empty, a tick is `Y`, a date has a time, a number no superfluous digit.

    Examples
    --------
    >>> [cell(value) for value in (None, True, False, 42.0, 42.5, date(2026, 3, 1), "l10")]
    ['', 'Y', '', '42', '42.5', '2026-03-01 00:00:00', 'l10']
    """
    if type(value) is str:
        return value
    if value is None or value is False:
        return ""
    if value is True:
        return "Y"
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        return moment.strftime("%Y-%m-%d %H:%M:%S")
    if whole:
        return int(value)
    return f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def enrol(participants: Iterable[Mapping[str, Any]], fieldmap: Fields, responses: Responses) -> list[dict[str, Any]]:
    """The participants table in the order of `tid`, which defaults to the position.

    Who has a complete response is marked completed, with the minute of her last one, unless the caller says otherwise. Where
    responses have no token, nobody is marked.
    """
    submitted = _submitted(fieldmap, responses)
    table = []
    for position, participant in enumerate(participants, start=1):
        person = {"tid": position, **_BLANK, **participant}
        minute = submitted.get(person["token"])
        if minute and "completed" not in participant:
            person |= {"completed": minute, "usesleft": 0}
        table.append(person)
    return sorted(table, key=lambda person: int(person["tid"]))


def _submitted(fieldmap: Fields, responses: Responses) -> dict[str, str]:
    columns = list(fieldmap)
    if "token" not in columns:
        return {}
    token, submitdate = columns.index("token"), columns.index("submitdate")
    return {str(row[token]): str(row[submitdate])[:16] for row in responses.rows if row[token] and row[submitdate]}
