"""Close a survey: from now on nobody can answer; everything that was answered stays."""

from __future__ import annotations

import datetime as dt

from ..settings import Settings
from ..sources.limesurvey import Server
from .chosen import Chosen, Outcome
from .server import expiry, is_active, now_there, state


def close(chosen: Chosen, server: Server, settings: Settings, moment: dt.datetime | None = None) -> Outcome:
    """Set the end of a survey to this moment on the server's clock. Closing twice changes nothing.

    Raises
    ------
    SourceError
        The server failed; run again.
    """
    sid = chosen.setting.sid
    properties = state(server, sid) if sid is not None else None
    if sid is None or properties is None:
        return Outcome(chosen.key, "Not on the server: nothing to close.", refused=sid is not None)
    if not is_active(properties):
        return Outcome(chosen.key, f"The survey {sid} was never opened: nothing to close.")
    now, end = now_there(settings, moment), expiry(properties)
    summary = server.ask("get_summary", sid, survey=sid)
    sent, begun = (int(summary.get(name) or 0) for name in ("completed_responses", "incomplete_responses"))
    told = (f"{sent} forms sent; {begun} begun and not sent.",)
    if end is not None and end <= now:
        return Outcome(chosen.key, f"The survey {sid} has been closed since {end:%Y-%m-%d %H:%M}: nothing to do.", told)
    server.ask("set_survey_properties", sid, expires=f"{now:%Y-%m-%d %H:%M:%S}", survey=sid)
    return Outcome(chosen.key, f"The survey {sid} is closed; its answers stay.", told)
