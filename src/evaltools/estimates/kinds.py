"""From units to figures: one function a kind of indicator, for all its figures at once.

Units in, the measured columns of `figures.FIGURES` out, a number a figure and NaN where there is none. A figure's numbers are, to the
last digit, those that it would have alone: sums are taken figure by figure, so published quarters are made again to the byte.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..catalogue import Entry
from ..statistics import clustered, incidence, means, proportions
from ..statistics.estimate import Estimate, TooFew
from ..tables import TABLES
from .units import Flags, Number, Units, stacked

Measured = dict[str, Number | NDArray[np.object_]]
Measure = Callable[[Units, Entry], Measured]
UP = ".up"
"""What is added to the part of a change for the share of women who are clearly up."""
SIX_MONTHS = 182
LONG, ENOUGH = ("days", "minutes", "months", "hours", "per_woman"), 30


def _base(units: Units) -> dict[str, Number]:
    persons = units.persons().astype(float)
    return {"n": units.sizes.astype(float), "persons": np.where(persons > 0, persons, np.nan)}


def _fewest(units: Units, inside: Flags) -> Number:
    """Women in the smaller of part and complement."""
    return np.minimum(units.persons(inside), units.persons(~inside)).astype(float)


def _nothing(units: Units) -> Measured:
    return {**{name: np.full(units.number, np.nan) for name in ("value", "low", "high")}, "method": np.full(units.number, None, object)}


def _put(found: Measured, figures: Flags | NDArray[np.int64], **columns: Any) -> None:
    for name, values in columns.items():
        found[name][figures] = values


def share(units: Units, entry: Entry) -> Measured:
    """Units worth 1 out of all; Wilson's interval, or one clustered by person where women count more than once."""
    base, found = _base(units), _nothing(units)
    count = np.trunc(np.bincount(units.figure, units.columns["value"], units.number).astype(float))
    once = ~(base["persons"] < base["n"]) & (base["n"] > 0)
    repeated = (base["n"] > 0) & ~once
    if repeated.any():
        again = rate(units.of(repeated), entry)
        _put(found, repeated, **{name: again[name] for name in ("low", "high", "method")})
    _put(found, once, **_wilson(count[once], base["n"][once]))
    with np.errstate(invalid="ignore"):
        value = count / base["n"]
    return {**found, **base, "numerator": count, "fewest": _fewest(units, units.columns["value"] > 0), "value": value}


def _wilson(counts: Number, sizes: Number) -> dict[str, Any]:
    if ((counts < 0) | (counts > sizes)).any():
        raise ValueError("a count lies between 0 and its base")
    low, high = proportions.score_intervals(counts / sizes, sizes)
    return {"value": counts / sizes, "low": low, "high": high, "method": "wilson"}


def mean(units: Units, entry: Entry) -> Measured:
    """The mean of the units' values with Student's interval, or their median without one: its ends would be somebody's own values.

    Days, visits and the like have no end that a half point could be kept away from, so they are told of thirty women or more.
    """
    base, values = _base(units), units.columns["value"]
    found = _means(units, values)
    nobody = np.isnan(base["persons"])
    if entry.middle == "median":
        for figures, rows in units.stacks(values):
            found["value"][figures] = np.where(nobody[figures], np.median(rows, axis=1), found["value"][figures])
        _put(found, nobody, low=np.nan, high=np.nan, method="median")
    if entry.unit in LONG:
        _put(found, ~nobody & (base["n"] < ENOUGH), value=np.nan, low=np.nan, high=np.nan, method=None)
    return {**base, **found}


def _means(units: Units, values: Number) -> Measured:
    found = _nothing(units)
    for figures, rows in units.stacks(values):
        if not np.isfinite(rows).all():
            raise ValueError("missing values must be left out before an estimate is made")
        value, half = means.means(rows)
        _put(found, figures, value=value, low=value - half, high=value + half, method=np.where(np.isnan(half), "none", "t"))
    return found


def _of_women(entry: Entry) -> bool:
    table = TABLES.get(entry.rows.table) if entry.rows else None
    if table is None:
        return entry.unit == "women" or entry.origin == "answers"
    return entry.unit == "women" or table.of_women


def count(units: Units, entry: Entry) -> Measured:
    """How much the units are worth together, or how many different women where the unit of the entry is women.

    `persons` is 0, not missing, where nobody came.
    """
    persons = units.persons().astype(float)
    number = persons if entry.unit == "women" else units.totals(units.columns["value"])
    return {"persons": persons if _of_women(entry) else np.full(units.number, np.nan), "numerator": np.rint(number), "value": number,
            "method": np.full(units.number, "count", object)}


