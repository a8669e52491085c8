"""Answers kept column by column while forms come in: a row takes 21 bytes, where a dictionary takes hundreds."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from ...tables import DTYPES, TABLES
from .answers import Answered

NONE = -1


class _Words:
    """Words that come again and again, as numbers."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, word: str | None) -> int:
        return NONE if word is None else self._numbers.setdefault(word, len(self._numbers))

    def words(self, numbers: np.ndarray) -> np.ndarray:
        """The word of each number, None for none; strings are shared, not copied."""
        return np.take(np.array([*self._numbers, None], dtype=object), numbers, mode="wrap")

    def order(self) -> np.ndarray:
        """The place of each number's word in the alphabet."""
        return np.argsort(np.argsort(np.array(list(self._numbers), dtype=object)))


class Answers:
    """The rows of `answers` of many forms, each known by its place among them."""

    def __init__(self) -> None:
        self._form, self._item, self._choice = (array("i") for _ in range(3))
        self._status, self._value = array("b"), array("d")
        self._texts: dict[int, str] = {}
        self._items, self._choices, self._statuses = _Words(), _Words(), _Words()

    def add(self, form: int, rows: Iterable[Answered]) -> None:
        """Keep the answers of one form."""
        for row in rows:
            if row.text is not None:
                self._texts[len(self._form)] = row.text
            self._form.append(form)
            self._item.append(self._items.number(row.item))
            self._choice.append(self._choices.number(row.choice))
            self._status.append(self._statuses.number(row.status))
            self._value.append(np.nan if row.value is None else row.value)

    def frame(self, responses: Mapping[int, str]) -> pd.DataFrame:
        """The table `answers` of some of the forms: place -> response. The others are left out."""
        if not responses or not len(self._form):
            return TABLES["answers"].empty()
        form, item = np.frombuffer(self._form, dtype=np.intc), np.frombuffer(self._item, dtype=np.intc)
        named = np.full(int(max(form.max(), *responses)) + 1, NONE)
        names = np.array(list(responses.values()), dtype=object)
        named[list(responses)] = np.argsort(np.argsort(names))
        place = named[form]
        order = np.lexsort((self._items.order()[item], place))
        order = order[place[order] != NONE]
        columns = {
            "response": _typed(np.sort(names)[place[order]], "response"), "item": _typed(self._items.words(item[order]), "item"),
            "value": _typed(np.frombuffer(self._value)[order], "value"),
            "choice": _typed(self._choices.words(np.frombuffer(self._choice, dtype=np.intc)[order]), "choice"),
            "text": _typed(np.array([self._texts.get(row) for row in order], dtype=object), "text"),
            "status": _typed(self._statuses.words(np.frombuffer(self._status, dtype=np.int8)[order]), "status"),
        }
        return pd.DataFrame({column.name: columns[column.name] for column in TABLES["answers"].columns})


# Each column is typed before the next is made: words as objects take the most room.
def _typed(values: np.ndarray, column: str) -> pd.api.extensions.ExtensionArray:
    return pd.array(values, dtype=DTYPES[TABLES["answers"].column(column).kind])
