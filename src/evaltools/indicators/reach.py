"""R: who is reached?"""

from __future__ import annotations

import pandas as pd

from . import View, units


def persons_in_register(view: View) -> pd.DataFrame:
    """Women who started, who left, and who were still enrolled when the window ended: one row each a group.

    Who has no exit of her own leaves with her group. So in one group, active before + entries - exits = active.
    """
    rows = view.placed
    last_day = rows["end"].fillna(rows["closed"])
    parts = {
        "entries": view.during(rows["start"]),
        "exits": view.during(last_day),
        "active": (rows["start"] < view.end) & (last_day.isna() | (last_day >= view.end)),
    }
    return pd.concat([units(rows[chosen], value=1.0, part=part, date=None) for part, chosen in parts.items()], ignore_index=True)


def participants_in_year(view: View) -> pd.DataFrame:
    """Women with at least one presence in the window."""
    present = view.due.query("status == 'present'")
    return units(present.drop_duplicates(["person", "cohort"]), value=1.0, date=None)


def families_in_year(view: View) -> pd.DataFrame:
    """Families with a visit or an individual contact in the window."""
    rows = pd.concat([view[table][["participant", "programme", "site", "date"]] for table in ("visits", "contacts")])
    return _people(rows[view.during(rows["date"])])


def people_received(view: View) -> pd.DataFrame:
    """People who came to the reception in the window."""
    return _people(view["visits"][view.during(view["visits"]["date"])])


def _people(rows: pd.DataFrame) -> pd.DataFrame:
    known = rows.dropna(subset=["participant"]).drop_duplicates(["participant", "site"])
    return units(known.rename(columns={"participant": "person"}), cohort=None, value=1.0, date=None)
