"""Every hand count beside the figures of the pipeline."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from evaltools.scope import Period

from . import activities, attendance, fidelity, longterm, progression, reach, satisfaction
from .adding import Desk, Hand, Key, Result

HANDS: dict[str, Hand] = {}
for room in (activities, attendance, fidelity, longterm, progression, reach, satisfaction):
    HANDS |= room.HANDS


@dataclass(frozen=True)
class Comparison:
    """The figures of one indicator that were counted twice: how many agree, and one line for each that does not."""

    agreed: int
    differing: tuple[str, ...]


class Beside:
    """An organisation's raw files and the figures of one quarter."""

    def __init__(self, folder: Path, quarter: str) -> None:
        self.desk = Desk(folder, Period.parse(quarter))
        figures = pd.read_parquet(folder / "workspace" / "estimates" / quarter / "figures.parquet")
        self.figures = figures[figures["audience"] != "public"]
        self.known = set(zip(self.figures["level"], self.figures["scope"], strict=True))
        rows = [*self.desk.registers.groups.values(), *self.desk.registers["visits"]]
        self.programmes = {row[level]: row["programme"] for row in rows for level in ("cohort", "site", "programme")}

    def of(self, indicator: str) -> Comparison:
        """One indicator, figure by figure; a figure that only one of the two has differs too, unless it is a count of none."""
        rows, counted = self.figures[self.figures["indicator"] == indicator], dict(self.desk.figures(HANDS[indicator]))
        agreed, differing = 0, list[str]()
        for row in rows.itertuples():
            key = (row.level, row.scope, row.wave, row.part)
            told = Result(*(None if pd.isna(number) else float(number) for number in (row.n, row.numerator, row.value)))
            mine = counted.pop(key, Result(None, 0, 0) if row.kind == "count" else Result())
            if not _alike(mine, told):
                differing.append(f"{indicator} {key}: by hand {mine}, the pipeline {told}")
            agreed += told != Result() and _alike(mine, told)
        differing += [f"{indicator} {key}: by hand {counted[key]}, no figure" for key in self._expected(rows, counted)]
        return Comparison(agreed, tuple(differing))

    def _expected(self, rows: pd.DataFrame, left: dict[Key, Result]) -> Iterator[Key]:
        """What was counted by hand in a place that has reports, on a level and of a programme that the indicator is about."""
        levels, programmes = set(rows["level"]), {self.programmes.get(scope) for scope in rows["scope"]}
        for key in left:
            if key[0] in levels and (key[0], key[1]) in self.known and self.programmes.get(key[1]) in programmes:
                yield key


def _alike(mine: Result, told: Result) -> bool:
    pairs = zip((mine.n, mine.numerator, mine.value), (told.n, told.numerator, told.value), strict=True)
    return all(a is b is None or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)) for a, b in pairs)
