"""Pull one survey: its structure, its participants' access codes, and every response in windows of ids.

A server needs quadratic time for an export, and proxies lose patience after a minute: windows of 2,000 ids pass everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ...errors import SourceError
from .failures import NoParticipants, NoPermission, NoResponses, TooSlow
from .folder import MANIFEST, empty, rows_of, write, write_json
from .server import Server

SMALLEST_WINDOW = 50
LARGEST_ID = 2**31 - 1  # of LimeSurvey's integer column
PARTICIPANTS_AT_ONCE = 5000
# The survey's other properties hold addresses and the password of a mailbox: they are neither asked for nor kept.
PROPERTIES = ["sid", "active", "anonymized", "datestamp", "language", "additional_languages", "startdate", "expires", "format",
              "alloweditaftercompletion", "tokenanswerspersistence", "allowregister"]
QUESTION = ["attributes", "attributes_lang", "available_answers", "subquestions", "answeroptions", "other", "mandatory",
            "type", "title"]
WITH_ANSWER_OPTIONS = frozenset("L!OFH1R")
Progress = Callable[[int, int], None]


def pull(client: Server, sid: int, folder: Path, window: int = 2000, progress: Progress | None = None) -> Path:
    """Write a survey as the server gives it to `<folder>/<sid>/`; a pull that fails leaves no finished folder.

    Parameters
    ----------
    window
        How many ids are asked for at once; halved where the server gives up.
    progress
        Called after each window with the responses seen and those the server counts.

    Returns
    -------
    Path
        The survey's folder: `responses-<from>-<to>.json` byte for byte as exported (answer codes, short), `properties.json`,
        `fieldmap.json`, `questions.json`, `question_properties.json`, `participants.json` (access codes and completion,
        no names) and, written last, `pull.json`.

    Raises
    ------
    SourceError
        The survey is unknown, not active, or the server failed.
    """
    target = folder / str(sid)
    properties = client.ask("get_survey_properties", sid, PROPERTIES, survey=sid)
    if properties.get("active") == "N":
        raise SourceError(f"The survey {sid} is not active.", "Activate it in LimeSurvey, or take it out of evaltools.toml.")
    empty(target)
    _structure(client, sid, target, properties)
    participants = _participants(client, sid)
    write_json(target / "participants.json", participants or [])
    seen = _responses(client, sid, target, window, progress or (lambda seen, expected: None))
    write_json(target / MANIFEST, {"schema": 1, "sid": sid, "responses": seen,
                                   "participants": None if participants is None else len(participants)})
    return target


def _structure(client: Server, sid: int, target: Path, properties: dict[str, Any]) -> None:
    language = str(properties.get("language") or "")
    questions = client.ask("list_questions", sid, None, language or None, survey=sid)
    with_options = [question["qid"] for question in questions
                    if question["type"] in WITH_ANSWER_OPTIONS and str(question["parent_qid"]) == "0"]
    options = {str(qid): client.ask("get_question_properties", qid, settings=QUESTION, language=language or None, survey=sid)
               for qid in with_options}
    write_json(target / "properties.json", {name: properties[name] for name in PROPERTIES if name in properties})
    write_json(target / "fieldmap.json", client.ask("get_fieldmap", sid, survey=sid))
    write_json(target / "questions.json", questions)
    write_json(target / "question_properties.json", options)


def _participants(client: Server, sid: int) -> list[dict[str, Any]] | None:
    """Access codes and completion of the invited; names and addresses stay on the server. None: no table, or no right to it."""
    found: list[dict[str, Any]] = []
    start = 0
    while True:
        try:
            page = client.ask("list_participants", sid, start=start, limit=PARTICIPANTS_AT_ONCE,
                              attributes=["completed", "usesleft"], survey=sid)
        except NoParticipants:
            return found or None
        except NoPermission:
            return None
        found += [{name: row[name] for name in ("tid", "token", "completed", "usesleft") if name in row} for row in page]
        if len(page) < PARTICIPANTS_AT_ONCE:
            return found
        start = int(page[-1]["tid"]) + 1  # since version 5 `start` is a participant's number, not a row's


def _responses(client: Server, sid: int, target: Path, window: int, progress: Progress) -> int:
    """All responses, until as many were seen as the server counts; then whatever came in meanwhile, in one open call."""
    seen, first, width, expected = 0, 1, window, _expected(client, sid)
    while seen < expected and first <= LARGEST_ID:
        last = min(first + width - 1, LARGEST_ID)
        try:
            found = _window(client, sid, target, first, last)
        except TooSlow:
            width //= 2
            if width < SMALLEST_WINDOW:
                raise
            continue
        seen, first = seen + found, last + 1
        progress(seen, expected)
        if found:
            width = min(width, window)
        else:  # rows were deleted meanwhile, or ids make a jump: count again, and stride over the gap
            expected, width = _expected(client, sid), width * 2
    if first <= LARGEST_ID:
        seen += _window(client, sid, target, first, None)
    progress(seen, max(seen, expected))
    return seen


def _expected(client: Server, sid: int) -> int:
    summary = client.ask("get_summary", sid, survey=sid) or {}
    return int(summary.get("full_responses") or 0)


def _window(client: Server, sid: int, target: Path, first: int, last: int | None) -> int:
    """Write the responses of a range of ids, both ends included, as they come; how many there are."""
    try:
        payload = client.ask("export_responses", sid, file_format="json", completion_status="all", heading_type="code",
                             response_type="short", from_response_id=first, to_response_id=last, survey=sid)
    except NoResponses:
        return 0
    found = len(rows_of(payload))
    write(target / f"responses-{first}-{last or ''}.json", payload)
    return found
