"""What each audience may read of one figure: the policy's rules 1 to 4, 8 to 10 and 16, one function an audience.

Each takes a figure (a row with the columns of `figures.FIGURES`), its entry and the policy, and returns the published values:
`status` and only those that the status may hold.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..catalogue import Entry
from ..settings import Policy
from ..statistics.proportions import wilson
from .bands import band, half_point_inside, midpoint6, nearest

Verdict = dict[str, object]
WITHHELD: Verdict = {"status": "withheld"}
LADDER = (0.0, 10.0)
COUNTED = ("share", "count", "rate")
"""Kinds whose numerator is the count that the value says; in others it serves the rules alone and stays inside."""


def cohort(figure: Any, entry: Entry, policy: Policy) -> Verdict:
    """L1, one cohort's own report: register totals exact (rule 16), answers in bands only (rules 1 and 3)."""
    if entry.sensitivity != "ordinary":
        return WITHHELD
    if figure.origin == "register":
        return _exact(figure) if _known(figure.value) else WITHHELD
    half = _number(figure.eligible) / 2
    if figure.kind == "share":
        if _women(figure) < max(policy.base_share_cohort, half):
            return WITHHELD
        low, high = band(int(figure.numerator), int(figure.n), policy.band_width)
        return {"status": "banded", "n": figure.n, "count_low": low, "count_high": high}
    if figure.kind in ("mean", "change") and _women(figure) >= max(policy.base_mean_cohort, half):
        low_end, high_end = (-10.0, 10.0) if figure.kind == "change" else LADDER
        return {"status": "banded", "n": figure.n, "value": half_point_inside(figure.value, low_end, high_end)}
    return WITHHELD


def wider(figure: Any, entry: Entry, policy: Policy) -> Verdict:
    """L2, a site or a programme: enough cohorts and persons (rules 1, 9, 10), exact where both parts are large (2), else 4."""
    if not _known(figure.value) or not _enough_behind(figure, entry, policy):
        return WITHHELD
    if not _known(figure.persons):
        return _fact(figure)
    if figure.kind == "count":
        return _count(figure, policy)
    if _number(figure.persons) < policy.base_site:
        return WITHHELD
    if figure.kind == "share":
        return _share(figure, entry, policy)
    if figure.kind == "incidence":
        return _incidence(figure) if _number(figure.fewest) >= policy.base_site else WITHHELD
    if figure.kind == "difference" and _number(figure.fewest) < policy.part_site:
        return WITHHELD
    return _exact(figure)


def public(figure: Any, entry: Entry, policy: Policy) -> Verdict:
    """L3, everybody: at least 20 persons behind an outcome, both parts at least 8, counts rounded to 5 and rates from them."""
    if not entry.public or not _known(figure.value) or not _enough_behind(figure, entry, policy):
        return WITHHELD
    step = policy.rounding_public
    if not _known(figure.persons):
        return _fact(figure)
    if figure.kind == "count":
        small = _number(figure.persons) < policy.part_public
        return WITHHELD if small else {"status": "exact", "value": float(nearest(figure.value, step))}
    if _number(figure.persons) < policy.base_public:
        return WITHHELD
    if figure.kind == "share":
        return _public_share(figure, entry, policy)
    if figure.kind in ("mean", "change"):
        return {**_exact(figure), "n": nearest(figure.n, step)}
    if figure.kind == "rate":
        return {"status": "exact", "value": round(float(figure.value), 2)}
    return WITHHELD


def _enough_behind(figure: Any, entry: Entry, policy: Policy) -> bool:
    if entry.sensitivity == "staff" and not (_number(figure.cohorts) >= policy.staff_cohorts
                                             and _number(figure.managers) >= policy.staff_managers):
        return False
    groups, people = _number(figure.cohorts), _known(figure.persons)
    return not (people and 0 < groups < policy.active_cohorts)


def _share(figure: Any, entry: Entry, policy: Policy) -> Verdict:
    count, n = int(figure.numerator), int(figure.n)
    part = policy.part_sensitive if entry.sensitivity == "sensitive" else policy.part_site
    if min(count, n - count, _number(figure.fewest)) >= part:
        return _exact(figure)
    edge = policy.part_site - 1
    if entry.sensitivity == "ordinary" and entry.better == "higher" and n - count <= edge:
        return {"status": "at_least", "n": n, "count_low": n - edge, "count_high": n}
    if entry.sensitivity == "ordinary" and entry.better == "lower" and count <= edge:
        return {"status": "banded", "n": n, "count_low": 0, "count_high": edge}
    return WITHHELD


def _public_share(figure: Any, entry: Entry, policy: Policy) -> Verdict:
    count, n = int(figure.numerator), int(figure.n)
    part = max(policy.part_public, policy.part_sensitive if entry.sensitivity == "sensitive" else 0)
    if min(count, n - count, _number(figure.fewest)) < part:
        return WITHHELD
    count, n = nearest(count, policy.rounding_public), nearest(n, policy.rounding_public)
    interval = wilson(count, n)
    return {"status": "exact", "n": n, "numerator": count, "value": count / n, "low": interval.low, "high": interval.high}


def _count(figure: Any, policy: Policy) -> Verdict:
    if figure.value < policy.few_exits:
        return {"status": "banded", "count_low": 0, "count_high": policy.few_exits - 1}
    # Many contacts of few women are those women's.
    return _exact(figure) if _number(figure.persons) >= policy.few_exits else WITHHELD


def _fact(figure: Any) -> Verdict:
    """What is said of sessions and groups, not of women, is exact; an answer is always somebody's, so it is not."""
    return _exact(figure) if figure.origin == "register" else WITHHELD


def _women(figure: Any) -> float:
    """The women behind a base, never more than its answers."""
    return min(_number(figure.n), _number(figure.persons)) if _known(figure.persons) else _number(figure.n)


def _incidence(figure: Any) -> Verdict:
    count, n = round(float(figure.value) * int(figure.n)), int(figure.n)
    return {"status": "exact", "n": n, "value": min(1.0, midpoint6(count) / n)}


def _exact(figure: Any) -> Verdict:
    decimals = 1 if figure.kind in ("mean", "change") else 4
    rounded = {name: round(float(getattr(figure, name)), decimals) if _known(getattr(figure, name)) else None
               for name in ("value", "low", "high")}
    counted = figure.numerator if figure.kind in COUNTED else None
    return {"status": "exact", "n": figure.n, "numerator": counted, **rounded}


def _known(value: object) -> bool:
    return not bool(pd.isna(value))


def _number(value: Any) -> float:
    return float(value) if _known(value) else 0.0
