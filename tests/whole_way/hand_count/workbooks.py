"""The registers as a person reads them: cell by cell, with the words that the templates give."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import yaml

import evaltools

Row = dict[str, Any]
WORDS = yaml.safe_load((Path(evaltools.__file__).parent / "tables" / "sheets.yml").read_text("utf-8"))
DAYS = frozenset(name for line in (
    "date start end planned_end phase2_start entry closed opened reviewed invited informed interviewed accepted started discussed",
    "recommended changed decided done told signed sensitised gender_trained peer_trained",
) for name in line.split())
YES = {"oui": True, "ja": True, "x": True, "non": False, "nee": False}
ASKED_OF_WOMEN = ("single_mother", "small_network", "reading_help", "shared_language")
COMPLETED, GOOD, NEUTRAL = "completed", ("job", "training", "other_positive"), ("moved", "end_of_right", "birth")
MARKS = {mark: status for status, marks in {"present": "présente,x,p,1,✓", "excused": "excusée,e,exc,absence excusée",
                                            "unexcused": "absente,a,abs,0,non"}.items() for mark in marks.split(",")}


def folded(cell: object) -> str:
    """A cell's text in small letters, without blanks around it."""
    return str(cell).strip().casefold()


class Registers:
    """Every sheet of every programme: table -> rows, each with its programme, site, group and woman."""

    def __init__(self, folder: Path) -> None:
        self.tables: dict[str, list[Row]] = {name: [] for name in WORDS}
        self.marks: list[Row] = []
        settings = tomllib.loads((folder / "evaltools.toml").read_text("utf-8"))
        for programme in settings["programmes"]:
            sites = {folded(site["name"]): site["id"] for site in programme["sites"]}
            for file in programme["registers"]:
                for sheet in openpyxl.load_workbook(folder / file):
                    self._sheet(sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)], programme["id"], sites)
        self._women()
        self._groups()
        self._presences()

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables[table]

    def _sheet(self, title: str, lines: list[list[Any]], programme: str, sites: dict[str, str]) -> None:
        if title.startswith("Présences"):
            self.marks += _grid(title, lines) if " " in title else _list(lines)
            return
        table = "sessions" if title == "Activités" else next(
            name for name, sheet in WORDS.items() if title in sheet["title"].values())
        for number, row in enumerate(_rows(table, lines)):
            only = next(iter(sites.values())) if len(sites) == 1 else None
            row["programme"], row["site"] = programme, sites.get(folded(row.get("site"))) or only
            row["cohort"] = f"{programme}-{folded(row['cohort'])}" if row.get("cohort") else None
            row["woman"] = str(row["participant"]).strip().upper() if row.get("participant") else None
            row["row"] = f"{programme} {table} {number}"
            self.tables[table].append(row)

    def _women(self) -> None:
        women: dict[str, Row] = {}
        for row in self.tables["participants"]:
            if row["woman"]:
                women.setdefault(row["woman"], row)
        self.women = women

    def _groups(self) -> None:
        """Dated rows only; sessions and enrolments of groups that are listed."""
        for table, rows in self.tables.items():
            if table not in ("participants", "partners", "cohorts"):
                self.tables[table] = [row for row in rows if row.get("date" if "date" in WORDS[table]["columns"] else "start")]
        self.groups = {row["cohort"]: row for row in self.tables["cohorts"]}
        for table in ("sessions", "enrolments"):
            self.tables[table] = [row for row in self.tables[table] if not row["cohort"] or row["cohort"] in self.groups]
        for rows in self.tables.values():
            for row in rows:
                if row["cohort"] and not row["site"]:
                    row["site"] = self.groups[row["cohort"]]["site"]
        for row in self.tables["sessions"]:
            row["kind"] = row.get("kind") or "group"
        for row in self.tables["enrolments"]:
            reason = row.get("exit_reason")
            row["exit"] = reason and (COMPLETED if reason == COMPLETED else "positive" if reason in GOOD
                                      else "administrative" if reason in NEUTRAL else "dropout")
            row["group"] = self.groups[row["cohort"]]
        for table in ("contacts", "rights", "goals", "referrals", "visits", "requests"):
            for row in self.tables[table]:
                row["cohort"] = self.belonging(row["woman"], row["programme"], row["date"])
                row["site"] = row["site"] or (self.groups[row["cohort"]]["site"] if row["cohort"] else None)
        for table in ("contacts", "rights", "goals", "referrals", "visits", "requests", "themes", "candidates"):
            for row in self.tables[table]:
                row["who"] = row["woman"] or row["row"]

    def belonging(self, woman: str | None, programme: str, day: dt.date) -> str | None:
        """The group that a woman had joined last by a day."""
        begun = [row for row in self.tables["enrolments"]
                 if woman and row["woman"] == woman and row["programme"] == programme and row["start"] <= day]
        return str(max(begun, key=lambda row: row["start"])["cohort"]) if begun else None

    def _presences(self) -> None:
        """Marks of women who are listed, at sessions held while they were enrolled; the first mark of two counts."""
        sessions = {(row["cohort"], row["date"]): row for row in self.tables["sessions"] if row["cohort"] and row["status"] == "held"}
        enrolled = {(row["woman"], row["cohort"]): row for row in self.tables["enrolments"]}
        seen: set[tuple[str, str]] = set()
        self.presences: list[Row] = []
        for mark in self.marks:
            group = next((name for name in self.groups if name.endswith("-" + folded(mark["group"]))), "")
            session, course = sessions.get((group, mark["date"])), enrolled.get((mark["woman"], group))
            status = MARKS.get(folded(mark["mark"]))
            if not session or not course or not status or (mark["woman"], session["session"]) in seen:
                continue
            seen.add((mark["woman"], session["session"]))
            if course["start"] <= session["date"] and not (course["end"] and course["end"] < session["date"]):
                self.presences.append({**session, "woman": mark["woman"], "status": status})


