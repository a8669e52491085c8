"""Validated scales: `surveys/instruments.yml` holds how they are scored, never their texts.

An organisation that may use a scale adds its texts as items of its own, with the codes of the key; the score follows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..errors import SettingsError
from .loading import checked, content_of
from .model import Code, Survey, Words

FILE = "instruments.yml"
Numbers = NDArray[np.float64]
Range = tuple[float, float]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Band(_Strict):
    """Scores from `start` up to the next band, with what they are called."""

    start: float = Field(alias="from")
    code: Code
    text: Words


class Change(_Strict):
    """The smallest change of one person that is taken for a real one, and who says so."""

    points: float = Field(gt=0)
    kind: Literal["minimal_important", "reliable"]
    source: str


class Instrument(_Strict):
    """One scale's key.

    `items` are keyed by code, not by position, since orders differ between editions. `span` is the range of an answer, `spans`
    that of items with another; `reversed_items` are turned within it. `counts` are, by item, the answers worth 1 (all others are
    worth 0). At most `missing` answers may be missing; with `prorate` the mean of the others stands for them. A `table` turns
    the raw sum into the score; `times` multiplies it. `verified`: the key was held against its publication.
    """

    title: str
    indicators: tuple[str, ...]
    items: tuple[Code, ...] = Field(min_length=1)
    span: Range
    spans: dict[Code, Range] = {}
    reversed_items: tuple[Code, ...] = Field(default=(), alias="reversed")
    counts: dict[Code, tuple[float, ...]] = {}
    method: Literal["sum", "mean"] = "sum"
    times: float = Field(default=1, gt=0)
    table: dict[int, float] = {}
    missing: int = Field(default=0, ge=0)
    prorate: bool = False
    better: Literal["higher", "lower"]
    bands: tuple[Band, ...] = ()
    bands_source: str = ""
    change: Change | None = None
    citation: str
    licence: str
    obtain: str
    note: str = ""
    verified: bool = False

    @model_validator(mode="after")
    def _whole_key(self) -> Instrument:
        named = {*self.spans, *self.reversed_items, *self.counts}
        low, high = self.range
        starts = [band.start for band in self.bands]
        mistakes = (
            (len(set(self.items)) < len(self.items), "an item stands twice"),
            (bool(named - set(self.items)), f"{', '.join(sorted(named - set(self.items)))} is no item of it"),
            (bool(self.counts) and set(self.counts) != set(self.items), "`counts` must name every item or none"),
            (self.missing >= len(self.items), "a score needs an answer"),
            (bool(self.table) and (self.prorate or self.missing > 0), "a table is for whole sums: nothing may be missing"),
            (starts != sorted(set(starts)), "bands stand in rising order"),
            (bool(starts) and not (starts[0] <= low and starts[-1] <= high), "bands must begin at the lowest score, and end in its range"),
            (bool(starts) and not self.bands_source, "bands need their source"),
        )
        for wrong, what in mistakes:
            if wrong:
                raise ValueError(what)
        return self

    @property
    def range(self) -> Range:
        """The lowest and the highest score."""
        if self.table:
            return min(self.table.values()), max(self.table.values())
        ends = np.array([(0, 1) if self.counts else self.spans.get(code, self.span) for code in self.items], float)
        low, high = (ends.mean(axis=0) if self.method == "mean" else ends.sum(axis=0)) * self.times
        return float(low), float(high)

    def score(self, answers: ArrayLike) -> Numbers:
        """One score a person.

        Parameters
        ----------
        answers
            What each answer is worth: a row a person, a column an item in the order of `items`; NaN where there is none.

        Returns
        -------
            Between the ends of `range`; NaN where more answers are missing than the key allows.

        Raises
        ------
        SettingsError
            Another number of columns than of items, or an answer outside its range.
        """
        worth = self._worth(np.atleast_2d(np.asarray(answers, float)))
        absent = np.isnan(worth).sum(axis=1)
        answered = np.maximum(len(self.items) - absent, 1)
        total = np.nansum(worth, axis=1)
        if self.method == "mean":
            total = total / answered
        elif self.prorate:
            total = total / answered * len(self.items)
        if self.table:
            total = np.array([self.table[round(raw)] if not left_out else np.nan for raw, left_out in zip(total, absent, strict=True)])
        return np.where(absent > self.missing, np.nan, total * self.times)

    def _worth(self, values: Numbers) -> Numbers:
        if values.shape[1] != len(self.items):
            raise SettingsError(f"{self.title} has {len(self.items)} items; {values.shape[1]} columns were given.",
                                f"In this order: {', '.join(self.items)}.")
        low, high = np.array([self.spans.get(code, self.span) for code in self.items], float).T
        if np.any((values < low) | (values > high)):
            raise SettingsError(f"{self.title}: answers lie outside the range of its key.",
                                "See the values of the scale that its items use in scales.yml.")
        if self.counts:
            ones = np.column_stack([np.isin(values[:, place], self.counts[code]) for place, code in enumerate(self.items)])
            return np.where(np.isnan(values), np.nan, ones.astype(float))
        turned = np.isin(self.items, self.reversed_items)
        return np.where(turned, low + high - values, values)

    def bands_of(self, scores: ArrayLike) -> list[str]:
        """The code of each score's band; empty for NaN, or where the scale has no bands."""
        starts = [band.start for band in self.bands]
        places = np.searchsorted(starts, np.asarray(scores, float), side="right") - 1
        return ["" if np.isnan(score) or not starts else self.bands[place].code
                for score, place in zip(np.asarray(scores, float), places, strict=True)]


def load_instruments(folder: Path) -> dict[str, Instrument]:
    """The keys of a folder's instruments.yml by their name; raises SettingsError naming the key and the rule."""
    path = folder / FILE
    return {name: checked(Instrument, content, path, name) for name, content in content_of(path).items()}


def asked_by(survey: Survey, instruments: dict[str, Instrument]) -> dict[str, Instrument]:
    """The instruments of which a questionnaire asks every item."""
    codes = {item.code for item in survey.items}
    return {name: instrument for name, instrument in instruments.items() if codes.issuperset(instrument.items)}
