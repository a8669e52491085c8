"""A: what is offered?"""

from __future__ import annotations

import pandas as pd

from . import View, units
from .entrants import belonged
from .logged import base_of, located

FIVE = ("social", "administrative", "legal", "educational", "psychological")
SEVEN = ("housing", "education", "health", "work", "rights", "identity", "self_care")
PLAN_DAYS = pd.Timedelta(days=60)
EIGHT_WEEKS, A_YEAR = pd.Timedelta(weeks=8), pd.Timedelta(days=365)


def passage_to_phase2(view: View) -> pd.DataFrame:
    """Women there to the end of phase 1, in groups whose phase 2 began in the window: 1 where they went on."""
    rows = _after_phase1(view)
    return units(rows, value=rows["phase2_start"].notna().astype(float))


def oriented_after_phase1(view: View) -> pd.DataFrame:
    """The same women: 1 where an orientation interview is noted."""
    contacts = located(view, "contacts")
    oriented = contacts[contacts["step"] == "orientation"][["person", "cohort"]].drop_duplicates().assign(oriented=1.0)
    rows = _after_phase1(view).merge(oriented, how="left", on=["person", "cohort"])
    return units(rows, value=rows["oriented"].fillna(0.0))


def combined_months(view: View) -> pd.DataFrame:
    """Full months that a woman was enrolled: 1 where she had both a contact and a presence in it."""
    contacts, present = located(view, "contacts"), view.due[view.due["status"] == "present"]
    found = []
    for month in pd.period_range(view.start, view.end - pd.Timedelta(days=1), freq="M"):
        first, last = month.start_time, month.end_time.normalize()
        rows = view.placed[(view.placed["start"] <= first) & (view.placed["end"].isna() | (view.placed["end"] >= last))]
        for name, log in (("talked", contacts), ("came", present)):
            met = log[log["date"].between(first, last)][["person", "cohort"]].drop_duplicates().assign(**{name: 1.0})
            rows = rows.merge(met, how="left", on=["person", "cohort"])
        found.append(units(rows, value=(rows["talked"].notna() & rows["came"].notna()).astype(float), date=first))
    return pd.concat(found, ignore_index=True)


def hours_of_support(view: View) -> pd.DataFrame:
    """Women enrolled in the window: the hours noted of each, alone and in the group."""
    contacts = located(view, "contacts")
    alone = contacts[view.during(contacts["date"])]
    present = view.due[view.due["status"] == "present"].merge(view["sessions"][["session", "minutes"]], on="session")
    found = []
    for part, rows in (("individual", alone), ("group", present)):
        hours = (rows.groupby(["person", "cohort"])["minutes"].sum() / 60).rename("hours").reset_index()
        women = base_of(view, "women").merge(hours, how="left", on=["person", "cohort"])
        found.append(units(women, part=part, value=women["hours"].fillna(0.0).astype(float), date=None))
    return pd.concat(found, ignore_index=True)


def breadth_of_support(view: View) -> pd.DataFrame:
    """Families with a contact in the window: 1 where they were helped in two domains, and apart, in three."""
    contacts = located(view, "contacts")
    rows = contacts[view.during(contacts["date"]) & contacts["kind"].notna() & contacts["participant"].notna()]
    kinds = rows.assign(one=rows["kind"].where(rows["kind"].isin(FIVE))).groupby(
        ["person", "cohort", "site", "programme"], as_index=False, dropna=False)["one"].nunique()
    return pd.concat([units(kinds, part=part, value=(kinds["one"] >= least).astype(float))
                      for part, least in (("two", 2), ("three", 3))], ignore_index=True)


def families_by_function(view: View) -> pd.DataFrame:
    """Visits and contacts of the window, by what the family left with."""
    rows = pd.concat([located(view, name)[["person", "cohort", "site", "programme", "date", "function"]]
                      for name in ("visits", "contacts")], ignore_index=True)
    rows = rows[view.during(rows["date"]) & rows["function"].notna()]
    return units(rows, part=rows["function"], value=1.0)


def plan_within_60_days(view: View) -> pd.DataFrame:
    """Women who started in the window and at least 60 days ago: 1 where a support plan is noted in these days."""
    rows = view.placed[view.during(view.placed["start"]) & (view.placed["start"] <= view.end - PLAN_DAYS)]
    contacts = located(view, "contacts")
    plans = contacts[contacts["step"] == "plan"].groupby(["person", "cohort"])["date"].min().rename("plan").reset_index()
    rows = rows.merge(plans, how="left", on=["person", "cohort"])
    return units(rows, value=(rows["plan"] <= rows["start"] + PLAN_DAYS).astype(float), date=rows["start"])


def women_by_phase(view: View) -> pd.DataFrame:
    """Women on the last day of the window, by the phase of their course; candidates are those not yet in and not refused."""
    day, rows = view.end - pd.Timedelta(days=1), view.placed
    candidates = located(view, "candidates")
    waiting = candidates[candidates["started"].isna() & candidates["refusal"].isna()]
    here = belonged(rows, day)
    begun, ends = rows["opened"] > day - EIGHT_WEEKS, (rows["planned_end"] < day + EIGHT_WEEKS).fillna(False)
    gone = (rows["end"] >= view.end - A_YEAR) & (rows["end"] < day) & (rows["exit_kind"] == "completed").fillna(False)
    phases = {"start": here & begun, "closing": here & ~begun & ends, "deepening": here & ~begun & ~ends, "followup": gone}
    found = [units(rows[chosen], part=part, value=1.0, date=None) for part, chosen in phases.items()]
    return pd.concat([units(waiting, part="recruitment", value=1.0, cohort=None, date=None), *found], ignore_index=True)


def themes_covered(view: View) -> pd.DataFrame:
    """Groups that met in the window: how many of the seven themes their sessions had."""
    held = view.held[view.during(view.held["date"])]
    themes = held["theme"].where(held["theme"].isin(SEVEN))
    rows = held.assign(theme=themes).groupby(["cohort", "site", "programme"], as_index=False)["theme"].nunique()
    return units(rows, person=None, value=rows["theme"].astype(float), date=None)


def _after_phase1(view: View) -> pd.DataFrame:
    """Enrolments there at the last session of phase 1 (or, if none is noted, the first of phase 2) of groups that passed in the window."""
    days = {phase: view.held[view.held["phase"] == phase].groupby("cohort")["date"] for phase in ("1", "2")}
    second = days["2"].min().rename("date").reset_index()
    second = second[view.during(second["date"])].merge(days["1"].max().rename("last").reset_index(), how="left", on="cohort")
    rows = view.placed.merge(second, on="cohort")
    return rows[belonged(rows, rows["last"].where(rows["last"].notna(), rows["date"]))]
