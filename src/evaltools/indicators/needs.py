"""N: what comes of their requests?"""

from __future__ import annotations

import pandas as pd

from . import View, units


def requests_resolved(view: View) -> pd.DataFrame:
    """Requests made in the window and no longer open: 1 where resolved."""
    rows = view["requests"]
    rows = rows[view.during(rows["date"]) & rows["status"].notna() & (rows["status"] != "open")]
    rows = rows.assign(person=rows["participant"].fillna(rows["request"]))
    return units(rows, cohort=None, value=(rows["status"] == "resolved").astype(float))
