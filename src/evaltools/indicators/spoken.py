"""The rows of an entry that says in YAML who counts and what each is worth."""

from __future__ import annotations

import pandas as pd

from ..catalogue import Entry
from ..questionnaires import Questionnaires
from ..tables import TABLES
from . import View, units, unsaid

KEEP = ["person", "cohort", "site", "programme", "date", "wave", "part"]


def rows_of(entry: Entry, view: View, questionnaires: Questionnaires) -> pd.DataFrame:
    """One row per unit of an entry with `rows`; columns as in `indicators.units`."""
    if entry.rows is None:
        raise unsaid(entry)
    if entry.rows.table:
        return _from_table(entry, view)
    found = [_answers(entry, view, questionnaires, wave, part, item) for (wave, part), item in entry.items().items()]
    rows = pd.concat(found, ignore_index=True)
    if entry.rows.change:
        return _paired(rows, entry.rows.change[0])
    return _mostly(rows[view.during(rows["date"])]) if entry.rows.mostly else rows


def _answers(entry: Entry, view: View, questionnaires: Questionnaires, wave: str, part: str, item: str) -> pd.DataFrame:
    assert entry.rows is not None
    answers = view["answers"]
    chosen = answers[(answers["item"] == item) & (answers["status"] == "answered")]
    rows = chosen.merge(view["responses"].query("wave == @wave"), on="response")
    rows = rows.rename(columns={"submitted": "date"}).assign(person=lambda frame: frame["participant"].fillna(frame["response"]))
    scale = questionnaires.scales[questionnaires.item(item).scale] if questionnaires.item(item).scale else None
    counts = entry.rows.counts
    if isinstance(counts, list):
        value = rows["choice"].isin(counts).astype(float)
    elif counts == "value" or scale is None:
        value = rows["value"].astype(float)
    else:
        value = (rows["value"] > scale.high - {"top2": 2, "best": 1}[counts]).astype(float)
    return units(rows.drop(columns="value"), part=part, value=value)


def _paired(rows: pd.DataFrame, first: str) -> pd.DataFrame:
    """Each later answer with the same woman's first one, in the same group and part; both must be there."""
    rows = rows.dropna(subset=["value", "person", "cohort"])
    before = rows[rows["wave"] == first].drop_duplicates(["person", "cohort", "part"], keep="last")
    after = rows[rows["wave"] != first].drop(columns="before")
    keys = ["person", "cohort", "part"]
    return after.merge(before[[*keys, "value"]].rename(columns={"value": "before"}), on=keys)


def _mostly(rows: pd.DataFrame) -> pd.DataFrame:
    """Each woman once: 1 where at least half of what she gave is 1, dated at the last of them."""
    keys = ["person", "cohort", "site", "programme", "wave", "part"]
    by_woman = rows.groupby(keys, as_index=False, dropna=False).agg(value=("value", "mean"), date=("date", "max"))
    return units(by_woman, value=(by_woman["value"] >= 0.5).astype(float))


def _from_table(entry: Entry, view: View) -> pd.DataFrame:
    assert entry.rows is not None
    table = TABLES[entry.rows.table]
    rows = view[table.name]
    if "participant" in rows:
        # Whoever came without giving her number is a woman all the same: she counts as one that is not known.
        rows = rows.assign(person=rows["participant"].fillna(rows[table.key[0]]))
    for column, wanted in entry.rows.where.items():
        rows = rows[(rows[column] == wanted).fillna(False)]
    if entry.rows.flags:
        return pd.concat([units(rows, part=part, value=rows[column].astype("Float64").fillna(0).astype(float))
                          for part, column in entry.rows.flags.items()], ignore_index=True)
    parts = rows[entry.rows.by].astype("string").str.lower() if entry.rows.by else ""
    rows = units(rows, part=parts, value=1.0)
    return rows[rows["part"].isin(list(entry.parts))] if entry.parts else rows
