"""What the threads of a pull do with one range of ids: ask which responses there are, pull them, or only what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .blocks import Blocks, line_of, rows_of
from .failures import NoResponses
from .ranges import LARGEST_ID, runs
from .server import Server

# What moves when a respondent does anything; columns that a survey may lack are left out.
STAMPS = ("id", "submitdate", "lastpage", "datestamp")
# Asking once more costs the server as much as this many responses.
APART = 100
Rows = Iterator[tuple[int, dict[str, Any]]]


def count(server: Server, sid: int) -> int:
    """How many responses the server counts, complete or not."""
    summary = server.ask("get_summary", sid, survey=sid) or {}
    return int(summary.get("full_responses") or 0)


@dataclass(frozen=True)
class Exports:
    """The exports of one survey into its blocks. `stamps`: those of STAMPS that the survey has."""

    sid: int
    blocks: Blocks
    stamps: tuple[str, ...]

    def ids(self, server: Server, first: int, last: int | None) -> list[int]:
        """The ids of a range that exist, in their order; with `last` None to the end."""
        found = self._export(server, first, last, ["id"])
        return sorted(number for number, _ in found if first <= number <= (last or LARGEST_ID))

    def pull(self, server: Server, first: int, last: int) -> int:
        """Write the responses of a range; how many there are."""
        lines = self._lines(server, first, last)
        self.blocks.replace(first, last, lines)
        return len(lines)

    def compare(self, server: Server, first: int, last: int) -> int:
        """Make the responses of a range those of the server, and pull only new and changed ones; how many there are."""
        found = self._export(server, first, last, list(self.stamps))
        listed = {number: self._stamp(row) for number, row in found if first <= number <= last}
        before = self.blocks.lines(first, last)
        after = {number: before[number] for number, stamp in listed.items()
                 if number in before and stamp == self._stamp(json.loads(before[number]))}
        for low, high in runs(set(listed) - set(after), APART):
            pulled = self._lines(server, low, high)
            after = {number: line for number, line in after.items() if not low <= number <= high} | pulled
        if after != before:
            self.blocks.replace(first, last, after)
        return len(after)

    def _stamp(self, row: Mapping[str, Any]) -> list[str]:
        # Versions 3 and 5 write null where 6 writes "".
        return ["" if row.get(name) is None else str(row[name]) for name in self.stamps]

    def _lines(self, server: Server, first: int, last: int) -> dict[int, bytes]:
        return {number: line_of(row) for number, row in self._export(server, first, last, None) if first <= number <= last}

    def _export(self, server: Server, first: int, last: int | None, fields: list[str] | None) -> Rows:
        try:
            payload = server.ask("export_responses", self.sid, file_format="json", completion_status="all", heading_type="code",
                                 response_type="short", from_response_id=first, to_response_id=last, fields=fields,
                                 survey=self.sid)
        except NoResponses:
            return iter(())
        return rows_of(payload)
