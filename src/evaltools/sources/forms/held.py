"""What a survey server holds, from the raw folder of a pulled survey; the differences between versions 3, 5 and 6 end here."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import SourceError

# Types whose answers LimeSurvey fixes itself.
FIXED_ANSWERS = {"5": tuple("12345"), "Y": ("Y", "N"), "G": ("F", "M"), "A": tuple("12345"), "C": ("Y", "N", "U"),
                 "B": tuple(str(number) for number in range(1, 11)), "E": ("I", "S", "D")}
# Texts shown and values computed: nobody answers them.
NOT_ASKED = frozenset("X*")
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class HeldQuestion:
    """One question of the server: its one-letter type, its text, its subquestions, its answer codes (None: not told)."""

    code: str
    type: str
    text: str
    parts: tuple[str, ...]
    answers: tuple[str, ...] | None
    other: bool


@dataclass(frozen=True, repr=False)
class Held:
    """One survey of the server. `tokens` are the access codes of its participants; None where there is no list to be read."""

    questions: Mapping[str, HeldQuestion]
    properties: Mapping[str, str]
    tokens: tuple[str, ...] | None

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the survey, its base language first."""
        return tuple(f"{self.properties.get('language', '')} {self.properties.get('additional_languages', '')}".split())


def held(folder: Path) -> Held:
    """What the files of a pulled survey's folder say: questions, question_properties, properties, participants.

    Raises
    ------
    SourceError
        A file is missing or cannot be read.
    """
    properties = {name: str(value or "") for name, value in _json(folder, "properties").items()}
    options = {str(qid): found.get("answeroptions") for qid, found in _json(folder, "question_properties").items()}
    people = _json(folder, "participants")
    listed = people or _json(folder, "pull").get("participants") is not None
    tokens = tuple(str(row.get("token") or "").strip() for row in people) if listed else None
    return Held({question.code: question for question in _questions(_json(folder, "questions"), options)}, properties, tokens)


def shown(text: str) -> str:
    """What a reader sees of a text: no markup, no case, single blanks.

    >>> shown("<p>Your  <b>work</b>&nbsp;?</p>")
    'your work ?'
    """
    return " ".join(html.unescape(TAG.sub(" ", text)).casefold().split())


def _questions(rows: list[dict[str, Any]], options: Mapping[str, Any]) -> Iterator[HeldQuestion]:
    parts: dict[str, list[str]] = {}
    for row in rows:
        parts.setdefault(str(row["parent_qid"]), []).append(str(row["title"]))
    for row in rows:
        if str(row["parent_qid"]) == "0" and row["type"] not in NOT_ASKED:
            qid, kind = str(row["qid"]), str(row["type"])
            answers = FIXED_ANSWERS.get(kind) or _codes(options.get(qid))
            yield HeldQuestion(str(row["title"]), kind, shown(str(row.get("question") or "")), tuple(parts.get(qid, ())), answers,
                               row.get("other") == "Y")


def _codes(options: Any) -> tuple[str, ...] | None:
    """Answer codes: a table by code, a sentence where there are none, and a list where the codes are 0, 1, 2 ..."""
    if isinstance(options, Mapping):
        return tuple(str(code) for code in options)
    if isinstance(options, list):
        return tuple(str(place) for place in range(len(options)))
    return () if isinstance(options, str) else None


def _json(folder: Path, name: str) -> Any:
    try:
        return json.loads((folder / f"{name}.json").read_text("utf-8"))
    except (OSError, ValueError):
        raise SourceError(f"The file {name}.json of the survey {folder.name} cannot be read.", "Collect again.") from None
