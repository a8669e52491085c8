"""What women said: every valid answer with its form, found by wave and item at once instead of a search an indicator."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ..questionnaires import Instrument

PLACE = ["person", "cohort", "site", "programme", "date", "wave"]
FORM = ["response", *PLACE]
COLUMNS = [*FORM, "item", "number", "choice", "text"]
DECLINED = "pn"
"""The option of a multiple choice by which she says nothing."""


class Said:
    """The valid answers of all forms. What she left out, or would rather not say, is no answer.

    Whoever answered without being known is a woman all the same: she counts as one that is not known.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        answers, forms = tables["answers"], tables["responses"]
        # The answers themselves are not copied: there are many.
        self._answers, self._form = answers, _places(answers["response"], forms["response"])
        self._forms = forms.assign(person=forms["participant"].fillna(forms["response"])).rename(columns={"submitted": "date"})[FORM]
        items, waves = answers["item"].astype("category"), forms["wave"].astype("category")
        self._waves, self._items = waves.cat.categories, items.cat.categories
        valid = np.flatnonzero((answers["status"] == "answered").to_numpy(bool, na_value=False) & (self._form >= 0)).astype(np.int32)
        wave = waves.cat.codes.to_numpy()[self._form[valid]].astype(np.int32)
        asked = wave * len(self._items) + items.cat.codes.to_numpy()[valid]
        order = np.argsort(asked, kind="stable")
        self._order, self._asked = valid[order], asked[order]

    def of(self, wave: str, item: str) -> pd.DataFrame:
        """The answers to one item in one wave: who and where (`PLACE`), `number`, `choice`, `text`; not of who declines."""
        rows = self._all(wave, item)
        survey, _, inside = item.partition(".")
        code, _, option = inside.partition(".")
        if not option or rows.empty:
            return rows
        declined = self._all(wave, f"{survey}.{code}.{DECLINED}")
        return rows[~rows["response"].isin(declined.loc[declined["number"] == 1, "response"])]

    def together(self, wave: str, items: tuple[str, ...], how: str) -> pd.DataFrame:
        """Several items form by form: the mean `number` of at least half of them, or the sum where all were answered."""
        rows = pd.concat([self.of(wave, item) for item in items])
        by_form = rows.groupby("response")["number"]
        count = by_form.count()
        whole = by_form.mean()[count * 2 >= len(items)] if how == "mean" else by_form.sum()[count == len(items)]
        forms = rows.drop_duplicates("response").set_index("response")
        return forms.loc[whole.index].assign(number=whole, choice=None, text=None).reset_index()

    def scored(self, wave: str, items: tuple[str, ...], key: Instrument) -> pd.DataFrame:
        """The score of each form as `number`, its items in the key's order; no form of which too many answers are missing."""
        rows = pd.concat([self.of(wave, item) for item in items])
        forms = rows.drop_duplicates("response").set_index("response")
        answers = rows.pivot(index="response", columns="item", values="number").reindex(index=forms.index, columns=list(items))
        scores = pd.Series(key.score(answers.to_numpy(float).reshape(-1, len(items))), index=forms.index)
        return forms.assign(number=scores, choice=None, text=None).dropna(subset=["number"]).reset_index()

    def _all(self, wave: str, item: str) -> pd.DataFrame:
        places = self._order[:0]
        if wave in self._waves and item in self._items:
            asked = self._waves.get_loc(wave) * len(self._items) + self._items.get_loc(item)
            # Numbers of the same size: numpy would copy all that was asked into larger ones first
            places = self._order[slice(*np.searchsorted(self._asked, np.array([asked, asked + 1], self._asked.dtype)))]
        answers = self._answers.take(places)
        rows = self._forms.take(self._form[places]).set_axis(places, axis=0)
        rows["item"], rows["number"] = item, answers["value"].to_numpy(float, na_value=np.nan)
        for name in ("choice", "text"):
            rows[name] = answers[name].astype("string").array
        return rows[COLUMNS]


def paired(first: pd.DataFrame, later: pd.DataFrame, *besides: str) -> pd.DataFrame:
    """Each later row with the same woman's first one, in the same group (and `besides`): its `value` becomes `before`."""
    keys = ["person", "cohort", *besides]
    before = first.dropna(subset=["value", *keys]).drop_duplicates(keys, keep="last")[[*keys, "value"]]
    after = later.dropna(subset=["value", *keys]).drop(columns="before", errors="ignore")
    return after.merge(before.rename(columns={"value": "before"}), on=keys)


def changes(said: Said, codes: tuple[str, ...], first: tuple[str, str], later: Mapping[str, str]) -> pd.DataFrame:
    """Every pair of a woman's answers to each item, the first wave's and a later one's: `part` is the item, `before`, `value`.

    Waves and their questionnaires are named as in an entry's `change` and `answers`.
    """
    before = pd.concat([said.of(first[0], f"{first[1]}.{code}").assign(part=code) for code in codes])
    after = pd.concat([said.of(wave, f"{survey}.{code}").assign(part=code) for wave, survey in later.items() for code in codes])
    return paired(before.assign(value=before["number"]), after.assign(value=after["number"]), "part")


def _places(responses: pd.Series, forms: pd.Series) -> np.ndarray:
    """The place of each answer's form among the forms; negative where there is none."""
    words = responses.astype("category").cat
    places = np.append(pd.Index(forms).get_indexer(words.categories), -1).astype(np.int32)
    return np.asarray(places[words.codes])
