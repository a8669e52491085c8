"""One survey as LimeSurvey holds it: its structure, its participants and its responses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Cell = str | int | None
Row = tuple[Cell, ...]
Fields = Mapping[str, Mapping[str, Any]]


def heading(column: Mapping[str, Any]) -> str:
    """The `code` heading of a database column: `title`, `title[sub]`, `title[sub][scale]`, or the name of a fixed column."""
    title, part = str(column["title"]), str(column["aid"])
    if not title:
        return str(column["fieldname"])
    if column["type"] == "1":
        return f"{title}[{part}][{column['scale_id'] + 1}]"
    return f"{title}[{part}]" if part else title


@dataclass(frozen=True)
class Responses:
    """The response table, in the order of its ids; each row has one cell for each column of the field map, the id first.

    `last` is the highest id that was ever given: one that was deleted is not given again.
    """

    ids: tuple[int, ...]
    rows: tuple[Row, ...]
    last: int = 0

    @classmethod
    def of(cls, rows: Iterable[Row], last: int = 0) -> Responses:
        """Sort rows by id; raises ValueError where two rows share one, which a primary key does not allow."""
        ordered = tuple(sorted(rows, key=lambda row: int(row[0] or 0)))
        ids = tuple(int(row[0] or 0) for row in ordered)
        if len(set(ids)) != len(ids) or (ids and ids[0] < 1):
            raise ValueError("response ids must be positive and different from each other")
        return cls(ids, ordered, max(last, ids[-1] if ids else 0))

    def place(self, number: int) -> int | None:
        """Where the row of an id stands."""
        place = bisect_left(self.ids, number)
        return place if place < len(self.ids) and self.ids[place] == number else None

    def with_row(self, row: Row) -> Responses:
        """The table with one row more, or with another one in the place of the row of the same id."""
        number = int(row[0] or 0)
        place = bisect_left(self.ids, number)
        after = place + (self.place(number) is not None)
        return Responses((*self.ids[:place], number, *self.ids[after:]), (*self.rows[:place], row, *self.rows[after:]),
                         max(self.last, number))

    def between(self, first: int, last: int) -> tuple[Row, ...]:
        """The rows of an id window, both ends included; 0 leaves an end open, first > last is empty."""
        begin = bisect_left(self.ids, first) if first else 0
        end = bisect_right(self.ids, last) if last else len(self.ids)
        return self.rows[begin:end]

    def without(self, ids: Iterable[int]) -> Responses:
        """The table after a deletion: the ids are gone and never given again."""
        gone = set(ids)
        return Responses.of((row for row in self.rows if row[0] not in gone), self.last)

    def realigned(self, before: Iterable[str], after: Iterable[str]) -> Responses:
        """The table after its columns have changed: a new one is empty."""
        places = {name: place for place, name in enumerate(before)}
        picks = [places.get(name) for name in after]
        return Responses(self.ids, tuple(tuple("" if pick is None else row[pick] for pick in picks) for row in self.rows), self.last)


@dataclass
class HostedSurvey:
    """What the server knows of one survey.

    Parameters
    ----------
    properties
        As `get_survey_properties` gives them.
    fieldmap
        Database column -> field, in the order of the columns, as `get_fieldmap` gives it (base language).
    questions
        Language -> rows of `list_questions`.
    question_properties
        Question id -> language -> what `get_question_properties` adds to the row of `list_questions`.
    participants
        One row per participant in the order of `tid`; None where the survey has no participants table.
    responses
        The response table; replaced as a whole when rows are deleted, so that requests under way see one state of it.
    token_counts
        The `token_*` part of `get_summary` where it was recorded; otherwise it is counted from the participants.
    permitted
        Whether the user of the server holds rights on this survey.
    groups
        Language -> rows of `list_groups`; None where they were not recorded.
    texts
        Language -> what `get_language_properties` tells, as far as it was imported.
    defaults
        Ids of the questions that have a default answer.
    token_attributes
        Columns of the participants table beside its own: `attribute_1` ...
    last_tid
        The highest `tid` that was ever given.
    """

    sid: int
    title: str | None
    properties: dict[str, Any]
    fieldmap: Fields
    questions: dict[str, list[dict[str, Any]]]
    question_properties: dict[int, dict[str, dict[str, Any]]]
    participants: list[dict[str, Any]] | None
    responses: Responses
    token_counts: dict[str, int] | None = None
    permitted: bool = True
    groups: dict[str, list[dict[str, Any]]] | None = None
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)
    defaults: frozenset[int] = frozenset()
    token_attributes: tuple[str, ...] = ()
    last_tid: int = 0

    @property
    def active(self) -> bool:
        """Whether the survey was activated and so has a response table."""
        return bool(self.properties["active"] == "Y")

    @property
    def base_language(self) -> str:
        """The language of what no translation covers."""
        return str(self.properties["language"])

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages, the base language first."""
        return self.base_language, *str(self.properties["additional_languages"]).split()

    @cached_property
    def columns(self) -> dict[str, int]:
        """Database column -> its place in a row."""
        return {name: place for place, name in enumerate(self.fieldmap)}

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The `code` headings of a whole export, in the order of the cells of a row."""
        return tuple(heading(column) for column in self.fieldmap.values())

    @property
    def attribute_names(self) -> tuple[str, ...]:
        """The columns of the participants table beside its own."""
        used = (name for person in self.participants or () for name in person if name.startswith("attribute_"))
        return tuple(dict.fromkeys((*self.token_attributes, *used)))

    @cached_property
    def by_token(self) -> dict[str, dict[str, Any]]:
        """Token -> participant; an export joins the participants table through it."""
        return {participant["token"]: participant for participant in self.participants or []}

    def invite(self, participants: list[dict[str, Any]], last_tid: int) -> None:
        """Put another participants table in the place of the present one; requests under way see one or the other."""
        self.participants, self.last_tid, self.token_counts = participants, last_tid, None
        vars(self).pop("by_token", None)

    def delete_responses(self, ids: Iterable[int]) -> None:
        """Delete responses, as somebody may do while a pull is under way."""
        self.responses = self.responses.without(ids)

    def summary(self) -> dict[str, int]:
        """The counts of `get_summary`: of tokens where there is a participants table, of responses where there is theirs."""
        counts = dict(self._token_counts()) if self.participants is not None else {}
        if self.active:
            place = self.columns["submitdate"]
            complete = sum(bool(row[place]) for row in self.responses.rows)
            whole = len(self.responses.rows)
            counts |= {"completed_responses": complete, "incomplete_responses": whole - complete, "full_responses": whole}
        return counts

    def _token_counts(self) -> dict[str, int]:
        if self.token_counts is not None:
            return self.token_counts
        people = self.participants or []
        return {
            "token_count": len(people),
            "token_invalid": sum(not person["token"] for person in people),
            "token_sent": sum(person["sent"] != "N" for person in people),
            "token_opted_out": sum(str(person["emailstatus"]).startswith("OptOut") for person in people),
            "token_completed": sum(person["completed"] != "N" for person in people),
            "token_screenout": 0,
        }
