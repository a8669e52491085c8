"""K: with whom do we work?"""

from __future__ import annotations

import pandas as pd

from . import View, units

SIX = {"work": "work", "wellbeing": "care", "family": "education", "housing": "housing", "leisure": "leisure", "rights": "rights"}
"""The six domains of life, by the domain of a partner."""


def active_partners(view: View) -> pd.DataFrame:
    """Partners that contributed in the window, once a site, by kind."""
    return _by(view, "kind")


def partners_by_domain(view: View) -> pd.DataFrame:
    """Partners that contributed in the window, once a site, by domain."""
    return _by(view, "domain")


def domains_covered(view: View) -> pd.DataFrame:
    """The six domains of life at each site with a partner: 1 where one contributed in the window."""
    rows = _contributions(view)
    sites = view["partnerships"][["site", "programme"]].dropna().drop_duplicates()
    every = sites.merge(pd.DataFrame({"six": list(dict.fromkeys(SIX.values()))}), how="cross")
    seen = rows.assign(six=rows["domain"].map(SIX))[["site", "programme", "six"]].dropna().drop_duplicates().assign(seen=1.0)
    every = every.merge(seen, how="left", on=["site", "programme", "six"])
    return units(every, person=None, cohort=None, value=every["seen"].fillna(0.0), date=None)


def new_to_the_group(view: View) -> pd.DataFrame:
    """Groups that met in the window: the partners that contributed to them for the first time in it."""
    log = view["partnerships"].dropna(subset=["cohort"])
    first = log.groupby(["cohort", "partner"], as_index=False)["date"].min()
    return _per_group(view, first[view.during(first["date"])].groupby("cohort")["partner"].nunique())


def _per_group(view: View, number: pd.Series) -> pd.DataFrame:
    """Groups that met in the window with a number each; a group without one has none."""
    groups = view.held[view.during(view.held["date"])].drop_duplicates("cohort")
    return units(groups, person=None, value=groups["cohort"].map(number).fillna(0.0).astype(float), date=None)


def _contributions(view: View) -> pd.DataFrame:
    log = view["partnerships"][view.during(view["partnerships"]["date"])]
    return log.merge(view["partners"][["partner", "kind", "domain"]], on="partner")


def _by(view: View, column: str) -> pd.DataFrame:
    rows = _contributions(view).drop_duplicates(["partner", "site"]).dropna(subset=[column])
    return units(rows, person=None, cohort=None, part=rows[column], value=1.0)
