"""Attackers who read what a view shows and know who is in every figure. They share no arithmetic with the audit.

Each woman said yes or no, and each published row is a sentence about how many of some women said yes.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd
from programmes import Programme
from scipy.optimize import Bounds, LinearConstraint, milp

LASTING = ("L02", "L02F", "P01", "S01", "S01B", "S01D", "S03", "S04", "X_sensitive")
"""Where a woman's answer is the same one in every quarter."""


@dataclass(frozen=True)
class Sentence:
    """What one published row says: of these women, between `low` and `high`; and what is true."""

    audience: str
    scope: str
    quarter: int
    women: frozenset[str]
    low: float
    high: float
    status: str
    truth: float


Topic = tuple[str, str, str, int]


def topics(programme: Programme) -> dict[Topic, list[Sentence]]:
    """Indicator, wave, part (and the quarter, where each quarter is another matter) -> every row about it."""
    found: dict[Topic, list[Sentence]] = {}
    for quarter, release in enumerate(programme.releases):
        for row in release.to_dict("records"):
            if row["kind"] != "share" or row["origin"] != "answers" or pd.isna(row["truth"]):
                continue
            key = tuple(row[name] for name in ("period", "level", "scope", "indicator", "version", "wave", "by", "group", "part"))
            women = frozenset(programme.members.get(key, ()))
            low, high = read(row)
            topic = row["indicator"], row["wave"], row["part"], -1 if row["indicator"] in LASTING else quarter
            found.setdefault(topic, []).append(
                Sentence(row["audience"], row["scope"], quarter, women, low, high, row["status"], float(row["truth"])))
    return found


def read(row: dict[str, object]) -> tuple[float, float]:
    """A count's range as a reader understands it: printed exactly, as a band, rounded to five, or not at all, or not anew."""
    if row["status"] in ("withheld", "carried"):  # what is carried was said, of its own women, when it was first published
        return 0, float(row["base"])  # type: ignore[arg-type]
    if pd.notna(row["count_low"]):
        return float(row["count_low"]), float(row["count_high"])  # type: ignore[arg-type]
    count = float(row["numerator"])  # type: ignore[arg-type]
    return (count - 2, count + 2) if row["audience"] == "public" else (count, count)


def views(sentences: Iterable[Sentence]) -> Iterator[tuple[str, list[Sentence]]]:
    """Each coordinator's reading, and that of somebody without a group."""
    listed = list(sentences)
    wide = [each for each in listed if each.audience != "cohort"]
    yield "", wide
    for cohort in sorted({each.scope for each in listed if each.audience == "cohort"}):
        yield cohort, wide + [each for each in listed if each.audience == "cohort" and each.scope == cohort]


def targets(sentences: Iterable[Sentence], view: str, part: int) -> Iterator[Sentence]:
    """What a view must not learn: what it reads as withheld or in a band, and every other group's count.

    A former value that stands hides what lies between the two sets of women, not a new value that might be told by itself: one
    of at least `part` women on either side.
    """
    for each in sentences:
        hidden = each.status != "exact" and not (each.status == "carried" and min(each.truth, len(each.women) - each.truth) >= part)
        if (each.audience != "public" and hidden) or (each.audience == "cohort" and each.scope != view):
            yield each


def between(sentences: Iterable[Sentence]) -> Iterator[frozenset[str]]:
    """The few women, or the women of fewer than three groups, who came or went between two sets of one figure, published or not."""
    by_scope: dict[tuple[str, str], set[frozenset[str]]] = {}
    for each in sentences:
        if each.audience in ("site", "programme"):
            by_scope.setdefault((each.audience, each.scope), set()).add(each.women)
    for sets in by_scope.values():
        for large, small in itertools.permutations(sets, 2):
            came = large - small
            if small < large and (len(came) < 5 or len({woman.split("-")[0] for woman in came}) < 3):
                yield came


def kinds(sets: Iterable[frozenset[str]]) -> list[list[str]]:
    """The women of several sets, those together who are in exactly the same ones."""
    listed = list(sets)
    found: dict[tuple[bool, ...], list[str]] = {}
    for woman in sorted(frozenset().union(*listed)):
        found.setdefault(tuple(woman in each for each in listed), []).append(woman)
    return list(found.values())


# ---------------------------------------------------------------- arithmetic

def by_arithmetic(read_rows: list[Sentence], target: Sentence) -> Fraction | None:
    """The target's count as sums and differences of exact totals, where elimination finds one."""
    # One figure that several pages print is one sentence.
    exact = list({each.women: each for each in read_rows if each.low == each.high}.values())
    column = {alike[0]: place for place, alike in enumerate(kinds([target.women, *(each.women for each in exact)]))}
    wanted, total = _line(target, column), Fraction(0)
    for line, value in _eliminated([(_line(each, column), Fraction(int(each.low))) for each in exact]):
        first = next(place for place, worth in enumerate(line) if worth)
        if wanted[first]:
            factor = wanted[first] / line[first]
            wanted = [a - factor * b for a, b in zip(wanted, line, strict=True)]
            total += factor * value
    return None if any(wanted) else total


def _line(sentence: Sentence, column: dict[str, int]) -> list[Fraction]:
    line = [Fraction(0)] * len(column)
    for woman in sentence.women & column.keys():
        line[column[woman]] = Fraction(1)
    return line


def _eliminated(lines: list[tuple[list[Fraction], Fraction]]) -> list[tuple[list[Fraction], Fraction]]:
    done: list[tuple[list[Fraction], Fraction]] = []
    for given, right in lines:
        line, value = given, right
        for known, worth in done:
            first = next(place for place, each in enumerate(known) if each)
            if line[first]:
                factor = line[first] / known[first]
                line = [a - factor * b for a, b in zip(line, known, strict=True)]
                value -= factor * worth
        if any(line):
            done.append((line, value))
    return done


# ---------------------------------------------------------------- whole-number bounds

def by_bounds(read_rows: list[Sentence], target: frozenset[str], known: dict[str, int] | None = None) -> tuple[int, int]:
    """The lowest and highest count that all sentences together allow; `known` are women who tell their own answer."""
    told = known or {}
    alike = kinds([target, *(each.women for each in read_rows), frozenset(told)])
    first = [women[0] for women in alike]
    matrix = np.array([[woman in each.women for woman in first] for each in read_rows], float).reshape(-1, len(first))
    rules = [LinearConstraint(matrix, [each.low for each in read_rows], [each.high for each in read_rows])] if read_rows else []
    sure = [sum(told.get(woman, 0) for woman in women) for women in alike]
    bounds = Bounds(sure, [total if women[0] in told else len(women) for total, women in zip(sure, alike, strict=True)])
    aim = np.array([woman in target for woman in first], float)
    ends = [milp(sign * aim, constraints=rules, bounds=bounds, integrality=np.ones(len(first))) for sign in (1, -1)]
    assert all(end.status == 0 for end in ends), "the truth itself must be possible"
    low, high = (round(float(aim @ np.round(end.x))) for end in ends)
    return low, high


# ---------------------------------------------------------------- differencing

def by_difference(read_rows: list[Sentence]) -> Iterator[tuple[frozenset[str], float, float]]:
    """Every pair of nested figures, of any two quarters, levels and audiences: who is in one only, and their count's range."""
    said = [each for each in read_rows if each.status not in ("withheld", "carried")]
    for large, small in itertools.permutations(said, 2):
        if small.women < large.women:
            yield large.women - small.women, large.low - small.high, large.high - small.low
