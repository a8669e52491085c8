"""Responses and participants as LimeSurvey stores them."""

from datetime import date, datetime

import pytest

from evaltools.demo.server.people import cell, enrol, tabulate

FIELDS = {name: {"fieldname": name, "type": name, "title": "", "aid": ""} for name in ("id", "submitdate", "lastpage", "token")}
FIELDS["1X1X1"] = {"fieldname": "1X1X1", "type": "L", "title": "overall", "aid": ""}


@pytest.mark.parametrize(("value", "expected"), [
    (None, ""), (True, "Y"), (False, ""), ("s5", "s5"), ("", ""), (3, "3"), (0, "0"), (0.5, "0.5"), (120.0, "120"), (-2.0, "-2"),
    (1e-7, "0.0000001"), (date(2026, 3, 1), "2026-03-01 00:00:00"), (datetime(2026, 3, 1, 14, 5, 9), "2026-03-01 14:05:09"),
])
def test_cells(value, expected):
    assert cell(value) == expected


def test_rows_are_put_in_the_order_of_the_columns_and_of_the_ids():
    responses = tabulate(FIELDS, [{"id": 7, "overall": "s5", "lastpage": 2}, {"id": 3, "token": "abc"}])
    assert responses.ids == (3, 7)
    assert responses.rows == ((3, "", "", "abc", ""), (7, "", 2, "", "s5"))


def test_ids_default_to_the_position():
    assert tabulate(FIELDS, [{}, {}, {}]).ids == (1, 2, 3)


def test_an_unknown_column_is_named_and_its_value_is_not():
    with pytest.raises(ValueError, match=r"no column overal$") as failure:
        tabulate(FIELDS, [{"overal": "a secret"}])
    assert "secret" not in str(failure.value)


def test_who_submitted_is_marked_completed():
    responses = tabulate(FIELDS, [{"token": "a", "submitdate": "2026-03-01 14:05:09"}, {"token": "b"},
                                  {"token": "c", "submitdate": "2026-03-02 10:00:00"}])
    known = [{"token": "b", "tid": 9}, {"token": "a", "firstname": "Zoë"}, {"token": "c", "completed": "N"}]
    table = enrol(known, FIELDS, responses)
    assert [(person["tid"], person["token"], person["completed"], person["usesleft"]) for person in table] == [
        (2, "a", "2026-03-01 14:05", 0), (3, "c", "N", 1), (9, "b", "N", 1)]
    assert table[0]["firstname"] == "Zoë"
