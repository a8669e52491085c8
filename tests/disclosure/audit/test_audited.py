"""The audit on releases that a person can check: what must go, what may stay, and that nothing says more than before."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from by_hand import audit, brute_values, figure, past_of, released, status
from figures_by_hand import VALUES, entry
from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.disclosure import as_published, protect
from evaltools.disclosure.audit import audited, called
from evaltools.settings import Policy


def women(cohort: str, yes: int, no: int) -> dict[str, int]:
    return {f"{cohort}{number:02d}": int(number < yes) for number in range(yes + no)}


A, B, C, D = (women(name, yes, no) for name, yes, no in (("a", 7, 6), ("b", 6, 6), ("c", 8, 5), ("d", 5, 3)))
X, Y = {**A, **B, **C}, {**women("e", 7, 5), **women("f", 6, 7), **women("g", 7, 5)}


def test_a_total_that_gives_a_withheld_site_away_is_not_left_as_it_is() -> None:
    small = women("h", 3, 5)
    everybody = {**X, **Y, **small}
    found = audit(figure("site", "x", X), figure("site", "y", Y), figure("site", "z", small, cohorts=1),
                  figure("programme", "p", everybody))
    assert status(found)["site", "z"] == "withheld"
    assert "banded" in status(found).values() or list(status(found).values()).count("withheld") > 1
    assert found.account["banded"].sum() + found.account["withheld"].sum() >= 1


def test_sites_that_are_all_told_may_be_added_up() -> None:
    found = audit(figure("site", "x", X), figure("site", "y", Y), figure("programme", "p", {**X, **Y}))
    assert set(status(found).values()) == {"exact"}


def test_a_group_that_joined_since_the_last_quarter_is_not_the_difference_of_two_totals() -> None:
    first = audit(figure("site", "x", X))
    assert status(first)["site", "x"] == "exact"
    second = audit(figure("site", "x", {**X, **D}, period="2026-Q3"), figure("cohort", "d", D, period="2026-Q3"),
                   earlier=[past_of(first, figure("site", "x", X))])
    assert status(second)["cohort", "d"] == "banded"
    assert status(second)["site", "x"] != "exact"


def test_three_groups_that_joined_together_may_be_told() -> None:
    first = audit(figure("site", "x", X))
    second = audit(figure("site", "x", {**X, **Y}, period="2026-Q3"), earlier=[past_of(first, figure("site", "x", X))])
    assert status(second)["site", "x"] == "exact"


def test_a_sensitive_sum_keeps_five_values() -> None:
    of = entry(sensitivity="sensitive")
    wide = women("k", 12, 12)
    rest = women("m", 2, 2)
    for kind, kept in ((entry(levels=("site", "programme")), 3), (of, 5)):
        found = audit(figure("site", "x", wide), figure("site", "z", rest, cohorts=1), figure("programme", "p", {**wide, **rest}), of=kind)
        left = possible(found, {"x": wide, "z": rest, "p": {**wide, **rest}}, rest)
        assert len(left) >= kept


def possible(found, sets, target) -> set[int]:  # type: ignore[no-untyped-def]
    """Trying every world: what the wider readers can still believe of the target, one unknown a disjoint set."""
    names = ["x", "z"]
    rows = [row for row in found.published.to_dict("records") if row["status"] != "withheld"]
    facts = []
    for row in rows:
        low, high = (row["count_low"], row["count_high"]) if pd.notna(row["count_low"]) else (row["numerator"], row["numerator"])
        facts.append(([int(set(sets[name]) <= set(sets[row["scope"]])) for name in names], low, high))
    return brute_values([0, 0], [len(sets[name]) for name in names], facts, [int(sets[name] is target) for name in names])


PARTS = {"a": 8, "b": 9, "c": 10, "d": 11, "e": 6}
counts = st.fixed_dictionaries({name: st.integers(0, size) for name, size in PARTS.items()})


def joined(said: dict[str, int], names: str) -> dict[str, int]:
    return {woman: answer for name in names for woman, answer in women(name, said[name], PARTS[name] - said[name]).items()}


@given(counts)
@settings(max_examples=25)
def test_no_view_of_a_random_programme_can_be_worked_out(said: dict[str, int]) -> None:
    """Every world of five groups is tried, in every coordinator's view: no hidden sum keeps fewer than three values."""
    sites = {"x": "abc", "y": "de"}
    listed = [figure("cohort", name, joined(said, name)) for name in PARTS]
    listed += [figure("site", site, joined(said, names), cohorts=len(names) + 1) for site, names in sites.items()]
    listed += [figure("programme", "p", joined(said, "abcde")), figure("public", "p", joined(said, "abcde"))]
    found = audit(*listed)
    rows = found.published.to_dict("records")
    parts = {**{name: name for name in PARTS}, **sites, "p": "abcde"}
    worlds = np.stack(np.meshgrid(*(np.arange(size + 1) for size in PARTS.values()), indexing="ij"), -1).reshape(-1, len(PARTS))
    shown = {parts[row["scope"]] for row in rows if row["status"] == "exact" and row["audience"] in ("site", "programme")}
    for view in [None, *PARTS]:
        left = worlds
        for row in rows:
            if row["status"] != "withheld" and (row["audience"] != "cohort" or row["scope"] == view):
                total, (low, high) = left @ [name in parts[row["scope"]] for name in PARTS], told(row)
                left = left[(total >= low) & (total <= high)]
        for names in [name for name in [*PARTS, *sites.values()] if name not in shown]:
            assert len(np.unique(left @ [name in names for name in PARTS])) >= 3, (said, view, names)


