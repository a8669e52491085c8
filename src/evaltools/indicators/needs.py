"""N: what comes of their requests?"""

from __future__ import annotations

import pandas as pd

from . import View, units
from .logged import located


def requests_resolved(view: View) -> pd.DataFrame:
    """Requests made in the window and no longer open: 1 where resolved."""
    rows = view["requests"]
    rows = rows[view.during(rows["date"]) & rows["status"].notna() & (rows["status"] != "open")]
    rows = rows.assign(person=rows["participant"].fillna(rows["request"]))
    return units(rows, cohort=None, value=(rows["status"] == "resolved").astype(float))


def warm_difference(view: View) -> pd.DataFrame:
    """Referrals of the window no longer waiting: whether somebody went along, and whether help was obtained."""
    rows = located(view, "referrals")
    rows = rows[view.during(rows["date"]) & rows["manner"].notna() & rows["outcome"].notna() & (rows["outcome"] != "waiting")]
    rows = rows[~rows["received"].fillna(False).astype(bool)]
    return units(rows, value=(rows["outcome"] == "obtained").astype(float), exposed=(rows["manner"] == "warm").astype(float))
