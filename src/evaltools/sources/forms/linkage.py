"""Which women's forms can be followed from one wave to another, and which were lost on the way: counts only.

Made for the evaluator, from the tidy tables. A form counts from half of its items on. A wave is due on the days of the
enrolment: the intake when it begins, the middle half way, the end on its last day, follow-ups six and twelve months later.
Who left before a wave's day is not due for it; for the end and later, who did not complete the course.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import pandas as pd

from ...settings import Programme
from .form import source_of
from .tidying import PARTIAL

WAVES = ("intake", "mid", "end", "followup6", "followup12")
FIRST = ("intake", "end")
LATER = {"followup6": pd.DateOffset(months=6), "followup12": pd.DateOffset(months=12)}
COUNTS = ["enrolled", "due", "both", "first_only", "second_only", "neither", "both_not_due"]
LOST = {"duplicate": "duplicates", "swapped_wave": "swapped", "unknown_token": "unknown_token", "no_token": "no_token",
        "unknown_number": "unknown_number", "no_date": "no_date", "impossible_date": "impossible_date"}
KEY = ["programme", "cohort"]


def pairs(tables: Mapping[str, pd.DataFrame], programmes: Iterable[Programme], day: dt.date) -> pd.DataFrame:
    """How many women have a form in both waves of each pair that begins with the intake or the end.

    Parameters
    ----------
    tables
        `enrolments`, `cohorts` and `responses`.
    programmes
        Their surveys say which waves are asked.
    day
        What was due before it is counted as due: the end of the quarter.

    Returns
    -------
    DataFrame
        One row per programme, cohort and pair `first`, `second`: `enrolled` women, those `due` for the second wave, and of
        these who filled in `both`, `first_only`, `second_only` or `neither`; `both_not_due` are linked as well.
    """
    placed = tables["enrolments"].merge(tables["cohorts"], on="cohort", suffixes=("", "_of_group"))
    heard = _heard(tables["responses"])
    rows = []
    for programme in programmes:
        waves = {survey.wave for survey in programme.surveys}
        women = placed[placed["programme"] == programme.id]
        for first in (wave for wave in FIRST if wave in waves):
            for second in (wave for wave in WAVES[WAVES.index(first) + 1:] if wave in waves):
                rows.append(_pair(women, first, second, heard, pd.Timestamp(day)))
    empty = pd.DataFrame(columns=[*KEY, "first", "second", *COUNTS])
    return pd.concat([row for row in rows if len(row)] or [empty], ignore_index=True)


def losses(tables: Mapping[str, pd.DataFrame], programmes: Iterable[Programme]) -> pd.DataFrame:
    """What became of the forms of each wave: those that nobody can follow, and those that were left out.

    Returns
    -------
    DataFrame
        One row per programme and wave of participants' questionnaires: `forms` kept, of these `without_participant` and
        `without_group`; `without_pair`, access codes heard in this wave and in no other; forms left out as `duplicates`,
        `swapped` between waves or for their date; and why a participant is not known.
    """
    responses, problems = tables["responses"], tables["problems"]
    heard = _heard(responses)
    rows = []
    for programme in programmes:
        waves = [wave for wave in dict.fromkeys(survey.wave for survey in programme.surveys) if wave in WAVES]
        for wave in waves:
            here = responses[(responses["wave"] == wave) & (responses["programme"] == programme.id)]
            sources = {source_of(survey) for survey in programme.surveys if survey.wave == wave}
            lost = problems[problems["source"].isin(sources) & (problems["table"] == "responses")]
            counts = lost.groupby("rule")["count"].sum()
            rows.append({
                "programme": programme.id, "wave": wave, "forms": len(here),
                "without_participant": int(here["participant"].isna().sum()),
                "without_group": int((here["participant"].notna() & here["cohort"].isna()).sum()),
                "without_pair": _alone(here, heard, wave),
                **{column: int(counts.get(rule, 0)) for rule, column in LOST.items()}})
    kept = ["forms", "without_participant", "without_group", "without_pair"]
    return pd.DataFrame(rows, columns=["programme", "wave", *kept, *LOST.values()])


def _heard(responses: pd.DataFrame) -> dict[str, set[tuple[str, str]]]:
    """Wave -> the women (with their cohort) who filled in at least half of it."""
    usable = responses[responses["share_answered"] >= PARTIAL].dropna(subset=["participant", "cohort"])
    return {str(wave): set(zip(rows["participant"], rows["cohort"], strict=True)) for wave, rows in usable.groupby("wave")}


def _alone(here: pd.DataFrame, heard: Mapping[str, set[tuple[str, str]]], wave: str) -> int:
    others = set().union(*(women for name, women in heard.items() if name in WAVES and name != wave))
    cohorts = set(here["cohort"].dropna())
    return sum(cohort in cohorts for woman, cohort in heard.get(wave, set()) - others)


def _pair(women: pd.DataFrame, first: str, second: str, heard: Mapping[str, set[tuple[str, str]]], day: pd.Timestamp) -> pd.DataFrame:
    keys = list(zip(women["participant"], women["cohort"], strict=True))
    before, after = (pd.Series([key in heard.get(wave, set()) for key in keys], index=women.index, dtype=bool) for wave in (first, second))
    due = _due(women, second, day)
    counted = women[KEY].assign(
        enrolled=1, due=due, both=due & before & after, first_only=due & before & ~after, second_only=due & ~before & after,
        neither=due & ~before & ~after, both_not_due=~due & before & after)
    found = counted.groupby(KEY, as_index=False)[COUNTS].sum().astype(dict.fromkeys(COUNTS, "int64"))
    found.insert(2, "first", first)
    found.insert(3, "second", second)
    return found


def _due(women: pd.DataFrame, wave: str, day: pd.Timestamp) -> pd.Series:
    """Who was due for a wave before a day."""
    start = women["start"].fillna(women["start_of_group"])
    finish = women["end_of_group"].fillna(women["planned_end"])
    if wave == "mid":
        middle = women["start_of_group"].fillna(start) + (finish - women["start_of_group"].fillna(start)) / 2
        here = (start <= middle) & (women["end"].isna() | (women["end"] > middle))
        return ((middle < day) & here).fillna(False).astype(bool)
    last = women["end"].fillna(finish)
    when = last + LATER[wave] if wave in LATER else last
    stayed = women["exit_kind"].fillna("completed") == "completed"
    return ((when < day) & stayed).fillna(False).astype(bool)
