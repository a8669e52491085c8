"""The responses on disk while a pull is under way: a file a block of ids, rewritten whole when rows of it change.

One response is one line in the order of the ids, the row as the server gave it, so that a block's bytes depend on its
responses alone and not on how they were asked for.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ...errors import SourceError
from .failures import Stopped
from .folder import BLOCK, block_name, blocks_in, write
from .ranges import Ranges

_BEGIN = re.compile(r'\s*\{\s*"responses"\s*:\s*\[\s*')
_COMMA = re.compile(r"\s*,\s*")
_END = re.compile(r"\s*\]\s*\}\s*")
_decode = json.JSONDecoder().raw_decode
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def line_of(row: Mapping[str, Any]) -> bytes:
    """A row as its line, without the line's end; text that is no Unicode is kept as the server wrote it."""
    return _encode(row).encode("utf-8", "surrogatepass")


def rows_of(payload: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of an export with their ids, as every version writes them; raises SourceError where it is no export.

    One row at a time is in memory. LimeSurvey 3 wraps each row in its id and answers an empty window with one row without id:
    such a row is left out.
    """
    found = others = 0
    try:
        text = payload.decode("utf-8-sig")
        del payload  # as large as a window, in each thread
        for wrapped in _objects(text):
            row = wrapped if "id" in wrapped else next(iter(wrapped.values()), {"id": ""})
            if str(row["id"] or "").strip():
                found += 1
                yield int(row["id"]), row
            else:
                others += 1
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _unreadable() from None
    if others > 1 and not found:  # rows, but of unknown ids: to go on would drop them
        raise _unreadable()


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The members of `{"responses": [...]}`; raises ValueError or another of those above where it is cut or something else."""
    begin = _BEGIN.match(text)
    if begin is None:
        raise ValueError
    place = begin.end()
    while not (end := _END.match(text, place)):
        row, place = _decode(text, place)
        yield row
        if comma := _COMMA.match(text, place):
            place = comma.end()
        elif not _END.match(text, place):
            raise ValueError
    if end.end() != len(text):
        raise ValueError


def _unreadable() -> SourceError:
    return SourceError("The survey server sent responses that cannot be read.",
                       "Collect again; if it stays so, export the survey as CSV by hand.")


class Blocks:
    """The blocks of one folder, for several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._closed = False
        self.counts = {block: len(self._lines(block)) for block in blocks_in(folder)}

    def close(self) -> None:
        """From now on nothing is written any more, not even by a thread that waits for its answer still."""
        with self._lock:
            self._closed = True

    @property
    def total(self) -> int:
        """How many responses are on disk."""
        return sum(self.counts.values())

    def named(self) -> dict[str, int]:
        """The files and how many responses each has."""
        return {block_name(block): self.counts[block] for block in sorted(self.counts)}

    def lines(self, first: int, last: int) -> dict[int, bytes]:
        """The lines of a range of ids by id."""
        with self._lock:
            return {number: line for block in self._touched(first, last) for number, line in self._by_id(block)
                    if first <= number <= last}

    def replace(self, first: int, last: int, lines: Mapping[int, bytes]) -> None:
        """Make a range of ids hold these lines and no others; lines of other ids are left out."""
        wanted: dict[int, dict[int, bytes]] = {}
        for number, line in lines.items():
            if first <= number <= last:
                wanted.setdefault((number - 1) // BLOCK, {})[number] = line
        with self._lock:
            if self._closed:
                raise Stopped("The pull was stopped.")
            for block in sorted({*wanted, *self._touched(first, last)}):
                whole = first <= block * BLOCK + 1 and (block + 1) * BLOCK <= last
                kept = [] if whole else [pair for pair in self._by_id(block) if not first <= pair[0] <= last]
                self._write(block, dict(kept) | wanted.get(block, {}))

    def within(self, ranges: Ranges) -> int:
        """How many responses have their id in these ranges."""
        return sum(self._within(block, ranges) for block in sorted(self.counts))

    def _within(self, block: int, ranges: Ranges) -> int:
        if ranges.cover(block * BLOCK + 1, (block + 1) * BLOCK):
            return self.counts[block]
        return sum(ranges.hold(number) for number, _ in self._by_id(block))

    def _touched(self, first: int, last: int) -> Iterable[int]:
        return [block for block in self.counts if (first - 1) // BLOCK <= block <= (last - 1) // BLOCK]

    def _lines(self, block: int) -> list[bytes]:
        path = self._folder / block_name(block)
        return path.read_bytes().split(b"\n")[:-1] if path.exists() else []

    def _by_id(self, block: int) -> Iterable[tuple[int, bytes]]:
        return ((int(json.loads(line)["id"]), line) for line in self._lines(block))

    def _write(self, block: int, lines: Mapping[int, bytes]) -> None:
        path = self._folder / block_name(block)
        if lines:
            write(path, (line for number in sorted(lines) for line in (lines[number], b"\n")))
            self.counts[block] = len(lines)
        elif block in self.counts:
            path.unlink(missing_ok=True)
            del self.counts[block]
