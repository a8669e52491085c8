"""A survey made from a structure file: what LimeSurvey holds after the import, and after an activation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from .content import Content
from .fieldmap import asked_columns, fixed_columns
from .importing import QUESTIONS_A_SURVEY, Import
from .sections import Sections
from .settings import imported
from .survey import Fields, HostedSurvey, Responses

GROUPS_A_SURVEY = 100
_TEXTS = ("surveyls_title", "surveyls_description", "surveyls_welcometext", "surveyls_endtext", "surveyls_policy_notice",
          "surveyls_policy_error", "surveyls_policy_notice_label", "surveyls_url", "surveyls_urldescription")


def opened(sections: Sections, sid: int, random: Random) -> tuple[Import, dict[str, Any]]:
    """An import that is ready to run, and the survey's properties; raises Status where a setting is refused.

    The numbers of groups and questions derive from the survey's, so that they are the same whenever it is imported.
    """
    properties = {"sid": sid, **imported(sections.settings)}
    content = Content(sid, (properties["language"], *str(properties["additional_languages"]).split()))
    return Import(content, sections, random, sid * GROUPS_A_SURVEY, sid * QUESTIONS_A_SURVEY), properties


def held(content: Content, sections: Sections, properties: dict[str, Any]) -> HostedSurvey:
    """The inactive survey that an import has left, also one that broke off."""
    texts: dict[str, dict[str, Any]] = {
        row["surveyls_language"]: {"surveyls_survey_id": content.sid, "surveyls_language": row["surveyls_language"],
                                   **{name: row.get(name) for name in _TEXTS}}
        for row in sections.texts if row["surveyls_language"] in content.languages}
    for language in content.languages[1:]:
        texts.setdefault(language, {"surveyls_survey_id": content.sid, "surveyls_language": language,
                                    **dict.fromkeys(_TEXTS), "surveyls_title": ""})
    base = texts.get(content.languages[0])
    return HostedSurvey(
        sid=content.sid, title=base["surveyls_title"] if base else None, properties=properties,
        fieldmap=fixed_columns(content.sid, properties, participants=False) | asked_columns(content),
        questions={language: content.question_rows(language) for language in content.languages},
        question_properties=content.properties(), participants=None, responses=Responses.of(()),
        groups={language: content.group_rows(language) for language in content.languages}, texts=texts,
        defaults=frozenset(question.qid for question in content.questions if question.default is not None))


def changed(survey: HostedSurvey, properties: Mapping[str, Any], **changes: Any) -> HostedSurvey:
    """The survey with other properties or another participants table, and with the columns that these bring."""
    after = replace(survey, properties=survey.properties | dict(properties), **changes)
    asked = {name: field for name, field in survey.fieldmap.items() if field["qid"] != ""}
    fieldmap: Fields = fixed_columns(survey.sid, after.properties, after.participants is not None) | asked
    return replace(after, fieldmap=fieldmap, responses=survey.responses.realigned(survey.fieldmap, fieldmap))


def activated(survey: HostedSurvey, settings: Mapping[str, Any], **changes: Any) -> HostedSurvey:
    """The survey with a response table, which is empty; LimeSurvey writes down then how many places a ranking has."""
    described = {qid: {language: _limited(said) for language, said in told.items()} for qid, told in survey.question_properties.items()}
    return changed(survey, {**settings, "active": "Y"}, responses=Responses.of(()), question_properties=described, **changes)


def _limited(said: dict[str, Any]) -> dict[str, Any]:
    attributes, options = said.get("attributes"), said.get("answeroptions")
    if said.get("type") != "R" or not isinstance(attributes, dict) or attributes["max_subquestions"] or isinstance(options, str):
        return said
    return said | {"attributes": attributes | {"max_subquestions": str(len(options or ()))}}
