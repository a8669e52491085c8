from __future__ import annotations

import datetime as dt
import time
from typing import Any

import numpy as np
import pandas as pd
import pytest
from counted import Count
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_from_text import tables_from_text

from evaltools.catalogue import Entry
from evaltools.disclosure import protect
from evaltools.errors import SettingsError
from evaltools.estimates import active_cohorts, as_of, estimate, window
from evaltools.estimates.kinds import KINDS
from evaltools.estimates.units import Units
from evaltools.figures import CONTRIBUTORS, FIGURES, KEY
from evaltools.questionnaires import Questionnaires
from evaltools.scope import Period
from evaltools.settings import Policy, Settings
from evaltools.statistics import clustered, means, proportions
from evaltools.tables import EXIT_REASONS, TABLES

QUARTER = Period(2026, 2)
END = pd.Timestamp(2026, 7, 1)

REGISTER = """
cohorts
cohort programme site    case_manager start      planned_end end
old    ateliers  ixelles CM1          2025-01-12 2026-03-31  2026-03-31
edge   ateliers  ixelles CM1          2025-01-12 2026-04-01  2026-04-01
a      ateliers  ixelles CM1          2026-01-12 2026-12-15  .
b      ateliers  jette   CM2          2026-06-30 2026-12-15  2026-07-01
later  ateliers  jette   CM2          2026-07-01 2026-12-15  .
m      miriam    forest  .            2026-01-01 2026-12-31  .

enrolments
participant cohort start      end        exit_reason
anna        a      2026-01-12 2026-06-30 job
bea         a      2026-01-12 2026-07-01 lost_contact
cleo        a      2026-07-01 .          .

requests
request participant programme site   date       closed     domain  status
r1      anna        bureau    relais 2026-06-30 2026-07-01 housing resolved
r2      anna        bureau    relais 2026-06-30 2026-06-30 housing resolved
r3      anna        bureau    relais 2026-07-01 .          housing open

forms end
participant cohort submitted  overall
anna        a      2026-06-30 s5
bea         a      2026-07-01 s5
"""


# ---------------------------------------------------------------- what was known at the time

def test_the_tables_as_they_stood(shipped_questionnaires: Questionnaires) -> None:
    tables = tables_from_text(REGISTER, shipped_questionnaires)
    seen = as_of(tables, END)
    assert seen["enrolments"].set_index("participant")[["end", "exit_reason", "exit_kind"]].notna().to_dict("index") == {
        "anna": {"end": True, "exit_reason": True, "exit_kind": True}, "bea": {"end": False, "exit_reason": False, "exit_kind": False}}
    assert seen["cohorts"].set_index("cohort")["end"].notna().to_dict() == {"old": True, "edge": True, "a": False, "b": False, "m": False}
    assert seen["requests"].set_index("request")["status"].to_dict() == {"r1": "open", "r2": "resolved"}
    assert seen["requests"].set_index("request")["closed"].notna().to_dict() == {"r1": False, "r2": True}
    assert seen["answers"]["response"].tolist() == seen["responses"]["response"].tolist() == ["end-001"]
    for name, frame in tables.items():
        assert seen[name].dtypes.equals(frame.dtypes), name


def test_a_later_day_knows_all_again(shipped_questionnaires: Questionnaires) -> None:
    tables = tables_from_text(REGISTER, shipped_questionnaires)
    for name, frame in as_of(tables, pd.Timestamp(2027, 1, 1)).items():
        pd.testing.assert_frame_equal(frame, tables[name])


@settings(max_examples=25)
@given(st.dates(dt.date(2026, 3, 30), dt.date(2026, 7, 3)), st.dates(dt.date(2026, 3, 30), dt.date(2026, 7, 3)))
def test_looking_twice_is_looking_at_the_earlier_day(shipped_questionnaires: Questionnaires, one: dt.date, other: dt.date) -> None:
    tables = tables_from_text(REGISTER, shipped_questionnaires)
    twice = as_of(as_of(tables, pd.Timestamp(max(one, other))), pd.Timestamp(min(one, other)))
    for name, frame in as_of(tables, pd.Timestamp(min(one, other))).items():
        pd.testing.assert_frame_equal(twice[name], frame)


