"""One published figure: the one object that sentences, tables, charts, alt texts and downloads are made from.

It cannot hold more than its status allows, however it is made; and what renders figures takes nothing else.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property, wraps
from operator import attrgetter
from typing import Any, ParamSpec, TypeVar

import pandas as pd

from ..errors import DisclosureError
from ..figures import ALLOWED, NUMBERS
from ..languages import Language
from ..scope import LEVELS

SHARES = ("share", "rate", "incidence")
WAVES = ("intake", "session", "mid", "end", "visit", "followup6", "followup12")
_TEXTS = ("indicator", "wave", "part", "audience", "level", "scope", "kind", "unit", "status", "since", "before")
_cells = attrgetter(*_TEXTS, *NUMBERS)
_WHOLE = frozenset({"n", "numerator", "count_low", "count_high"})
_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Figure:
    """One row of `published` with its indicator's entry.

    n, numerator, count_low and count_high are counts; value, low and high are in `unit`, a share between 0 and 1.
    `before` is the quarter that it was published for, where that is an earlier one than the report's.
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
    before: str = ""
    n: int | None = None
    numerator: int | None = None
    count_low: int | None = None
    count_high: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    entry: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        numbers = {name: number for name in NUMBERS if (number := getattr(self, name)) is not None}
        if not _fits(self.status, numbers) or (self.since and self.status != "carried"):
            raise DisclosureError(f"A published row of {self.indicator} holds more than '{self.status}' allows.",
                                  "Make the release again: only disclosure.protect writes published rows.")

    @classmethod
    def of(cls, row: Mapping[str, Any], entry: Mapping[str, Any]) -> Figure:
        """Read one published row; raises DisclosureError where it holds what its status must not hold."""
        texts = {name: _text(row.get(name)) for name in _TEXTS}
        return cls(**texts, **{name: _number(row.get(name), name) for name in NUMBERS}, entry=entry)  # type: ignore[arg-type]

    @classmethod
    def read(cls, text: str) -> list[Figure]:
        """The figures that `written` put into a text; raises DisclosureError where it is another text, and as `of` does."""
        try:
            return [cls.of(row, entry) for row, entry in json.loads(text)]
        except (TypeError, ValueError, AttributeError):
            raise DisclosureError("What the notebook hands on is no protected figure.", "Show what the report's methods give.") from None

    @property
    def cells(self) -> tuple[str | float | None, ...]:
        """What is told of it, in a fixed order, and nothing of the words that name it."""
        return tuple(_cells(self))

    @cached_property
    def as_json(self) -> str:
        """What is told of it and what names it, as JSON; what is not told is not there."""
        row = {name: value for name, value in zip((*_TEXTS, *NUMBERS), self.cells, strict=True) if value not in (None, "")}
        parts = self.entry.get("parts") or {}
        own = {part: parts[part] for part in (self.part, self.part.partition(".")[0]) if part in parts}
        return json.dumps([row, {"title": self.entry.get("title"), "origin": self.entry.get("origin"), "parts": own}])

    @property
    def order(self) -> tuple[int, str, int, str, str, str]:
        """Its place among others: by level, indicator, wave and part, never by what it says."""
        when = WAVES.index(self.wave) if self.wave in WAVES else len(WAVES)
        return LEVELS.index(self.level), self.indicator, when, self.wave, self.part, self.before

    @property
    def shape(self) -> str:
        """How it is said: its status; a carried one as it was when first published."""
        if self.status != "carried":
            return self.status
        if self.count_low is not None:
            return "at_least" if self.count_high == self.n and self.kind in SHARES and self.level != "cohort" else "banded"
        rounded = self.kind in ("mean", "change") and self.unit == "points" and self.low is None
        return "banded" if rounded and self.value is not None else "exact"

    @property
    def withheld(self) -> bool:
        """Nothing of it may be shown."""
        return self.status == "withheld"

    @property
    def bounds(self) -> tuple[int, int] | None:
        """The smallest and largest count that the reader can infer; equal where it is exact; None where no whole number is told."""
        if self.count_low is not None and self.count_high is not None:
            return self.count_low, self.count_high
        halved = self.kind == "count" and self.value is not None and self.value != self.numerator  # posts add up to 1.5
        return None if self.numerator is None or halved else (self.numerator, self.numerator)

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


def written(figures: Iterable[Figure]) -> str:
    """Figures as one text of JSON: one string in a notebook, which would otherwise be checked and copied number by number."""
    return f"[{', '.join(figure.as_json for figure in figures)}]"


class Rendering:
    """What is made of protected figures and remembers them, so that a page knows what it shows."""

    figures: tuple[Figure, ...]


def protected_only(render: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """A function that takes figures, and raises DisclosureError for anything that did not come through protection."""
    @wraps(render)
    def guarded(*args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        refuse_unprotected((*args, *kwargs.values()))
        return render(*args, **kwargs)

    return guarded


def refuse_unprotected(given: object) -> None:
    """Raise DisclosureError unless this is figures, words, what was made of figures, or lists of them: no frame, row or number."""
    if type(given) in (list, tuple):
        for each in given:  # type: ignore[attr-defined]
            refuse_unprotected(each)
    elif type(given) is dict:
        refuse_unprotected(list(given.values()))
    elif given is not None and not isinstance(given, Figure | Rendering | Language | str | bool):
        raise DisclosureError("Only protected figures can be shown.", "They come from open_report, which opens a release.")


def as_said(number: float, digits: int) -> float:
    """A number as precisely as the page says it: rounded half to even in decimals, as CLDR does.

    >>> as_said(0.155, 2), round(0.155, 2)
    (0.16, 0.15)
    """
    return float(Decimal(str(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)) + 0.0  # no minus before nothing


def _fits(status: str, numbers: Mapping[str, float]) -> bool:
    """Whether a row holds what its status may hold, and no more."""
    if status == "carried":
        return any(_fits(first, numbers) for first in ("exact", "banded"))
    return status in ALLOWED and set(numbers) <= ALLOWED[status] and (status != "banded" or _is_band(numbers))


def _is_band(numbers: Mapping[str, float]) -> bool:
    """A range of counts without a value, or a value to the half point without a range."""
    ends = {"count_low", "count_high"} & set(numbers)
    value = numbers.get("value")
    return len(ends) == 2 if value is None else not ends and float(value * 2).is_integer()


def _number(value: Any, name: str) -> float | None:
    if value is None or value is pd.NA or math.isnan(value):  # Parquet gives None, pandas.NA or NaN for "nothing"
        return None
    return int(value) if name in _WHOLE else float(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
