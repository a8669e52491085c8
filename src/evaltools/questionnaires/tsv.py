"""A questionnaire as LimeSurvey's tab-separated file: the one form that versions 3, 5 and 6 all import alike.

One line a thing and language. Attributes without words stand on the lines of the base language alone: on other lines
LimeSurvey would keep them once a language.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from .structure import Group, Question, Structure, in_language, shown, yes

COLUMNS = ("id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation", "mandatory",
           "encrypted", "other", "default", "same_default", "same_script")
Line = dict[str, str]


def tsv(structure: Structure, sid: int | None = None) -> str:
    """The file, in UTF-8 text without a byte order mark; LimeSurvey imports it as the type `txt`.

    Parameters
    ----------
    sid
        The number that the survey shall have, if it is free; drawn by LimeSurvey where not given.
    """
    lines = [*_settings(structure, sid), *_survey_words(structure)]
    for language in structure.languages:
        for number, group in enumerate(structure.groups, start=1):
            lines += _group(group, number, language, structure.languages[0])
    attributes = sorted({column for line in lines for column in line} - set(COLUMNS))
    text = io.StringIO()
    writer = csv.DictWriter(text, [*COLUMNS, *attributes], restval="", delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def _settings(structure: Structure, sid: int | None) -> Iterator[Line]:
    base, *others = structure.languages
    named = {"language": base, "additional_languages": " ".join(others), **structure.settings}
    if sid is not None:
        named["sid"] = str(sid)
    for name, value in named.items():
        yield {"class": "S", "name": name, "text": value}


def _survey_words(structure: Structure) -> Iterator[Line]:
    base = structure.languages[0]
    for language in structure.languages:
        yield {"class": "SL", "name": "surveyls_title", "text": in_language(structure.title, language, base), "language": language}
        for name, words in (("surveyls_welcometext", structure.welcome), ("surveyls_endtext", structure.thanks)):
            if words:
                yield {"class": "SL", "name": name, "text": shown(words, language, base), "language": language}


def _group(group: Group, number: int, language: str, base: str) -> Iterator[Line]:
    yield {"class": "G", "type/scale": str(number), "name": in_language(group.title, language, base), "relevance": "1",
           "language": language}
    for question in group.questions:
        yield from _question(question, language, base)


def _question(question: Question, language: str, base: str) -> Iterator[Line]:
    attributes = question.attributes if language == base else {}
    worded = {name: shown(words, language, base) for name, words in question.worded.items()}
    yield {"class": "Q", "type/scale": question.type, "name": question.code, "relevance": question.relevance,
           "text": shown(question.text, language, base), "help": shown(question.help, language, base), "language": language,
           "mandatory": yes(question.mandatory), "other": yes(question.other), **attributes, **worded}
    for kind, parts in (("SQ", question.subquestions), ("A", question.answers)):
        for part in parts:
            line = {"class": kind, "type/scale": "0", "name": part.code, "text": shown(part.text, language, base)}
            yield {**line, "language": language, **({"relevance": "1"} if kind == "SQ" else {})}
