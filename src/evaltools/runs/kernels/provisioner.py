"""How jupyter_client gets a warm kernel: its local provisioner, but for the start and for waits that wait for nothing."""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import LocalProvisioner  # type: ignore[attr-defined]

from ..environment import allowed
from .starting import address, connected, send

LAUNCHER = "ipykernel_launcher"
UNTIL_BOUND, UNTIL_KILLED = 60.0, 2.0  # seconds


class Forked:
    """A kernel that the server forked, seen as `subprocess.Popen` shows a program."""

    stdin = stdout = stderr = None

    def __init__(self, asked: socket.socket) -> None:
        self.asked = asked
        self.answers = asked.makefile("rb")
        self.returncode: int | None = None
        self.pid = int(self.told().get("pid", 0))

    def told(self) -> dict[str, Any]:
        """The next thing that the server says; it has ended where it says nothing."""
        line = self.answers.readline()
        return dict(json.loads(line)) if line else {"rc": -signal.SIGKILL}

    def heed(self) -> None:
        """Take note of what was said; of all that is said after the start, only the end matters."""
        self.returncode = self.told().get("rc", self.returncode)
        if self.returncode is not None:
            self.answers.close()
            self.asked.close()

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        if self.returncode is None and select.select([self.asked], [], [], 0)[0]:
            self.heed()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, when it has ended."""
        if self.returncode is None:
            if not select.select([self.asked], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(LAUNCHER, timeout or 0)
            self.heed()
        return self.returncode or 0

    def send_signal(self, number: int) -> None:
        """Send it a signal while it runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Kernels forked from the warm server; another program, or a server that is not there, is started the plain way."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Have a kernel forked and return when its sockets are bound: who connects earlier sits out a tenth of a second."""
        forked = self._forked(cmd, kwargs)
        if forked is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process: Any = forked
        self.pid = self.pgid = forked.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        await self._said(UNTIL_BOUND)
        forked.heed()
        return self.connection_info

    def _forked(self, cmd: list[str], kwargs: dict[str, Any]) -> Forked | None:
        if LAUNCHER not in cmd or cmd[0] != sys.executable:
            return None
        environment = allowed(kwargs.get("env") or os.environ)
        request = {"argv": cmd[cmd.index(LAUNCHER) + 1:], "cwd": str(kwargs.get("cwd") or Path.cwd()), "env": environment}
        try:
            asked = connected(address())
        except OSError:
            return None
        nothing = os.open(os.devnull, os.O_RDWR)
        try:
            send(asked, request, [nothing, 1, 2])
            return Forked(asked)
        finally:
            os.close(nothing)

    async def send_signal(self, signum: int) -> None:
        """As the local one does; but jupyter_client interrupts a kernel before it ends it, and an idle one would say so on a page."""
        if signum == signal.SIGINT and getattr(self.parent, "shutting_down", False):
            return
        await super().send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and return when it has ended; the local one would be asked every tenth of a second."""
        await super().kill(restart)
        await self._said(UNTIL_KILLED)

    async def _said(self, timeout: float) -> None:
        """Wait until the server says something of this kernel."""
        if not isinstance(self.process, Forked) or self.process.returncode is not None:
            return
        loop, asked = asyncio.get_running_loop(), self.process.asked
        heard: asyncio.Future[None] = loop.create_future()
        loop.add_reader(asked, lambda: None if heard.done() else heard.set_result(None))
        try:
            await asyncio.wait_for(heard, timeout)
        except TimeoutError:
            pass
        finally:
            loop.remove_reader(asked)