RUNNING = """
cohorts
cohort   programme site    case_manager start      planned_end end
before   ateliers  ixelles CM1          2025-01-12 2026-12-15  2026-03-31
edge     ateliers  ixelles CM1          2025-01-12 2026-03-15  2026-04-01
planned  ateliers  ixelles CM1          2025-01-12 2026-03-31  .
met      ateliers  ixelles CM1          2025-01-12 2026-03-31  .
missed   ateliers  ixelles CM1          2025-01-12 2026-03-31  .
open     ateliers  ixelles CM1          2025-01-12 .           .
last     ateliers  ixelles CM1          2026-06-30 2026-12-15  .
after    ateliers  ixelles CM1          2026-07-01 2026-12-15  .

sessions
session date       cohort status
s1      2026-06-30 met    held
s2      2026-06-30 missed cancelled
s3      2026-07-01 missed held
"""


def test_groups_that_ran_on_one_day_of_the_quarter_by_their_dates_or_because_they_met() -> None:
    seen = as_of(tables_from_text(RUNNING), END)
    assert active_cohorts(seen, QUARTER)["cohort"].tolist() == ["edge", "last", "met", "open"]


@pytest.mark.parametrize(("kind", "level", "start"), [
    ("quarter", "site", "2026-04-01"), ("year", "site", "2025-07-01"), ("calendar_year", "site", "2026-01-01"),
    ("to_date", "site", "1900-01-01"), ("answers", "cohort", "1900-01-01"), ("answers", "site", "2025-07-01"),
    ("answers", "programme", "2025-07-01"), ("quarter", "cohort", "2026-04-01")])
def test_windows(kind: str, level: str, start: str) -> None:
    assert window(kind, level, QUARTER) == (pd.Timestamp(start), END)  # type: ignore[arg-type]


# ---------------------------------------------------------------- which figures there are

def test_every_scope_has_its_figures_also_those_of_nothing(count: Count) -> None:
    figures = count(REGISTER, "T01", "S01", "A01").figures
    assert set(figures[figures["level"] == "cohort"]["scope"]) == {"a", "b", "edge", "m"}
    assert set(figures[figures["indicator"] == "A01"]["scope"]) == {"relais", "bureau"}
    assert set(figures[(figures["indicator"] == "T01") & (figures["level"] == "site")]["scope"]) == {"ixelles", "jette", "forest"}
    nothing = figures[(figures["indicator"] == "T01") & (figures["scope"] == "forest")]
    assert nothing["part"].tolist() == ["enrolled", "from_start"]
    assert nothing[["n", "numerator", "value", "persons"]].isna().all(axis=None)


def test_a_programme_speaks_to_two_audiences_with_one_estimate(count: Count) -> None:
    figures = count(REGISTER, "R01").figures
    programme = figures[figures["level"] == "programme"].drop(columns="audience")
    assert len(programme) == 2 * len(programme.drop_duplicates())
    assert set(figures[figures["level"] == "programme"]["audience"]) == {"programme", "public"}
    assert set(figures[figures["level"] != "programme"]["audience"]) == {"cohort", "site"}


def test_the_women_of_a_group_are_those_who_could_have_answered(count: Count) -> None:
    assert count(REGISTER, "R01")("a", "active")["eligible"] == 2, "cleo comes later"


def test_a_cohort_without_a_site_or_case_manager_is_no_mistake(count: Count) -> None:
    nowhere = count(REGISTER.replace("jette   CM2", ".       .  "), "R01")
    assert nowhere("b", "active")["managers"] == 0
    assert nowhere("ateliers", "active")["cohorts"] == 3


def test_an_entry_without_rows_or_function_is_a_clear_error(
        shipped_catalogue: dict[str, Entry], shipped_questionnaires: Questionnaires, small_settings: Settings) -> None:
    lost = shipped_catalogue["T01"].model_copy(update={"name": "attendance_of_nobody"})
    with pytest.raises(SettingsError, match="T01 has neither rows nor a function"):
        estimate(tables_from_text(REGISTER, shipped_questionnaires), {"T01": lost}, shipped_questionnaires, small_settings, QUARTER)


