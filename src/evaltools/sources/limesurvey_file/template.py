"""A sheet for paper cards: a column for each item, with the questions above and drop-down lists of their answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml

from ...questionnaires import Item, Questionnaires, Survey, Words
from ..forms.answers import OTHER
from .codes import Codes
from .headings import letter

ROWS = 500  # the rows that lists and formats are prepared for
HEADED = 2  # the questions, then the codes
CREATED = dt.datetime(2026, 1, 1)  # one day for all, so that two templates are equal, byte for byte
FIRST, LAST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
BORN = dt.date(1900, 1, 1)
TICK = "x"
LOOKS: dict[str, dict[str, Any]] = {
    "question": {"text_wrap": True, "valign": "top"}, "code": {"bold": True, "bg_color": "#E6EEF2", "bottom": 1},
    "text": {"num_format": "@"}, "date": {"num_format": "dd/mm/yyyy"}, "number": {}, "wrap": {"text_wrap": True, "valign": "top"},
}


@dataclass(frozen=True)
class Column:
    """One column of the sheet: its code, the question above it, what a cell takes: text, date, number, or one of `choices`."""

    code: str
    question: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    first: dt.date = FIRST


def write_template(path: Path, survey: Survey, questionnaires: Questionnaires, language: str) -> None:
    """Write an empty sheet for the paper cards of a questionnaire, in fr, nl or en; `read` takes it as it is.

    Parameters
    ----------
    survey
        The questionnaire as it is asked: with the programme's modules. Of an anonymous one, no card has a number.
    """
    words = _words()[language]
    # Text that begins with "=" stays text, and nothing becomes a link.
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": CREATED})
        formats = {name: workbook.add_format(look) for name, look in LOOKS.items()}
        cards, guide, lists = (workbook.add_worksheet(words[name]) for name in ("cards", "guide", "lists"))
        lists.hide()
        guide.set_column(0, 0, 100, formats["wrap"])
        guide.write_column(0, 0, [_said(survey.title, language), *words["rules"]], formats["wrap"])
        cards.set_row(0, 75, formats["question"])
        for place, column in enumerate([*_head(survey, words), *_columns(survey, questionnaires, language)]):
            cards.set_column(place, place, 16, formats[column.kind])
            cards.write_string(0, place, column.question, formats["question"])
            cards.write_string(1, place, column.code, formats["code"])
            if column.choices:
                lists.write_column(0, place, column.choices)
            cards.data_validation(HEADED, place, HEADED + ROWS - 1, place, _expected(column, place, words))
        cards.freeze_panes(HEADED, 1)


@cache
def _words() -> dict[str, dict[str, Any]]:
    content: dict[str, dict[str, Any]] = yaml.safe_load(files(__package__).joinpath("template.yml").read_text("utf-8"))
    return content


def _head(survey: Survey, words: dict[str, Any]) -> Iterator[Column]:
    """What stands at the head of a card: who, in which group, when, in which language."""
    if not survey.anonymous:
        yield Column(words["number"], "")
        yield Column(words["cohort"], "")
    yield Column(words["date"], "", "date")
    yield Column(words["language"], "", choices=survey.languages)


def _columns(survey: Survey, questionnaires: Questionnaires, language: str) -> Iterator[Column]:
    codes = Codes(survey, questionnaires.scales)
    for number, item in enumerate(survey.items, start=1):
        # The number keeps a question of one word from being taken for the code of an item.
        question = f"{number}. {_said(item.text, language)}"
        for column in survey.columns(item):
            part = column.partition("[")[2].rstrip("]")
            if part == OTHER and item.other:
                yield Column(column, f"{question} – {_said(item.other, language)}")
            else:
                beside = _said(item.parts[part], language) if part in item.parts else part
                yield _column(item, column, f"{question} – {beside}" if beside else question, codes, questionnaires, language)


def _column(item: Item, column: str, question: str, codes: Codes, questionnaires: Questionnaires, language: str) -> Column:
    if item.type == "multiple":
        return Column(column, question, choices=(TICK,))
    if item.type == "ranking":
        options = [(code, _said(words, language)) for code, words in item.options.items()]
    elif item.type in ("choice", "array"):
        options = [(answer.code, _said(answer.text, language)) for answer in questionnaires.scales[item.scale].answers]
    else:
        kind = item.type if item.type in ("number", "date") else "text"
        return Column(column, question, kind, low=item.low, high=item.high, first=BORN)
    # Where two answers are said alike, their codes are offered.
    choices = [said if codes.of(column, said) == code else code for code, said in options]
    return Column(column, question, choices=(*choices, *([_said(item.other, language)] if item.other else [])))


def _expected(column: Column, place: int, words: dict[str, Any]) -> dict[str, Any]:
    """What a cell takes. It only warns: a sheet that refuses what stands on a card is left for a notebook of paper."""
    asked = {"input_message": column.question[:255]} if column.question else {}
    warned = {**asked, "error_type": "warning"}
    if column.choices:
        source = f"='{words['lists']}'!${letter(place)}$1:${letter(place)}${len(column.choices)}"
        return {**warned, "validate": "list", "source": source, "error_message": words["choose"]}
    if column.kind == "date":
        return {**warned, "validate": "date", "criteria": "between", "minimum": column.first, "maximum": LAST,
                "error_message": words["date_needed"]}
    if column.kind == "number":
        low, high = (column.low or 0, column.high or 1_000_000)
        between = words["between"].format(low=low, high=high) if column.high is not None else ""
        return {**warned, "validate": "decimal", "criteria": "between", "minimum": low, "maximum": high,
                "error_message": words["number_needed"].format(between=between)}
    return {**asked, "validate": "any"}


def _said(words: Words, language: str) -> str:
    return words.get(language) or next(iter(words.values()), "")
