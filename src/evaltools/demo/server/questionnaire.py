"""A hosted survey from one of our questionnaires: what LimeSurvey would hold after importing and activating it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...questionnaires import Questionnaires, Survey
from .compiler import Compiler, structures
from .people import enrol, tabulate
from .survey import HostedSurvey

FIXED = {"id": "Response ID", "submitdate": "Date submitted", "lastpage": "Last page", "startlanguage": "Start language",
         "seed": "Seed", "token": "Access code", "startdate": "Date started", "datestamp": "Date last action"}


def from_questionnaire(survey: Survey, questionnaires: Questionnaires, sid: int, rows: Iterable[Mapping[str, Any]],
                       participants: Iterable[Mapping[str, Any]] | None, base_language: str = "fr") -> HostedSurvey:
    """An active survey with date stamps, asking what the questionnaire asks.

    Parameters
    ----------
    survey, questionnaires
        The questionnaire, and the set it belongs to, whose scales it uses.
    sid
        Its number in LimeSurvey.
    rows
        One mapping per response: export heading (`id`, `token`, `overall`, `needs[housing]`) -> value. What is left out is
        empty; `id` defaults to the position, from 1. Numbers, dates, times, booleans and None are written as LimeSurvey does.
    participants
        One mapping per participant: `token` and what else is known (`tid`, `firstname`, `language`, `attribute_1`). None: no
        participants table. Without a table, or when the questionnaire is anonymous, responses have no `token` column.
    base_language
        The language LimeSurvey falls back on.

    Raises
    ------
    ValueError
        When a row names a column that the survey does not have, or two rows share an id.
    """
    compiler = Compiler(survey, questionnaires, sid, base_language)
    tokens = participants is not None and not survey.anonymous
    fieldmap = _fixed(sid, tokens) | {field["fieldname"]: field for field in compiler.fields()}
    responses = tabulate(fieldmap, rows)
    return HostedSurvey(
        sid=sid,
        title=compiler.words(survey.title, base_language),
        properties=_properties(compiler),
        fieldmap=fieldmap,
        questions={language: list(compiler.rows(language)) for language in compiler.languages},
        question_properties=compiler.properties(),
        participants=None if participants is None else enrol(participants, fieldmap, responses),
        responses=responses,
    )


def _properties(compiler: Compiler) -> dict[str, Any]:
    base, *additional = compiler.languages
    return {"sid": compiler.sid, **structures()["properties"], "active": "Y", "datestamp": "Y",
            "anonymized": "Y" if compiler.survey.anonymous else "N",
            "language": base, "additional_languages": " ".join(additional)}


def _fixed(sid: int, tokens: bool) -> dict[str, dict[str, Any]]:
    return {name: {"fieldname": name, "sid": sid, "type": name, "gid": "", "qid": "", "aid": "", "title": "", "question": words,
                   "group_name": ""}
            for name, words in FIXED.items() if tokens or name != "token"}
