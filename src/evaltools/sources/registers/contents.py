"""What each sheet of the registers is, and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import yaml

from ...tables.sheets import sheets
from .attendance import is_grid
from .headings import best_table, find_header, header_of, resembled, tables_named, words_of
from .problems import Problems
from .rows import Record, read_rows, require
from .workbook import RegisterSheet


@cache
def guide() -> dict[str, dict[str, str]]:
    """The words of the first sheet of a template, by language."""
    content: dict[str, dict[str, str]] = yaml.safe_load(files(__package__).joinpath("guide.yml").read_text("utf-8"))
    return content


def assigned(found: Iterable[RegisterSheet], problems: Problems) -> dict[str, list[RegisterSheet]]:
    """The sheets of each table. Hidden sheets and those of unknown name are not read, which is a problem; the guide's is none.

    A problem names a sheet by its place in the file: some people keep a sheet a woman, under her name.
    """
    tables: dict[str, list[RegisterSheet]] = {table: [] for table in sheets()}
    unsettled = []
    guides = {words_of(words["title"]) for words in guide().values()}
    for sheet in found:
        candidates = tables_named(sheet.name) or (["attendance"] if is_grid(sheet.rows) else [])
        if sheet.hidden and candidates:
            problems.add(sheet.file, candidates[0], f"sheet {sheet.place}", "hidden_sheet")
        elif len(candidates) > 1:
            unsettled.append((sheet, candidates))
        elif candidates:
            tables[candidates[0]].append(sheet)
        elif not sheet.hidden and words_of(sheet.name) not in guides:
            problems.add(sheet.file, "", f"sheet {sheet.place}", "unknown_sheet")
    for sheet, candidates in unsettled:
        # A lone sheet of participants may hold their enrolments as well, not the other way round.
        alone = "participants" in candidates and not tables["participants"]
        tables["participants" if alone else best_table(candidates, sheet.rows)].append(sheet)
    return tables


def records_of(tables: Mapping[str, list[RegisterSheet]], problems: Problems) -> dict[str, list[Record]]:
    """The rows of every table but attendance, which needs the others first.

    Raises
    ------
    SourceError
        A sheet has rows and lacks a required column.
    """
    records: dict[str, list[Record]] = {table: [] for table in tables}
    for table, found in tables.items():
        for sheet in found:
            header = find_header(table, sheet.rows)
            if header is None:
                require(sheet, sheets()[table], None)
                continue
            for column in resembled(table, header):
                problems.add(sheet.file, table, column, "unknown_column")
            if table == "attendance":
                continue
            records[table] += read_rows(sheet, table, header, problems)
            if table == "participants":
                records["enrolments"] += _enrolled_there(sheet, header.row, problems)
    return records


def _enrolled_there(sheet: RegisterSheet, index: int, problems: Problems) -> list[Record]:
    """The enrolments in a participants sheet that has a group column: many keep the two on one sheet."""
    header = header_of("enrolments", sheet.rows[index], index)
    if not {"participant", "cohort"} <= set(header.columns):
        return []
    return [record for record in read_rows(sheet, "enrolments", header, problems, whole=False) if record.text("cohort")]