# ---------------------------------------------------------------- from rows to a figure

Row = tuple[str | None, float]


def units_of(*figures: list[Row], **columns: float | list[float]) -> Units:
    """Units of figures that are given as lists of a woman (or nobody) and what a unit is worth."""
    rows = [row for figure in figures for row in figure]
    code, names = pd.factorize(pd.Series([person for person, _ in rows], dtype="string"), sort=True)
    given = {name: np.broadcast_to(np.asarray(worth, float), len(rows)).copy() for name, worth in {"weight": 1.0, **columns}.items()}
    return Units(len(figures), np.repeat(np.arange(len(figures)), [len(figure) for figure in figures]), code, names.to_numpy(object),
                 np.arange(len(rows)).astype(object), {"value": np.array([worth for _, worth in rows], float), **given})


def figure_of(kind: str, units: Units, entry: Entry, place: int = 0) -> dict[str, Any]:
    """One figure: what is missing is None."""
    found = KINDS[kind](units, entry)
    return {name: None if pd.isna(values[place]) else values[place] for name, values in found.items()}


def test_a_share_of_women_has_wilsons_interval_and_one_of_their_requests_a_wider_one(shipped_catalogue: dict[str, Entry]) -> None:
    units = units_of([(f"w{n}", float(n < 9)) for n in range(12)], [(f"w{n % 4}", float(n % 4 != 0)) for n in range(12)])
    once, often = (figure_of("share", units, shipped_catalogue["S01"], place) for place in (0, 1))
    assert (once["numerator"], once["n"], once["persons"], once["fewest"]) == (9, 12, 12, 3)
    assert (once["low"], once["high"]) == (pytest.approx(0.4677, abs=1e-4), pytest.approx(0.9111, abs=1e-4))
    assert (often["numerator"], often["n"], often["persons"], often["fewest"]) == (9, 12, 4, 1)
    assert often["method"] == "wilson_clustered"
    assert often["high"] - often["low"] > once["high"] - once["low"]


def test_a_rate_is_a_ratio_of_sums_not_a_mean_of_rates(shipped_catalogue: dict[str, Entry]) -> None:
    figure = figure_of("rate", units_of([("anna", 1), ("anna", 1), ("anna", 1), ("bea", 0)]), shipped_catalogue["T01"])
    assert (figure["value"], figure["n"], figure["numerator"], figure["persons"]) == (0.75, 4, 3, 2)
    assert figure["low"] == clustered.rate([3, 0], [3, 1]).low


def test_one_person_or_one_answer_has_a_value_and_no_interval(shipped_catalogue: dict[str, Entry]) -> None:
    for kind in ("mean", "rate"):
        figure = figure_of(kind, units_of([("anna", 1.0)]), shipped_catalogue["T01"])
        assert (figure["value"], figure["low"], figure["high"]) == (1.0, None, None)


def test_units_without_a_woman_have_no_persons(shipped_catalogue: dict[str, Entry]) -> None:
    units = units_of([(None, 1.0), (None, 0.0), (None, 1.0)])
    assert figure_of("share", units, shipped_catalogue["F02"])["persons"] is None
    assert figure_of("share", units, shipped_catalogue["F02"])["low"] == proportions.wilson(2, 3).low
    assert figure_of("count", units, shipped_catalogue["A14"])["persons"] is None


def test_a_unit_that_is_nobodys_stands_by_itself_beside_those_of_women(shipped_catalogue: dict[str, Entry]) -> None:
    mixed = figure_of("rate", units_of([("anna", 1), (None, 1), ("anna", 0), (None, 0)]), shipped_catalogue["T01"])
    apart = figure_of("rate", units_of([("anna", 1), ("bea", 1), ("anna", 0), ("cleo", 0)]), shipped_catalogue["T01"])
    assert mixed["persons"] == 1
    assert {name: mixed[name] for name in ("value", "low", "high", "fewest")} == {
        name: apart[name] for name in ("value", "low", "high", "fewest")}


