"""The units of many figures at once, as arrays: what a measure works on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Number = NDArray[np.float64]
Flags = NDArray[np.bool_]
NOBODY = -1


@dataclass(frozen=True)
class Units:
    """Units of figures 0 to `number` - 1, those of one figure next to each other and in the order of the tables.

    figure
        The figure of each unit, ascending; a figure may have none.
    person
        The number of the woman of each unit, in the order of `names`; negative where it is not a woman's.
    label
        What tells a unit that is nobody's from the next.
    columns
        What the units are worth, by the name of the column; missing as NaN.
    """

    number: int
    figure: Whole
    person: Whole
    names: NDArray[np.object_]
    label: NDArray[np.object_]
    columns: Mapping[str, Number]

    @property
    def sizes(self) -> Whole:
        """How many units each figure has."""
        return np.bincount(self.figure, minlength=self.number)

    def persons(self, chosen: Flags | None = None) -> Whole:
        """How many different women each figure has, or has among the chosen units."""
        known = self.person >= 0 if chosen is None else chosen & (self.person >= 0)
        pairs = pd.unique(self.figure[known] * (len(self.names) + 1) + self.person[known])
        return np.bincount(pairs // (len(self.names) + 1), minlength=self.number)

    def totals(self, values: Number) -> Number:
        """The sum of each figure's values, to the last digit what adding them up by themselves gives; missing ones are nothing."""
        found = np.zeros(self.number)
        for figures, rows in self.stacks(np.nan_to_num(values)):
            found[figures] = rows.sum(axis=1)
        return found

    def stacks(self, values: Number) -> Iterator[tuple[Whole, Number]]:
        """Figures of one size after the other, with a row of values each: what is done row by row is done to each alone."""
        yield from stacked(self.sizes, values)

    def of(self, figures: Flags) -> Units:
        """The units of some figures, which are numbered anew."""
        kept = figures[self.figure]
        return Units(int(figures.sum()), (np.cumsum(figures) - 1)[self.figure[kept]], self.person[kept], self.names, self.label[kept],
                     {name: values[kept] for name, values in self.columns.items()})

    def each(self) -> Iterator[tuple[int, dict[str, Number]]]:
        """Every figure that has units, with their columns: for measures that are made one by one."""
        ends = np.cumsum(self.sizes)
        for figure in np.flatnonzero(self.sizes):
            own = slice(ends[figure] - self.sizes[figure], ends[figure])
            yield int(figure), {name: values[own] for name, values in self.columns.items()}

    def by_owner(self) -> tuple[Whole, Number, Number]:
        """The sums of value and weight of each woman in each figure, of a unit that is nobody's by itself: figure, value, weight."""
        if (self.person >= 0).all():
            owner, number = self.person, len(self.names)
        else:
            women = np.append(self.names, "")[self.person].astype(str)
            named, owner = np.unique(np.where(self.person >= 0, women, "unit " + self.label.astype(str)), return_inverse=True)
            number = len(named)
        worth = pd.DataFrame({"pair": self.figure * number + owner, "value": self.columns["value"], "weight": self.columns["weight"]})
        summed = worth.groupby("pair", sort=True).sum()
        return cast(Whole, summed.index.to_numpy() // number), summed["value"].to_numpy(), summed["weight"].to_numpy()


def stacked(sizes: Whole, values: Number) -> Iterator[tuple[Whole, Number]]:
    """Figures of one size after the other, with a row of values each, out of values that lie figure after figure."""
    starts = np.cumsum(sizes) - sizes
    order = np.argsort(sizes, kind="stable")
    found, first = np.unique(sizes[order], return_index=True)
    for size, figures in zip(found.tolist(), np.split(order, first[1:]) if len(order) else [], strict=True):
        if size:
            yield figures, values[starts[figures][:, None] + np.arange(size)]
