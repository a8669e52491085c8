"""F: is the course held as it was meant? Facts of sessions, not of women."""

from __future__ import annotations

from typing import Any

import pandas as pd

from . import View, units

FORTNIGHT = 14


def venue_constancy(view: View) -> pd.DataFrame:
    """Sessions held in the window with a known place: 1 where it is the group's most frequent one so far."""
    held = view.held.dropna(subset=["venue"])
    usual = held.groupby("cohort")["venue"].agg(lambda places: places.mode().iloc[0])
    rows = held[view.during(held["date"])]
    same = rows["venue"].to_numpy() == rows["cohort"].map(usual).to_numpy()
    return units(rows, person=None, value=same.astype(float))


def session_frequency(view: View) -> pd.DataFrame:
    """Full months of the window in which a group ran: the sessions held in each."""
    held = view.held.assign(month=lambda rows: rows["date"].dt.to_period("M"))
    counts = held.groupby(["cohort", "month"]).size()
    rows = []
    for cohort in view["cohorts"].itertuples():
        start, stop = max(cohort.start, view.start), _day_after(cohort, view)
        for month in pd.period_range(start, stop, freq="M"):
            if month.start_time >= start and month.end_time < stop:
                rows.append({"cohort": cohort.cohort, "site": cohort.site, "programme": cohort.programme,
                             "date": month.start_time, "value": float(counts.get((cohort.cohort, month), 0))})
    return units(pd.DataFrame(rows, columns=["cohort", "site", "programme", "date", "value"]), person=None)


def fortnightly_sessions(view: View) -> pd.DataFrame:
    """Intervals that end in the window: 1 where the session before was at most 14 days earlier."""
    held = view.held.drop_duplicates(["cohort", "date"])
    gap = held.groupby("cohort")["date"].diff().dt.days
    rows = held[gap.notna() & view.during(held["date"])]
    return units(rows, person=None, value=(gap[rows.index] <= FORTNIGHT).astype(float))


def group_size(view: View) -> pd.DataFrame:
    """Groups that ran in the window: women enrolled on its last day (or the group's own), and women present at each session."""
    due = view.due
    present = due[due["status"] == "present"].groupby("session").size()
    sessions = due.drop_duplicates("session")
    here = units(sessions, person=None, value=sessions["session"].map(present).fillna(0.0).astype(float), part="present")
    running = view["cohorts"][view["cohorts"]["cohort"].isin(sessions["cohort"])]
    last = view.end - pd.Timedelta(days=1)
    days = running.assign(day=running["end"].fillna(last).clip(upper=last))[["cohort", "day"]]
    rows = view.placed.merge(days, on="cohort")
    enrolled = rows[(rows["start"] <= rows["day"]) & (rows["end"].isna() | (rows["end"] >= rows["day"]))].groupby("cohort").size()
    size = running["cohort"].map(enrolled).fillna(0.0).astype(float)
    return pd.concat([here, units(running, person=None, value=size, part="enrolled", date=None)], ignore_index=True)


def _day_after(cohort: Any, view: View) -> pd.Timestamp:
    """The first day on which a group no longer runs, or that the window no longer sees."""
    last = cohort.planned_end if pd.isna(cohort.end) else cohort.end
    return view.end if pd.isna(last) else min(last + pd.Timedelta(days=1), view.end)
