"""T: do they come and stay?"""

from __future__ import annotations

import pandas as pd

from . import View, units

MISSED = 3
CARDS = 3
GOOD_FACE = 3
EARLY = pd.Timedelta(days=60)


def attendance_rate(view: View) -> pd.DataFrame:
    """Presences due, twice: of the women still enrolled, and of all who started (leavers stay, absent, in the second base)."""
    due = view.due
    still = units(due, value=(due["status"] == "present").astype(float), part="enrolled")
    gone = units(_after_leaving(view), value=0.0, part="from_start")
    return pd.concat([still, still.assign(part="from_start"), gone], ignore_index=True)


def attendance_by_month(view: View) -> pd.DataFrame:
    """Presences due of the women still enrolled, by month of the quarter (m1 to m3): 1 where she came."""
    due = view.due
    return units(due, value=(due["status"] == "present").astype(float), part="m" + ((due["date"].dt.month - 1) % 3 + 1).astype(str))


def absenteeism(view: View) -> pd.DataFrame:
    """Presences due, once a kind of absence: 1 where the woman was absent in that way."""
    due = view.due
    return pd.concat([units(due, value=(due["status"] == kind).astype(float), part=kind) for kind in ("excused", "unexcused")],
                     ignore_index=True)


def regular_attenders(view: View) -> pd.DataFrame:
    """Women with at least three sessions due in the window: 1 where they came to enough of them."""
    due = view.due.assign(present=lambda rows: rows["status"] == "present")
    by_woman = due.groupby(["person", "cohort", "site", "programme"], as_index=False).agg(
        due=("present", "size"), rate=("present", "mean"))
    enough = by_woman[by_woman["due"] >= MISSED]
    return units(enough, value=(enough["rate"] >= view.regular_attendance).astype(float), date=None)


def dropout(view: View) -> pd.DataFrame:
    """Enrolments begun in the window: days until dropout (event 1), another exit (event 2), or the end of what is known (0).

    A course completed is such another exit: who has finished can no longer drop out.
    """
    rows = view.placed
    rows = rows[view.during(rows["start"])].copy()
    last = _last_presence(view)
    silent = _silent(view)
    rows = rows.merge(last, how="left", on=["person", "cohort"]).merge(silent, how="left", on=["person", "cohort"])
    dropped = _known(rows["exit_kind"] == "dropout") | (rows["end"].isna() & _known(rows["silent"]))
    left = rows["end"].notna() & _known(rows["exit_kind"].isin(["positive", "administrative", "completed"])) & ~dropped
    known = rows["end"].fillna(view.end - pd.Timedelta(days=1))
    stop = known.where(~dropped, rows["last"].fillna(rows["start"])).clip(lower=rows["start"])
    rows["time"] = (stop - rows["start"]).dt.days + 1
    rows["event"] = dropped.astype(int) + 2 * left.astype(int)
    return units(rows, date=rows["start"])


def dissatisfaction_dropout(view: View) -> pd.DataFrame:
    """Women with three cards: whether these were mostly not good, and whether she dropped out after the third."""
    answers = view["answers"]
    today = (answers["item"] == "session.today") & (answers["status"] == "answered")  # `query` would copy the index of all answers twice
    cards = answers[today].merge(
        view["responses"][["response", "participant", "cohort", "submitted"]], on="response")
    cards = cards.dropna(subset=["participant", "cohort", "value"]).sort_values(["submitted", "response"])
    first = cards.groupby(["participant", "cohort"]).head(CARDS)
    seen = first.assign(good=first["value"] >= GOOD_FACE).groupby(["participant", "cohort"], as_index=False).agg(
        cards=("good", "size"), good=("good", "sum"), third=("submitted", "max")).rename(columns={"participant": "person"})
    rows = view.placed.merge(seen[seen["cards"] == CARDS], on=["person", "cohort"])
    rows = rows[rows["end"].isna() | (rows["end"] > rows["third"])]
    dropped = _known(rows["exit_kind"] == "dropout")
    return units(rows, value=dropped.astype(float), exposed=(rows["good"] < CARDS / 2).astype(float), date=rows["third"])


def phase2_dropout(view: View) -> pd.DataFrame:
    """Women who entered phase 2 in the window and at least 60 days ago: 1 where they dropped out within 60 days."""
    return _left_early(view, view.placed, "phase2_start")


def phase1_dropout(view: View) -> pd.DataFrame:
    """Women of groups with two phases who started in the window, at least 60 days ago: 1 where they dropped out within 60 days."""
    phased = view["sessions"].loc[view["sessions"]["phase"] == "2", "cohort"]
    return _left_early(view, view.placed[view.placed["cohort"].isin(phased)], "start")


def _left_early(view: View, rows: pd.DataFrame, since: str) -> pd.DataFrame:
    rows = rows[view.during(rows[since]) & (rows[since] <= view.end - EARLY).fillna(False)]
    early = _known(rows["exit_kind"] == "dropout") & _known(rows["end"] <= rows[since] + EARLY)
    return units(rows, value=early.astype(float), date=rows[since])


def _after_leaving(view: View) -> pd.DataFrame:
    leavers = view.placed[["person", "cohort", "end"]].dropna(subset=["end"])
    held = view.held[["session", "cohort", "site", "programme", "date"]]
    rows = held[view.during(held["date"])].merge(leavers, on="cohort")
    return rows[rows["date"] > rows["end"]]


def _last_presence(view: View) -> pd.DataFrame:
    present = view.due_so_far.query("status == 'present'")
    return present.groupby(["person", "cohort"], as_index=False).agg(last=("date", "max"))


def _silent(view: View) -> pd.DataFrame:
    """Women whose last three due sessions, or more, were all missed without excuse."""
    due = view.due_so_far.sort_values(["date", "session"])
    last = due.groupby(["person", "cohort"]).tail(MISSED)
    missed = last.assign(missed=last["status"].eq("unexcused")).groupby(["person", "cohort"], as_index=False)["missed"].sum()
    missed["silent"] = missed["missed"] == MISSED
    return missed[["person", "cohort", "silent"]]


def _known(answer: pd.Series) -> pd.Series:
    """Yes where it is known to be so; what is missing is not."""
    return answer.astype("boolean").fillna(False).astype(bool)
