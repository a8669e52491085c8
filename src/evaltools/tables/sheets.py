"""The register workbook: which sheet is which table, by which headings and words, as sheets.yml says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from . import TABLES, Kind

LANGUAGES = ("fr", "nl", "en")
# What a sheet holds besides the columns of its table: the access code links a woman to forms, and goes no further.
BESIDES: dict[str, Kind] = {"token": "id"}


@dataclass(frozen=True)
class SheetColumn:
    """One column of a register sheet: its headings in each language, and how its cells are understood.

    `words` are what people write for each code; `bands` the smallest number of each class, `most` the largest of a count.
    `person` marks what names a woman or a worker, `ticks` that a blank means no.
    """

    name: str
    kind: Kind
    headings: Mapping[str, tuple[str, ...]]
    required: bool = False
    person: bool = False
    ticks: bool = False
    words: Mapping[str, tuple[str, ...]] | None = None
    bands: Mapping[str, int] | None = None
    most: int | None = None

    def codes(self, language: str) -> dict[str, str]:
        """What a template offers for each code of a category, in one language."""
        index = LANGUAGES.index(language)
        return {code: words[index] for code, words in (self.words or {}).items()}


@dataclass(frozen=True)
class Sheet:
    """One sheet of the register workbook: the table it fills, its names, its columns in order."""

    table: str
    kinds: tuple[str, ...]
    title: Mapping[str, str]
    also: tuple[str, ...]
    good_for: Mapping[str, str]
    columns: Mapping[str, SheetColumn]
    grid: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which people call this sheet."""
        return (*self.title.values(), *self.also)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which the sheet cannot be read."""
        return tuple(name for name, column in self.columns.items() if column.required)


@cache
def sheets() -> dict[str, Sheet]:
    """Every sheet of the register workbook by the name of its table, in the order of the template."""
    content = yaml.safe_load(files(__package__).joinpath("sheets.yml").read_text("utf-8"))
    return {table: _sheet(table, entry) for table, entry in content.items()}


def _sheet(table: str, entry: dict[str, Any]) -> Sheet:
    columns = {name: _column(table, name, column) for name, column in entry["columns"].items()}
    return Sheet(table, tuple(entry["kinds"]), entry["title"], tuple(entry["also"]), entry["good_for"], columns,
                 entry.get("grid", False))


def _column(table: str, name: str, entry: dict[str, Any]) -> SheetColumn:
    words = {code: tuple(words) for code, words in entry.get("words", {}).items()}
    return SheetColumn(name, BESIDES.get(name) or TABLES[table].column(name).kind,
                       {language: tuple(entry[language]) for language in LANGUAGES},
                       entry.get("required", False), entry.get("person", False), entry.get("ticks", False),
                       words or None, entry.get("bands"), entry.get("most"))
