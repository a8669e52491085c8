"""Who stands behind each figure: numbers while they are many, categories in the end, since each name comes again and again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..catalogue import Entry
from ..figures import CONTRIBUTORS, KEY
from .kinds import progressed
from .units import Flags, Units, Whole


@dataclass(frozen=True)
class Behind:
    """Women of figures: the number of the figure, of the woman, and whether she is in the numerator."""

    figure: NDArray[np.integer[Any]]
    person: NDArray[np.integer[Any]]
    inside: Flags


def behind(units: Units, order: Whole, worth: Flags) -> Behind:
    """Each woman once a figure, the figures in an order, the women in that of the alphabet.

    She is in the numerator where one of her units is worth it.
    """
    known, number = units.person >= 0, len(units.names) + 1
    pairs = order[units.figure] * number + units.person
    once = np.sort(pd.unique(pairs[known]))
    inside = np.zeros(len(once), bool)
    inside[np.searchsorted(once, pairs[known & worth])] = True
    return Behind(np.argsort(order)[once // number], once % number, inside)


def worth(units: Units, entry: Entry) -> Flags:
    """Which units put a woman in the numerator: worth more than 0, dropped out for an incidence; of no mean and no mean change."""
    if entry.kind == "incidence":
        return np.asarray(units.columns["event"] == 1)
    if entry.kind in ("mean", "change"):
        return np.zeros(len(units.figure), bool)
    return np.asarray(np.nan_to_num(units.columns["value"]) > 0)


def worth_up(units: Units, entry: Entry) -> Flags:
    """Which units put a woman in the numerator of the share that is clearly up."""
    return progressed(units.columns["value"], units.columns["before"], entry)


class Listed:
    """The contributors of all figures, indicator after indicator."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._found: list[Behind] = []

    def numbers(self, names: np.ndarray) -> np.ndarray:
        """The number of each woman among all that are listed."""
        return np.array([self._names.setdefault(name, len(self._names)) for name in names.tolist()], dtype=np.int32)

    def add(self, found: Behind, numbers: np.ndarray, row: Whole) -> None:
        """Women behind figures, of which each is a `row` of all figures; `numbers` are those of the women of the units."""
        self._found.append(Behind(row[found.figure].astype(np.int32), numbers[found.person], found.inside))

    def frame(self, figures: pd.DataFrame) -> pd.DataFrame:
        """One row a woman and figure, with the columns of `figures.CONTRIBUTORS`; texts are categories."""
        rows = np.concatenate([np.zeros(0, np.int32), *(one.figure for one in self._found)])
        columns: dict[str, object] = {}
        for name in KEY:
            code, labels = pd.factorize(figures[name])
            kept = pd.Categorical.from_codes(code, labels.astype(str))
            columns[name] = kept.take(rows)
        persons = np.concatenate([np.zeros(0, np.int32), *(one.person for one in self._found)])
        columns["contributor"] = pd.Categorical.from_codes(persons, pd.Index(list(self._names), dtype=str))
        columns["in_numerator"] = np.concatenate([np.zeros(0, bool), *(one.inside for one in self._found)])
        return pd.DataFrame({name: columns[name] for name in CONTRIBUTORS}, copy=False)
