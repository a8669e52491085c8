"""From unit rows to one figure: one function a kind of indicator. Rows in, the measured columns of `figures.FIGURES` out."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from ..catalogue import Entry
from ..statistics import clustered, incidence, means, proportions
from ..statistics.estimate import Estimate
from ..tables import TABLES

Measured = dict[str, object]
Measure = Callable[[pd.DataFrame, Entry], Measured]
UP = ".up"
"""What is added to the part of a change for the share of women who are clearly up."""
SIX_MONTHS = 182
LONG, ENOUGH = ("days", "minutes", "months", "hours", "per_woman"), 30


def _base(rows: pd.DataFrame) -> Measured:
    known = rows["person"].dropna()
    return {"n": len(rows), "persons": known.nunique() if len(known) else None}


def _fewest(persons: pd.Series, inside: pd.Series) -> int:
    """Women in the smaller of part and complement."""
    return int(min(persons[inside].nunique(), persons[~inside].nunique()))


def _of(estimate: Estimate) -> Measured:
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high, "method": estimate.method}


def share(rows: pd.DataFrame, entry: Entry) -> Measured:
    """Units worth 1 out of all; Wilson's interval, or one clustered by person where women count more than once."""
    base, count = _base(rows), int(rows["value"].sum())
    repeated = base["persons"] is not None and base["persons"] != len(rows)
    interval = rate(rows, entry) if repeated else _of(proportions.wilson(count, len(rows)))
    fewest = _fewest(rows["person"], rows["value"] > 0)
    return {**interval, **base, "numerator": count, "fewest": fewest, "value": count / len(rows)}


def mean(rows: pd.DataFrame, entry: Entry) -> Measured:
    """The mean of the units' values with Student's interval, or their median without one: its ends would be somebody's own values.

    Days, visits and the like have no end that a half point could be kept away from, so they are told of thirty women or more.
    """
    base, values = _base(rows), rows["value"].to_numpy(float)
    if entry.unit in LONG and base["persons"] is not None and len(rows) < ENOUGH:
        return {**base, "value": None}
    if entry.middle == "median" and base["persons"] is None:
        return {**base, "value": means.median(values).value, "method": "median"}
    return {**base, **_of(means.mean(values))}


def _of_women(entry: Entry) -> bool:
    table = TABLES.get(entry.rows.table) if entry.rows else None
    if table is None:
        return entry.unit == "women" or entry.origin == "answers"
    return entry.unit == "women" or table.of_women


def count(rows: pd.DataFrame, entry: Entry) -> Measured:
    """How much the units are worth together, or how many different women where the unit of the entry is women.

    `persons` is 0, not missing, where nobody came.
    """
    number = rows["person"].nunique() if entry.unit == "women" else float(rows["value"].astype(float).sum())
    persons = rows["person"].nunique() if _of_women(entry) else None
    return {"n": None, "persons": persons, "numerator": round(number), "value": float(number), "method": "count"}


def rate(rows: pd.DataFrame, entry: Entry) -> Measured:
    """Sum of values over sum of weights, with an interval clustered by person; of what is nobody's, such as euros, without one."""
    if rows["person"].isna().all():
        total, part = float(rows["weight"].sum()), float(rows["value"].sum())
        return {**_base(rows), "n": round(total), "numerator": round(part), "value": part / total if total else None, "method": "ratio"}
    owner = rows["person"].fillna("unit " + rows.index.astype("string").to_series(index=rows.index))
    by_person = rows.assign(owner=owner).groupby("owner")[["value", "weight"]].sum()
    estimate = clustered.rate(by_person["value"].to_numpy(float), by_person["weight"].to_numpy(float))
    fewest = int(min((by_person["value"] > 0).sum(), (by_person["value"] < by_person["weight"]).sum()))
    return {**_base(rows), "n": round(rows["weight"].sum()), "numerator": round(rows["value"].sum()), "fewest": fewest, **_of(estimate)}


def changed(rows: pd.DataFrame, entry: Entry) -> Measured:
    """Mean paired change with Student's interval."""
    return {**_base(rows), **_of(means.mean((rows["value"] - rows["before"]).to_numpy(float)))}


def progressed(rows: pd.DataFrame, entry: Entry) -> pd.Series:
    """Which pairs changed for the better by at least the entry's `clearly`: upwards, where lower is better downwards.

    Means of three answers are no round numbers: from 10/3 to 13/3 is one whole point, which the difference of two floats misses.
    """
    change = (rows["value"].astype(float) - rows["before"].astype(float)).round(9)
    return (-change if entry.better == "lower" else change) >= entry.clearly


def clearly_up(rows: pd.DataFrame, entry: Entry) -> Measured:
    """Women whose change for the better is at least the entry's `clearly`, out of the pairs."""
    rose = progressed(rows, entry)
    up = int(rose.sum())
    return {**_base(rows), "numerator": up, "fewest": _fewest(rows["person"], rose), **_of(proportions.wilson(up, len(rows)))}


def dropped(rows: pd.DataFrame, entry: Entry) -> Measured:
    """Cumulative incidence of event 1 at six months, other exits competing; n is everybody who began.

    `fewest` are those still at risk then: neither gone nor lost from sight.
    """
    found = incidence.cumulative_incidence(rows["time"].to_numpy(float), rows["event"].to_numpy(int), 1, [SIX_MONTHS])[0]
    if found.estimate is None:
        return {**_base(rows), "value": None}
    return {**_base(rows), **_of(found.estimate), "fewest": found.at_risk}


def differs(rows: pd.DataFrame, entry: Entry) -> Measured:
    """Risk difference between exposed and others, Newcombe's interval; `fewest` is the smallest of the four cells."""
    exposed = rows[rows["exposed"] == 1]["value"].astype(float)
    others = rows[rows["exposed"] == 0]["value"].astype(float)
    if not len(exposed) or not len(others):
        return {**_base(rows), "value": None}
    estimate = proportions.risk_difference(int(exposed.sum()), len(exposed), int(others.sum()), len(others))
    cells = (exposed.sum(), len(exposed) - exposed.sum(), others.sum(), len(others) - others.sum())
    return {**_base(rows), "fewest": int(min(cells)), **_of(estimate)}


KINDS: dict[str, Measure] = {
    "share": share, "mean": mean, "count": count, "rate": rate, "change": changed, "incidence": dropped, "difference": differs,
}
