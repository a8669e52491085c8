"""Encodings where the recordings have no example."""

import csv
import io
import json

import pytest

from evaltools.demo.server.exports import encode_csv, encode_json
from evaltools.demo.server.survey import Responses

HARD = 'a "q"; b\r\nc\u2028d\x85e\x0bf\rg / \\ é 😀 \x00 =1+1'


def test_json_keeps_every_character():
    written = encode_json(("id", "text"), [(1, HARD)])
    assert written.isascii()
    assert rb"\/" in written
    assert json.loads(written) == {"responses": [{"id": 1, "text": HARD}]}


def test_csv_turns_every_line_break_into_a_new_line():
    written = encode_csv(("id", "text"), [(1, HARD)]).decode("utf-8")
    assert written == '\ufeff"id";"text"\r\n"1";"a ""q""; b\nc\nd\ne\nf\ng / \\ é 😀 \x00 =1+1"\r\n\r\n'
    read = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert read[1] == ["1", "a \"q\"; b\nc\nd\ne\nf\ng / \\ é 😀 \x00 =1+1"]


def test_null_is_empty_without_quotes_and_nothing_at_all_has_no_header():
    assert encode_csv(("id", "x"), [(1, None)]) == b'\xef\xbb\xbf"id";"x"\r\n"1";\r\n\r\n'
    assert encode_json(("id", "x"), [(1, None)]) == b'{"responses": [{"id":1,"x":null}]}'
    assert encode_csv(("id",), []) == b"\r\n"
    assert encode_json(("id",), []) == b'{"responses": []}'


def test_a_repeated_heading_overwrites_the_first_in_json_and_stays_in_csv():
    assert encode_json(("id", "same", "same"), [(1, "a", "b")]) == b'{"responses": [{"id":1,"same":"b"}]}'
    assert encode_csv(("id", "same", "same"), [(1, "a", "b")]).count(b"same") == 2


@pytest.mark.parametrize(("first", "last", "expected"), [
    (0, 0, [2, 5, 9]), (2, 5, [2, 5]), (3, 4, []), (9, 2, []), (6, 0, [9]), (0, 4, [2]), (10, 99, []), (5, 5, [5]),
])
def test_windows_include_both_ends(first, last, expected):
    responses = Responses.of([(9,), (2,), (5,)])
    assert [row[0] for row in responses.between(first, last)] == expected


def test_ids_are_unique_and_positive():
    for rows in ([(1,), (1,)], [(0,)]):
        with pytest.raises(ValueError, match="positive and different"):
            Responses.of(rows)
