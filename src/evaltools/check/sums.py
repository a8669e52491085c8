"""Entries of whose parts exactly one is right for each answer, and that do not say so: all but one part would tell the last."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ..catalogue import Entry, Rows
from ..questionnaires import Questionnaires

TURNS = {"up", "same", "down"}


def lines(entries: Mapping[str, Entry], known: Questionnaires) -> Iterator[str]:
    """One line for each set of parts that adds up by its question alone; of registers and functions a questionnaire tells nothing."""
    for name, entry in entries.items():
        for parts in sorted(adding_up(entry, known)):
            listed = ", ".join(parts)
            if set(parts) not in map(set, entry.sums):
                yield (f"{name}: of {listed} exactly one is right for each answer: what is withheld could be what the others leave over. "
                       f"Say `adds_up: {'all' if set(parts) == set(entry.parts) else '[[' + listed + ']]'}`.")


def adding_up(entry: Entry, known: Questionnaires) -> set[tuple[str, ...]]:
    """Sets of parts of one question that leave no answer out and take none twice."""
    rows, asked = entry.rows, defaultdict[tuple[str, tuple[str, ...]], list[str]](list)
    if entry.kind not in ("share", "rate") or rows is None or rows.key or rows.options:
        return set()
    for (wave, part), items in entry.asked().items():
        asked[wave, items].append(part)
    whole = _turning if rows.change else _answering
    return {tuple(parts) for (_, items), parts in asked.items() if len(parts) > 1 and whole(rows, items, parts, known)}


def _turning(rows: Rows, _: tuple[str, ...], parts: Sequence[str], __: Questionnaires) -> bool:
    """More, as much and less of one thing."""
    return {rows.turn(part) for part in parts} == TURNS and len({str(rows.worth(part)) for part in parts}) == 1


def _answering(rows: Rows, items: tuple[str, ...], parts: Sequence[str], known: Questionnaires) -> bool:
    """Every answer that counts in one part, and in no second one."""
    taken = Counter(code for part in parts if isinstance(worth := rows.worth(part), tuple) for code in worth)
    scale = known.scales.get(known.item(items[0]).scale) if len(items) == 1 else None
    answers = set(rows.among) or {answer.code for answer in scale.answers if answer.status == "answered"} if scale else set()
    return bool(answers) and set(taken) >= answers and max(taken.values()) == 1
