"""Who has missed three due sessions in a row: a list for the evaluator alone, so that a case manager can call."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from ..indicators import View
from ..settings import Programme
from ..sources.registers import RegisterRead
from ..workspace import Workspace
from .private import write_sheet

IN_A_ROW = 3
HEADINGS = ("register number", "group", "missed in a row", "without excuse", "last seen")


def missed(read: RegisterRead, today: dt.date) -> pd.DataFrame:
    """One row a woman still enrolled in a group whose last three due sessions, or more, she all missed.

    Parameters
    ----------
    read
        The registers of one programme.
    today
        Sessions after this day are not due yet.

    Returns
    -------
    pandas.DataFrame
        `number` of the register, `cohort`, `missed` in a row, of these `unexcused`, and `seen`: the day of her last presence.
    """
    end = pd.Timestamp(today) + pd.Timedelta(days=1)
    due = View(read.tables, pd.Timestamp(1900, 1, 1), end).due_so_far.dropna(subset=["status"])
    enrolled = read.tables["enrolments"]
    there = enrolled.loc[enrolled["end"].isna() | (enrolled["end"] >= end), ["participant", "cohort"]].rename(
        columns={"participant": "person"})
    due = due[due["date"] < end].merge(there, on=["person", "cohort"]).sort_values(["date", "session"])
    keys = ["person", "cohort"]
    present = due["status"] == "present"
    # Whatever comes after her last presence: the running count of presences from the end is still none.
    since = present.astype(int)[::-1].groupby([due["person"], due["cohort"]]).cumsum()[::-1] == 0
    streak = due[since].groupby(keys).agg(missed=("session", "size"), unexcused=("status", lambda each: int((each == "unexcused").sum())))
    seen = due[present].groupby(keys)["date"].max().rename("seen")
    found = streak[streak["missed"] >= IN_A_ROW].join(seen).reset_index()
    found["number"] = found["person"].map(read.numbers)
    return found.sort_values(["cohort", "missed", "number"], ascending=[True, False, True])[
        ["number", "cohort", "missed", "unexcused", "seen"]].reset_index(drop=True)


def write_missed(read: RegisterRead, programme: Programme, workspace: Workspace, today: dt.date) -> tuple[Path, int]:
    """Write the private list of one programme, an empty one too; where it lies, and how many women it names."""
    rows = missed(read, today)
    lines = [(str(row.number), str(row.cohort), str(row.missed), str(row.unexcused), "" if pd.isna(row.seen) else str(row.seen.date()))
             for row in rows.itertuples()]
    return write_sheet(workspace.folder("fieldwork") / f"{programme.id}-missed-three.xlsx", "missed three", HEADINGS, lines), len(lines)
