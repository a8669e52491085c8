"""How often each interval of a small group holds the truth: on average over the truths, and at the worst of them.

    python benchmarks/coverage.py

Who has twelve answers should know the worst as well. Counts and answers on short scales are enumerated, every possible group
weighted by its chance, so those coverages are exact; attendance, exits and effect sizes are drawn from a seed, and known to
about one point. "none" is how often a method gives no interval (all answers alike); it is then not counted as a miss.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, product

import numpy as np
from scipy.stats import binom, hypergeom, multinomial, norm

from evaltools.statistics import Estimate, clustered, effect_sizes, incidence, means, populations, proportions, rank_effects, transitions
from evaltools.statistics.signed_rank import hodges_lehmann

SIZES = (8, 10, 12, 15, 30)
SHARES = np.linspace(0.01, 0.99, 197)
SEED = 20260930
SATISFIED, SPREAD, SPLIT = (0.02, 0.05, 0.13, 0.40, 0.40), (0.10, 0.20, 0.40, 0.20, 0.10), (0.35, 0.10, 0.10, 0.10, 0.35)
SHAPES = {"high": SATISFIED, "middle": SPREAD, "two camps": SPLIT, "even": (0.2,) * 5, "low": SATISFIED[::-1]}
MOVES = {"no change": SPREAD, "some rise": (0.05, 0.15, 0.35, 0.30, 0.15), "most rise": SATISFIED,
         "nearly all alike": (0.01, 0.03, 0.92, 0.03, 0.01)}
ANSWERS, CHANGES = (1, 2, 3, 4, 5), (-2, -1, 0, 1, 2)


@dataclass(frozen=True)
class Covered:
    """Of one truth: the chance that an interval holds it when there is one, of having none, and the mean width."""

    truth: str
    covered: float
    none: float
    width: float


def of_groups(truth: str, target: float, groups: Iterable[tuple[float, tuple[float, float] | None]]) -> Covered:
    """From each possible group's chance and interval."""
    held = given = wide = none = 0.0
    for chance, interval in groups:
        if interval is None:
            none += chance
            continue
        low, high = interval
        given += chance
        held += chance * (low - 1e-9 <= target <= high + 1e-9)
        wide += chance * (high - low)
    return Covered(truth, held / given, none, wide / given)


def ends(estimate: Estimate | None) -> tuple[float, float] | None:
    return None if estimate is None or estimate.low is None or estimate.high is None else (estimate.low, estimate.high)


# ---------------------------------------------------------------- enumerated

Share = Callable[[int, int], Estimate]


def of_a_share(method: Share, n: int, shares: Iterable[float] = SHARES) -> list[Covered]:
    """Every count out of n, for each true share."""
    intervals = [ends(method(count, n)) for count in range(n + 1)]
    return [of_groups(f"p {share:.3f}", share, zip(binom.pmf(range(n + 1), n, share), intervals, strict=True)) for share in shares]


def edges(method: Share, n: int) -> list[float]:
    """The shares just inside and just outside of every interval: between them coverage moves smoothly, at them it jumps."""
    found = {end + step for count in range(n + 1) for end in ends(method(count, n)) or () for step in (-1e-7, 1e-7)}
    return sorted(share for share in found if 0 < share < 1)


def of_a_population(method: Callable[[int, int, int], tuple[float, float]], n: int, population: int) -> list[Covered]:
    """Every count out of n answers, for each true number in the population."""
    found = []
    for total in range(population + 1):
        chances = {count: float(hypergeom.pmf(count, population, total, n)) for count in range(n + 1)}
        groups = [(chance, method(count, n, population)) for count, chance in chances.items() if chance > 0]
        found.append(of_groups(f"{total} of {population}", total / population, groups))
    return found


def exact_counts(count: int, n: int, population: int) -> tuple[float, float]:
    found = populations.finite_population(count, n, population)
    return found.low_share, found.high_share


def approximate_counts(count: int, n: int, population: int) -> tuple[float, float]:
    found = ends(populations.wilson_fpc(count, n, population))
    assert found
    return found


def of_a_difference(n: int) -> list[Covered]:
    """Every pair of counts of two groups of n, for pairs of true shares."""
    intervals = {pair: ends(proportions.risk_difference(pair[0], n, pair[1], n)) for pair in product(range(n + 1), repeat=2)}
    shares = np.linspace(0.05, 0.95, 19)
    chances = {share: binom.pmf(range(n + 1), n, share) for share in shares}
    return [of_groups(f"p {one:.2f} and {other:.2f}", one - other,
                      ((chances[one][pair[0]] * chances[other][pair[1]], interval) for pair, interval in intervals.items()))
            for one, other in product(shares, repeat=2)]


