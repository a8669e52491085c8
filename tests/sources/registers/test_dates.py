"""Dates in every spelling that people use, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.sources.registers.dates import EPOCH, FIRST, LAST, Refused, read_date, read_day_of_year

FIFTH = dt.date(2026, 3, 5)
FRENCH = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
DUTCH = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SPELLINGS = (
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day.day}-{day.month}-{day:%y}",
    lambda day: f"{day:%d.%m.%Y} ",
    lambda day: day.isoformat(),
    lambda day: f"{day.isoformat()} 00:00:00",
    lambda day: f"{day.isoformat()}T14:30:00Z",
    lambda day: f"{day:%d/%m/%Y} 14:30",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.day} / {day.month} / {day.year}",
    lambda day: f"{day.day}{'er' if day.day == 1 else ''} {FRENCH[day.month - 1]} {day.year}",
    lambda day: f"lundi {day.day} {FRENCH[day.month - 1].upper()} {day:%y}",
    lambda day: f"le {day.day} {FRENCH[day.month - 1]} {day.year}",
    lambda day: f"{day.day} {DUTCH[day.month - 1]} {day.year}",
    lambda day: f"{ENGLISH[day.month - 1]} {day.day}, {day.year}",
    lambda day: f"{day.day}-{DUTCH[day.month - 1]}-{day:%y}",
    lambda day: str((day - EPOCH).days),
    lambda day: (day - EPOCH).days,
    lambda day: float((day - EPOCH).days) + 0.5,
    lambda day: day,
    lambda day: dt.datetime.combine(day, dt.time(23, 59)),
)
days = st.dates(FIRST, dt.date(2099, 12, 31))


@given(days, st.sampled_from(SPELLINGS))
def test_a_day_is_read_back_from_every_spelling(day, spelling):
    assert read_date(spelling(day)) == day


@given(st.one_of(st.text(max_size=20), st.text("0123456789/-. mars", max_size=12), st.floats(), st.integers(), st.booleans()))
def test_any_cell_is_a_day_of_the_century_or_refused(cell):
    try:
        day = read_date(cell)
    except Refused as refused:
        assert refused.rule in ("unreadable_date", "impossible_date")
    else:
        assert FIRST <= day <= LAST


@pytest.mark.parametrize("text", ["1er mars 2026", "01-3-26", "1 mrt 2026", "1.3.2026", "1 mars 26", "Sunday 1 march 2026"])
def test_the_first_of_march(text):
    assert read_date(text) == dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 févr. 2026", (2026, 2, 12)),
        ("3 sept 2026", (2026, 9, 3)),
        ("5 déc. 2025", (2025, 12, 5)),
        ("5 de 2026", None),
        ("2 12/03", None),
        ("Séance 2 12/03", None),
        ("mardi 3. 3. 2026", (2026, 3, 3)),
        ("5 december 2025", (2025, 12, 5)),
        ("29/02/2028", (2028, 2, 29)),
        ("12/13/2026", None),
        ("29/02/2026", None),
        ("5 jui 2026", None),
        ("mars 2026", None),
        ("12/03", None),
        ("0", None),
        ("présente", None),
        ("", None),
        ("5", None),
    ],
)
def test_a_spelling_is_one_day_or_none(text, expected):
    if expected is None:
        with pytest.raises(Refused, match="unreadable_date"):
            read_date(text)
    else:
        assert read_date(text) == dt.date(*expected)


@pytest.mark.parametrize("cell", ["05/03/1926", "1999-12-31", "01/01/2101", dt.date(1999, 12, 31), dt.datetime(2101, 1, 1)])
def test_other_centuries_are_impossible(cell):
    with pytest.raises(Refused, match="impossible_date"):
        read_date(cell)


def test_a_refusal_says_nothing_of_the_cell():
    with pytest.raises(Refused) as caught:
        read_date("née le 3 mai")
    assert "mai" not in str(caught.value) + repr(caught.value.args)


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        ("05/03", (2026, 3, 1), (2026, 3, 5)),
        ("5 mars", (2026, 3, 1), (2026, 3, 5)),
        ("12.1", (2025, 9, 1), (2026, 1, 12)),
        ("29/2", (2026, 1, 1), (2028, 2, 29)),
        ("1er sept.", (2025, 9, 1), (2025, 9, 1)),
    ],
)
def test_a_day_without_year_is_the_first_one_in_the_course(text, first, expected):
    assert read_day_of_year(text, dt.date(*first)) == dt.date(*expected)


@given(days.filter(lambda day: day.year < 2090))
def test_a_day_without_year_never_lies_before_the_course(day):
    found = read_day_of_year("29/02", day)
    assert found >= day and (found.month, found.day) == (2, 29)
