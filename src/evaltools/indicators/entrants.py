"""Who starts: the women who joined in the window, with what the register notes of them, and what else is counted of enrolments."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from . import View, units
from .logged import located

Described = Mapping[str, tuple[str, tuple[object, ...]]]


def starters(view: View) -> pd.DataFrame:
    """Women who joined a group in the window, and those who came to a bureau for the first time, with their profile."""
    joined = view.placed[view.during(view.placed["start"])].rename(columns={"start": "date"})
    visits = located(view, "visits")
    first = visits[view.during(visits["date"]) & visits["first_contact"].fillna(False) & visits["participant"].notna()]
    columns = ["person", "cohort", "site", "programme", "date"]
    rows = pd.concat([joined[columns], first[columns]], ignore_index=True)
    return rows.merge(view["participants"].drop(columns="entry").rename(columns={"participant": "person"}), on="person")


def described(rows: pd.DataFrame, parts: Described) -> pd.DataFrame:
    """One row a woman and part: 1 where her column holds one of the codes; a woman of whom it is not noted is left out."""
    found = []
    for part, (column, codes) in parts.items():
        told = rows[rows[column].notna()]
        found.append(units(told, part=part, value=told[column].isin(codes).astype(float)))
    return pd.concat(found, ignore_index=True)


def by_code(rows: pd.DataFrame, column: str, codes: tuple[str, ...]) -> pd.DataFrame:
    """One row a woman and code of a column: 1 where it is hers."""
    return described(rows, {code: (column, (code,)) for code in codes})


def effective(rows: pd.DataFrame, parts: Mapping[str, str]) -> pd.DataFrame:
    """One row a woman and part: how many categories of a column, all of one size, would be as mixed as the women of her programme.

    That is 1 over the sum of the squared shares (Laakso and Taagepera 1979): 1 where all are alike.
    """
    found = []
    for part, column in parts.items():
        told = rows[rows[column].notna()]
        alike = told.groupby(["programme", column])["person"].transform("size") / told.groupby("programme")["person"].transform("size")
        # Each woman's share of women like her: on average, the sum of the squared shares.
        found.append(units(told, part=part, value=1 / alike.astype(float).groupby(told["programme"]).transform("mean")))
    return pd.concat(found, ignore_index=True)


def belonged(rows: pd.DataFrame, day: pd.Timestamp | pd.Series) -> pd.Series:
    """Whose enrolment a day lies in, the first and the last day included."""
    return (rows["start"] <= day) & (rows["end"].isna() | (rows["end"] >= day))
