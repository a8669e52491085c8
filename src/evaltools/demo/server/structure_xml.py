"""LimeSurvey's structure file (`lss`): words beside the things they name, as version 3 writes them, or in tables of their own."""

from __future__ import annotations

import xml.etree.ElementTree as xml
from collections import defaultdict
from collections.abc import Iterator

from .failures import Crash, Status
from .sections import Row, Sections


def read_lss(content: bytes) -> Sections:
    """The sections of a file; raises Status where it is no structure, Crash where it is one without a survey in it."""
    try:
        document = xml.fromstring(content)
    except (xml.ParseError, ValueError):
        document = xml.Element("nothing")
    if document.findtext("LimeSurveyDocType") != "Survey":
        raise Status("Error: This is not a valid LimeSurvey survey structure XML file.")
    surveys = _rows(document, "surveys")
    if not surveys:
        raise Crash
    languages = tuple(language.text or "" for language in document.iterfind("languages/language"))
    questions = defaultdict(list, _by(document, "question_l10ns", "qid"))
    return Sections(
        surveys[-1], languages, _rows(document, "surveys_languagesettings"),
        list(_spoken(_rows(document, "groups"), _by(document, "group_l10ns", "gid"), "gid")),
        list(_spoken(_rows(document, "questions"), questions, "qid")),
        list(_spoken(_rows(document, "subquestions"), questions, "qid")),
        list(_spoken(_rows(document, "answers"), _by(document, "answer_l10ns", "aid"), "aid")),
        [{name: value for name, value in row.items() if value or name != "language"}
         for row in _rows(document, "question_attributes")],
        {row["qid"]: row.get("defaultvalue", "") for row in _rows(document, "defaultvalues")})


def _rows(document: xml.Element, section: str) -> list[Row]:
    return [{cell.tag: cell.text or "" for cell in row} for row in document.iterfind(f"{section}/rows/row")]


def _by(document: xml.Element, section: str, number: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in _rows(document, section):
        found.setdefault(row[number], []).append(row)
    return found


def _spoken(rows: list[Row], words: dict[str, list[Row]], number: str) -> Iterator[Row]:
    """Each row with its words, once a language; rows that hold their words themselves as they are."""
    for row in rows:
        if not words:
            yield row
        for said in words.get(row.get(number, ""), []):
            yield row | {name: value for name, value in said.items() if name != "id"}
