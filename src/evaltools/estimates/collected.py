"""Figures as they come, indicator after indicator and level after level, and all of them as one frame."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..catalogue import Entry
from ..figures import FIGURES
from ..scope import Level
from .contributors import Listed, behind, worth, worth_up
from .ground import Figures, Ground, audiences
from .kinds import KINDS, UP, Measure, Measured, clearly_up
from .told import Told
from .units import Units, Whole

NUMBERS = ("n", "persons", "eligible", "cohorts", "managers", "numerator", "fewest", "value", "low", "high")


class Collected:
    """The figures of a period and who stands behind each."""

    def __init__(self, ground: Ground, period: str) -> None:
        self._ground, self._period = ground, period
        self._columns: dict[str, list[np.ndarray]] = {name: [] for name in FIGURES if name != "period"}
        self._rows, self._listed = 0, Listed()

    def add(self, entry: Entry, level: Level, figures: Figures, told: Told) -> None:
        """The figures of one indicator on one level, one for each audience."""
        units, group = told.units(level, figures)
        heard = audiences(level)
        measures: list[tuple[str, str, Measure]] = [("", entry.kind, KINDS[entry.kind])]
        if entry.kind == "change":
            measures.append((UP, "share", clearly_up))
        cohorts, managers = self._ground.standing(entry, figures, units.figure, group, told.groups)
        shared: Measured = {"eligible": figures.places.eligible[figures.place], "cohorts": cohorts, "managers": managers}
        made = [self._texts(entry, level, figures, suffix, kind) | shared | _measured(units, entry, measure)
                for suffix, kind, measure in measures]
        for name, columns in self._columns.items():
            if name != "audience":
                columns.append(np.repeat(np.stack([one[name] for one in made], axis=1).ravel(), len(heard)))
        size = len(figures.place) * len(made)
        self._columns["audience"].append(np.tile(np.array(heard, dtype=object), size))
        self._list(entry, units, figures, len(made), len(heard))
        self._rows += size * len(heard)

    def _texts(self, entry: Entry, level: Level, figures: Figures, suffix: str, kind: str) -> dict[str, NDArray[np.object_]]:
        """Every text of figures, and no number yet."""
        size = len(figures.place)
        constant = {"level": level, "indicator": entry.id, "version": str(entry.version), "by": "", "group": "", "kind": kind,
                    "unit": "percent" if suffix else entry.unit, "origin": entry.origin}
        waves, parts = (np.array([pair[place] for pair in figures.pairs], dtype=object) for place in (0, 1))
        return {**{name: np.full(size, text, object) for name, text in constant.items()}, "wave": waves[figures.pair],
                "part": (parts + suffix)[figures.pair], "scope": np.array(figures.places.names, dtype=object)[figures.place]}

    def _list(self, entry: Entry, units: Units, figures: Figures, measures: int, heard: int) -> None:
        """Who stands behind the figures that were just made."""
        numbers = self._listed.numbers(units.names)
        for place, (suffix, inside) in enumerate((("", worth), (UP, worth_up))[:measures]):
            found = behind(units, figures.order(suffix), inside(units, entry))
            for audience in range(heard):
                row: Whole = self._rows + (np.arange(len(figures.place)) * measures + place) * heard + audience
                self._listed.add(found, numbers, row)

    def frames(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Figures and contributors, with the columns of `figures.FIGURES` and `figures.CONTRIBUTORS`."""
        whole = {"period": pd.array(np.full(self._rows, self._period, object), dtype="string")}
        for name in self._columns:
            values = np.concatenate([np.zeros(0, float if name in NUMBERS else object), *self._columns[name]])
            self._columns[name] = []
            whole[name] = pd.array(values, dtype="Float64" if name in NUMBERS else "string")
        figures = pd.DataFrame({name: whole[name] for name in FIGURES})
        return figures, self._listed.frame(figures)


def _measured(units: Units, entry: Entry, measure: Measure) -> Measured:
    """The measured columns of figures; of one without units nothing, unless it counts them."""
    found: Measured = {**{name: np.full(units.number, np.nan) for name in NUMBERS if name not in ("eligible", "cohorts", "managers")},
                       "method": np.full(units.number, None, object), **measure(units, entry)}
    if entry.kind != "count":
        for values in found.values():
            values[units.sizes == 0] = None if values.dtype == object else np.nan
    return found
