"""What case managers say of their own work, where YAML cannot count it."""

from __future__ import annotations

import pandas as pd

from . import View, units

WANTED = ("right", "safe", "kids", "group", "talk", "equal", "role")
PLACES = 3


def needs_of_managers(view: View) -> pd.DataFrame:
    """Case managers who ranked anything: 1 in each part that she put among her first three."""
    ranked = pd.concat([view.said.of("yearly", f"casemanager.wanted.{place}") for place in range(1, PLACES + 1)])
    forms = ranked.drop_duplicates("response")
    chosen = {need: set(ranked.loc[ranked["choice"] == need, "response"]) for need in WANTED}
    return pd.concat([units(forms, part=need, value=forms["response"].isin(chosen[need]).astype(float)) for need in WANTED],
                     ignore_index=True)
