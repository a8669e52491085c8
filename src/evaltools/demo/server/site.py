"""What all methods of one server share: its surveys, its user and that user's rights."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
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
    """Surveys by id, and the ids of surveys by those of their questions.

    Parameters
    ----------
    superadmin
        Whether the user may also read the site's settings.
    creator
        Whether the user may import surveys and make participants tables.
    random
        What ids and tokens are drawn from.
    now
        The moment at which a response is written.
    lock
        Held by whoever changes anything.
    """

    surveys: dict[int, HostedSurvey]
    by_question: dict[int, int]
    accounts: Accounts
    superadmin: bool = False
    creator: bool = True
    random: Random = field(default_factory=Random)
    now: Callable[[], datetime] = datetime.now
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    @classmethod
    def of(cls, surveys: Iterable[HostedSurvey], accounts: Accounts, superadmin: bool = False, creator: bool = True,
           random: Random | None = None) -> Site:
        """Order surveys by id; raises ValueError where two share an id, or a question's."""
        site = cls({}, {}, accounts, superadmin, creator, random or Random())
        for survey in sorted(surveys, key=lambda survey: survey.sid):
            site.add(survey)
        return site

    def add(self, survey: HostedSurvey) -> None:
        """Host one survey more; raises ValueError where it shares an id with another one, or a question's."""
        if survey.sid in self.surveys or self.by_question.keys() & survey.question_properties.keys():
            raise ValueError(f"survey {survey.sid} shares an id with another one")
        # Replaced as a whole: a request under way may be going through them.
        self.surveys = dict(sorted({**self.surveys, survey.sid: survey}.items()))
        self.by_question = self.by_question | dict.fromkeys(survey.question_properties, survey.sid)

    def put(self, survey: HostedSurvey) -> None:
        """Another state of a survey that is hosted already."""
        self.surveys = self.surveys | {survey.sid: survey}

    def remove(self, sid: int) -> None:
        """Forget a survey and all that belongs to it."""
        self.surveys = {number: survey for number, survey in self.surveys.items() if number != sid}
        self.by_question = {qid: number for qid, number in self.by_question.items() if number != sid}

    def survey(self, sid: Any, unknown: str = "Error: Invalid survey ID") -> HostedSurvey:
        """The survey of an id, which may come as a string; raises Status with the text of the method that asks."""
        survey = self.surveys.get(whole(sid))
        if survey is None:
            raise Status(unknown)
        if not survey.permitted:
            raise Status("No permission")
        return survey

    def survey_of_group(self, gid: int) -> HostedSurvey | None:
        """The survey that a group belongs to."""
        for survey in self.surveys.values():
            rows = survey.questions.get(survey.base_language, []) if survey.groups is None else survey.groups[survey.base_language]
            if any(row["gid"] == gid for row in rows):
                return survey
        return None

    def language(self, survey: HostedSurvey, language: Any, unknown: str) -> str:
        """The language asked for, or the base language; raises Status where the survey has no such language."""
        if not language:
            return survey.base_language
        if language not in survey.languages:
            raise Status(unknown)
        return str(language)
