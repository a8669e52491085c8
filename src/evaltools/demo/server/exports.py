"""Response exports as LimeSurvey 6.4.2 writes them, byte for byte: JSON and CSV with code headings and short answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Sequence

from .failures import PlainText
from .survey import Cell, HostedSurvey, Row

# PHP's \R: every line break of Unicode becomes \n in a CSV cell, whereas JSON keeps it.
_LINE_BREAK = re.compile("\r\n|[\n\v\f\r\x85\u2028\u2029]")

Pick = Callable[[Row], Cell]


class Document(bytes):
    """A finished export, which a reply carries in base64."""


def select(survey: HostedSurvey, fields: Sequence[str] | None) -> tuple[tuple[str, ...], tuple[Pick, ...] | None]:
    """The headings of an export and how to fill its cells.

    LimeSurvey wants database columns or participant attributes. Anything else, also a question code, is no error:
    the column comes back under the name that was asked, without values.

    Returns
    -------
    headings
        One per column, in the order asked.
    picks
        One function a column; None where the whole row is wanted as it is.

    Raises
    ------
    PlainText
        When the list is empty.
    """
    if fields is None:
        return survey.headings, None
    if not fields:
        raise PlainText("At least one column must be selected for export.")
    headings = tuple(survey.headings[survey.columns[name]] if name in survey.columns else name for name in fields)
    return headings, tuple(_pick(survey, name) for name in fields)


def _pick(survey: HostedSurvey, name: str) -> Pick:
    if name in survey.columns:
        place = survey.columns[name]
        return lambda row: row[place]
    if "token" not in survey.columns:
        return lambda row: None
    token, people = survey.columns["token"], survey.by_token
    return lambda row: people.get(str(row[token]), {}).get(name)


def completed(survey: HostedSurvey, rows: Iterable[Row], status: str) -> list[Row]:
    """The rows of a completion status; every word but `complete` and `incomplete` means all of them."""
    place = survey.columns["submitdate"]
    wanted = {"complete": (True,), "incomplete": (False,)}.get(status, (True, False))
    return [row for row in rows if bool(row[place]) in wanted]


def encode_json(headings: Sequence[str], rows: Collection[Row]) -> bytes:
    r"""The JSON export; like PHP's `json_encode` it is ASCII, writes `\/`, and lets a repeated heading overwrite the first."""
    body = ",".join(json.dumps(dict(zip(headings, row, strict=True)), separators=(",", ":")) for row in rows)
    return ('{"responses": [' + body.replace("/", r"\/") + "]}").encode("ascii")


def encode_csv(headings: Sequence[str], rows: Collection[Row]) -> bytes:
    """The CSV export: byte order mark, `;`, CRLF and an empty last line; without rows, that line alone."""
    if not rows:
        return b"\r\n"
    lines = "".join(_line(row) for row in (tuple(headings), *rows))
    return ("\ufeff" + lines + "\r\n").encode("utf-8")


def _line(row: Row) -> str:
    # A NULL cell (an unknown column, no participant) is the only one without quotes.
    text = ";".join("" if cell is None else '"' + str(cell).replace('"', '""') + '"' for cell in row)
    return _LINE_BREAK.sub("\n", text) + "\r\n"


WRITERS: dict[str, Callable[[Sequence[str], Collection[Row]], bytes]] = {"json": encode_json, "csv": encode_csv}


def write(survey: HostedSurvey, rows: Collection[Row], document: str, fields: Sequence[str] | None) -> Document:
    """An export of rows of a survey as a document of type `json` or `csv`."""
    headings, picks = select(survey, fields)
    if picks is not None:
        rows = [tuple(pick(row) for pick in picks) for row in rows]
    return Document(WRITERS[document](headings, rows))
