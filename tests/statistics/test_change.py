import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.statistics import TooFew
from evaltools.statistics.change import paired_change, sign_test

pairs = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=15)


def test_changes_are_those_of_r(reference, groups):
    paired = groups("paired.csv")
    for group, expected in reference("mean").items():
        change = paired_change(*paired[group])
        assert (change.mean.value, change.mean.low, change.mean.high) == pytest.approx(expected, abs=1e-10), group
        typical = reference("hodges_lehmann")[group]
        assert (change.typical.value, change.typical.low, change.typical.high) == pytest.approx(typical, abs=1e-8)
        assert change.sign_p == pytest.approx(reference("sign")[group][0], rel=1e-9), group


def test_up_same_and_down_counted_by_hand():
    before, after = [3, 4, 5, 5, 2, 6], [5, 4, 6, 4, 5, 6]
    change = paired_change(before, after)
    assert (change.n, change.up, change.same, change.down) == (6, 3, 2, 1)
    at_least_two = paired_change(before, after, at_least=2)
    assert (at_least_two.up, at_least_two.same, at_least_two.down, at_least_two.at_least) == (2, 4, 0, 2)
    assert at_least_two.sign_p == change.sign_p == 0.625


def test_a_move_of_exactly_the_threshold_counts_in_decimals_too():
    assert paired_change([0.5], [0.7], at_least=0.2).up == 1
    assert paired_change([0.7], [0.5], at_least=0.2).down == 1


def test_ten_of_twelve_are_needed_for_the_sign_test():
    assert sign_test([1] * 10 + [-1] * 2) < 0.05 < sign_test([1] * 9 + [-1] * 3)
    assert sign_test([1] * 10 + [-1] * 2 + [0] * 30) == sign_test([1] * 10 + [-1] * 2)


def test_nobody_moved():
    change = paired_change([4] * 8, [4] * 8)
    assert (change.up, change.same, change.down, change.sign_p) == (0, 8, 0, 1.0)
    assert (change.mean.value, change.mean.low, change.typical.value, change.typical.low) == (0.0, None, 0.0, None)


def test_one_pair_has_a_change_and_no_interval():
    change = paired_change([3], [5])
    assert (change.n, change.mean.value, change.mean.low, change.typical.value) == (1, 2.0, None, 2.0)
    assert change.sign_p == 1.0


def test_unpaired_missing_and_senseless_are_refused():
    with pytest.raises(TooFew):
        paired_change([], [])
    for before, after, at_least in (([1, 2], [1], 1), ([1, np.nan], [1, 2], 1), ([1], [2], 0)):
        with pytest.raises(ValueError):
            paired_change(before, after, at_least)


@given(pairs, st.sampled_from([1, 2, 3]))
def test_swapping_the_waves_turns_the_change(group, at_least):
    before, after = zip(*group, strict=True)
    forth, back = paired_change(before, after, at_least), paired_change(after, before, at_least)
    assert (forth.up, forth.same, forth.down) == (back.down, back.same, back.up)
    assert forth.up + forth.same + forth.down == forth.n == len(group)
    assert forth.mean.value == pytest.approx(-back.mean.value)
    assert forth.typical.value == -back.typical.value
    assert forth.sign_p == pytest.approx(back.sign_p)
    if forth.typical.low is not None:
        assert (forth.typical.low, forth.typical.high) == (-back.typical.high, -back.typical.low)


@given(pairs, st.randoms())
def test_the_order_of_the_persons_does_not_matter(group, random):
    here = paired_change(*zip(*group, strict=True))
    there = paired_change(*zip(*random.sample(group, len(group)), strict=True))
    assert (here.typical, here.up, here.down, here.sign_p) == (there.typical, there.up, there.down, there.sign_p)
