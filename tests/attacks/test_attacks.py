"""Nobody can be found: attacks on random small programmes, each by its own arithmetic.

Three values at least must stay possible for every hidden count, five for a sensitive one, in every reader's view.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator

import pytest
from attackers import Sentence, between, by_arithmetic, by_bounds, by_difference, targets, topics, views
from programmes import SENSITIVE, Programme

Attacked = Callable[[int], Programme]
SEEDS = [pytest.param(seed, marks=[pytest.mark.xdist_group(f"programme {seed}"), *([pytest.mark.long] if seed >= 25 else [])])
         for seed in range(200)]
"""Each programme is made once, by the process that attacks it."""
ORDINARY = {"S01", "S03", "L02"}


def needed(indicator: str, target: Sentence) -> int:
    return min(5 if indicator == SENSITIVE else 3, len(target.women) + 1)


def readings(programme: Programme) -> Iterator[tuple[str, str, list[Sentence], list[Sentence]]]:
    """Indicator, view, what it reads of one topic, and what it must not learn of it."""
    for (indicator, *_), sentences in topics(programme).items():
        for view, read_rows in views(sentences):
            known: dict[frozenset[str], Sentence] = {}
            for each in targets(sentences, view, 10 if indicator == SENSITIVE else 5):
                known.setdefault(each.women, each)
            # A set of women whose exact count somebody may read is told to her, whatever another row of hers is.
            told = {each.women for each in read_rows if each.status == "exact" and each.audience in ("site", "programme")}
            yield indicator, view, read_rows, [each for women, each in known.items() if women not in told]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_count_is_a_sum_or_difference_of_totals(attacked: Attacked, seed: int) -> None:
    for _, view, read_rows, hidden in readings(attacked(seed)):
        if view == "":
            assert [each for each in hidden if by_arithmetic(read_rows, each) is not None] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_every_hidden_count_keeps_its_values_over_all_releases(attacked: Attacked, seed: int) -> None:
    for indicator, view, read_rows, hidden in readings(attacked(seed)):
        for each in hidden:
            low, high = by_bounds(read_rows, each.women)
            assert low <= each.truth <= high
            assert high - low + 1 >= needed(indicator, each), (indicator, view, each)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_figures_of_any_level_or_quarter_differ_by_a_hidden_count(attacked: Attacked, seed: int) -> None:
    for indicator, view, read_rows, hidden in readings(attacked(seed)):
        by_women = {each.women: each for each in hidden}
        for women, low, high in by_difference(read_rows):
            if women in by_women:
                width = min(high, len(women)) - max(low, 0) + 1
                assert width >= needed(indicator, by_women[women]), (indicator, view, women)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_lies_between_two_quarters_of_a_figure_stays_open(attacked: Attacked, seed: int) -> None:
    """A leaver, a joiner, a group that came: nobody's answer is the difference of what was said before and after."""
    for (indicator, *_), sentences in topics(attacked(seed)).items():
        few = set(between(sentences))
        for view, read_rows in views(sentences):
            for women in few:
                low, high = by_bounds(read_rows, women)
                assert high - low + 1 >= min(3, len(women) + 1), (indicator, view, women)


# ---------------------------------------------------------------- coalitions

FAVOURABLE = {"S01": True, "S03": True, "S04": True, SENSITIVE: True}
"""Where everybody else was found to have said yes, nobody is hurt; of other indicators neither answer may be found out."""


def found_out(read_rows: list[Sentence], group: Sentence, said: dict[str, int], coalition: tuple[str, ...], harmless: bool) -> int:
    """How many other women's answers a coalition of participants is certain of, with all that a view shows, and could hurt with."""
    known = {woman: said[woman] for woman in coalition}
    others = sorted(group.women - set(coalition))
    if not others:
        return 0
    # Women of one group are alike to the reader: either the answers of all the others are settled, or nobody's is.
    rest = frozenset(others)
    low, high = by_bounds(read_rows, rest, known)
    return len(others) if low == high and low in ((0,) if harmless else (0, len(others))) else 0


def coalitions(programme: Programme, size: int | None, indicators: set[str], tries: int = 3) -> Iterator[bool]:
    """Whether a coalition of so many women of one group (None: all but one) finds somebody out, for several of each group.

    With no `tries` it is the worst one: those who said what fewest said.
    """
    draw = random.Random(programme.seed)
    for (indicator, wave, *_), sentences in topics(programme).items():
        if indicator not in indicators or wave != "end":
            continue
        answers = answers_of(programme, indicator)
        for view, read_rows in views(sentences):
            for group in [each for each in groups_of(programme, indicator) if each.scope == view]:
                said = {woman: answers[woman] for woman in group.women}
                count = len(group.women) - 1 if size is None else size
                if 0 < count < len(group.women):
                    for _ in range(tries or 1):
                        together = tuple(draw.sample(sorted(group.women), count)) if tries else worst(group, said, count)
                        yield found_out(read_rows, group, said, together, indicator in FAVOURABLE and size is not None) > 0


def worst(group: Sentence, said: dict[str, int], count: int) -> tuple[str, ...]:
    """The women with the rarer answer first: in a coalition, they know most of the others."""
    rare = int(2 * sum(said[woman] for woman in group.women) < len(group.women))
    return tuple(sorted(group.women, key=lambda woman: (said[woman] != rare, woman))[:count])


def answers_of(programme: Programme, indicator: str) -> dict[str, int]:
    """What each woman said at the end."""
    return {woman: int(said) for key, women in programme.members.items() if key[3] == indicator and key[5] == "end"
            for woman, said in women.items()}


def groups_of(programme: Programme, indicator: str) -> list[Sentence]:
    """The women of each cohort who answered, from a figure of the site where there is none of the cohort."""
    women: dict[str, set[str]] = {}
    for woman in answers_of(programme, indicator):
        women.setdefault(woman.split("-")[0], set()).add(woman)
    return [Sentence("cohort", cohort, 0, frozenset(each), 0, 0, "withheld", 0) for cohort, each in sorted(women.items())]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", [1, 3])
def test_neither_one_woman_nor_three_together_find_out_another(attacked: Attacked, seed: int, size: int) -> None:
    assert not any(coalitions(attacked(seed), size, ORDINARY))
    assert not any(coalitions(attacked(seed), size, ORDINARY, tries=0))


@pytest.mark.parametrize("seed", SEEDS)
def test_all_but_one_of_a_group_do_not_find_out_the_last_in_staff_and_sensitive_items(attacked: Attacked, seed: int) -> None:
    assert not any(coalitions(attacked(seed), None, {"S04", SENSITIVE}))


def test_the_rate_of_larger_coalitions_is_printed(attacked: Attacked, capsys: pytest.CaptureFixture[str]) -> None:
    rates = {}
    for size in (1, 3, 4, 5, 6, None):
        tried = list(itertools.chain.from_iterable(coalitions(attacked(seed), size, ORDINARY, tries=0) for seed in range(4)))
        rates[size] = sum(tried) / len(tried)
    with capsys.disabled():
        print("\nordinary items, the worst coalition of a group finds out the others: " + ", ".join(
            f"{'all but one' if size is None else size}: {rate:.1%}" for size, rate in rates.items()))
    assert rates[1] == rates[3] == 0
    assert rates[3] <= rates[6] <= rates[None]
