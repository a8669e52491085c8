import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.statistics import TooFew
from evaltools.statistics.attrition import attrition_table, mean_bounds, retention, standardised_difference

WAVES = ("bdi.2m", "bdi.3m", "bdi.5m", "bdi.8m")
scores = st.lists(st.integers(0, 10), min_size=1, max_size=15)
forms = st.integers(1, 5).map(lambda waves: st.lists(st.booleans(), min_size=waves, max_size=waves))
answers = forms.flatmap(lambda form: st.lists(form, min_size=1, max_size=15))


def test_the_table_of_stayed_and_lost_is_that_of_r(columns, models):
    persons = columns("btheb.csv")
    table = attrition_table({name: persons[name] for name in ("pre", "treated", "drug", "long")}, np.isfinite(persons["bdi.8m"]))
    for name, row in table.items():
        assert (row.stayed, row.lost) == pytest.approx((models("stayed")[name][0], models("lost")[name][0]), abs=1e-12)
        found = (row.difference.value, row.difference.low, row.difference.high)
        assert found == pytest.approx(models("standardised")[name], abs=1e-12), name
        assert (row.n_stayed, row.n_lost, row.missing) == (52, 48, 0)
    assert [name for name, row in table.items() if row.notable] == ["long"]


def test_retention_is_that_of_r_and_monotone(columns, models):
    persons = columns("btheb.csv")
    kept = retention(np.isfinite(np.column_stack([persons[wave] for wave in WAVES])))
    assert [round(wave.value * 100) for wave in kept.waves] == [97, 73, 58, 52]
    for wave, name in zip(kept.waves, WAVES, strict=True):
        assert (wave.value, wave.low, wave.high) == pytest.approx(models("retention")[name], abs=1e-9)
    assert (kept.complete, kept.monotone) == (52, True)


def test_who_comes_back_breaks_the_pattern():
    kept = retention([[1, 0, 1], [1, 0, 1], [1, 1, 0], [0, 0, 0]])
    assert (kept.returned, kept.monotone, kept.complete) == (2, False, 0)


def test_bounds_hold_every_answer_that_the_lost_could_have_given(columns, models):
    seen = columns("btheb.csv")["bdi.8m"]
    bounds = mean_bounds(seen[np.isfinite(seen)], int(np.isnan(seen).sum()), (0, 63))
    assert (bounds.low, bounds.high) == pytest.approx(models("mean_bounds")["btheb"], abs=1e-12)
    assert (bounds.n, bounds.missing) == (52, 48)


def test_all_missing_and_none_missing_are_defined():
    nothing = mean_bounds([], 5, (0, 10))
    assert (nothing.low, nothing.seen, nothing.high) == (0, None, 10)
    whole = mean_bounds([4], 0, (0, 10))
    assert (whole.low, whole.seen, whole.high) == (4, 4, 4)
    for values, missing in (([], 0),):
        with pytest.raises(TooFew):
            mean_bounds(values, missing, (0, 10))
    for values, missing in (([11], 0), ([5], -1), ([np.nan], 1)):
        with pytest.raises(ValueError):
            mean_bounds(values, missing, (0, 10))


def test_missing_characteristics_are_counted_apart():
    row = attrition_table({"age": [30, np.nan, 34, np.nan, 20]}, [1, 1, 1, 0, 0])["age"]
    assert (row.stayed, row.lost, row.n_stayed, row.n_lost, row.missing, row.difference) == (32, 20, 2, 1, 2, None)
    row = attrition_table({"age": [np.nan] * 4}, [1, 1, 0, 0])["age"]
    assert (row.stayed, row.lost, row.missing, row.difference, row.notable) == (None, None, 4, None, False)


def test_equal_values_have_no_difference_in_standard_deviations():
    assert standardised_difference([3, 3, 3], [3, 3]) is None
    assert standardised_difference([1, 1], [0, 0]) is None
    assert standardised_difference([0.1] * 3, [0.1] * 6) is None


def test_malformed_groups_are_refused():
    for stayed in ([1, 1], [0, 0], []):
        with pytest.raises(TooFew):
            attrition_table({}, stayed)
    for characteristics, stayed in (({"age": [1]}, [1, 0]), ({}, [1, 2]), ({}, [[1, 0]]), ({}, [1, np.nan])):
        with pytest.raises(ValueError):
            attrition_table(characteristics, stayed)
    with pytest.raises(TooFew):
        retention([])
    for table in ([1, 0], [[1, 2]]):
        with pytest.raises(ValueError):
            retention(table)


@given(scores, scores, st.randoms())
def test_the_difference_turns_with_the_groups_and_not_with_order_or_unit(first, second, random):
    here = standardised_difference(first, second)
    back = standardised_difference(second, first)
    there = standardised_difference([3 * x + 7 for x in random.sample(first, len(first))], [3 * x + 7 for x in second])
    assert (here is None) == (back is None)
    # 0 and 1 alone are shares; in another unit they are numbers.
    if here is not None and set(first) | set(second) != {0, 1}:
        assert here.low <= here.value <= here.high
        assert (back.value, back.low) == pytest.approx((-here.value, -here.high))
        assert there.value == pytest.approx(here.value)


@given(answers, st.randoms())
def test_retention_counts_do_not_depend_on_order(rows, random):
    here, there = retention(rows), retention(random.sample(rows, len(rows)))
    assert here == there
    assert here.complete <= min(wave.value for wave in here.waves) * len(rows) + 1e-9
    assert here.complete + here.returned <= len(rows)


@given(scores, st.integers(0, 9), st.lists(st.integers(0, 10), min_size=9, max_size=9))
def test_whatever_the_missing_say_lies_within_the_bounds(values, missing, said):
    bounds, wider = (mean_bounds(values, lost, (0, 10)) for lost in (missing, missing + 1))
    assert wider.low <= bounds.low <= np.mean([*values, *said[:missing]]) + 1e-9
    assert np.mean([*values, *said[:missing]]) - 1e-9 <= bounds.high <= wider.high


def test_the_interval_of_a_standardised_difference_covers_the_truth():
    random, covered = np.random.default_rng(20260930), []
    for _ in range(1500):
        found = standardised_difference(random.normal(0.3, 1, 10), random.normal(0, 1, 6))
        covered.append(found.low <= 0.3 <= found.high)
    assert 0.93 <= np.mean(covered) <= 0.975