def told(row: dict[str, object]) -> tuple[float, float]:
    if pd.notna(row["count_low"]):
        return row["count_low"], row["count_high"]  # type: ignore[return-value]
    count = row["numerator"]
    return (count - 2, count + 2) if row["audience"] == "public" else (count, count)  # type: ignore[operator, return-value]


@given(counts)
@settings(max_examples=25)
def test_the_audit_never_says_more_and_keeps_to_the_form(said: dict[str, int]) -> None:
    listed = [figure("cohort", name, joined(said, name)) for name in PARTS]
    listed += [figure("site", "x", joined(said, "abc")), figure("programme", "p", joined(said, "abcde"))]
    published, made, contributors = released(*listed)
    after = audited(published, made, contributors, {"X1": entry()}, Policy()).published
    again = audited(after, made, contributors, {"X1": entry()}, Policy()).published
    pd.testing.assert_frame_equal(as_published(after.to_dict("records")), after)
    pd.testing.assert_frame_equal(after, again)
    for before, now in zip(published.to_dict("records"), after.to_dict("records"), strict=True):
        if now["status"] == "withheld":
            assert all(pd.isna(now[name]) for name in VALUES)
        elif now["status"] == before["status"]:
            assert {name: now[name] for name in VALUES if pd.notna(now[name])} == {
                name: before[name] for name in VALUES if pd.notna(before[name])}
        else:
            assert (before["status"], now["status"]) == ("exact", "banded")
            assert now["count_low"] <= before["numerator"] <= now["count_high"]
            assert now["count_high"] - now["count_low"] >= 4


def test_the_order_of_rows_does_not_matter() -> None:
    listed = [figure("site", "x", X), figure("site", "z", D, cohorts=1), figure("programme", "p", {**X, **D})]
    published, made, contributors = released(*listed)
    turned = audited(published, made.iloc[::-1], contributors.sample(frac=1, random_state=1), {"X1": entry()}, Policy())
    pd.testing.assert_frame_equal(turned.published, audited(published, made, contributors, {"X1": entry()}, Policy()).published)


def test_an_answer_corrected_since_leaves_the_newest_release_unexplained_and_withheld() -> None:
    first = audit(figure("site", "x", X))
    other = dict.fromkeys([*X][:24], 1) | dict.fromkeys([*X][24:], 0)
    second = audit(figure("site", "x", other, period="2026-Q3"), earlier=[past_of(first, figure("site", "x", X))])
    assert status(first)["site", "x"] == "exact"
    assert status(second)["site", "x"] == "withheld"
    # What was looked at from no possible world is looked at again, once there is one.
    alone = audit(figure("site", "x", X, period="2026-Q3"), earlier=[past_of(first, figure("site", "x", X))])
    assert second.account.set_index("view").at["wider", "sums"] > alone.account.set_index("view").at["wider", "sums"]


@pytest.mark.parametrize("kind", ["mean", "change"])
def test_a_mean_of_few_more_women_is_not_the_difference_of_two_means(kind: str) -> None:
    of = entry(kind=kind)
    def mean(scope: str, said: dict[str, int], value: float, **fields: object) -> dict[str, object]:
        return figure("site", scope, said, kind=kind, numerator=None, fewest=None, value=value, low=value - 1, high=value + 1, **fields)
    small = women("h", 0, 2)
    found = audit(mean("x", {**X}, 5.0), mean("z", small, 6.0, cohorts=1), figure(
        "programme", "p", {**X, **small}, kind=kind, numerator=None, fewest=None, value=5.05, low=4.0, high=6.0), of=of)
    assert status(found)["site", "z"] == "withheld"


def test_several_processes_find_what_one_finds() -> None:
    listed = [figure("site", "x", X), figure("site", "y", Y), figure("site", "z", D, cohorts=1), figure("programme", "p", {**X, **Y, **D})]
    _, made, contributors = released(*listed)
    known = {name: entry(id=name) for name in ("X1", "X2")}
    made, contributors = (pd.concat([rows.assign(indicator=name).astype(rows.dtypes) for name in known], ignore_index=True)
                          for rows in (made, contributors))
    published = protect(made, known, Policy())
    one = audited(published, made, contributors, known, Policy())
    with called(len(made), workers=2) as crew:
        two = audited(published, made, contributors, known, Policy(), crew=crew)
    pd.testing.assert_frame_equal(one.published, two.published)
    # How often a shape was new depends on who met it first.
    pd.testing.assert_frame_equal(one.account.drop(columns="solved"), two.account.drop(columns="solved"))
    assert one.account["sums"].sum() > 0
