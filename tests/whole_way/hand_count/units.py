"""Short words for what is counted again and again: rows of a sheet, answers to a question, pairs of answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from .adding import Hand, Raw, Unit
from .forms import Form
from .workbooks import Row

Told = Callable[[Row], Any]
LATER = ("end", "followup6", "followup12")
FOUR = ("intake", *LATER)
MINE, CLEAR = 1.0, 2.0


def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


def always(row: Row) -> bool:
    """Every row."""
    return True


def once(row: Row) -> float:
    """Each row is worth one."""
    return 1.0


def of_row(row: Row, value: float = 1.0, part: str = "", day: str = "date", weight: float = 1.0) -> Unit:
    """A row of a sheet: the woman it is about, where there can be one."""
    return Unit(float(value), row.get("who"), row["cohort"], row["site"], row["programme"], row[day], "", part, float(weight))


def of_course(row: Row, value: float, part: str = "", day: dt.date | None = None, weight: float = 1.0) -> Unit:
    """A woman's time in a group."""
    return Unit(float(value), row["woman"], row["cohort"], row["group"]["site"], row["programme"], day, "", part, weight)


def of_form(form: Form, value: float, part: str = "", before: float = float("nan")) -> Unit:
    """A form."""
    return Unit(float(value), form.who, form.cohort, form.site, form.programme, form.day, form.wave, part, 1.0, before)


def of_place(row: Row, value: float, part: str = "", weight: float = 1.0, day: dt.date | None = None) -> Unit:
    """A group, where it has one; nobody in particular."""
    return Unit(float(value), None, row.get("cohort"), row["site"], row["programme"], day, "", part, weight)


def tally(window: str, table: str, where: Told = always, by: str = "", worth: Told = once, day: str = "date", women: bool = False) -> Hand:
    """Rows, or what they are worth together, by the word in a column."""
    def units(raw: Raw) -> Iterator[Unit]:
        for row in raw.of(table, day):
            if where(row) and (not by or row[by] is not None) and worth(row) is not None:
                yield of_row(row, worth(row), str(row[by]).lower() if by else "", day)
    return Hand("count", window, units, women)


def several(window: str, table: str, parts: Mapping[str, Told], women: bool = True) -> Hand:
    """Rows once in each part of which they have what it needs."""
    def units(raw: Raw) -> Iterator[Unit]:
        return (of_row(row, 1, part) for part, has in parts.items() for row in raw.of(table) if has(row))
    return Hand("count", window, units, women)


def portion(window: str, table: str, met: Told | Mapping[str, Told], where: Told = always, day: str = "date") -> Hand:
    """The rows that meet something, out of those of which it is known: `met` gives None where it is not."""
    parts = met if isinstance(met, Mapping) else {"": met}

    def units(raw: Raw) -> Iterator[Unit]:
        for part, holds in parts.items():
            for row in raw.of(table, day):
                if where(row) and holds(row) is not None:
                    yield of_row(row, bool(holds(row)), part, day)
    return Hand("share", window, units)


def average(window: str, table: str, worth: Told, where: Told = always, by: str = "", told_from: int = 0, middle: bool = False,
            day: str = "date") -> Hand:
    """The mean of what rows are worth."""
    def units(raw: Raw) -> Iterator[Unit]:
        for row in raw.of(table, day):
            if where(row) and (not by or row[by]) and worth(row) is not None:
                yield of_row(row, worth(row), row[by] if by else "", day)
    return Hand("mean", window, units, middle=middle, told_from=told_from)


def ratio(window: str, table: str, top: str, bottom: str, where: Told = always) -> Hand:
    """One column by another, over the rows that give both."""
    return Hand("rate", window, lambda raw: (of_row(row, row[top], "", "date", row[bottom]) for row in raw.of(table)
                                             if where(row) and row[top] is not None and row[bottom] is not None))


def is_(column: str, *words: str) -> Told:
    """Whether a column holds one of these words; None where it holds nothing."""
    return lambda row: None if row[column] is None else row[column] in words


def days(first: str, last: str) -> Told:
    """Days from one date to another."""
    return lambda row: (row[last] - row[first]).days if row[first] and row[last] else None


def yes(column: str) -> Told:
    """The tick itself."""
    return lambda row: row[column]


Worth = Callable[[Form, str], float | None]


def answers(waves: Iterable[str], parts: Mapping[str, str] | str, worth: Worth, kind: str = "share", window: str = "answers",
            staff: bool = False, women: bool = False) -> Hand:
    """A unit for each answer to a question, one part a question."""
    asked = {"": parts} if isinstance(parts, str) else parts

    def units(raw: Raw) -> Iterator[Unit]:
        for part, code in asked.items():
            for form in raw.answers:
                if form.wave in waves and (found := worth(form, code)) is not None:
                    yield of_form(form, found, part)
    return Hand(kind, window, units, women, staff=staff)


