"""One published figure, as sentences, tables and charts take it: it cannot hold more than its status allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..errors import DisclosureError

SHARES = ("share", "rate", "incidence")
_NUMBERS = ("n", "numerator", "value", "low", "high", "count_low", "count_high")
# What a row of each status may hold besides its key (see figures.PUBLISHED); more would be a leak, so it is refused.
_ALLOWED: dict[str, frozenset[str]] = {
    "exact": frozenset(_NUMBERS) - {"count_low", "count_high"},
    "banded": frozenset({"n", "count_low", "count_high", "value"}),
    "at_least": frozenset({"n", "count_low", "count_high"}),
    "carried": frozenset(_NUMBERS),
    "withheld": frozenset(),
}
_WHOLE = frozenset({"n", "numerator", "count_low", "count_high"})


@dataclass(frozen=True)
class Figure:
    """One row of `published` with its indicator's entry.

    n, numerator, count_low and count_high are counts; value, low and high are in `unit`, a share between 0 and 1.
    """

    indicator: str
    wave: str
    part: str
    audience: str
    level: str
    scope: str
    kind: str
    unit: str
    status: str
    since: str = ""
    n: int | None = None
    numerator: int | None = None
    count_low: int | None = None
    count_high: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    entry: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, row: Mapping[str, Any], entry: Mapping[str, Any]) -> Figure:
        """Read one published row; raises DisclosureError where it holds what its status must not hold."""
        status = str(row["status"])
        numbers = {name: _number(row[name], name) for name in _NUMBERS}
        given = {name for name, number in numbers.items() if number is not None}
        if not given <= _ALLOWED.get(status, frozenset()) or (status == "banded" and not _is_band(numbers)):
            raise DisclosureError(f"A published row of {row['indicator']} holds more than '{status}' allows.",
                                  "Make the release again: only disclosure.protect writes published rows.")
        texts = {name: _text(row[name]) for name in
                 ("indicator", "wave", "part", "audience", "level", "scope", "kind", "unit", "since")}
        return cls(**texts, status=status, **numbers, entry=entry)  # type: ignore[arg-type]

    @property
    def withheld(self) -> bool:
        """Nothing of it may be shown."""
        return self.status == "withheld"

    @property
    def bounds(self) -> tuple[int, int] | None:
        """The smallest and largest count that the reader can infer; equal where it is exact."""
        if self.count_low is not None and self.count_high is not None:
            return self.count_low, self.count_high
        return (self.numerator, self.numerator) if self.numerator is not None else None

    @property
    def is_share(self) -> bool:
        """A part of a base: drawn as a bar from nothing to the whole base."""
        return self.kind in SHARES and not self.withheld and self.shares is not None

    @property
    def shares(self) -> tuple[float, float] | None:
        """The smallest and largest share between 0 and 1 that the reader can infer."""
        if self.bounds and self.n:
            return self.bounds[0] / self.n, self.bounds[1] / self.n
        return (self.value, self.value) if self.value is not None else None

    @property
    def middle(self) -> float:
        """For ordering only: the middle of the shares, or the value; -1 where nothing is shown."""
        if self.kind in SHARES and self.shares:
            return sum(self.shares) / 2
        return self.value if self.value is not None else -1.0

    @property
    def amount(self) -> float | None:
        """What a count or mean amounts to where it is exact or to the half point."""
        return self.value if self.value is not None else self.numerator


def _is_band(numbers: Mapping[str, float | None]) -> bool:
    """A range of counts without a value, or a value to the half point without a range."""
    ranged = numbers["count_low"] is not None and numbers["count_high"] is not None
    value = numbers["value"]
    return ranged if value is None else not ranged and (value * 2).is_integer()


def _number(value: Any, name: str) -> float | None:
    if pd.isna(value):  # Parquet gives None, NaN or pandas.NA for "nothing"
        return None
    return int(value) if name in _WHOLE else float(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
