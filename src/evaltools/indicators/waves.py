"""When each wave of questionnaires is due: a matter of the calendar alone, so that it tells nothing of anybody."""

from __future__ import annotations

import pandas as pd

HALF_YEAR, YEAR = pd.DateOffset(months=6), pd.DateOffset(months=12)


def due_days(start: pd.Series, end: pd.Series) -> dict[str, pd.Series]:
    """The day on which each wave is due, one row per start and end of a course; other waves (cards, visits) have none."""
    return {"intake": start, "mid": start + (end - start) / 2, "end": end, "followup6": end + HALF_YEAR, "followup12": end + YEAR}


def due_waves(cohorts: pd.DataFrame, day: pd.Timestamp) -> dict[str, set[str]]:
    """Wave -> the cohorts for which it was due before a day."""
    days = due_days(cohorts["start"], cohorts["end"].fillna(cohorts["planned_end"]))
    return {wave: set(cohorts["cohort"][when < day]) for wave, when in days.items()}