def of_a_paired_difference(n: int) -> list[Covered]:
    """Every table of n pairs, for some true tables."""
    tables = list(compositions(n, 4))
    intervals = [ends(transitions.paired_difference(*table)) for table in tables]
    found = []
    for gained, lost, both in product((0.05, 0.15, 0.3, 0.5), (0.02, 0.05, 0.1, 0.2), (0.1, 0.25)):
        chances = multinomial.pmf(tables, n, [both, gained, lost, 1 - both - gained - lost])
        found.append(of_groups(f"gained {gained}, lost {lost}", gained - lost, zip(chances, intervals, strict=True)))
    return found


def compositions(n: int, parts: int) -> Iterator[tuple[int, ...]]:
    """All ways to share out n persons among so many answers."""
    for bars in combinations_with_replacement(range(n + 1), parts - 1):
        yield tuple(np.diff((0, *bars, n)).tolist())


def of_a_scale(method: Callable[[np.ndarray], Estimate], n: int, values: tuple[int, ...], shapes: dict[str, tuple[float, ...]],
               target: Callable[[tuple[int, ...], tuple[float, ...]], float]) -> list[Covered]:
    """Every group of n answers on a scale of five, for some true distributions."""
    counts = list(compositions(n, len(values)))
    intervals = [ends(method(np.repeat(values, count).astype(float))) for count in counts]
    return [of_groups(name, target(values, shape), zip(multinomial.pmf(counts, n, shape), intervals, strict=True))
            for name, shape in shapes.items()]


def few_draws(values: np.ndarray) -> Estimate:
    return means.bootstrap_mean(values, draws=499)


def true_mean(values: tuple[int, ...], shape: tuple[float, ...]) -> float:
    return float(np.dot(values, shape))


def true_middle(values: tuple[int, ...], shape: tuple[float, ...]) -> float:
    """The median of the average of two answers drawn from the distribution."""
    averages = {(one + other) / 2 for one, other in product(values, repeat=2)}
    chance = {place: sum(p * q for (one, p), (other, q) in product(zip(values, shape, strict=True), repeat=2) if (one + other) / 2 == place)
              for place in sorted(averages)}
    return next(place for place, below in zip(chance, np.cumsum(list(chance.values())), strict=True) if below > 0.5 - 1e-9)


def true_median(values: tuple[int, ...], shape: tuple[float, ...]) -> float:
    return float(next(value for value, below in zip(values, np.cumsum(shape), strict=True) if below > 0.5 - 1e-9))


# ---------------------------------------------------------------- drawn

def of_attendance(persons: int, rounds: int) -> list[Covered]:
    """Women who come more or less often, due 4 to 10 times."""
    random, found = np.random.default_rng(SEED), []
    for share, correlation in product((0.7, 0.85, 0.95), (0.02, 0.15, 0.35)):
        weight, drawn = 1 / correlation - 1, []
        for _ in range(rounds):
            due = random.integers(4, 11, persons)
            came = random.binomial(due, random.beta(share * weight, (1 - share) * weight, persons))
            drawn.append((1 / rounds, ends(clustered.rate(came, due))))
        found.append(of_groups(f"rate {share}, correlation {correlation}", share, drawn))
    return found


def of_exits(persons: int, rounds: int) -> list[Covered]:
    """Dropout by month 6, with jobs competing and half of the women followed for less than ten months."""
    random, found = np.random.default_rng(SEED), []
    for monthly, job in product((0.02, 0.05, 0.1), (0.02, 0.06)):
        drawn = []
        truth = monthly / (monthly + job) * (1 - np.exp(-6 * (monthly + job)))
        for _ in range(rounds):
            times = random.exponential(1 / (monthly + job), persons)
            reasons = np.where(random.random(persons) < monthly / (monthly + job), 1, 2)
            until = random.uniform(4, 16, persons)
            share = incidence.cumulative_incidence(np.minimum(times, until), np.where(times <= until, reasons, 0), 1, [6])[0]
            drawn.append((1 / rounds, ends(share.estimate)))
        found.append(of_groups(f"dropout {truth:.2f}", float(truth), drawn))
    return found


