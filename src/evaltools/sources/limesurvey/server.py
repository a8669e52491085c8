"""One signed-in LimeSurvey: every call with our time-outs, typed failures, patience for reads and a new login on expiry."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import citric
import requests
from citric.exceptions import LimeSurveyError, LimeSurveyStatusError, ResponseMismatchError

from ...errors import EvaltoolsError
from ...settings import LimeSurvey
from .credentials import Credentials, credentials_for
from .failures import Temporary, expired, of_login, of_status, of_transport
from .transport import addresses, find, session_for

# Only these may be asked twice: they change nothing on the server. A login is not among them, for it may lock us out.
READS = frozenset({"export_responses", "get_fieldmap", "get_question_properties", "get_summary", "get_survey_properties",
                   "list_participants", "list_questions", "list_surveys"})
PAUSES = (0.5, 2.0)  # seconds before the second and the third try
# What citric and requests raise for answers that are no answers; KeyError, TypeError and ValueError are citric's on odd JSON.
FAILURES = (requests.RequestException, LimeSurveyError, ResponseMismatchError, KeyError, TypeError, ValueError)

log = logging.getLogger(__name__)


class Server:
    """A LimeSurvey that let us in. Made by `connect`."""

    def __init__(self, address: str, session: requests.Session, credentials: Credentials) -> None:
        self._address = address
        self._session = session
        self._credentials = credentials
        self._client: citric.Client | None = None

    def login(self) -> None:
        """Ask for a session key, once; raises AccessRefused where the server gives none."""
        self._client = None
        try:
            self._client = citric.Client(self._address, self._credentials.user, self._credentials.password,
                                         requests_session=self._session)
        except LimeSurveyStatusError as error:
            raise of_login(error) from None
        except FAILURES as error:
            raise of_transport(error, heavy=False) from None

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
        if self._client is None:
            self.login()
        return getattr(self._client, method)(*arguments, **options)

    def close(self) -> None:
        """Release the session key. A server that is gone by now is no error: its keys expire by themselves."""
        if self._client is not None:
            with suppress(*FAILURES, EvaltoolsError):
                self._client.close()
        self._client = None
        self._session.close()


@contextmanager
def connect(setting: LimeSurvey) -> Iterator[Server]:
    """Sign in to the survey server for the time of a `with` block; the session key is released whatever happens in it.

    Raises
    ------
    AccessRefused
        No or wrong name or password, or locked out; never tried again by itself.
    SourceError
        No server, no LimeSurvey or no remote control at the address.
    """
    candidates = addresses(setting.url)  # before anything else: an address that holds a password is never shown in a hint
    credentials = credentials_for(setting.url)
    session = session_for(setting.url, setting.timeout)
    try:
        server = Server(find(session, candidates), session, credentials)
        server.login()
    except EvaltoolsError:
        session.close()
        raise
    try:
        yield server
    finally:
        server.close()
