"""The methods of RemoteControl that tell what surveys there are and what they ask; names and order of parameters are its own."""

from __future__ import annotations

from typing import Any

from .failures import RemoteError, Status, Unsupported
from .site import Site, whole
from .survey import HostedSurvey

# What LimeSurvey 6.4.2 answered; every other name is an invalid setting, and every name is for a proper API user.
SITE_SETTINGS: dict[str, Any] = {
    "versionnumber": "6.4.2", "dbversionnumber": 620, "sitename": "LimeSurvey", "defaultlang": "en", "restrictToLanguages": "",
    "timeadjust": "+0 hours", "RPCInterface": "json", "iSessionExpirationTime": 7200, "maxLoginAttempt": 3, "memory_limit": "256",
}
SUMMARY = ("token_count", "token_invalid", "token_sent", "token_opted_out", "token_completed", "token_screenout",
           "completed_responses", "incomplete_responses", "full_responses")
# In the order in which LimeSurvey tells them all.
_TOLD = ("qid", "parent_qid", "sid", "gid", "type", "title", "preg", "other", "mandatory", "encrypted", "question_order", "scale_id",
         "same_default", "relevance", "question_theme_name", "modulename", "same_script", "available_answers", "subquestions",
         "attributes", "attributes_lang", "answeroptions", "defaultvalue")
# Columns of a question row that belong to its wording, which get_question_properties leaves out.
_WORDING = ("id", "question", "help", "language")


def get_site_settings(site: Site, name: Any) -> Any:
    """One setting; only a superadmin sees any."""
    if not site.superadmin or name not in SITE_SETTINGS:
        raise Status("Invalid setting")
    return SITE_SETTINGS[name]


def list_surveys(site: Site, username: Any = None) -> list[dict[str, Any]]:
    """The surveys on which the user holds rights, in the order of their ids; one without any words is passed over."""
    rows = [{"sid": survey.sid, "surveyls_title": survey.title, "startdate": survey.properties["startdate"],
             "expires": survey.properties["expires"], "active": survey.properties["active"]}
            for survey in site.surveys.values() if survey.permitted and survey.title is not None]
    if not rows:
        raise Status("No surveys found")
    return rows


def get_survey_properties(site: Site, sid: Any, settings: Any = None) -> dict[str, Any]:
    """All properties of a survey, or those named; names that are no property are left out."""
    survey = site.survey(sid)
    if not settings:
        return survey.properties
    wanted = {name: survey.properties[name] for name in settings if name in survey.properties}
    if not wanted:
        raise Status("No valid Data")
    return wanted


def get_summary(site: Site, sid: Any, name: Any = "all") -> Any:
    """The counts of tokens and responses, or one of them; without any table an empty list."""
    survey = site.survey(sid, unknown="Invalid surveyid")
    if name not in (*SUMMARY, "all"):
        raise Status("Invalid summary key")
    counts = survey.summary()
    if name == "all":
        return counts or []  # PHP's empty array is a list
    if name not in counts:
        raise Status("No available data")
    return counts[name]


def get_fieldmap(site: Site, sid: Any) -> Any:
    """Every database column of the survey."""
    return site.survey(sid).fieldmap


def list_questions(site: Site, sid: Any, group: Any = None, language: Any = None) -> list[dict[str, Any]]:
    """Questions and subquestions in one language, or those of one group."""
    survey = site.survey(sid)
    rows = survey.questions[site.language(survey, language, unknown="Error: Invalid language")]
    if group is not None:
        owner = site.survey_of_group(whole(group))
        if owner is not survey:
            raise Status("Error: Mismatch in surveyid and groupid" if owner else "Error: group not found")
        rows = [row for row in rows if row["gid"] == whole(group)]
    if not rows:
        raise Status("No questions found")
    return rows


def get_question_properties(site: Site, qid: Any, settings: Any = None, language: Any = None) -> dict[str, Any]:
    """The properties of a question or subquestion, or those named, in the order asked."""
    if whole(qid) not in site.by_question:
        raise Status("Error: Invalid questionid")
    survey = site.survey(site.by_question[whole(qid)])
    properties = _question(survey, whole(qid), site.language(survey, language, unknown="Error: Invalid language"))
    wanted = {name: properties[name] for name in settings or _TOLD if name in properties}
    if not wanted:
        raise Status("No valid Data")
    if "defaultvalue" in wanted and whole(qid) in survey.defaults:
        raise RemoteError('Property "DefaultValue.defaultvalue" is not defined.')  # a slip of 6.4.2
    return wanted


def _question(survey: HostedSurvey, qid: int, language: str) -> dict[str, Any]:
    if language not in survey.question_properties[qid]:
        raise Unsupported(f"the properties of question {qid} in {language}")
    row = next(row for row in survey.questions[language] if row["qid"] == qid)
    return {name: value for name, value in row.items() if name not in _WORDING} | survey.question_properties[qid][language]
