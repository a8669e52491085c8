"""Open a survey: closed access first, its participants second, activation last, so that it never stands open to everybody.

Every step looks at what is there already: ended at any moment, the next `open` does what is left.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..identity import Identity
from ..settings import Settings
from ..sources.forms.adopted import load_adopted
from ..sources.limesurvey import Server
from ..sources.registers import RegisterRead
from ..workspace import Workspace
from .adopting import verify_adopted
from .chosen import Chosen, Outcome
from .due import EVER, LATEST, belonging
from .private import write_sheet
from .pushing import shown
from .server import expiry, has_participants_table, is_active, link, now_there, participants, state
from .verification import verify

AT_ONCE = 200
ALWAYS_AGAIN = 1000  # uses of one access code where a form is filled in again and again: the card after each session
# LimeSurvey takes other signs out of a code without a word, and her link would lead nowhere.
CODE = re.compile(r"[A-Za-z0-9_~]{1,36}")
HEADINGS = ("register number", "group", "language", "personal link")


@dataclass(frozen=True)
class Register:
    """The registers of the survey's programme, read, and the keys that access codes are derived from."""

    read: RegisterRead = field(repr=False)
    identity: Identity = field(repr=False)

    def codes(self) -> dict[str, str]:
        """Each woman's access code by pseudonym: the register's own where it has one; none where it has one code for two."""
        found: dict[str, str] = {}
        for code, pseudonym in sorted(self.read.by_token.items()):
            found.setdefault(pseudonym, code)
        return found


@dataclass(frozen=True)
class Place:
    """What opening needs besides the survey: the server and its address, settings and workspace, and today."""

    server: Server
    settings: Settings
    workspace: Workspace
    address: str
    today: dt.date
    since: dt.date | None = None
    again: bool = False


@dataclass(frozen=True, repr=False)
class _Invited:
    """One woman to invite. No representation: it would show who she is."""

    number: str
    cohort: str
    code: str
    language: str


def open_survey(chosen: Chosen, register: Register | None, place: Place) -> Outcome:
    """Activate one survey with its participants. Opening twice changes nothing; nobody is ever taken out.

    Parameters
    ----------
    register
        Not needed for anonymous questionnaires.

    Raises
    ------
    SourceError
        The server failed; run again.
    """
    sid = chosen.setting.sid
    properties = state(place.server, sid) if sid is not None else None
    if sid is None or properties is None:
        return Outcome(chosen.key, "Not on the server.", ("Push it first: `evaltools survey push`.",), refused=True)
    active, end = is_active(properties), expiry(properties)
    if end is not None and end <= now_there(place.settings) and not place.again:
        return Outcome(chosen.key, f"The survey {sid} is closed: nobody was added.", ("`--again` opens it once more.",))
    if not active and (refusal := _made_ready(chosen, place, sid)):
        return refusal
    if place.again and end is not None:
        place.server.ask("set_survey_properties", sid, expires=None, survey=sid)
    details = [f"Its page, for everybody: {link(place.address, sid)}"]
    if not chosen.survey.anonymous and register is not None:
        details = _closed_access(chosen, register, place, sid)
    if not active:
        place.server.ask("activate_survey", sid, survey=sid)
    was_open = active and (end is None or not place.again)
    return Outcome(chosen.key, f"The survey {sid} was open already." if was_open else f"The survey {sid} is open.", tuple(details))


def _made_ready(chosen: Chosen, place: Place, sid: int) -> Outcome | None:
    """The questions must be ours, for after activation nothing can be mended; settings are put right."""
    adopted = load_adopted(place.settings.root, sid)
    found = (verify_adopted(adopted, place.server, chosen.survey) if adopted else
             [each for each in verify(chosen, place.server, sid) if not each.what.startswith("setting ")])
    if found:
        return Outcome(chosen.key, f"The survey {sid} differs from its questionnaire: not opened.",
                       (*shown(found), "`evaltools survey push` replaces it while it is not active."), refused=True)
    wanted = chosen.structure.settings
    there = place.server.ask("get_survey_properties", sid, list(wanted), survey=sid)
    wrong = {name: value for name, value in wanted.items() if name in there and str(there[name] or "") != value}
    if wrong:
        place.server.ask("set_survey_properties", sid, survey=sid, **wrong)
    return None


