"""B: what does it cost?"""

from __future__ import annotations

import pandas as pd

from . import View, units
from .logged import base_of

GRANTS = ("structural_grant", "project_grant")


def cost_for_each(view: View) -> pd.DataFrame:
    """Programmes with expenses in the window: these, for each woman, session, presence and course completed."""
    costs = view["costs"][view.during(view["costs"]["date"]) & ~view["costs"]["kind"].isin(GRANTS)]
    spent = costs.groupby("programme")["amount"].sum().astype(float)
    held, due = view.held[view.during(view.held["date"])], view.due
    numbers = {"participant": base_of(view, "women").groupby("programme")["person"].nunique(),
               "session": held.groupby("programme").size(), "presence": due[due["status"] == "present"].groupby("programme").size(),
               "completer": base_of(view, "completed").groupby("programme")["person"].nunique()}
    found = [(spent / number).dropna().rename("value").reset_index().assign(part=part) for part, number in numbers.items()]
    return units(pd.concat(found, ignore_index=True), person=None, cohort=None, site=None, date=None)
