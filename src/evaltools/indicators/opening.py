"""F: when is the bureau open? Read from the days on which somebody came: nobody keeps a register of opening hours."""

from __future__ import annotations

import pandas as pd

from . import View, units

EVENING, SATURDAY = "17:00", 5
TWO_DAYS = 2


def extended_hours(view: View) -> pd.DataFrame:
    """Visits of the window with a time: 1 in the evening or at the weekend."""
    visits = view["visits"]
    rows = visits[view.during(visits["date"])].dropna(subset=["start_time"])
    late = (rows["start_time"] >= EVENING) | (rows["date"].dt.day_of_week >= SATURDAY)
    return units(rows, person=rows["participant"].fillna(rows["visit"]), cohort=None, value=late.astype(float))


def opening_days(view: View) -> pd.DataFrame:
    """Whole weeks of the window at each place: the days on which somebody came."""
    return _weeks(view)


def weeks_open(view: View) -> pd.DataFrame:
    """The same weeks: 1 where somebody came."""
    rows = _weeks(view)
    return rows.assign(value=(rows["value"] > 0).astype(float))


def weeks_with_two_days(view: View) -> pd.DataFrame:
    """The same weeks: 1 where somebody came on two days or more."""
    rows = _weeks(view)
    return rows.assign(value=(rows["value"] >= TWO_DAYS).astype(float))


def _weeks(view: View) -> pd.DataFrame:
    """Whole weeks of the window, from Monday to Sunday, at each place with a reception register."""
    sessions = view["sessions"]
    held = sessions[sessions["cohort"].isna() & (sessions["status"] == "held").fillna(False)]
    days = pd.concat([rows[["site", "programme", "date"]] for rows in (view["visits"], held)]).dropna().drop_duplicates()
    places = view["visits"][["site", "programme"]].dropna().drop_duplicates()
    mondays = pd.date_range(view.start, view.end - pd.Timedelta(weeks=1), freq="W-MON").as_unit("s")
    counts = days.assign(date=days["date"] - pd.to_timedelta(days["date"].dt.day_of_week, unit="D")).groupby(
        ["site", "programme", "date"]).size().rename("days").reset_index()
    every = places.merge(pd.DataFrame({"date": mondays}), how="cross").merge(counts, how="left", on=["site", "programme", "date"])
    return units(every, person=None, cohort=None, value=every["days"].fillna(0).astype(float))
