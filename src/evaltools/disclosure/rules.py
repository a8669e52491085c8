"""What each audience may read of one figure: the policy's rules 1 to 4, 8 to 10 and 16, one function an audience.

Each takes a figure (a row with the columns of `figures.FIGURES`), its entry and the policy, and returns the published values:
`status` and only those that the status may hold.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from ..catalogue import Entry
from ..settings import Policy
from ..statistics.proportions import wilson
from .bands import band, half_point_inside, midpoint6, nearest

Verdict = dict[str, object]
WITHHELD: Verdict = {"status": "withheld"}
LADDER, CHANGE = (0.0, 10.0), (-10.0, 10.0)
COUNTED = ("share", "count", "rate")
"""Kinds whose numerator is the count that the value says; in others it serves the rules alone and stays inside."""
FINE = 30
"""From so many answers a mean is told to one decimal with its interval: below, that would leave fewer than three possible sums."""


def cohort(figure: Any, entry: Entry, policy: Policy) -> Verdict:
    """L1, one cohort's own report: register totals exact (rule 16), answers in bands only (rules 1 and 3)."""
    if entry.sensitivity != "ordinary" or figure.part in (*entry.sensitive_parts, *entry.above_cohort):
        return WITHHELD
    if figure.origin == "register":
        return _total(figure) if _known(figure.value) else WITHHELD
    answered, eligible = _women(figure), _number(figure.eligible)
    if entry.kind == "change" and answered < policy.response_rate_caution * eligible:
        return WITHHELD
    if figure.kind == "share":
        if answered < max(policy.base_share_cohort, eligible / 2):
            return WITHHELD
        # Where a woman answers after each session, a band holds as many times more answers.
        times = math.ceil(figure.n / answered)
        low, high = band(int(figure.numerator), int(figure.n), entry.better, policy.band_width * times, policy.band_outer * times)
        # One band of all counts would say nothing: so few women cannot be told of without telling of each.
        return WITHHELD if high - low == figure.n else {"status": "banded", "n": figure.n, "count_low": low, "count_high": high}
    if figure.kind in ("mean", "change") and answered >= max(policy.base_mean_cohort, eligible / 2):
        return _half_point(figure)
    return WITHHELD


def wider(figure: Any, entry: Entry, policy: Policy) -> Verdict:
    """L2, a site or a programme: enough cohorts and persons (rules 1, 9, 10), exact where both parts are large (2), else 4."""
    if not _known(figure.value) or not _enough_behind(figure, entry, policy):
        return WITHHELD
    if not _known(figure.persons):
        return _fact(figure, policy)
    if figure.kind == "count":
        return _count(figure, policy)
    if _number(figure.persons) < policy.base_site:
        return WITHHELD
    if figure.kind == "share":
        return _share(figure, entry, policy)
    if figure.kind in ("mean", "change"):
        return _mean(figure)
    if figure.kind == "incidence":
        return _incidence(figure) if _number(figure.fewest) >= policy.base_site else WITHHELD
    return _exact(figure) if _number(figure.fewest) >= policy.part_site else WITHHELD


def public(figure: Any, entry: Entry, policy: Policy) -> Verdict:
    """L3, everybody: at least 20 persons behind an outcome, both parts at least 8, counts rounded to 5 and rates from them."""
    if not entry.public or not _known(figure.value) or not _enough_behind(figure, entry, policy):
        return WITHHELD
    step = policy.rounding_public
    if not _known(figure.persons):
        return _fact(figure, policy, decimals=0 if figure.unit == "women" else 4)
    if figure.kind == "count":
        small = _number(figure.persons) < policy.part_public
        return WITHHELD if small else {"status": "exact", "value": float(nearest(figure.value, step))}
    if _number(figure.persons) < policy.base_public:
        return WITHHELD
    if figure.kind == "share":
        return _public_share(figure, entry, policy)
    if figure.kind in ("mean", "change"):
        return {**_mean(figure), "n": nearest(figure.n, step)} if _known(figure.low) else WITHHELD
    if figure.kind == "rate" and _number(figure.fewest) >= policy.part_public:
        return {"status": "exact", "value": round(nearest(figure.numerator, step) / nearest(figure.n, step), 2)}
    return WITHHELD


