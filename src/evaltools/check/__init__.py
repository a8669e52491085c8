"""Everything that is wrong in an organisation's folder, listed at once; and what should be known though nothing is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import catalogue, indicators, questionnaires, starter
from ..catalogue.demands import coverage
from ..errors import EvaltoolsError
from ..settings import Settings
from ..settings import load as load_settings
from . import asking, codes, folder, sums, surveys, words
from .asking import silenced
from .note import Note

__all__ = ["Findings", "Note", "check", "silenced"]


@dataclass(frozen=True)
class Findings:
    """What was found: `mistakes` are to be mended; `notes` say what the organisation should know, and may be left."""

    mistakes: tuple[str, ...]
    notes: tuple[str, ...]


def check(root: Path) -> Findings:
    """One line for each thing to mend and each thing to know; no mistake where everything fits together."""
    try:
        settings = load_settings(root)
    except EvaltoolsError as error:
        return Findings(tuple(error.message.splitlines()), ())
    lines = [*_content(settings), *folder.registers_lines(settings), *folder.notebook_lines(settings)]
    return Findings(tuple(line for line in lines if not isinstance(line, Note)),
                    tuple(str(line) for line in lines if isinstance(line, Note)))


def _content(settings: Settings) -> Iterator[str]:
    """Questionnaires and catalogue, each by itself and against each other."""
    place = starter.own(settings.root, "surveys")
    yield from codes.repeated_keys(place)
    try:
        known = questionnaires.load(place)
    except EvaltoolsError as error:
        yield error.message
        return
    yield from words.lines(settings, known)
    yield from codes.lines(known)
    yield from surveys.lines(settings, known)
    own = settings.root / "indicators"
    try:
        entries = catalogue.with_keys(catalogue.load(own if own.is_dir() else None), place)
        indicators.check(entries)
    except EvaltoolsError as error:
        yield error.message
        return
    yield Note(f"{coverage(entries)}.")
    yield from catalogue.missing_items(entries, known)
    for name in (name for name, entry in entries.items() if catalogue.unverified(entry)):
        yield Note(f"{name}: nobody compared its scoring key with the publication; do so before you publish a score.")
    yield from sums.lines(entries, known)
    yield from asking.lines(settings, known, entries)
