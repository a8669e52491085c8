"""A solver that stays open on one system: what is asked next begins where the last answer ended.

Two questions about one programme differ by a few numbers, so that the way from one answer to the next is a few steps; building
each anew costs ten times as much. The answers are those of `exact`, and where the ends are no whole numbers `exact` is asked.
"""

from __future__ import annotations

import highspy
import numpy as np
from scipy.sparse import csr_array, vstack

from .linear import SMALL, opened, point

FREE = highspy.kHighsInf


class Desk:
    """Whole unknowns between `low` and `high`, and sums of them (`rows`), of which each question knows some."""

    def __init__(self, low: np.ndarray, high: np.ndarray, rows: csr_array) -> None:
        self.rows, self.size = rows.shape
        self.least, self.most = np.full(self.rows, -FREE), np.full(self.rows, FREE)
        self.aim: list[int] = []
        # One row more than there are sums: the target, to hold it at a value.
        target = csr_array((np.zeros(self.size), (np.zeros(self.size, int), np.arange(self.size))), shape=(1, self.size))
        self.model = opened(np.zeros(self.size), csr_array(vstack([rows, target])), np.append(self.least, -FREE),
                            np.append(self.most, FREE), low, high)

    def know(self, least: np.ndarray, most: np.ndarray) -> None:
        """What is told of each sum from now on, infinite where nothing is."""
        changed = np.flatnonzero((least != self.least) | (most != self.most)).astype(np.int32)
        for row in changed.tolist():
            self.model.changeRowBounds(row, float(least[row]), float(most[row]))
        self.least, self.most = least.copy(), most.copy()

    def keeps(self, target: np.ndarray, need: int, known: float) -> bool | None:
        """Whether a sum of unknowns can be `need` different whole numbers; None where the solver's ends are no whole numbers.

        Parameters
        ----------
        target
            The places of the unknowns that are added up.
        known
            A value that the sum certainly can have, or NaN.
        """
        self._look_at(target)
        ends = [self._end(target, sign) for sign in (1, -1)]
        if ends[0] is None or ends[1] is None or np.floor(ends[1][0] + SMALL) - np.ceil(ends[0][0] - SMALL) + 1 < need:
            return False
        if not (ends[0][1] and ends[1][1]):
            return None
        lowest, highest = round(ends[0][0]), round(ends[1][0])
        values = {lowest, highest} | ({round(known)} if lowest < known < highest else set())
        for value in range(lowest + 1, highest):
            if len(values) >= need:
                break
            if value not in values and self._can_be(target, value):
                values.add(value)
        return True if len(values) >= need else None

    def _look_at(self, target: np.ndarray) -> None:
        for column in set(self.aim) ^ set(target.tolist()):
            self.model.changeCoeff(self.rows, column, float(column not in self.aim))
        self.aim = target.tolist()

    def _end(self, target: np.ndarray, sign: int) -> tuple[float, bool] | None:
        """The smallest (1) or largest (-1) value of the target, and whether the world there is one of whole numbers."""
        weights = np.zeros(self.size)
        weights[target] = sign
        self.model.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), weights)
        world = point(self.model)
        return None if world is None else (float(world[target].sum()), bool(np.abs(world - np.round(world)).max() < SMALL))

    def _can_be(self, target: np.ndarray, value: int) -> bool:
        self.model.changeRowBounds(self.rows, float(value), float(value))
        found = self._end(target, 1)
        self.model.changeRowBounds(self.rows, -FREE, FREE)
        return found is not None and found[1]
