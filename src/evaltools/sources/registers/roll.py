"""The roll: marks matched to participants, groups, enrolments and sessions; only what was due counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from .attendance import Mark
from .dates import Refused
from .listing import Listing, Rows, covers
from .problems import Problems
from .sessions import Sessions

COLUMNS = {"unknown_participant": "participant", "unknown_cohort": "cohort", "not_enrolled": "cohort",
           "unknown_session": "session", "outside_enrolment": "date", "duplicate_row": "participant",
           "cancelled_session_attended": "status"}


class Roll:
    """Attendance in the making: one row a participant and session at which she was due."""

    def __init__(self, listing: Listing, sessions: Sessions, problems: Problems) -> None:
        self._listing, self._sessions, self._problems = listing, sessions, problems
        self._rows: dict[tuple[str, str], dict[str, object]] = {}
        self._noted: set[tuple[str, str]] = set()
        self._last: dict[str, dt.date] = {}
        self._sources: dict[str, str] = {}

    def rows(self, marks: Sequence[Mark]) -> Rows:
        """The attendance that marks say; whatever does not count is a problem. Sessions learn that they were held."""
        for mark in marks:
            try:
                self._take(mark)
            except Refused as refused:
                self._problems.add(mark.source, "attendance", COLUMNS[refused.rule], refused.rule)
        self._held()
        self._report_missing()
        # An absence noted beforehand for a session still planned, or for one cancelled since, is no absence.
        return [row for row in self._rows.values() if self._sessions.rows[str(row["session"])]["status"] == "held"]

    def _take(self, mark: Mark) -> None:
        participant = self._listing.people.known(mark.number)
        if participant is None:
            raise Refused("unknown_participant")
        cohort = mark.cohort or self._only_cohort(participant, mark)
        session = self._sessions.numbered(cohort, mark.code) if mark.code else None
        session = session or (self._sessions.on(cohort, mark.day) if mark.day else None)
        if session is None and mark.day is None:
            raise Refused("unknown_session")
        day = self._sessions.day(session) if session else mark.day
        assert day is not None
        self._check_enrolled(participant, cohort, day)
        if session is None and mark.status:
            session = self._sessions.added(cohort, day, mark.source)
        if session:
            self._note(participant, cohort, session, mark)

    def _only_cohort(self, participant: str, mark: Mark) -> str:
        """The one group that a mark without a group can mean: where she is enrolled that day, or that has the session."""
        cohorts = self._listing.cohorts_of(participant, mark.day)
        if mark.code:
            cohorts = [cohort for cohort in cohorts if self._sessions.numbered(cohort, mark.code)] or cohorts
        if len(cohorts) == 1:
            return cohorts[0]
        raise Refused("unknown_cohort" if cohorts or not mark.day else
                      "outside_enrolment" if self._listing.cohorts_of(participant) else "not_enrolled")

    def _check_enrolled(self, participant: str, cohort: str, day: dt.date) -> None:
        """Refuse what lies outside of the enrolment, presences too.

        The rate divides presences by what was due, and due is who was enrolled that day: to keep the presences and drop the
        absences outside would make every rate look better than it is. A woman who came before her noted start has a wrong
        start: the problem says so, and correcting the date brings her presences back.
        """
        enrolment = self._listing.enrolments.get((participant, cohort))
        if enrolment is None:
            raise Refused("not_enrolled")
        if not covers(enrolment, day):
            raise Refused("outside_enrolment")

    def _note(self, participant: str, cohort: str, session: str, mark: Mark) -> None:
        day = self._sessions.day(session)
        self._last[cohort] = max(day, self._last.get(cohort, day))
        self._sources.setdefault(cohort, mark.source)
        if self._sessions.rows[session]["status"] == "cancelled":
            if mark.status == "present":
                raise Refused("cancelled_session_attended")
            return
        if (participant, session) in self._noted:
            raise Refused("duplicate_row")
        self._noted.add((participant, session))
        if mark.status:
            self._rows[participant, session] = {"participant": participant, "session": session, "cohort": cohort, "date": day,
                                                "status": mark.status}

    def _held(self) -> None:
        for row in self._rows.values():
            session = self._sessions.rows[str(row["session"])]
            if row["status"] == "present" and session["status"] == "planned":
                session["status"] = "held"
                self._problems.add(self._sources[str(row["cohort"])], "sessions", "status", "planned_session_attended")

    def _report_missing(self) -> None:
        """Marks that are missing up to the last day on which anything was noted for the group; later days are to come."""
        enrolled: dict[str, list[tuple[str, dict[str, object]]]] = {}
        for (participant, cohort), enrolment in self._listing.enrolments.items():
            enrolled.setdefault(cohort, []).append((participant, enrolment))
        for session in self._sessions.due():
            cohort, day = str(session["cohort"]), self._sessions.day(str(session["session"]))
            if cohort in self._last and day <= self._last[cohort]:
                missing = sum(covers(enrolment, day) and (participant, str(session["session"])) not in self._noted
                              for participant, enrolment in enrolled.get(cohort, []))
                if missing:
                    self._problems.add(self._sources[cohort], "attendance", "status", "attendance_missing", missing)
