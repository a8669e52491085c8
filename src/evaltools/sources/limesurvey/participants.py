"""The invited of a survey, page by page: access codes and completion, while names and addresses stay on the server.

Since version 5 a page starts at a participant's number (`tid`), in version 3 at a row. The answer to one question tells which.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ...errors import SourceError
from .failures import NoParticipants, NoPermission
from .folder import write
from .server import Server

AT_ONCE = 5000
TRIES = 3
KEPT = ("tid", "token", "completed", "usesleft")
Page = list[dict[str, Any]]


class Shifted(Exception):
    """Rows were deleted between two pages that are counted by rows."""


def participants(client: Server, sid: int, path: Path) -> int | None:
    """Write the participants in the order of their numbers, as a list of JSON; how many there are.

    None: no table, nobody in it, or no right to it; the list is empty then.

    Raises
    ------
    SourceError
        Rows are deleted again and again between two pages, which do not fit together.
    """
    for _ in range(TRIES):
        try:
            pages, number = _written(pages_of(client, sid))
        except NoPermission:
            pages, number = [], 0
        except Shifted:
            continue
        write(path, [b"[\n", *pages, b"\n]\n"])
        return number or None
    raise SourceError(f"The participants of the survey {sid} change while they are read.", "Collect again when nobody edits them.")


def pages_of(client: Server, sid: int) -> Iterator[Page]:
    """The participants in the order of their numbers, many at once, none of them twice; raises Shifted where rows go meanwhile."""
    page = _page(client, sid, 0, AT_ONCE)
    yield page
    number, last, by_row = len(page), _last(page), None
    while len(page) == AT_ONCE:
        if by_row is None:
            by_row = _starts_at_rows(client, sid, number, last)
        page = _after_row(client, sid, number, last) if by_row else _page(client, sid, last + 1, AT_ONCE)
        if any(int(row["tid"]) <= last for row in page):
            raise Shifted
        if page:
            yield page
            number, last = number + len(page), _last(page)


def _written(pages: Iterable[Page]) -> tuple[list[bytes], int]:
    """The lines of the file, many in each piece, and how many participants they are."""
    lines: list[bytes] = []
    number = 0
    for page in pages:
        lines += [b",\n", _lines(page)] if number else [_lines(page)]
        number += len(page)
    return lines, number


def _starts_at_rows(client: Server, sid: int, seen: int, last: int) -> bool:
    """Whether `start` counts rows: then the row after those seen is a new one, otherwise `tid >= seen` finds an old one."""
    page = _page(client, sid, seen, 1)
    return bool(page) and int(page[0]["tid"]) > last


def _after_row(client: Server, sid: int, seen: int, last: int) -> Page:
    """The page after as many rows; it is asked for with the row before it, which shows whether rows went away meanwhile."""
    page = _page(client, sid, seen - 1, AT_ONCE + 1)
    if not page or int(page[0]["tid"]) != last:
        raise Shifted
    return page[1:]


def _page(client: Server, sid: int, start: int, limit: int) -> Page:
    try:
        found: Page = client.ask("list_participants", sid, start=start, limit=limit, attributes=["completed", "usesleft"], survey=sid)
    except NoParticipants:
        return []
    return found


def _last(page: Page) -> int:
    return max((int(row["tid"]) for row in page), default=0)


def _lines(page: Page) -> bytes:
    kept = ({name: row[name] for name in KEPT if name in row} for row in page)
    return ",\n".join(json.dumps(row, ensure_ascii=False) for row in kept).encode()
