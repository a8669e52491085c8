"""What the programmes' own documents ask for: 338 demands, each of a document and of an indicator (`matrix.csv`)."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from .entry import Entry

COMPANION = re.compile(r"([A-Z]\d\d)[A-Z]")


@dataclass(frozen=True)
class Demand:
    """One demand: its row in the evaluation matrix, the document that it stands in, the indicator that answers it."""

    row: int
    document: str
    indicator: str


def demands() -> list[Demand]:
    """Every demand, in the order of the matrix."""
    lines = resources.files(__package__).joinpath("matrix.csv").read_text("utf-8").splitlines()
    return [Demand(int(line["row"]), line["document"], line["indicator"]) for line in csv.DictReader(lines)]


def answered(entries: Mapping[str, Entry]) -> dict[str, list[str]]:
    """Indicator of the matrix -> the entries that answer it: its own, and companions with one letter behind its identifier."""
    wanted: dict[str, list[str]] = {demand.indicator: [] for demand in demands()}
    for name in entries:
        companion = COMPANION.fullmatch(name)
        base = companion.group(1) if companion else name
        if base in wanted:
            wanted[base].append(name)
    return wanted


@dataclass(frozen=True)
class Coverage:
    """The matrix against a catalogue: indicators that are computed, that carry a dated value, that have no entry."""

    computed: tuple[str, ...]
    facts: tuple[str, ...]
    lacking: tuple[str, ...]

    def __str__(self) -> str:
        known = len(self.computed) + len(self.facts)
        text = f"indicators: {known} of {known + len(self.lacking)} ({len(self.computed)} computed, {len(self.facts)} dated values)"
        return f"{text}; without an entry: {', '.join(self.lacking)}" if self.lacking else text


def coverage(entries: Mapping[str, Entry]) -> Coverage:
    """How far a catalogue answers the matrix; only an entry of its own answers an indicator, a companion stands beside it."""
    wanted = answered(entries)
    known = {name: entries[name] for name, names in wanted.items() if name in names}
    return Coverage(tuple(name for name, entry in known.items() if entry.fact is None),
                    tuple(name for name, entry in known.items() if entry.fact), tuple(sorted(wanted.keys() - known.keys())))
