"""What all methods of one server share: its surveys, its user and that user's rights."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .accounts import Accounts
from .failures import Status
from .survey import HostedSurvey


def whole(value: Any) -> int:
    """A parameter as PHP's `(int)` reads it: what is no number is 0."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


@dataclass
class Site:
    """Surveys by id and by the ids of their questions. `superadmin`: whether the user may also read the site's settings."""

    surveys: dict[int, HostedSurvey]
    by_question: dict[int, HostedSurvey]
    accounts: Accounts
    superadmin: bool = False

    @classmethod
    def of(cls, surveys: Iterable[HostedSurvey], accounts: Accounts, superadmin: bool = False) -> Site:
        """Order surveys by id; raises ValueError where two share an id, or a question's."""
        by_id: dict[int, HostedSurvey] = {}
        by_question: dict[int, HostedSurvey] = {}
        for survey in sorted(surveys, key=lambda survey: survey.sid):
            if survey.sid in by_id or by_question.keys() & survey.question_properties.keys():
                raise ValueError(f"survey {survey.sid} shares an id with another one")
            by_id[survey.sid] = survey
            by_question |= dict.fromkeys(survey.question_properties, survey)
        return cls(by_id, by_question, accounts, superadmin)

    def survey(self, sid: Any, unknown: str = "Error: Invalid survey ID") -> HostedSurvey:
        """The survey of an id, which may come as a string; raises Status with the text of the method that asks."""
        survey = self.surveys.get(whole(sid))
        if survey is None:
            raise Status(unknown)
        if not survey.permitted:
            raise Status("No permission")
        return survey

    def language(self, survey: HostedSurvey, language: Any, unknown: str) -> str:
        """The language asked for, or the base language; raises Status where the survey has no such language."""
        if not language:
            return survey.base_language
        if language not in survey.languages:
            raise Status(unknown)
        return str(language)
