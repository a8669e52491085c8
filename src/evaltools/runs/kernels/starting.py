"""Begin and end a fork server, and speak to it: one for all processes of a run, or one of a process's own."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from ..environment import ONE_THREAD, allowed
from .server import LENGTH, SOCKET, peer_of

# As ipykernel's launcher does: imports must not come from the folder that somebody happens to be in
PROGRAM = f"import sys; sys.path[:1] = [place for place in sys.path[:1] if place]; from {__package__}.server import main; main()"
WAIT = 60.0  # seconds for the imports; a machine at work takes a while
_own: list[ForkServer] = []
_given: list[str] = []


class ForkServer:
    """A fork server that ends with this process, however this process ends."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="evaltools-"))  # mode 700: nobody else can reach what lies in it
        # The debugger that ipykernel imports would print a warning that no kernel started the plain way shows
        environment = {**dict.fromkeys(ONE_THREAD, "1"), **allowed(os.environ), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        # Its standard input is a line to this process: when that breaks, the server ends, and every kernel with it
        self.program = subprocess.Popen([sys.executable, "-c", PROGRAM, str(self.folder)], env=environment, stdin=subprocess.PIPE,
                                        stdout=subprocess.DEVNULL, start_new_session=True)

    @property
    def address(self) -> str:
        """Where it listens, as soon as it does."""
        return str(self.folder / SOCKET)

    def end(self) -> None:
        """End the server and its kernels."""
        assert self.program.stdin is not None
        self.program.stdin.close()
        try:
            self.program.wait(5)
        except subprocess.TimeoutExpired:
            self.program.kill()
            self.program.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.end()


def use(address: str) -> None:
    """Take the kernels of this process from a server that another process began; empty: from one of its own."""
    _given[:] = [address] if address else []


def address() -> str:
    """The server that this process takes its kernels from; begun now where there is none."""
    if _given:
        return _given[0]
    if not _own or _own[0].program.poll() is not None:
        _own[:] = [ForkServer()]
        atexit.register(_own[0].end)
    return _own[0].address


def connected(place: str, wait: float = WAIT) -> socket.socket:
    """A connection to the server at an address, once it listens; raises OSError where none comes."""
    until = time.monotonic() + wait
    while True:
        asking = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            asking.connect(place)
            break
        except OSError:
            asking.close()
            if time.monotonic() > until or not Path(place).parent.is_dir() or _has_ended(place):
                raise
            time.sleep(0.01)
    if peer_of(asking) not in (None, os.getuid()):
        asking.close()
        raise PermissionError("another user's fork server")
    return asking


def _has_ended(place: str) -> bool:
    return any(server.address == place and server.program.poll() is not None for server in _own)


def send(asking: socket.socket, request: dict[str, Any], streams: Sequence[int] = ()) -> None:
    """Make a request."""
    content = json.dumps(request).encode()
    socket.send_fds(asking, [LENGTH.pack(len(content))], list(streams))
    asking.sendall(content)


def spent(place: str) -> float:
    """Seconds of processor time of a server and of every kernel that it forked and that has ended."""
    with connected(place) as asking, asking.makefile("rb") as answers:
        send(asking, {"spent": True})
        return float(json.loads(answers.readline())["seconds"])