def _rows(table: str, lines: list[list[Any]]) -> Iterator[Row]:
    columns = WORDS[table]["columns"]
    known = {folded(heading): name for name, column in columns.items() for language in ("fr", "nl", "en") for heading in column[language]}
    start = next(place for place, line in enumerate(lines) if sum(folded(cell) in known for cell in line) > 1)
    names = [known.get(folded(cell), "") for cell in lines[start]]
    ticked = {name for place, name in enumerate(names) if {folded(line[place]) for line in lines[start + 1:] if line[place]} == {"x"}}
    for line in lines[start + 1:]:
        if any(cell not in (None, "") for cell in line):
            row = {name: None for name in columns}
            row |= {name: _cell(table, name, cell) for name, cell in zip(names, line, strict=True) if name}
            yield row | {name: bool(row[name]) for name in ticked}


def _cell(table: str, name: str, cell: Any) -> Any:
    column = WORDS[table]["columns"][name]
    if cell in (None, ""):
        return None
    # Of a training, the invited are so many; of a candidate, it is a day.
    if name in DAYS and (table, name) != ("trainings", "invited"):
        return day_of(cell)
    if column.get("words"):
        return next((code for code, words in column["words"].items() if folded(cell) in (folded(code), *map(folded, words))), None)
    return YES.get(folded(cell)) if column.get("ticks") or name in ASKED_OF_WOMEN else cell


def day_of(cell: Any) -> dt.date | None:
    """A day, also where it was typed as a text; None where it does not exist."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    found = re.fullmatch(r"(\d+)[/-](\d+)[/-](?:20)?(\d\d)", str(cell).strip())
    try:
        return dt.date(2000 + int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _grid(title: str, lines: list[list[Any]]) -> Iterator[Row]:
    """A list of women by dates, one sheet a group."""
    head = next(place for place, line in enumerate(lines) if line[0] == "N°")
    for line in lines[head + 1:]:
        for day, mark in zip(lines[head][1:-1], line[1:-1], strict=True):
            if line[0] and mark not in (None, ""):
                yield {"group": title.removeprefix("Présences "), "woman": str(line[0]).strip().upper(), "date": day_of(day), "mark": mark}


def _list(lines: list[list[Any]]) -> Iterator[Row]:
    """A line a woman and session."""
    for line in lines[3:]:
        if line[0] and line[3] not in (None, ""):
            yield {"woman": str(line[0]).strip().upper(), "group": line[1], "date": day_of(line[2]), "mark": line[3]}
