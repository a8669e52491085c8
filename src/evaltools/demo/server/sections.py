"""A structure file as LimeSurvey's importer takes it: rows by section, one row a thing and language, linked by the file's own numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

Row = dict[str, str]


@dataclass
class Sections:
    """What a file of either kind holds.

    Parameters
    ----------
    settings
        Name -> value, among them `sid`, `language` and `additional_languages`.
    languages
        Those whose rows are read; rows in others are passed over.
    texts
        One row a language: `surveyls_language`, `surveyls_title` ...
    groups, questions, subquestions, answers
        Columns as LimeSurvey's tables have them, with `language` and the words of that language.
    attributes
        `qid`, `attribute`, `value`; `language` where they have words.
    defaults
        The file's numbers of the questions that have a default answer.
    """

    settings: Row
    languages: tuple[str, ...]
    texts: list[Row] = field(default_factory=list)
    groups: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    subquestions: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    attributes: list[Row] = field(default_factory=list)
    defaults: dict[str, str] = field(default_factory=dict)
