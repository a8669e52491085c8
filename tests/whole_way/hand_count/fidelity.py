"""F and Q: is the course held as it was meant, and is the team strong enough? Sessions, checks and workers; never one woman."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from .activities import group_held, held, there
from .adding import Hand, Raw, Unit
from .attendance import due
from .units import average, is_, of_course, of_place, portion, ratio, tally, yes
from .workbooks import Row

VENUES = ("commune", "womens_house", "cpas", "association", "other")
WHEELS = ("step_free", "pushchair", "trolley")
LESSONS = ("position", "inequality", "rights", "safety", "children", "group_work", "communication")
INTERVISIONS = ("group_building", "closing", "conflict", "durability", "politicising", "intercultural")
ACCOMPANY = ("case_manager", "social", "psychologist", "coach")
GRANTS = ("structural_grant", "project_grant")
DAY = dt.timedelta(days=1)
CHRISTMAS = (dt.date(2024, 12, 23), dt.date(2025, 12, 22))
"""The first Mondays of the Christmas holidays of the demo's years, as the school calendars give them."""


def meetings(raw: Raw, group: str) -> list[Row]:
    """Every session that a group held up to the end of the window, in their order."""
    found = [row for row in raw.registers["sessions"] if row["cohort"] == group and held(row) and row["date"] < raw.end]
    return sorted(found, key=lambda row: (row["date"], str(row["session"])))


def _usual(raw: Raw, column: str) -> Iterator[Unit]:
    """Sessions at the place, or with the person, that the group had most often; of two as frequent, the first by the alphabet."""
    for group in raw.registers.groups:
        known = [row for row in meetings(raw, group) if row[column]]
        times = Counter(row[column] for row in known)
        usual = min(times, key=lambda each: (-times[each], each), default=None)
        for row in known:
            if raw.during(row["date"]):
                yield of_place(row, row[column] == usual, day=row["date"])


def _full_months(raw: Raw) -> Iterator[Unit]:
    for group, row in raw.registers.groups.items():
        first, last = max(row["start"], raw.start), min((row["end"] or row["planned_end"]) + DAY, raw.end)
        month = first.replace(day=1) if first.day == 1 else (first.replace(day=1) + 32 * DAY).replace(day=1)
        while (after := (month + 32 * DAY).replace(day=1)) <= raw.end:
            # The month's last day lies before the last day of the group.
            if after - DAY < last:
                number = sum(month <= each["date"] < after for each in meetings(raw, group))
                yield of_place(row, number, day=month)
            month = after


def _daytime(raw: Raw) -> Iterator[Unit]:
    for row in raw.of("sessions"):
        if held(row) and row["cohort"] and row["start_time"]:
            away = row["date"].month in (7, 8) or any(start <= row["date"] < start + 14 * DAY for start in CHRISTMAS)
            fits = "08:30" <= row["start_time"] <= "14:30" and row["date"].weekday() < 5 and not away
            yield of_place(row, fits, day=row["date"])


def met(raw: Raw) -> list[str]:
    """The groups that held a session in the window."""
    return [group for group in raw.registers.groups if any(raw.during(row["date"]) for row in meetings(raw, group))]


def _partners(raw: Raw, new: bool) -> Iterator[Unit]:
    for group in met(raw):
        log = [row for row in raw.registers["partnerships"] if row["cohort"] == group]
        now = {row["partner"] for row in log if raw.during(row["date"])}
        before = {row["partner"] for row in log if row["date"] < raw.start}
        yield of_place(raw.registers.groups[group], len(now - before if new else now))


def _accessible(raw: Raw) -> Iterator[Unit]:
    last: dict[tuple[str, str], Row] = {}
    for row in sorted(raw.registers["checklists"], key=lambda row: row["date"]):
        if row["item"] in WHEELS and row["score"] is not None:
            last[row["site"], row["item"]] = row
    for row in raw.of("sessions"):
        points = [last[row["site"], item]["score"] for item in WHEELS if (row["site"], item) in last]
        if held(row) and row["cohort"] and len(points) == len(WHEELS):
            yield of_place(row, min(points) >= 1, day=row["date"])


