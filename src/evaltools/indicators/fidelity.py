"""F: is the course held as it was meant? Facts of sessions, not of women."""

from __future__ import annotations

import pandas as pd

from . import View, units
from .costs import GRANTS
from .entrants import belonged
from .logged import located

FORTNIGHT = 14
FIRST_SESSIONS = 3
SCHOOL_HOURS, SATURDAY, SUMMER = ("08:30", "14:30"), 5, (7, 8)
WHEELS = ("step_free", "pushchair", "trolley")
MONTH = 365.25 / 12
JOINING = pd.Timedelta(days=30)


def venue_constancy(view: View) -> pd.DataFrame:
    """Sessions held in the window with a known place: 1 where it is the group's most frequent one so far."""
    held = view.held.dropna(subset=["venue"])
    usual = _usual(held, "venue")
    rows = held[view.during(held["date"])]
    same = rows["venue"].to_numpy() == rows["cohort"].map(usual).to_numpy()
    return units(rows, person=None, value=same.astype(float))


def session_frequency(view: View) -> pd.DataFrame:
    """Full months of the window in which a group ran: the sessions held in each."""
    cohorts = view["cohorts"][["cohort", "site", "programme", "start", "end", "planned_end"]]
    first = pd.date_range(max(view.start, cohorts["start"].min()), view.end, freq="MS").as_unit("s") if len(cohorts) else []
    months = pd.DataFrame({"date": pd.DatetimeIndex(first).as_unit("s")})
    counts = view.held["date"].dt.to_period("M").dt.start_time.dt.as_unit("s").to_frame().assign(cohort=view.held["cohort"]).groupby(
        ["cohort", "date"]).size().rename("held").reset_index()
    every = cohorts.merge(months, how="cross")
    whole = (every["date"] >= every["start"]) & (every["date"] >= view.start) & (
        every["date"] + pd.offsets.MonthBegin() <= _day_after(every, view))
    rows = every[whole].merge(counts, how="left", on=["cohort", "date"])
    return units(rows, person=None, value=rows["held"].fillna(0).astype(float))


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


def child_compatible_times(view: View) -> pd.DataFrame:
    """Sessions held in the window with a time: 1 on weekdays in school hours, outside the holidays that all schools share."""
    rows = view.held[view.during(view.held["date"])].dropna(subset=["start_time"])
    day = rows["date"].dt
    fits = rows["start_time"].between(*SCHOOL_HOURS) & (day.day_of_week < SATURDAY) & ~day.month.isin(SUMMER) & ~_at_christmas(rows["date"])
    return units(rows, person=None, value=fits.astype(float))


def _at_christmas(days: pd.Series) -> pd.Series:
    """Days of the two weeks from the Monday of Christmas week on, or from the next Monday where Christmas is at a weekend.

    The Communities of Belgium share these weeks, July and August; their other school holidays differ, and move.
    """
    year = days.dt.year - (days.dt.month == 1)
    christmas = pd.to_datetime(pd.DataFrame({"year": year, "month": 12, "day": 25}))
    weekday = christmas.dt.day_of_week
    monday = christmas - pd.to_timedelta(weekday - 7 * (weekday >= SATURDAY), unit="D")
    return (days >= monday) & (days < monday + pd.Timedelta(weeks=2))


def main_facilitator(view: View) -> pd.DataFrame:
    """Sessions held in the window with a known facilitator: 1 where she is the group's most frequent one so far."""
    held = view.held.dropna(subset=["worker"])
    usual = _usual(held, "worker")
    rows = held[view.during(held["date"])]
    return units(rows, person=None, value=(rows["worker"].to_numpy() == rows["cohort"].map(usual).to_numpy()).astype(float))


def organisations_per_group(view: View) -> pd.DataFrame:
    """Groups that met in the window: the partners that contributed to them in it."""
    log = view["partnerships"][view.during(view["partnerships"]["date"])]
    number = log.dropna(subset=["cohort"]).groupby("cohort")["partner"].nunique()
    groups = view.held[view.during(view.held["date"])].drop_duplicates("cohort")
    return units(groups, person=None, value=groups["cohort"].map(number).fillna(0.0).astype(float), date=None)


def accessible_sessions(view: View) -> pd.DataFrame:
    """Sessions held in the window at a site that was checked on all three points: 1 where it passed them when last checked."""
    checks = view["checklists"][view["checklists"]["item"].isin(WHEELS)].dropna(subset=["score", "site"]).sort_values("date")
    last = checks.drop_duplicates(["site", "item"], keep="last").groupby("site")["score"].agg(["size", "min"])
    passed = (last.loc[last["size"] == len(WHEELS), "min"] >= 1).astype(float)
    rows = view.held[view.during(view.held["date"]) & view.held["site"].isin(passed.index)]
    return units(rows, person=None, value=rows["site"].map(passed).astype(float))


