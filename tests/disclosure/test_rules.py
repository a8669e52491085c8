"""The policy's thresholds, one row a case: the last that is refused and the first that is allowed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from figures_by_hand import WORDS, all_published, at, entry, published, share
from hypothesis import given
from hypothesis import strategies as st

from evaltools.settings import Policy

WITHHELD = {"status": "withheld"}


def mean(value: float, n: int, **fields: Any) -> dict[str, Any]:
    return {"kind": "mean", "unit": "points", "n": n, "persons": n, "value": value, "low": value - 1.2345, "high": value + 1.2345,
            "method": "t", **fields}


# ---------------------------------------------------------------- one group (rules 1, 3, 10, 16)

@pytest.mark.parametrize(("n", "eligible", "status"), [
    (6, 8, "withheld"), (7, 8, "banded"),  # of six answers, two bands would let three women see through
    (7, 13, "banded"), (7, 14, "banded"), (7, 15, "withheld"),  # and half of the group
])
def test_base_of_a_share_in_a_group(n: int, eligible: int, status: str) -> None:
    assert published(share(3, n, eligible=eligible))["status"] == status


@pytest.mark.parametrize(("n", "eligible", "status"), [
    (7, 12, "withheld"), (8, 12, "banded"), (8, 16, "banded"), (8, 17, "withheld")])
def test_base_of_a_mean_in_a_group(n: int, eligible: int, status: str) -> None:
    assert published(mean(5.1, n, eligible=eligible), entry(kind="mean", unit="points"))["status"] == status


@pytest.mark.parametrize(("n", "eligible", "status"), [(8, 13, "banded"), (8, 14, "withheld"), (9, 15, "banded"), (9, 16, "withheld")])
def test_no_change_is_told_where_under_six_in_ten_of_a_group_answered_twice(n: int, eligible: int, status: str) -> None:
    of = entry(kind="change", unit="points")
    assert published(mean(1.2, n, kind="change", eligible=eligible), of)["status"] == status
    assert published(share(4, n, part=".up", eligible=eligible), of)["status"] == status


def test_a_base_is_of_women_not_of_their_answers() -> None:
    assert published(share(3, 8, persons=5, eligible=8)) == WITHHELD
    assert published(mean(5, 9, persons=7, eligible=9)) == WITHHELD


@pytest.mark.parametrize(("count", "low", "high"), [
    (0, 0, 4), (4, 0, 4), (5, 5, 8), (8, 5, 8), (9, 9, 11), (10, 9, 11), (11, 9, 11)])
def test_a_share_in_a_group_is_its_band(count: int, low: int, high: int) -> None:
    assert published(share(count, 11, eligible=13)) == {"status": "banded", "n": 11, "count_low": low, "count_high": high}


@pytest.mark.parametrize(("n", "better", "status"), [(6, "higher", "withheld"), (7, "lower", "banded"), (8, "none", "withheld"),
                                                    (9, "none", "banded")])
def test_a_group_has_no_share_where_no_two_bands_keep_a_coalition_from_seeing_through(n: int, better: str, status: str) -> None:
    assert published(share(3, n, eligible=n), entry(better=better))["status"] == status
    assert published(share(3, 12, eligible=12), entry(better=better), Policy(colluders=9)) == WITHHELD


def test_where_each_woman_answered_eight_times_a_band_is_eight_times_as_wide() -> None:
    row = published(share(60, 80, persons=10, eligible=10))
    assert (row["count_low"], row["count_high"]) == (41, 80)


def test_the_three_women_of_the_policys_finding_no_longer_see_through() -> None:
    """Of eleven, two are content and say so to each other: in a band from 0 to 2 they would know everybody else is not."""
    assert published(share(2, 11, eligible=11))["count_high"] == 4


@pytest.mark.parametrize(("kind", "value", "printed"), [
    ("mean", 6.24, 6.0), ("mean", 6.25, 6.5), ("mean", 0.0, 0.5), ("mean", 10.0, 9.5),
    ("change", -0.3, -0.5), ("change", 0.0, 0.0), ("change", 1.4, 1.5),
])
def test_a_mean_in_a_group_is_its_half_point(kind: str, value: float, printed: float) -> None:
    row = published(mean(value, 9, kind=kind, eligible=13), entry(kind=kind, unit="points"))
    assert row == {"status": "banded", "n": 9, "value": printed}


SHARES = st.integers(7, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n)))


@given(SHARES, st.floats(0, 1), st.integers(1, 5), st.sampled_from(["wilson", "wilson_clustered"]))
def test_what_is_read_in_a_group_depends_on_base_and_band_alone(
        counted: tuple[int, int, int], noise: float, managers: int, method: str) -> None:
    n, one, other = counted
    spoilt = {"value": noise, "low": noise / 2, "high": noise, "fewest": other % 3, "managers": managers, "method": method}
    seen, also = all_published([share(one, n, eligible=n), share(other, n, eligible=n, **spoilt)])
    assert set(seen) == {"status", "n", "count_low", "count_high"}
    assert (seen == also) == (seen["count_low"] <= other <= seen["count_high"])
    assert seen["count_high"] - seen["count_low"] >= 2


@pytest.mark.parametrize("kind", ["count", "rate", "incidence", "difference"])
def test_answers_of_a_group_have_no_other_form(kind: str) -> None:
    assert published({**share(20, 40, eligible=40), "kind": kind}, entry(kind=kind)) == WITHHELD


@pytest.mark.parametrize("sensitivity", ["sensitive", "staff"])
@pytest.mark.parametrize("origin", ["answers", "register"])
def test_nothing_sensitive_and_nothing_on_the_team_in_a_group(sensitivity: str, origin: str) -> None:
    rows = [share(count, 40, eligible=40, origin=origin) for count in range(41)]
    assert all_published(rows, entry(sensitivity=sensitivity)) == [WITHHELD] * 41


def test_the_coordinators_own_totals_are_exact_in_her_group() -> None:
    row = {"kind": "count", "origin": "register", "persons": 1, "numerator": 1, "value": 1.0, "method": "count"}
    exact = {"status": "exact", "numerator": 1, "value": 1.0}
    assert published(row, entry(kind="count", unit="women", origin="register")) == exact
    rate = published(share(118, 143, persons=13, kind="rate", origin="register"), entry(kind="rate", origin="register"))
    assert (rate["status"], rate["numerator"], rate["n"]) == ("exact", 118, 143)


# ---------------------------------------------------------------- sites and programmes (rules 1, 2, 4, 8, 9, 10)

L2 = pytest.mark.parametrize("audience", ["site", "programme"])


@L2
@pytest.mark.parametrize(("n", "status"), [(9, "withheld"), (10, "exact")])
def test_base_of_a_site(audience: str, n: int, status: str) -> None:
    figure = share(5, n, **at(audience)) | {"fewest": 5}
    assert published(figure)["status"] == status
    assert published(mean(5.06, n, **at(audience)))["status"] == {"exact": "banded"}.get(status, status)


@L2
@pytest.mark.parametrize(("n", "shown"), [
    (29, {"status": "banded", "n": 29, "value": 5.0}),
    (30, {"status": "exact", "n": 30, "value": 5.1, "low": 4.1, "high": 6.1})])
def test_a_mean_is_fine_from_thirty_answers(audience: str, n: int, shown: dict[str, Any]) -> None:
    assert published(mean(5.06, n, low=4.1, high=6.1, **at(audience))) == shown


@pytest.mark.parametrize("audience", ["site", "public"])
def test_that_all_said_the_same_is_not_told(audience: str) -> None:
    row = published(mean(10.0, 40, low=None, high=None, **at(audience)))
    assert row in ({"status": "banded", "n": 40, "value": 9.5}, WITHHELD)


@L2
@pytest.mark.parametrize(("fewest", "status"), [(4, "withheld"), (5, "exact")])
def test_both_parts_of_a_rate_are_of_five_women(audience: str, fewest: int, status: str) -> None:
    row = share(30, 60, kind="rate", origin="register", persons=12, **at(audience)) | {"fewest": fewest}
    assert published(row, entry(kind="rate", origin="register"))["status"] == status


@pytest.mark.parametrize("kind", ["share", "rate", "difference", "incidence"])
@pytest.mark.parametrize(("fewest", "status"), [(9, "withheld"), (10, "exact")])
def test_a_sensitive_matter_needs_ten_women_on_both_sides_whatever_its_kind(kind: str, fewest: int, status: str) -> None:
    row = share(20, 40, kind=kind, **at("site")) | {"fewest": fewest}
    assert published(row, entry(kind=kind, sensitivity="sensitive"))["status"] == status


@pytest.mark.parametrize(("persons", "status"), [(9, "withheld"), (10, "exact")])
def test_a_sensitive_part_needs_ten_women_though_the_whole_does_not(persons: int, status: str) -> None:
    row = {"kind": "count", "origin": "register", "part": "separation", "persons": persons, "numerator": 14, "value": 14.0, **at("site")}
    of = entry(kind="count", unit="count", origin="register", sensitive_parts=["separation"], parts={"separation": WORDS, "job": WORDS})
    assert published(row, of)["status"] == status
    assert published({**row, "part": "job"}, of)["status"] == "exact"


@L2
@pytest.mark.parametrize(("cohorts", "status"), [(1, "withheld"), (2, "withheld"), (3, "exact"), (0, "withheld")])
def test_three_groups_stand_behind_a_site_that_has_groups(audience: str, cohorts: int, status: str) -> None:
    assert published(share(20, 40, cohorts=cohorts, **at(audience)))["status"] == status


@L2
def test_only_a_bureau_has_figures_without_groups(audience: str) -> None:
    row = share(20, 40, cohorts=0, **at(audience))
    assert published(row, entry(programmes=["bureau"]))["status"] == "exact"
    assert published({**row, "wave": "visit"})["status"] == "exact"
    assert published(row) == WITHHELD


@pytest.mark.parametrize(("audience", "cohorts", "shown"), [
    ("site", 2, WITHHELD), ("site", 3, {"status": "exact", "n": 3, "value": 9.3}), ("public", 3, {"status": "exact", "value": 9.0})])
def test_the_size_of_groups_counts_women(audience: str, cohorts: int, shown: dict[str, Any]) -> None:
    row = {"kind": "mean", "unit": "women", "origin": "register", "n": 3, "value": 9.3, "cohorts": cohorts, **at(audience)}
    assert published(row, entry(kind="mean", unit="women", origin="register")) == shown


@pytest.mark.parametrize(("count", "status"), [(4, "banded"), (5, "exact"), (35, "exact"), (36, "at_least")])
def test_part_and_complement_of_a_site(count: int, status: str) -> None:
    assert published(share(count, 40, **at("site")))["status"] == status


@pytest.mark.parametrize(("fewest", "status"), [(4, "withheld"), (5, "exact")])
def test_part_and_complement_are_of_women_not_of_their_requests(fewest: int, status: str) -> None:
    assert published(share(20, 40, persons=30, fewest=fewest, **at("site")))["status"] == status


@pytest.mark.parametrize("count", [40, 41, 42, 43, 44])
def test_nearly_all_is_at_least_all_but_four(count: int) -> None:
    assert published(share(count, 44, **at("programme"))) == {"status": "at_least", "n": 44, "count_low": 40, "count_high": 44}


@pytest.mark.parametrize("count", range(5))
def test_nearly_none_of_what_should_be_none_is_fewer_than_five(count: int) -> None:
    row = published(share(count, 44, **at("site")), entry(better="lower"))
    assert row == {"status": "banded", "n": 44, "count_low": 0, "count_high": 4}


@pytest.mark.parametrize("better", ["higher", "lower", "none"])
@pytest.mark.parametrize("count", [0, 3, 4])
def test_few_women_are_fewer_than_five(better: str, count: int) -> None:
    row = published(share(count, 44, **at("site")), entry(better=better))
    assert row == {"status": "banded", "n": 44, "count_low": 0, "count_high": 4}


@pytest.mark.parametrize("better", ["lower", "none"])
def test_nearly_all_of_what_is_no_praise_is_withheld(better: str) -> None:
    assert published(share(41, 44, **at("site")), entry(better=better)) == WITHHELD


@given(st.integers(10, 80), st.sampled_from(["higher", "lower", "none"]), st.sampled_from(["ordinary", "sensitive", "staff"]))
def test_what_is_not_exact_keeps_five_possible_counts_and_ten_where_sensitive(n: int, better: str, sensitivity: str) -> None:
    behind: dict[str, list[int]] = defaultdict(list)
    rows = [share(count, n, **at("site")) for count in range(n + 1)]
    for count, row in enumerate(all_published(rows, entry(better=better, sensitivity=sensitivity))):
        behind[repr(row)].append(count)
    least = 10 if sensitivity == "sensitive" else 5
    for shown, counts in behind.items():
        if "exact" in shown:
            assert len(counts) == 1
            assert least <= counts[0] <= n - least
        else:
            assert len(counts) >= least


@pytest.mark.parametrize(("count", "status"), [(9, "withheld"), (10, "exact"), (30, "exact"), (31, "withheld"), (40, "withheld")])
def test_parts_of_what_is_sensitive(count: int, status: str) -> None:
    assert published(share(count, 40, **at("site")), entry(sensitivity="sensitive"))["status"] == status


@pytest.mark.parametrize(("cohorts", "managers", "status"), [
    (2, 2, "withheld"), (3, 1, "withheld"), (3, 2, "exact"), (0, 0, "withheld"), (9, 1, "withheld")])
@pytest.mark.parametrize("audience", ["site", "programme", "public"])
def test_what_is_said_of_the_team_needs_groups_and_case_managers(audience: str, cohorts: int, managers: int, status: str) -> None:
    figure = share(20, 40, cohorts=cohorts, managers=managers, **at(audience))
    assert published(figure, entry(sensitivity="staff"))["status"] == status


@pytest.mark.parametrize("count", [0, 3, 37, 40])
def test_what_is_said_of_the_team_has_no_at_least(count: int) -> None:
    assert published(share(count, 40, **at("site")), entry(sensitivity="staff")) == WITHHELD


@pytest.mark.parametrize(("value", "persons", "expected"), [
    (0, 0, {"status": "banded", "count_low": 0, "count_high": 4}),
    (4, 4, {"status": "banded", "count_low": 0, "count_high": 4}),
    (5, 5, {"status": "exact", "numerator": 5, "value": 5.0}),
])
def test_women_under_five_are_fewer_than_five(value: int, persons: int, expected: dict[str, Any]) -> None:
    row = {"kind": "count", "unit": "women", "origin": "register", "persons": persons, "numerator": value, "value": float(value),
           **at("site")}
    assert published(row, entry(kind="count", unit="women", origin="register")) == expected


@pytest.mark.parametrize(("value", "persons", "status"), [(0, 0, "withheld"), (4, 4, "withheld"), (12, 4, "withheld"), (5, 5, "exact")])
def test_contacts_are_of_five_women_or_not_told_at_all(value: int, persons: int, status: str) -> None:
    row = {"kind": "count", "origin": "register", "persons": persons, "numerator": value, "value": float(value), **at("site")}
    assert published(row, entry(kind="count", unit="count", origin="register"))["status"] == status


def test_what_is_said_of_sessions_is_exact_and_what_nobody_in_particular_answered_is_not() -> None:
    row = share(2, 3, persons=None, fewest=0, cohorts=1, **at("site"))
    assert published({**row, "origin": "register"}, entry(origin="register"))["status"] == "exact"
    assert published({**row, "origin": "answers"}) == WITHHELD
    assert published({**row, **at("public"), "origin": "answers"}) == WITHHELD


@pytest.mark.parametrize(("known", "status"), [(9, "withheld"), (10, "exact")])
def test_dropout_needs_ten_women_whose_six_months_are_known(known: int, status: str) -> None:
    row = share(8, 40, kind="incidence", origin="register", fewest=known, numerator=None, **at("site"))
    assert published(row, entry(kind="incidence", origin="register"))["status"] == status


@pytest.mark.parametrize(("count", "printed"), [(0, 0), (1, 3), (6, 3), (7, 9), (40, 39)])
def test_dropout_is_rounded_to_the_middle_of_six_and_shows_no_interval(count: int, printed: int) -> None:
    row = share(count, 40, kind="incidence", origin="register", fewest=40, numerator=None, **at("site"))
    assert published(row, entry(kind="incidence", origin="register")) == {"status": "exact", "n": 40, "value": printed / 40}


@pytest.mark.parametrize(("smallest", "status"), [(4, "withheld"), (5, "exact")])
def test_a_difference_needs_five_in_each_cell_and_does_not_show_the_smallest(smallest: int, status: str) -> None:
    row = share(30, 60, kind="difference", fewest=smallest, numerator=None, **at("programme"))
    shown = published(row, entry(kind="difference"))
    assert shown["status"] == status
    assert "numerator" not in shown


# ---------------------------------------------------------------- everybody (rules 1 and 2)

@pytest.mark.parametrize(("n", "status"), [(19, "withheld"), (20, "exact")])
def test_base_for_everybody(n: int, status: str) -> None:
    assert published(share(10, n, **at("public")) | {"fewest": 10})["status"] == status
    assert published(mean(5.06, n, **at("public")))["status"] == {"exact": "banded"}.get(status, status)
    rate = share(n, n * 2, kind="rate", origin="register", persons=n, **at("public"))
    assert published(rate, entry(kind="rate"))["status"] == status


@pytest.mark.parametrize(("count", "status"), [(7, "withheld"), (8, "exact"), (36, "exact"), (37, "withheld"), (44, "withheld")])
def test_parts_for_everybody(count: int, status: str) -> None:
    assert published(share(count, 44, **at("public")))["status"] == status


def test_counts_for_everybody_are_rounded_and_rates_come_from_them() -> None:
    row = published(share(33, 44, **at("public")))
    assert (row["numerator"], row["n"], row["value"]) == (35, 45, pytest.approx(35 / 45))
    assert row["low"] < row["value"] < row["high"]
    assert row == published(share(34, 44, **at("public"))), "the interval, too, comes from the rounded counts"


@pytest.mark.parametrize(("count", "status"), [(9, "withheld"), (10, "exact")])
def test_sensitive_parts_for_everybody(count: int, status: str) -> None:
    assert published(share(count, 44, **at("public")), entry(sensitivity="sensitive"))["status"] == status


@pytest.mark.parametrize(("value", "expected"), [
    (7, WITHHELD), (8, {"status": "exact", "value": 10.0}), (12, {"status": "exact", "value": 10.0}),
    (13, {"status": "exact", "value": 15.0})])
def test_a_count_for_everybody(value: int, expected: dict[str, Any]) -> None:
    row = {"kind": "count", "origin": "register", "persons": value, "numerator": value, "value": float(value), **at("public")}
    assert published(row, entry(kind="count", unit="women", origin="register")) == expected


def test_what_is_not_public_is_withheld_whatever_it_is() -> None:
    assert published(share(20, 40, **at("public")), entry(public=False)) == WITHHELD


@pytest.mark.parametrize("kind", ["incidence", "difference"])
def test_dropout_is_not_for_everybody(kind: str) -> None:
    assert published(share(20, 40, kind=kind, **at("public")), entry(kind=kind)) == WITHHELD


# ---------------------------------------------------------------- for all

@pytest.mark.parametrize("audience", ["cohort", "site", "programme", "public"])
@pytest.mark.parametrize("kind", ["share", "mean", "count", "rate", "change", "incidence", "difference"])
def test_what_was_not_measured_is_withheld(audience: str, kind: str) -> None:
    for origin in ("answers", "register"):
        assert published({"kind": kind, "origin": origin, "eligible": 12, **at(audience)}, entry(kind=kind)) == WITHHELD


def test_a_raised_threshold_holds_and_a_lowered_one_with_a_reason() -> None:
    assert published(share(3, 8, eligible=8), policy=Policy(base_share_cohort=9)) == WITHHELD
    lowered = Policy(base_share_cohort=4, colluders=1, band_width=2, reason="Agreed with the data protection officer in March.")
    assert published(share(3, 4, eligible=4), policy=lowered)["status"] == "banded"
    assert published(share(20, 40, cohorts=2, **at("site")), policy=Policy(active_cohorts=4)) == WITHHELD
