"""Cells into times, minutes, yes or no, and codes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.sources.registers.dates import Refused
from evaltools.sources.registers.values import read_category, read_cell, read_flag, read_minutes, read_number, read_time, read_whole
from evaltools.tables.sheets import sheets


def category(table: str, name: str, cell: object) -> str:
    return read_category(table, sheets()[table].columns[name], cell)


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        (("x", "X ", 1.0, "1", True, "présente", "PRESENTE", "P", "p.", "✓", "✔", "Aanwezig", "ok", "en retard"), "present"),
        (("E", "excusée", "Exc.", "absence excusée", "verontschuldigd", "V", "ziek", "AE"), "excused"),
        (("A", 0.0, False, "0", "abs", "absente", "Non excusée", "afwezig", "nee"), "unexcused"),
    ],
)
def test_marks_of_presence(cells, status):
    assert {category("attendance", "status", cell) for cell in cells} == {status}


@pytest.mark.parametrize("cell", ["?", "congé", "2", "/", "présente ou pas", "xx"])
def test_other_marks_are_refused(cell):
    with pytest.raises(Refused, match="unknown_category"):
        category("attendance", "status", cell)


@pytest.mark.parametrize(
    ("table", "column", "cell", "code"),
    [
        ("participants", "age_band", "25", "25_34"),
        ("participants", "age_band", 24.0, "under_25"),
        ("participants", "age_band", "< 25", "under_25"),
        ("participants", "age_band", "25 – 34", "25_34"),
        ("participants", "age_band", "32 ans", "25_34"),
        ("participants", "age_band", "45+", "45_plus"),
        ("participants", "children_band", 7.0, "4_plus"),
        ("participants", "children_band", "deux", "2"),
        ("participants", "youngest_band", dt.date(2026, 5, 3), "3_5"),
        ("participants", "youngest_band", "12 et plus", "12_plus"),
        ("participants", "employment", "Art. 60", "art60"),
        ("participants", "employment", "demandeuse d’emploi", "jobseeking"),
        ("enrolments", "exit_reason", "Plus de nouvelles", "lost_contact"),
        ("sessions", "phase", "Phase 2", "2"),
        ("requests", "domain", "GARDE D'ENFANTS", "childcare"),
        ("participants", "entry_channel", "OCMW", "cpas"),
    ],
)
def test_words_and_numbers_of_categories(table, column, cell, code):
    assert category(table, column, cell) == code


@pytest.mark.parametrize(
    ("table", "column", "cell"),
    [
        ("participants", "age_band", 3.0),
        ("participants", "children_band", "0"),
        ("participants", "language", "français/arabe"),
    ],
)
def test_numbers_outside_of_every_class_are_refused(table, column, cell):
    with pytest.raises(Refused, match="unknown_category"):
        category(table, column, cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Oui", True),
        ("ja", True),
        ("x", True),
        (1.0, True),
        ("✓", True),
        (True, True),
        ("non", False),
        ("N", False),
        (0.0, False),
        ("-", False),
    ],
)
def test_yes_and_no(cell, expected):
    assert read_flag(cell) is expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("14:30", "14:30"),
        ("14h30", "14:30"),
        ("9u", "09:00"),
        ("14.30", "14:30"),
        (dt.time(9, 5), "09:05"),
        (0.5, "12:00"),
        ("13:00:00", "13:00"),
        (dt.timedelta(hours=9), "09:00"),
        ("14 h", "14:00"),
    ],
)
def test_times(cell, expected):
    assert read_time(cell) == expected


@pytest.mark.parametrize("cell", ["après-midi", "25h", "14:75", dt.timedelta(days=1)])
def test_other_times_are_refused(cell):
    with pytest.raises(Refused, match="unreadable_time"):
        read_time(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (45.0, 45),
        ("45 min", 45),
        ("45,0", 45),
        ("1h30", 90),
        ("1:30", 90),
        ("1,5 h", 90),
        ("2u", 120),
        (dt.time(0, 45), 45),
        (dt.timedelta(minutes=20), 20),
        ("30'", 30),
    ],
)
def test_minutes(cell, expected):
    assert read_minutes(cell) == expected


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("long", "unreadable_number"),
        ("-5", "unreadable_number"),
        (0.0, "impossible_number"),
        (721, "impossible_number"),
        ("13 h", "impossible_number"),
    ],
)
def test_other_lengths_are_refused(cell, rule):
    with pytest.raises(Refused, match=rule):
        read_minutes(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(1250.5, 1250.5), ("1 250,50 €", 1250.5),
     ("1.250,50", 1250.5), ("1.250", 1250.0), (12.345, 12.345), ("0,8 ETP", 0.8), (7, 7.0), (0, 0.0)],
)
def test_amounts(cell, expected):
    assert read_number(cell) == expected


@pytest.mark.parametrize(
    ("cell", "rule"), [("-5", "impossible_number"), ("environ 100", "unreadable_number"), ("99999999999", "impossible_number")]
)
def test_other_amounts_are_refused(cell, rule):
    with pytest.raises(Refused, match=rule):
        read_number(cell)


@pytest.mark.parametrize(("cell", "expected"), [(12, 12), ("12", 12), (12.0, 12), ("1 500", 1500), ("3 x", 3), (0, 0)])
def test_counts(cell, expected):
    assert read_whole(cell, 10_000) == expected


@pytest.mark.parametrize(
    ("cell", "rule"), [("-1", "impossible_number"), (1.5, "unreadable_number"), ("beaucoup", "unreadable_number"), (3, "impossible_number")]
)
def test_other_counts_are_refused(cell, rule):
    with pytest.raises(Refused, match=rule):
        read_whole(cell, 2)


@given(
    st.sampled_from([(table, column) for table, sheet in sheets().items() for column in sheet.columns.values()]),
    st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.times(), st.timedeltas()),
)
def test_every_cell_is_a_value_of_its_kind_or_refused(place, cell):
    table, column = place
    kinds = {"date": dt.date, "whole": int, "minutes": int,
             "number": float, "flag": bool, "time": str, "category": str, "id": str, "text": str}
    try:
        value = read_cell(table, column, cell)
    except Refused:
        return
    assert isinstance(value, kinds[column.kind])
    assert column.kind != "category" or value in column.words
