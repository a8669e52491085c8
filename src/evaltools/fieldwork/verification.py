"""What differs between a questionnaire here and the survey on the server: every code, type, condition and text of every language."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..questionnaires import Structure, Words
from ..questionnaires.structure import ALWAYS, Part, Question, in_language
from ..sources.limesurvey import Server
from .chosen import Chosen
from .served import read

# Attributes that our questionnaires set: where they set none, the server must have none either.
OURS = ("date_format", "min_num_value_n", "max_num_value_n", "num_value_int_only", "exclude_all_others", "max_answers", "hidden")
EMPTY = ("", "0")
LONGEST = 60


@dataclass(frozen=True, order=True)
class Difference:
    """One thing that is not the same: what it is, the code of its question, the language, how it is here and there."""

    what: str
    code: str
    language: str
    here: str
    there: str

    def __str__(self) -> str:
        where = " ".join(filter(None, (self.code, f"({self.language})" if self.language else "")))
        return f"{self.what}{f' {where}' if where else ''}: here {_short(self.here)}, on the server {_short(self.there)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line[:LONGEST]}…”" if len(line) > LONGEST else f"“{line}”" if line else "nothing"


def verify(chosen: Chosen, server: Server, sid: int, titles: bool = False) -> list[Difference]:
    """What differs between a survey of evaltools.toml and the one of that number on the server; raises SourceError where it is gone.

    Parameters
    ----------
    titles
        Whether titles count: after an import they do; later an organisation may call its survey as it likes.
    """
    return differences(chosen.structure, read(server, sid, chosen.structure.settings), titles)


def differences(here: Structure, there: Structure, titles: bool = False) -> list[Difference]:
    """Every difference between two structures, questions in the order of the questionnaire."""
    return list(_differences(here, there, titles))


def seen(text: str) -> str:
    """What a reader sees of a text of the server: without tags, entities and superfluous blanks. Ours are plain texts.

    >>> seen("<p>Caf&eacute; &amp;  th\u00e9</p>")
    'Caf\u00e9 & th\u00e9'
    """
    return _line(html.unescape(re.sub(r"<[a-zA-Z/!][^>]*>", " ", text)))


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _differences(here: Structure, there: Structure, titles: bool) -> Iterator[Difference]:
    if here.languages[0] != there.languages[0] or set(here.languages) != set(there.languages):
        yield Difference("languages", "", "", " ".join(here.languages), " ".join(there.languages))
    for name, value in here.settings.items():
        if name in there.settings and there.settings[name] != value:
            yield Difference(f"setting {name}", "", "", value, there.settings[name])
    texts = [("welcome", here.welcome, there.welcome), ("end", here.thanks, there.thanks)]
    for what, ours, theirs in [("title", here.title, there.title), *texts] if titles else texts:
        # What is not written here is the server's own affair: LimeSurvey has its own words for the end of a survey.
        if any(ours.values()):
            yield from _words(what, "", ours, theirs, here)
    yield from _groups(here, there)
    theirs_by_code = {question.code: question for question in there.questions}
    for question in here.questions:
        if question.code in theirs_by_code:
            yield from _question(question, theirs_by_code[question.code], here)
        else:
            yield Difference("question", question.code, "", "asked", "")
    for code in theirs_by_code.keys() - {question.code for question in here.questions}:
        yield Difference("question", code, "", "", "asked")


def _groups(here: Structure, there: Structure) -> Iterator[Difference]:
    """The pages: how many, their titles, and which question stands where."""
    if len(here.groups) != len(there.groups):
        yield Difference("number of groups", "", "", str(len(here.groups)), str(len(there.groups)))
        return
    for ours, theirs in zip(here.groups, there.groups, strict=True):
        yield from _words("group title", ours.code, ours.title, theirs.title, here)
        mine, its = ([question.code for question in group.questions] for group in (ours, theirs))
        if mine != its and sorted(mine) == sorted(its):
            yield Difference("order of questions", ours.code, "", ", ".join(mine), ", ".join(its))
        elif mine != its:
            yield Difference("questions of the group", ours.code, "", ", ".join(mine), ", ".join(its))


def _question(here: Question, there: Question, structure: Structure) -> Iterator[Difference]:
    facts = (("type", here.type, there.type), ("condition", _condition(here.relevance), _condition(there.relevance)),
             ("mandatory", _yes(here.mandatory), _yes(there.mandatory)), ("other", _yes(here.other), _yes(there.other)))
    for what, ours, theirs in facts:
        if ours != theirs:
            yield Difference(what, here.code, "", ours, theirs)
    yield from _words("text", here.code, here.text, there.text, structure)
    yield from _words("help", here.code, here.help, there.help, structure)
    yield from _parts("subquestion", here.code, here.subquestions, there.subquestions, structure)
    yield from _parts("answer", here.code, here.answers, there.answers, structure)
    for name in dict.fromkeys((*here.attributes, *OURS)):
        ours, theirs = here.attributes.get(name, ""), there.attributes.get(name, "")
        if ours != theirs and not {ours, theirs} <= {*EMPTY}:
            yield Difference(f"attribute {name}", here.code, "", ours, theirs)
    for name, words in here.worded.items():
        yield from _words(f"attribute {name}", here.code, words, there.worded.get(name, {}), structure)


def _parts(what: str, code: str, here: Sequence[Part], there: Sequence[Part], structure: Structure) -> Iterator[Difference]:
    ours, theirs = {part.code: part for part in here}, {part.code: part for part in there}
    for name in ours.keys() - theirs.keys():
        yield Difference(f"{what} code", f"{code}[{name}]", "", name, "")
    for name in theirs.keys() - ours.keys():
        yield Difference(f"{what} code", f"{code}[{name}]", "", "", name)
    if ours.keys() == theirs.keys() and list(ours) != list(theirs):
        yield Difference(f"order of {what}s", code, "", ", ".join(ours), ", ".join(theirs))
    for name in (name for name in ours if name in theirs):
        yield from _words(f"{what} text", f"{code}[{name}]", ours[name].text, theirs[name].text, structure)


def _words(what: str, code: str, here: Words, there: Words, structure: Structure) -> Iterator[Difference]:
    """Texts of every language; one that is missing here was imported in the base language."""
    for language in structure.languages:
        ours, theirs = _line(in_language(here, language, structure.languages[0])), seen(there.get(language, ""))
        if ours != theirs:
            yield Difference(what, code, language, ours, theirs)


def _condition(relevance: str) -> str:
    return " ".join(relevance.split()) or ALWAYS


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"
