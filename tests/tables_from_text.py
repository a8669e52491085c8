"""Tidy tables from a text that a person can count by hand.

A block is a name, a line of headings and rows, parted by blanks; a dot is an empty cell; an empty line ends the block.
Besides the tables of `evaltools.tables` there are two shorter forms of them:

presences
    one row a woman, one column a session: p present, e excused, u unexcused, a dot where she was not due.
forms WAVE
    one row a form: `participant cohort submitted` (and `site programme` where there is no cohort), then one column an item
    with the code of the answer; of a multiple choice a column an option, y or n; a number or a text as it is.

What can be told from elsewhere need not be written: the site of a cohort, the date of a session, the kind of an exit.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evaltools.questionnaires import Questionnaires
from evaltools.tables import EXIT_REASONS, TABLES

QUESTIONNAIRES = {"followup6": "followup", "followup12": "followup", "visit": "visitor", "yearly": "casemanager", "partners": "partner"}
TICKS = {"y": 1.0, "n": 0.0}
PRESENCES = {"p": "present", "e": "excused", "u": "unexcused"}
FLAGS = {"yes": True, "no": False}
Row = dict[str, object]


def tables_from_text(text: str, questionnaires: Questionnaires | None = None) -> dict[str, pd.DataFrame]:
    """Every tidy table; those that the text does not name are empty."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for title, found in _blocks(text):
        name, _, wave = title.partition(" ")
        if name == "presences":
            rows["attendance"] += list(_presences(found))
        elif name == "forms":
            assert questionnaires is not None
            _add_forms(rows, wave, found, questionnaires)
        else:
            rows[name] += found
    _complete(rows)
    return {name: TABLES[name].frame(_typed(name, row) for row in found) for name, found in rows.items()}


def _blocks(text: str) -> Iterator[tuple[str, list[Row]]]:
    for block in text.strip().split("\n\n"):
        title, headings, *lines = [line.strip() for line in block.strip().splitlines()]
        names = headings.split()
        cells = [line.split() for line in lines]
        assert all(len(row) == len(names) for row in cells), f"{title}: a row has another number of cells than the headings"
        yield title, [{name: None if cell == "." else cell for name, cell in zip(names, row, strict=True)} for row in cells]


def _presences(rows: list[Row]) -> Iterator[Row]:
    for row in rows:
        for session, mark in row.items():
            if session != "participant" and mark is not None:
                yield {"participant": row["participant"], "session": session, "status": PRESENCES[str(mark)]}


def _add_forms(rows: dict[str, list[Row]], wave: str, forms: list[Row], questionnaires: Questionnaires) -> None:
    survey = QUESTIONNAIRES.get(wave, wave)
    known = {"participant", "cohort", "submitted", "site", "programme"}
    for form in forms:
        response = f"{wave}-{len(rows['responses']) + 1:03d}"
        place = {name: form.get(name) for name in known}
        rows["responses"].append({"response": response, "questionnaire": survey, "wave": wave, **place, "share_answered": 1.0})
        for item, code in form.items():
            if item not in known and code is not None:
                rows["answers"].append({"response": response, "item": f"{survey}.{item}", "status": "answered",
                                        **_answer(f"{survey}.{item}", str(code), questionnaires)})


def _answer(item: str, code: str, questionnaires: Questionnaires) -> Row:
    kind = questionnaires.item(item).type
    if kind == "multiple":
        return {"value": TICKS[code]}
    if kind == "number":
        return {"value": float(code)}
    if kind == "ranking":
        return {"choice": code, "value": float(item.rpartition(".")[2])}
    if kind.endswith("text"):
        return {"text": code}
    answer = next(each for each in questionnaires.scale(item).answers if each.code == code)
    return {"choice": code, "value": answer.value, "status": answer.status}


def _complete(rows: dict[str, list[Row]]) -> None:
    cohorts = {row["cohort"]: row for row in rows["cohorts"]}
    for name in ("sessions", "responses"):
        for row in rows[name]:
            place = cohorts.get(row.get("cohort"), {})
            row |= {column: row.get(column) or place.get(column) for column in ("site", "programme")}
    sessions = {row["session"]: row for row in rows["sessions"]}
    for name in ("improvements", "partnerships", "themes"):
        for row in rows[name]:
            place = cohorts.get(row.get("cohort"), {})
            row |= {column: row.get(column) or place.get(column) for column in ("site", "programme")}
    for row in rows["sessions"]:
        row |= {"status": row.get("status", "held"), "kind": row.get("kind", "group")}
    for row in rows["attendance"]:
        row |= {column: sessions[row["session"]][column] for column in ("cohort", "date")}
    for row in rows["enrolments"]:
        row["exit_kind"] = EXIT_REASONS.get(str(row.get("exit_reason")))


def _typed(table: str, row: Row) -> Row:
    kinds = {column.name: column.kind for column in TABLES[table].columns}
    return {name: _cell(kinds.get(name, "text"), cell) for name, cell in row.items()}


def _cell(kind: str, cell: object) -> object:
    if kind == "flag":
        return FLAGS.get(str(cell))
    return float(str(cell)) if kind in ("whole", "minutes", "number") and cell is not None else cell
