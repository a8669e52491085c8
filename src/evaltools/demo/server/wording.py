"""The methods of RemoteControl that tell a survey's groups and texts; names and order of parameters are its own."""

from __future__ import annotations

from typing import Any

from .failures import Status, Unsupported
from .reference import speaks
from .site import Site, whole
from .survey import HostedSurvey

_GROUP = ("gid", "sid", "group_order", "randomization_group", "grelevance")
_WORDS = ("group_name", "description")


def list_groups(site: Site, sid: Any, language: Any = None) -> list[dict[str, Any]]:
    """The groups with their words in a language; in one that the survey does not have, without words."""
    survey = site.survey(sid)
    rows = _groups(survey)
    if not rows[survey.base_language]:
        raise Status("No groups found")
    spoken = survey.base_language if language is None else str(language)
    if spoken in rows:
        return rows[spoken]
    return [row | dict.fromkeys(_WORDS) | {"language": spoken} for row in rows[survey.base_language]]


def get_group_properties(site: Site, gid: Any, names: Any = None, language: Any = None) -> dict[str, Any]:
    """All properties of a group, or those named."""
    survey = site.survey_of_group(whole(gid))
    if survey is None:
        raise Status("Error: Invalid group ID")
    rows = list_groups(site, survey.sid, language)
    row = next(row for row in rows if row["gid"] == whole(gid))
    picked = [name for name in (names or (*_GROUP, *_WORDS)) if name in (*_GROUP, *_WORDS)]
    if not picked:
        raise Status("No valid Data")
    return {name: row[name] for name in picked if row[name] is not None}


def get_language_properties(site: Site, sid: Any, names: Any = None, language: Any = None) -> dict[str, Any]:
    """The texts of a survey in a language, or those named; the texts of its e-mails are not known here."""
    survey = site.survey(sid)
    if not survey.texts and survey.groups is None:
        raise Unsupported("texts that were not recorded")
    # A language that LimeSurvey has and the survey has not is answered without words, any other one in the base language.
    spoken = str(language) if language in survey.languages or speaks(str(language)) else survey.base_language
    known = survey.texts.get(spoken, {})
    every = next(iter(survey.texts.values()), {"surveyls_title": None, "surveyls_language": None})
    picked = [name for name in names or every if name in every]
    if not picked:
        raise Status("No valid Data")
    return {name: known.get(name) for name in picked}


def _groups(survey: HostedSurvey) -> dict[str, list[dict[str, Any]]]:
    if survey.groups is None:
        raise Unsupported("groups that were not recorded")
    return survey.groups