def _gaps(raw: Raw, fortnight: bool) -> Iterator[Unit]:
    for group in raw.registers.groups:
        rows = list({row["date"]: row for row in meetings(raw, group)}.values())
        for before, row in pairwise(rows):
            gap = (row["date"] - before["date"]).days
            if raw.during(row["date"]):
                yield of_place(row, gap <= 14 if fortnight else gap, day=row["date"])


def completed(raw: Raw) -> list[Row]:
    """Women who finished the course in the window."""
    return [row for row in raw.registers["enrolments"] if row["exit"] == "completed" and raw.during(row["end"])]


def _closings(raw: Raw) -> Iterator[Unit]:
    talked = {(row["who"], row["cohort"]) for row in raw.registers["contacts"] if row["step"] == "closing"}
    closed = {row["cohort"] for row in raw.registers["sessions"] if held(row) and row["closing"]}
    for row in completed(raw):
        yield of_course(row, (row["woman"], row["cohort"]) in talked or row["cohort"] in closed, day=row["end"])


def _sizes(raw: Raw) -> Iterator[Unit]:
    marks = due(raw)
    for session in {row["session"]: row for row in marks}.values():
        present = sum(row["session"] == session["session"] and row["status"] == "present" for row in marks)
        yield of_place(session, present, "present", day=session["date"])
    for group in {row["cohort"] for row in marks}:
        place = raw.registers.groups[group]
        day = min(place["end"] or raw.end, raw.end - DAY)
        yield of_place(place, sum(row["cohort"] == group and there(row, day) for row in raw.registers["enrolments"]), "enrolled")


def _agreed(raw: Raw) -> Iterator[Unit]:
    for group, row in raw.registers.groups.items():
        first = meetings(raw, group)[:3]
        if raw.during(row["start"]) and len(first) == 3:
            yield of_place(row, any(each["agreement"] for each in first))


def _certificates(raw: Raw) -> Iterator[Unit]:
    for group, row in raw.registers.groups.items():
        given = [each["certificates"] for each in meetings(raw, group) if raw.during(each["date"]) and each["certificates"] is not None]
        women = sum(each["cohort"] == group and each["exit"] == "completed" for each in raw.registers["enrolments"])
        if given and women:
            yield of_place(row, sum(given), weight=women)


def _grants(raw: Raw) -> Iterator[Unit]:
    for row in raw.of("costs"):
        if row["kind"] in GRANTS and row["amount"]:
            yield of_place({**row, "cohort": None}, row["amount"] if row["kind"] == "structural_grant" else 0, weight=row["amount"])


def _posts(raw: Raw) -> Iterator[Unit]:
    for row in raw.registers["staff"]:
        if there(row, raw.end - DAY):
            yield of_place(row, row["fte"], "staff")
    for row in raw.registers["partners"]:
        yield of_place(row, 1, "partners")


def at_work(raw: Raw) -> list[Row]:
    """Workers with a post on any day of the window."""
    return [row for row in raw.registers["staff"] if row["start"] < raw.end and not (row["end"] and row["end"] < raw.start)]


def _workers(worth: object, where: object, ever: bool = False, by_role: bool = False) -> object:
    def units(raw: Raw) -> Iterator[Unit]:
        for row in raw.registers["staff"] if ever else at_work(raw):
            if where(row):
                yield of_place(row, worth(row, raw), row["role"] if by_role else "")
    return units


def _two_years(row: Row, raw: Raw) -> bool:
    return bool(row["gender_trained"] and row["gender_trained"] >= raw.end.replace(year=raw.end.year - 2))


def _changes(raw: Raw) -> Iterator[Unit]:
    for group in met(raw):
        led = [row for row in meetings(raw, group) if row["worker"]]
        number = sum(row["worker"] != before["worker"] and raw.during(row["date"]) for before, row in pairwise(led))
        if any(raw.during(row["date"]) for row in led):
            yield of_place(raw.registers.groups[group], number)


