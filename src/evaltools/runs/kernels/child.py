"""After the fork: from a copy of the server to a kernel that nobody can tell from one started the plain way."""

from __future__ import annotations

import atexit
import os
import random
import signal
import socket
import sys
from importlib.util import find_spec
from typing import Any, NoReturn

DIES_WITH_ITS_PARENT = 1  # Linux: PR_SET_PDEATHSIG
STREAM = f"{__package__}.streams.Stream"


def become_kernel(request: dict[str, Any], streams: list[int], told: socket.socket, server: int) -> NoReturn:
    """Be the kernel that was asked for until it ends; the process never returns from here.

    Parameters
    ----------
    request
        `argv` of the kernel's launcher, `cwd`, `env`.
    streams
        What standard input, output and error shall be.
    told
        Where the kernel says its number, and that its sockets are bound.
    server
        The number of the fork server: the kernel ends when the server does.
    """
    _let_go_of_the_server(server)
    told.sendall(b'{"pid": %d}\n' % os.getpid())
    for place, stream in enumerate(streams):
        os.dup2(stream, place)
        os.close(stream)
    os.environ.clear()
    os.environ.update({**request["env"], "JPY_PARENT_PID": str(server)})
    os.chdir(request["cwd"])
    _sow_anew()
    launcher = find_spec("ipykernel_launcher")
    sys.argv = [str(launcher.origin if launcher else "ipykernel_launcher"), *request["argv"]]
    _serve(request["argv"], told, server)


def _let_go_of_the_server(server: int) -> None:
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(DIES_WITH_ITS_PARENT, signal.SIGKILL)
    if os.getppid() != server:
        os._exit(1)


def _sow_anew() -> None:
    """Generators that every kernel would otherwise go on with from the same place."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _serve(argv: list[str], told: socket.socket, server: int) -> NoReturn:
    from ipykernel.kernelapp import IPKernelApp

    status = 1
    try:
        kernel: Any = IPKernelApp.instance()
        kernel.initialize([*argv, f"--IPKernelApp.parent_handle={server}", f"--IPKernelApp.outstream_class={STREAM}"])
        told.sendall(b'{"ready": 1}\n')
        told.close()
        # What ipykernel registers for its end waits, now and then for seconds, for a thread that waits for it
        atexit.unregister(kernel.close)
        kernel.start()
        status = 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        atexit._run_exitfuncs()
        os._exit(status)  # without taking apart everything that the server had loaded
