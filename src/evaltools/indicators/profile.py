"""What women bring along: what needs two answers at once."""

from __future__ import annotations

import pandas as pd

from . import View, units

NEED_HELP = ("slow", "hard")
SPOKEN = ("video", "mouth")


def low_literacy(view: View) -> pd.DataFrame:
    """Women who said how they read: 1 where she needs help; and of these, 1 where she heard of it by a video or by word of mouth."""
    reading = view.said.of("intake", "intake.reading")
    needs = reading["choice"].isin(NEED_HELP)
    heard = view.said.of("intake", "intake.heard")
    heard = heard[heard["response"].isin(reading.loc[needs, "response"])]
    return pd.concat([units(reading, part="help", value=needs.astype(float)),
                      units(heard, part="by_mouth", value=heard["choice"].isin(SPOKEN).astype(float))], ignore_index=True)
