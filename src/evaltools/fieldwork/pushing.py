"""Push a questionnaire: imported, verified at once, its number written into evaltools.toml. Pushing twice changes nothing.

The number is drawn here and noted before the server is asked. Ended at any moment, the next push finds what was begun:
a whole import is taken, a half one is replaced, and no survey is left on the server that nobody knows of.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from ..questionnaires import tsv
from ..settings import Settings
from ..sources.forms.adopted import adopted_file
from ..sources.limesurvey import Server
from .chosen import Chosen, Outcome
from .numbers import Pending, drawn, write_number
from .server import expiry, is_active, now_there, state
from .verification import Difference, verify

SHOWN = 20


class _Whole(io.BytesIO):
    """A file that is read from its start each time: after a new login the request is sent again, and half a file would import."""

    def read(self, size: int | None = -1, /) -> bytes:
        return self.getvalue()


@dataclass(frozen=True)
class Desk:
    """Where surveys are pushed to, and where their numbers are kept."""

    server: Server
    settings: Settings
    pending: Pending
    dry_run: bool = False


def push(chosen: Chosen, desk: Desk) -> Outcome:
    """Bring one survey to the server, as far as that is allowed.

    Not there: imported. There and equal: nothing. There, not active and different: replaced under its number. Active and
    different: refused, since answers to the old questions would pass for answers to the new ones.

    Raises
    ------
    SourceError
        The server failed; run again.
    """
    sid = chosen.setting.sid
    if sid is not None and adopted_file(desk.settings.root, sid).is_file():
        return Outcome(chosen.key, f"The survey {sid} was adopted as it is: nothing to push.")
    number = sid if sid is not None else desk.pending.number(chosen.key)
    there = state(desk.server, number) if number is not None else None
    if number is None or there is None:
        begun = desk.pending.number(chosen.key)
        if sid is not None and begun != sid:
            return Outcome(chosen.key, f"The survey {sid} is not on the server, or the user may not see it.",
                           ("Correct `sid` in evaltools.toml, or take it out to push the questionnaire as a new survey.",), refused=True)
        return _imported(chosen, desk, number or drawn())
    found = verify(chosen, desk.server, number)
    if found:
        return _different(chosen, desk, number, there, found)
    if sid is None and not desk.dry_run:
        _finish(chosen, desk, number)
        return Outcome(chosen.key, f"The survey {number}, whose import had been interrupted, is whole: its number is written.")
    desk.pending.done(chosen.key)
    return Outcome(chosen.key, f"The survey {number} is on the server as it is here: nothing to do.")


def _different(chosen: Chosen, desk: Desk, sid: int, there: dict[str, Any], found: list[Difference]) -> Outcome:
    lines = shown(found)
    if not is_active(there):
        if desk.dry_run:
            return Outcome(chosen.key, f"The survey {sid} differs and is not active: it would be replaced.", lines)
        desk.pending.note(chosen.key, sid)
        desk.server.ask("delete_survey", sid, survey=sid)
        done = _imported(chosen, desk, sid)
        return done if done.refused else Outcome(chosen.key, f"The survey {sid} differed and was not active: it is replaced.", lines)
    end = expiry(there)
    if end is not None and end <= now_there(desk.settings):
        return Outcome(chosen.key, f"The survey {sid} is closed and was asked with other words or codes: it stays as it was.", lines)
    return Outcome(chosen.key, f"The survey {sid} is active and differs: nothing was changed.", (
        *lines, f"Either put the questionnaire back as the server has it (surveys/{chosen.survey.id}.yml), or begin a new version:",
        f"1. raise `version` in surveys/{chosen.survey.id}.yml;",
        f"2. `evaltools survey close {chosen.programme.id} --wave {chosen.setting.wave}`;",
        "3. in evaltools.toml, leave this survey as it is and add a second one of the same questionnaire and wave without `sid`;",
        "4. `evaltools survey push`. Answers of both are read: waves are linked by the codes of items."), refused=True)


def _imported(chosen: Chosen, desk: Desk, wanted: int) -> Outcome:
    if desk.dry_run:
        return Outcome(chosen.key, "Not on the server: it would be imported.")
    while desk.pending.number(chosen.key) is None and state(desk.server, wanted) is not None:
        wanted = drawn()
    desk.pending.note(chosen.key, wanted)
    sid = int(desk.server.ask("import_survey", _Whole(tsv(chosen.structure, wanted).encode()), "txt"))
    if sid != wanted:  # LimeSurvey draws another number where that one is taken by a survey that we may not see
        desk.pending.note(chosen.key, sid)
    found = verify(chosen, desk.server, sid, titles=True)
    if found:
        desk.server.ask("delete_survey", sid, survey=sid)
        desk.pending.done(chosen.key)
        return Outcome(chosen.key, "The server did not keep what was imported, so the import was taken back:", (
            *shown(found), "Mend the questionnaire; or import by hand what `evaltools survey export FOLDER` writes."), refused=True)
    _finish(chosen, desk, sid)
    return Outcome(chosen.key, f"Imported and verified as the survey {sid}.")


def _finish(chosen: Chosen, desk: Desk, sid: int) -> None:
    write_number(desk.settings.root, chosen.programme.id, chosen.place, sid)
    desk.pending.done(chosen.key)


def shown(found: list[Difference]) -> tuple[str, ...]:
    """The first differences as lines, and how many more there are."""
    more = (f"... and {len(found) - SHOWN} more differences.",) if len(found) > SHOWN else ()
    return (*(f"- {difference}" for difference in found[:SHOWN]), *more)
