"""One person, all alike, everything missing, nobody: each method answers with numbers, or refuses with words."""

import dataclasses
import math
import warnings

import numpy as np
import pytest

from evaltools.statistics import (
    attendance,
    attrition,
    change,
    clustered,
    control_charts,
    effect_sizes,
    goal_attainment,
    incidence,
    means,
    multilevel,
    multiple_testing,
    populations,
    precision,
    proportions,
    rank_effects,
    regression_to_mean,
    reliability,
    response_rates,
    run_charts,
    signed_rank,
    site_comparison,
    stratified,
    survival,
    transitions,
    weighting,
)
from evaltools.statistics.estimate import TooFew, Undetermined

NAN = float("nan")
GROUPS = {"one": [1.0], "all alike": [1.0] * 12, "nobody": []}
LACKING = {"all missing": [NAN] * 5, "one missing": [1.0, NAN, 0.0, 1.0, 1.0, 0.0]}
OF_ONE_ROW = [
    means.mean, means.bootstrap_mean, means.median, control_charts.individuals, control_charts.moving_ranges, run_charts.run_chart,
    goal_attainment.t_score, weighting.effective_size, signed_rank.signed_rank_p, signed_rank.hodges_lehmann, change.sign_test]
OF_PAIRS = [
    change.paired_change, effect_sizes.d_z, effect_sizes.d_av, effect_sizes.d_rms, effect_sizes.g_av, rank_effects.rank_biserial,
    rank_effects.common_language, attrition.standardised_difference, transitions.transitions, clustered.rate, site_comparison.funnel,
    site_comparison.shrunken, survival.median_stay, weighting.weighted_mean]
OTHERS = {
    "summary": lambda row: means.summary(row, ends=(0, 5)),
    "expected_change": lambda row: regression_to_mean.expected_change(row, 6, 0.7),
    "mean_bounds": lambda row: attrition.mean_bounds(row, 2, (0, 10)),
    "retention": lambda row: attrition.retention([[value] for value in row]),
    "attendance": lambda row: attendance.attendance([[value] for value in row]),
    "incidence": lambda row: incidence.cumulative_incidence(row, [1] * len(row), 1, [1]),
    "nobody left": lambda row: incidence.cumulative_incidence(row, [0] * len(row), 1, [1]),
    "kaplan_meier": lambda row: survival.kaplan_meier(row, [1] * len(row), [1, 4], "log-log"),
    "log_rank": lambda row: survival.log_rank(row, [1] * len(row), [1] * len(row)),
    "random_intercept": lambda row: multilevel.random_intercept(row, {"wave": list(range(len(row)))}, [0] * len(row)),
    "marginal": lambda row: multilevel.marginal(row, {"wave": list(range(len(row)))}, list(range(len(row)))),
    "mantel_haenszel": lambda row: stratified.mantel_haenszel(row, row, ["a"] * len(row)),
    "response_weights": lambda row: weighting.response_weights(row, {"age": row}),
    "alpha": lambda row: reliability.alpha([row] * 120),
    "omega_total": lambda row: reliability.omega_total([row] * 120),
    "shares": lambda row: control_charts.shares(row, [60] * len(row)),
    "adjust": lambda row: multiple_testing.adjust({str(place): p for place, p in enumerate(row)}, "confirmatory"),
}
METHODS = OTHERS | {method.__name__: method for method in OF_ONE_ROW} | {
    method.__name__: lambda row, method=method: method(row, row) for method in OF_PAIRS}


def holds_nan(found: object) -> bool:
    if isinstance(found, float | np.floating):
        return math.isnan(found)
    if dataclasses.is_dataclass(found):
        return any(holds_nan(getattr(found, field.name)) for field in dataclasses.fields(found))
    if isinstance(found, dict):
        return any(holds_nan(one) for one in found.values())
    return isinstance(found, list | tuple | np.ndarray) and any(holds_nan(one) for one in found)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("name", METHODS)
def test_it_answers_or_refuses_with_words(name, group):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = METHODS[name](GROUPS[group])
        except (TooFew, Undetermined) as refusal:
            assert len(str(refusal)) > 10
        else:
            assert not holds_nan(found)


@pytest.mark.parametrize("group", LACKING)
@pytest.mark.parametrize("name", METHODS)
def test_what_is_missing_is_never_left_out_in_silence(name, group):
    with pytest.raises(ValueError, match=r"missing|true or false|mark|level|left out"):
        METHODS[name](LACKING[group])


@pytest.mark.parametrize("method", [proportions.wilson, proportions.clopper_pearson, proportions.agresti_coull, proportions.jeffreys])
def test_shares_of_one_and_of_nobody(method):
    for count in (0, 1):
        assert 0 <= method(count, 1).low <= count <= method(count, 1).high <= 1
    with pytest.raises(TooFew):
        method(0, 0)


def test_counts_of_nobody():
    for method in (populations.wilson_fpc, populations.finite_population, populations.missing_bounds):
        assert not holds_nan(method(1, 1, 1))
        with pytest.raises(TooFew):
            method(0, 0, 5)
    with pytest.raises(TooFew):
        response_rates.response_rates(response_rates.Dispositions(complete=0))
    with pytest.raises(TooFew):
        transitions.paired_difference(0, 0, 0, 0)
    with pytest.raises(TooFew):
        precision.precision(1)
