"""A questionnaire as LimeSurvey's structure file (.lss), for those who import by hand: Create survey, Import.

Written as LimeSurvey 3 writes it, one row a thing and language: versions 3, 5 and 6 read that, and only 5 and 6 read their own.
"""

from __future__ import annotations

import xml.etree.ElementTree as xml
from collections.abc import Iterator
from dataclasses import dataclass, field

from .structure import Part, Question, Structure, in_language, shown, yes

DATABASE_VERSION = 359  # of LimeSurvey 3.17: later versions translate from it, version 3 refuses what is newer than itself
PLACE = 1  # an importing LimeSurvey gives every number anew; inside of the file they only link the rows
Row = dict[str, str | int]


@dataclass
class _Numbered:
    """Rows by section; questions and subquestions share one sequence of numbers."""

    structure: Structure
    sections: dict[str, list[Row]] = field(default_factory=dict)
    last: int = 0

    def add(self, section: str, row: Row) -> None:
        self.sections.setdefault(section, []).append(row)

    def next(self) -> int:
        self.last += 1
        return self.last


def lss(structure: Structure, sid: int = PLACE) -> bytes:
    """The file's bytes: XML in UTF-8.

    Parameters
    ----------
    sid
        The number that the survey shall have, where it is free.
    """
    rows = _Numbered(structure)
    _survey(rows, sid)
    for place, group in enumerate(structure.groups):
        for language in structure.languages:
            rows.add("groups", {"gid": place + 1, "sid": sid, "group_name": in_language(group.title, language, structure.languages[0]),
                                "group_order": place, "description": "", "language": language, "grelevance": "1"})
        for order, question in enumerate(group.questions):
            _question(rows, question, {"sid": sid, "gid": place + 1, "type": question.type}, order)
    return _document(rows)


def _survey(rows: _Numbered, sid: int) -> None:
    structure = rows.structure
    base, *others = structure.languages
    rows.add("surveys", {"sid": sid, "language": base, "additional_languages": " ".join(others), **structure.settings})
    for language in structure.languages:
        rows.add("surveys_languagesettings", {
            "surveyls_survey_id": sid, "surveyls_language": language, "surveyls_title": in_language(structure.title, language, base),
            "surveyls_welcometext": shown(structure.welcome, language, base), "surveyls_endtext": shown(structure.thanks, language, base)})


def _question(rows: _Numbered, question: Question, place: Row, order: int) -> None:
    qid, base = rows.next(), rows.structure.languages[0]
    for language in rows.structure.languages:
        rows.add("questions", {
            **place, "qid": qid, "parent_qid": 0, "title": question.code, "question": shown(question.text, language, base),
            "preg": "", "help": shown(question.help, language, base), "other": yes(question.other), "mandatory": yes(question.mandatory),
            "question_order": order, "language": language, "scale_id": 0, "same_default": 0, "relevance": question.relevance})
        for name, words in question.worded.items():
            rows.add("question_attributes", {"qid": qid, "attribute": name, "value": shown(words, language, base),
                                             "language": language})
    for name, value in question.attributes.items():
        rows.add("question_attributes", {"qid": qid, "attribute": name, "value": value})
    for sequence, part in enumerate(question.subquestions):
        number = rows.next()
        for language, text in _translated(rows.structure, part):
            rows.add("subquestions", {
                **place, "qid": number, "parent_qid": qid, "title": part.code, "question": text, "preg": "", "help": "", "other": "N",
                "mandatory": "N", "question_order": sequence, "language": language, "scale_id": 0, "same_default": 0, "relevance": "1"})
    for sequence, part in enumerate(question.answers, start=1):
        for language, text in _translated(rows.structure, part):
            rows.add("answers", {"qid": qid, "code": part.code, "answer": text, "sortorder": sequence, "assessment_value": 0,
                                 "language": language, "scale_id": 0})


def _translated(structure: Structure, part: Part) -> Iterator[tuple[str, str]]:
    for language in structure.languages:
        yield language, shown(part.text, language, structure.languages[0])


def _document(rows: _Numbered) -> bytes:
    document = xml.Element("document")
    xml.SubElement(document, "LimeSurveyDocType").text = "Survey"
    xml.SubElement(document, "DBVersion").text = str(DATABASE_VERSION)
    languages = xml.SubElement(document, "languages")
    for language in rows.structure.languages:
        xml.SubElement(languages, "language").text = language
    for section, found in rows.sections.items():
        kept = xml.SubElement(xml.SubElement(document, section), "rows")
        for row in found:
            written = xml.SubElement(kept, "row")
            for name, value in row.items():
                xml.SubElement(written, name).text = str(value)
    xml.indent(document)
    return bytes(xml.tostring(document, encoding="UTF-8", xml_declaration=True)) + b"\n"
