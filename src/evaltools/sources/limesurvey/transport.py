"""The HTTP under the client: time-outs, no silent redirection, and the one address of two that a server listens to."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import requests

from ...errors import SourceError
from .failures import REMOTE_CONTROL, of_transport

CONNECT_SECONDS = 10.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# A released key is never checked: this call answers OK to anybody, costs no login and tells nobody's password.
PROBE = {"method": "release_session_key", "params": ["-"], "id": 1}


class PatientSession(requests.Session):
    """A session whose every request has a time-out, and which never follows a redirection.

    Following one would turn the POST into a GET, and LimeSurvey answers a GET with nothing.
    """

    def __init__(self, timeout: float) -> None:
        super().__init__()
        self.timeout = (CONNECT_SECONDS, timeout)

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **options: Any) -> requests.Response:
        """One request; raises SourceError where the server sends it elsewhere."""
        options["timeout"] = self.timeout
        options["allow_redirects"] = False
        response = super().request(method, url, *args, **options)
        if response.is_redirect:
            secure = str(response.headers.get("location", "")).startswith("https:") and str(url).startswith("http:")
            hint = "with https://" if secure else "as it stands in the browser when LimeSurvey's pages are open"
            raise SourceError("The survey server sends requests on to another address.",
                              f"Under [limesurvey], write `url` {hint}.")
        return response


def session_for(url: str, timeout: float) -> PatientSession:
    """A session for one server. A server on this machine is never asked through the network's proxy."""
    session = PatientSession(timeout)
    session.trust_env = urlsplit(url).hostname not in LOOPBACK
    return session


def addresses(url: str) -> list[str]:
    """Where RemoteControl may listen: the address as given where it names it, then the two forms of LimeSurvey's `urlFormat`.

    >>> addresses("https://surveys.example.org/")[0]
    'https://surveys.example.org/index.php/admin/remotecontrol'
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise SourceError("The address of the survey server is not a web address.",
                          "Under [limesurvey], write `url` as it stands in the browser: https://surveys.example.org.")
    given = url.strip().rstrip("/")
    base = re.split(r"/index\.php|/admin\b|[?#]", given)[0].rstrip("/")
    forms = [f"{base}/index.php/admin/remotecontrol", f"{base}/index.php?r=admin/remotecontrol", f"{base}/admin/remotecontrol"]
    return list(dict.fromkeys([given, *forms] if "remotecontrol" in given else forms))


def find(session: requests.Session, candidates: list[str]) -> str:
    """The first address at which RemoteControl answers; raises SourceError saying what answers instead."""
    reasons = []
    for address in candidates:
        try:
            response = session.post(address, json=PROBE, headers={"content-type": "application/json"})
        except requests.RequestException as error:
            raise of_transport(error, heavy=False) from None
        reason = _reason(response)
        if not reason:
            return address
        reasons.append(reason)
    raise _not_found(reasons)


def _reason(response: requests.Response) -> str:
    """Why an answer is not RemoteControl's; empty where it is."""
    if not response.ok:
        return "busy" if response.status_code in (429, 502, 503, 504) else "other"
    if not response.text.strip() or "<methodResponse" in response.text[:500]:
        return "off"
    try:
        answer = response.json()
    except requests.JSONDecodeError:
        return "other"
    return "" if isinstance(answer, dict) and {"result", "error"} <= answer.keys() else "other"


def _not_found(reasons: list[str]) -> SourceError:
    if "off" in reasons:
        return SourceError("The survey server's remote control is switched off, or set to XML.", REMOTE_CONTROL)
    if "busy" in reasons:
        return SourceError("The survey server is busy or being repaired.", "Try again later.")
    return SourceError("There is no LimeSurvey at the address in evaltools.toml.",
                       "Under [limesurvey], write `url` as it stands in the browser before /index.php or /admin.")
