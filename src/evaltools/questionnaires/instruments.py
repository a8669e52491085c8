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


class Reference(_Strict):
    """What was published of the scores of one sample, in points of the key's score; what a publication does not tell is left out.

    `persons` is the size of the sample as published. `agreement` says whether `reliability` is that of two moments (retest) or of
    the items among themselves (internal), which gives a lower threshold for a reliable change. `verified`: the numbers were read
    in the publication, its abstract or its authors' own table; without it they are remembered.
    """

    population: str
    persons: int = Field(gt=0)
    mean: float | None = None
    deviation: float | None = Field(default=None, gt=0)
    reliability: float | None = Field(default=None, gt=0, lt=1)
    agreement: Literal["retest", "internal"] | None = None
    source: str
    verified: bool = False

    @model_validator(mode="after")
    def _says_which_reliability(self) -> Reference:
        if (self.reliability is None) != (self.agreement is None):
            raise ValueError("`reliability` and `agreement` stand together")
        return self

    def norm(self) -> tuple[float, float, float, int]:
        """What one person's change is judged by: `evaltools.statistics.reliable_change.Norm(*reference.norm())`.

        Returns
        -------
            Mean, deviation, reliability and persons.

        Raises
        ------
        SettingsError
            Where the mean, the deviation or the reliability was not published, or nobody compared them with the publication.
        """
        if self.mean is None or self.deviation is None or self.reliability is None:
            raise SettingsError(f"{self.source}: mean, deviation and reliability are not all published.", "Take another reference value.")
        if not self.verified:
            raise SettingsError(f"{self.source}: nobody compared these numbers with the publication.",
                                f"Compare them, then set `verified: true` in {FILE}.")
        return self.mean, self.deviation, self.reliability, self.persons


