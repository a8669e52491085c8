"""Responses on disk: whatever the windows they came in, the same rows make the same files."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from evaltools.errors import SourceError, WorkspaceError
from evaltools.sources.limesurvey.blocks import Blocks, line_of, rows_of
from evaltools.sources.limesurvey.failures import Stopped
from evaltools.sources.limesurvey.folder import write
from evaltools.sources.limesurvey.ranges import LARGEST_ID, Ranges

number = some.one_of(some.integers(1990, 2010), some.integers(1, 6100))
step = some.tuples(number, some.one_of(some.integers(0, 30), some.integers(0, 6000)), some.sets(number, max_size=12))


def lines(numbers, word="a"):
    return {number: line_of({"id": number, "word": word}) for number in numbers}


def on_disk(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@settings(max_examples=40)
@given(some.lists(step, max_size=6))
def test_replaced_ranges_leave_what_a_dictionary_would_and_a_block_knows_no_history(steps):
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        blocks, kept = Blocks(Path(one)), {}
        for turn, (first, more, numbers) in enumerate(steps):
            new = lines(numbers, str(turn))
            blocks.replace(first, first + more, new)
            kept = {number: line for number, line in kept.items() if not first <= number <= first + more}
            kept |= {number: line for number, line in new.items() if first <= number <= first + more}
        assert blocks.lines(1, LARGEST_ID) == kept and blocks.total == len(kept)
        assert Blocks(Path(one)).named() == blocks.named()
        Blocks(Path(other)).replace(1, LARGEST_ID, kept)
        assert on_disk(Path(one)) == on_disk(Path(other))


@given(some.sets(number, max_size=30), some.lists(some.tuples(number, some.integers(0, 3000)), max_size=4))
@settings(max_examples=30)
def test_rows_of_some_ranges_are_counted(numbers, pairs):
    ranges = Ranges([(first, first + more) for first, more in pairs])
    with tempfile.TemporaryDirectory() as folder:
        blocks = Blocks(Path(folder))
        blocks.replace(1, LARGEST_ID, lines(numbers))
        assert blocks.within(ranges) == sum(ranges.hold(number) for number in numbers)


def test_after_the_end_nothing_is_written(tmp_path):
    blocks = Blocks(tmp_path)
    blocks.close()
    with pytest.raises(Stopped):
        blocks.replace(1, 10, lines([1]))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_leaves_no_half_file(tmp_path):
    (tmp_path / "responses-1-2.json").mkdir()  # a folder cannot be replaced by a file
    with pytest.raises(WorkspaceError, match=r"responses-1-2\.json could not be written"):
        write(tmp_path / "responses-1-2.json", [b"{}"])
    assert [path.name for path in tmp_path.iterdir()] == ["responses-1-2.json"]


ROWS = [{"id": 1, "a": "x"}, {"id": 2, "a": "]}, {"}]


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": "), (" ,\r\n", " : ")])
def test_an_export_is_read_row_by_row_however_it_is_spaced(separators):
    for indent in (None, 2):
        text = json.dumps({"responses": ROWS}, separators=separators, indent=indent)
        assert [row for _, row in rows_of(text.encode())] == ROWS
        assert [row for _, row in rows_of(b"\xef\xbb\xbf" + text.encode() + b"\n")] == ROWS


WHOLE = json.dumps({"responses": ROWS}).encode()


@pytest.mark.parametrize("payload", [
    *(WHOLE[:cut] for cut in range(0, len(WHOLE), 3)), WHOLE + b"x", b"[]", b"{}", b'{"responses": 1}', b'{"responses": [1]}',
    b'{"responses": [[]]}', b'{"responses": [{}, {}]}', b'{"responses": [{"id": ""}, {"id": ""}]}', b'{"responses": [{"a": 1}]}',
    b'{"responses": [{"id": 1}{"id": 2}]}', b'{"responses": [{"id": "one"}]}', b"\xff"])
def test_what_is_cut_or_no_export_is_refused(payload):
    with pytest.raises(SourceError, match="cannot be read"):
        list(rows_of(payload))
