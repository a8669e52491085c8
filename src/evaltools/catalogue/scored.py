"""Entries that are scores of validated scales: each with its key from an organisation's `surveys/instruments.yml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ..errors import SettingsError
from ..questionnaires import Instrument, Questionnaires, load_instruments
from .entry import Entry, Rows


def with_keys(entries: dict[str, Entry], folder: Path) -> dict[str, Entry]:
    """The same entries, those with a `score` with its key; the file of keys is read only where one has.

    Raises
    ------
    SettingsError
        Where the file is unreadable, or has no key of that name.
    """
    scores = {name: entry.rows for name, entry in entries.items() if entry.rows and entry.rows.score}
    if not scores:
        return entries
    keys = load_instruments(folder)
    return entries | {name: entries[name].model_copy(update={"rows": _with_key(name, rows, keys)}) for name, rows in scores.items()}


def _with_key(name: str, rows: Rows, keys: Mapping[str, Instrument]) -> Rows:
    if rows.score not in keys:
        raise SettingsError(f"The indicator {name} asks for the score '{rows.score}', of which instruments.yml has no key.",
                            f"There are: {', '.join(sorted(keys))}.")
    return rows.model_copy(update={"key": keys[rows.score]})


def faults(entry: Entry, questionnaires: Questionnaires) -> Iterator[str]:
    """One line for each questionnaire that lacks items of an entry's score, or whose answers are worth what the key does not know."""
    key = entry.rows.key if entry.rows else None
    if entry.rows is None or key is None:
        return
    for survey in dict.fromkeys([*entry.rows.answers.values(), *(entry.rows.change or ())[1:]]):
        known = questionnaires.surveys[survey].item_ids() if survey in questionnaires.surveys else {}
        lacking = [code for code in key.items if f"{survey}.{code}" not in known]
        if lacking:
            yield f"{entry.id} is the score {entry.rows.score}, of which the questionnaire {survey} lacks {', '.join(lacking)}."
        for code in (code for code in key.items if code not in lacking):
            scale = questionnaires.scales.get(known[f"{survey}.{code}"].scale)
            low, high = key.spans.get(code, key.span)
            if scale and any(answer.value is not None and not low <= answer.value <= high for answer in scale.answers):
                yield f"{entry.id}: an answer to {survey}.{code} is worth what the key {entry.rows.score} has not ({low:g} to {high:g})."


def unverified(entry: Entry) -> bool:
    """Whether nobody held the key of an entry's score against its publication."""
    return bool(entry.rows and entry.rows.key and not entry.rows.key.verified)
