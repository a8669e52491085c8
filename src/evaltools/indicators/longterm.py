"""L: what is left one year later?"""

from __future__ import annotations

import pandas as pd

from . import View, units
from .satisfaction import response_rate

IN_WORK = ("job", "art60")
LATER = {"end": "end", "followup6": "followup", "followup12": "followup"}
"""The questionnaire of each wave from the end on."""
BETTER, AGREES, PLANNED, HARDLY_LONELY = 3, 4, 2, 3


def follow_up_coverage(view: View) -> pd.DataFrame:
    """Women of groups that ended a year before the window's end: 1 where she answered twelve months after."""
    rows = response_rate(view)
    return rows[rows["wave"] == "followup12"]


def vulnerable_but_stronger(view: View) -> pd.DataFrame:
    """Women who answered both questions: 1 in the one cell of four that she is in; better is better, stronger is agreeing."""
    found = []
    for wave, survey in LATER.items():
        situation = view.said.of(wave, f"{survey}.situation")
        both = situation.merge(view.said.of(wave, f"{survey}.stronger")[["response", "number"]], on="response", suffixes=("", "_stronger"))
        better, stronger = both["number"] == BETTER, both["number_stronger"] >= AGREES
        cells = {"better_stronger": better & stronger, "better_not": better & ~stronger, "not_stronger": ~better & stronger,
                 "neither": ~better & ~stronger}
        found += [units(both, part=part, value=inside.astype(float)) for part, inside in cells.items()]
    return pd.concat(found, ignore_index=True)


def exit_profile(view: View) -> pd.DataFrame:
    """Women who answered all four questions at the end: 1 for each condition that she meets, and for all of them."""
    rows = view.said.of("end", "end.lonely").rename(columns={"number": "lonely"})
    for code in ("countOn", "whomToAsk", "project"):
        rows = rows.merge(view.said.of("end", f"end.{code}")[["response", "number"]].rename(columns={"number": code}), on="response")
    start = view.said.of("intake", "intake.lonely").dropna(subset=["cohort"]).drop_duplicates(["person", "cohort"], keep="last")
    rows = rows.merge(start[["person", "cohort", "number"]].rename(columns={"number": "start"}), how="left", on=["person", "cohort"])
    met = {"lonely": (rows["lonely"] < rows["start"]) | (rows["lonely"] <= HARDLY_LONELY), "supported": rows["countOn"] >= 1,
           "informed": rows["whomToAsk"] == 1, "project": rows["project"] >= PLANNED}
    met["all"] = met["lonely"] & met["supported"] & met["informed"] & met["project"]
    return pd.concat([units(rows, part=part, value=holds.astype(float)) for part, holds in met.items()], ignore_index=True)
