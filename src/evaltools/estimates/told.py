"""The unit rows of an indicator, as numbers: which figure each belongs to, whose it is, what it is worth."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..scope import Level
from .ground import Figures, Ground, Pair
from .units import NOBODY, Number, Units, Whole

COLUMNS = {"share": ("weight",), "rate": ("weight",), "change": ("before",), "incidence": ("time", "event"), "difference": ("exposed",)}
"""What a kind needs of its units besides their value."""
Named = tuple[Whole, NDArray[np.object_]]


class Told:
    """The unit rows that an indicator has in one window."""

    def __init__(self, rows: pd.DataFrame, ground: Ground, kind: str) -> None:
        self._rows, self._ground, self._kind = rows, ground, kind

    @cached_property
    def waves(self) -> set[str]:
        """The waves of the rows."""
        return set(self._wave[1])

    def among(self, *figures: tuple[Level, Figures]) -> Told:
        """The rows that belong to a figure of any of these levels; of others nobody asks."""
        asked = np.zeros(len(self._rows), bool)
        for level, those in figures:
            asked |= self.figure(level, those) >= 0
        return self if asked.all() else Told(self._rows[asked], self._ground, self._kind)

    def figure(self, level: Level, figures: Figures) -> Whole:
        """The figure of each row on a level; negative where it belongs to none."""
        (wave, waves), (part, parts), (place, places) = self._wave, self._part, named(self._rows[level])
        number: dict[Pair, int] = {pair: one for one, pair in enumerate(figures.pairs)}
        pairs = np.array([number.get((one, other), NOBODY) for one in waves for other in parts], dtype=np.int64)
        pairs = pairs.reshape(len(waves), len(parts))
        # A row without a place comes last in the list of places, which is no scope.
        known = np.append(figures.places.index.get_indexer(places), NOBODY)
        return figures.find(known[place], pairs[wave, part]) if pairs.size else np.full(len(self._rows), NOBODY)

    def units(self, level: Level, figures: Figures) -> tuple[Units, Whole]:
        """The units of a level's figures, and the number of each one's group."""
        figure = self.figure(level, figures)
        order = np.argsort(figure, kind="stable")[(figure < 0).sum():]
        person, names = self._person
        columns = {name: values[order] for name, values in self._worth.items()}
        return Units(len(figures.place), figure[order], person[order], names, self._rows.index.to_numpy()[order], columns), \
            self._group[0][order]

    @property
    def groups(self) -> int:
        """How many groups the rows and the ground name together."""
        return self._group[1]

    @cached_property
    def _wave(self) -> Named:
        return named(self._rows["wave"], "")

    @cached_property
    def _part(self) -> Named:
        return named(self._rows["part"], "")

    @cached_property
    def _person(self) -> Named:
        """The number of the woman of each row, in the order of the alphabet."""
        code, names = named(self._rows["person"])
        order = np.argsort(names.astype(str), kind="stable")
        return np.append(np.argsort(order), NOBODY)[code], names[order]

    @cached_property
    def _group(self) -> tuple[Whole, int]:
        """The number of the group of each row: its place among all groups, and behind them for those that no register names."""
        code, names = named(self._rows["cohort"])
        known = self._ground.groups.get_indexer(names)
        known = np.where(known < 0, len(self._ground.groups) + np.arange(len(names)), known)
        return np.append(known, NOBODY)[code], len(self._ground.groups) + len(names) + 1

    @cached_property
    def _worth(self) -> dict[str, Number]:
        return {name: self._rows[name].astype("Float64").to_numpy(float, na_value=np.nan) if self._rows[name].dtype == object
                else self._rows[name].to_numpy(float, na_value=np.nan) for name in ("value", *COLUMNS.get(self._kind, ()))}


def named(values: pd.Series, missing: str | None = None) -> Named:
    """A number for each value and the text that each number stands for; -1 where it is missing, if it stands for nothing then."""
    code, found = pd.factorize(values)
    names = found.astype(str).to_numpy(object)
    if missing is not None and (code < 0).any():
        code, names = np.where(code < 0, len(names), code), np.append(names, missing)
        if (names[:-1] == missing).any():
            code, names = np.where(code == len(names) - 1, int(np.flatnonzero(names[:-1] == missing)[0]), code), names[:-1]
    return code.astype(np.int64), names