def of_effects(n: int, rounds: int) -> dict[str, list[Covered]]:
    """Effect sizes of normal scores at two moments."""
    random, found = np.random.default_rng(SEED), {name: [] for name in ("d_z", "g_av", "rank-biserial", "common language")}
    for rise, alike in product((0.0, 0.5, 1.0), (0.3, 0.7)):
        drawn = {name: [] for name in found}
        size = rise / np.sqrt(2 - 2 * alike)
        truths = {"d_z": size, "g_av": rise, "common language": norm.cdf(size), "rank-biserial":
                  ((n - 1) * (2 * norm.cdf(size * np.sqrt(2)) - 1) + 2 * (2 * norm.cdf(size) - 1)) / (n + 1)}
        for turn in range(rounds):
            before, after = random.multivariate_normal([0, rise], [[1, alike], [alike, 1]], n).T
            # The exact interval of d_z takes a hundred times as long as the others.
            if turn < rounds // 5:
                drawn["d_z"].append((5 / rounds, ends(effect_sizes.d_z(before, after))))
            drawn["g_av"].append((1 / rounds, ends(effect_sizes.g_av(before, after))))
            drawn["rank-biserial"].append((1 / rounds, ends(rank_effects.rank_biserial(before, after))))
            drawn["common language"].append((1 / rounds, ends(rank_effects.common_language(before, after))))
        for name, groups in drawn.items():
            found[name].append(of_groups(f"rise {rise}, correlation {alike}", float(truths[name]), groups))
    return found


# ---------------------------------------------------------------- the table

SHARE_METHODS: dict[str, Share] = {"Wilson": proportions.wilson, "Agresti-Coull": proportions.agresti_coull,
                                   "Jeffreys": proportions.jeffreys, "Clopper-Pearson": proportions.clopper_pearson}


def rows(rounds: int) -> Iterator[tuple[str, str, list[Covered]]]:
    """What is printed but for plain shares: the interval, the size of the group, the coverage of each truth."""
    for n in (6, 8, 10, 12):
        yield "share of 14 women, exact counts", f"{n} of 14", of_a_population(exact_counts, n, 14)
        yield "share of 14 women, Wilson with FPC", f"{n} of 14", of_a_population(approximate_counts, n, 14)
    for n in (8, 12, 15):
        yield "difference of two groups, Newcombe", f"{n} and {n}", of_a_difference(n)
        yield "difference of pairs, Newcombe", str(n), of_a_paired_difference(n)
    for n in (8, 12, 15):
        yield "mean of answers 1 to 5, Student", str(n), of_a_scale(means.mean, n, ANSWERS, SHAPES, true_mean)
        yield "median of answers 1 to 5, exact", str(n), of_a_scale(means.median, n, ANSWERS, SHAPES, true_median)
        yield "typical change -2 to 2, signed rank", str(n), of_a_scale(hodges_lehmann, n, CHANGES, MOVES, true_middle)
    yield "mean of answers 1 to 5, BCa", "12", of_a_scale(few_draws, 12, ANSWERS, SHAPES, true_mean)
    for n in (8, 12, 15):
        yield "attendance, Wilson by person", str(n), of_attendance(n, rounds)
        yield "dropout, Wilson-Rothman", str(n), of_exits(n, rounds)
    for n in (12, 30):
        for name, found in of_effects(n, rounds).items():
            yield f"effect, {name}", str(n), found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1000, help="groups drawn for each truth that is not enumerated")
    rounds = parser.parse_args().rounds
    print(f"{'interval at 95 %':<38}{'n':>10}{'mean':>8}{'worst':>8}{'width':>8}{'none':>7}  worst at")
    for n, (name, method) in product(SIZES, SHARE_METHODS.items()):
        line(f"share, {name}", str(n), of_a_share(method, n), of_a_share(method, n, edges(method, n)))
    for name, n, found in rows(rounds):
        line(name, n, found, found)


def line(name: str, n: str, found: list[Covered], tried: list[Covered]) -> None:
    """Mean coverage, width and chance of no interval over the truths in `found`; the worst of those in `tried`."""
    worst = min(tried, key=lambda one: one.covered)
    covered, wide, none = (np.mean([getattr(one, part) for one in found]) for part in ("covered", "width", "none"))
    print(f"{name:<38}{n:>10}{covered:>8.1%}{worst.covered:>8.1%}{wide:>8.2f}{none:>7.1%}  {worst.truth}", flush=True)


if __name__ == "__main__":
    main()