def test_a_difference_needs_both_groups(shipped_catalogue: dict[str, Entry]) -> None:
    rows: list[Row] = [(f"w{n}", float(n % 2)) for n in range(8)]
    assert figure_of("difference", units_of(rows, exposed=1.0), shipped_catalogue["T05"])["value"] is None
    both = figure_of("difference", units_of(rows, exposed=[1.0] * 4 + [0.0] * 4), shipped_catalogue["T05"])
    assert both["value"] == 0
    assert both["fewest"] == 2


ALONE = st.lists(st.tuples(st.sampled_from(["anna", "bea", "cleo", "dora", None]), st.sampled_from([0.0, 1.0])), max_size=9)


@settings(max_examples=150, deadline=None)
@given(st.lists(ALONE, min_size=1, max_size=6), st.sampled_from(["share", "mean", "count", "rate", "change"]), st.integers(0, 2**32 - 1))
def test_figures_made_together_are_those_made_alone(shipped_catalogue: dict[str, Entry], rows: list[list[Row]], kind: str,
                                                    seed: int) -> None:
    rng = np.random.default_rng(seed)
    # Numbers whose sums depend on the order in which they are added up: to the last digit they must be added as alone.
    worth = [[(who, value if kind in ("share", "rate") else float(rng.normal(5, 3))) for who, value in own] for own in rows]
    before = [rng.normal(5, 3, len(own)) for own in rows]
    entry = shipped_catalogue["S01"]
    together = KINDS[kind](units_of(*worth, before=list(np.concatenate(before))), entry)
    for place, own in enumerate(worth):
        if own:
            alone = KINDS[kind](units_of(own, before=list(before[place])), entry)
            for name, values in together.items():
                assert values[place] == alone[name][0] or (pd.isna(values[place]) and pd.isna(alone[name][0])), name


@pytest.mark.parametrize("size", [1, 2, 7, 8, 9, 130, 1000])
def test_a_mean_is_to_the_last_digit_that_of_its_values_alone(shipped_catalogue: dict[str, Entry], size: int) -> None:
    rng = np.random.default_rng(size)
    own = rng.normal(5, 3, (3, size))
    found = KINDS["mean"](units_of(*([(f"w{n}", value) for n, value in enumerate(row)] for row in own)), shipped_catalogue["S01"])
    for place, row in enumerate(own):
        alone = means.mean(row.copy())
        assert found["value"][place] == alone.value
        assert (None if pd.isna(found["low"][place]) else found["low"][place]) == alone.low


# ---------------------------------------------------------------- thirty groups

SITES = {"ateliers": ("ixelles", "jette"), "miriam": ("forest",)}


def programme_of(number: int) -> tuple[str, str]:
    programme = "ateliers" if number % 3 else "miriam"
    return programme, SITES[programme][number % len(SITES[programme])]


