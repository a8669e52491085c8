"""From the sections of a structure file to a survey's content, as LimeSurvey's importer goes through them: groups, questions,
subquestions, answers. Where it breaks off, what it has made so far stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from .codes import Codes, kept_answer
from .content import Answer, Content, Group, Question
from .failures import RemoteError, Unsupported
from .reference import question_types
from .sections import Row, Sections

QUESTIONS_A_SURVEY = 1000  # numbers that one survey keeps for its questions, subquestions among them


@dataclass
class Import:
    """One import under way: the content that it fills, and the file's numbers beside the survey's own."""

    content: Content
    sections: Sections
    random: Random
    gid: int
    qid: int
    groups: dict[str, Group] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    parts: dict[str, Question] = field(default_factory=dict)

    def run(self) -> None:
        """Fill the content; raises RemoteError in the midst of it where LimeSurvey refuses a row."""
        codes = Codes(self.random)
        for row in self._spoken(self.sections.groups):
            self._group(row)
        for row in self._spoken(self.sections.questions):
            self._question(row, codes)
        for row in self._spoken(self.sections.subquestions):
            self._part(row, codes)
        for row in self._spoken(self.sections.answers):
            self._answer(row)
        for row in self.sections.attributes:
            if row["qid"] in self.questions:
                self.questions[row["qid"]].attributes[row["attribute"], row.get("language", "")] = row["value"]
        self._finish()

    def _spoken(self, rows: list[Row]) -> list[Row]:
        return [row for row in rows if row["language"] in self.sections.languages]

    def _group(self, row: Row) -> None:
        group = self.groups.get(row["gid"])
        if group is None:
            group = self.groups[row["gid"]] = Group(self.gid + len(self.groups), _whole(row.get("group_order")),
                                                    row.get("grelevance", ""), row.get("randomization_group", ""))
            self.content.groups.append(group)
        group.words.setdefault(row["language"], {"group_name": row["group_name"], "description": row.get("description", "")})

    def _question(self, row: Row, codes: Codes) -> None:
        if row["gid"] not in self.groups:
            return
        question = self.questions.get(row["qid"])
        if question is None:
            taken = {each.code.casefold() for each in self.content.questions}
            question = self._made(row, codes.question(row["title"], taken), 0)
            question.default = self.sections.defaults.get(row["qid"])
            self.questions[row["qid"]] = question
            self.content.questions.append(question)
        question.words.setdefault(row["language"], _said(row))

    def _part(self, row: Row, codes: Codes) -> None:
        parent = self.questions.get(row["parent_qid"])
        if parent is None:
            return
        part = self.parts.get(row["qid"])
        if part is None:
            scale = _whole(row.get("scale_id"))
            taken = {each.code.casefold() for each in parent.parts if each.scale == scale}
            part = self._made(row, codes.part(row["title"], taken, parent.columns["other"] == "Y"), parent.qid)
            self.parts[row["qid"]] = part
            parent.parts.append(part)
        part.words.setdefault(row["language"], _said(row))

    def _made(self, row: Row, code: str, parent: int) -> Question:
        kind = question_types().get(row["type"])
        if kind is None and row["type"] == "|":
            raise Unsupported("questions that ask for a file")
        if kind is None:
            raise RemoteError(f"The Database definition for Questiontype: {row['type']} is missing")
        made = len(self.questions) + len(self.parts)
        if made == QUESTIONS_A_SURVEY:
            raise Unsupported(f"surveys of more than {QUESTIONS_A_SURVEY} questions")
        columns: dict[str, Any] = {name: row.get(name, default) for name, default in (("preg", ""), ("relevance", ""))}
        for name, allowed in (("mandatory", "YSN"), ("other", "YN"), ("encrypted", "YN")):
            columns[name] = row.get(name, "").strip() or "N"
            if columns[name] not in allowed:
                raise RemoteError(f"Error while saving: Array\n(\n    [{name}] => Array\n        (\n            [0] => "
                                  f"{name.capitalize()} is not in the list.\n        )\n\n)\n")
        if parent or not kind.other:
            columns["other"] = "N"
        columns |= {name: _whole(row.get(name)) for name in ("same_default", "same_script")}
        return Question(self.qid + made, parent, self.groups[row["gid"]].gid, row["type"], code,
                        _whole(row.get("question_order")), _whole(row.get("scale_id")), columns)

    def _answer(self, row: Row) -> None:
        question = self.questions.get(row["qid"])
        if question is None:
            return
        scale, code = _whole(row.get("scale_id")), row["code"].casefold()
        answer = next((each for each in question.answers if each.code.casefold() == code and each.scale == scale), None)
        if answer is None:
            if not kept_answer(row["code"]):
                return
            answer = Answer(row["code"], scale, _whole(row.get("sortorder")), _whole(row.get("assessment_value")))
            question.answers.append(answer)
        answer.words.setdefault(row["language"], {"answer": row["answer"]})

    def _finish(self) -> None:
        """What is not said in a language is said as in the base language."""
        base, *others = self.content.languages
        said = [each.words for each in (*self.questions.values(), *self.parts.values())]
        said += [answer.words for question in self.questions.values() for answer in question.answers]
        for words in (*said, *(group.words for group in self.content.groups)):
            for language in others:
                if base in words:
                    words.setdefault(language, words[base])


def _said(row: Row) -> dict[str, str]:
    return {"question": row["question"], "help": row.get("help", "")}


def _whole(value: str | None) -> int:
    return int(value) if value and value.lstrip("-").isdigit() else 0
