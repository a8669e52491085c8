"""A survey as the server holds it, read back into the same structure that it was imported from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..questionnaires import Structure, Words
from ..questionnaires.structure import Group, Part, Question
from ..sources.limesurvey import Server

WITH_ANSWERS = frozenset("L!OFHR1")
PROPERTIES = ["attributes", "attributes_lang", "answeroptions"]
WORDS = ["surveyls_title", "surveyls_welcometext", "surveyls_endtext"]


def read(server: Server, sid: int, settings: Iterable[str] = ()) -> Structure:
    """The groups, questions, subquestions, answers and texts of a survey in all its languages.

    Parameters
    ----------
    settings
        The names of the survey settings to read besides.

    Raises
    ------
    SourceError
        The survey is not there, or not ours to read.
    """
    asked = ["language", "additional_languages", "anonymized", *settings]
    properties = server.ask("get_survey_properties", sid, list(dict.fromkeys(asked)), survey=sid)
    base = str(properties.get("language") or "")
    languages = (base, *sorted(set(str(properties.get("additional_languages") or "").split()) - {base}))
    words = {language: server.ask("get_language_properties", sid, settings=WORDS, language=language, survey=sid)
             for language in languages}
    rows = {language: server.ask("list_questions", sid, None, language, survey=sid) for language in languages}
    groups = {language: server.ask("list_groups", sid, language, survey=sid) for language in languages}
    texts = [{language: _text(words[language].get(name)) for language in languages} for name in WORDS]
    return Structure(texts[0], texts[1], texts[2], languages, properties.get("anonymized") == "Y",
                     _groups(server, sid, groups, rows),
                     {name: _text(properties[name]) for name in settings if name in properties})


def _groups(server: Server, sid: int, groups: dict[str, list[Any]], rows: dict[str, list[Any]]) -> tuple[Group, ...]:
    base = next(iter(groups))
    title: dict[int, Words] = {}
    for language, found in groups.items():
        for group in found:
            title.setdefault(int(group["gid"]), {})[language] = _text(group["group_name"])
    ordered = sorted(groups[base], key=lambda group: int(group["group_order"]))
    return tuple(Group(str(group["gid"]), title[int(group["gid"])], _questions(server, sid, int(group["gid"]), rows)) for group in ordered)


def _questions(server: Server, sid: int, gid: int, rows: dict[str, list[Any]]) -> tuple[Question, ...]:
    base = next(iter(rows))
    mine = [row for row in rows[base] if int(row["gid"]) == gid and int(row["parent_qid"]) == 0]
    return tuple(_question(server, sid, row, rows) for row in sorted(mine, key=lambda row: int(row["question_order"])))


def _question(server: Server, sid: int, row: dict[str, Any], rows: dict[str, list[Any]]) -> Question:
    base, qid, kind = next(iter(rows)), int(row["qid"]), str(row["type"])
    worded = kind in WITH_ANSWERS or row["other"] == "Y"
    properties = {language: server.ask("get_question_properties", qid, settings=PROPERTIES, language=language, survey=sid)
                  for language in (rows if worded else [base])}
    children = [child for child in rows[base] if int(child["parent_qid"]) == qid]
    parts = tuple(Part(str(child["title"]), _words(rows, int(child["qid"]), "question"))
                  for child in sorted(children, key=lambda child: int(child["question_order"])))
    return Question(
        str(row["title"]), kind, _words(rows, qid, "question"), _words(rows, qid, "help"), str(row["relevance"] or "1"),
        row["mandatory"] in ("Y", "S"), row["other"] == "Y", parts, _answers(properties) if kind in WITH_ANSWERS else (),
        {name: _text(value) for name, value in _table(properties[base].get("attributes")).items()},
        _worded(properties))


def _words(rows: dict[str, list[Any]], qid: int, column: str) -> Words:
    return {language: _text(row[column]) for language, found in rows.items() for row in found if int(row["qid"]) == qid}


def _worded(properties: dict[str, Any]) -> dict[str, Words]:
    found: dict[str, Words] = {}
    for language, each in properties.items():
        for name, value in _table(each.get("attributes_lang")).items():
            found.setdefault(str(name), {})[language] = _text(value)
    return found


def _answers(properties: dict[str, Any]) -> tuple[Part, ...]:
    texts: dict[str, Words] = {}
    order: dict[str, int] = {}
    for language, each in properties.items():
        for code, option in _table(each.get("answeroptions")).items():
            texts.setdefault(str(code), {})[language] = _text(option["answer"])
            order.setdefault(str(code), int(option.get("order") or 0))
    return tuple(Part(code, texts[code]) for code in sorted(texts, key=lambda code: order[code]))


def _table(value: Any) -> dict[Any, Any]:
    """A table as PHP sends it: a sentence where it is empty, a list where its keys are 0, 1, 2 ..."""
    if isinstance(value, list):
        return dict(enumerate(value))
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
