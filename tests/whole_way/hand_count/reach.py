"""R, C, N, B, K, G and V: who is reached and how, what they need, what it costs, with whom, and whether they are heard."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from .activities import enrolled, held, is_
from .adding import Hand, Raw, Unit
from .attendance import due
from .fidelity import completed
from .units import average, days, of_course, of_place, of_row, portion, ratio, several, tally, yes
from .workbooks import Row

NO_WORK = ("jobseeking", "none", "training", "volunteering")
CHANNELS = ("cpas", "association", "school", "word_of_mouth", "commune", "internet", "other")
AGES = ("under_25", "25_34", "35_44", "45_plus")
SPOKEN = ("fr", "nl", "en", "ar", "tr", "other")
STEPS = ("date", "invited", "informed", "accepted", "started")
SPENT = ("supports", "promotion", "training", "individual", "supplies", "room", "administration", "pay", "premises", "children",
         "workshops", "childcare")
NEEDS = ("isolation", "mental_load", "administrative", "financial", "educational", "legal", "social")
OUTCOMES = ("contact", "obtained", "refused", "lost")
CLOSED = ("resolved", "partly", "not_resolved", "abandoned")
SIX = {"work": "work", "care": "wellbeing", "education": "family", "housing": "housing", "leisure": "leisure", "rights": "rights"}
OWN = ("social", "debts", "housing", "employment", "energy", "wellbeing")
HALF_A_YEAR, YEAR, DAY = dt.timedelta(days=183), dt.timedelta(days=365), dt.timedelta(days=1)


def _movements(raw: Raw) -> Iterator[Unit]:
    for row in raw.registers["enrolments"]:
        last = row["end"] or row["group"]["end"]
        here = {"entries": raw.during(row["start"]), "exits": raw.during(last),
                "active": row["start"] < raw.end and not (last and last < raw.end)}
        yield from (of_course(row, 1, part) for part, there in here.items() if there)


def starters(raw: Raw) -> Iterator[tuple[Row, Unit]]:
    """Who began in a group in the window, or came to a bureau for the first time, with what is noted of her."""
    for row in raw.of("enrolments", "start"):
        if row["woman"] in raw.registers.women:
            yield raw.registers.women[row["woman"]], of_course(row, 1, day=row["start"])
    for row in raw.of("visits"):
        if row["first_contact"] and row["woman"] in raw.registers.women:
            yield raw.registers.women[row["woman"]], of_row(row)


def noted(parts: dict[str, object]) -> Hand:
    """Women who began: 1 for each part that holds of her; None where nothing is noted."""
    def units(raw: Raw) -> Iterator[Unit]:
        for woman, unit in starters(raw):
            for part, holds in parts.items():
                if (found := holds(woman)) is not None:
                    yield Unit(float(found), unit.who, unit.cohort, unit.site, unit.programme, unit.day, "", part)
    return Hand("share", "year", units)


def mixed(parts: dict[str, str]) -> Hand:
    """Women who began: 1 over the sum of squared shares of those of her programme."""
    def units(raw: Raw) -> Iterator[Unit]:
        for part, column in parts.items():
            told = [(woman[column], unit) for woman, unit in starters(raw) if woman[column] is not None]
            for _, unit in told:
                mine = Counter(code for code, other in told if other.programme == unit.programme)
                number = sum(mine.values()) ** 2 / sum(times ** 2 for times in mine.values())
                yield Unit(number, unit.who, unit.cohort, unit.site, unit.programme, unit.day, "", part)
    return Hand("mean", "year", units)


def _alone_without_work(woman: Row) -> bool | None:
    if woman["single_mother"] is None or woman["employment"] is None:
        return None
    return bool(woman["single_mother"] and woman["employment"] in NO_WORK)


def _present(raw: Raw) -> Iterator[Unit]:
    return (of_row({**row, "who": row["woman"]}) for row in due(raw) if row["status"] == "present")


def _coverage(raw: Raw) -> Iterator[Unit]:
    women = {(unit.programme, unit.who): unit for unit in _present(raw)}
    for (programme, _), unit in women.items():
        yield Unit(1, unit.who, unit.cohort, unit.site, programme, None, "", "", 2100 / sum(each == programme for each, _ in women))


def _sites(raw: Raw) -> Iterator[Unit]:
    places = {row["site"]: row for row in raw.of("sessions") if held(row) and row["cohort"]}
    return (of_place({**row, "cohort": None}, 1) for row in places.values())


def _children(raw: Raw) -> Iterator[Unit]:
    seen = set()
    for woman, unit in starters(raw):
        if (unit.who, unit.cohort) not in seen:
            seen.add((unit.who, unit.cohort))
            yield Unit(float((woman["children_band"] or "0")[0]), unit.who, unit.cohort, unit.site, unit.programme)


def _inviting(raw: Raw) -> Iterator[Unit]:
    places = {row["site"]: row for row in raw.of("candidates", "invited")}
    return (of_place(row, 1) for row in places.values())


def _conversion(raw: Raw) -> Iterator[Unit]:
    for row in raw.of("candidates"):
        for step, after in pairwise(STEPS):
            if row[step]:
                yield of_row(row, bool(row[after]), after)


def _families(*tables: str) -> object:
    return lambda raw: (of_row(row) for table in tables for row in raw.of(table) if row["woman"])


def _returned(raw: Raw) -> Iterator[Unit]:
    days: dict[tuple[str, str], set[dt.date]] = {}
    places: dict[tuple[str, str], Row] = {}
    for row in [*raw.registers["visits"], *raw.registers["contacts"]]:
        if row["woman"]:
            places[row["woman"], row["site"]] = row
            days.setdefault((row["woman"], row["site"]), set()).add(row["date"])
    for key, seen in days.items():
        first = min(seen)
        if raw.end - YEAR <= first < raw.end - HALF_A_YEAR:
            soon = sum(day < first + HALF_A_YEAR for day in seen)
            yield of_place({**places[key], "cohort": None}, soon >= 2)


def _desk_days(raw: Raw) -> Iterator[Unit]:
    days: dict[tuple[str, dt.date], list[Row]] = {}
    for row in raw.of("visits"):
        days.setdefault((row["site"], row["date"]), []).append(row)
    return (of_place(rows[0], len(rows)) for rows in days.values())


def _weeks(worth: object) -> object:
    def units(raw: Raw) -> Iterator[Unit]:
        monday = raw.start + (7 - raw.start.weekday()) % 7 * DAY
        places = {row["site"]: row for row in raw.registers["visits"]}
        open_days = {(row["site"], row["date"]) for row in raw.registers["visits"]}
        open_days |= {(row["site"], row["date"]) for row in raw.registers["sessions"] if held(row) and not row["cohort"]}
        while monday + 7 * DAY <= raw.end:
            for site, row in places.items():
                number = sum((site, monday + day * DAY) in open_days for day in range(7))
                yield of_place({**row, "cohort": None}, worth(number), day=monday)
            monday += 7 * DAY
    return units


def _contributions(raw: Raw, column: str) -> Iterator[Unit]:
    kinds = {(row["partner"], row["programme"]): row[column] for row in raw.registers["partners"]}
    once = {(row["partner"], row["site"]): row for row in raw.of("partnerships")}
    for row in once.values():
        if kind := kinds.get((row["partner"], row["programme"])):
            yield of_place({**row, "cohort": None}, 1, kind, day=row["date"])


def _domains(raw: Raw) -> Iterator[Unit]:
    kinds = {(row["partner"], row["programme"]): row["domain"] for row in raw.registers["partners"]}
    places = {row["site"]: row for row in raw.registers["partnerships"]}
    for site, place in places.items():
        seen = {kinds.get((row["partner"], row["programme"])) for row in raw.of("partnerships") if row["site"] == site}
        yield from (of_place({**place, "cohort": None}, domain in seen) for domain in SIX.values())


def _warm(raw: Raw) -> Iterator[Unit]:
    for row in raw.of("referrals"):
        if row["manner"] and row["outcome"] not in (None, "waiting") and not row["received"]:
            yield of_row(row, row["outcome"] == "obtained", weight=row["manner"] == "warm")


def _cost_for_each(raw: Raw) -> Iterator[Unit]:
    for programme in {row["programme"] for row in raw.registers["costs"]}:
        spent = sum(row["amount"] or 0 for row in raw.of("costs") if row["programme"] == programme and row["kind"] in SPENT)
        numbers = {"participant": len({row["woman"] for row in enrolled(raw) if row["programme"] == programme}),
                   "session": sum(row["programme"] == programme and held(row) and bool(row["cohort"]) for row in raw.of("sessions")),
                   "presence": sum(row["programme"] == programme and row["status"] == "present" for row in due(raw)),
                   "completer": len({row["woman"] for row in completed(raw) if row["programme"] == programme})}
        yield from (Unit(spent / number, programme=programme, part=part) for part, number in numbers.items() if number)


def _groups_of_talk(raw: Raw) -> Iterator[Unit]:
    days = {(row["site"], row["date"]): row for row in raw.of("themes") if row["source"] == "group"}
    return (of_place({**row, "cohort": None}, 1) for row in days.values())


def _cost(*kinds: str) -> Hand:
    return tally("year", "costs", is_("kind", *kinds), worth=yes("amount"))


def _sent(kind: str, column: str = "", by: str = "") -> Hand:
    return tally("quarter", "communications", is_("kind", *kind.split()), by=by, **{"worth": yes(column)} if column else {})


def _late(row: Row) -> bool | None:
    return None if not row["start_time"] else bool(str(row["start_time"]) >= "17:00" or row["date"].weekday() >= 5)


def _outgoing(row: Row) -> bool:
    return row["received"] is False


HANDS = {
    "R01": Hand("count", "quarter", _movements, True),
    "R02": noted({"single_mother": yes("single_mother"), "not_working": _alone_without_work}),
    "R03": Hand("count", "calendar_year", _present, True), "R04": Hand("count", "to_date", _present, True),
    "R05": Hand("count", "quarter", _sites), "R06": Hand("count", "year", _children), "R07": Hand("count", "quarter", _inviting),
    "R08": noted({age: is_("age_band", age) for age in AGES}), "R08L": noted({spoken: is_("language", spoken) for spoken in SPOKEN}),
    "R08E": mixed({"age": "age_band", "language": "language", "children": "children_band", "income": "income"}),
    "C01E": mixed({"": "entry_channel"}), "R09": Hand("rate", "to_date", _coverage),
    "R10": several("year", "candidates", {"identified": yes("date"), **{step: yes(step) for step in STEPS[1:]}}),
    "R10C": Hand("share", "year", _conversion), "R11": Hand("share", "year", _returned),
    "R12": Hand("count", "calendar_year", _families("visits", "contacts"), True),
    "R13": Hand("count", "quarter", _families("visits"), True), "R14": Hand("mean", "quarter", _desk_days),
    "R16": noted({"single_mother": yes("single_mother"), "integration_income": is_("income", "integration_income"),
                  "small_network": yes("small_network"), "not_working": is_("employment", *NO_WORK)}),
    "R17": noted({"": yes("shared_language")}),
    "R18": Hand("count", "calendar_year", lambda raw: (of_course(row, 1) for row in enrolled(raw)), True),
    "C01": noted({channel: is_("entry_channel", channel) for channel in CHANNELS}), "C06R": noted({"": yes("reading_help")}),
    "C08": noted({channel: is_("entry_channel", channel) for channel in ("cpas", "association", "school", "commune")}),
    "C01N": tally("quarter", "communications", by="kind"), "C02": _sent("email", "copies"), "C03": _sent("social"),
    "C02R": ratio("quarter", "communications", "registrations", "copies", is_("kind", "email")),
    "C03R": _sent("social", "reach"), "C03S": _sent("social", "shared"), "C04": _sent("newspaper"), "C05": _sent("website"),
    "C06": _sent("video"), "C07": _sent("poster leaflet", "copies", "kind"), "C07P": _sent("poster leaflet", "points", "kind"),
    "C09": _sent("event"), "C09A": _sent("event", "attendees"), "C09C": _sent("event", "contacts_made"),
    "C10": tally("quarter", "communications", is_("kind", "relay"), by="place"),
    "C11": tally("year", "candidates", by="channel", women=True),
    **{f"B{number:02d}": _cost(kind) for number, kind in enumerate(SPENT, start=1)},
    "B07T": _cost(*SPENT), "B01P": ratio("year", "costs", "amount", "planned", is_("kind", *SPENT)),
    "B13": Hand("mean", "year", _cost_for_each),
    "N01": portion("quarter", "visits", {need: lambda row, need=need: bool(row[f"need_{need}"]) for need in NEEDS}, yes("first_contact")),
    "N04": tally("quarter", "requests", by="domain"), "N05": portion("year", "rights", lambda row: bool(row["opened"])),
    "N05D": portion("year", "rights", lambda row: (row["opened"] - row["date"]).days <= 90, yes("opened")),
    "N05M": average("year", "rights", days("date", "opened"), told_from=30), "N05R": tally("year", "rights", by="right"),
    "N06": portion("year", "rights", lambda row: bool(row["opened"]), is_("right", "alimony")),
    "N06L": tally("year", "referrals", is_("domain", "legal")),
    "N07": portion("year", "requests", is_("status", "resolved"), is_("status", *CLOSED)),
    "N07D": average("year", "requests", days("date", "closed"), told_from=30),
    "N07O": portion("year", "requests", {outcome: is_("status", outcome) for outcome in CLOSED}, is_("status", *CLOSED)),
    "N09": tally("year", "referrals", _outgoing, by="domain"),
    "N09O": portion("year", "referrals", {outcome: is_("outcome", outcome) for outcome in OUTCOMES},
                    lambda row: _outgoing(row) and row["outcome"] in OUTCOMES),
    "N12": portion("year", "referrals", is_("manner", "warm"), _outgoing), "N12D": Hand("difference", "year", _warm),
    "P20": portion("year", "goals", is_("level", "reached", "more", "much_more"), day="reviewed"),
    "P20O": portion("year", "goals", yes("own")),
    "F10": portion("quarter", "visits", _late), "F11": Hand("share", "quarter", _weeks(lambda number: number > 0)),
    "F12": Hand("mean", "quarter", _weeks(float)), "F12W": Hand("share", "quarter", _weeks(lambda number: number >= 2)),
    "K01": Hand("count", "quarter", lambda raw: _contributions(raw, "kind")), "K02": tally("year", "referrals", yes("received")),
    "K03": tally("quarter", "referrals", lambda row: row["internal"] and row["domain"] in OWN, by="domain"),
    "K05": Hand("share", "quarter", _domains),
    "K06": tally("quarter", "partnerships", by="mode"), "K07": Hand("count", "year", lambda raw: _contributions(raw, "domain")),
    "K09": tally("year", "partners", day="signed"),
    "G01": tally("year", "signals", by="kind"), "G01D": tally("year", "signals", by="domain"), "G01P": tally("year", "signals", by="power"),
    "G02": portion("to_date", "signals", {
        step: lambda row, step=step: bool(row[step]) for step in ("discussed", "recommended", "changed")}),
    "G02D": average("to_date", "signals", days("date", "discussed"), middle=True),
    "G02M": average("to_date", "signals", days("date", "changed"), middle=True),
    "G02R": average("to_date", "signals", days("date", "recommended"), middle=True),
    "G03": several("year", "signals", {"recommended": yes("recommended"), "changed": yes("changed")}, False),
    "G04": tally("year", "signals", yes("single_parents"), by="obtained", day="changed"),
    "G05": tally("year", "signals", is_("kind", "gap"), by="domain"), "G05R": tally("year", "requests", yes("lacking")),
    "V01": tally("year", "themes", lambda row: row["theme"] != "other", by="theme", women=True), "V02N": tally("year", "improvements"),
    "V02": portion("year", "improvements", {step: lambda row, step=step: bool(row[step]) for step in ("decided", "done", "told")}),
    "V02D": average("to_date", "improvements", days("date", "told"), middle=True),
    "V03": tally("year", "sessions", lambda row: held(row) and row["kind"] == "codesign"),
    "V03D": tally("year", "sessions", lambda row: held(row) and row["kind"] == "codesign", worth=yes("decisions")),
    "V04": tally("year", "improvements", is_("about", "hours"), day="done"), "V05": Hand("count", "quarter", _groups_of_talk),
    "V05P": tally("quarter", "themes", is_("source", "group"), women=True),
    "V06": several("to_date", "themes", {"collected": lambda row: row["source"] == "testimony",
                                         "consented": lambda row: row["source"] == "testimony" and row["consent"],
                                         "released": lambda row: row["source"] == "testimony" and row["released"]}),
}
