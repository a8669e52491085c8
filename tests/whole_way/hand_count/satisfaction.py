"""S: are they satisfied? Five answers and three faces, never added together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from .adding import Hand, Raw, Unit
from .forms import Form
from .units import answers, at_least, at_most, choices, chosen, mostly, of_course, of_form, value, written

END, BOTH, VISIT = ("end",), ("mid", "end"), ("visit",)
TOP, GOOD = at_least(4), at_least(3)
THEMES = {code: code for code in ("overall", "promotion", "regularity", "tools", "venue", "support", "content")}
WAVES = ("intake", "mid", "end", "followup6", "followup12")


def _responded(raw: Raw) -> Iterator[Unit]:
    """Women of groups whose wave was due in the window and who had joined by then: 1 where half of her form is filled in."""
    heard = {(form.who, form.cohort, form.wave) for form in raw.answers if form.cohort}
    asked = {form.wave for form in raw.answers if form.cohort}
    for row in raw.registers["enrolments"]:
        start, end = row["group"]["start"], row["group"]["end"] or row["group"]["planned_end"]
        due = {"intake": row["start"], "mid": start + (end - start) / 2, "end": end,
               "followup6": months(end, 6), "followup12": months(end, 12)}
        for wave, day in due.items():
            if wave in asked and row["start"] <= day and raw.during(day):
                unit = of_course(row, (row["woman"], row["cohort"], wave) in heard, day=day)
                yield Unit(unit.value, unit.who, unit.cohort, unit.site, unit.programme, day, wave)


def months(day: dt.date, number: int) -> dt.date:
    """The same day so many months later."""
    month = day.month - 1 + number
    return day.replace(year=day.year + month // 12, month=month % 12 + 1)


def _mood(raw: Raw) -> Iterator[Unit]:
    cards: dict[tuple[str, str | None], list[Form]] = {}
    for form in raw.answers:
        if form.wave == "session" and raw.during(form.day) and None not in (form.number("before"), form.number("after")):
            cards.setdefault((form.who, form.cohort), []).append(form)
    for mine in cards.values():
        before, after = (sum(form.number(code) or 0 for form in mine) / len(mine) for code in ("before", "after"))
        yield of_form(max(mine, key=lambda form: form.day), after, "", before)


def _ending(raw: Raw) -> Iterator[Unit]:
    for part, code, worth in (("prepared", "endingPrepared", TOP), ("loss", "endingLoss", TOP), ("offer", "endingOffer", chosen("yes"))):
        yield from answers(("end", "followup6"), {part: code}, worth).units(raw)


def _middle(form: Form, code: str) -> float | None:
    return None if form.number(code) is None else float(form.number(code) == 3)


def _team(code: str, waves: tuple[str, ...] = BOTH) -> Hand:
    return answers(waves, code, TOP, staff=True)


HANDS = {
    "A19S": answers(END, "decided", TOP), "A23S": answers(END, "themes", TOP), "A26S": mostly({"before": "before", "after": "after"}, GOOD),
    "F06S": mostly("access", GOOD), "F06T": answers(VISIT, "travel", chosen("tr1", "tr2")), "F09S": mostly("childcare", chosen("no")),
    "F10S": answers(VISIT, "hours", TOP), "F15": answers(("intake", "mid"), "endKnown", chosen("yes")), "F26S": mostly("understood", GOOD),
    "RR": Hand("share", "answers", _responded), "L00": Hand("share", "answers", lambda raw: (
        unit for unit in _responded(raw) if unit.wave == "followup12")),
    "S01": answers(("end", "visit"), "overall", TOP), "S01B": answers(END, THEMES, _middle),
    "S01D": answers(END, THEMES, at_most(2)), "S01C": mostly("today", GOOD),
    "S01T": answers(("end", "visit"), "suggestion", written, "count", women=True), "S02": answers(END, "promotion", TOP),
    "S03": answers(END, "regularity", TOP), "S04": _team("professionalism", END), "S05": answers(END, "tools", TOP),
    "S05C": mostly("useful", GOOD), "S06": answers(("end", "visit"), "venue", TOP),
    "S07": replace(answers(END, {"support": "support", "childcare": "childcare"}, TOP), above=("childcare",)), "S08": _team("kindness"),
    "S08C": mostly("welcome", GOOD, staff=True), "S09": answers(END, "content", TOP), "S09C": mostly("content", GOOD),
    "S10": _team("listened", ("mid", "end", "visit")), "S10C": mostly("listened", GOOD, staff=True),
    "S11": answers(VISIT, {part: f"reception[{part}]" for part in ("friendly", "kind", "tolerant")}, TOP, staff=True),
    "S12": _team("seen"), "S13": _team("pace"), "S14": answers(BOTH, "trustManager", value, "mean", staff=True), "S15": _team("adapted"),
    "S16": answers(END, "dayMatters", TOP), "S17": mostly({"safe": "safe", "joined": "joined", "useful": "useful"}, GOOD),
    "S18": mostly("together", GOOD), "S19": _team("notJudged"), "S19C": mostly("accepted", GOOD, staff=True),
    "S20": Hand("share", "answers", _ending), "S21": choices(END, "duration", "short right long", above=("short", "long")),
    "S22": _team("availability"),
    "S23": answers(END, {part: f"adminHelp[{part}]" for part in ("papers", "money", "home", "children", "work")}, TOP),
    "S24": Hand("change", "quarter", _mood, clearly=0.5), "S25": answers(("end", "visit"), "recommend", chosen("yes")),
    "S26": answers(BOTH, {"encouraged": "encouraged", "unhurried": "unhurried"}, TOP, staff=True), "S27": _team("equals"),
}
