"""What the database makes of a value that is written into a column of the response table: it is stored, changed or refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from .failures import RemoteError
from .people import cell
from .reference import question_types
from .survey import Cell

SCHEMA = "ls642"  # its name stands in the messages of the database
_FAILED = "CDbCommand failed to execute the SQL statement: SQLSTATE"
_LONGEST = {"code": 5, "letter": 1, "language": 20, "startlanguage": 20, "seed": 31, "token": 36}
_LONGEST_TEXT = 65_535  # bytes
_MOMENTS = ("submitdate", "startdate", "datestamp")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_PLACES, _DIGITS = Decimal("1e-10"), Decimal("1e20")


def stored(sid: int, column: Mapping[str, Any], value: Any) -> Cell:
    """A value as the column holds it and an export shows it; raises RemoteError with the database's own words where it is refused."""
    name, kind = str(column["fieldname"]), _kind(column)
    if value is None:
        return ""
    if kind == "moment":
        return _moment(sid, name, str(value))
    if kind == "number":
        return _number(sid, name, value)
    if kind == "lastpage":
        found = re.match(r"\s*[+-]?\d+", str(value))
        return int(found[0]) if found else 0
    text = str(int(value)) if isinstance(value, bool) else value if isinstance(value, str) else str(cell(value))
    if (len(text.encode()) > _LONGEST_TEXT) if kind == "text" else (len(text) > _LONGEST[kind]):
        raise RemoteError(f"{_FAILED}[22001]: String data, right truncated: 1406 Data too long for column '{name}' at row 1")
    return text


def _kind(column: Mapping[str, Any]) -> str:
    name = str(column["type"])
    if column["qid"] == "":
        return "moment" if name in _MOMENTS else name if name in (*_LONGEST, "lastpage") else "text"
    # What is written beside an answer is text, whatever the answers of the question are.
    free = name in "LMOP!" and column["aid"] != "" and "sqid" not in column
    return "text" if free else question_types()[name].column if name in question_types() else "text"


def _moment(sid: int, name: str, text: str) -> str:
    for form in ("%Y-%m-%d", "%Y-%m-%d %H", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"):
        try:
            return datetime.strptime(text.replace("T", " "), form).strftime("%Y-%m-%d %H:%M:%S")
        except ValueError:
            continue
    raise RemoteError(f"{_FAILED}[22007]: Invalid datetime format: 1292 Incorrect datetime value: '{text}' for column "
                      f"`{SCHEMA}`.`lime_survey_{sid}`.`{name}` at row 1")


def _number(sid: int, name: str, value: Any) -> str:
    text = str(int(value)) if isinstance(value, bool) else str(value).strip()
    found = _NUMBER.match(text)
    if found is None:
        raise RemoteError(f"{_FAILED}[22007]: Invalid datetime format: 1366 Incorrect decimal value: '{text}' for column "
                          f"`{SCHEMA}`.`lime_survey_{sid}`.`{name}` at row 1")
    if found[0] != text:
        raise RemoteError(f"{_FAILED}[01000]: Warning: 1265 Data truncated for column '{name}' at row 1")
    number = Decimal(text)
    if abs(number) >= _DIGITS:
        raise RemoteError(f"{_FAILED}[22003]: Numeric value out of range: 1264 Out of range value for column '{name}' at row 1")
    written = f"{number.quantize(_PLACES):f}"
    return written.rstrip("0").rstrip(".")


def missing(name: str) -> RemoteError:
    """What the database says where a column that must have a value gets none."""
    return RemoteError(f"{_FAILED}[HY000]: General error: 1364 Field '{name}' doesn't have a default value")


def taken(number: int) -> RemoteError:
    """What the database says of a number that another row has."""
    return RemoteError(f"{_FAILED}[23000]: Integrity constraint violation: 1062 Duplicate entry '{number}' for key 'PRIMARY'")