def months_of_course(view: View) -> pd.DataFrame:
    """Women who completed in the window: months from their first day to their last."""
    rows = view.placed[view.during(view.placed["end"]) & (view.placed["exit_kind"] == "completed").fillna(False)]
    return units(rows, value=((rows["end"] - rows["start"]).dt.days + 1) / MONTH, date=rows["end"])


def meaningful_closing(view: View) -> pd.DataFrame:
    """Women who completed in the window: 1 where a closing interview or a closing session of their group is noted."""
    rows = view.placed[view.during(view.placed["end"]) & (view.placed["exit_kind"] == "completed").fillna(False)]
    contacts = located(view, "contacts")
    talked = contacts[contacts["step"] == "closing"][["person", "cohort"]].drop_duplicates().assign(talked=1.0)
    closed = view.held.loc[view.held["closing"].fillna(False).astype(bool), "cohort"]
    rows = rows.merge(talked, how="left", on=["person", "cohort"])
    return units(rows, value=(rows["talked"].notna() | rows["cohort"].isin(closed)).astype(float), date=rows["end"])


def days_between_sessions(view: View) -> pd.DataFrame:
    """Intervals that end in the window, in days."""
    held = view.held.drop_duplicates(["cohort", "date"])
    gap = held.groupby("cohort")["date"].diff().dt.days
    rows = held[gap.notna() & view.during(held["date"])]
    return units(rows, person=None, value=gap[rows.index].astype(float))


def fixed_group(view: View) -> pd.DataFrame:
    """Women who joined in the window: 1 where they did within 30 days of the group's start."""
    rows = view.placed[view.during(view.placed["start"])].dropna(subset=["opened"])
    return units(rows, value=(rows["start"] <= rows["opened"] + JOINING).astype(float), date=rows["start"])


def group_agreement(view: View) -> pd.DataFrame:
    """Groups that started in the window and held three sessions: 1 where one of the three had a written agreement."""
    started = view["cohorts"].loc[view.during(view["cohorts"]["start"]), "cohort"]
    first = view.held[view.held["cohort"].isin(started)].groupby("cohort").head(FIRST_SESSIONS)
    groups = first.assign(agreed=first["agreement"].fillna(False).astype(bool)).groupby(
        ["cohort", "site", "programme"], as_index=False).agg(held=("session", "size"), agreed=("agreed", "max"))
    rows = groups[groups["held"] == FIRST_SESSIONS]
    return units(rows, person=None, value=rows["agreed"].astype(float), date=None)


def certificates(view: View) -> pd.DataFrame:
    """Groups with certificates noted in the window: how many, of how many women who completed."""
    given = view.held[view.during(view.held["date"])].dropna(subset=["certificates"])
    rows = given.groupby(["cohort", "site", "programme"], as_index=False)["certificates"].sum()
    completed = view.placed[(view.placed["exit_kind"] == "completed").fillna(False)].groupby("cohort")["person"].nunique()
    rows = rows.assign(weight=rows["cohort"].map(completed).astype(float)).dropna(subset=["weight"])
    return units(rows, person=None, value=rows["certificates"].astype(float), date=None)


def structural_funding(view: View) -> pd.DataFrame:
    """Grants of the window: the euros that are structural, of all euros."""
    rows = view["costs"][view.during(view["costs"]["date"]) & view["costs"]["kind"].isin(GRANTS)].dropna(subset=["amount"])
    amount = rows["amount"].astype(float)
    return units(rows, person=None, cohort=None, value=amount.where(rows["kind"] == "structural_grant", 0.0), weight=amount)


def local_context(view: View) -> pd.DataFrame:
    """Workers on the last day of the window, worth their posts, and partners listed."""
    staff = view["staff"][belonged(view["staff"], view.end - pd.Timedelta(days=1))].dropna(subset=["fte"])
    posts = units(staff, person=None, cohort=None, part="staff", value=staff["fte"].astype(float), date=None)
    partners = units(view["partners"], person=None, cohort=None, part="partners", value=1.0, date=None)
    return pd.concat([posts, partners], ignore_index=True)


def _day_after(cohorts: pd.DataFrame, view: View) -> pd.Series:
    """The first day on which each group no longer runs, or that the window no longer sees."""
    last = cohorts["end"].fillna(cohorts["planned_end"])
    return (last + pd.Timedelta(days=1)).fillna(view.end).clip(upper=view.end)


def _usual(held: pd.DataFrame, column: str) -> pd.Series:
    """The most frequent value of a column in each group; of several, the first in the alphabet."""
    counts = held.groupby(["cohort", column]).size().rename("times").reset_index()
    most = counts.sort_values(["cohort", "times", column], ascending=[True, False, True]).drop_duplicates("cohort")
    return most.set_index("cohort")[column]
