"""The questions of a survey as LimeSurvey keeps them, with numbers of their own, and the rows in which it lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .reference import QuestionType, question_types

Words = dict[str, dict[str, str]]  # language -> what is said in it
_NO_WORDS = {"group_name": None, "description": None}


@dataclass
class Group:
    """A page. `words`: `group_name` and `description` in each language."""

    gid: int
    order: int
    relevance: str
    randomised: str
    words: Words = field(default_factory=dict)


@dataclass
class Answer:
    """An answer option. `words`: `answer` in each language."""

    code: str
    scale: int
    order: int
    assessment: int
    words: Words = field(default_factory=dict)


@dataclass
class Question:
    """A question, or a subquestion where `parent` is not 0. `words`: `question` and `help` in each language."""

    qid: int
    parent: int
    gid: int
    type: str
    code: str
    order: int
    scale: int
    columns: dict[str, Any]
    words: Words = field(default_factory=dict)
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    parts: list[Question] = field(default_factory=list)
    default: str | None = None

    @property
    def kind(self) -> QuestionType:
        """What all questions of this type have in common."""
        return question_types()[self.type]


@dataclass
class Content:
    """Everything that a survey asks. `languages`: the base language first."""

    sid: int
    languages: tuple[str, ...]
    groups: list[Group] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def ordered(self) -> Iterator[tuple[Group, list[Question]]]:
        """The groups in their order, each with its questions in theirs."""
        for group in sorted(self.groups, key=lambda group: group.order):
            yield group, sorted((question for question in self.questions if question.gid == group.gid), key=lambda each: each.order)

    def group_rows(self, language: str) -> list[dict[str, Any]]:
        """What `list_groups` tells in a language."""
        return [{"id": group.gid, "gid": group.gid, "sid": self.sid, "group_order": group.order,
                 "randomization_group": group.randomised, "grelevance": group.relevance, **group.words.get(language, _NO_WORDS),
                 "language": language}
                for group in self.groups]

    def question_rows(self, language: str) -> list[dict[str, Any]]:
        """What `list_questions` tells in a language: subquestions stand among the questions, by their order in the group."""
        rows = []
        for _, questions in self.ordered():
            both = [*questions, *(part for question in questions for part in question.parts)]
            # Where two share a place, the database gives the younger one first.
            rows += [self._row(each, language) for each in sorted(both, key=lambda each: (each.order, -each.qid))]
        return rows

    def _row(self, question: Question, language: str) -> dict[str, Any]:
        columns = question.columns
        said = question.words.get(language, {"question": None, "help": None})
        return {"id": question.qid, **said, "language": language, "qid": question.qid, "parent_qid": question.parent, "sid": self.sid,
                "type": question.type, "title": question.code, "preg": columns["preg"], "other": columns["other"],
                "mandatory": columns["mandatory"], "encrypted": columns["encrypted"], "question_order": question.order,
                "scale_id": question.scale, "same_default": columns["same_default"],
                "question_theme_name": None if question.parent else question.kind.theme, "modulename": None, "gid": question.gid,
                "relevance": columns["relevance"], "same_script": columns["same_script"]}

    def properties(self) -> dict[int, dict[str, dict[str, Any]]]:
        """Number -> language -> what `get_question_properties` adds to the rows above."""
        every = [*self.questions, *(part for question in self.questions for part in question.parts)]
        return {each.qid: {language: _described(each, language) for language in self.languages} for each in every}


def _described(question: Question, language: str) -> dict[str, Any]:
    kind = question.kind
    parts = question.parts[::-1]  # the database gives them in no order: whoever relies on one shall see it here
    said = {name: value for (name, spoken), value in question.attributes.items() if spoken in ("", language)}
    texts = [(part, (part.words.get(language) or {"question": ""})["question"]) for part in parts]
    found: dict[str, Any] = {
        "attributes": _with(kind.attributes, said), "attributes_lang": _with(kind.attributes_lang, said),
        # LimeSurvey says "nothing" with a sentence, not with an empty value.
        "available_answers": php_array({part.code: text for part, text in texts}) or "No available answers",
        "subquestions": php_array({str(part.qid): {"title": part.code, "question": text, "scale_id": part.scale}
                                   for part, text in texts}) or "No available answers"}
    options = _dual(question, language) if kind.shape == "dual" else _options(question, language)
    found["answeroptions"] = options or "No available answer options"
    return found | {"other": question.columns["other"], "mandatory": question.columns["mandatory"], "type": question.type,
                    "title": question.code, "defaultvalue": None}


def _with(attributes: dict[str, Any] | str, said: dict[str, str]) -> dict[str, Any] | str:
    if isinstance(attributes, str) or not said:
        return attributes
    return attributes | {name: value for name, value in said.items() if name in attributes}


def _options(question: Question, language: str) -> Any:
    return php_array({answer.code: {**answer.words[language], "assessment_value": answer.assessment, "scale_id": answer.scale,
                                    "order": answer.order}
                      for answer in sorted(question.answers, key=lambda answer: answer.order) if language in answer.words})


def _dual(question: Question, language: str) -> Any:
    scales: dict[str, dict[str, Any]] = {}
    for answer in sorted(question.answers, key=lambda answer: answer.order):
        if language in answer.words:
            scales.setdefault(str(answer.scale), {})[answer.code] = {
                "code": answer.code, **answer.words[language], "assessment_value": answer.assessment, "scale_id": answer.scale,
                "order": answer.order}
    return php_array({scale: php_array(answers) for scale, answers in scales.items()})


def php_array(named: dict[str, Any]) -> dict[str, Any] | list[Any]:
    """PHP writes an array whose keys are 0, 1, 2 ... as a JSON list: the names are lost; so it writes an empty one.

    Examples
    --------
    >>> php_array({"0": "no", "1": "yes"}), php_array({"1": "no", "2": "yes"}), php_array({})
    (['no', 'yes'], {'1': 'no', '2': 'yes'}, [])
    """
    return list(named.values()) if list(named) == [str(number) for number in range(len(named))] else named
