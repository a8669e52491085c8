from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.statistics.multiple_testing import adjust, adjust_by_family

# The fifteen p-values of Benjamini and Hochberg (1995), section 4.
PUBLISHED = dict(enumerate([.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1]))
FAMILY = {str(name): p for name, p in PUBLISHED.items()}
families = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.floats(0, 1), min_size=1, max_size=12)
purposes = st.sampled_from(["confirmatory", "screening"])


@pytest.mark.parametrize(("purpose", "quantity", "finds"), [("confirmatory", "holm", 3), ("screening", "benjamini_hochberg", 4)])
def test_adjusted_p_values_are_those_of_r(purpose, quantity, finds, models):
    found = adjust(FAMILY, purpose)
    for name, (expected,) in models(quantity).items():
        assert found[name].adjusted == pytest.approx(expected, abs=1e-12), name
    assert sum(row.found for row in found.values()) == finds
    assert {row.tests for row in found.values()} == {15}


def test_a_description_finds_nothing():
    found = adjust(FAMILY, "description")
    assert {row.adjusted for row in found.values()} == {None}
    assert not any(row.found for row in found.values())
    assert [row.p for row in found.values()] == list(FAMILY.values())


def test_families_are_adjusted_each_for_itself():
    both = {**FAMILY, "confidence": 0.04}
    declared = {**dict.fromkeys(FAMILY, "domains"), "confidence": "main"}
    found = adjust_by_family(both, declared, {"domains": "screening", "main": "confirmatory"})
    assert list(found) == list(both)
    assert found["confidence"].adjusted == 0.04
    assert {name: found[name] for name in FAMILY} == adjust(FAMILY, "screening")


def test_what_is_not_declared_or_not_a_probability_is_refused():
    for p_values in ({"a": 1.2}, {"a": -0.1}, {"a": np.nan}):
        with pytest.raises(ValueError):
            adjust(p_values, "screening")
    with pytest.raises(ValueError, match="description"):
        adjust({"a": 0.5}, "curiosity")
    assert adjust({}, "screening") == {} == adjust({}, "description")
    for declared, purposes_ in (({}, {}), ({"a": "main"}, {}), ({"a": "main", "b": "main"}, {"main": "screening"})):
        with pytest.raises(ValueError, match="declared"):
            adjust_by_family({"a": 0.5}, declared, purposes_)


@settings(max_examples=40)
@given(families, purposes, st.randoms())
def test_adjusting_keeps_the_order_and_never_lowers(p_values, purpose, random):
    found = adjust(p_values, purpose)
    mixed = adjust(dict(random.sample(list(p_values.items()), len(p_values))), purpose)
    ranked = sorted(found.values(), key=lambda row: row.p)
    assert all(row.p <= row.adjusted <= 1 for row in ranked)
    assert all(one.adjusted <= other.adjusted + 1e-12 for one, other in pairwise(ranked))
    assert all(found[name].adjusted == pytest.approx(mixed[name].adjusted, abs=1e-12) for name in p_values)


@settings(max_examples=40)
@given(families)
def test_screening_finds_at_least_what_confirming_does(p_values):
    strict, lenient = adjust(p_values, "confirmatory"), adjust(p_values, "screening")
    assert all(lenient[name].adjusted <= strict[name].adjusted + 1e-12 for name in p_values)
    assert all(strict[name].adjusted <= min(1, len(p_values) * p) + 1e-12 for name, p in p_values.items())
