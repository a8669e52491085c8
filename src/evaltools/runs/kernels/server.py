"""The fork server: one process with the imports done; each request forks one kernel.

It listens in a folder that only its user may open, and answers nobody else. A request is four bytes with its length, then JSON
(`argv`, `cwd`, `env`) and three open streams; the answers are lines of JSON: `pid`, `ready`, and `rc` when the kernel has ended.
Who closes the connection ends the kernel; whoever started the server holds its standard input open, and with that ends everything.
"""

from __future__ import annotations

import json
import os
import resource
import selectors
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from .child import become_kernel
from .preloading import preload

SOCKET = "kernels"
PATIENCE = 10  # seconds for a request to come whole
LENGTH = struct.Struct("!I")


class Server:
    """Kernels by number, and who asked for each."""

    def __init__(self, folder: Path) -> None:
        self.kernels: dict[int, socket.socket] = {}
        self.forked = 0
        self.awaited = selectors.DefaultSelector()
        self.door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        self.door.bind(str(folder / f".{SOCKET}"))
        os.umask(before)
        self.door.listen(64)
        self.ended, self.wakes = os.pipe()
        for end in (self.ended, self.wakes):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started the server
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        signal.set_wakeup_fd(self.wakes, warn_on_full_buffer=False)
        for place, act in ((self.door, self.answer), (self.ended, self.reap), (sys.stdin.fileno(), self.end)):
            self.awaited.register(place, selectors.EVENT_READ, act)
        (folder / f".{SOCKET}").rename(folder / SOCKET)  # now it is ready

    def serve(self) -> None:
        """Fork kernels until whoever started the server is gone."""
        try:
            while True:
                for key, _ in self.awaited.select():
                    key.data(key.fileobj)
        finally:
            for kernel in self.kernels:
                _kill(kernel)

    def end(self, _: Any) -> None:
        """Whoever started the server has closed its standard input, or is dead."""
        sys.exit(0)

    def answer(self, _: Any) -> None:
        """Somebody knocks: nobody but the server's own user is let in."""
        asking, _address = self.door.accept()
        if peer_of(asking) not in (None, os.getuid()):
            asking.close()
            return
        asking.settimeout(PATIENCE)
        self.awaited.register(asking, selectors.EVENT_READ, self.read)

    def read(self, asking: socket.socket) -> None:
        """A request, or the end of whoever made one."""
        streams: list[int] = []
        try:
            head, streams, _, _ = socket.recv_fds(asking, LENGTH.size, 3)
            if not head:
                self.forget(asking)
                return
            self.fork(asking, json.loads(_whole(asking, LENGTH.unpack(head)[0])), streams)
        except (OSError, ValueError, struct.error):
            self.forget(asking)
        finally:
            for stream in streams:
                os.close(stream)

    def fork(self, asking: socket.socket, request: dict[str, Any], streams: list[int]) -> None:
        """One kernel; or, where the request asks for it, how much processor time all of them took."""
        if request.get("spent"):
            asking.sendall(json.dumps({"seconds": _seconds(), "forked": self.forked}).encode() + b"\n")
            return
        server = os.getpid()
        number = os.fork()
        if number == 0:
            self._become(asking, request, streams, server)
        self.forked += 1
        self.kernels[number] = asking

    def _become(self, asking: socket.socket, request: dict[str, Any], streams: list[int], server: int) -> None:
        try:
            signal.set_wakeup_fd(-1)
            for end in (self.ended, self.wakes):
                os.close(end)
            self.door.close()
            self.awaited.close()
            for other in self.kernels.values():
                other.close()
            become_kernel(request, streams, asking, server)
        finally:
            os._exit(70)

    def reap(self, ended: int) -> None:
        """Tell whoever asked for them which kernels have ended, and how."""
        try:
            os.read(ended, 4096)
        except BlockingIOError:
            return
        while self.kernels:
            number, status = os.waitpid(-1, os.WNOHANG)
            if not number:
                return
            asking = self.kernels.pop(number, None)
            if asking is not None:
                _tell(asking, {"rc": os.waitstatus_to_exitcode(status)})
                self.forget(asking)

    def forget(self, asking: socket.socket) -> None:
        """Close a connection; a kernel that it was for has nobody any more, and ends."""
        for number in [number for number, other in self.kernels.items() if other is asking]:
            _kill(number)
            del self.kernels[number]
        if asking.fileno() >= 0:
            self.awaited.unregister(asking)
            asking.close()


def peer_of(other: socket.socket) -> int | None:
    """The user at the other end; None where the system does not tell it, and the folder's mode alone keeps others out."""
    if not hasattr(socket, "SO_PEERCRED"):
        return None
    return int(struct.unpack("3i", other.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[1])


def _whole(asking: socket.socket, length: int) -> bytes:
    parts = b""
    while len(parts) < length:
        part = asking.recv(length - len(parts))
        if not part:
            raise ConnectionError
        parts += part
    return parts


def _tell(asking: socket.socket, what: dict[str, Any]) -> None:
    with suppress(OSError):  # it may have gone meanwhile
        asking.sendall(json.dumps(what).encode() + b"\n")


def _kill(kernel: int) -> None:
    try:
        os.killpg(kernel, signal.SIGKILL)
    except OSError:
        with suppress(OSError):
            os.kill(kernel, signal.SIGKILL)  # forked a moment ago: it has no group yet


def _seconds() -> float:
    """Processor time of the server and of every kernel that has ended."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in spent)


def main() -> None:
    """Import, then serve."""
    folder = Path(sys.argv[1])
    preload()
    Server(folder).serve()
