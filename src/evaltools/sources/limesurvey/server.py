"""One signed-in LimeSurvey: every call with our time-outs, typed failures, patience for reads and a new login on expiry."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import citric
import requests
from citric.exceptions import LimeSurveyError, LimeSurveyStatusError, ResponseMismatchError

from ...errors import AccessRefused, EvaltoolsError
from ...settings import LimeSurvey
from .credentials import Credentials, credentials_for
from .failures import Stopped, Temporary, expired, of_login, of_status, of_transport
from .through_limepy import export_through
from .transport import PatientSession, addresses, find, session_for

# Only these may be asked twice: they change nothing on the server. A login is not among them, for it may lock us out.
READS = frozenset({"export_responses", "get_fieldmap", "get_language_properties", "get_question_properties", "get_summary",
                   "get_survey_properties", "list_groups", "list_participants", "list_questions", "list_surveys"})
PAUSES = (0.5, 2.0)  # seconds before the second and the third try
RELEASE_SECONDS = 5.0  # a server that hangs keeps nobody waiting at the end
# What citric and requests raise for answers that are no answers; KeyError, TypeError and ValueError are citric's on odd JSON.
FAILURES = (requests.RequestException, LimeSurveyError, ResponseMismatchError, KeyError, TypeError, ValueError)

log = logging.getLogger(__name__)


class Gate:
    """What all sessions with one server share: a login that was refused once is not tried by another thread either."""

    def __init__(self, credentials: Credentials) -> None:
        self.credentials = credentials
        self._lock = threading.Lock()
        self._refused: AccessRefused | None = None

    def login(self, address: str, session: requests.Session) -> citric.Client:
        """Ask for a session key, once; raises AccessRefused where the server gives none, then and ever after."""
        with self._lock:
            if self._refused is not None:
                raise self._refused
            try:
                return citric.Client(address, self.credentials.user, self.credentials.password, requests_session=session)
            except LimeSurveyStatusError as error:
                self._refused = of_login(error)
                raise self._refused from None
            except FAILURES as error:
                raise of_transport(error, heavy=False) from None


class Server:
    """A LimeSurvey that let us in. Made by `connect`."""

    def __init__(self, address: str, setting: LimeSurvey, gate: Gate) -> None:
        self._address, self._setting, self._gate = address, setting, gate
        self._session = session_for(setting.url, setting.timeout)
        self._export = export_through(self._session, address) if setting.client == "limepy" else None
        self._client: citric.Client | None = None
        self._closed = False
        self._others: list[Server] = []

    def login(self) -> None:
        """Ask for a session key, once; raises AccessRefused where the server gives none."""
        self._client = None
        client = self._gate.login(self._address, self._session)
        if self._closed:  # by another thread, while this one waited for the key
            _release(client, self._session)
            raise Stopped("The connection to the survey server was closed.")
        self._client = client

    def crew(self, number: int) -> list[Server]:
        """So many signed-in servers, this one the first: for a thread each. They are closed together with this one."""
        while len(self._others) < number - 1:
            other = Server(self._address, self._setting, self._gate)
            other.login()
            self._others.append(other)
        return [self, *self._others[:number - 1]]

    def ask(self, method: str, *arguments: Any, survey: int | None = None, **options: Any) -> Any:
        """The result of one of citric's methods; a read whose connection breaks is tried three times.

        Parameters
        ----------
        method
            The name of a method of `citric.Client`.
        survey
            The survey that it is about, for the message where it fails.

        Raises
        ------
        SourceError
            Or one of its kinds, with what to do about it.
        """
        for pause in PAUSES if method in READS else ():
            try:
                return self._once(method, arguments, options, survey)
            except Temporary:
                log.info("%s: the connection broke; again in %s s", method, pause)
                time.sleep(pause)
        return self._once(method, arguments, options, survey)

    def _once(self, method: str, arguments: tuple[Any, ...], options: dict[str, Any], survey: int | None) -> Any:
        try:
            try:
                return self._call(method, arguments, options)
            except LimeSurveyStatusError as error:
                if not expired(error):
                    raise
            self.login()
            return self._call(method, arguments, options)
        except LimeSurveyStatusError as error:
            raise of_status(error, survey) from None
        except FAILURES as error:
            raise of_transport(error, heavy=method == "export_responses") from None

    def _call(self, method: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        if self._closed:
            raise Stopped("The connection to the survey server was closed.")
        if self._client is None:
            self.login()
        assert self._client is not None
        if method == "export_responses" and self._export is not None:
            return self._export(self._client.session.key, *arguments, **options)
        return getattr(self._client, method)(*arguments, **options)

    def close(self) -> None:
        """Release the session keys. A server that is gone by now is no error: its keys expire by themselves."""
        self._closed = True
        for other in self._others:
            other.close()
        if self._client is not None:
            _release(self._client, self._session)
        self._client = None
        self._session.close()


def _release(client: citric.Client, session: PatientSession) -> None:
    session.timeout = (RELEASE_SECONDS, RELEASE_SECONDS)
    with suppress(*FAILURES, EvaltoolsError):
        client.close()


@contextmanager
def connect(setting: LimeSurvey) -> Iterator[Server]:
    """Sign in to the survey server for the time of a `with` block; the session key is released whatever happens in it.

    Raises
    ------
    AccessRefused
        No or wrong name or password, or locked out; never tried again by itself.
    SettingsError
        `client = "limepy"`, and limepy is not installed.
    SourceError
        No server, no LimeSurvey or no remote control at the address.
    """
    candidates = addresses(setting.url)  # before anything else: an address that holds a password is never shown in a hint
    gate = Gate(credentials_for(setting.url))
    with session_for(setting.url, setting.timeout) as session:
        address = find(session, candidates)
    server = Server(address, setting, gate)
    try:
        server.login()
        yield server
    finally:
        server.close()
