"""S: who answered, and does a session lift the mood? Satisfaction itself is said in YAML."""

from __future__ import annotations

import pandas as pd

from . import View, units
from .waves import due_days

HALF = 0.5
"""Share of the items from which a form counts as at least partial (AAPOR)."""


def response_rate(view: View) -> pd.DataFrame:
    """Women for whom a wave was due before the window's end: 1 where she filled in at least half of it.

    The intake is due when she starts; a later wave is not due for who joined after its day.
    """
    women = view.placed
    days = due_days(women["opened"], women["closed"].fillna(women["planned_end"]))
    days["intake"] = women["start"]
    answered = view["responses"].dropna(subset=["participant", "cohort"])
    answered = answered[answered["share_answered"] >= HALF]
    asked = set(answered["wave"].dropna().unique())
    rows = [_wave(women[women["start"] <= day], day, wave, answered) for wave, day in days.items() if wave in asked]
    return pd.concat(rows, ignore_index=True) if rows else units(women.iloc[:0], date=None, value=None)


def mood_change(view: View) -> pd.DataFrame:
    """Women with cards in the window that have both faces: their mean face on arriving and on leaving."""
    arriving, leaving = (view.said.of("session", f"session.{item}") for item in ("before", "after"))
    cards = leaving.merge(arriving[["response", "number"]].rename(columns={"number": "arriving"}), on="response")
    cards = cards[view.during(cards["date"])]
    keys = ["person", "cohort", "site", "programme", "wave"]
    women = cards.groupby(keys, as_index=False, dropna=False).agg(
        value=("number", "mean"), before=("arriving", "mean"), date=("date", "max"))
    return units(women)


def _wave(women: pd.DataFrame, day: pd.Series, wave: str, answered: pd.DataFrame) -> pd.DataFrame:
    here = answered[answered["wave"] == wave]
    pairs = set(zip(here["participant"], here["cohort"], strict=True))
    heard = [float(pair in pairs) for pair in zip(women["person"], women["cohort"], strict=True)]
    return units(women, date=day[women.index], wave=wave, value=heard).dropna(subset=["date"])
