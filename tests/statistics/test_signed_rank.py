import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata, wilcoxon

from evaltools.statistics import TooFew
from evaltools.statistics.signed_rank import hodges_lehmann, signed_rank_p

moves = st.lists(st.integers(-3, 4), min_size=1, max_size=14)


def enumerated_p(differences, shift):
    """All assignments of signs, one by one."""
    distances = np.round(np.asarray(differences, float) - shift, 9)
    ranks, signed = rankdata(abs(distances)), distances != 0
    seen = ranks[distances > 0].sum()
    null = np.array([np.dot(signs, ranks[signed]) for signs in itertools.product((0, 1), repeat=int(signed.sum()))])
    return min(1.0, 2 * min((null <= seen + 1e-9).mean(), (null >= seen - 1e-9).mean()))


def test_estimates_are_those_of_r(reference, groups):
    for group, expected in reference("hodges_lehmann").items():
        before, after = groups("paired.csv")[group]
        estimate = hodges_lehmann(after - before)
        assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, abs=1e-8), group


def test_persons_without_a_change_stay_in_the_estimate(groups):
    # R's wilcox.test leaves them out first and so prints -12.0 for these 52 patients.
    before, after = groups("paired.csv")["btheb"]
    assert hodges_lehmann(after - before).value == -11.5
    assert hodges_lehmann((after - before)[after != before]).value == -12.0


def test_p_values_are_those_of_r(reference, groups):
    for group, (expected,) in reference("signed_rank").items():
        before, after = groups("paired.csv")[group]
        assert signed_rank_p(after - before) == pytest.approx(expected, abs=1e-12), group


def test_scipy_agrees_without_ties():
    differences = np.random.default_rng(5).normal(0.4, 1, 15)
    assert signed_rank_p(differences) == pytest.approx(wilcoxon(differences, method="exact").pvalue, abs=1e-12)


def test_the_normal_distribution_takes_over_smoothly():
    differences = np.random.default_rng(6).normal(0.25, 1, 51)
    assert signed_rank_p(differences) == pytest.approx(wilcoxon(differences, method="exact").pvalue, abs=1e-3)
    expected = wilcoxon(differences, method="asymptotic", correction=True).pvalue
    assert signed_rank_p(differences) == pytest.approx(expected, abs=1e-12)


def test_fewer_than_six_pairs_have_no_interval():
    assert hodges_lehmann([1, 2, 3, 4, 6]).low is None
    assert hodges_lehmann([1, 2, 3, 4, 6, 7]).low == 1.0


def test_equal_differences_have_a_value_and_no_interval():
    estimate = hodges_lehmann([1] * 12)
    assert (estimate.value, estimate.low, estimate.high, estimate.method) == (1.0, None, None, "none")
    assert signed_rank_p([0] * 12) == 1.0


def test_decimals_that_differ_only_in_binary_are_tied():
    ragged = [0.7 - 0.5, 0.3 - 0.1, 0.9 - 0.7, 0.2, 0.5 - 0.1, 0.1 - 0.3, 0.8 - 0.2, 0.4]
    plain = [0.2, 0.2, 0.2, 0.2, 0.4, -0.2, 0.6, 0.4]
    assert hodges_lehmann(ragged) == hodges_lehmann(plain)


def test_nothing_and_missing_are_refused():
    with pytest.raises(TooFew):
        hodges_lehmann([])
    with pytest.raises(ValueError):
        signed_rank_p([1.0, np.nan])


@settings(max_examples=60)
@given(st.lists(st.integers(-3, 4), min_size=1, max_size=9), st.sampled_from([0.0, 0.5, -1.0, 0.25]))
def test_the_counted_distribution_is_the_enumerated_one(differences, shift):
    assert signed_rank_p(differences, shift) == pytest.approx(enumerated_p(differences, shift), abs=1e-12)


@given(moves)
def test_the_interval_holds_every_shift_the_test_keeps_and_no_other(differences):
    estimate = hodges_lehmann(differences)
    assume(estimate.low is not None)
    averages = np.unique([(one + other) / 2 for one in differences for other in differences])
    tried = np.sort(np.concatenate((averages, (averages[1:] + averages[:-1]) / 2)))
    kept = np.array([signed_rank_p(differences, shift) > 0.05 for shift in tried])
    inside = (tried > estimate.low) & (tried < estimate.high)
    # The ends themselves belong to it or border on it.
    ends = np.isin(tried, (estimate.low, estimate.high))
    assert (kept[~ends] == inside[~ends]).all()


@given(moves, st.randoms())
def test_order_does_not_matter_and_the_interval_holds_the_value(differences, random):
    estimate = hodges_lehmann(differences)
    assert estimate == hodges_lehmann(random.sample(differences, len(differences)))
    assert min(differences) <= estimate.value <= max(differences)
    if estimate.low is not None:
        assert min(differences) <= estimate.low <= estimate.value <= estimate.high <= max(differences)


@given(moves, st.integers(-5, 5))
def test_turning_the_scale_turns_the_interval_and_moving_it_moves_it(differences, shift):
    here, turned = hodges_lehmann(differences), hodges_lehmann([-one for one in differences])
    moved = hodges_lehmann([one + shift for one in differences])
    assert (turned.value, moved.value) == (-here.value, here.value + shift)
    if here.low is not None:
        assert (turned.low, turned.high) == (-here.high, -here.low)
        assert (moved.low, moved.high) == (here.low + shift, here.high + shift)
