"""The HTTP server itself: loopback only, one thread a connection, started and stopped by a `with` block."""

from __future__ import annotations

import contextlib
import secrets
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from types import TracebackType
from typing import Any

from .accounts import Accounts
from .endpoint import Endpoint, Fault, Reply, UrlForm
from .site import Site
from .survey import HostedSurvey

LOOPBACK = "127.0.0.1"


class Server:
    """A LimeSurvey 6.4.2 RemoteControl endpoint that hosts surveys while a `with` block lasts.

    Parameters
    ----------
    surveys
        What it hosts.
    user, password
        The one login; drawn at random where not given.
    superadmin
        Whether the user may read the site's settings, among them the version; a proper API user may not.
    creator
        Whether the user may import surveys and make participants tables.
    url_form
        `path` for `/index.php/admin/remotecontrol`, `get` for `/index.php?r=admin/remotecontrol`; the other one answers 400.
    fault
        Called with method and parameters before a request is answered; a Reply that it returns is sent instead. A fault that
        waits should wait on `stopping`, so that the server can end.
    clock
        Seconds, for the age of sessions and of a lockout.
    seed
        What survey numbers and tokens are drawn from; drawn by chance where not given.

    Examples
    --------
    >>> with Server([]) as server:
    ...     server.url.endswith("/index.php/admin/remotecontrol")
    True
    """

    def __init__(self, surveys: Iterable[HostedSurvey], *, user: str | None = None, password: str | None = None,
                 superadmin: bool = False, creator: bool = True, url_form: UrlForm = "path", fault: Fault | None = None,
                 clock: Callable[[], float] = time.monotonic, seed: int | None = None) -> None:
        self.user = user or f"api-{secrets.token_hex(4)}"
        self.password = password or secrets.token_urlsafe(24)
        self.accounts = Accounts(self.user, self.password, clock)
        self.endpoint = Endpoint(Site.of(surveys, self.accounts, superadmin, creator, Random(seed)), url_form, fault)
        self.stopping = threading.Event()
        self._listener: _Listener | None = None
        self._thread: threading.Thread | None = None

    @property
    def surveys(self) -> dict[int, HostedSurvey]:
        """The hosted surveys by id; responses may be deleted from them while the server runs."""
        return self.endpoint.site.surveys

    @property
    def url(self) -> str:
        """The address of the endpoint, known once the server has started."""
        if self._listener is None:
            raise RuntimeError("the server has not been started")
        return f"http://{LOOPBACK}:{self._listener.server_address[1]}{self.endpoint.path}"

    @property
    def open_sessions(self) -> int:
        """How many session keys were given and not released."""
        return len(self.accounts.sessions)

    def expire_sessions(self) -> None:
        """Make every session key invalid."""
        self.accounts.expire()

    def __enter__(self) -> Server:
        self.stopping.clear()
        self._listener = _Listener(self.endpoint)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.02,), name="embedded RemoteControl")
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        listener, thread = self._listener, self._thread
        if listener is None or thread is None:
            return
        self.stopping.set()
        listener.shutdown()
        listener.hang_up()
        listener.server_close()
        thread.join()
        self._listener = self._thread = None


class _Listener(ThreadingHTTPServer):
    daemon_threads = False  # their end is waited for, so that nothing runs on after the block
    request_queue_size = 64

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._connections: set[socket.socket] = set()
        super().__init__((LOOPBACK, 0), _Connection)

    def server_bind(self) -> None:
        # HTTPServer would ask the resolver for this machine's full name, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def close_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that gives up is its own affair; anything else is a defect and is shown.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """End connections that clients keep open, on which threads would wait for ever."""
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Connection(BaseHTTPRequestHandler):
    server: _Listener
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16  # head and body leave in one packet: written apart they wait 40 ms for an acknowledgement

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        content_type = self.headers.get("Content-Type") or ""
        self._send(self.server.endpoint.post(self.path, content_type, body, self.client_address[0]))

    def do_GET(self) -> None:
        # A redirect turns a POST into a GET, which LimeSurvey answers with nothing at all.
        self._send(Reply())

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body) if reply.announced is None else reply.announced))
        if reply.announced is not None:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a log would hold tokens."""
