"""P: what needs several answers of one woman at once."""

from __future__ import annotations

import pandas as pd

from . import View, units
from .domains import clear_changes
from .said import paired

MOST = 6
INTAKE = ("intake", "intake")
LATER = {"end": "end", "followup6": "followup", "followup12": "followup"}
ACTIVITIES = ("association", "course", "volunteering", "neighbours", "outing")
# What brings each answer to 0 to 10: the lowest and the highest that it can be.
POWERS = {"confidence": (0, 10), "control": (0, 10), "countOn": (0, 6), "ownSteps": (1, 5)}


def clear_progress(view: View) -> pd.DataFrame:
    """Women who answered at the end: 1 in each part k where she is clearly up in k domains, and clearly down in fewer than up."""
    women = clear_changes(view)
    return pd.concat([units(women, part=f"k{least}", value=((women["up"] >= least) & (women["down"] < women["up"])).astype(float))
                      for least in range(1, MOST + 1)], ignore_index=True)


def empowerment(view: View) -> pd.DataFrame:
    """Women who answered all five both times: the mean of them, each from 0 to 10, at the start and later."""
    first = _powers(view, *INTAKE)
    later = [_powers(view, wave, survey) for wave, survey in LATER.items()]
    return units(paired(first, pd.concat(later, ignore_index=True)))


def _powers(view: View, wave: str, survey: str) -> pd.DataFrame:
    found = [view.said.of(wave, f"{survey}.{code}").assign(scaled=lambda rows, ends=ends: (rows["number"] - ends[0]) / (ends[1] - ends[0]))
             for code, ends in POWERS.items()]
    kinds = view.said.together(wave, tuple(f"{survey}.takingPart.{activity}" for activity in ACTIVITIES), "sum")
    found.append(kinds.assign(scaled=kinds["number"] / len(ACTIVITIES)))
    rows = pd.concat(found)
    by_form = rows.groupby("response")["scaled"].agg(["mean", "count"])
    whole = by_form[by_form["count"] == len(found)]["mean"] * 10
    return rows.drop_duplicates("response").set_index("response").loc[whole.index].assign(value=whole)
