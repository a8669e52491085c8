import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.statistics import TooFew
from evaltools.statistics.site_comparison import dispersion, funnel, shrunken

site = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
sites = st.lists(site, min_size=6, max_size=12)


@pytest.fixture(scope="module")
def herds(columns):
    rows = columns("sites.csv")
    return rows["count"], rows["n"]


def test_the_limits_of_a_funnel_are_those_of_r(herds, models):
    counts, sizes = herds
    # Two at a time: too few to tell whether sites vary more than chance, so the limits are the binomial's own.
    for level, limits in (("95", "inner"), ("99.8", "outer")):
        for n in np.unique(sizes):
            plain = funnel([0, 0], [n, n], counts.sum() / sizes.sum())
            assert getattr(plain, limits)[0] == pytest.approx(models("funnel")[f"{level} {n:.0f}"], abs=1e-9)
            assert plain.dispersion is None


def test_limits_widen_where_sites_vary_more_than_chance(herds, models):
    counts, sizes = herds
    target = counts.sum() / sizes.sum()
    wide = funnel(counts, sizes)
    assert wide.target == pytest.approx(target)
    assert wide.dispersion == pytest.approx(models("dispersion")[""][0], abs=1e-9)
    for n, (low, high) in zip(sizes, wide.inner, strict=True):
        exact = funnel([0, 0], [n, n], target).inner[0]
        factor = np.sqrt(wide.dispersion)
        assert (low, high) == pytest.approx((max(0, target + factor * (exact[0] - target)), min(1, target + factor * (exact[1] - target))))


def test_sites_that_vary_by_chance_are_not_widened():
    assert dispersion([8, 7, 9, 8, 7, 9], [10] * 6, 0.8) == 1.0
    assert funnel([8, 7, 9, 8, 7, 9], [10] * 6).dispersion == 1.0


def test_a_site_apart_is_unusual_and_a_small_one_is_not():
    found = funnel([80, 78, 82, 79, 81, 80, 77, 83, 20, 0], [100] * 9 + [1])
    assert found.unusual == (8,)


def test_shrunken_shares_are_those_of_nested_integrals(herds, models):
    shares = shrunken(*herds)
    for at, expected in models("shrunken").items():
        estimate = shares[int(at)]
        assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, rel=1e-4), at


def test_small_sites_are_drawn_in_most():
    shares = shrunken([90, 40, 10, 3, 60, 20], [100, 100, 20, 3, 100, 50])
    assert shares[3].value < 0.85
    assert shares[0].value == pytest.approx(0.9, abs=0.02)
    assert shares[3].high - shares[3].low > 2 * (shares[0].high - shares[0].low)


def test_sites_that_do_not_vary_are_drawn_together():
    for count in (0, 8, 10):
        shares = shrunken([count] * 6, [10] * 6)
        assert len({round(share.value, 9) for share in shares}) == 1
        assert abs(shares[0].value - count / 10) < 0.05
        found = funnel([count] * 6, [10] * 6)
        assert (found.unusual, found.dispersion) == ((), 1.0)


def test_intervals_of_shrunken_shares_cover_the_truth():
    random, covered = np.random.default_rng(20260930), []
    for _ in range(40):
        truth, sizes = random.beta(16, 4, 8), random.integers(8, 40, 8)
        estimates = shrunken(random.binomial(sizes, truth), sizes)
        covered += [estimate.low <= share <= estimate.high for estimate, share in zip(estimates, truth, strict=True)]
    # 320 sites know the coverage to about 0.015.
    assert 0.92 <= np.mean(covered) <= 0.985


def test_too_few_sites_and_empty_ones_are_refused():
    for counts, sizes in (([], []), ([1], [2])):
        with pytest.raises(TooFew, match="sites"):
            funnel(counts, sizes)
    for method in (shrunken, lambda counts, sizes: dispersion(counts, sizes, 0.5)):
        with pytest.raises(TooFew, match="sites") as refused:
            method([1] * 5, [2] * 5)
        assert (refused.value.needed, refused.value.given) == (6, 5)
    with pytest.raises(TooFew):
        funnel([0, 1], [0, 2])
    for counts, sizes in (([3, 1], [2, 2]), ([-1, 1], [2, 2]), ([0.5, 1], [2, 2]), ([1], [2, 2]), ([np.nan, 1], [2, 2])):
        with pytest.raises(ValueError):
            funnel(counts, sizes)
    for target in (-0.1, 1.1, np.nan):
        with pytest.raises(ValueError):
            funnel([1, 1], [2, 2], target)


@settings(max_examples=20)
@given(sites, st.randoms())
def test_sites_keep_their_order_and_numbers_wherever_they_stand(rows, random):
    places = random.sample(range(len(rows)), len(rows))
    counts, sizes = (np.array(column) for column in zip(*rows, strict=True))
    here, there = funnel(counts, sizes), funnel(counts[places], sizes[places])
    assert np.array([here.inner[at] for at in places]) == pytest.approx(np.array(there.inner))
    assert here.unusual == tuple(sorted(places[at] for at in there.unusual))
    for (low, high), (outer_low, outer_high) in zip(here.inner, here.outer, strict=True):
        assert 0 <= outer_low <= low <= here.target <= high <= outer_high <= 1
    drawn, mixed = shrunken(counts, sizes), shrunken(counts[places], sizes[places])
    for at, other in zip(places, mixed, strict=True):
        assert drawn[at].value == pytest.approx(other.value, abs=1e-4)
        assert 0 <= other.low <= other.value <= other.high <= 1


@given(st.integers(10, 60), st.floats(0.2, 0.8))
def test_more_persons_narrow_the_funnel(n, target):
    few, many = (funnel([0, 0], [size, size], target).outer[0] for size in (n, 4 * n))
    assert many[1] - many[0] < few[1] - few[0]
