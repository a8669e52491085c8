"""Who and what exists: groups, participants and enrolments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from ...settings import Programme
from ...tables import EXIT_REASONS, TABLES
from .people import People
from .places import Cohorts, Sites
from .problems import Problems
from .rows import Record

Rows = list[dict[str, object]]


def day_of(record: Record, name: str) -> dt.date | None:
    """A column's date, or None."""
    value = record.get(name)
    return value if isinstance(value, dt.date) else None


def no_date(record: Record, table: str, problems: Problems) -> None:
    """Count a row that is left out for want of a date; an unreadable one is counted already."""
    if "date" not in record.refused:
        problems.add(record.source, table, "date", "missing_date")


def end_after(record: Record, table: str, end: str, start: dt.date | None, problems: Problems) -> dt.date | None:
    """An end that does not lie before its start; the wrong one is refused, the rest of the row stays."""
    day = day_of(record, end)
    if day and start and day < start:
        problems.add(record.source, table, end, "impossible_date")
        return None
    return day


class Listing:
    """The groups, participants and enrolments of one programme, as they are found."""

    def __init__(self, programme: Programme, people: People, problems: Problems) -> None:
        self.sites, self.cohorts = Sites(programme), Cohorts(programme.id)
        self.people, self._problems, self._programme = people, problems, programme.id
        self.groups: Rows = []
        self.participants: dict[str, dict[str, object]] = {}
        self.enrolments: dict[tuple[str, str], dict[str, object]] = {}

    def add_groups(self, records: Iterable[Record]) -> None:
        """The rows of groups sheets; a second row of a code is refused."""
        for record in records:
            if not record.text("cohort"):
                self._problems.add(record.source, "cohorts", "cohort", "missing_cohort")
                continue
            site, start = self.sites.find(record, "cohorts", self._problems), day_of(record, "start")
            cohort = self.cohorts.add(record.text("cohort"), record.text("label"), site, start)
            if cohort is None:
                self._problems.add(record.source, "cohorts", "cohort", "duplicate_row")
                continue
            staff = self.people.staff(record.text("case_manager")) if record.text("case_manager") else None
            self._group(cohort, record, site=site, start=start, case_manager=staff)

    def _group(self, cohort: str, record: Record, **columns: object) -> None:
        start = columns.get("start")
        first = start if isinstance(start, dt.date) else None
        ends = {name: end_after(record, "cohorts", name, first, self._problems) for name in ("planned_end", "end")}
        self.groups.append({"cohort": cohort, "programme": self._programme,
                            "label": record.text("label") or record.text("cohort"), **ends, **columns})

    def cohort(self, record: Record, table: str) -> str | None:
        """The group that a row names; None, and a problem, where it names none that is listed."""
        name = record.text("cohort")
        found = self.cohorts.find(name) if name else None
        if found is None and name and self.cohorts.open:
            found = self.cohorts.add(name)
            self._problems.add(record.source, "cohorts", "cohort", "unlisted_cohort")
            self.groups.append({"cohort": found, "programme": self._programme, "label": name,
                                "site": self.sites.find(Record({}, record.source), "cohorts", self._problems)})
        elif found is None and name:
            self._problems.add(record.source, table, "cohort", "unknown_cohort")
        return found

    def add_participants(self, records: Iterable[Record]) -> None:
        """The rows of participants sheets; the first row of a number counts."""
        names = [column.name for column in TABLES["participants"].columns if column.name != "participant"]
        for record in records:
            if not record.text("participant"):
                self._problems.add(record.source, "participants", "participant", "missing_number")
                continue
            pseudonym = self.people.add(record.text("participant"))
            if record.text("token"):
                self.people.give_code(pseudonym, record.text("token"), record.source)
            if pseudonym in self.participants:
                self._problems.add(record.source, "participants", "participant", "duplicate_row")
                continue
            self.participants[pseudonym] = {"participant": pseudonym} | {name: record.get(name) for name in names}

    def add_enrolments(self, records: Iterable[Record]) -> None:
        """The rows of enrolments sheets; the first row of a participant in a group counts."""
        for record in records:
            number = record.text("participant")
            if not number:
                self._problems.add(record.source, "enrolments", "participant", "missing_number")
                continue
            if not record.text("cohort"):
                self._problems.add(record.source, "enrolments", "cohort", "missing_cohort")
                continue
            cohort = self.cohort(record, "enrolments")
            if cohort:
                self._enrol(number, cohort, record)

    def _enrol(self, number: str, cohort: str, record: Record) -> None:
        pseudonym = self.people.add(number)
        if pseudonym not in self.participants:
            self._problems.add(record.source, "participants", "participant", "unlisted_participant")
            self.participants[pseudonym] = {"participant": pseudonym}
        if (pseudonym, cohort) in self.enrolments:
            self._problems.add(record.source, "enrolments", "participant", "duplicate_row")
            return
        start = day_of(record, "start") or self.cohorts.start(cohort)
        if day_of(record, "start") is None:
            self._problems.add(record.source, "enrolments", "start", "missing_start")
        reason = record.get("exit_reason")
        end = end_after(record, "enrolments", "end", start, self._problems)
        if reason and day_of(record, "end") is None and "end" not in record.refused:
            self._problems.add(record.source, "enrolments", "end", "missing_end")
        self.enrolments[pseudonym, cohort] = {
            "participant": pseudonym, "cohort": cohort, "start": start, "end": end, "exit_reason": reason,
            "phase2_start": end_after(record, "enrolments", "phase2_start", start, self._problems),
            "exit_kind": EXIT_REASONS.get(str(reason))}

    def cohorts_of(self, pseudonym: str, day: dt.date | None = None) -> list[str]:
        """The groups in which she is enrolled, on a day where one is given (her last day is one of them)."""
        return [cohort for (participant, cohort), row in self.enrolments.items()
                if participant == pseudonym and (day is None or covers(row, day))]


def covers(enrolment: Mapping[str, object], day: dt.date) -> bool:
    """Whether a day lies within an enrolment, both ends included; an open side has no limit."""
    start, end = enrolment["start"], enrolment["end"]
    return not (isinstance(start, dt.date) and day < start) and not (isinstance(end, dt.date) and day > end)
