import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evaltools.statistics import TooFew, Undetermined
from evaltools.statistics.effect_sizes import d_av, d_rms, d_z, g_av, hedges

pairs = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=2, max_size=15)
methods = [d_z, d_av, d_rms]


def varied(before, after):
    """Whether the changes have a spread; then so have the scores of one of the moments."""
    return len({late - early for early, late in zip(before, after, strict=True)}) > 1


@pytest.mark.parametrize("method", methods)
def test_effects_and_their_intervals_are_those_of_r(method, reference, groups):
    # R searches its exact interval to about 1e-6; the variances of the others are numerical derivatives there.
    for group, expected in reference(method.__name__).items():
        estimate = method(*groups("paired.csv")[group])
        assert estimate.value == pytest.approx(expected[0], abs=1e-10), group
        assert (estimate.low, estimate.high) == pytest.approx(expected[1:], abs=2e-6), group


def test_the_factor_of_hedges_is_that_of_one_group(reference, groups):
    for group, (factor,) in reference("hedges_factor").items():
        pair = groups("paired.csv")[group]
        assert hedges(d_z(*pair)).value == pytest.approx(factor * d_z(*pair).value, rel=1e-12)
        assert g_av(*pair).value == pytest.approx(factor * d_av(*pair).value, rel=1e-12)


def test_the_values_of_the_anorexia_families(groups):
    pair = groups("paired.csv")["anorexia"]
    assert [round(method(*pair).value, 5) for method in methods] == [1.01499, 1.07691, 1.04318]
    # With the factor for two groups of 17 it would be 1.0185 (d_rms) or 1.0514 (d_av).
    assert (round(hedges(d_rms(*pair)).value, 4), round(g_av(*pair).value, 4)) == (0.9935, 1.0256)


def test_g_keeps_the_interval_of_d_and_lies_in_it(groups):
    for pair in groups("paired.csv").values():
        small, large = g_av(*pair), d_av(*pair)
        assert (small.low, small.high, small.n) == (large.low, large.high, large.n)
        assert small.low < small.value < small.high


def test_one_pair_equal_changes_and_unpaired_scores_are_refused():
    for method in methods:
        with pytest.raises(TooFew):
            method([3], [4])
        with pytest.raises(TooFew):
            method([], [])
        with pytest.raises(Undetermined, match="all equal"):
            method([4, 4, 4], [5, 5, 5])
        for before, after in (([1, 2], [1, 2, 3]), ([1, np.nan], [1, 2])):
            with pytest.raises(ValueError):
                method(before, after)
    with pytest.raises(Undetermined):
        d_z([3, 4, 5], [4, 5, 6])
    assert (d_av([3, 4, 5], [4, 5, 6]).value, g_av([3, 4, 5], [4, 5, 6]).low) == (pytest.approx(1.0), None)
    with pytest.raises(TooFew, match="at least 3 pairs"):
        g_av([3, 4], [4, 6])


@pytest.mark.parametrize("method", methods)
@given(pairs)
def test_swapping_the_waves_turns_the_effect(method, group):
    before, after = zip(*group, strict=True)
    assume(varied(before, after))
    forth, back = method(before, after), method(after, before)
    assert forth.low <= forth.value <= forth.high
    assert (forth.value, forth.low, forth.high) == pytest.approx((-back.value, -back.high, -back.low), rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("method", methods)
@given(pairs, st.randoms(), st.integers(2, 5), st.integers(-9, 9))
def test_order_unit_and_origin_of_the_scale_do_not_matter(method, group, random, unit, origin):
    assume(varied(*zip(*group, strict=True)))
    here = method(*zip(*group, strict=True))
    moved = [(unit * early + origin, unit * late + origin) for early, late in random.sample(group, len(group))]
    there = method(*zip(*moved, strict=True))
    assert (here.value, here.low, here.high) == pytest.approx((there.value, there.low, there.high), rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("method", methods)
@given(pairs)
def test_three_times_the_same_pairs_are_surer(method, group):
    before, after = zip(*group, strict=True)
    assume(varied(before, after))
    few, many = method(before, after), method(before * 3, after * 3)
    assert many.high - many.low < few.high - few.low
