"""How far a stage is: written by the notebook that runs it, read meanwhile by the command line, in responses."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import WorkspaceError
from .workspace import read_json, write_json

FILE = "progress.json"
EVERY = 0.2  # seconds between two looks, and between two writings
Seen = Callable[[int, int], None]


class Progress:
    """Sums what several surveys say of themselves and leaves it in a file, at most five times a second."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._parts: dict[int, tuple[int, int]] = {}
        self._written = 0.0

    def of(self, survey: int) -> Seen:
        """What a survey's pull calls with the responses seen and those expected."""
        def seen(done: int, expected: int) -> None:
            self._parts[survey] = (done, max(done, expected))
            now = time.monotonic()
            if done >= expected or now - self._written >= EVERY:
                self._written = now
                totals = [sum(numbers) for numbers in zip(*self._parts.values(), strict=True)]
                write_json(self._path, {"done": totals[0], "total": totals[1]})
        return seen


@contextmanager
def followed(folder: Path, seen: Seen) -> Iterator[None]:
    """Call `seen` with what a stage writes into its folder, from a thread, as long as the block lasts."""
    path, ended = folder / FILE, threading.Event()
    path.unlink(missing_ok=True)

    def look() -> None:
        last: tuple[int, int] | None = None
        while not ended.wait(EVERY):
            last = _told(path, last, seen)

    watcher = threading.Thread(target=look, name="progress", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def _told(path: Path, last: tuple[int, int] | None, seen: Seen) -> tuple[int, int] | None:
    try:
        content = read_json(path, {})
    except WorkspaceError:
        return last  # a bar is never a reason to stop
    found = (int(content.get("done", 0)), int(content.get("total", 0)))
    if found[1] and found != last:
        seen(*found)
        return found
    return last
