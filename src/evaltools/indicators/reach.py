"""R: who is reached?"""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from . import View, units
from .entrants import by_code, described, effective, starters
from .logged import base_of, located

PRECARIOUS = 2100
"""30 % of the 7 000 women who head a single-parent family in the City of Brussels, by the press text of March 2021."""
NO_WORK = ("jobseeking", "none", "training", "volunteering")
AGES = ("under_25", "25_34", "35_44", "45_plus")
SPOKEN = ("fr", "nl", "en", "ar", "tr", "other")
STEPS = ("date", "invited", "informed", "accepted", "started")
HALF_A_YEAR, YEAR = pd.Timedelta(days=183), pd.Timedelta(days=365)


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


def target_group(view: View) -> pd.DataFrame:
    """Women who started: 1 where single mothers, and apart, where single mothers without work.

    Of whom one of the two is not noted, nothing is said: unknown work is not work.
    """
    rows = starters(view)
    both = rows["single_mother"] & rows["employment"].isin(NO_WORK)
    rows = rows.assign(alone=both.where(rows["employment"].notna() & rows["single_mother"].notna()))
    return described(rows, {"single_mother": ("single_mother", (True,)), "not_working": ("alone", (True,))})


def beneficiaries_so_far(view: View) -> pd.DataFrame:
    """Women present at least once, ever."""
    present = view.due_so_far[view.due_so_far["status"] == "present"]
    return units(present.drop_duplicates(["person", "cohort"]), value=1.0, date=None)


def coverage(view: View) -> pd.DataFrame:
    """The same women, each once a programme, against the size of the population that the documents give: at most all of it."""
    rows = beneficiaries_so_far(view).drop_duplicates(["person", "programme"])
    reached = rows.groupby("programme")["value"].transform("size")
    return rows.assign(weight=reached.clip(lower=PRECARIOUS) / reached)


def active_sites(view: View) -> pd.DataFrame:
    """Sites at which a group met in the window."""
    held = view.held[view.during(view.held["date"])]
    return units(held.drop_duplicates(["site", "programme"]), person=None, cohort=None, value=1.0)


def children_reached(view: View) -> pd.DataFrame:
    """Women who started, worth the children that their band surely has."""
    rows = starters(view).drop_duplicates(["person", "cohort"])
    number = rows["children_band"].str.slice(0, 1).astype("Float64").fillna(0.0)
    return units(rows, value=number.astype(float))


def inviting_antennas(view: View) -> pd.DataFrame:
    """Sites that invited somebody in the window."""
    rows = view["candidates"][view.during(view["candidates"]["invited"])]
    return units(rows.dropna(subset=["site"]).drop_duplicates(["site", "programme"]), person=None, cohort=None, value=1.0, date=None)


def ages(view: View) -> pd.DataFrame:
    """Women who started, by age band."""
    return by_code(starters(view), "age_band", AGES)


def languages(view: View) -> pd.DataFrame:
    """Women who started, by language of contact."""
    return by_code(starters(view), "language", SPOKEN)


def diversity(view: View) -> pd.DataFrame:
    """Women who started: how mixed those of her programme are, by four of their traits."""
    return effective(starters(view), {"age": "age_band", "language": "language", "children": "children_band", "income": "income"})


def recruitment_conversion(view: View) -> pd.DataFrame:
    """Candidates of the window who reached a step: 1 where they reached the next one, named by that."""
    rows = located(view, "candidates").assign(cohort=None)
    found = []
    for step, after in pairwise(STEPS):
        reached = rows[rows[step].notna()]
        found.append(units(reached, part=after, value=reached[after].notna().astype(float)))
    return pd.concat(found, ignore_index=True)


def return_visits(view: View) -> pd.DataFrame:
    """Families whose first contact lies six to twelve months back: 1 where a second one came within six months of it."""
    rows = pd.concat([located(view, name)[["participant", "person", "cohort", "site", "programme", "date"]]
                      for name in ("visits", "contacts")], ignore_index=True)
    rows = rows.dropna(subset=["participant"]).drop_duplicates(["person", "site", "date"])
    first = rows.groupby(["person", "site"])["date"].transform("min")
    rows = rows[(first >= view.end - YEAR) & (first < view.end - HALF_A_YEAR)].assign(soon=rows["date"] < first + HALF_A_YEAR)
    counts = rows.groupby(["person", "site", "programme"], as_index=False)["soon"].sum()
    return units(counts, cohort=None, value=(counts["soon"] >= 2).astype(float), date=None)


def visits_per_day(view: View) -> pd.DataFrame:
    """Days of the window with a visit: how many there were."""
    visits = view["visits"][view.during(view["visits"]["date"])]
    days = visits.groupby(["site", "programme", "date"], as_index=False).size()
    return units(days, person=None, cohort=None, value=days["size"].astype(float))


def admission_profile(view: View) -> pd.DataFrame:
    """Women who started: 1 for each situation that the register notes of them."""
    return described(starters(view), {
        "single_mother": ("single_mother", (True,)), "integration_income": ("income", ("integration_income",)),
        "small_network": ("small_network", (True,)), "not_working": ("employment", NO_WORK)})


def shared_language(view: View) -> pd.DataFrame:
    """Women who started: 1 where a language is shared with the team."""
    return described(starters(view), {"": ("shared_language", (True,))})


def women_per_site(view: View) -> pd.DataFrame:
    """Women enrolled on any day of the window."""
    return units(base_of(view, "women"), value=1.0, date=None)


def _people(rows: pd.DataFrame) -> pd.DataFrame:
    known = rows.dropna(subset=["participant"]).drop_duplicates(["participant", "site"])
    return units(known.rename(columns={"participant": "person"}), cohort=None, value=1.0, date=None)
