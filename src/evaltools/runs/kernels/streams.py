"""A kernel's standard output and error, which wait for their thread only where there is something to send."""

from __future__ import annotations

import select

from ipykernel.iostream import OutStream


class Stream(OutStream):
    """ipykernel's stream; it flushes four times a cell, and waits for its thread each time, also where nothing was ever written."""

    _written = False

    def write(self, string: str) -> int | None:  # type: ignore[override]
        """Take a text, as the library does."""
        self._written = True
        return super().write(string)

    def flush(self) -> None:
        """Send what was written since the last time, or by way of the file descriptor; return when it is sent."""
        if self._written or (self._fid is not None and select.select([self._fid], [], [], 0)[0]):
            self._written = False
            super().flush()  # type: ignore[no-untyped-call]
