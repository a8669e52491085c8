"""What a survey asks, as its server tells it, and the fingerprint of its columns."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import SourceError
from .folder import write_json
from .server import Server

# The survey's other properties hold addresses and the password of a mailbox: they are neither asked for nor kept.
PROPERTIES = ["sid", "active", "anonymized", "datestamp", "language", "additional_languages", "startdate", "expires", "format",
              "alloweditaftercompletion", "tokenanswerspersistence", "allowregister"]
QUESTION = ["attributes", "attributes_lang", "available_answers", "subquestions", "answeroptions", "other", "mandatory",
            "type", "title"]
WITH_ANSWER_OPTIONS = frozenset("L!OFH1R")
COLUMN = ("title", "aid", "type", "scale_id", "sid")


@dataclass(frozen=True)
class Structure:
    """The answers of `get_survey_properties`, `get_fieldmap`, `list_questions` and `get_question_properties` (by question id)."""

    properties: dict[str, Any]
    fieldmap: dict[str, dict[str, Any]]
    questions: list[dict[str, Any]]
    options: dict[str, Any]

    @property
    def fingerprint(self) -> str:
        """The same as long as the columns of an export and what they mean are; wording and dates of the survey do not count."""
        columns = [[name, *(str(field.get(part, "")) for part in COLUMN)] for name, field in self.fieldmap.items()]
        kinds = [str(self.properties.get(name, "")) for name in ("anonymized", "datestamp")]
        return hashlib.sha256(json.dumps([columns, kinds]).encode()).hexdigest()

    def write(self, folder: Path) -> None:
        """Write it as four files."""
        write_json(folder / "properties.json", self.properties)
        write_json(folder / "fieldmap.json", self.fieldmap)
        write_json(folder / "questions.json", self.questions)
        write_json(folder / "question_properties.json", self.options)


def structure_of(client: Server, sid: int) -> Structure:
    """Ask for the structure of an active survey; raises SourceError where it is unknown or not active."""
    properties = client.ask("get_survey_properties", sid, PROPERTIES, survey=sid)
    if properties.get("active") == "N":
        raise SourceError(f"The survey {sid} is not active.", "Activate it in LimeSurvey, or take it out of evaltools.toml.")
    language = str(properties.get("language") or "") or None
    questions = client.ask("list_questions", sid, None, language, survey=sid)
    with_options = [question["qid"] for question in questions
                    if question["type"] in WITH_ANSWER_OPTIONS and str(question["parent_qid"]) == "0"]
    options = {str(qid): client.ask("get_question_properties", qid, settings=QUESTION, language=language, survey=sid)
               for qid in with_options}
    return Structure({name: properties[name] for name in PROPERTIES if name in properties},
                     client.ask("get_fieldmap", sid, survey=sid), questions, options)
