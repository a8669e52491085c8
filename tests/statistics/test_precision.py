import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.power import TTestPower

from evaltools.statistics import TooFew
from evaltools.statistics.change import sign_test
from evaltools.statistics.precision import fewest_for_sign_test, power_of, precision, sign_test_needs, smallest_effect
from evaltools.statistics.proportions import wilson


@pytest.mark.parametrize(("method", "arguments"), [(sign_test_needs, ()), (smallest_effect, ()), (power_of, (0.5,))])
def test_numbers_are_those_of_r(method, arguments, reference):
    for n, (expected,) in reference(method.__name__).items():
        assert method(int(n), *arguments) == pytest.approx(expected, abs=1e-7), n


def test_twelve_and_fifteen():
    twelve, fifteen = precision(12), precision(15)
    assert (twelve.improved, fifteen.improved) == (10, 12)
    assert (round(twelve.effect, 2), round(fifteen.effect, 2)) == (0.89, 0.78)
    assert twelve.half == pytest.approx((wilson(6, 12).high - wilson(6, 12).low) / 2)
    assert twelve.all_yes == wilson(12, 12).low


def test_the_needed_rises_are_what_the_sign_test_rejects():
    for n in range(6, 30):
        needed = sign_test_needs(n)
        assert sign_test([1] * needed + [-1] * (n - needed)) < 0.05 <= sign_test([1] * (needed - 1) + [-1] * (n - needed + 1))


def test_statsmodels_agrees():
    expected = TTestPower().solve_power(effect_size=None, nobs=12, alpha=0.05, power=0.8)
    assert smallest_effect(12) == pytest.approx(expected, abs=1e-6)


def test_without_an_effect_the_power_is_the_level_of_the_test():
    assert power_of(12, 0) == pytest.approx(0.05)


def test_too_few_are_told_how_many_are_needed():
    with pytest.raises(TooFew, match="at least 6 pairs needed, 5 given"):
        sign_test_needs(5)
    with pytest.raises(TooFew, match="at least 8 pairs needed"):
        sign_test_needs(7, level=0.99)
    assert precision(5).improved is None
    for n in (0, 1):
        with pytest.raises(TooFew):
            precision(n)
    for power in (0.05, 1.0):
        with pytest.raises(ValueError, match="power lies between"):
            smallest_effect(12, power)


@given(st.integers(2, 60), st.floats(0.05, 3))
def test_more_persons_show_more(n, effect):
    assert power_of(n + 1, effect) >= power_of(n, effect) - 1e-12
    assert power_of(n, effect) == power_of(n, -effect)
    few, many = precision(n), precision(n + 1)
    assert many.effect < few.effect
    assert many.half < few.half
    assert many.all_yes > few.all_yes


@given(st.floats(0.5, 0.999))
def test_a_higher_level_needs_more_pairs(level):
    fewest = fewest_for_sign_test(level)
    assert 2 * 0.5**fewest < 1 - level <= 2 * 0.5 ** (fewest - 1)
