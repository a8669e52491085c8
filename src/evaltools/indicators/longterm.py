"""L: what is left one year later?"""

from __future__ import annotations

import pandas as pd

from . import View, units
from .satisfaction import response_rate

WEEKLY = 3
IN_WORK = ("job", "art60")


def follow_up_coverage(view: View) -> pd.DataFrame:
    """Women of groups that ended a year before the window's end: 1 where she answered twelve months after."""
    rows = response_rate(view)
    return rows[rows["wave"] == "followup12"]


def contacts_maintained(view: View) -> pd.DataFrame:
    """Women with weekly contacts at the end who answered a year later: 1 where they still have them."""
    pairs = _pairs(view, "contacts", "end", "followup12", "value")
    rows = pairs[pairs["first"] >= WEEKLY]
    return units(rows, wave="followup12", value=(rows["later"] >= WEEKLY).astype(float))


def work_flows(view: View) -> pd.DataFrame:
    """Women who answered at the start and later: 1 where they went into work, and apart, where they left it."""
    found = []
    for wave in ("end", "followup6", "followup12"):
        pairs = _pairs(view, "employment", "intake", wave, "choice")
        before, after = pairs["first"].isin(IN_WORK), pairs["later"].isin(IN_WORK)
        found += [units(pairs, wave=wave, part="started", value=(~before & after).astype(float)),
                  units(pairs, wave=wave, part="stopped", value=(before & ~after).astype(float))]
    return pd.concat(found, ignore_index=True)


def _pairs(view: View, item: str, first: str, later: str, column: str) -> pd.DataFrame:
    """One row per woman and group with a valid answer in both waves: `first`, `later`, and the later date."""
    answers = view["answers"][view["answers"]["item"].str.endswith(f".{item}") & (view["answers"]["status"] == "answered")]
    rows = answers.merge(view["responses"].dropna(subset=["participant", "cohort"]), on="response")
    rows = rows.rename(columns={"participant": "person", "submitted": "date"})
    keep = ["person", "cohort", "site", "programme", "date"]
    before = rows[rows["wave"] == first][["person", "cohort", column]].rename(columns={column: "first"})
    after = rows[rows["wave"] == later][[*keep, column]].rename(columns={column: "later"})
    return after.merge(before, on=["person", "cohort"])
