"""Our questionnaires in LimeSurvey's own words: columns, questions, and the properties of a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ...questionnaires import Item, ItemType, Questionnaires, Survey, Words

# Our item types as LimeSurvey's question types and themes.
TYPES: dict[ItemType, tuple[str, str]] = {
    "choice": ("L", "listradio"), "multiple": ("M", "multiplechoice"), "number": ("N", "numerical"), "date": ("D", "date"),
    "short_text": ("S", "shortfreetext"), "long_text": ("T", "longfreetext"),
}


@cache
def structures() -> dict[str, Any]:
    """The properties of a new survey and the attributes of each question type, as LimeSurvey 6.4.2 gives them."""
    return dict(yaml.safe_load(files(__package__).joinpath("structures.yml").read_text("utf-8")))


@dataclass(frozen=True)
class _Part:
    """One option of a multiple choice: a subquestion."""

    qid: int
    code: str
    text: Words
    order: int


@dataclass(frozen=True)
class _Question:
    item: Item
    qid: int
    gid: int
    group: int
    sequence: int
    order: int
    parts: tuple[_Part, ...]

    @property
    def type(self) -> str:
        return TYPES[self.item.type][0]


class Compiler:
    """Numbers the questions of a questionnaire once, then writes them in the three shapes LimeSurvey tells them in.

    Question and group numbers derive from the survey's, so that surveys of one server do not collide.
    """

    def __init__(self, survey: Survey, questionnaires: Questionnaires, sid: int, base_language: str) -> None:
        self.survey, self.questionnaires, self.sid, self.base = survey, questionnaires, sid, base_language
        self.languages = (base_language, *(language for language in survey.languages if language != base_language))
        self.groups = list(dict.fromkeys([*survey.groups, *(item.group for item in survey.items)]))
        self.questions = tuple(self._numbered())

    def words(self, words: Words, language: str) -> str:
        """Words in a language, in the base language where they are not translated, else nothing."""
        return words.get(language) or words.get(self.base, "")

    def _numbered(self) -> Iterator[_Question]:
        sequence, qid = 0, self.sid * 1000
        for group, code in enumerate(self.groups):
            order = 0
            for item in self.survey.items:
                if item.group != code:
                    continue
                parts = tuple(_Part(qid + place, option, text, order + place)
                              for place, (option, text) in enumerate(item.options.items(), start=1))
                yield _Question(item, qid, self.sid * 100 + group, group, sequence, order, parts)
                sequence, qid, order = sequence + 1, qid + 1 + len(parts), order + 1 + len(parts)

    def fields(self) -> Iterator[dict[str, Any]]:
        """The columns of the questions, as `get_fieldmap` tells them; the last of a question carries its relevance."""
        for question in self.questions:
            said = self.words(question.item.help, self.base)
            if not question.parts:
                yield self._field(question) | {"relevance": "1", "grelevance": "1", "preg": "", "other": "N", "help": said}
            for part in question.parts:
                field = self._field(question, part) | {"preg": "", "SQrelevance": "1"}
                last = part is question.parts[-1]
                yield field | {"relevance": "1", "grelevance": "1", "other": "N", "help": said} if last else field

    def _field(self, question: _Question, part: _Part | None = None) -> dict[str, Any]:
        item, code = question.item, part.code if part else ""
        return {
            "fieldname": f"{self.sid}X{question.gid}X{question.qid}{code}", "type": question.type, "sid": self.sid,
            "gid": question.gid, "qid": question.qid, "aid": code, **({"sqid": part.qid} if part else {}),
            "title": item.code, "question": self.words(item.text, self.base),
            **({"subquestion": self.words(part.text, self.base)} if part else {}),
            "group_name": self.words(self.survey.groups.get(item.group, self.survey.title), self.base),
            "mandatory": _yes(item.mandatory), "encrypted": "N", "hasconditions": "N", "usedinconditions": "N",
            "questionSeq": question.sequence, "groupSeq": question.group,
        }

    def rows(self, language: str) -> Iterator[dict[str, Any]]:
        """Questions, each followed by its subquestions, as `list_questions` tells them."""
        for question in self.questions:
            item = question.item
            yield self._row(question, language, item.text, item.code, question.order) | {
                "help": self.words(item.help, language), "mandatory": _yes(item.mandatory),
                "question_theme_name": TYPES[item.type][1]}
            for part in question.parts:
                yield self._row(question, language, part.text, part.code, part.order) | {
                    "id": part.qid, "qid": part.qid, "parent_qid": question.qid}

    def _row(self, question: _Question, language: str, text: Words, code: str, order: int) -> dict[str, Any]:
        return {"id": question.qid, "question": self.words(text, language), "help": "", "language": language, "qid": question.qid,
                "parent_qid": 0, "sid": self.sid, "type": question.type, "title": code, "preg": "", "other": "N",
                "mandatory": "N", "encrypted": "N",
                "question_order": order, "scale_id": 0, "same_default": 0, "question_theme_name": None,
                "modulename": None, "gid": question.gid, "relevance": "1", "same_script": 0}

    def properties(self) -> dict[int, dict[str, dict[str, Any]]]:
        """What `get_question_properties` adds to these rows, for questions and subquestions, in every language."""
        found: dict[int, dict[str, dict[str, Any]]] = {}
        for question in self.questions:
            found[question.qid] = {language: self._question(question, language) for language in self.languages}
            for part in question.parts:
                bare = _properties(question, title=part.code)
                found[part.qid] = dict.fromkeys(self.languages, bare)
        return found

    def _question(self, question: _Question, language: str) -> dict[str, Any]:
        item, found = question.item, _properties(question, title=question.item.code, mandatory=_yes(question.item.mandatory))
        if question.parts:
            texts = {part.code: self.words(part.text, language) for part in question.parts}
            found["available_answers"] = texts
            found["subquestions"] = {str(part.qid): {"title": part.code, "question": texts[part.code], "scale_id": 0}
                                     for part in question.parts}
        if item.type == "choice":
            answers = self.questionnaires.scales[item.scale].answers
            found["answeroptions"] = _php_array({
                answer.code: {"answer": self.words(answer.text, language), "assessment_value": 0, "scale_id": 0, "order": order}
                for order, answer in enumerate(answers, start=1)})
        return found


def _properties(question: _Question, title: str, mandatory: str = "N") -> dict[str, Any]:
    # LimeSurvey says "nothing" with a sentence, not with an empty value.
    return {**structures()["questions"][question.type], "available_answers": "No available answers",
            "subquestions": "No available answers", "answeroptions": "No available answer options",
            "other": "N", "mandatory": mandatory, "type": question.type, "title": title, "defaultvalue": None}


def _php_array(options: dict[str, Any]) -> dict[str, Any] | list[Any]:
    """PHP writes an array whose keys are 0, 1, 2 ... as a JSON list: the codes are lost."""
    return list(options.values()) if list(options) == [str(number) for number in range(len(options))] else options


def _yes(flag: bool) -> str:
    return "Y" if flag else "N"
