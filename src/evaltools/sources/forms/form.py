"""One person's form as a source gives it, and what the register knows that a form needs to find its place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True, repr=False)
class Form:
    """One person's form. Its answers are raw: LimeSurvey's column to the answer code, empty where nothing was answered.

    Parameters
    ----------
    source
        The survey's number on the server, or the stem of the file's name.
    number
        The response's number in that source.
    token, participant_number, cohort
        What the form says of her and her group; each may be empty.
    submitted, started
        Local time without a zone. `submitted` is None where she never sent the form.
    """

    source: str
    number: str
    token: str = ""
    participant_number: str = ""
    cohort: str = ""
    submitted: dt.datetime | None = None
    started: dt.datetime | None = None
    language: str = ""
    answers: dict[str, str] = field(default_factory=dict)

    # A traceback prints representations: this one holds no token and no answer.
    def __repr__(self) -> str:
        return f"Form({self.source} {self.number})"


@dataclass(frozen=True, repr=False)
class Register:
    """What the registers know: pseudonyms by survey token and by the register's number; the tables enrolments and cohorts."""

    by_token: dict[str, str]
    by_number: dict[str, str]
    enrolments: pd.DataFrame
    cohorts: pd.DataFrame