def thirty_groups(questionnaires: Questionnaires, waves: dict[str, str]) -> dict[str, pd.DataFrame]:
    """Thirty groups of twelve women with all waves answered and twenty sessions each; drawn, the same each time."""
    rng = np.random.default_rng(30)
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in TABLES}
    columns = {name: {column: item for column, item in survey.item_ids().items() if item.scale or item.type == "multiple"}
               for name, survey in questionnaires.surveys.items()}
    for number in range(30):
        cohort, (programme, site) = f"c{number:02d}", programme_of(number)
        start = dt.date(2025, 1, 6) + dt.timedelta(days=7 * number)
        place = {"cohort": cohort, "programme": programme, "site": site}
        rows["cohorts"].append({**place, "case_manager": f"CM{number % 5}", "start": start, "planned_end": start + dt.timedelta(days=300)})
        days = [start + dt.timedelta(days=14 * week) for week in range(20)]
        rows["sessions"] += [{**place, "session": f"{cohort}-{day}", "date": day, "venue": "hall", "status": "held", "kind": "group"}
                             for day in days]
        for woman in (f"{cohort}w{order:02d}" for order in range(12)):
            gone = rng.random() < 0.2
            end = start + dt.timedelta(days=int(rng.integers(20, 280))) if gone else None
            reason = str(rng.choice(list(EXIT_REASONS))) if gone else None
            rows["enrolments"].append({"participant": woman, "cohort": cohort, "start": start, "end": end, "exit_reason": reason,
                                       "exit_kind": EXIT_REASONS.get(str(reason))})
            rows["attendance"] += [{"participant": woman, "session": f"{cohort}-{day}", "cohort": cohort, "date": day,
                                    "status": str(rng.choice(["present", "present", "excused", "unexcused"]))}
                                   for day in days if end is None or day <= end]
            for step, (wave, survey) in enumerate(waves.items()):
                response = f"{woman}-{wave}"
                rows["responses"].append({**place, "response": response, "participant": woman, "questionnaire": survey, "wave": wave,
                                          "submitted": start + dt.timedelta(days=80 * step), "share_answered": 1.0})
                for column, item in columns[survey].items():
                    told = {"response": response, "item": column, "status": "answered"}
                    if item.scale:
                        answers = questionnaires.scales[item.scale].answers
                        answer = answers[int(rng.integers(len(answers)))]
                        told |= {"choice": answer.code, "value": answer.value, "status": answer.status}
                    elif item.type == "multiple":
                        told |= {"value": float(rng.random() < 0.3)}
                    rows["answers"].append(told)
    return {name: TABLES[name].frame(found) for name, found in rows.items()}


@pytest.fixture(scope="module")
def thirty(shipped_questionnaires: Questionnaires) -> dict[str, pd.DataFrame]:
    waves = {"intake": "intake", "mid": "mid", "session": "session", "end": "end", "followup6": "followup"}
    return thirty_groups(shipped_questionnaires, waves)


