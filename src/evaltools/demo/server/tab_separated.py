"""LimeSurvey's tab-separated structure file (`txt`), read as its importer reads it: what is no structure is an empty survey.

The file tells things in the order of their lines: a line `SQ` belongs to the `Q` above it. Numbers are given here, by group
number and code, so that the lines of a second language find what the first one made.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator

from .failures import Crash
from .reference import question_types
from .sections import Row, Sections

# Columns of a question that are no attributes; LimeSurvey takes every other one for an attribute.
_OWN = frozenset({"class", "type/scale", "name", "text", "validation", "relevance", "help", "language", "mandatory", "other",
                  "same_default", "same_script", "default"})


def read_txt(content: bytes) -> Sections:
    """The sections of a file; raises Crash where PHP stops (no line at all, not UTF-8, words but none in the base language)."""
    try:
        lines = list(_lines(content.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise Crash from None
    settings = {line["name"]: line["text"] for line in lines
                if line["class"] == "S" and "text" in line and line.get("name", "datecreated") != "datecreated"}
    settings |= {"active": "N", "gsid": "1", "startdate": ""}
    base = settings.get("language", "en")
    texts: dict[str, Row] = {}
    for line in lines:
        if line["class"] == "SL" and "text" in line:
            texts.setdefault(line.get("language", ""), {})[line.get("name", "")] = line["text"]
    if texts and base not in texts:
        raise Crash
    sections = Sections(settings, (base, *settings.get("additional_languages", "").split()), [
        {"surveyls_title": "Missing Title", "surveyls_language": language, **words} for language, words in texts.items()])
    _Reader(sections, base).read(lines)
    return sections


def _lines(text: str) -> Iterator[Row]:
    csv.field_size_limit(sys.maxsize)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    header = [name.strip() for name in next(rows, [])]
    if not header:
        raise Crash
    for row in rows:
        line = {name: value if value[0] != '"' else _unquoted(value) for name, value in zip(header, row, strict=False) if value}
        line.setdefault("class", "")
        yield line


def _unquoted(value: str) -> str:
    """A cell without the quotes that spreadsheets put around it once more."""
    return value[1:-1].replace('""', '"') if len(value) > 1 and value[0] == value[-1] == '"' and "\n" not in value else value


def _filled(line: Row, name: str) -> str:
    """A cell where PHP's `empty` finds something: `0` is nothing."""
    value = line.get(name, "")
    return "" if value == "0" else value


class _Reader:
    """Where the reading stands: the group, the question and the order of the next thing."""

    def __init__(self, sections: Sections, base: str) -> None:
        self.sections, self.base = sections, base
        self.known: dict[str, tuple[str, int]] = {}  # a thing's path -> its number in the file, its place
        self.gid, self.qid, self.type, self.other = "0", "1", "T", "N"
        self.order = self.answers = self.groups = self.last_group = 0
        self.language = ""

    def read(self, lines: list[Row]) -> None:
        takers = {"G": self._group, "Q": self._question, "SQ": self._subquestion, "A": self._answer}
        for line in lines:
            taker = takers.get(line["class"])
            if taker:
                taker(line)

    def _number(self, path: str, place: int) -> tuple[str, int, bool]:
        """A thing's number and place, and whether it is seen for the first time."""
        new = path not in self.known
        number, place = self.known.setdefault(path, (str(len(self.known) + 1), place))
        return number, place, new

    def _group(self, line: Row) -> None:
        language = _filled(line, "language") or self.base
        if language != self.language:
            self.language, self.groups = language, 0
        key = _filled(line, "type/scale")
        if not key:  # files without group numbers: the place within the language stands in
            key, self.groups = f"G{self.groups}", self.groups + 1
        self.gid, place, new = self._number(f"group {key}", self.last_group + 1)
        name = _filled(line, "name") or f"G{self.last_group + 1}"
        self.last_group += new
        self.order = 0
        self.sections.groups.append({
            "gid": self.gid, "group_name": name, "description": line.get("text", ""), "grelevance": line.get("relevance", ""),
            "language": language, "randomization_group": line.get("random_group", ""), "group_order": str(place)})

    def _question(self, line: Row) -> None:
        self.type, self.other = line.get("type/scale", "T"), line.get("other", "N")
        code = line.get("name", f"Q{self.order}")
        self.qid, self.order, new = self._number(f"question {self.gid} {code}", self.order)
        self.sections.questions.append(self._row(line, code, self.qid) | {
            "parent_qid": "0", "encrypted": line.get("encrypted", "N"), "other": self.other,
            "same_default": line.get("same_default", "0"), "same_script": line.get("same_script", "0")})
        self.order += new
        self.answers = 0
        kind = question_types().get(self.type)
        worded = kind.attributes_lang if kind else ()
        for name, value in line.items():
            if name not in _OWN and name:
                spoken = {"language": line.get("language", self.base)} if name in worded else {}
                self.sections.attributes.append({"qid": self.qid, "attribute": name, "value": value, **spoken})
        if "default" in line and line.get("language", self.base) == self.base:
            self.sections.defaults[self.qid] = line["default"]

    def _row(self, line: Row, code: str, qid: str) -> Row:
        return {"gid": self.gid, "qid": qid, "type": self.type, "title": code, "question": line.get("text", ""),
                "relevance": line.get("relevance", ""), "preg": line.get("validation", ""), "help": line.get("help", ""),
                "language": line.get("language", self.base), "mandatory": line.get("mandatory", ""),
                "question_order": str(self.order), "scale_id": "0"}

    def _subquestion(self, line: Row) -> None:
        code, scale = line.get("name", "SQ"), line.get("type/scale", "0")
        # Lines that LimeSurvey's own export writes to show the names of columns; they are no subquestions.
        if self.type in "O|" or (code == "other" and self.other == "Y"):
            return
        number, self.order, new = self._number(f"part {self.qid} {scale} {code}", self.order)
        self.sections.subquestions.append(self._row(line, code, number) | {"parent_qid": self.qid, "scale_id": scale})
        self.order += new

    def _answer(self, line: Row) -> None:
        code = line.get("name", f"A{self.answers}")
        self.answers += 1
        value = line.get("assessment_value", "0")
        self.sections.answers.append({
            "qid": self.qid, "code": code, "answer": line.get("text", ""), "scale_id": line.get("type/scale", "0"),
            "language": line.get("language", self.base), "assessment_value": value if value.lstrip("-").isdigit() else "0",
            "sortorder": str(self.answers)})
