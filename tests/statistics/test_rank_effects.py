import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evaltools.statistics import TooFew
from evaltools.statistics.proportions import wilson
from evaltools.statistics.rank_effects import common_language, rank_biserial

pairs = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=15)


def test_effects_are_those_of_r(reference, groups):
    for group, (expected,) in reference("rank_biserial").items():
        assert rank_biserial(*groups("paired.csv")[group]).value == pytest.approx(expected, abs=1e-10), group
    for group, expected in reference("common_language").items():
        estimate = common_language(*groups("paired.csv")[group])
        assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, abs=1e-10), group


def test_the_pairing_of_sleep_is_kept(groups):
    first, second = groups("paired.csv")["sleep"]
    # Nine slept longer with the second drug, one as long: ignoring who is who gives .255.
    assert common_language(second, first).value == pytest.approx(0.05)
    assert rank_biserial(second, first).value == -1


def test_when_all_rose_the_interval_still_has_a_width():
    everybody = rank_biserial(range(9), range(1, 10))
    assert (everybody.value, everybody.high) == (1.0, 1.0)
    assert 0 < everybody.low < 0.5
    share = common_language(range(9), range(1, 10))
    assert (share.value, share.low, share.high) == (1.0, wilson(9, 9).low, 1.0)


def test_pairs_without_a_change_count_in_one_and_not_in_the_other():
    before, after = [3, 3, 3, 3, 3, 3], [4, 5, 2, 3, 3, 3]
    # Ranks 1.5, 3 and 1.5 of the three that changed.
    assert (rank_biserial(before, after).value, rank_biserial(before, after).n) == (0.5, 3)
    assert (common_language(before, after).value, common_language(before, after).n) == ((2 + 3 / 2) / 6, 6)


def test_nobody_changed_one_pair_and_unpaired_scores():
    with pytest.raises(TooFew, match="pairs that changed"):
        rank_biserial([3, 3], [3, 3])
    assert common_language([3, 3], [3, 3]).value == 0.5
    assert (rank_biserial([3], [4]).value, rank_biserial([3], [4]).low) == (1.0, None)
    for method in (rank_biserial, common_language):
        with pytest.raises(TooFew):
            method([], [])
        for before, after in (([1], [1, 2]), ([np.nan], [1])):
            with pytest.raises(ValueError):
                method(before, after)


@given(pairs)
def test_swapping_the_waves_turns_the_effect(group):
    before, after = zip(*group, strict=True)
    forth, back = common_language(before, after), common_language(after, before)
    assert 0 <= forth.low <= forth.value <= forth.high <= 1
    assert (forth.value, forth.low, forth.high) == pytest.approx((1 - back.value, 1 - back.high, 1 - back.low), abs=1e-9)
    assume(before != after)
    forth, back = rank_biserial(before, after), rank_biserial(after, before)
    assert forth.value == pytest.approx(-back.value, abs=1e-12)
    if forth.low is not None:
        assert -1 <= forth.low <= forth.value <= forth.high <= 1
        assert (forth.low, forth.high) == pytest.approx((-back.high, -back.low), abs=1e-9)


@given(pairs, st.randoms())
def test_order_and_the_step_between_answers_do_not_matter(group, random):
    before, after = zip(*group, strict=True)
    assume(before != after)
    mixed = [(10 + 3 * early, 10 + 3 * late) for early, late in random.sample(group, len(group))]
    for method in (rank_biserial, common_language):
        here, there = method(before, after), method(*zip(*mixed, strict=True))
        assert here.value == pytest.approx(there.value, abs=1e-12)
        if here.low is not None:
            assert (here.low, here.high) == pytest.approx((there.low, there.high), abs=1e-9)


@pytest.mark.parametrize("shift", [0.0, 0.8, 1.5])
def test_the_interval_of_the_ranks_covers_the_truth(shift):
    random, covered, rounds, n = np.random.default_rng(20260930), 0, 400, 12
    draws = random.normal(shift, 1, (2, 200_000))
    # The expected value in a group of n: sums of two different changes, and each with itself.
    truth = ((n - 1) * np.sign(draws.sum(axis=0)).mean() + 2 * np.sign(draws[0]).mean()) / (n + 1)
    for _ in range(rounds):
        estimate = rank_biserial(np.zeros(n), random.normal(shift, 1, n))
        covered += estimate.low <= truth <= estimate.high
    # 400 rounds know the coverage to about 0.02; on Fisher's scale it falls to 0.7.
    assert covered / rounds >= 0.93