def _between_trainings(raw: Raw, six_weeks: bool) -> Iterator[Unit]:
    for programme in {row["programme"] for row in raw.registers["trainings"]}:
        rows = {row["date"]: row for row in raw.registers["trainings"]
                if row["programme"] == programme and row["kind"] in ("training", "intervision", "coaching")}
        for before, day in pairwise(sorted(rows)):
            if raw.during(day):
                gap = (day - before).days
                yield of_place({**rows[day], "site": None}, gap <= 42 if six_weeks else gap, day=day)


def _women_per_post(raw: Raw) -> Iterator[Unit]:
    last = raw.end - DAY
    for programme in {row["programme"] for row in raw.registers["staff"]}:
        posts = sum(row["fte"] for row in raw.registers["staff"]
                    if row["programme"] == programme and row["role"] == "case_manager" and there(row, last))
        women = {row["woman"] for row in raw.registers["enrolments"] if row["programme"] == programme and there(row, last)}
        if posts and women:
            yield Unit(len(women) / posts, programme=programme)


def _same_manager(raw: Raw) -> Iterator[Unit]:
    staff = {row["worker"]: row for row in raw.registers["staff"]}
    for row in raw.registers["enrolments"]:
        manager = staff.get(row["group"]["case_manager"])
        if raw.during(row["end"]) and manager:
            stayed = manager["start"] <= row["start"] and not (manager["end"] and manager["end"] < row["end"])
            yield of_course(row, stayed, day=row["end"])


def _training_days(raw: Raw) -> Iterator[Unit]:
    days = {(row["site"], row["date"]): row for row in raw.of("trainings") if row["kind"] == "training"}
    return (of_place(row, 1, day=row["date"]) for row in days.values())


def _antennas(raw: Raw) -> Iterator[Unit]:
    for site in {row["site"] for row in raw.registers["staff"]}:
        rows = [row for row in raw.registers["staff"] if row["site"] == site]
        yield of_place(rows[0], any(row["sensitised"] for row in rows))


def _models(raw: Raw) -> Iterator[Unit]:
    noted = {(row["site"], row["item"]): row for row in raw.of("checklists") if str(row["item"]).startswith("model") and row["score"]}
    return (of_place(row, 1, row["item"], day=row["date"]) for row in noted.values())


def _served(raw: Raw) -> Iterator[Unit]:
    homes = {(row["site"], row["commune"]): row for row in raw.of("visits") if row["commune"]}
    return (of_place({**row, "cohort": None}, 1, day=row["date"]) for row in homes.values())


def checked(*points: str) -> object:
    """The mean score of each of these points."""
    return average("year", "checklists", yes("score"), is_("item", *points), by="item")


def _trained(column: str, *kinds: str) -> object:
    return tally("year", "trainings", is_("kind", *kinds), worth=yes(column)) if kinds else tally("year", "trainings", worth=yes(column))


