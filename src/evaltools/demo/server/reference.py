"""What LimeSurvey 6.4.2 knows by itself: a new survey's properties, the types of questions, the words that it writes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Shape = Literal["plain", "parts", "grid", "dual", "ranks"]
Column = Literal["code", "letter", "language", "number", "moment", "text"]


@dataclass(frozen=True)
class QuestionType:
    """One type: which columns a question has (`shape`) and what they hold, and what is set where a file sets nothing."""

    theme: str
    shape: Shape
    column: Column
    other: bool
    attributes: dict[str, Any]
    attributes_lang: dict[str, Any] | str  # a sentence where a type has none


@cache
def _known() -> dict[str, Any]:
    return dict(yaml.load(files(__package__).joinpath("structures.yml").read_text("utf-8"), Loader=yaml.CSafeLoader))


@cache
def question_types() -> dict[str, QuestionType]:
    """Letter -> type; file upload is not among them."""
    return {letter: QuestionType(**described) for letter, described in _known()["questions"].items()}


def new_properties() -> dict[str, Any]:
    """The properties of a survey whose file sets nothing; `sid` is not among them."""
    return dict(_known()["properties"])


def speaks(language: str) -> bool:
    """Whether LimeSurvey has a language of its own words, as far as it is known here."""
    return language in _known()["words"]


def own_words(language: str) -> dict[str, str]:
    """`other`, `comment`, `other_comment`, `rank` and `scale` in a language, or in English."""
    known: dict[str, dict[str, str]] = _known()["words"]
    return known.get(language, known["en"])
