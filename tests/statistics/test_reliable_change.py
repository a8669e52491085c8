import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.statistics import TooFew
from evaltools.statistics.reliable_change import (
    Norm,
    Verdict,
    cut_off_a,
    cut_off_b,
    cut_off_c,
    edwards_nunnally,
    jacobson_truax,
    maassen,
    verdicts,
)

CLINIC, PUBLIC = Norm(40, 7.5, 0.80, 100), Norm(60, 7.5, 0.80, 100)
pairs = st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), min_size=1, max_size=15)


def test_the_published_example():
    # Jacobson and Truax (1991), from 32.5 to 47.5.
    assert (round(CLINIC.error, 4), round(CLINIC.error_of_difference, 4), round(CLINIC.threshold, 3)) == (3.3541, 4.7434, 9.297)
    assert jacobson_truax([32.5], [47.5], CLINIC)[0] == pytest.approx(3.162, abs=5e-4)
    assert (cut_off_a(CLINIC), cut_off_b(PUBLIC), cut_off_c(CLINIC, PUBLIC)) == (55, 45, 50)


def test_indices_are_those_of_r(reference, groups):
    norm = Norm(70, 9, 0.84, 200)
    methods = {"jacobson_truax": lambda *pair: jacobson_truax(*pair, norm), "maassen": lambda *pair: maassen(*pair, norm, 11),
               "edwards_nunnally": lambda *pair: edwards_nunnally(*pair, norm)}
    for name, method in methods.items():
        for group, (expected,) in reference(name).items():
            assert (method(*groups("paired.csv")[group]) ** 2).sum() == pytest.approx(expected, rel=1e-9), (name, group)


def test_a_single_ladder_needs_more_than_three_points():
    assert 3.3 < Norm(6, 2.2, 0.7, 500).threshold < Norm(6, 2.2, 0.6, 500).threshold < 3.9


def test_unequal_spreads_and_extreme_scores_matter():
    assert maassen([30], [45], CLINIC, 7.5) == pytest.approx(jacobson_truax([30], [45], CLINIC))
    assert maassen([30], [45], CLINIC, 12)[0] < jacobson_truax([30], [45], CLINIC)[0]
    # Far below the mean a rise of nothing but regression is no improvement.
    expected_without_change = 40 + 0.8 * (20 - 40)
    assert edwards_nunnally([20], [expected_without_change], CLINIC)[0] == pytest.approx(0)


def test_verdicts_by_hand():
    before, after = [32, 32, 32, 55, 50, 52], [52, 44, 36, 40, 62, 64]
    index = jacobson_truax(before, after, CLINIC)
    assert verdicts(before, after, index, cut_off=50) == (
        Verdict.RECOVERED, Verdict.IMPROVED, Verdict.UNCHANGED, Verdict.DETERIORATED, Verdict.RECOVERED, Verdict.IMPROVED)


def test_where_lower_is_better_everything_turns():
    before, after = [68, 68, 68, 45], [48, 56, 64, 60]
    index = jacobson_truax(before, after, CLINIC)
    assert verdicts(before, after, index, cut_off=50, better_up=False) == (
        Verdict.RECOVERED, Verdict.IMPROVED, Verdict.UNCHANGED, Verdict.DETERIORATED)
    assert (cut_off_a(PUBLIC, better_up=False), cut_off_b(CLINIC, better_up=False)) == (45, 55)


def test_the_women_themselves_are_no_norm():
    with pytest.raises(TooFew, match="at least 30 persons of a published sample needed, 12 given"):
        Norm(4.1, 0.9, 0.8, persons=12)
    for mean, deviation, reliability in ((np.nan, 1, 0.8), (4, 0, 0.8), (4, 1, 1), (4, 1, 0), (4, np.nan, 0.8)):
        with pytest.raises(ValueError, match="deviation is above 0"):
            Norm(mean, deviation, reliability, 100)


def test_nobody_missing_and_unpaired_are_refused():
    with pytest.raises(TooFew):
        jacobson_truax([], [], CLINIC)
    for before, after in (([1], [1, 2]), ([np.nan], [1])):
        with pytest.raises(ValueError):
            edwards_nunnally(before, after, CLINIC)
    with pytest.raises(ValueError, match="above 0"):
        maassen([1], [2], CLINIC, 0)
    with pytest.raises(ValueError, match="one number per person"):
        verdicts([1], [2], [0.1, 0.2], 3)


@given(pairs)
def test_swapping_the_waves_turns_the_index(group):
    before, after = zip(*group, strict=True)
    assert jacobson_truax(before, after, CLINIC) == pytest.approx(-jacobson_truax(after, before, CLINIC))


@given(pairs)
def test_a_verdict_is_reliable_exactly_beyond_the_threshold(group):
    before, after = (np.array(column) for column in zip(*group, strict=True))
    found = verdicts(before, after, jacobson_truax(before, after, CLINIC), cut_off=50)
    changed = np.array([verdict is not Verdict.UNCHANGED for verdict in found])
    assert (changed == (abs(after - before) > CLINIC.threshold)).all()
    mirrored = verdicts(-before, -after, jacobson_truax(-before, -after, CLINIC), cut_off=-50, better_up=False)
    assert mirrored == found


@given(st.floats(0.05, 0.9), st.floats(0.01, 0.09))
def test_a_better_instrument_needs_a_smaller_change(reliability, more):
    assert Norm(40, 7.5, reliability + more, 100).threshold < Norm(40, 7.5, reliability, 100).threshold
