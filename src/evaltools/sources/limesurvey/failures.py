"""Everything that a LimeSurvey server answers instead of a result, as errors with a plain message and a hint.

LimeSurvey says nearly all of it with HTTP 200 and an English sentence; version 7 adds codes. What the server wrote is never
repeated: it may hold table names, and through a proxy anything at all.
"""

from __future__ import annotations

import requests
from citric.exceptions import LimeSurveyApiError, LimeSurveyStatusError, RPCInterfaceNotEnabledError
from urllib3.exceptions import ReadTimeoutError

from ...errors import AccessRefused, SourceError


class NoResponses(SourceError):
    """The survey is active and nobody has answered yet."""


class NoParticipants(SourceError):
    """The survey has no table of participants, or nobody (more) in it."""


class NoPermission(SourceError):
    """The survey is unknown, or the user may not do this with it; the server does not say which."""


class Temporary(SourceError):
    """The connection broke or the server was busy: asking again may help."""


class TooSlow(SourceError):
    """The server or a proxy before it gave up: asking for less may help."""


class Stopped(SourceError):
    """Something else ended the pull; what this thread still got is dropped."""


RIGHTS = ("Compare the number with the one in LimeSurvey's list of surveys. The user needs these rights on the survey: "
          "survey: read; responses: read, export; survey content, survey settings and participants: read.")
LOG = "Its administrator finds the reason in the server's log."
REMOTE_CONTROL = "In LimeSurvey: Configuration, Global settings, Interfaces, RPC interface enabled: JSON-RPC."
STATUSES: tuple[tuple[tuple[str, ...], type[SourceError], str, str], ...] = (
    (("table does not exist", "survey is not active", "err_survey_not_active"), SourceError,
     "The survey {survey} has never been activated.", "Activate it in LimeSurvey, or take it out of evaltools.toml."),
    (("could not get max id", "no data", "err_no_data"), NoResponses, "The survey {survey} has no responses yet.", ""),
    (("no survey participants", "err_no_participants"), NoParticipants, "The survey {survey} has no participants.", ""),
    (("no permission", "invalid survey", "err_no_permission", "err_invalid_survey"), NoPermission,
     "The survey {survey} is not on the server, or the user may not read it.", RIGHTS),
)
LOGINS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("invalid user name or password", "err_invalid_credentials"), "The survey server refused the name or the password.",
     "Correct EVALTOOLS_LIMESURVEY_USER and EVALTOOLS_LIMESURVEY_PASSWORD before you try again: after a few failures the server "
     "locks this address out."),
    (("authentication method", "not allowed"), "The survey server does not let this user sign in with a password.",
     "Ask its administrator for the user right 'Use internal database authentication'."),
    (("maximum login attempts", "exceeded", "minutes"),
     "The survey server has locked this address out after too many failed logins.",
     "Wait ten minutes, correct the name and the password, then try once."),
)


def expired(error: LimeSurveyStatusError) -> bool:
    """Whether the session key is no longer known; it lives a fixed time from the login, used or not."""
    return "invalid session key" in str(error).casefold()


def of_login(error: LimeSurveyStatusError) -> AccessRefused:
    """The refusal of a name and password. The text of a lock-out is translated by the server, so the rest is vague."""
    text = str(error).casefold()
    for fragments, message, hint in LOGINS:
        if any(fragment in text for fragment in fragments):
            return AccessRefused(message, hint)
    return AccessRefused("The survey server refused the login.",
                         "Wait ten minutes in case this address is locked out, then try once.")


def of_status(error: LimeSurveyStatusError, survey: int | None) -> SourceError:
    """What a status text means for the survey that was asked for."""
    text = str(error).casefold()
    for fragments, kind, message, hint in STATUSES:
        if any(fragment in text for fragment in fragments):
            return kind(message.format(survey=survey or ""), hint)
    return SourceError(f"The survey server could not do what was asked{f' for the survey {survey}' if survey else ''}.",
                       f"Look at the survey in LimeSurvey. {LOG}")


def of_transport(error: Exception, heavy: bool) -> SourceError:
    """What a failed request means. `heavy`: it asked for many responses, and less may pass."""
    if isinstance(error, requests.HTTPError):
        return _of_http(error.response.status_code, heavy)
    if isinstance(error, requests.exceptions.SSLError):
        return SourceError("The survey server's certificate is not valid.", "Ask its administrator to renew the certificate.")
    if _silent(error):
        return TooSlow("The survey server did not answer in time.", "Try again later, or raise `timeout` under [limesurvey].")
    if isinstance(error, requests.RequestException) and not isinstance(error, requests.JSONDecodeError):
        return Temporary("The survey server cannot be reached.",
                         "Check the network and `url` under [limesurvey] in evaltools.toml.")
    if isinstance(error, RPCInterfaceNotEnabledError):
        return SourceError("The survey server's remote control is switched off.", REMOTE_CONTROL)
    if isinstance(error, LimeSurveyApiError):
        return SourceError("The survey server failed at the request.", LOG)
    return SourceError("The survey server's answer is not one of LimeSurvey's.", REMOTE_CONTROL)


def _silent(error: Exception) -> bool:
    # A silence in the middle of an answer comes as a broken connection that carries the time-out.
    return isinstance(error, requests.ReadTimeout) or any(isinstance(reason, ReadTimeoutError) for reason in error.args)


def _of_http(status: int, heavy: bool) -> SourceError:
    if heavy and status in (500, 502, 504):  # PHP's own limits of time and memory end in a 500
        return TooSlow(f"The survey server gave up (HTTP {status}).", f"Lower `window` under [limesurvey] in evaltools.toml. {LOG}")
    if status in (429, 502, 503, 504):
        return Temporary(f"The survey server is busy or being repaired (HTTP {status}).", "Try again later.")
    return SourceError(f"The survey server answered with an error (HTTP {status}).", LOG)
