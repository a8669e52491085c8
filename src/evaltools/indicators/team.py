"""Q: is the team strong enough? Facts of workers and of what they do together, never of one of them."""

from __future__ import annotations

import pandas as pd

from . import View, units
from .entrants import belonged
from .logged import base_of

SIX_WEEKS = 42
ACCOMPANY = ("case_manager", "social", "psychologist", "coach")
TOGETHER = ("training", "intervision", "coaching")


def facilitator_changes(view: View) -> pd.DataFrame:
    """Groups of the window: how often the person who led was not the one before."""
    held = view.held.dropna(subset=["worker"])
    before = held.groupby("cohort")["worker"].shift()
    rows = held.assign(changed=(before.notna() & (held["worker"] != before)).astype(float))[view.during(held["date"])]
    counts = rows.groupby(["cohort", "site", "programme"], as_index=False)["changed"].sum()
    return units(counts, person=None, value=counts["changed"], date=None)


def sensitised_before_start(view: View) -> pd.DataFrame:
    """Workers who lead or accompany: 1 where they were sensitised by their first day."""
    rows = view["staff"][view["staff"]["role"].isin(ACCOMPANY)]
    return _workers(rows, (rows["sensitised"] <= rows["start"]).fillna(False))


def peers_active(view: View) -> pd.DataFrame:
    """Peer experts at work in the window."""
    rows = _at_work(view)
    return _workers(rows[rows["role"] == "peer"], True)


def article_60_contracts(view: View) -> pd.DataFrame:
    """Article 60 contracts that ran in the window."""
    rows = _at_work(view)
    return _workers(rows[rows["contract"] == "art60"], True)


def peers_trained(view: View) -> pd.DataFrame:
    """Peer experts at work in the window: 1 where they were trained."""
    rows = _at_work(view)
    rows = rows[rows["role"] == "peer"]
    return _workers(rows, rows["peer_trained"].notna())


def posts_by_role(view: View) -> pd.DataFrame:
    """Workers of the window, worth their full-time equivalents, by role."""
    rows = _at_work(view).dropna(subset=["role", "fte"])
    return _workers(rows, rows["fte"]).assign(part=rows["role"].to_numpy())


def trained_on_gender(view: View) -> pd.DataFrame:
    """Workers of the window: 1 where they were trained in the 24 months before its end."""
    rows = _at_work(view)
    return _workers(rows, (rows["gender_trained"] >= view.end - pd.DateOffset(months=24)).fillna(False))


def six_weeks_cadence(view: View) -> pd.DataFrame:
    """Intervals that end in the window: 1 where they last six weeks at most."""
    rows = _intervals(view)
    return units(rows, person=None, cohort=None, value=(rows["gap"] <= SIX_WEEKS).astype(float))


def days_between_trainings(view: View) -> pd.DataFrame:
    """The same intervals in days."""
    rows = _intervals(view)
    return units(rows, person=None, cohort=None, value=rows["gap"].astype(float))


def groups_with_case_manager(view: View) -> pd.DataFrame:
    """Groups that met in the window: 1 where they have a case manager."""
    rows = base_of(view, "groups").merge(view["cohorts"][["cohort", "case_manager"]], on="cohort")
    return units(rows, value=rows["case_manager"].notna().astype(float), date=None)


def women_per_case_manager(view: View) -> pd.DataFrame:
    """Programmes with case managers at work: women enrolled on the last day of the window, a full-time post."""
    day, staff = view.end - pd.Timedelta(days=1), view["staff"]
    posts = staff[(staff["role"] == "case_manager") & belonged(staff, day)].groupby("programme")["fte"].sum()
    women = view.placed[belonged(view.placed, day)].groupby("programme")["person"].nunique()
    rows = (women / posts[posts > 0]).dropna().astype(float).rename("value").reset_index()
    return units(rows, person=None, cohort=None, site=None, date=None)


def same_case_manager(view: View) -> pd.DataFrame:
    """Women who left in the window, of groups whose case manager is listed: 1 where she was at work all that time."""
    staff = view["staff"][["worker", "start", "end"]].rename(
        columns={"worker": "case_manager", "start": "hired", "end": "departed"})
    rows = view.placed[view.during(view.placed["end"])].merge(view["cohorts"][["cohort", "case_manager"]], on="cohort")
    rows = rows.merge(staff, on="case_manager")
    same = (rows["hired"] <= rows["start"]) & (rows["departed"].isna() | (rows["departed"] >= rows["end"]))
    return units(rows, value=same.astype(float), date=rows["end"])


def sensitised_antennas(view: View) -> pd.DataFrame:
    """Sites with a worker listed: 1 where one of them was sensitised."""
    rows = view["staff"].dropna(subset=["site"])
    sites = rows.assign(value=rows["sensitised"].notna().astype(float)).groupby(["site", "programme"], as_index=False)["value"].max()
    return units(sites, person=None, cohort=None, date=None)


def _at_work(view: View) -> pd.DataFrame:
    staff = view["staff"]
    return staff[(staff["start"] < view.end) & (staff["end"].isna() | (staff["end"] >= view.start))]


def _workers(rows: pd.DataFrame, value: object) -> pd.DataFrame:
    """One row a worker; a worker is no participant, so no woman stands behind it."""
    worth = value.astype(float) if isinstance(value, pd.Series) else float(bool(value))
    return units(rows, person=None, cohort=None, value=worth, date=None)


def _intervals(view: View) -> pd.DataFrame:
    """Days from one training, intervision or coaching of a programme to the next, where the next lies in the window."""
    rows = view["trainings"][view["trainings"]["kind"].isin(TOGETHER)].drop_duplicates(["programme", "date"])
    rows = rows.sort_values(["programme", "date"])
    rows = rows.assign(gap=rows.groupby("programme")["date"].diff().dt.days, site=None)
    return rows[rows["gap"].notna() & view.during(rows["date"])]
