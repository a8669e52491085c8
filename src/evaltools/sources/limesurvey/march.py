"""The way through all ids of a survey in windows, and when to stop.

The server's count only says when to look for the end. That it is the end is known when nothing lies beyond: so responses that
are deleted meanwhile, gaps between ids and responses that come in meanwhile neither end a pull too early nor keep it running.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from .crew import Crew
from .exports import Exports, count
from .failures import TooSlow
from .journal import Journal
from .ranges import LARGEST_ID, Range

SMALLEST_WINDOW = 50
PATIENCE = 4  # windows that must pass before a halved width is doubled again; twice as many after each failure
Progress = Callable[[int, int], None]

log = logging.getLogger(__name__)


class Width:
    """How many ids are asked for at once: halved where the server gives up, grown again where it does not."""

    def __init__(self, most: int) -> None:
        self.most, self.now = most, most
        self._passed, self._patience = 0, PATIENCE

    def last(self, first: int) -> int:
        """Where a window ends: on a grid of its width, so that windows and the blocks on disk fall together."""
        return ((first - 1) // self.now + 1) * self.now

    def passed(self) -> None:
        """A window was answered."""
        self._passed += 1
        if self._passed >= self._patience and self.now < self.most:
            self.now, self._passed = min(self.now * 2, self.most), 0

    def failed(self, first: int, last: int) -> None:
        """The server gave up on a window."""
        asked = last - first + 1  # more than `now` where another thread's window of the old width failed as well
        self.now = max(min(self.now, asked // 2) if asked > self.now else self.now // 2, SMALLEST_WINDOW)
        self._passed, self._patience = 0, self._patience * 2
        log.info("the server gave up on %s ids; %s at once from here", asked, self.now)


class March:
    """One way through the ids that the journal does not hold as done."""

    def __init__(self, crew: Crew, exports: Exports, journal: Journal, width: Width, progress: Progress) -> None:
        self._crew, self._exports, self._journal, self._width, self._progress = crew, exports, journal, width, progress
        self._busy: list[Range] = []
        self._seen = exports.blocks.within(journal.done)
        self._stride = width.most * 2
        self._empty = False  # the last window was
        self._open = True  # whether one look at everything beyond may still be tried

    def go(self, expected: int) -> None:
        """Write all responses; raises the first error that a thread met."""
        self._expected = expected
        while self._busy or self._journal.done.gap():
            if self._next_window():
                continue
            if self._busy:
                self._take()
            else:
                self._look_ahead()

    def _next_window(self) -> bool:
        """Give a thread the next window, unless all are busy or what is under way may be all there is."""
        under_way = sum(last - first + 1 for first, last in self._busy)
        gap = self._journal.done.gap(self._busy)
        if len(self._busy) >= len(self._crew) or self._empty or not gap or self._seen + under_way >= self._expected:
            return False
        window = gap[0], min(gap[1], self._width.last(gap[0]))
        act = self._exports.compare if self._journal.comparing else self._exports.pull
        self._busy.append(window)
        self._crew.give(window, lambda server: act(server, *window))
        return True

    def _take(self) -> None:
        """Note what came of a window. One that was too slow stays open, and is the next to be asked for in smaller ones."""
        window, found, error = self._crew.next()
        self._busy.remove(window)
        if isinstance(error, TooSlow) and self._width.now > SMALLEST_WINDOW:
            self._width.failed(*window)
        elif error is not None:
            raise error
        else:
            self._width.passed()
            self._note(window, found)
            self._empty = self._empty or not found

    def _note(self, window: Range, found: int) -> None:
        self._journal.mark(*window)
        self._seen += found
        self._progress(self._seen, max(self._seen, self._expected))

    def _look_ahead(self) -> None:
        """Ask for ids alone: in growing strides over a gap, or for the whole rest where all that count were seen."""
        gap = self._journal.done.gap()
        assert gap is not None
        first, end = gap
        if self._empty:  # rows were deleted meanwhile, or ids make a jump
            self._expected = self._crew.ask(lambda server: count(server, self._exports.sid))
        whole = self._open and self._seen >= self._expected
        last = end if whole else min(first + self._stride - 1, end)
        bound = None if last == LARGEST_ID else last
        try:
            ids = self._crew.ask(lambda server: self._exports.ids(server, first, bound))
        except TooSlow:
            self._open = self._open and not whole
            self._windows_from_here(1)
            return
        if not ids:
            self._exports.blocks.replace(first, last, {})
            self._note((first, last), 0)
            self._empty, self._stride = True, min(self._stride * 2, LARGEST_ID)
            return
        if ids[0] > first:
            self._exports.blocks.replace(first, ids[0] - 1, {})
            self._note((first, ids[0] - 1), 0)
        self._windows_from_here(len(ids))

    def _windows_from_here(self, at_least: int) -> None:
        self._expected = max(self._expected, self._seen + at_least)
        self._empty, self._stride = False, self._width.most * 2