def value(form: Form, code: str) -> float | None:
    """What the answer is worth."""
    return form.number(code)


def at_least(least: float) -> Worth:
    """Whether the answer is worth so much."""
    return lambda form, code: None if form.number(code) is None else float(form.number(code) >= least)


def at_most(most: float) -> Worth:
    """Whether the answer is worth no more than so much."""
    return lambda form, code: None if form.number(code) is None else float(form.number(code) <= most)


def chosen(*codes: str) -> Worth:
    """Whether it is one of these answers."""
    return lambda form, code: None if form.said(code) is None else float(form.said(code) in codes)


def option(form: Form, code: str) -> float | None:
    """Whether she ticked `question.option`."""
    return form.ticked(*code.split("."))


def written(form: Form, code: str) -> float | None:
    """Whether she wrote anything."""
    return 1.0 if form.raw.get(code, "").strip() else None


def choices(waves: Iterable[str], code: str, codes: str, **besides: Any) -> Hand:
    """One part an answer of a question."""
    def units(raw: Raw) -> Iterator[Unit]:
        for form in raw.answers:
            if form.wave in waves and (said := form.said(code)) is not None:
                yield from (of_form(form, said == each, each) for each in codes.split())
    return Hand("share", besides.pop("window", "answers"), units, **besides)


def ticks(waves: Iterable[str], question: str, options: str, **besides: Any) -> Hand:
    """One part an option of a question with several answers."""
    return answers(waves, {each: f"{question}.{each}" for each in options.split()}, option, **besides)


def mostly(parts: Mapping[str, str] | str, worth: Worth, staff: bool = False) -> Hand:
    """Each woman's cards of the quarter: 1 where at least half of them are good."""
    asked = {"": parts} if isinstance(parts, str) else parts

    def units(raw: Raw) -> Iterator[Unit]:
        for part, code in asked.items():
            cards: dict[str, list[tuple[Form, float]]] = {}
            for form in raw.answers:
                if form.wave == "session" and raw.during(form.day) and (good := worth(form, code)) is not None:
                    cards.setdefault(f"{form.who} {form.cohort}", []).append((form, good))
            for mine in cards.values():
                last = max((form for form, _ in mine), key=lambda form: form.day)
                yield of_form(last, sum(good for _, good in mine) / len(mine) >= 0.5, part)
    return Hand("share", "quarter", units, staff=staff)


def pairs(raw: Raw, waves: Iterable[str], worth: Callable[[Form], float | None],
          first: str = "intake") -> Iterator[tuple[Form, float, float]]:
    """(later form, before, after) of every known woman who answered both times, in the same group."""
    before = {(form.who, form.cohort): worth(form) for form in raw.answers if form.wave == first and form.cohort}
    for form in raw.answers:
        if form.wave in waves and form.cohort:
            start, now = before.get((form.who, form.cohort)), worth(form)
            if start is not None and now is not None:
                yield form, start, now


def changed(parts: Mapping[str, str] | str, waves: Iterable[str] = LATER, lower: bool = False, clearly: float = CLEAR,
            worth: Worth = value, first: str = "intake", window: str = "answers") -> Hand:
    """Mean change of an answer from the first time to a later one."""
    asked = {"": parts} if isinstance(parts, str) else parts

    def units(raw: Raw) -> Iterator[Unit]:
        for part, code in asked.items():
            for form, before, after in pairs(raw, waves, lambda form, code=code: worth(form, code), first):
                yield of_form(form, after, part, before)
    return Hand("change", window, units, clearly=clearly, lower=lower)


def went(waves: Iterable[str], code: str, ways: Mapping[str, Callable[[float, float], bool | None]], worth: Worth = value,
         first: str = "intake") -> Hand:
    """Whether a pair of answers went a way; None leaves it out."""
    def units(raw: Raw) -> Iterator[Unit]:
        for part, way in ways.items():
            for form, before, after in pairs(raw, waves, lambda form: worth(form, code), first):
                if (found := way(before, after)) is not None:
                    yield of_form(form, found, part)
    return Hand("share", "answers", units)


def together(codes: str, how: str = "mean") -> Worth:
    """Several questions of one form: their mean, where at least half were answered, or their sum, where all were."""
    asked = codes.split()

    def worth(form: Form, _: str) -> float | None:
        found = [form.number(code) if "." not in code else option(form, code) for code in asked]
        told = [each for each in found if each is not None]
        if how == "sum":
            return sum(told) if len(told) == len(asked) else None
        return sum(told) / len(told) if told and 2 * len(told) >= len(asked) else None
    return worth
