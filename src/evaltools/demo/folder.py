"""Put the synthetic organisation on disk, as an organisation's folder: settings, registers, survey exports, known truth."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import xlsxwriter

from ..questionnaires import load
from ..starter import folder as shipped
from . import ORGANISATION, dirt, logged, registers, surveys, truth
from .dirt import Planted, Sent
from .parameters import PARAMETERS, SHARED, VISITOR
from .plan import PROGRAMMES, ProgrammePlan
from .registers import Registers
from .sheets import Cell, Sheet
from .surveys import Hosted
from .world import World

BY_HAND = {("ateliers", "session"): "exports/ateliers-session.csv"}
"""The wave whose answers are exported by hand, as where a server's remote interface is off."""
REGISTERS = {"ateliers": ("ateliers.xlsx",), "bureau": ("bureau.xlsx",), "miriam": ("miriam.xlsx", "miriam-presences.xlsx")}
WRITTEN_ON = dt.datetime(2026, 10, 1)
"""The workbooks' date of creation: fixed, so that two writes give the same bytes."""

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
LOOKS = {"date": {"num_format": "dd/mm/yyyy"}, "title": {"bold": True, "font_size": 14}, "heading": {"bold": True, "bottom": 1},
         "headed": {"bold": True, "num_format": "dd/mm"}}


def write(folder: Path, world: World) -> None:
    """Write the whole folder: evaltools.toml, registers/, exports/, limesurvey.json, truth.json.

    Two writes of one organisation give the same bytes.

    Parameters
    ----------
    folder
        Made where it does not exist; files of the same names are replaced.
    world
        The organisation, from `world.make`.
    """
    sent, spoilt_forms = dirt.spoil(world)
    kept = registers.make(world)
    for name in ("registers", "exports"):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    for file, sheets in kept.files.items():
        _workbook(folder / "registers" / file, sheets)
    questionnaires = load(shipped("surveys"))
    hosted = [survey for programme in PROGRAMMES for survey in surveys.of_programme(world, programme, sent, questionnaires)]
    for survey in hosted:
        if by_hand := BY_HAND.get((survey.programme, survey.wave)):
            (folder / by_hand).write_bytes(survey.csv())
    online = [survey.entry() for survey in hosted if (survey.programme, survey.wave) not in BY_HAND]
    _text(folder / "limesurvey.json", json.dumps(online, ensure_ascii=False, separators=(",", ":")))
    _text(folder / "evaltools.toml", _settings(world, hosted))
    _text(folder / "truth.json", json.dumps(_truth(world, sent, kept, spoilt_forms), ensure_ascii=False, separators=(",", ":")))


def _text(path: Path, text: str) -> None:
    path.write_text(text + "\n", "utf-8", newline="\n")


def _truth(world: World, sent: Sequence[Sent], kept: Registers, spoilt_forms: Iterable[Planted]) -> dict[str, Any]:
    """The generating parameters, what really happened, what a careful reader gets back, and the dirt in between."""
    recovered = [each.recovered for each in sent if each.recovered]
    return {
        "seed": world.seed, "size": world.size, "quarters": [str(quarter) for quarter in world.quarters],
        "parameters": {name: asdict(parameters) for name, parameters in PARAMETERS.items()},
        "visitor_satisfaction": VISITOR, "shared_satisfaction_sd": SHARED,
        "logs": logged.truth(logged.of(world), world.quarters),
        "realised": {"cohorts": truth.of_groups(world.groups, world.forms, world.quarters),
                     "bureau": truth.of_bureau(world.bureau, world.forms, world.quarters)},
        "recoverable": {"cohorts": truth.of_groups(kept.groups, recovered, world.quarters),
                        "bureau": truth.of_bureau(kept.bureau, recovered, world.quarters)},
        "dirt": [asdict(planted) for planted in (*spoilt_forms, *kept.planted)],
    }


def _settings(world: World, hosted: Sequence[Hosted]) -> str:
    """The organisation's evaltools.toml."""
    lines = ["# A synthetic organisation: nobody in it exists.",
             'languages = ["fr", "nl", "en"]', 'timezone = "Europe/Brussels"', "",
             "[organisation]", f'id = "{ORGANISATION}"', 'name = {fr = "Demo", nl = "Demo", en = "Demo"}',
             'contact = "evaluation@demo.example"', "",
             "[limesurvey]", 'url = "embedded"  # a server on this computer that answers as LimeSurvey does']
    for programme in PROGRAMMES:
        lines += _programme(programme, world, [survey for survey in hosted if survey.programme == programme.id])
    return "\n".join(lines)


def _programme(programme: ProgrammePlan, world: World, hosted: Sequence[Hosted]) -> list[str]:
    used = {group.plan.site.id for group in world.groups} | {world.bureau.site}
    names = ", ".join(f'{language} = "{name}"' for language, name in programme.names.items())
    files = ", ".join(f'"registers/{file}"' for file in REGISTERS[programme.id])
    lines = ["", "[[programmes]]", f'id = "{programme.id}"', f'kind = "{programme.kind}"', f"name = {{{names}}}",
             f"registers = [{files}]"]
    for site in programme.sites:
        if site.id in used:
            lines += ["", "[[programmes.sites]]", f'id = "{site.id}"', f'name = "{site.name}"']
    for survey in hosted:
        by_hand = BY_HAND.get((survey.programme, survey.wave))
        lines += ["", "[[programmes.surveys]]", f'questionnaire = "{survey.questionnaire}"', f'wave = "{survey.wave}"',
                  f'file = "{by_hand}"' if by_hand else f"sid = {survey.sid}"]
        if survey.modules:
            lines.append(f"modules = {json.dumps(survey.modules)}")
        if survey.wave == "visit":
            lines.append(f'site = "{world.bureau.site}"')
    return lines


def _workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"created": WRITTEN_ON})
        formats = {name: book.add_format(look) for name, look in LOOKS.items()}
        for sheet in sheets:
            _sheet(book, sheet, formats)


def _sheet(book: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    """Title lines merged over the table, an empty line, texts that span columns, headings, rows."""
    page = book.add_worksheet(sheet.name)
    line, last = 0, len(sheet.header) - 1
    for title in sheet.titles:
        page.merge_range(line, 0, line, last, title, formats["title"])
        line += 1
    line += bool(sheet.titles)
    for first, end, text in sheet.spans:
        if first == end:
            page.write_string(line, first, text, formats["heading"])
        else:
            page.merge_range(line, first, line, end, text, formats["heading"])
    line += bool(sheet.spans)
    _cells(page, line, sheet.header, formats["headed"], formats["heading"])
    for place, row in enumerate(sheet.rows, start=line + 1):
        _cells(page, place, row, formats["date"], None)
    page.freeze_panes(line + 1, 1)
    page.set_column(0, last, 14)


def _cells(page: Any, line: int, row: Sequence[Cell], date: Any, other: Any) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, dt.date):
            page.write_datetime(line, column, dt.datetime.combine(cell, dt.time()), date)
        elif cell is not None and cell != "":
            page.write(line, column, cell, other)