def _closed_access(chosen: Chosen, register: Register, place: Place, sid: int) -> list[str]:
    since = place.since or place.today - LATEST
    wave = belonging(register.read, chosen.programme, chosen.setting.wave, since, place.today)
    codes, languages = register.codes(), _languages(register.read, chosen)
    base = chosen.survey.languages[0]
    invited = [_Invited(register.read.numbers[name], each.cohort, codes[name], languages.get(name, base))
               for name, each in sorted(wave.items()) if name in codes and CODE.fullmatch(codes[name])]
    if not has_participants_table(place.server, sid):
        place.server.ask("activate_tokens", sid, survey=sid)
    there = {str(row["token"]) for row in participants(place.server, sid)}
    missing = [each for each in invited if each.code not in there]
    errors = _added(place.server, sid, missing, ALWAYS_AGAIN if chosen.survey.repeated else 1)
    added = [each for each in invited if each.code in there or each.code not in errors.codes]
    sheet = _sheet(chosen, added, place, sid)
    return list(_account(len(missing) - len(errors.codes), len(there), errors, len(wave) - len(invited),
                         _left(there, register, chosen, place.today), sheet, place))


@dataclass(frozen=True, repr=False)
class _Errors:
    """Rows that the server refused: whose, and how often for which reason."""

    codes: frozenset[str]
    reasons: Counter[str]


def _added(server: Server, sid: int, missing: Sequence[_Invited], uses: int) -> _Errors:
    """Add participants with our codes, no name and no address; LimeSurvey says what it refuses inside of each row."""
    codes: set[str] = set()
    reasons: Counter[str] = Counter()
    for start in range(0, len(missing), AT_ONCE):
        some = missing[start:start + AT_ONCE]
        rows = [{"token": each.code, "language": each.language, "usesleft": uses} for each in some]
        answers = server.ask("add_participants", sid, participant_data=rows, create_tokens=False, survey=sid)
        for each, answer in zip(some, answers, strict=True):
            reason = _reason(each, answer)
            if reason:
                codes.add(each.code)
                reasons[reason] += 1
    return _Errors(frozenset(codes), reasons)


def _reason(each: _Invited, answer: dict[str, object]) -> str:
    errors = answer.get("errors")
    if errors:
        found = errors.values() if isinstance(errors, dict) else [errors]
        texts = [str(text) for texts in found for text in (texts if isinstance(texts, list) else [texts])]
        # LimeSurvey repeats the code between quotes: it is a person's.
        return re.sub(r"(\"|').*?\1", "…", " ".join(texts))
    return "" if str(answer.get("token")) == each.code else "the server changed the access code"


def _left(there: Iterable[str], register: Register, chosen: Chosen, today: dt.date) -> tuple[int, int]:
    """Of those in the participants table: who belongs to the wave no more, having left, and whom no register knows."""
    since = today if chosen.survey.repeated else EVER
    still = belonging(register.read, chosen.programme, chosen.setting.wave, since, today)
    names = [register.read.by_token.get(code) for code in there]
    return sum(name is not None and name not in still for name in names), sum(name is None for name in names)


def _account(added: int, there: int, errors: _Errors, without: int, left: tuple[int, int], sheet: Path, place: Place) -> Iterable[str]:
    yield f"{added} participants added; {there} were there before."
    for reason, count in sorted(errors.reasons.items()):
        yield f"Refused by the server, {count} times: {reason}"
    if without:
        yield f"{without} have no usable access code in the register (letters, digits, _ and ~, 36 at most, nobody else's)."
    if left[0]:
        yield f"{left[0]} in the participants table are enrolled no more: they stay until you take them out in LimeSurvey."
    if left[1]:
        yield f"{left[1]} in the participants table are in no register of this programme."
    yield f"Personal links, for you alone: {sheet.relative_to(place.workspace.root)}"


def _languages(read: RegisterRead, chosen: Chosen) -> dict[str, str]:
    known = read.tables["participants"].set_index("participant")["language"].dropna()
    return {str(name): str(language) for name, language in known.items() if language in chosen.survey.languages}


def _sheet(chosen: Chosen, invited: Iterable[_Invited], place: Place, sid: int) -> Path:
    rows = [(each.number, each.cohort, each.language, link(place.address, sid, each.language, each.code)) for each in invited]
    return write_sheet(place.workspace.folder("fieldwork") / f"{chosen.key}-links.xlsx", "links", HEADINGS,
                       sorted(rows, key=lambda row: (row[1], len(row[0]), row[0])))
