"""A hosted survey from recorded answers of a real LimeSurvey, so that the server can be held against them."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from .survey import HostedSurvey, Responses, heading


def from_recording(folder: Path) -> HostedSurvey:
    """The survey that a folder of recordings tells of.

    Parameters
    ----------
    folder
        `get_survey_properties.json`, `get_summary.json`, `get_fieldmap.json`, `list_questions_<language>.json`,
        `questions/*.json`, `list_participants.json` and `export_responses_json_code_short.json`, each a request and its
        response. The title stands in `list_surveys.json`, one folder up.

    Raises
    ------
    ValueError
        When the columns of the export are not those of the field map.
    """
    properties = _result(folder / "get_survey_properties.json")
    fieldmap = _result(folder / "get_fieldmap.json")
    summary = _result(folder / "get_summary.json")
    return HostedSurvey(
        sid=properties["sid"],
        title=_title(folder.parent / "list_surveys.json", properties["sid"]),
        properties=properties,
        fieldmap=fieldmap,
        questions={path.stem.removeprefix("list_questions_"): _result(path) for path in folder.glob("list_questions_*.json")},
        question_properties=_questions(folder / "questions"),
        participants=[_participant(row) for row in _result(folder / "list_participants.json")],
        responses=_responses(folder / "export_responses_json_code_short.json", fieldmap),
        token_counts={name: count for name, count in summary.items() if name.startswith("token_")},
    )


def _exchange(path: Path) -> dict[str, Any]:
    exchange: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return exchange


def _result(path: Path) -> Any:
    return _exchange(path)["response"]["result"]


def _title(path: Path, sid: int) -> str:
    return next(str(row["surveyls_title"]) for row in _result(path) if row["sid"] == sid)


def _questions(folder: Path) -> dict[int, dict[str, dict[str, Any]]]:
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.json")):
        exchange = _exchange(path)
        _, qid, _, language = exchange["request"]["params"]
        found.setdefault(qid, {})[language] = exchange["response"]["result"]
    return found


def _participant(row: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = row["participant_info"]
    return {name: value for name, value in row.items() if name != "participant_info"} | described


def _responses(path: Path, fieldmap: dict[str, dict[str, Any]]) -> Responses:
    rows = json.loads(base64.b64decode(_result(path)))["responses"]
    columns = [heading(field) for field in fieldmap.values()]
    if any(list(row) != columns for row in rows):
        raise ValueError(f"{path.parent.name}: the export has other columns than the field map")
    return Responses.of(tuple(row.values()) for row in rows)
