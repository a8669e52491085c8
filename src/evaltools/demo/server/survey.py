"""One survey as LimeSurvey holds it: its structure, its participants and its responses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Cell = str | int | None
Row = tuple[Cell, ...]
Fields = Mapping[str, Mapping[str, Any]]


def heading(field: Mapping[str, Any]) -> str:
    """The `code` heading of a database column: `title`, `title[sub]`, `title[sub][scale]`, or the name of a fixed column."""
    title, part = str(field["title"]), str(field["aid"])
    if not title:
        return str(field["fieldname"])
    if field["type"] == "1":
        return f"{title}[{part}][{field['scale_id'] + 1}]"
    return f"{title}[{part}]" if part else title


@dataclass(frozen=True)
class Responses:
    """The response table, in the order of its ids; each row has one cell for each column of the field map, the id first."""

    ids: tuple[int, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Responses:
        """Sort rows by id; raises ValueError where two rows share one, which a primary key does not allow."""
        ordered = tuple(sorted(rows, key=lambda row: int(row[0] or 0)))
        ids = tuple(int(row[0] or 0) for row in ordered)
        if len(set(ids)) != len(ids) or (ids and ids[0] < 1):
            raise ValueError("response ids must be positive and different from each other")
        return cls(ids, ordered)

    def between(self, first: int, last: int) -> tuple[Row, ...]:
        """The rows of an id window, both ends included; 0 leaves an end open, first > last is empty."""
        begin = bisect_left(self.ids, first) if first else 0
        end = bisect_right(self.ids, last) if last else len(self.ids)
        return self.rows[begin:end]

    def without(self, ids: Iterable[int]) -> Responses:
        """The table after a deletion: the ids are gone and never given again."""
        gone = set(ids)
        return Responses.of(row for row in self.rows if row[0] not in gone)


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
    """

    sid: int
    title: str
    properties: dict[str, Any]
    fieldmap: Fields
    questions: dict[str, list[dict[str, Any]]]
    question_properties: dict[int, dict[str, dict[str, Any]]]
    participants: list[dict[str, Any]] | None
    responses: Responses
    token_counts: dict[str, int] | None = None
    permitted: bool = True

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
        return tuple(heading(field) for field in self.fieldmap.values())

    @cached_property
    def by_token(self) -> dict[str, dict[str, Any]]:
        """Token -> participant; an export joins the participants table through it."""
        return {participant["token"]: participant for participant in self.participants or []}

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