def rate(units: Units, entry: Entry) -> Measured:
    """Sum of values over sum of weights, with an interval clustered by person; of what is nobody's, such as euros, without one."""
    base = _base(units)
    value, weight = units.totals(units.columns["value"]), units.totals(units.columns["weight"])
    nothing = np.full(units.number, np.nan)
    found: Measured = {**_nothing(units), **base, "n": np.rint(weight), "numerator": np.rint(value), "fewest": nothing.copy()}
    nobody = np.isnan(base["persons"])
    _put(found, nobody, value=np.divide(value, weight, out=nothing, where=weight != 0)[nobody], method="ratio")
    if not nobody.all():
        _put(found, ~nobody, **_of_owners(units.of(~nobody)))
    return found


def _of_owners(units: Units) -> Measured:
    """Rates of figures in which women are known."""
    found, (figure, value, weight) = _nothing(units), units.by_owner()
    smaller = [np.bincount(figure[chosen], minlength=units.number) for chosen in (value > 0, value < weight)]
    if (value[weight == 0] > 0).any():
        raise ValueError("presences lie between 0 and the number due")
    figure, value, weight = figure[weight != 0], value[weight != 0], weight[weight != 0]
    persons = np.bincount(figure, minlength=units.number)
    if not persons.all():
        raise TooFew(1, 0)
    for (figures, came), (_, due) in zip(stacked(persons, value), stacked(persons, weight), strict=True):
        middle, low, high = clustered.rates(came, due)
        _put(found, figures, value=middle, low=low, high=high, method="wilson_clustered" if due.shape[1] > 1 else "none")
    return {**found, "fewest": np.minimum(*smaller).astype(float)}


def changed(units: Units, entry: Entry) -> Measured:
    """Mean paired change with Student's interval."""
    return {**_base(units), **_means(units, units.columns["value"] - units.columns["before"])}


def progressed(value: Number, before: Number, entry: Entry) -> Flags:
    """Which pairs changed for the better by at least the entry's `clearly`: upwards, where lower is better downwards.

    Means of three answers are no round numbers: from 10/3 to 13/3 is one whole point, which the difference of two floats misses.
    """
    change = np.round(value - before, 9)
    return (-change if entry.better == "lower" else change) >= entry.clearly


def clearly_up(units: Units, entry: Entry) -> Measured:
    """Women whose change for the better is at least the entry's `clearly`, out of the pairs."""
    base, found = _base(units), _nothing(units)
    rose = progressed(units.columns["value"], units.columns["before"], entry)
    up = np.bincount(units.figure[rose], minlength=units.number).astype(float)
    _put(found, base["n"] > 0, **_wilson(up[base["n"] > 0], base["n"][base["n"] > 0]))
    return {**base, "numerator": up, "fewest": _fewest(units, rose), **found}


def dropped(units: Units, entry: Entry) -> Measured:
    """Cumulative incidence of event 1 at six months, other exits competing; n is everybody who began.

    `fewest` are those still at risk then: neither gone nor lost from sight.
    """
    found: Measured = {**_nothing(units), **_base(units), "fewest": np.full(units.number, np.nan)}
    for figure, own in units.each():
        reached = incidence.cumulative_incidence(own["time"], own["event"].astype(int), 1, [SIX_MONTHS])[0]
        if reached.estimate is not None:
            _one(found, figure, reached.estimate, reached.at_risk)
    return found


def differs(units: Units, entry: Entry) -> Measured:
    """Risk difference between exposed and others, Newcombe's interval; `fewest` is the smallest of the four cells."""
    found: Measured = {**_nothing(units), **_base(units), "fewest": np.full(units.number, np.nan)}
    for figure, own in units.each():
        exposed, others = own["value"][own["exposed"] == 1], own["value"][own["exposed"] == 0]
        if len(exposed) and len(others):
            cells = (exposed.sum(), len(exposed) - exposed.sum(), others.sum(), len(others) - others.sum())
            estimate = proportions.risk_difference(int(exposed.sum()), len(exposed), int(others.sum()), len(others))
            _one(found, figure, estimate, int(min(cells)))
    return found


def _one(found: Measured, figure: int, estimate: Estimate, fewest: int) -> None:
    for name, value in (("value", estimate.value), ("low", estimate.low), ("high", estimate.high), ("fewest", fewest)):
        found[name][figure] = np.nan if value is None else value
    found["method"][figure] = estimate.method


KINDS: dict[str, Measure] = {
    "share": share, "mean": mean, "count": count, "rate": rate, "change": changed, "incidence": dropped, "difference": differs,
}
