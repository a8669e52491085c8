"""A: what is offered, counted from the registers' rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from .adding import Hand, Raw, Unit
from .units import average, is_, of_course, of_place, of_row, portion, ratio, several, tally, yes
from .workbooks import Row

COLLECTIVE = ("activity", "children", "permanence", "outing", "cafe", "open")
FIVE = ("social", "administrative", "legal", "educational", "psychological")
SEVEN = ("housing", "education", "health", "work", "rights", "identity", "self_care")
CLOSED = ("resolved", "partly", "not_resolved", "abandoned")
SIXTY, EIGHT_WEEKS, YEAR = dt.timedelta(days=60), dt.timedelta(weeks=8), dt.timedelta(days=365)


def held(row: Row) -> bool:
    """Whether a session took place."""
    return bool(row["status"] == "held")


def group_held(row: Row) -> bool:
    """Whether a group session took place."""
    return held(row) and row["kind"] == "group"


def collective(row: Row) -> bool:
    """Whether an activity took place."""
    return held(row) and row["kind"] in COLLECTIVE


def of_kind(kind: str) -> object:
    """Whether a session of a kind took place."""
    return lambda row: held(row) and row["kind"] == kind


def step(name: str) -> object:
    """Whether a contact is noted as a step."""
    return lambda row: row["step"] == name


def there(row: Row, day: dt.date) -> bool:
    """Whether she was enrolled on a day."""
    return bool(row["start"] <= day and not (row["end"] and row["end"] < day))


def enrolled(raw: Raw) -> list[Row]:
    """Who was enrolled on any day of the window."""
    return [row for row in raw.registers["enrolments"] if row["start"] < raw.end and not (row["end"] and row["end"] < raw.start)]


def _of_women(where: object, window: str, base: str = "enrolled") -> Hand:
    """Each woman of the base: 1 where she has such a contact."""
    def units(raw: Raw) -> Iterator[Unit]:
        mine = {(row["who"], row["cohort"]) for row in raw.of("contacts") if where(row)}
        women = enrolled(raw) if base == "enrolled" else [row for row in raw.registers["enrolments"] if row.get("phase2_start")]
        for row in women:
            yield of_course(row, (row["woman"], row["cohort"]) in mine)
    return Hand("share", window, units)


def _per_woman(raw: Raw) -> Iterator[Unit]:
    for row in enrolled(raw):
        yield of_course(row, sum(each["who"] == row["woman"] and each["cohort"] == row["cohort"] for each in raw.of("contacts")))


def _after_phase1(raw: Raw, went_on: object) -> Iterator[Unit]:
    sessions = [row for row in raw.registers["sessions"] if held(row) and row["cohort"]]
    for group in raw.registers.groups:
        first, second = ([row["date"] for row in sessions if row["cohort"] == group and row["phase"] == phase] for phase in ("1", "2"))
        if second and raw.during(min(second)):
            for row in raw.registers["enrolments"]:
                if row["cohort"] == group and there(row, max(first, default=min(second))):
                    yield of_course(row, went_on(row), day=min(second))


def _oriented(raw: Raw) -> Iterator[Unit]:
    noted = {(row["who"], row["cohort"]) for row in raw.registers["contacts"] if row["step"] == "orientation"}
    return _after_phase1(raw, lambda row: (row["woman"], row["cohort"]) in noted)


def _months(raw: Raw) -> Iterator[Unit]:
    for month in range(raw.start.month, raw.start.month + 3):
        first = dt.date(raw.start.year, month, 1)
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        talked = {(row["who"], row["cohort"]) for row in raw.registers["contacts"] if first <= row["date"] <= last}
        came = {(row["woman"], row["cohort"]) for row in raw.registers.presences
                if row["status"] == "present" and first <= row["date"] <= last}
        for row in raw.registers["enrolments"]:
            if row["start"] <= first and not (row["end"] and row["end"] < last):
                yield of_course(row, (row["woman"], row["cohort"]) in talked & came, day=first)


def _hours(raw: Raw) -> Iterator[Unit]:
    present = [row for row in raw.registers.presences if row["status"] == "present" and raw.during(row["date"])]
    for row in enrolled(raw):
        key = (row["woman"], row["cohort"])
        alone = sum(each["minutes"] or 0 for each in raw.of("contacts") if (each["who"], each["cohort"]) == key)
        group = sum(each["minutes"] or 0 for each in present if (each["woman"], each["cohort"]) == key)
        yield of_course(row, alone / 60, "individual")
        yield of_course(row, group / 60, "group")


def _breadth(raw: Raw) -> Iterator[Unit]:
    kinds: dict[tuple[str, str], set[str]] = {}
    places: dict[tuple[str, str], Row] = {}
    for row in raw.of("contacts"):
        if row["woman"] and row["kind"]:
            key = (row["woman"], row["programme"])
            places[key] = row
            kinds.setdefault(key, set()).update({row["kind"]} & set(FIVE))
    for key, row in places.items():
        yield of_row(row, len(kinds[key]) >= 2, "two")
        yield of_row(row, len(kinds[key]) >= 3, "three")


def _functions(raw: Raw) -> Iterator[Unit]:
    return (of_row(row, 1, row["function"]) for table in ("visits", "contacts") for row in raw.of(table) if row["function"])


def _plans(raw: Raw) -> Iterator[Unit]:
    for row in raw.registers["enrolments"]:
        if raw.during(row["start"]) and row["start"] <= raw.end - SIXTY:
            plans = [each["date"] for each in raw.registers["contacts"]
                     if each["step"] == "plan" and (each["who"], each["cohort"]) == (row["woman"], row["cohort"])]
            yield of_course(row, bool(plans) and min(plans) <= row["start"] + SIXTY, day=row["start"])


def _phases(raw: Raw) -> Iterator[Unit]:
    day = raw.end - dt.timedelta(days=1)
    for row in raw.registers["candidates"]:
        if not row["started"] and not row["refusal"]:
            yield Unit(1, row["row"], None, row["site"], row["programme"], None, "", "recruitment")
    for row in raw.registers["enrolments"]:
        group = row["group"]
        if there(row, day):
            begun, ends = group["start"] > day - EIGHT_WEEKS, group["planned_end"] < day + EIGHT_WEEKS
            yield of_course(row, 1, "start" if begun else "closing" if ends else "deepening")
        elif row["exit"] == "completed" and raw.end - YEAR <= row["end"] < day:
            yield of_course(row, 1, "followup")


def _themes(raw: Raw) -> Iterator[Unit]:
    for group, place in raw.registers.groups.items():
        met = [row for row in raw.of("sessions") if held(row) and row["cohort"] == group]
        if met:
            yield of_place(place, len({row["theme"] for row in met} & set(SEVEN)))


HANDS = {
    "A01": tally("quarter", "contacts"), "A01M": tally("quarter", "contacts"),
    "A01D": average("quarter", "contacts", yes("minutes"), told_from=30), "A01P": Hand("mean", "quarter", _per_woman, told_from=30),
    "A02": ratio("quarter", "sessions", "attended", "places", collective),
    "A02N": tally("quarter", "sessions", collective, worth=yes("attended")),
    "A03": Hand("share", "year", lambda raw: _after_phase1(raw, lambda row: bool(row["phase2_start"]))),
    "A04": Hand("share", "year", _oriented), "A04D": tally("year", "contacts", step("orientation"), by="orientation"),
    "A05": portion("year", "contacts", lambda row: None if None in (
        found := [row[f"context_{of}"] for of in ("social", "work", "family")]) else all(found), step("orientation")),
    "A06": _of_women(step("cv"), "to_date", "phase2"), "A07W": _of_women(step("job_interview"), "to_date", "phase2"),
    "A07": tally("quarter", "contacts", is_("step", "interview_preparation", "job_interview"), by="step"),
    "A08": tally("quarter", "sessions", lambda row: held(row) and row["peer"]), "A08W": _of_women(yes("peer"), "quarter"),
    "A09": Hand("share", "quarter", _months), "A09H": Hand("mean", "quarter", _hours, told_from=30),
    "A10": portion("year", "requests", is_("way", "here", "warm"), is_("status", *CLOSED)),
    "A11": tally("quarter", "contacts", by="kind"), "A12": Hand("share", "year", _breadth),
    "A13": Hand("count", "quarter", _functions, True),
    "A14": tally("quarter", "sessions", lambda row: held(row) and row["kind"] in COLLECTIVE[:4], by="kind"),
    "A14H": portion("quarter", "sessions", is_("status", "held"),
                    lambda row: row["kind"] in COLLECTIVE and row["status"] in ("held", "cancelled")),
    "A15": tally("quarter", "visits", by="appointment"),
    "A15W": average("quarter", "visits", yes("waiting"), yes("appointment"), told_from=30),
    "A16": portion("year", "referrals", is_("outcome", "contact", "obtained"),
                   lambda row: row["domain"] == "psychological" and row["outcome"] not in (None, "waiting")),
    "A16N": tally("quarter", "contacts", is_("kind", "psychological")),
    "A17": tally("quarter", "sessions", of_kind("permanence"), by="theme"),
    "A17F": tally("quarter", "sessions", of_kind("permanence"), worth=yes("attended")),
    "A18": tally("quarter", "sessions", of_kind("children")),
    "A18C": tally("quarter", "sessions", of_kind("children"), worth=yes("children")),
    "A19": portion("year", "contacts", yes("agreed"), step("plan")), "A20": Hand("share", "year", _plans),
    "A21": portion("quarter", "sessions", is_("status", "held"),
                   lambda row: row["kind"] == "group" and row["status"] in ("held", "cancelled")),
    "A21R": tally("year", "sessions", lambda row: row["kind"] == "group" and row["status"] == "cancelled", by="cancelled_for"),
    "A22": several("year", "candidates", {"interviewed": yes("interviewed"), "admitted": yes("accepted")}),
    "A22A": portion("year", "candidates", lambda row: bool(row["accepted"]), yes("interviewed")),
    "A22R": tally("year", "candidates", by="refusal", women=True),
    "A23": portion("quarter", "sessions", yes("chosen"), group_held), "A24": tally("quarter", "sessions", of_kind("cafe")),
    "A24A": tally("quarter", "sessions", of_kind("cafe"), worth=yes("alumni")),
    "A25": Hand("count", "quarter", _phases, True), "A26": portion("quarter", "sessions", yes("check_in"), group_held),
    "A27": tally("year", "sessions", lambda row: group_held(row) and row["theme"] in SEVEN, by="theme"),
    "A27C": Hand("mean", "year", _themes), "A28": tally("year", "contacts", by="help"),
    "A29": portion("quarter", "contacts", {place: is_("place", place) for place in (
        "bureau", "home", "walk", "cafe", "school", "administration", "doctor", "court", "phone", "other")}),
    "A30": tally("year", "contacts", by="topic"),
    "A31": portion("year", "sessions", {form: is_("form", form) for form in ("information", "reflection", "action", "relaxation")},
                   group_held),
    "A32": tally("quarter", "sessions", of_kind("open")),
    "A32P": tally("quarter", "sessions", of_kind("open"), worth=yes("outside")),
    "L06": _of_women(step("project"), "to_date"), "L11": tally("quarter", "contacts", step("alumni")),
}
