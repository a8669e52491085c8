"""T: do they come and stay? Counted from the lists of presences and the faces of the cards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from .adding import Hand, Raw, Unit
from .forms import Form
from .progression import clear
from .units import of_course, of_form, of_row, pairs
from .workbooks import Row

SIXTY = dt.timedelta(days=60)
IN_WORK = ("job", "art60")


def due(raw: Raw) -> list[Row]:
    """Presences due in the window."""
    return [row for row in raw.registers.presences if raw.during(row["date"])]


def _mark(row: Row, value: float, part: str) -> Unit:
    return of_row({**row, "who": row["woman"]}, value, part)


def _rate(raw: Raw) -> Iterator[Unit]:
    for row in due(raw):
        for part in ("enrolled", "from_start"):
            yield _mark(row, row["status"] == "present", part)
    for course in raw.registers["enrolments"]:
        for row in raw.of("sessions"):
            if row["cohort"] == course["cohort"] and row["status"] == "held" and course["end"] and row["date"] > course["end"]:
                yield _mark({**row, "woman": course["woman"]}, 0, "from_start")


def _by_month(raw: Raw) -> Iterator[Unit]:
    return (_mark(row, row["status"] == "present", f"m{1 + (row['date'].month + 2) % 3}") for row in due(raw))


def _regular(raw: Raw) -> Iterator[Unit]:
    for course in raw.registers["enrolments"]:
        mine = [row["status"] == "present" for row in due(raw) if (row["woman"], row["cohort"]) == (course["woman"], course["cohort"])]
        if len(mine) >= 3:
            yield of_course(course, sum(mine) >= 0.75 * len(mine))


def _absent(raw: Raw) -> Iterator[Unit]:
    return (_mark(row, row["status"] == kind, kind) for row in due(raw) for kind in ("excused", "unexcused"))


def _gone(raw: Raw) -> Iterator[Unit]:
    """Who began in the window: gone without a reason (1), gone for one or having finished (2), or still there."""
    for course in raw.registers["enrolments"]:
        if not raw.during(course["start"]):
            continue
        marks = sorted((row["date"], row["session"], row["status"]) for row in raw.registers.presences
                       if (row["woman"], row["cohort"]) == (course["woman"], course["cohort"]))
        silent = not course["end"] and [status for *_, status in marks[-3:]] == ["unexcused"] * 3
        dropped = course["exit"] == "dropout" or silent
        last = max((day for day, _, status in marks if status == "present"), default=course["start"])
        stop = max(last, course["start"]) if dropped else course["end"] or raw.end - dt.timedelta(days=1)
        event = 1 if dropped else 2 if course["end"] else 0
        yield of_course(course, event, day=course["start"], weight=(stop - course["start"]).days + 1)


def _after_cards(raw: Raw) -> Iterator[Unit]:
    for course in raw.registers["enrolments"]:
        cards = [form for form in raw.answers if form.wave == "session" and (form.who, form.cohort) == (course["woman"], course["cohort"])
                 and form.number("today") is not None]
        first = sorted(cards, key=lambda form: form.day)[:3]
        if len(first) == 3 and (not course["end"] or course["end"] > first[-1].day):
            good = sum(form.number("today") == 3 for form in first)
            yield of_course(course, course["exit"] == "dropout", day=first[-1].day, weight=float(good < 1.5))


def _early(raw: Raw, since: str, phased: bool) -> Iterator[Unit]:
    two = {row["cohort"] for row in raw.registers["sessions"] if row["phase"] == "2" and row["date"] < raw.end}
    for course in raw.registers["enrolments"]:
        day = course.get(since)
        if raw.during(day) and day <= raw.end - SIXTY and (not phased or course["cohort"] in two):
            yield of_course(course, course["exit"] == "dropout" and course["end"] <= day + SIXTY, day=day)


def _dose(raw: Raw) -> Iterator[Unit]:
    found: dict[str, list[tuple[int, Form, float, float]]] = {}
    for form, before, after in pairs(raw, ("end",), lambda form: form.number("confidence")):
        if raw.during(form.day):
            came = sum(row["status"] == "present" and (row["woman"], row["cohort"]) == (form.who, form.cohort) and row["date"] <= form.day
                       for row in raw.registers.presences)
            seen = sum(row["who"] == form.who and row["date"] <= form.day for row in raw.registers["contacts"])
            found.setdefault(form.programme, []).append((came + seen, form, before, after))
    for women in found.values():
        doses = [dose for dose, *_ in women]
        for dose, form, before, after in women:
            # Who stands at one place with others stands in the middle of them.
            place = (sum(each < dose for each in doses) + (doses.count(dose) + 1) / 2) / len(doses)
            yield of_form(form, after, "little" if place <= 1 / 3 else "much" if place > 2 / 3 else "middle", before)


def _year(raw: Raw, cohort: str | None) -> str:
    """How many years ago the group started: y0 this year; empty where it is too long ago, or not known."""
    ago = raw.end.year - raw.registers.groups[cohort]["start"].year if cohort else 9
    return f"y{ago}" if ago < 3 else ""


def _satisfied(raw: Raw) -> Iterator[Unit]:
    for form in raw.answers:
        mark = form.number("overall")
        if form.wave == "end" and mark is not None and (part := _year(raw, form.cohort)):
            yield of_form(form, mark >= 4, part)


def _progress(raw: Raw) -> Iterator[Unit]:
    return (of_form(form, up >= 3 and down < up, part) for form, up, down in clear(raw) if (part := _year(raw, form.cohort)))


def _came(raw: Raw) -> Iterator[Unit]:
    return (_mark(row, row["status"] == "present", part) for row in due(raw) if (part := _year(raw, row["cohort"])))


def _work(raw: Raw) -> Iterator[Unit]:
    confidence = pairs(raw, ("end",), lambda form: form.number("confidence"))
    up = {(form.who, form.cohort): after - before >= 2 for form, before, after in confidence}
    without = {(form.who, form.cohort) for form in raw.answers if form.wave == "intake" and form.said("employment")
               and form.said("employment") not in IN_WORK}
    for form in raw.answers:
        key = (form.who, form.cohort)
        if form.wave.startswith("followup") and form.said("employment") and key in up and key in without:
            unit = of_form(form, form.said("employment") in IN_WORK)
            yield Unit(unit.value, unit.who, unit.cohort, unit.site, unit.programme, unit.day, unit.wave, "", float(up[key]))


HANDS = {
    "T01": Hand("rate", "quarter", _rate), "T01M": Hand("rate", "quarter", _by_month),
    "T02": Hand("share", "quarter", _regular), "T03": Hand("rate", "quarter", _absent),
    "T04": Hand("incidence", "year", _gone), "T05": Hand("difference", "to_date", _after_cards),
    "T06": Hand("share", "year", lambda raw: _early(raw, "phase2_start", False)),
    "T06A": Hand("share", "year", lambda raw: _early(raw, "start", True)),
    "T07": Hand("change", "answers", _dose), "T08": Hand("share", "to_date", _satisfied), "T08P": Hand("share", "to_date", _progress),
    "T08T": Hand("rate", "to_date", _came), "T09": Hand("difference", "to_date", _work),
}