def _enough_behind(figure: Any, entry: Entry, policy: Policy) -> bool:
    """Whether enough groups, case managers and, for a sensitive matter, women stand behind a figure (rules 1, 9, 10)."""
    groups, people = _number(figure.cohorts), _known(figure.persons)
    if entry.sensitivity == "staff" and (groups < policy.staff_cohorts or _number(figure.managers) < policy.staff_managers):
        return False
    if _sensitive(figure, entry) and not _sensitive_enough(figure, policy):
        return False
    return not people or groups >= policy.active_cohorts or (groups == 0 and _without_groups(figure, entry))


def _without_groups(figure: Any, entry: Entry) -> bool:
    """What happens at a bureau belongs to no group; anything else without a group is an answer that lost its way."""
    return entry.programmes == ("bureau",) or figure.wave == "visit"


def _sensitive(figure: Any, entry: Entry) -> bool:
    return entry.sensitivity == "sensitive" or figure.part in entry.sensitive_parts


def _sensitive_enough(figure: Any, policy: Policy) -> bool:
    parts = figure.persons if figure.kind == "count" else figure.fewest
    return min(_number(figure.persons), _number(parts)) >= policy.part_sensitive


def _share(figure: Any, entry: Entry, policy: Policy) -> Verdict:
    count, n = int(figure.numerator), int(figure.n)
    if min(count, n - count, _number(figure.fewest)) >= policy.part_site:
        return _exact(figure)
    edge = policy.part_site - 1
    if entry.sensitivity == "ordinary" and entry.better == "higher" and n - count <= edge:
        return {"status": "at_least", "n": n, "count_low": n - edge, "count_high": n}
    if entry.sensitivity == "ordinary" and count <= edge:
        return {"status": "banded", "n": n, "count_low": 0, "count_high": edge}
    return WITHHELD


def _public_share(figure: Any, entry: Entry, policy: Policy) -> Verdict:
    count, n = int(figure.numerator), int(figure.n)
    if min(count, n - count, _number(figure.fewest)) < policy.part_public:
        return WITHHELD
    count, n = nearest(count, policy.rounding_public), nearest(n, policy.rounding_public)
    interval = wilson(count, n)
    return {"status": "exact", "n": n, "numerator": count, "value": count / n, "low": interval.low, "high": interval.high}


def _count(figure: Any, policy: Policy) -> Verdict:
    """Women: exact from five, else "fewer than five". Contacts and the like: exact where they are those of five women at least."""
    if figure.unit == "women" and figure.value < policy.few_exits:
        return {"status": "banded", "count_low": 0, "count_high": policy.few_exits - 1}
    return _exact(figure) if _number(figure.persons) >= policy.few_exits else WITHHELD


def _fact(figure: Any, policy: Policy, decimals: int = 4) -> Verdict:
    """What is said of sessions and groups, not of women, is exact; an answer is always somebody's, so it is not.

    A size of groups counts women: it needs as many groups as any figure of theirs.
    """
    if figure.origin != "register" or (figure.unit == "women" and _number(figure.cohorts) < policy.active_cohorts):
        return WITHHELD
    return _exact(figure) if decimals else {"status": "exact", "value": float(round(figure.value))}


def _total(figure: Any) -> Verdict:
    """A total of the coordinator's own register, without an interval: its width would tell how unlike the women are."""
    counted = figure.numerator if figure.kind in COUNTED else None
    return {"status": "exact", "n": figure.n, "numerator": counted, "value": round(float(figure.value), 4)}


def _women(figure: Any) -> float:
    """The women behind a base, never more than its answers."""
    return min(_number(figure.n), _number(figure.persons)) if _known(figure.persons) else _number(figure.n)


def _half_point(figure: Any) -> Verdict:
    return {"status": "banded", "n": figure.n, "value": half_point_inside(figure.value, *(CHANGE if figure.kind == "change" else LADDER))}


def _mean(figure: Any) -> Verdict:
    """To one decimal with its interval from 30 answers; to the half point below, and where all said the same (no interval)."""
    return _exact(figure) if _number(figure.n) >= FINE and _known(figure.low) else _half_point(figure)


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
