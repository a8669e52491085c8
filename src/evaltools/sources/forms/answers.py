"""From one form's raw answers to rows of `answers`: what each answer code is worth, and what share was answered."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ...questionnaires import Item, Scale, Survey
from .form import Form
from .problems import Problems

LARGEST_NUMBER = 1_000_000
TICKED = {"Y": 1.0, "1": 1.0, "N": 0.0, "0": 0.0, "": 0.0}
Fields = dict[str, object]


class Refused(ValueError):
    """An answer that breaks a rule; carries the rule's name, never the answer."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def _choice(raw: str, scale: Scale | None) -> Fields:
    for answer in scale.answers if scale else ():
        if answer.code == raw:
            return {"value": answer.value, "choice": raw, "status": answer.status}
    raise Refused("unknown_code")


def _number(raw: str, scale: Scale | None) -> Fields:
    try:
        value = float(raw.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except ValueError:
        raise Refused("not_a_number") from None
    low, high = (scale.low, scale.high) if scale and scale.values else (0, LARGEST_NUMBER)
    if not math.isfinite(value) or not low <= value <= high:
        raise Refused("impossible_number")
    return {"value": value}


def _date(raw: str, scale: Scale | None) -> Fields:
    try:
        day = dt.datetime.fromisoformat(raw).date()
    except ValueError:
        raise Refused("impossible_answer_date") from None
    if not 1900 <= day.year <= 2100:
        raise Refused("impossible_answer_date")
    return {"text": day.isoformat()}


def _text(raw: str, scale: Scale | None) -> Fields:
    return {"text": raw}


READERS: dict[str, Callable[[str, Scale | None], Fields]] = {
    "choice": _choice, "array": _choice, "number": _number, "date": _date, "short_text": _text, "long_text": _text,
}


@dataclass(frozen=True)
class Layout:
    """The columns of one source: those of each item that it has, the items it lacks, the columns that are no item's."""

    items: tuple[tuple[Item, dict[str, str]], ...]
    scales: dict[str, Scale]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]

    @classmethod
    def of(cls, survey: Survey, scales: dict[str, Scale], forms: Iterable[Form]) -> Layout:
        """The layout of the forms of one source."""
        present = {column for form in forms for column in form.answers}
        expected = {column: name for item in survey.items for column, name in survey.columns(item).items()}
        items = tuple((item, {column: name for column, name in survey.columns(item).items() if column in present})
                      for item in survey.items)
        missing = tuple(name for column, name in expected.items() if column not in present)
        return cls(items, scales, missing, tuple(sorted(present - expected.keys())))

    def check(self, source: str, count: int, problems: Problems) -> None:
        """Count the items without a column, and the columns without an item, for each of `count` forms."""
        for name in self.missing:
            problems.add(source, "answers", name, "missing_item", count)
        for column in self.unknown:
            problems.add(source, "answers", column, "unknown_item", count)

    def read(self, form: Form, problems: Problems) -> tuple[list[Fields], float]:
        """The rows of `answers` of one form without its response id, and the share of its items that were answered.

        An item counts for the share where the source has it and it is no long text; an array counts once a row, a
        multiple choice once. A refused answer is not an answer; "does not concern me" and "prefer not to say" are.
        """
        rows: list[Fields] = []
        answered = applicable = 0
        for item, columns in self.items:
            found = self._item(item, columns, form, problems)
            rows += found
            if columns and item.type != "long_text":
                applicable += 1 if item.type == "multiple" else len(columns)
                answered += bool(found) if item.type == "multiple" else len(found)
        return rows, answered / applicable if applicable else float(bool(rows))

    def _item(self, item: Item, columns: dict[str, str], form: Form, problems: Problems) -> list[Fields]:
        if item.type == "multiple":
            return _multiple(columns, form, problems)
        rows = []
        for column, name in columns.items():
            raw = form.answers.get(column, "")
            if raw.strip():
                try:
                    fields = READERS[item.type](raw, self.scales.get(item.scale))
                except Refused as refused:
                    problems.add(form.source, "answers", name, refused.rule)
                else:
                    rows.append({"item": name, "status": "answered", **fields})
        return rows


def _multiple(columns: dict[str, str], form: Form, problems: Problems) -> list[Fields]:
    """One row an option, where at least one is ticked: an untouched question and "none of them" look the same."""
    ticks: dict[str, float] = {}
    for column, name in columns.items():
        raw = form.answers.get(column, "").strip()
        if raw in TICKED:
            ticks[name] = TICKED[raw]
        else:
            problems.add(form.source, "answers", name, "unknown_code")
    if not any(ticks.values()):
        return []
    return [{"item": name, "value": value, "status": "answered"} for name, value in ticks.items()]
