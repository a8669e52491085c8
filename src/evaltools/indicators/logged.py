"""The rows of an entry that counts what a register logs: contacts, sessions, rights, costs and the like."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ..catalogue import Entry, Rows
from ..tables import TABLES
from . import View, units

PLACE = ["person", "cohort", "site", "programme"]
GIVEN = "given"


def rows_of(entry: Entry, view: View) -> pd.DataFrame:
    """One row per row of the log, or per member of what the entry takes as its base; columns as in `indicators.units`."""
    asked = entry.rows
    assert asked is not None
    log = _log(asked, view)
    found = [_part(log[_kept(log, where)], asked, part, column) for part, column, where in _parts(entry, log)]
    rows = pd.concat(found, ignore_index=True) if found else units(log.iloc[:0], value=1.0)
    if asked.base:
        return _of_base(entry, rows[view.during(rows["date"])], view)
    return _once(rows[view.during(rows["date"])], asked.once) if asked.once else rows


def located(view: View, table: str) -> pd.DataFrame:
    """A log with `person` and the group of each, computed once a view."""
    if table not in view.logs:
        view.logs[table] = _located(view, table)
    return view.logs[table]


def _located(view: View, table: str) -> pd.DataFrame:
    """Her own group at the time, where the log names her and no group.

    Whoever came without giving her number is a woman all the same: she counts as one that is not known.
    """
    rows, key = view[table], TABLES[table].key[0]
    if "participant" not in rows:
        return rows.assign(person=rows[key]) if TABLES[table].of_women else rows
    if "cohort" not in rows:
        rows = rows.merge(_belonging(view, rows, key), how="left", on=key)
    return rows.assign(person=rows["participant"].fillna(rows[key]))


def _belonging(view: View, rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """The group of each row's woman: the last one of the programme that she had begun by then."""
    placed = view.placed[["person", "cohort", "programme", "start"]].rename(columns={"person": "participant"})
    pairs = rows[[key, "participant", "programme", "date"]].dropna().merge(placed, on=["participant", "programme"])
    begun = pairs[pairs["start"] <= pairs["date"]].sort_values("start", kind="stable")
    return begun.drop_duplicates(key, keep="last")[[key, "cohort"]]


def _log(asked: Rows, view: View) -> pd.DataFrame:
    rows = located(view, asked.table)
    rows = rows[_kept(rows, asked.where)]
    if asked.date:
        rows = rows.dropna(subset=[asked.date])
        rows = rows.assign(date=rows[asked.date]) if asked.date != "date" else rows
    if asked.distinct:
        # Of several in the window, one: so what lies before it must not be the one that stays.
        rows = rows[view.during(rows["date"])].drop_duplicates(list(dict.fromkeys([asked.distinct, "site", *filter(None, [asked.by])])))
    return rows


def _kept(rows: pd.DataFrame, where: dict[str, object]) -> pd.Series:
    """Which rows have what is asked for; a missing value is neither this nor that."""
    kept = pd.Series(True, index=rows.index)
    for column, wanted in where.items():
        kept &= _is(rows[column], wanted)
    return kept


def _is(values: pd.Series, wanted: object) -> pd.Series:
    if wanted == GIVEN:
        return values.notna()
    if isinstance(wanted, dict):
        return (values >= wanted["at_least"]).fillna(False).astype(bool)
    if isinstance(wanted, (list, tuple)):
        return values.isin(wanted).fillna(False).astype(bool)
    return (values == wanted).fillna(False).astype(bool)


def _parts(entry: Entry, log: pd.DataFrame) -> Iterable[tuple[str, str, dict[str, object]]]:
    """(part, flag column, what a row needs) of each part of an entry."""
    asked = entry.rows
    assert asked is not None
    if asked.flags:
        return [(part, column, {}) for part, column in asked.flags.items()]
    if asked.split:
        return [(part, "", asked.split[part]) for part in entry.parts]
    if asked.by:
        codes = log[asked.by].dropna().unique()
        return [(str(code).lower(), "", {asked.by: code}) for code in codes if not entry.parts or str(code).lower() in entry.parts]
    return [(part, "", {}) for part in entry.parts or [""]]


def _part(rows: pd.DataFrame, asked: Rows, part: str, flag: str) -> pd.DataFrame:
    """The rows of one part with what each is worth."""
    if flag and asked.base:
        return units(rows[_is(rows[flag], True)], part=part, value=1.0)
    if flag:
        return units(rows, part=part, value=rows[flag].astype("Float64").fillna(0).astype(float))
    met = asked.met_in(part)
    if met:
        # Whether something is given is always known; whether it is this or that, only where something stands.
        told = rows[rows[[column for column, wanted in met.items() if wanted != GIVEN]].notna().all(axis=1)]
        return units(told, part=part, value=_kept(told, met).astype(float))
    return units(rows, part=part, value=_amount(rows, asked), **_weight(rows, asked))


def _amount(rows: pd.DataFrame, asked: Rows) -> pd.Series | float:
    if asked.days:
        first, last = asked.days
        length = (rows[last] - rows[first]).dt.days.astype(float)
        return (length <= asked.within).astype(float) if asked.within is not None else length
    return rows[asked.value].astype("Float64").astype(float) if asked.value else 1.0


def _weight(rows: pd.DataFrame, asked: Rows) -> dict[str, object]:
    return {"weight": rows[asked.weight].astype("Float64").astype(float)} if asked.weight else {}


def _once(rows: pd.DataFrame, once: str) -> pd.DataFrame:
    """One row each woman, group, site or day: the most that any of its rows is worth."""
    keys = {"person": PLACE, "cohort": PLACE[1:], "site": PLACE[2:], "day": [*PLACE[2:], "date"]}[once]
    grouped = rows.groupby([*keys, "part"], as_index=False, dropna=False)
    return units(grouped.agg(value=("value", "max")) if once == "day" else grouped.agg(value=("value", "max"), date=("date", "max")))


def base_of(view: View, base: str) -> pd.DataFrame:
    """Who or what could have had a row: women enrolled in the window, who began, completed or passed to phase 2 in it, groups."""
    if base == "groups":
        held = view.held
        return held[view.during(held["date"])].drop_duplicates("cohort").assign(person=None)[PLACE]
    rows = view.placed
    within = {
        "women": (rows["start"] < view.end) & (rows["end"].isna() | (rows["end"] >= view.start)),
        "started": view.during(rows["start"]),
        "completed": view.during(rows["end"]) & (rows["exit_kind"] == "completed").fillna(False),
        "ended": view.during(rows["end"]),
        "phase2": rows["phase2_start"].notna() & (rows["end"].isna() | (rows["end"] >= view.start)),
    }[base]
    return rows[within][PLACE]


def _of_base(entry: Entry, rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Each member of the base, once a part: 1 where it has a row, or for a mean how much its rows are worth together."""
    asked = entry.rows
    assert asked is not None
    members = base_of(view, asked.base)
    keys = ["cohort"] if asked.base == "groups" else ["person", "cohort"]
    worth = rows.groupby([*keys, "part"], as_index=False, dropna=False)["value"].sum()
    every = members.merge(pd.DataFrame({"part": list(entry.parts) or [""]}), how="cross").merge(worth, how="left", on=[*keys, "part"])
    total = every["value"].fillna(0.0)
    return units(every.drop(columns="value"), value=total if entry.kind == "mean" else (total > 0).astype(float), date=None)