FOUNDATIONS = [f"foundation_{number}" for number in range(1, 11)]
HANDS = {
    "F01": portion("quarter", "sessions", {venue: is_("venue_kind", venue) for venue in VENUES}, held),
    "F02": Hand("share", "quarter", lambda raw: _usual(raw, "venue")), "F03": Hand("mean", "year", _full_months),
    "F04": Hand("share", "quarter", _daytime), "F05": Hand("share", "year", lambda raw: _usual(raw, "worker")),
    "F05O": Hand("mean", "year", lambda raw: _partners(raw, False)), "K08": Hand("mean", "year", lambda raw: _partners(raw, True)),
    "F06": checked("transport", "price", "distance", *WHEELS), "F07": Hand("share", "quarter", _accessible),
    "F08": Hand("count", "year", _served), "F09": portion("quarter", "sessions", yes("childcare"), held),
    "F09C": tally("quarter", "sessions", lambda row: held(row) and row["childcare"], worth=yes("children")),
    "F13": checked("changing_table", "play_corner", "private_room", "pushchair"),
    "F14": Hand("mean", "year", lambda raw: (of_course(row, ((row["end"] - row["start"]).days + 1) / (365.25 / 12), day=row["end"])
                                             for row in completed(raw)), told_from=30),
    "F16": Hand("share", "year", _closings), "F17": Hand("share", "quarter", lambda raw: _gaps(raw, True)),
    "F17D": Hand("mean", "quarter", lambda raw: _gaps(raw, False), middle=True),
    "F18": portion("year", "checklists", lambda row: row["score"] >= 1, is_("item", "report_on_time")),
    "F19": Hand("share", "year", lambda raw: (of_course(row, row["start"] <= row["group"]["start"] + 30 * DAY, day=row["start"])
                                              for row in raw.of("enrolments", "start"))),
    "F20": Hand("count", "year", _models), "F21": Hand("mean", "quarter", _sizes),
    "F22": tally("quarter", "trainings", lambda row: row["kind"] == "meeting" and row["coordinator"]), "F23": checked(*FOUNDATIONS),
    "F24": Hand("share", "year", _agreed), "F25": Hand("rate", "year", _certificates),
    "F25F": portion("year", "sessions", yes("family"), lambda row: held(row) and row["closing"]),
    "F26": portion("quarter", "sessions", yes("accessible"), group_held), "F29": Hand("rate", "year", _grants),
    "F30": Hand("count", "quarter", _posts),
    "Q01": portion("quarter", "sessions", is_("lead", "psychologist", "social", "coach"), lambda row: held(row) and row["phase"] == "1"),
    "Q02": Hand("mean", "year", _changes),
    "Q03": Hand("share", "to_date", _workers(lambda row, raw: bool(row["sensitised"] and row["sensitised"] <= row["start"]),
                                             is_("role", *ACCOMPANY), ever=True)),
    "Q04": Hand("count", "quarter", _workers(lambda row, raw: 1, is_("role", "peer"))),
    "Q05": Hand("count", "year", _workers(lambda row, raw: 1, is_("contract", "art60"))),
    "Q05O": tally("to_date", "staff", is_("contract", "art60"), by="outcome", day="end"),
    "Q06": Hand("share", "quarter", _workers(lambda row, raw: bool(row["peer_trained"]), is_("role", "peer"))),
    "Q07": Hand("count", "quarter", _workers(lambda row, raw: row["fte"], yes("role"), by_role=True)),
    "Q07C": tally("quarter", "trainings", is_("kind", "coaching")), "Q08": Hand("share", "quarter", _workers(_two_years, yes("worker"))),
    "Q11": Hand("share", "year", lambda raw: _between_trainings(raw, True)),
    "Q11D": Hand("mean", "year", lambda raw: _between_trainings(raw, False), middle=True),
    "Q11P": ratio("year", "trainings", "attended", "invited", is_("kind", "training", "intervision")),
    "Q13": Hand("share", "quarter", lambda raw: (of_place(raw.registers.groups[group], bool(raw.registers.groups[group]["case_manager"]))
                                                 for group in met(raw))),
    "Q13R": Hand("mean", "quarter", _women_per_post), "Q14": Hand("count", "year", _training_days),
    "Q14H": _trained("hours", "training"), "Q20": Hand("share", "year", _same_manager), "Q21": _trained("practices"),
    "Q16": tally("year", "trainings", lambda row: row["kind"] == "training" and row["theme"] in LESSONS, by="theme"),
    "Q17": tally("year", "trainings", lambda row: row["kind"] == "intervision" and row["theme"] in INTERVISIONS, by="theme"),
    "Q17M": tally("year", "trainings", is_("kind", "intervision"), by="method"), "Q21R": _trained("reused"),
    "Q22": portion("quarter", "sessions", lambda row: row["workers"] >= 2, lambda row: held(row) and row["workers"] is not None),
    "Q23": Hand("share", "to_date", _antennas),
}
