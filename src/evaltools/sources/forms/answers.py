"""What one item's raw answers are worth, by its type: rows of the table `answers`, or the rule that was broken.

A choice is its code; "other" is the choice `other`, its words are the item `<id>.other`. A multiple choice has one row an
option, 1 or 0, and `<id>.other` with its words beside the 1. A ranking has one row a place: the item is `<id>.<place>`,
`choice` the option that stands there and `value` its place, so that "how many put housing first" reads one item, and the
mean place of housing all rows with that choice.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ...questionnaires import Item, Scale

LARGEST_NUMBER = 1_000_000
TICKED = {"Y": 1.0, "1": 1.0, "N": 0.0, "0": 0.0, "": 0.0}
OTHER_CODE = "-oth-"
OTHER = "other"
Raw = Mapping[str, str]
Refuse = Callable[[str, str], None]


class Answered(NamedTuple):
    """One row of the table `answers`, without its response."""

    item: str
    value: float | None = None
    choice: str | None = None
    text: str | None = None
    status: str = "answered"


class Refused(ValueError):
    """An answer that breaks a rule; carries the rule's name, never the answer."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class ItemReader:
    """Reads one item of every form of a survey.

    Parameters
    ----------
    item, columns
        The item, and what each of its columns in LimeSurvey is called here.
    scale
        Its answers; None where it has no scale.
    """

    def __init__(self, item: Item, columns: Mapping[str, str], scale: Scale | None) -> None:
        self.item = item
        self.columns = dict(columns)
        self._other = f"{item.code}[{OTHER}]" if item.other else ""
        self._plain = [(column, name) for column, name in columns.items() if column != self._other]
        self._answers = {answer.code: answer for answer in scale.answers} if scale else {}
        self._low, self._high = _range(item, scale)
        self._read = {"choice": self._choice, "array": self._choice, "number": self._number, "date": _date}.get(item.type, _text)

    def rows(self, raw: Raw, refuse: Refuse) -> list[Answered]:
        """What a form says to this item; `refuse` is told the item and the rule of what it may not say."""
        if self.item.type == "multiple":
            return self._multiple(raw, refuse)
        if self.item.type == "ranking":
            return self._ranking(raw, refuse)
        found = []
        for column, name in self._plain:
            written = raw.get(column, "")
            if written.strip():
                try:
                    found.append(self._read(name, written))
                except Refused as refused:
                    refuse(name, refused.rule)
        return [*found, *self._said_besides(raw, found)] if self._other else found

    def width(self, present: Mapping[str, object] | set[str]) -> int:
        """How many answers the item can have in a source with these columns: a row of an array each, any other item one.

        Long texts count for none: nobody has to write.
        """
        if self.item.type == "long_text":
            return 0
        there = sum(column in present for column, _ in self._plain)
        return there if self.item.type == "array" else min(there, 1)

    def answered(self, rows: list[Answered]) -> int:
        """How many of these answers were given."""
        if self.item.type == "long_text":
            return 0
        return len(rows) if self.item.type == "array" else min(len(rows), 1)

    def _choice(self, name: str, written: str) -> Answered:
        code = written.strip()
        answer = self._answers.get(code)
        if answer is not None:
            return Answered(name, answer.value, code, status=answer.status)
        if self._other and code == OTHER_CODE:
            return Answered(name, choice=OTHER)
        raise Refused("unknown_code")

    def _said_besides(self, raw: Raw, found: list[Answered]) -> list[Answered]:
        """The words of "other"; on paper they often stand there without the tick."""
        words = raw.get(self._other, "")
        if not words.strip():
            return []
        said = [Answered(self.columns[self._other], text=words)]
        ticked = any(raw.get(column, "").strip() for column, _ in self._plain)
        return said if ticked or found else [Answered(self._plain[0][1], choice=OTHER), *said]

    def _multiple(self, raw: Raw, refuse: Refuse) -> list[Answered]:
        """One row an option, where at least one is ticked: an untouched question and "none of them" look the same."""
        ticks: dict[str, float] = {}
        for column, name in self._plain:
            written = raw.get(column)
            if written is None:
                continue
            tick = TICKED.get(written.strip())
            if tick is None:
                refuse(name, "unknown_code")
            else:
                ticks[column] = tick
        words = raw.get(self._other, "") if self._other else ""
        if not words.strip() and not any(ticks.values()):
            return []
        self._one_or_the_others(ticks, bool(words.strip()), refuse)
        rows = [Answered(self.columns[column], tick) for column, tick in ticks.items()]
        if self._other in raw:
            rows.append(Answered(self.columns[self._other], float(bool(words.strip())), text=words if words.strip() else None))
        return rows

    def _one_or_the_others(self, ticks: dict[str, float], other: bool, refuse: Refuse) -> None:
        alone = {f"{self.item.code}[{option}]" for option in self.item.exclusive}
        wrong = [column for column in alone & ticks.keys() if ticks[column]]
        if wrong and (other or any(tick for column, tick in ticks.items() if column not in alone)):
            for column in wrong:
                ticks[column] = 0.0
                refuse(self.columns[column], "exclusive_answer")

    def _ranking(self, raw: Raw, refuse: Refuse) -> list[Answered]:
        rows: list[Answered] = []
        for place, (column, name) in enumerate(self._plain, start=1):
            option = raw.get(column, "").strip()
            if not option:
                continue
            if option not in self.item.options:
                refuse(name, "unknown_code")
            elif any(row.choice == option for row in rows):
                refuse(name, "ranked_twice")
            else:
                rows.append(Answered(name, float(place), option))
        return rows

    def _number(self, name: str, written: str) -> Answered:
        try:
            value = float(written.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", "."))
        except ValueError:
            raise Refused("not_a_number") from None
        if not math.isfinite(value) or not self._low <= value <= self._high:
            raise Refused("impossible_number")
        if self.item.whole and not value.is_integer():
            raise Refused("not_whole")
        return Answered(name, value)


def _range(item: Item, scale: Scale | None) -> tuple[float, float]:
    """The numbers that an item takes: its own bounds, else its scale's, else nothing negative and nothing absurd."""
    low, high = (scale.low, scale.high) if scale and scale.values else (0.0, LARGEST_NUMBER)
    if item.high is not None and item.high < 0:
        low = -LARGEST_NUMBER
    return low if item.low is None else item.low, high if item.high is None else item.high


def _date(name: str, written: str) -> Answered:
    try:
        day = dt.datetime.fromisoformat(written.strip()).date()
    except ValueError:
        raise Refused("impossible_answer_date") from None
    if not 1900 <= day.year <= 2100:
        raise Refused("impossible_answer_date")
    return Answered(name, text=day.isoformat())


def _text(name: str, written: str) -> Answered:
    return Answered(name, text=written)
