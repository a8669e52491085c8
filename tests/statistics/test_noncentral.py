import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nct, t

from evaltools.statistics.noncentral import centre_for, chance_at_most

freedoms = st.integers(1, 120)
centres = st.floats(-40, 40)


def test_chances_are_those_of_r(reference):
    for asked, (expected,) in reference("chance_at_most").items():
        seen, freedom, centre = (float(part) for part in asked.split())
        assert chance_at_most(seen, int(freedom), centre) == pytest.approx(expected, abs=1e-10), asked


def test_it_has_a_value_where_scipy_has_none():
    assert chance_at_most(-8, 8, 8) == pytest.approx(0, abs=1e-15)
    assert chance_at_most(8, 8, -8) == pytest.approx(1, abs=1e-15)


@given(st.floats(-30, 30), freedoms, centres)
def test_scipy_agrees_wherever_it_answers(seen, freedom, centre):
    found, expected = chance_at_most(seen, freedom, centre), nct.cdf(seen, freedom, centre)
    assert 0 <= found <= 1
    if np.isfinite(expected):
        assert found == pytest.approx(expected, abs=1e-9)


@given(st.floats(-30, 30), freedoms)
def test_around_nothing_it_is_students(seen, freedom):
    assert chance_at_most(seen, freedom, 0) == pytest.approx(t.cdf(seen, freedom), abs=1e-11)


@given(st.floats(-20, 20), st.integers(1, 60), st.floats(0.01, 0.99))
def test_the_centre_that_is_found_gives_the_chance(seen, freedom, chance):
    assert chance_at_most(seen, freedom, centre_for(seen, freedom, chance)) == pytest.approx(chance, abs=1e-9)
