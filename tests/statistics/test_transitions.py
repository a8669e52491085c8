import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar

from evaltools.statistics import TooFew
from evaltools.statistics.transitions import mcnemar_exact, mcnemar_mid_p, paired_difference, transitions

tables = st.tuples(*[st.integers(0, 12)] * 4).filter(any)
waves = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=20)


def numbers(asked):
    return [int(part) for part in asked.split()]


def test_differences_are_those_of_r(reference):
    for asked, expected in reference("paired_difference").items():
        estimate = paired_difference(*numbers(asked))
        assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, abs=1e-12), asked


def test_the_published_example_of_fagerland():
    # Airway hyper-responsiveness before and after transplantation, 21 children: printed to three digits.
    estimate = paired_difference(both=1, gained=1, lost=7, neither=12)
    assert [round(number, 3) for number in (estimate.value, estimate.low, estimate.high)] == [-0.286, -0.507, -0.026]
    assert (round(mcnemar_exact(1, 7), 4), round(mcnemar_mid_p(1, 7), 4)) == (0.0703, 0.0391)


@pytest.mark.parametrize("test", [mcnemar_exact, mcnemar_mid_p])
def test_p_values_are_those_of_r(test, reference):
    for asked, (expected,) in reference(test.__name__).items():
        _, gained, lost, _ = numbers(asked)
        assert test(gained, lost) == pytest.approx(expected, abs=1e-12), asked


def test_both_flows_are_counted_by_hand():
    moved = transitions([False, False, False, True, True, True, False], [True, True, False, True, False, True, True])
    assert (moved.both, moved.gained, moved.lost, moved.neither, moved.n) == (2, 3, 1, 1, 7)
    assert moved.difference == paired_difference(2, 3, 1, 1)
    assert (moved.exact_p, moved.mid_p) == pytest.approx((0.625, 0.375))


def test_nobody_moved():
    moved = transitions([1, 1, 0], [1, 1, 0])
    assert (moved.difference.value, moved.exact_p, moved.mid_p) == (0.0, 1.0, 1.0)
    assert moved.difference.low < 0 < moved.difference.high


def test_one_pair_is_enough_and_none_is_not():
    assert transitions([0], [1]).difference.value == 1.0
    for attempt in (lambda: transitions([], []), lambda: paired_difference(0, 0, 0, 0)):
        with pytest.raises(TooFew):
            attempt()


def test_other_values_than_true_and_false_are_refused():
    for before, after in (([2], [1]), ([1, 0], [1]), ([None], [1])):
        with pytest.raises((ValueError, TypeError)):
            transitions(before, after)
    with pytest.raises(ValueError):
        paired_difference(1, -1, 2, 3)


@given(tables)
def test_swapping_the_waves_turns_the_difference(table):
    both, gained, lost, neither = table
    forth, back = paired_difference(both, gained, lost, neither), paired_difference(both, lost, gained, neither)
    assert -1 <= forth.low <= forth.value <= forth.high <= 1
    assert (forth.value, forth.low, forth.high) == pytest.approx((-back.value, -back.high, -back.low), abs=1e-12)


@given(tables)
def test_asking_the_opposite_turns_the_difference(table):
    both, gained, lost, neither = table
    yes, no = paired_difference(both, gained, lost, neither), paired_difference(neither, lost, gained, both)
    assert (yes.value, yes.low, yes.high) == pytest.approx((-no.value, -no.high, -no.low), abs=1e-12)


@given(st.integers(0, 30), st.integers(0, 30))
def test_mid_p_lies_below_exact_and_statsmodels_agrees(gained, lost):
    exact, mid = mcnemar_exact(gained, lost), mcnemar_mid_p(gained, lost)
    assert 0 < mid <= exact <= 1
    assert exact == pytest.approx(mcnemar([[0, gained], [lost, 0]], exact=True).pvalue, abs=1e-12)


@given(waves, st.randoms())
def test_the_order_of_the_persons_does_not_matter(pairs, random):
    mixed = random.sample(pairs, len(pairs))
    assert transitions(*zip(*pairs, strict=True)) == transitions(*zip(*mixed, strict=True))
