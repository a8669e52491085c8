"""Who is satisfied, in between and not satisfied are together all who answered: attackers who read the three beside each other.

Each woman gave one of three answers. All that a view shows of the three, of all quarters, is one system of whole numbers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pandas as pd
import pytest
from attackers import LASTING, Sentence, kinds, targets, topics
from programmes import Programme, programme
from scipy.optimize import Bounds, LinearConstraint, milp

from evaltools.catalogue import Entry
from evaltools.questionnaires import Questionnaires
from evaltools.settings import Settings

SPREAD = ("S01", "S01B", "S01D", "S03")
SEEDS = [pytest.param(seed, marks=[pytest.mark.long] if seed >= 5 else []) for seed in range(30)]
ITEMS = {"S01": "overall", "S03": "regularity"}
Spread = Callable[[int], Programme]
Line = tuple[int, Sentence]
"""Which of the three answers a sentence counts."""


@pytest.fixture(scope="module")
def spread(shipped_catalogue: dict[str, Entry], shipped_questionnaires: Questionnaires, small_settings: Settings) -> Spread:
    @cache
    def of(seed: int) -> Programme:
        return programme(seed, 6 if seed % 5 == 0 else 4, shipped_catalogue, shipped_questionnaires, small_settings, SPREAD, (3, 2))

    return of


def themes(programme: Programme) -> Iterator[list[Line]]:
    """Every sentence about each item, with the answer that it counts."""
    said = topics(programme)
    for indicator, item in ITEMS.items():
        found = [(0, each) for topic, rows in said.items() if topic[:2] == (indicator, "end") for each in rows]
        for answer, rest in ((1, "S01B"), (2, "S01D")):
            found += [(answer, each) for topic, rows in said.items() if topic[:3] == (rest, "end", item) for each in rows]
        yield found


def readings(lines: list[Line]) -> Iterator[tuple[str, list[Line]]]:
    """What each coordinator reads, what somebody without a group does, and what the public does."""
    yield "public", [(answer, each) for answer, each in lines if each.audience == "public"]
    for view in ["", *sorted({each.scope for _, each in lines if each.audience == "cohort"})]:
        yield view, [(answer, each) for answer, each in lines if each.audience != "cohort" or each.scope == view]


def hidden(lines: list[Line], view: str) -> list[tuple[int, frozenset[str]]]:
    """What a reader must not learn: what is withheld or in a band, and any answer of the women of any one group."""
    told = {(answer, each.women) for answer, each in lines if each.status == "exact"}
    if view == "public":
        return [(answer, women) for answer, women in told if ("public", women) not in {(each.audience, each.women) for _, each in lines}]
    found = [(answer, each.women) for answer, each in lines if each in set(targets([each], view, 5))]
    found += [(answer, group) for answer in range(3) for group in groups_in(lines)]
    return [each for each in dict.fromkeys(found) if each not in told]


def groups_in(lines: list[Line]) -> list[frozenset[str]]:
    """The women of each group who answered by the last quarter."""
    women = frozenset().union(*(each.women for _, each in lines))
    groups = sorted({woman.split("-")[0] for woman in women})
    return [frozenset(woman for woman in women if woman.startswith(f"{group}-")) for group in groups]


def by_three_answers(read_rows: list[Line], target: tuple[int, frozenset[str]], known: dict[str, int] | None = None) -> tuple[int, int]:
    """The lowest and highest count that all sentences together allow, each woman with one of three answers; some tell theirs."""
    told = known or {}
    alike = kinds([target[1], *(each.women for _, each in read_rows), *(frozenset([woman]) for woman in told)])
    first, size = [women[0] for women in alike], np.array([len(women) for women in alike])

    def line(answer: int, women: frozenset[str]) -> np.ndarray:
        found = np.zeros((3, len(first)))
        found[answer] = [woman in women for woman in first]
        return found.ravel()

    rules = [LinearConstraint(np.tile(np.eye(len(first)), 3), size, size)]
    if read_rows:
        rules.append(LinearConstraint(np.array([line(answer, each.women) for answer, each in read_rows]),
                                      [each.low for _, each in read_rows], [each.high for _, each in read_rows]))
    sure = np.sum([line(answer, frozenset([woman])) for woman, answer in told.items()], axis=0) if told else np.zeros(3 * len(first))
    aim = line(*target)
    ends = [milp(sign * aim, constraints=rules, bounds=Bounds(sure, np.tile(size, 3)), integrality=np.ones(3 * len(first)))
            for sign in (1, -1)]
    assert all(end.status == 0 for end in ends), "the truth itself must be possible"
    low, high = (round(float(aim @ np.round(end.x))) for end in ends)
    return low, high


@pytest.mark.parametrize("seed", SEEDS)
def test_three_values_stay_possible_of_each_answer(spread: Spread, seed: int) -> None:
    draw, tried = random.Random(seed), 0
    for lines in themes(spread(seed)):
        for view, read_rows in readings(lines):
            wanted = hidden(lines, view)
            bands = {(answer, each.women) for answer, each in lines if each.status in ("banded", "at_least") and each.audience != "cohort"}
            for answer, women in [*bands.intersection(wanted), *draw.sample(wanted, min(len(wanted), 8))]:
                low, high = by_three_answers(read_rows, (answer, women))
                assert high - low + 1 >= min(3, len(women) + 1), (view, answer, len(women), low, high)
                tried += 1
    assert tried > 10


@pytest.mark.parametrize("seed", SEEDS)
def test_three_women_of_a_group_together_find_nobody_out(spread: Spread, seed: int) -> None:
    """That all the others are satisfied, or that none of them is not, may be found out; that all of them are not, never."""
    answers, draw = said_by(spread(seed)), random.Random(seed)
    for item, lines in zip(ITEMS.values(), themes(spread(seed)), strict=True):
        for view, read_rows in readings(lines):
            for group in [each for each in groups_in(lines) if view and next(iter(each)).startswith(f"{view}-")]:
                worst = sorted(group, key=lambda woman: (-answers[item, woman], draw.random()))[:3]
                rest = group - set(worst)
                for answer in (1, 2) if rest else ():
                    low, _ = by_three_answers(read_rows, (answer, rest), {woman: answers[item, woman] for woman in worst})
                    assert low < len(rest), (view, answer, worst)


def said_by(programme: Programme) -> dict[tuple[str, str], int]:
    """(item, woman) -> which of the three answers she gave at the end."""
    found: dict[tuple[str, str], int] = {}
    for key, women in programme.members.items():
        item = ITEMS.get(key[3], key[8])
        if key[3] in {"S01B": 1, "S01D": 2} | dict.fromkeys(ITEMS, 0):
            found |= {(item, woman): {"S01B": 1, "S01D": 2}.get(key[3], 0) for woman, said in women.items() if said}
    return found


@pytest.mark.parametrize("seed", SEEDS[:5])
def test_a_spread_is_told_whole_or_in_its_lowest_band(spread: Spread, seed: int) -> None:
    for release in spread(seed).releases:
        rows = release[release["indicator"].isin(["S01B", "S01D"])]
        assert set(rows["level"]) <= {"site", "programme"}
        for _, both in rows.groupby(["audience", "scope", "part"]):
            told = both[both["status"] != "withheld"]
            assert len(told) < 2 or told["numerator"].notna().all()
            assert len(told) != 1 or told["count_low"].eq(0).all()


def test_spreads_are_told_at_all(spread: Spread) -> None:
    """Else the attacks above attack nothing."""
    rows = pd.concat([release[release["indicator"].isin(["S01B", "S01D"])] for seed in range(5) for release in spread(seed).releases])
    told = rows.groupby(["audience", "status"]).size()
    assert told["programme", "exact"] + told["site", "exact"] >= 20, told
    assert told["programme", "banded"] + told["site", "banded"] >= 5, told
    assert told["public", "exact"] >= 2, told


def test_lasting_answers_are_known_as_such() -> None:
    assert {"S01B", "S01D"} <= set(LASTING)
