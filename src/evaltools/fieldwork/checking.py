"""Check a survey on the server: against its questionnaire, or against the file by which it was adopted."""

from __future__ import annotations

from ..settings import Settings
from ..sources.forms.adopted import load_adopted
from ..sources.limesurvey import Server
from .adopting import verify_adopted
from .chosen import Chosen, Outcome
from .server import state
from .verification import verify


def check(chosen: Chosen, server: Server, settings: Settings) -> Outcome:
    """Everything that differs, one line each; refused where something does.

    Raises
    ------
    SourceError
        The server failed.
    """
    sid = chosen.setting.sid
    if sid is None:
        return Outcome(chosen.key, "Not on the server yet.", ("`evaltools survey push` brings it there.",))
    if state(server, sid) is None:
        return Outcome(chosen.key, f"The survey {sid} is not on the server, or the user may not see it.", refused=True)
    adopted = load_adopted(settings.root, sid)
    found = verify_adopted(adopted, server, chosen.survey) if adopted else verify(chosen, server, sid)
    if found:
        return Outcome(chosen.key, f"The survey {sid} differs ({len(found)}):", tuple(f"- {each}" for each in found), refused=True)
    return Outcome(chosen.key, f"The survey {sid} is on the server as it is here.")
