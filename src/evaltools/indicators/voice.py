"""V: are they heard?"""

from __future__ import annotations

import pandas as pd

from . import View, units


def discussion_groups(view: View) -> pd.DataFrame:
    """Days and places of the window with a discussion group that was coded."""
    themes = view["themes"]
    rows = themes[view.during(themes["date"]) & (themes["source"] == "group").fillna(False)]
    return units(rows.drop_duplicates(["programme", "site", "date"]), person=None, cohort=None, value=1.0)
