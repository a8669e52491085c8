"""What the survey server holds: one survey a programme and wave, its rows in LimeSurvey's columns, its participants."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..identity import Identity
from ..questionnaires import Questionnaires, Survey
from . import SECRET
from .dirt import Sent
from .forms import QUESTIONNAIRE
from .groups import Group, Woman
from .plan import MODULES, Kind, ProgrammePlan
from .world import World

FIXED = ("id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp")
WAVES: dict[Kind, tuple[str, ...]] = {
    "workshop": ("intake", "session", "mid", "end", "followup6", "followup12", "yearly"),
    "miriam": ("intake", "session", "mid", "end", "followup6", "followup12", "yearly", "partners"),
    "bureau": ("visit",),
}
DELETED_EVERY = 97
"""Now and then a test answer was deleted: LimeSurvey never gives its number again."""


@dataclass(frozen=True)
class Hosted:
    """One survey: its number, what it asks, which wave it is, its rows and its participants (None: anonymous)."""

    sid: int
    programme: str
    questionnaire: str
    wave: str
    modules: tuple[str, ...]
    rows: list[dict[str, Any]]
    participants: list[dict[str, Any]] | None

    def entry(self) -> dict[str, Any]:
        """The survey as limesurvey.json lists it."""
        return {"sid": self.sid, "questionnaire": self.questionnaire, "wave": self.wave, "modules": self.modules,
                "rows": self.rows, "participants": self.participants}

    def csv(self) -> bytes:
        """The export that LimeSurvey makes of it by hand: answer codes, semicolons, quotes, a byte order mark, CRLF."""
        text = io.StringIO(newline="")
        lines = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        lines.writerow(self.rows[0])
        lines.writerows(row.values() for row in self.rows)
        return text.getvalue().encode("utf-8-sig")


def sid(programme: str, wave: str) -> int:
    """The number of a survey: six digits that stay the same."""
    return 100000 + zlib.crc32(f"{programme} {wave}".encode()) % 900000


def of_programme(world: World, programme: ProgrammePlan, sent: Sequence[Sent],
                 questionnaires: Questionnaires) -> Iterator[Hosted]:
    """Every survey of one programme, a wave each."""
    identity = Identity.from_secret(SECRET)
    for wave in WAVES[programme.kind]:
        name = QUESTIONNAIRE.get(wave, wave)
        modules = MODULES.get((programme.id, wave), ())
        survey = questionnaires.surveys[name].with_modules(modules)
        mine = [each for each in sent if each.form.programme == programme.id and each.wave == wave]
        number = sid(programme.id, wave)
        rows = [_row(each, place + 1 + place // DELETED_EVERY, number, survey) for place, each in enumerate(mine)]
        invited = None if survey.anonymous else [
            {"tid": tid, "token": identity.token(woman.number), "language": language_of(woman)}
            for tid, woman in enumerate(_invited(world, programme.id, wave), start=1)]
        yield Hosted(number, programme.id, name, wave, modules, rows, invited)


def language_of(woman: Woman) -> str:
    """The language in which a woman is invited: hers where forms exist in it, else French."""
    own = woman.profile.language
    return own if own in ("fr", "nl", "en") else "fr"


def _invited(world: World, programme: str, wave: str) -> Iterator[Woman]:
    for group in world.groups:
        if group.plan.programme == programme:
            yield from (woman for woman in group.women if _reached(woman, group, wave))


def _reached(woman: Woman, group: Group, wave: str) -> bool:
    """Whether a woman is on the list of a wave: everybody for the first ones, who completed the course for the last."""
    if wave in ("intake", "session"):
        return True
    if wave == "mid":
        return woman.exit is None or woman.exit.date > group.start + (group.planned_end - group.start) / 2
    return woman.exit is not None and woman.exit.kind == "completed"


def _row(sent: Sent, number: int, survey_id: int, survey: Survey) -> dict[str, Any]:
    """One response as an export gives it; what the survey does not ask is not there, what was left out is empty."""
    form = sent.form
    submitted = form.submitted.isoformat(" ") if sent.submitted else ""
    seed = str(zlib.crc32(f"{survey_id} {number}".encode()))
    fixed = (number, submitted, 1 if sent.submitted else 0, form.language, seed, sent.token, form.started.isoformat(" "),
             form.submitted.isoformat(" "))
    row: dict[str, Any] = dict(zip(FIXED, fixed, strict=True))
    if survey.anonymous:
        del row["token"]
    return row | {column: form.answers.get(column, "") for item in survey.items for column in survey.columns(item)}
