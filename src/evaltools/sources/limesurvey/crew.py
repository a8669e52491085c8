"""Threads that ask a server for several windows at once, each signed in by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any

from .server import Server

Task = Callable[[Server], Any]
Outcome = tuple[Any, Any, BaseException | None]


class Crew:
    """One thread a server while a `with` block lasts.

    The threads are daemons, and the end of the block does not wait for an answer that does not come: an interrupted pull stops
    at once, and what arrives later is dropped.
    """

    def __init__(self, servers: list[Server]) -> None:
        self._tasks: SimpleQueue[tuple[Any, Task] | None] = SimpleQueue()
        self._outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self._threads = [threading.Thread(target=self._work, args=(server,), daemon=True, name=f"pull {number}")
                         for number, server in enumerate(servers, start=1)]

    def __len__(self) -> int:
        return len(self._threads)

    def give(self, name: Any, task: Task) -> None:
        """Have a task done by whoever is free."""
        self._tasks.put((name, task))

    def next(self) -> Outcome:
        """The name of a task that ended, its result, and what it raised."""
        while True:
            try:
                return self._outcomes.get(timeout=1)  # without one, Windows would not hear Ctrl-C
            except Empty:
                continue

    def ask(self, task: Task) -> Any:
        """The result of a task, while no other is under way."""
        self.give(None, task)
        _, result, error = self.next()
        if error is not None:
            raise error
        return result

    def _work(self, server: Server) -> None:
        while (given := self._tasks.get()) is not None:
            name, task = given
            try:
                self._outcomes.put((name, task(server), None))
            except BaseException as error:  # told by the thread that waits for it
                self._outcomes.put((name, None, error))

    def __enter__(self) -> Crew:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with suppress(Empty):
            while True:
                self._tasks.get_nowait()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads if error is None else ():
            thread.join()
