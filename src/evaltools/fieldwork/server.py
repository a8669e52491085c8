"""The one sign-in of a fieldwork command, and what every verb asks the server about a survey."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from ..errors import SourceError
from ..gather import server_of
from ..settings import LimeSurvey, Settings
from ..sources import limesurvey
from ..sources.limesurvey import Server
from ..sources.limesurvey.failures import NoPermission
from ..sources.limesurvey.participants import KEPT, Shifted, pages_of
from ..sources.limesurvey.transport import addresses, find, session_for

STATE = ["sid", "active", "expires", "startdate", "language", "additional_languages", "anonymized", "datestamp"]


@contextmanager
def signed_in(settings: Settings) -> Iterator[Server]:
    """One client for a whole command; its session key is released whatever happens."""
    with limesurvey.connect(server_of(settings)) as server:
        yield server


def state(server: Server, sid: int) -> dict[str, Any] | None:
    """Whether a survey is active, closed, anonymous, and its languages; None where the server does not show it to us."""
    try:
        return dict(server.ask("get_survey_properties", sid, STATE, survey=sid))
    except NoPermission:
        return None


def is_active(properties: dict[str, Any]) -> bool:
    """Whether answers can be stored: the survey was activated."""
    return properties.get("active") == "Y"


def has_participants_table(server: Server, sid: int) -> bool:
    """Whether access is closed: only those in the participants table can answer."""
    summary = server.ask("get_summary", sid, survey=sid)
    return isinstance(summary, dict) and "token_count" in summary


def participants(server: Server, sid: int) -> list[dict[str, Any]]:
    """Everybody in the participants table, without names: `tid`, `token`, `completed`, `usesleft`.

    Raises
    ------
    SourceError
        Fewer came than the server counts.
    """
    counted = int(server.ask("get_summary", sid, survey=sid)["token_count"])
    try:
        found = [{name: row.get(name) for name in KEPT} for page in pages_of(server, sid) for row in page]
    except Shifted:
        found = []
    if len(found) < counted:
        raise SourceError(f"The participants of the survey {sid} change while they are read.", "Run the command again.")
    return found


def site_address(setting: LimeSurvey) -> str:
    """The address under which RemoteControl answers: it tells which of two forms the links to a survey have."""
    with session_for(setting.url, setting.timeout) as session:
        return find(session, addresses(setting.url))


def link(address: str, sid: int, language: str = "", token: str = "") -> str:
    """The page on which a survey is filled in, with her access code where she has one.

    >>> link("https://surveys.example.org/index.php/admin/remotecontrol", 123456, "nl", "abc")
    'https://surveys.example.org/index.php/123456?token=abc&lang=nl'
    >>> link("https://surveys.example.org/index.php?r=admin/remotecontrol", 123456, "nl")
    'https://surveys.example.org/index.php?r=survey/index&sid=123456&lang=nl'
    """
    rest = [f"{name}={value}" for name, value in (("token", token), ("lang", language)) if value]
    if "?r=" in address:
        return "&".join([f"{address.partition('?')[0]}?r=survey/index", f"sid={sid}", *rest])
    page = f"{address.removesuffix('/admin/remotecontrol')}/{sid}"
    return f"{page}?{'&'.join(rest)}" if rest else page


def now_there(settings: Settings, moment: dt.datetime | None = None) -> dt.datetime:
    """The present moment on the server's clock, without a zone.

    Where `timezone` under [limesurvey] is not given, the server keeps either the organisation's time or UTC: the earlier of
    the two, so that what ends now has ended on both.
    """
    instant = moment or dt.datetime.now(dt.UTC)
    zone = settings.limesurvey.timezone if settings.limesurvey else ""
    zones = [zone] if zone else ["UTC", settings.timezone]
    return min(instant.astimezone(ZoneInfo(name)).replace(tzinfo=None, microsecond=0) for name in zones)


def expiry(properties: dict[str, Any]) -> dt.datetime | None:
    """When a survey was or will be closed, on the server's clock; None where no end is set."""
    try:
        return dt.datetime.fromisoformat(str(properties.get("expires") or ""))
    except ValueError:
        return None
