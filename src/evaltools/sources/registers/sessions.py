"""Sessions: their identifiers, and how attendance finds them by day or by number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ...scope import slug
from ...tables import TABLES
from .listing import Listing, Rows, day_of, no_date
from .problems import Problems
from .rows import Record


class Sessions:
    """The sessions of one programme. A session without a number is named by its group (or place) and day."""

    def __init__(self, programme: str, listing: Listing, problems: Problems) -> None:
        self._programme, self._listing, self._problems = programme, listing, problems
        self.rows: dict[str, dict[str, object]] = {}
        self._days: dict[tuple[str, dt.date], str] = {}
        self._codes: dict[tuple[str, str], str] = {}
        self._seen: set[tuple[object, ...]] = set()

    def add_all(self, records: Iterable[Record]) -> None:
        """The rows of sessions sheets, without those that say the same twice."""
        for record in records:
            cohort = self._listing.cohort(record, "sessions")
            day = day_of(record, "date")
            if record.text("cohort") and cohort is None:
                continue
            if day is None:
                no_date(record, "sessions", self._problems)
                continue
            site = self._listing.sites.find(record, "sessions", self._problems) if record.text("site") else None
            site = site or self._listing.cohorts.site(cohort) or self._listing.sites.find(record, "sessions", self._problems)
            same = (cohort, site, *(record.get(name) for name in ("session", "date", "start_time", "venue", "kind")))
            if same in self._seen:
                self._problems.add(record.source, "sessions", "session", "duplicate_row")
                continue
            self._seen.add(same)
            self._add(record, cohort, site, day)

    def _add(self, record: Record, cohort: str | None, site: str | None, day: dt.date) -> None:
        code = slug(record.text("session")) if record.text("session") else ""
        owner = cohort or self._programme
        # A code such as IXL-A-03 says its group already.
        repeated = owner.removeprefix(f"{self._programme}-") + "-"
        session = self._name(f"{owner}-{code.removeprefix(repeated)}" if code else f"{cohort or site or owner}-{day}")
        besides = {column.name: record.get(column.name) for column in TABLES["sessions"].columns}
        self.rows[session] = besides | {
            "session": session, "programme": self._programme, "site": site, "cohort": cohort, "date": day,
            "worker": self._listing.people.staff(record.text("worker")) if record.text("worker") else None,
            "status": record.get("status") or "held", "kind": record.get("kind") or ("group" if cohort else "activity")}
        if code:
            self._codes.setdefault((cohort or "", code), session)
        # Of two sessions on one day, attendance belongs to the one that took place, the group's own before others.
        key = (cohort or "", day)
        if key not in self._days or self._worth(session) > self._worth(self._days[key]):
            self._days[key] = session

    def _worth(self, session: str) -> tuple[bool, bool]:
        row = self.rows[session]
        return row["status"] != "cancelled", row["kind"] == "group"

    def _name(self, wanted: str) -> str:
        name, number = wanted, 2
        while name in self.rows:
            name, number = f"{wanted}-{number}", number + 1
        return name

    def on(self, cohort: str, day: dt.date) -> str | None:
        """The session of a group on a day."""
        return self._days.get((cohort, day))

    def day(self, session: str) -> dt.date:
        """The day of a session."""
        day = self.rows[session]["date"]
        assert isinstance(day, dt.date)
        return day

    def numbered(self, cohort: str, code: str) -> str | None:
        """The session of a group by the number or code that the register gives it."""
        return self._codes.get((cohort, slug(code)))

    def added(self, cohort: str, day: dt.date, source: str) -> str:
        """A held session where attendance was noted and no session is listed."""
        self._problems.add(source, "sessions", "date", "session_added")
        self._add(Record({}, source), cohort, self._listing.cohorts.site(cohort), day)
        return self._days[cohort, day]

    def due(self) -> Rows:
        """The held group sessions of groups: those at which enrolled participants are expected."""
        return [row for row in self.rows.values() if row["cohort"] and row["status"] == "held" and row["kind"] == "group"]
