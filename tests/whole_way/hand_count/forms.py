"""The answers as the survey server and the export hold them: each form with its woman, her group and its day."""

from __future__ import annotations

import csv
import datetime as dt
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaltools.demo import SECRET
from evaltools.identity import Identity

from .workbooks import Registers, Row

ONCE = ("intake", "mid", "end", "followup6", "followup12")
TECHNICAL = {"id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp"}
TEXTS = {"suggestion", "hopes", "concerns", "request", "dayWhy", "changed", "proud", "keep"}
NOBODYS = ("pn", "na")
FROM_TO = {"s": (1, 5), "l": (0, 10), "f": (1, 3), "a": (1, 5), "c": (0, 4), "u": (1, 5), "e": (1, 3), "v": (1, 5), "m": (1, 6),
           "h": (1, 5), "p": (0, 4), "b": (1, 5), "g": (0, 2), "k": (0, 4), "n": (0, 6)}
"""The codes of a scale are a letter and the number that the answer is worth."""
SAID = {"yes": 1.0, "part": 0.5, "no": 0.0, "t0": 0.0, "th": 0.5, "t1": 1.0, "t3": 3.0, "t6": 6.0}


@dataclass
class Form:
    """One form: what LimeSurvey stored under each code."""

    who: str
    known: bool
    programme: str
    wave: str
    day: dt.date
    raw: dict[str, str]
    cohort: str | None = None
    site: str | None = None
    share: float = 1.0

    def said(self, code: str) -> str | None:
        """The answer's code; None where there is none, or none of those that exist."""
        answer = self.raw.get(code, "").strip()
        wrong = answer[:1] in FROM_TO and answer[1:].isdigit() and number(answer) is None
        return None if not answer or answer in NOBODYS or wrong else answer

    def number(self, code: str) -> float | None:
        """What the answer is worth."""
        answer = self.said(code)
        return None if answer is None else number(answer)

    def ticked(self, question: str, option: str) -> float | None:
        """1 or 0 for an option of a question in which she ticked something; None where she did not, or would rather not say."""
        ticks = {column.split("[")[1][:-1] for column, cell in self.raw.items() if column.startswith(f"{question}[") and cell in ("Y", "1")}
        others = ticks - {"none", "pn"}
        if not ticks or (ticks & {"pn"} and not others):
            return None
        return float(option in (others or ticks))


def number(answer: str) -> float | None:
    """What a code is worth; None where its scale has no such answer."""
    if answer in SAID:
        return SAID[answer]
    if answer.isdigit():
        return float(answer)
    low, high = FROM_TO.get(answer[:1], (1, 0))
    return float(answer[1:]) if answer[1:].isdigit() and low <= int(answer[1:]) <= high else None


def read(folder: Path, registers: Registers, end: dt.date) -> tuple[list[Form], list[Form]]:
    """The forms that count, and of these the ones of which at least half was answered: only their answers are read."""
    stored = {entry["sid"]: entry["rows"] or [] for entry in json.loads((folder / "limesurvey.json").read_text("utf-8"))}
    identity, found = Identity.from_secret(SECRET), []
    tokens = {identity.token(number): number for number in registers.women}
    for programme in tomllib.loads((folder / "evaltools.toml").read_text("utf-8"))["programmes"]:
        for survey in programme["surveys"]:
            rows = stored[survey["sid"]] if "sid" in survey else _export(folder / survey["file"])
            forms = [form for place, row in enumerate(rows) if (form := _form(row, programme["id"], survey, place, tokens, end))]
            placed = [form for form in forms if _placed(form, registers, survey)]
            found += _last_complete(placed) if survey["wave"] in ONCE else placed
    return found, [form for form in found if form.share >= 0.5]


def _export(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _form(row: Row, programme: str, survey: dict[str, Any], place: int, tokens: dict[str, str], end: dt.date) -> Form | None:
    """A form on a day that can be."""
    moment = str(row.get("submitdate") or row.get("startdate") or "")[:10]
    if not moment or moment.startswith("1980") or moment >= end.isoformat():
        return None
    woman = tokens.get(str(row.get("token") or "").strip())
    answers = {code: str(cell or "") for code, cell in row.items() if code not in TECHNICAL}
    return Form(woman or f"{programme} {survey['wave']} {place}", bool(woman), programme, survey["wave"], dt.date.fromisoformat(moment),
                answers, None, survey.get("site"), _answered(answers))


def _answered(answers: dict[str, str]) -> float:
    """The share of the questions with an answer: a multiple choice is one question, each row of a table one; long texts are none."""
    questions: dict[str, bool] = {}
    for column, cell in answers.items():
        question = column.split("[")[0]
        several = "[" in column and not any(code.startswith(f"{question}[") and len(found) == 2 and found[0] in FROM_TO
                                            for code, found in answers.items())
        key = question if several else column
        if question not in TEXTS:
            questions[key] = questions.get(key, False) or bool(cell.strip())
    return sum(questions.values()) / len(questions)


def _placed(form: Form, registers: Registers, survey: dict[str, Any]) -> bool:
    """Find the group of a known woman; false where the day cannot be one of its wave."""
    if not form.known:
        return True
    courses = [row for row in registers["enrolments"] if row["woman"] == form.who and row["programme"] == form.programme]
    fitting = [row for row in courses if _fits(row, form)] or courses
    course = max(fitting, key=lambda row: (row["start"] <= form.day, row["start"]))
    form.cohort, form.site = course["cohort"], course["group"]["site"]
    return _fits(course, form)


def _fits(course: Row, form: Form) -> bool:
    group = course["group"]
    finish = min(day for day in (course["end"], group["end"] or group["planned_end"]) if day)
    if form.wave == "intake":
        return bool(form.day <= group["planned_end"])
    if form.wave.startswith("followup"):
        return bool(form.day >= finish)
    if form.wave == "mid" and form.day > max(group["planned_end"], group["end"] or group["planned_end"]):
        return False
    return bool(form.day >= group["start"])


def _last_complete(forms: list[Form]) -> list[Form]:
    """One form a woman and group: the last that is complete (four fifths), else the last that is half filled in, else the last."""
    kept: dict[object, Form] = {}
    for form in forms:
        key = (form.who, form.cohort)
        best = kept.get(key)
        if best is None or (form.share >= 0.8, form.share >= 0.5, form.day) >= (best.share >= 0.8, best.share >= 0.5, best.day):
            kept[key] = form
    return list(kept.values())
