import pickle
import subprocess
import sys

import numpy as np
import pytest

from evaltools.statistics import Estimate, TooFew, Undetermined
from evaltools.statistics.attendance import attendance
from evaltools.statistics.attrition import retention
from evaltools.statistics.estimate import as_numbers, complete_values, require_count, require_population
from evaltools.statistics.reliability import alpha


def test_too_few_says_how_many_and_survives_a_worker():
    refusal = pickle.loads(pickle.dumps(TooFew(2, 1)))
    assert isinstance(refusal, ValueError)
    assert (refusal.needed, refusal.given, str(refusal)) == (2, 1, "at least 2 needed, 1 given")


def test_too_few_names_what_is_counted():
    refusal = pickle.loads(pickle.dumps(TooFew(10, 9, "persons")))
    assert (refusal.of, str(refusal)) == ("persons", "at least 10 persons needed, 9 given")
    assert str(pickle.loads(pickle.dumps(Undetermined("nothing varies")))) == "nothing varies"


def test_an_estimate_survives_a_worker_and_cannot_be_changed():
    estimate = Estimate(0.75, 0.4, 0.9, 12, "wilson")
    assert pickle.loads(pickle.dumps(estimate)) == estimate
    with pytest.raises(AttributeError):
        estimate.value = 1.0  # type: ignore[misc]


def test_no_interval_is_none_twice_and_says_so():
    assert Estimate.without_interval(3.0, 1) == Estimate(3.0, None, None, 1, "none")


def test_values_come_complete_or_are_refused():
    assert complete_values([1, 2]).dtype == np.float64
    for bad in ([1, None], [1, np.nan], [1, np.inf], [[1, 2]]):
        with pytest.raises(ValueError, match=r"missing|one row"):
            complete_values(bad)
    with pytest.raises(TooFew) as refused:
        complete_values([1.0], needed=2)
    assert (refused.value.needed, refused.value.given) == (2, 1)


def test_a_refusal_never_repeats_a_value():
    with pytest.raises(ValueError) as refused:
        complete_values([987654.25, np.nan])
    assert "987654" not in str(refused.value)
    for method in (complete_values, as_numbers, alpha, retention, attendance):
        with pytest.raises(ValueError, match="numbers are expected") as refused:
            method([["1", "Salima"]] * 120)
        assert "Salima" not in str(refused.value)


def test_counts_lie_in_their_base():
    require_count(0, 1)
    require_count(1, 1)
    for count, n in ((-1, 5), (6, 5)):
        with pytest.raises(ValueError, match="between 0 and its base"):
            require_count(count, n)
    with pytest.raises(TooFew):
        require_count(0, 0)


def test_answers_do_not_outnumber_the_population():
    require_population(5, 5)
    with pytest.raises(ValueError, match="more answers than persons"):
        require_population(6, 5)


def test_the_package_starts_without_the_heavy_libraries():
    loaded = "import sys, evaltools.statistics; print({'scipy', 'pandas', 'statsmodels'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_no_module_pulls_in_the_whole_of_statsmodels():
    names = """attendance attrition change clustered effect_sizes goal_attainment incidence means populations precision proportions
               rank_effects reliable_change response_rates signed_rank survival transitions control_charts
               multilevel multiple_testing regression_to_mean reliability run_charts site_comparison stratified weighting"""
    loaded = "import sys\n" + "".join(f"import evaltools.statistics.{name}\n" for name in names.split())
    loaded += "print('statsmodels.api' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout == "False\n"
