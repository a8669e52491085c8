"""One person's form as a source gives it, and what the register knows that a form needs to find its place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

from ...settings import SurveySetting


@dataclass(frozen=True, repr=False)
class Form:
    """One person's form. Its answers are raw: LimeSurvey's column to the answer code, empty where nothing was answered.

    Parameters
    ----------
    source
        The survey's number on the server, or the name of the file (see `source_of`).
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


def source_of(setting: SurveySetting) -> str:
    """The name of a survey's source in identifiers: its number, or its file seen from the organisation's folder.

    Files of one name in two folders, or of two kinds in one, have names of their own.

    >>> from pathlib import Path
    >>> source_of(SurveySetting(questionnaire="end", wave="end", file=Path("exports/ixl/Fin de parcours.csv")))
    'ixl-fin-de-parcours'
    >>> source_of(SurveySetting(questionnaire="end", wave="end", file=Path("exports/end.xlsx")))
    'end-xlsx'
    """
    if setting.file is None:
        return str(setting.sid or "")
    # An absolute path says whose computer it is: its folder's name is enough.
    folders = setting.file.parts[:-1] if not setting.file.is_absolute() else (setting.file.parent.name,)
    kind = "" if setting.file.suffix.casefold() == ".csv" else setting.file.suffix
    return signs(" ".join([*(name for name in folders if name not in ("exports", ".", "..")), setting.file.stem, kind]))


def signs(text: str) -> str:
    """The letters and digits of a text in any script, in small letters, with hyphens between.

    >>> signs("Fiches papier (IXL-A)")
    'fiches-papier-ixl-a'
    """
    return "-".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())