@pytest.fixture(scope="module")
def estimated(thirty: dict[str, pd.DataFrame], shipped_catalogue: dict[str, Entry], shipped_questionnaires: Questionnaires,
              small_settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Figures, contributors, and the seconds that they took."""
    began = time.process_time()
    found = estimate(thirty, shipped_catalogue, shipped_questionnaires, small_settings, QUARTER)
    return found.figures, found.contributors, time.process_time() - began


Estimated = tuple[pd.DataFrame, pd.DataFrame, float]


def test_thirty_groups_take_seconds(estimated: Estimated) -> None:
    assert estimated[2] < 20


def test_figures_have_their_columns_and_one_key_each(estimated: Estimated) -> None:
    figures, contributors, _ = estimated
    assert tuple(figures.columns) == FIGURES
    assert tuple(contributors.columns) == CONTRIBUTORS
    assert not figures.duplicated(list(KEY)).any()
    assert figures["value"].notna().mean() > 0.5
    assert set(figures["level"]) == {"cohort", "site", "programme"}


def test_intervals_hold_their_value_and_shares_are_shares(estimated: Estimated) -> None:
    known = estimated[0].dropna(subset=["value", "low", "high"])
    assert (known["low"] <= known["value"]).all()
    assert (known["value"] <= known["high"]).all()
    shares = known[known["kind"].isin(["share", "rate", "incidence"])]
    assert shares["value"].between(0, 1).all()
    assert (shares["numerator"].fillna(0) <= shares["n"]).all()


def test_contributors_are_the_women_behind_a_figure(estimated: Estimated) -> None:
    figures, contributors, _ = estimated
    behind = contributors.groupby(list(KEY))["contributor"].nunique().rename("behind").reset_index()
    both = figures[figures["persons"].fillna(0) > 0].merge(behind, on=list(KEY), how="outer", indicator=True)
    assert (both["_merge"] == "both").all()
    assert (both["persons"] == both["behind"]).all()
    assert not contributors.duplicated([*KEY, "contributor"]).any()


def test_women_in_the_numerator_are_those_of_a_share(estimated: Estimated) -> None:
    figures, contributors, _ = estimated
    inside = contributors[contributors["in_numerator"]].groupby(list(KEY))["contributor"].nunique().rename("inside").reset_index()
    shares = figures[(figures["kind"] == "share") & (figures["n"] == figures["persons"])].merge(inside, on=list(KEY), how="left")
    assert len(shares) > 100
    assert (shares["numerator"] == shares["inside"].fillna(0)).all()


def test_a_programme_is_the_sum_of_its_sites(estimated: Estimated) -> None:
    figures = estimated[0]
    of_sites = figures[figures["level"].eq("site") & figures["scope"].isin(SITES["ateliers"]) & figures["kind"].isin(["share", "rate"])]
    added = of_sites.groupby(["indicator", "wave", "part"])[["numerator", "n"]].sum().reset_index()
    whole = figures[figures["scope"].eq("ateliers") & figures["audience"].eq("programme") & figures["value"].notna()]
    both = whole.merge(added, on=["indicator", "wave", "part"], suffixes=("", "_added"))
    assert len(both) > 30
    assert (both["numerator"] == both["numerator_added"]).all()
    assert (both["n"] == both["n_added"]).all()


@pytest.mark.parametrize("cohort", ["c24", "c28"])
def test_a_group_computed_with_the_others_is_to_the_last_digit_that_group_alone(
        cohort: str, thirty: dict[str, pd.DataFrame], estimated: Estimated, shipped_catalogue: dict[str, Entry],
        shipped_questionnaires: Questionnaires, small_settings: Settings) -> None:
    own = {name: frame[frame["cohort"] == cohort] if "cohort" in frame else frame for name, frame in thirty.items()}
    own["answers"] = own["answers"][own["answers"]["response"].isin(own["responses"]["response"])]
    found = estimate(own, shipped_catalogue, shipped_questionnaires, small_settings, QUARTER)
    for alone, together in ((found.figures, estimated[0]), (found.contributors.astype(str), estimated[1].astype(str))):
        here, there = (rows[(rows["level"] == "cohort") & (rows["scope"] == cohort)].reset_index(drop=True) for rows in (alone, together))
        assert len(here) > 100
        pd.testing.assert_frame_equal(here, there, check_exact=True)


def test_the_order_of_rows_does_not_matter(
        thirty: dict[str, pd.DataFrame], estimated: Estimated, shipped_catalogue: dict[str, Entry],
        shipped_questionnaires: Questionnaires, small_settings: Settings) -> None:
    turned = {name: frame.sample(frac=1, random_state=1).reset_index(drop=True) for name, frame in thirty.items()}
    names = ("S01", "S09C", "T01", "T02", "T04", "T05", "F02", "F03", "F17", "F21", "P01", "L02F", "RR")
    chosen = {name: shipped_catalogue[name] for name in names}
    found = estimate(turned, chosen, shipped_questionnaires, small_settings, QUARTER).figures
    before = estimated[0][estimated[0]["indicator"].isin(chosen)]
    pd.testing.assert_frame_equal(*(frame.sort_values(list(KEY), ignore_index=True) for frame in (found, before)))


def test_the_future_does_not_change_a_quarter(
        thirty: dict[str, pd.DataFrame], shipped_catalogue: dict[str, Entry], shipped_questionnaires: Questionnaires,
        small_settings: Settings) -> None:
    before = Period(2025, 4)
    chosen = {name: shipped_catalogue[name] for name in ("R01", "S01", "T01", "T04", "T05", "F03", "F21", "P30", "RR", "N07")}
    known = as_of(thirty, pd.Timestamp(before.end))
    now, then = (estimate(tables, chosen, shipped_questionnaires, small_settings, before).figures for tables in (thirty, known))
    pd.testing.assert_frame_equal(now, then)


def test_no_answer_of_a_group_comes_out_exact(estimated: Estimated, shipped_catalogue: dict[str, Entry]) -> None:
    published = protect(estimated[0], shipped_catalogue, Policy())
    origin = estimated[0][[*KEY, "origin"]]
    rows = published.merge(origin, on=list(KEY))
    answers = rows[(rows["audience"] == "cohort") & (rows["origin"] == "answers")]
    assert set(answers["status"]) == {"banded", "withheld"}
    assert answers[["numerator", "low", "high"]].isna().all(axis=None)
    assert len(published) == len(estimated[0])
    assert {"exact", "withheld"} <= set(rows[rows["audience"] == "public"]["status"])