class Instrument(_Strict):
    """One scale's key.

    `items` are keyed by code, not by position; `orders` are the printed orders that circulate, by name: the codes from the first
    place on. `span` is the range of an answer, `spans` that of items with another; answers are `whole` numbers unless the form has
    lines to mark. `reversed_items` are turned within the span. `counts` are, by item, the answers worth 1 (all others are worth 0).
    At most `missing` answers may be missing; with `prorate` the mean of the others stands for them. A `table` turns the raw sum
    into the score; `times` multiplies it. `bands` are for the score of one person, unless `bands_for` says that their source puts
    means of groups into them. `norms` are published reference values by name. `verified`: the key was held against its publication.
    """

    title: str
    indicators: tuple[str, ...]
    items: tuple[Code, ...] = Field(min_length=1)
    orders: dict[Code, tuple[Code, ...]] = {}
    span: Range
    spans: dict[Code, Range] = {}
    whole: bool = True
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
    bands_for: Literal["person", "group"] = "person"
    change: Change | None = None
    norms: dict[Code, Reference] = {}
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
            (any(sorted(order) != sorted(self.items) for order in self.orders.values()), "an order names every item once"),
            (bool(named - set(self.items)), f"{', '.join(sorted(named - set(self.items)))} is no item of it"),
            (bool(self.counts) and set(self.counts) != set(self.items), "`counts` must name every item or none"),
            (bool(self.counts or self.table) and not self.whole, "`counts` and `table` are for whole answers"),
            (self.missing >= len(self.items), "a score needs an answer"),
            (bool(self.table) and (self.prorate or self.missing > 0), "a table is for whole sums: nothing may be missing"),
            (starts != sorted(set(starts)), "bands stand in rising order"),
            (bool(starts) and not (starts[0] <= low and starts[-1] <= high), "bands must begin at the lowest score, and end in its range"),
            (bool(starts) and not self.bands_source, "bands need their source"),
            (any(norm.mean is not None and not low <= norm.mean <= high for norm in self.norms.values()),
             "a published mean lies outside the range of the score"),
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

    def score(self, answers: ArrayLike, order: str = "") -> Numbers:
        """One score a person.

        Parameters
        ----------
        answers
            What each answer is worth: a row a person, a column an item; NaN where there is none.
        order
            The printed order in which the columns stand, one of `orders`; without it the order of `items`.

        Returns
        -------
            Between the ends of `range`; NaN where more answers are missing than the key allows.

        Raises
        ------
        SettingsError
            Another number of columns than of items, an order the key does not have, or a number that is no answer of the scale.
        """
        worth = self._worth(self._by_item(np.atleast_2d(np.asarray(answers, float)), order))
        absent = np.isnan(worth).sum(axis=1)
        answered = np.maximum(len(self.items) - absent, 1)
        total = np.nansum(worth, axis=1)
        if self.method == "mean":
            total = total / answered
        elif self.prorate:
            total = total / answered * len(self.items)
        if self.table:
            total = np.array([self.table[int(raw)] if not left_out else np.nan for raw, left_out in zip(total, absent, strict=True)])
        return np.where(absent > self.missing, np.nan, total * self.times)

    def _by_item(self, values: Numbers, order: str) -> Numbers:
        if order and order not in self.orders:
            raise SettingsError(f"{self.title} has no order {order}.", f"Its orders: {', '.join(self.orders) or 'none but its own'}.")
        printed = self.orders[order] if order else self.items
        if values.shape[1] != len(printed):
            raise SettingsError(f"{self.title} has {len(printed)} items; {values.shape[1]} columns were given.",
                                f"In this order: {', '.join(printed)}.")
        return values[:, [printed.index(code) for code in self.items]]

    def _worth(self, values: Numbers) -> Numbers:
        low, high = np.array([self.spans.get(code, self.span) for code in self.items], float).T
        if np.any((values < low) | (values > high)):
            raise SettingsError(f"{self.title}: answers lie outside the range of its key.",
                                "See the values of the scale that its items use in scales.yml.")
        if self.whole and np.any(np.isfinite(values) & (values != np.round(values))):
            raise SettingsError(f"{self.title}: answers lie between those of the scale.",
                                "Score each person's own answers, never means of answers.")
        if self.counts:
            ones = np.column_stack([np.isin(values[:, place], self.counts[code]) for place, code in enumerate(self.items)])
            return np.where(np.isnan(values), np.nan, ones.astype(float))
        turned = np.isin(self.items, self.reversed_items)
        return np.where(turned, low + high - values, values)

    def bands_of(self, scores: ArrayLike, *, means: bool = False) -> list[str]:
        """The code of each score's band; empty for NaN, or where the scale has no bands.

        Parameters
        ----------
        scores
            One number a person, or (`means`) a group.
        means
            Whether the numbers are means of several persons.

        Raises
        ------
        SettingsError
            A mean where the bands are for persons (also one not told, where no answers of one person give that score), or a
            score outside the range of the key.
        """
        numbers = np.asarray(scores, float)
        if not self.bands:
            return [""] * numbers.size
        self._refuse_others(numbers[~np.isnan(numbers)], means)
        places = np.searchsorted([band.start for band in self.bands], numbers, side="right") - 1
        return ["" if np.isnan(score) else self.bands[place].code for score, place in zip(numbers, places, strict=True)]

    def _refuse_others(self, scores: Numbers, means: bool) -> None:
        low, high = self.range
        if np.any((scores < low - 1e-9) | (scores > high + 1e-9)):
            raise SettingsError(f"{self.title}: a score lies outside the range of its key.", f"Scores go from {low:g} to {high:g}.")
        personal = self.bands_for == "person"
        # Means and prorated sums of one person's answers can lie anywhere: there only the caller knows.
        if personal and self.whole and self.method == "sum" and not self.prorate:
            possible = np.array(list(self.table.values()) if self.table else np.arange(low, high + self.times / 2, self.times))
            means = means or not np.isclose(scores[:, None], possible).any(axis=1).all()
        if personal and means:
            raise SettingsError(f"{self.title}: its bands are for the score of one person, not for a mean.",
                                "Give each person's score, and count how many lie in each band.")


def load_instruments(folder: Path) -> dict[str, Instrument]:
    """The keys of a folder's instruments.yml by their name; raises SettingsError naming the key and the rule."""
    path = folder / FILE
    return {name: checked(Instrument, content, path, name) for name, content in content_of(path).items()}


def asked_by(survey: Survey, instruments: dict[str, Instrument]) -> dict[str, Instrument]:
    """The instruments of which a questionnaire asks every item."""
    codes = {item.code for item in survey.items}
    return {name: instrument for name, instrument in instruments.items() if codes.issuperset(instrument.items)}
