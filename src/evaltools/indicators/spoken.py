"""The rows of an entry that says in YAML who counts and what each is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..catalogue import Bounds, Entry, Rows
from ..catalogue.entry import Turn, Worth
from ..questionnaires import Questionnaires, Scale
from . import View, logged, units, unsaid
from .said import paired

BEST = {"top2": 1, "best": 0}
"""How far below the best answer of the scale an answer may be."""


def rows_of(entry: Entry, view: View, questionnaires: Questionnaires) -> pd.DataFrame:
    """One row per unit of an entry with `rows`; columns as in `indicators.units`."""
    rows = entry.rows
    if rows is None:
        raise unsaid(entry)
    if rows.table:
        return logged.rows_of(entry, view)
    found: dict[str, list[pd.DataFrame]] = {wave: [] for wave, _ in entry.asked()}
    for (wave, part), items in entry.asked().items():
        if rows.key:
            found[wave].append(_scored(view, wave, items, rows))
            continue
        answers = view.said.of(wave, items[0]) if len(items) == 1 else view.said.together(wave, items, rows.combine)
        scale = questionnaires.item(items[0]).scale
        found[wave].append(_counted(answers, rows, part, questionnaires.scales.get(scale)))
    if rows.change:
        first = pd.concat(found.pop(rows.change[0]))
        pairs = [paired(first, pd.concat(later), "part") for later in found.values()]
        return _turned(units(pd.concat(pairs, ignore_index=True)), rows)
    whole = units(pd.concat([frame for frames in found.values() for frame in frames], ignore_index=True))
    return _mostly(whole[view.during(whole["date"])]) if rows.mostly else whole


def _scored(view: View, wave: str, items: tuple[str, ...], rows: Rows) -> pd.DataFrame:
    """The forms with a score: brought to 0 to 10, where all means of women lie, or held in its own points against limits."""
    assert rows.key is not None
    forms, (low, high) = view.said.scored(wave, items, rows.key), rows.key.range
    if rows.counts == "value":
        return forms.assign(part="", value=(forms["number"] - low) / (high - low) * 10)
    return forms.assign(part="", value=_worth(forms, rows.worth(""), None))


def _counted(answers: pd.DataFrame, rows: Rows, part: str, scale: Scale | None) -> pd.DataFrame:
    """Answers with their part and what each is worth in it."""
    if rows.among:
        answers = answers[answers["choice"].isin(rows.among)]
    return answers.assign(part=part, value=_worth(answers, rows.worth(part), scale))


def _worth(answers: pd.DataFrame, worth: Worth, scale: Scale | None) -> pd.Series:
    number = answers["number"]
    if isinstance(worth, Bounds):
        low, high = (-np.inf if worth.at_least is None else worth.at_least), (np.inf if worth.at_most is None else worth.at_most)
        return number.between(low, high).astype(float).where(number.notna())
    if isinstance(worth, tuple):
        return answers["choice"].isin(worth).astype(float)
    if worth == "said":
        return answers["text"].notna().astype(float)
    if worth == "value" or scale is None:
        return number
    return (number >= scale.high - BEST[worth]).astype(float).where(number.notna())


def _turned(pairs: pd.DataFrame, rows: Rows) -> pd.DataFrame:
    """Pairs as they are, or 1 for those that went the way that the entry asks for."""
    if rows.becomes is None:
        return pairs
    found = [_one_way(own, turn) for part, own in pairs.groupby("part") if (turn := rows.turn(str(part)))]
    return pd.concat(found, ignore_index=True) if found else pairs.iloc[:0]


def _one_way(pairs: pd.DataFrame, turn: Turn) -> pd.DataFrame:
    before, after = pairs["before"], pairs["value"]
    if turn == "kept":
        pairs, before, after = pairs[before == 1], before[before == 1], after[before == 1]
    went = {"up": after > before, "same": after == before, "down": after < before, "gained": (before == 0) & (after == 1),
            "lost": (before == 1) & (after == 0), "kept": after == 1}[turn]
    return pairs.assign(value=went.astype(float), before=None)


def _mostly(rows: pd.DataFrame) -> pd.DataFrame:
    """Each woman once: 1 where at least half of what she gave is 1, dated at the last of them."""
    keys = ["person", "cohort", "site", "programme", "wave", "part"]
    by_woman = rows.groupby(keys, as_index=False, dropna=False).agg(value=("value", "mean"), date=("date", "max"))
    return units(by_woman, value=(by_woman["value"] >= 0.5).astype(float))
