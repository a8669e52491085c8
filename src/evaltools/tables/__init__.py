"""The tidy tables: a table's name is what its row is; every column has one type and, where it is a category, its codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from ..errors import WorkspaceError

Kind = Literal["id", "category", "text", "date", "time", "whole", "number", "flag"]
DTYPES: dict[Kind, str] = {
    "id": "string", "category": "string", "text": "string", "time": "string",
    "date": "datetime64[s]", "whole": "Int64", "number": "Float64", "flag": "boolean",
}


@dataclass(frozen=True)
class Column:
    """One column: what it holds, and the codes of a category (empty: any)."""

    name: str
    kind: Kind
    codes: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Table:
    """One tidy table: the sentence that says what a row is, its key, its columns."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def empty(self) -> pd.DataFrame:
        """The table with its columns and no row."""
        return self.frame([])

    def frame(self, records: Iterable[dict[str, object]]) -> pd.DataFrame:
        """Rows with exactly this table's columns and types, sorted by its key."""
        names = [column.name for column in self.columns]
        loose = pd.DataFrame(list(records), columns=names, dtype=object)
        typed = pd.DataFrame({column.name: _typed(loose[column.name], column.kind) for column in self.columns})
        return typed.sort_values(list(self.key), kind="stable", ignore_index=True)

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


def _typed(values: pd.Series, kind: Kind) -> pd.Series:
    if kind == "date":
        return pd.to_datetime(values).astype("datetime64[s]")
    return values.astype(DTYPES[kind])


def _table(name: str, row: str, key: str, *columns: Column) -> Table:
    return Table(name, row, tuple(key.split()), columns)


def _ids(names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "id") for name in names.split())


def _dates(names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "date") for name in names.split())


def _codes(name: str, codes: str) -> Column:
    return Column(name, "category", tuple(codes.split()))


EXIT_REASONS = {
    "completed": "completed", "job": "positive", "training": "positive", "other_positive": "positive",
    "moved": "administrative", "end_of_right": "administrative", "birth": "administrative",
    "lost_contact": "dropout", "not_suited": "dropout", "health": "dropout", "other": "dropout",
}
NEEDS = "isolation mental_load administrative financial educational legal social"
DOMAINS = "housing job childcare cpas debts separation other"
SERVICES = "listening social administrative legal psychological educational activities"

TABLES: dict[str, Table] = {table.name: table for table in (
    _table("cohorts", "one group of participants, with its site and programme", "cohort",
           *_ids("cohort programme site case_manager"), Column("label", "text"), *_dates("start planned_end end")),
    _table("participants", "one person in the registers, by pseudonym", "participant",
           *_ids("participant"), *_dates("entry"), _codes("language", "fr nl en ar tr other"),
           _codes("age_band", "under_25 25_34 35_44 45_plus"), _codes("children_band", "1 2 3 4_plus"),
           _codes("youngest_band", "under_3 3_5 6_11 12_plus"),
           _codes("employment", "job art60 training volunteering jobseeking none"),
           _codes("entry_channel", "cpas association school word_of_mouth commune internet other"),
           Column("single_mother", "flag")),
    _table("enrolments", "one participant in one cohort", "participant cohort",
           *_ids("participant cohort"), *_dates("start end phase2_start"),
           _codes("exit_reason", " ".join(EXIT_REASONS)), _codes("exit_kind", "completed positive administrative dropout")),
    _table("sessions", "one group session or collective activity", "session",
           *_ids("session programme site cohort"), *_dates("date"), Column("start_time", "time"), Column("venue", "text"),
           _codes("status", "held cancelled planned"), _codes("kind", "group activity children permanence outing"),
           _codes("phase", "1 2")),
    _table("attendance", "one participant due at one session", "participant session",
           *_ids("participant session cohort"), *_dates("date"), _codes("status", "present excused unexcused")),
    _table("contacts", "one individual contact or interview", "contact",
           *_ids("contact participant programme site"), *_dates("date"), _codes("kind", SERVICES),
           _codes("place", "bureau home walk cafe school administration phone other"), Column("minutes", "whole")),
    _table("visits", "one reception visit at a bureau", "visit",
           *_ids("visit participant programme site"), *_dates("date"), Column("appointment", "flag"),
           Column("first_contact", "flag"), *(Column(f"need_{need}", "flag") for need in NEEDS.split())),
    _table("requests", "one request for help or one right to open", "request",
           *_ids("request participant programme site"), *_dates("date closed"), _codes("domain", DOMAINS),
           _codes("status", "open resolved partly not_resolved abandoned")),
    _table("responses", "one person's form", "response",
           *_ids("response participant questionnaire wave programme site cohort source"), *_dates("submitted"),
           Column("language", "category"), Column("complete", "flag"), Column("share_answered", "number")),
    # An option of a multiple choice is 1 or 0. A place of a ranking (`<id>.1` is the first) has the option as its choice and the
    # place as its value. "Other" is the choice `other` without a value; its words are the text of `<id>.other`.
    _table("answers", "one answered item of one form", "response item",
           *_ids("response item"), Column("value", "number"), Column("choice", "category"), Column("text", "text"),
           _codes("status", "answered not_applicable prefer_not")),
    _table("problems", "one refused or doubtful value, or several alike: never the value itself", "table column rule source",
           *_ids("table column"), Column("rule", "category"), *_ids("source"),
           _codes("severity", "refused doubtful"), Column("count", "whole"), Column("detail", "text")),
)}


def check(name: str, frame: pd.DataFrame) -> None:
    """Raise WorkspaceError where a frame is not the table it is said to be."""
    table = TABLES[name]
    expected = [column.name for column in table.columns]
    if list(frame.columns) != expected:
        raise WorkspaceError(f"The table '{name}' has other columns than this version of evaltools writes.",
                             "Collect the quarter again.")
    if frame.duplicated(list(table.key)).any():
        raise WorkspaceError(f"The table '{name}' has two rows with one key.", "Collect the quarter again.")
