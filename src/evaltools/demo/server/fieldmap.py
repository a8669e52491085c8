"""The database columns of a survey, as `get_fieldmap` tells them: fixed ones first, then those of each question by its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .content import Content, Group, Question
from .reference import own_words

Field = dict[str, Any]

_FIXED = {"id": "Response ID", "submitdate": "Date submitted", "lastpage": "Last page", "startlanguage": "Start language",
          "seed": "Seed", "token": "Access code", "startdate": "Date started", "datestamp": "Date last action",
          "ipaddr": "IP address", "refurl": "Referrer URL"}
# Columns that a setting brings; the others are always there, but for the token, which a participants table brings.
_SETTINGS = {"startdate": "datestamp", "datestamp": "datestamp", "ipaddr": "ipaddr", "refurl": "refurl"}
_TYPES = {"ipaddr": "ipaddress", "refurl": "url"}


def fixed_columns(sid: int, properties: Mapping[str, Any], participants: bool) -> dict[str, Field]:
    """The columns that do not depend on what is asked; a token where the survey has a participants table and is not anonymous."""
    present = {name: properties[setting] == "Y" for name, setting in _SETTINGS.items()}
    present["token"] = participants and properties["anonymized"] == "N"
    return {name: {"fieldname": name, **_kind(name, sid), "gid": "", "qid": "", "aid": "", "title": "", "question": words,
                   "group_name": ""}
            for name, words in _FIXED.items() if present.get(name, True)}


def _kind(name: str, sid: int) -> Field:
    kind = {"type": _TYPES.get(name, name)}
    return {"sid": sid, **kind} if name in ("id", "lastpage", "startlanguage", "seed", "token") else {**kind, "sid": sid}


def asked_columns(content: Content) -> dict[str, Field]:
    """The columns of the questions, in the base language; the last one of a question carries what is said of it as a whole."""
    found: dict[str, Field] = {}
    sequence = 0
    for place, (group, questions) in enumerate(content.ordered()):
        for question in questions:
            fields = list(_of_question(content, group, question, {"questionSeq": sequence, "groupSeq": place}))
            if fields:
                columns = question.columns
                fields[-1] |= {"relevance": columns["relevance"], "grelevance": group.relevance, "preg": columns["preg"],
                               "other": columns["other"], "help": question.words[content.languages[0]]["help"]}
                sequence += 1
            found |= {field["fieldname"]: field for field in fields}
    return found


def _of_question(content: Content, group: Group, question: Question, places: Field) -> Iterator[Field]:
    base = content.languages[0]
    if base not in question.words or base not in group.words:
        return
    start = {"fieldname": f"{content.sid}X{group.gid}X{question.qid}", "type": question.type, "sid": content.sid,
             "gid": group.gid, "qid": question.qid}
    named = {"title": question.code, "question": question.words[base]["question"]}
    whole = {"group_name": group.words[base]["group_name"]}
    end = {"mandatory": question.columns["mandatory"], "encrypted": question.columns["encrypted"], "hasconditions": "N",
           "usedinconditions": "N", **places}
    for aid, suffix, keys, words, more, last in _columns(question, base):
        yield {**start, "fieldname": f"{start['fieldname']}{suffix}", "aid": aid, **keys, **named, **words, **whole, **more, **end, **last}


# What a column adds to the common fields, in the order in which LimeSurvey tells them: its `aid`, what follows the question's
# number in its name, further keys, words, what stands after the group's name, and what stands last.
_Column = tuple[Any, str, Field, Field, Field, Field]


def _columns(question: Question, base: str) -> Iterator[_Column]:
    own = own_words(base)
    shape = {"plain": _plain, "parts": _parts, "grid": _grid, "dual": _dual, "ranks": _ranks}[question.kind.shape]
    yield from shape(question, base, own)


def _plain(question: Question, base: str, own: dict[str, str]) -> Iterator[_Column]:
    yield "", "", {}, {}, {}, {} if question.default is None else {"defaultvalue": question.default}
    if question.columns["other"] == "Y":
        yield "other", "other", {}, {"subquestion": own["other"]}, {}, {}
    if question.type == "O":
        yield "comment", "comment", {}, {"subquestion": own["comment"]}, {}, {}


def _rows(question: Question, base: str) -> list[Question]:
    return sorted((part for part in question.parts if base in part.words), key=lambda part: part.order)


def _parts(question: Question, base: str, own: dict[str, str]) -> Iterator[_Column]:
    commented = question.type == "P"
    for part in _rows(question, base):
        text = {"subquestion": part.words[base]["question"]}
        last = {"preg": question.columns["preg"], "SQrelevance": part.columns["relevance"]}
        yield part.code, part.code, {"sqid": part.qid}, text, {}, last
        if commented:
            name = f"{part.code}comment"
            yield name, name, {}, {"subquestion1": own["comment"], **text}, {}, {}
    if question.columns["other"] == "Y":
        yield "other", "other", {}, {"subquestion": own["other"]}, {}, {"other": "Y"}
        if commented:
            yield "othercomment", "othercomment", {}, {"subquestion": own["other_comment"]}, {}, {"other": "Y"}


def _grid(question: Question, base: str, own: dict[str, str]) -> Iterator[_Column]:
    ordered = _rows(question, base)
    across = [part for part in ordered if part.scale == 1]
    answers = [{"code": part.code, "answer": part.words[base]["question"]} for part in across]
    for down in (part for part in ordered if part.scale == 0):
        for part in across:
            name = f"{down.code}_{part.code}"
            yield (name, name, {"sqid": down.qid},
                   {"subquestion1": down.words[base]["question"], "subquestion2": part.words[base]["question"]}, {},
                   {"preg": question.columns["preg"], "answerList": answers, "SQrelevance": down.columns["relevance"]})


def _dual(question: Question, base: str, own: dict[str, str]) -> Iterator[_Column]:
    for part in _rows(question, base):
        text = {"subquestion": part.words[base]["question"]}
        for scale in (0, 1):
            # The relevance of a row stands on its first column alone.
            last = {"SQrelevance": part.columns["relevance"]} if scale == 0 else {}
            yield part.code, f"{part.code}#{scale}", {"scale_id": scale}, text, {"scale": f"{own['scale']} {scale + 1}"}, last


def _ranks(question: Question, base: str, own: dict[str, str]) -> Iterator[_Column]:
    wanted = question.attributes.get(("max_subquestions", ""), "")
    places = int(wanted) if wanted.isdigit() and int(wanted) else len(question.answers)
    for rank in range(1, min(places, len(question.answers)) + 1):
        yield rank, str(rank), {}, {"subquestion": f"{own['rank']} {rank}"}, {}, {}
