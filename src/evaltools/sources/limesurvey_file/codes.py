"""What people write on a card, as the answer codes, days and languages that LimeSurvey would have stored."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress

from ...questionnaires import Answer, Item, Scale, Survey
from ..forms.answers import OTHER as OTHER_PART
from ..forms.answers import OTHER_CODE
from .headings import loose

TICKS = {loose(word) for word in ("x", "1", "y", "oui", "ja", "yes", "vrai", "waar", "true", "ok")}
BLANKS = {loose(word) for word in ("0", "n", "non", "nee", "no", "faux", "onwaar", "false", "n/a")}
TICK_SIGNS = frozenset("✓✔☑✗✘☒")
LANGUAGE_WORDS = {
    "fr": ("fr", "f", "français", "frans", "french"), "nl": ("nl", "n", "néerlandais", "nederlands", "dutch"),
    "en": ("en", "e", "anglais", "engels", "english"), "ar": ("ar", "arabe", "arabisch", "arabic"),
    "tr": ("tr", "turc", "turks", "turkish"),
}
OTHER = {loose(word) for word in ("autre", "andere", "anders", "ander", "other", "-oth-")}
LANGUAGES = {loose(word): language for language, words in LANGUAGE_WORDS.items() for word in words}
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})(?:[ T](\d{1,2})[:h](\d{2})(?::(\d{2}))?)?")
YEARS_AHEAD = 1  # "92" is 1992, unless 2092 is at most so far away
EXCEL_EPOCH = dt.datetime(1899, 12, 30)  # day 0 of workbooks saved as text


def moment_of(text: str) -> dt.datetime | None:
    """A day, with or without its time, as people and LimeSurvey write it; None where it is none.

    >>> moment_of("3/9/26")
    datetime.datetime(2026, 9, 3, 0, 0)
    """
    text = text.strip()
    with suppress(ValueError):
        if re.fullmatch(r"\d{5}", text):
            return EXCEL_EPOCH + dt.timedelta(days=int(text))
        found = DAY.fullmatch(text)
        if found:
            day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
            return dt.datetime(_century(year) if year < 100 else year, month, day, hour, minute, second)
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    return None


def _century(year: int) -> int:
    """The year of two digits: the last one that is not in the future."""
    return year + 2000 if year + 2000 <= dt.date.today().year + YEARS_AHEAD else year + 1900


def language_of(text: str) -> str:
    """The code of a language that is written as a code or a word; empty where it is unknown."""
    return LANGUAGES.get(loose(text), "")


class Codes:
    """From a written answer to the code that LimeSurvey would have stored."""

    def __init__(self, survey: Survey, scales: dict[str, Scale]) -> None:
        self._scales = scales
        self._items = {column: item for item in survey.items for column in survey.columns(item)}
        self._items |= {item.code: item for item in survey.items}

    def of(self, column: str, written: str) -> str:
        """The code of an answer, or the text as it is where no answer of the item is written so."""
        item = self._items.get(column)
        text = written.strip()
        if item is None or not text:
            return written if item is None else ""
        if column == f"{item.code}[{OTHER_PART}]":
            return written
        if item.type == "multiple":
            return _tick(text)
        if item.type == "ranking":
            return _option(text, item) or text
        if item.type == "date":
            moment = moment_of(text)
            return moment.date().isoformat() if moment else text
        if item.type in ("choice", "array"):
            code = _code(text, self._scales[item.scale])
            known = {answer.code for answer in self._scales[item.scale].answers}
            is_other = code not in known and item.other and loose(text) in OTHER.union(map(loose, item.other.values()))
            return OTHER_CODE if is_other else code
        return written

    def spread(self, column: str, written: str) -> dict[str, str]:
        """The answers of one cell of a card: one, or those of all options where a multiple choice fills a single cell."""
        item = self._items[column]
        if item.type != "multiple" or column != item.code:
            return {column: self.of(column, written)}
        parts = [part for part in re.split(r"[;,/\n]", written) if part.strip()]
        ticked = [option for part in parts if (option := _option(part, item))]
        answers = {f"{item.code}[{option}]": "Y" if option in ticked else "" for option in item.options}
        strange = [part.strip() for part in parts if not _option(part, item)]
        if item.other:
            answers[f"{item.code}[{OTHER_PART}]"] = "; ".join(strange)
        # Words that are no option stay with the first option left open, so that they are counted as refused.
        elif strange:
            answers[next((name for name, answer in answers.items() if not answer), column)] = written
        return answers


def _tick(text: str) -> str:
    """`Y`, or nothing; anything else stays and is refused later."""
    if loose(text) in TICKS or set(text) <= TICK_SIGNS:
        return "Y"
    return "" if loose(text) in BLANKS else text


def _code(text: str, scale: Scale) -> str:
    """By code, then by value, then by the words of any language; a sign such as a face where only one answer has it."""
    ways = (
        lambda answer: answer.code == text,
        lambda answer: answer.code.casefold() == text.casefold(),
        lambda answer: answer.value is not None and _number(text) == answer.value,
        lambda answer: text in answer.text.values(),
        lambda answer: loose(text) in map(loose, answer.text.values()) if loose(text) else _has_sign(answer, text),
    )
    for way in ways:
        found = [answer.code for answer in scale.answers if way(answer)]
        if len(found) == 1:
            return found[0]
    return text


def _has_sign(answer: Answer, sign: str) -> bool:
    return any(sign in words for words in answer.text.values())


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _option(part: str, item: Item) -> str:
    wanted = loose(part)
    found = [code for code, words in item.options.items() if wanted in (loose(code), *map(loose, words.values()))]
    return found[0] if len(found) == 1 and wanted else ""
