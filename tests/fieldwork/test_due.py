"""Who belongs to a wave, counted by hand."""

import datetime as dt

import pytest

from evaltools.fieldwork.due import EVER, LATEST, belonging
from evaltools.settings import Programme
from evaltools.sources.registers import RegisterRead
from evaltools.tables import TABLES

D = dt.date
TODAY = D(2026, 7, 1)
PROGRAMME = Programme(id="p", kind="workshop", name={"fr": "P"})


def read(*enrolments):
    """Cohort `c` runs 2026-01-01 to 2026-06-30, `old` a year before, `next` begins in September, `elsewhere` is another programme's."""
    cohorts = [("c", "p", D(2026, 1, 1), D(2026, 6, 30)), ("old", "p", D(2025, 1, 1), D(2025, 6, 30)),
               ("next", "p", D(2026, 9, 1), None), ("elsewhere", "q", D(2026, 1, 1), D(2026, 6, 30))]
    tables = {name: table.empty() for name, table in TABLES.items()}
    tables["cohorts"] = TABLES["cohorts"].frame(
        {"cohort": name, "programme": programme, "start": start, "planned_end": end} for name, programme, start, end in cohorts)
    tables["enrolments"] = TABLES["enrolments"].frame(
        {"participant": who, "cohort": cohort, "start": start, "end": end} for who, cohort, start, end in enrolments)
    return RegisterRead(tables, {}, {}, {})


ROLL = read(("stays", "c", D(2026, 1, 1), None), ("left early", "c", D(2026, 1, 1), D(2026, 2, 15)), ("no start", "c", None, None),
            ("old", "old", D(2025, 1, 1), None), ("to come", "next", D(2026, 9, 1), None), ("other", "elsewhere", D(2026, 1, 1), None))


@pytest.mark.parametrize(("wave", "expected"), [
    ("intake", {"to come": D(2026, 9, 1)}),
    ("mid", {"stays": D(2026, 4, 1), "no start": D(2026, 4, 1), "to come": None}),
    ("end", {"stays": D(2026, 6, 30), "no start": D(2026, 6, 30), "to come": None}),
    ("session", {"stays": D(2026, 1, 1), "no start": D(2026, 1, 1), "to come": D(2026, 9, 1)}),
    ("followup6", {"stays": D(2026, 12, 30), "no start": D(2026, 12, 30), "left early": D(2026, 8, 15), "to come": None}),
    ("followup12", {"stays": D(2027, 6, 30), "no start": D(2027, 6, 30), "left early": D(2027, 2, 15), "old": D(2026, 6, 30),
                    "to come": None}),
])
def test_belonging_is_whose_moment_was_not_before_the_last_quarter(wave, expected):
    found = belonging(ROLL, PROGRAMME, wave, TODAY - LATEST, TODAY)
    assert {name: each.due for name, each in found.items()} == expected


def test_from_an_earlier_day_on_earlier_women_belong_as_well():
    assert set(belonging(ROLL, PROGRAMME, "intake", D(2026, 1, 1), TODAY)) == {"stays", "left early", "no start", "to come"}
    assert "old" in belonging(ROLL, PROGRAMME, "intake", EVER, TODAY)


def test_of_two_enrolments_the_last_one_due_counts_else_the_first_to_come():
    twice = read(("w", "old", D(2025, 1, 1), None), ("w", "c", D(2026, 1, 1), None), ("w", "next", D(2026, 9, 1), None))
    assert belonging(twice, PROGRAMME, "intake", EVER, TODAY)["w"].cohort == "c"
    assert belonging(twice, PROGRAMME, "intake", EVER, D(2024, 1, 1))["w"].cohort == "old"
    assert belonging(twice, PROGRAMME, "end", EVER, TODAY)["w"].due == D(2026, 6, 30)


def test_being_due_is_a_matter_of_the_day():
    each = belonging(ROLL, PROGRAMME, "end", EVER, TODAY)
    assert each["stays"].is_due(TODAY)
    assert not each["stays"].is_due(D(2026, 6, 29))
    assert not each["to come"].is_due(TODAY)


def test_an_empty_register_has_nobody():
    assert belonging(read(), PROGRAMME, "end", EVER, TODAY) == {}


def test_nobody_is_shown():
    assert "stays" not in repr(belonging(ROLL, PROGRAMME, "end", EVER, TODAY)["stays"])
