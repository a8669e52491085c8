"""Which of our items a question of the server probably is: the one of equal code, else the one of similar words."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..questionnaires import Questionnaires, Structure, Survey, Words
from ..questionnaires.structure import Part, Question
from .verification import seen

ALIKE = 0.75  # from here on two texts are so alike that one is probably the other
# What an answer in LimeSurvey's question types is like; ours of the same kind can be the same question.
KINDS = {**dict.fromkeys("L!O5YGXFABCEH1", "choice"), **dict.fromkeys("MP", "tick"), **dict.fromkeys("NK", "number"), "D": "date",
         **dict.fromkeys("STUQ", "text"), "R": "rank"}
OURS = {"choice": "choice", "array": "choice", "multiple": "tick", "number": "number", "date": "date", "short_text": "text",
        "long_text": "text", "ranking": "rank"}
# Answer codes that LimeSurvey's ready-made question types have without saying so.
READY_MADE = {"Y": "Y N", "G": "F M", "5": "1 2 3 4 5", "A": "1 2 3 4 5", "B": "1 2 3 4 5 6 7 8 9 10", "C": "Y N U", "E": "I S D"}


@dataclass(frozen=True)
class Proposal:
    """What one question of the server is: an item for itself or for each part, and our code for each answer code. Empty: unknown."""

    question: Question
    item: str
    parts: dict[str, str]
    answers: dict[str, str]


@dataclass(frozen=True)
class _Slot:
    """One column of ours that can still be given."""

    name: str
    kind: str
    text: Words
    scale: str


def answers_of(question: Question) -> tuple[Part, ...]:
    """The answers of a question, those of ready-made types included."""
    if question.type in READY_MADE:
        return tuple(Part(code, {}) for code in READY_MADE[question.type].split())
    return question.answers


def parts_of(question: Question) -> tuple[Part, ...]:
    """What has a column of its own: subquestions, the places of a ranking, the words beside "other"."""
    ranks = tuple(Part(str(number), {}) for number in range(1, len(question.answers) + 1)) if question.type == "R" else ()
    other = (Part("other", question.worded.get("other_replace_text", {})),) if question.other else ()
    return (*question.subquestions, *ranks, *other)


def propose(there: Structure, survey: Survey, questionnaires: Questionnaires) -> list[Proposal]:
    """One proposal a question of the server, in its order; each item of ours is proposed once."""
    slots = {slot.name: slot for slot in _slots(survey)}
    cells = [(question, part) for question in there.questions for part in (*_itself(question), *parts_of(question))]
    given: dict[tuple[str, str], str] = {}
    for alike in (_equal_code, _similar_text):
        for question, part in cells:
            key = question.code, part.code if part else ""
            name = "" if key in given else alike(question, part, slots)
            if name:
                given[key] = name
                slots.pop(name)
    scales = {slot.name: slot.scale for slot in _slots(survey)}
    return [_proposal(question, given, scales, questionnaires) for question in there.questions]


def _itself(question: Question) -> tuple[None, ...]:
    """Nothing where every part has its own column, else the question as a whole."""
    return () if question.subquestions or question.type == "R" else (None,)


def _slots(survey: Survey) -> Iterator[_Slot]:
    for item in survey.items:
        for name in survey.columns(item).values():
            own = name.removeprefix(f"{survey.id}.")
            part = own.partition(".")[2]
            other = part == "other" and part not in item.parts
            yield _Slot(own, "text" if other else OURS[item.type], item.other if other else item.parts.get(part, item.text), item.scale)


def _kind(question: Question, part: Part | None) -> str:
    return "text" if part and part.code == "other" and question.other else KINDS.get(question.type, "")


def _equal_code(question: Question, part: Part | None, slots: Mapping[str, _Slot]) -> str:
    code = f"{question.code}.{part.code}" if part else question.code
    return next((name for name, slot in slots.items() if name.casefold() == code.casefold() and slot.kind == _kind(question, part)), "")


def _similar_text(question: Question, part: Part | None, slots: Mapping[str, _Slot]) -> str:
    words = part.text if part else question.text
    likeness = {name: _likeness(words, slot.text) for name, slot in slots.items() if slot.kind == _kind(question, part) != "rank"}
    best = max(likeness, key=lambda name: likeness[name], default="")
    return best if best and likeness[best] >= ALIKE else ""


def _likeness(ours: Words, theirs: Words) -> float:
    """How alike two texts are in the language in which they are most alike, between 0 and 1."""
    pairs = ((seen(ours[language]).casefold(), seen(theirs[language]).casefold()) for language in ours.keys() & theirs.keys())
    return max((difflib.SequenceMatcher(None, one, other).ratio() for one, other in pairs if one and other), default=0.0)


def _proposal(question: Question, given: Mapping[tuple[str, str], str], scales: Mapping[str, str],
              questionnaires: Questionnaires) -> Proposal:
    item = given.get((question.code, ""), "")
    parts = {part.code: given.get((question.code, part.code), "") for part in parts_of(question)}
    scale = next((scales[name] for name in (item, *parts.values()) if name and scales[name]), "")
    codes = [Part(answer.code, answer.text) for answer in questionnaires.scales[scale].answers] if scale else []
    return Proposal(question, item, parts, {answer.code: _answer(answer, codes) for answer in answers_of(question)})


def _answer(answer: Part, codes: list[Part]) -> str:
    """Our code of the same answer: words first, since codes such as A1 mean something else in every questionnaire."""
    likeness = {code.code: _likeness(answer.text, code.text) for code in codes}
    best = max(likeness, key=lambda code: likeness[code], default="")
    if best and likeness[best] >= ALIKE:
        return best
    return answer.code if answer.code in likeness and not any(answer.text.values()) else ""
