"""Who can be followed from one wave to the next: counted by hand on small tables."""

import datetime as dt

import pandas as pd
import pytest

from evaltools.settings import Programme
from evaltools.sources.forms import losses, pairs
from evaltools.tables import TABLES

from .conftest import TEXT, frame, rows_of

DAY = dt.date(2026, 7, 1)
ENROLMENTS = """
    participant cohort start      end        exit_kind
    anna        roses  2025-01-10 -          -
    bea         roses  2025-01-10 2025-06-30 completed
    chloe       roses  2025-01-10 2025-06-30 completed
    dora        roses  2025-01-10 2025-02-20 dropout
    eva         roses  2025-01-10 2025-03-01 dropout
    fatou       roses  2025-05-01 -          -
    gina        lilas  2026-02-01 -          -
    hind        lilas  2026-02-01 2026-03-01 positive
    anna        lilas  2026-02-01 -          -
    iris        other  2026-02-01 -          -"""
COHORTS = """
    cohort programme site start      planned_end end
    roses  ateliers  ixl  2025-01-10 2025-06-30  2025-06-30
    lilas  ateliers  sgi  2026-02-01 2026-07-31  -
    other  miriam    aal  2026-01-01 2026-10-31  -"""
FORMS = """
    participant cohort wave     share
    anna        roses  intake   1
    bea         roses  intake   0.9
    chloe       roses  intake   0.4
    dora        roses  intake   1
    fatou       roses  intake   1
    anna        roses  end      1
    chloe       roses  end      0.5
    dora        roses  end      1
    anna        roses  followup6 1
    bea         roses  followup6 1
    gina        lilas  intake   1
    gina        lilas  mid      1
    hind        lilas  intake   1
    hind        lilas  mid      1
    anna        lilas  mid      1
    bea         -      end      1
    -           -      end      1
    -           roses  intake   1
    gina        lilas  session  1"""
# By hand. Roses, end: due are the three who completed and Fatou, who came late; Dora dropped out and answered all the same.
# Chloe's intake was broken off, so she is heard at the end only. Lilas ends after the day; its middle is 2 May: Hind left before.
EXPECTED = """
    programme cohort first  second    enrolled due both first_only second_only neither both_not_due
    ateliers  lilas  intake mid       3        2   1    0          1           0       1
    ateliers  roses  intake mid       6        3   0    2          0           1       0
    ateliers  lilas  intake end       3        0   0    0          0           0       0
    ateliers  roses  intake end       6        4   1    2          1           0       1
    ateliers  lilas  intake followup6 3        0   0    0          0           0       0
    ateliers  roses  intake followup6 6        4   2    1          0           1       0
    ateliers  lilas  end    followup6 3        0   0    0          0           0       0
    ateliers  roses  end    followup6 6        4   1    1          1           1       0"""
PROBLEMS = """
    table     column      rule          source severity count
    responses participant duplicate     101    refused  2
    responses participant duplicate     102    refused  3
    responses token       unknown_token 101    doubtful 4
    responses submitted   swapped_wave  101    refused  1
    responses submitted   no_date       cards  refused  5
    responses token       no_token      999    doubtful 7
    answers   end.a       unknown_code  102    refused  9"""
# By hand: Fatou is heard at the intake alone, Anna in Lilas in the middle alone, Chloe at the end alone.
LOST = """
    programme wave      forms no_one no_group no_pair twice swapped unknown no_code no_number no_date past
    ateliers  intake    8     1      0        1       2     1       4       0       0         0       0
    ateliers  mid       3     0      0        1       0     0       0       0       0         5       0
    ateliers  end       5     1      1        1       3     0       0       0       0         0       0
    ateliers  followup6 2     0      0        0       0     0       0       0       0         0       0"""


@pytest.fixture(scope="module")
def tables():
    forms = [{name: cell or None for name, cell in row.items()} for row in rows_of(FORMS)]
    responses = [{**row, "response": str(place), "share_answered": float(row["share"]), "programme": "ateliers",
                  "questionnaire": "q"} for place, row in enumerate(forms)]
    problems = [{**row, "count": int(row["count"])} for row in rows_of(PROBLEMS)]
    return {"enrolments": frame("enrolments", ENROLMENTS), "cohorts": frame("cohorts", COHORTS),
            "responses": TABLES["responses"].frame(responses), "problems": TABLES["problems"].frame(problems)}


@pytest.fixture(scope="module")
def programme():
    surveys = [{"questionnaire": "intake", "wave": "intake", "sid": 101},
               {"questionnaire": "mid", "wave": "mid", "file": "exports/cards.csv"},
               {"questionnaire": "end", "wave": "end", "sid": 102}, {"questionnaire": "followup", "wave": "followup6", "sid": 103},
               {"questionnaire": "session", "wave": "session", "sid": 999}]
    return Programme(id="ateliers", kind="workshop", name=TEXT, surveys=surveys)


def as_text(found):
    return [{name: str(value) for name, value in row.items()} for row in found.to_dict("records")]


def test_pairs_of_waves_counted_by_hand(tables, programme):
    assert as_text(pairs(tables, [programme], DAY)) == rows_of(EXPECTED)


def test_the_forms_that_nobody_can_follow(tables, programme):
    found = losses(tables, [programme])
    assert list(found.columns[2:]) == ["forms", "without_participant", "without_group", "without_pair", "duplicates", "swapped",
                                       "unknown_token", "no_token", "unknown_number", "no_date", "impossible_date"]
    assert [list(row.values()) for row in as_text(found)] == [list(row.values()) for row in rows_of(LOST)]


def test_who_was_due_is_in_one_of_four_cases(tables, programme):
    for day in pd.date_range("2025-01-01", "2027-12-31", freq="40D"):
        found = pairs(tables, [programme], day.date())
        assert (found["due"] == found[["both", "first_only", "second_only", "neither"]].sum(axis=1)).all()
        assert (found["due"] + found["both_not_due"] <= found["enrolled"]).all()


def test_without_surveys_or_women_there_are_no_pairs(tables, programme):
    empty = {name: frame.iloc[:0] for name, frame in tables.items()}
    assert pairs(empty, [programme], DAY).empty and losses(tables, []).empty
    assert list(pairs(tables, [], DAY).columns) == list(pairs(tables, [programme], DAY).columns)
