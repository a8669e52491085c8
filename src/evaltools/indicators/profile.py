"""What women bring along: what needs two answers at once."""

from __future__ import annotations

import pandas as pd

from . import View, units

NEED_HELP = ("slow", "hard")
SPOKEN = ("video", "mouth")
AGES = ("a0", "a3", "a6", "a12")


def children_at_home(view: View) -> pd.DataFrame:
    """Children of the women who said how many they have of an age: one row a child, and her mother in it."""
    found = []
    for age in AGES:
        mothers = view.said.of("intake", f"intake.childrenAges.{age}").dropna(subset=["number"])
        found.append(units(mothers.loc[mothers.index.repeat(mothers["number"].astype(int))], part=age, value=1.0))
    return pd.concat(found, ignore_index=True)


def low_literacy(view: View) -> pd.DataFrame:
    """Women who said how they read: 1 where she needs help; and of these, 1 where she heard of it by a video or by word of mouth."""
    reading = view.said.of("intake", "intake.reading")
    needs = reading["choice"].isin(NEED_HELP)
    heard = view.said.of("intake", "intake.heard")
    heard = heard[heard["response"].isin(reading.loc[needs, "response"])]
    return pd.concat([units(reading, part="help", value=needs.astype(float)),
                      units(heard, part="by_mouth", value=heard["choice"].isin(SPOKEN).astype(float))], ignore_index=True)
