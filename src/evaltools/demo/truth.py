"""What really happened, counted straight from the synthetic organisation: what the pipeline has to find again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..scope import Period
from .bureau import Bureau
from .forms import Form
from .groups import Group, Woman
from .parameters import FACES, LADDERS, SATISFACTION_ITEMS, VISITOR

Counts = dict[str, object]
REGULAR, REGULAR_DUE = 0.75, 3
WEEKLY = 3
LATER = ("mid", "end", "followup6", "followup12")


def of_groups(groups: Iterable[Group], forms: Iterable[Form], quarters: Sequence[Period]) -> Counts:
    """One entry a cohort: its dates and size, and its counts in each quarter."""
    by_cohort: dict[str, list[Form]] = {}
    for form in forms:
        by_cohort.setdefault(form.cohort, []).append(form)
    return {group.plan.code: _of_group(group, by_cohort.get(group.plan.code, []), quarters) for group in groups}


def _of_group(group: Group, forms: list[Form], quarters: Sequence[Period]) -> Counts:
    by_wave: dict[str, dict[str, Form]] = {}
    for form in forms:
        by_wave.setdefault(form.wave, {})[form.number] = form
    return {
        "programme": group.plan.programme, "site": group.plan.site.id, "case_manager": group.plan.case_manager,
        "start": group.start.isoformat(), "planned_end": group.planned_end.isoformat(),
        "end": group.end.isoformat() if group.end else None, "women": len(group.women), "usual_venue": group.venue,
        "quarters": {str(quarter): _sessions(group, quarter) | _women(group, quarter) | _survey(forms, by_wave, quarter)
                     for quarter in quarters},
    }


def _in(quarter: Period, form: Form) -> bool:
    return quarter.start <= form.submitted.date() < quarter.end


def _sessions(group: Group, quarter: Period) -> Counts:
    """Sessions held, and the presences due at them."""
    mine = [session for session in group.sessions if quarter.start <= session.date < quarter.end]
    held = [session for session in mine if session.status == "held"]
    codes = {session.code for session in held}
    cells = [{code: status for code, status in woman.presence.items() if code in codes} for woman in group.women]
    status = Counter(status for row in cells for status in row.values())
    eligible = [row for row in cells if len(row) >= REGULAR_DUE]
    return {
        "sessions": dict(Counter(session.status for session in mine)),
        "in_usual_venue": sum(session.venue == group.venue for session in held),
        "session_dates": [session.date.isoformat() for session in held],
        "attendance": {"due": sum(status.values()), "present": status["present"], "excused": status["excused"],
                       "unexcused": status["unexcused"], "women": sum(bool(row) for row in cells)},
        "regular": {"eligible": len(eligible),
                    "regular": sum(list(row.values()).count("present") >= REGULAR * len(row) for row in eligible)},
    }


def _women(group: Group, quarter: Period) -> Counts:
    """Entries, exits and who belonged to the group: at any time of the quarter, and on its last day."""
    exits = [woman.exit for woman in group.women if woman.exit and quarter.start <= woman.exit.date < quarter.end]
    return {
        "participants": sum(_overlaps(woman, quarter) for woman in group.women),
        "entries": sum(quarter.start <= woman.start < quarter.end for woman in group.women),
        "exits": dict(sorted(Counter(left.kind for left in exits).items())),
        "exit_reasons": dict(sorted(Counter(left.reason for left in exits).items())),
        "active_at_end": sum(woman.start < quarter.end and (woman.exit is None or woman.exit.date >= quarter.end)
                             for woman in group.women),
        "phase2_passages": sum(woman.phase2 is not None and quarter.start <= woman.phase2 < quarter.end for woman in group.women),
    }


def _overlaps(woman: Woman, quarter: Period) -> bool:
    return woman.start < quarter.end and (woman.exit is None or woman.exit.date >= quarter.start)


def _survey(forms: list[Form], by_wave: Mapping[str, Mapping[str, Form]], quarter: Period) -> Counts:
    """Forms sent in the quarter: satisfaction, faces, change since the start, work, contacts."""
    sent = [form for form in forms if _in(quarter, form)]
    later = {wave: [form for form in sent if form.wave == wave] for wave in LATER}
    intake = by_wave.get("intake", {})
    return {
        "forms": dict(sorted(Counter(form.wave for form in sent).items())),
        "satisfaction": satisfied(later["end"], SATISFACTION_ITEMS),
        "availability": satisfied(later["mid"], ("availability",)),
        "suggestions": sum("suggestion" in form.answers for form in later["end"]),
        "faces": {item: _faces([form for form in sent if form.wave == "session"], item) for item in FACES},
        "change": {wave: {item: _change(found, intake, item) for item in LADDERS} for wave, found in later.items()},
        "employment": {wave: _moves(found, intake) for wave, found in later.items() if wave != "mid"},
        "weekly_contacts_kept": _kept(later["followup12"], by_wave.get("end", {})),
    }


def satisfied(forms: Iterable[Form], items: Iterable[str]) -> dict[str, dict[str, int]]:
    """By item: how many answered it from 1 to 5 (`n`), how many with 4 or 5 (`top2`), 3 or less, and the sum of their marks."""
    found = {}
    for item in items:
        marks = [int(form.answers[item][1:]) for form in forms if form.answers.get(item, "na") != "na"]
        found[item] = {"n": len(marks), "top2": sum(mark >= 4 for mark in marks), "middle": marks.count(3),
                       "worst": sum(mark <= 2 for mark in marks), "sum": sum(marks)}
    return found


def _faces(cards: list[Form], item: str) -> dict[str, int]:
    marks = [int(card.answers[item][1:]) for card in cards if card.answers.get(item, "pn") != "pn"]
    return {"n": len(marks), "best": marks.count(3), "sum": sum(marks)}


def _change(later: list[Form], intake: Mapping[str, Form], item: str) -> dict[str, int]:
    """Women who gave the item a number both times: how many, the sum of their changes, and their directions."""
    pairs = [(intake[form.number].answers.get(item, "pn"), form.answers.get(item, "pn"))
             for form in later if form.number in intake]
    steps = [int(after[1:]) - int(before[1:]) for before, after in pairs if "pn" not in (before, after)]
    return {"n": len(steps), "sum": sum(steps), "up": sum(step > 0 for step in steps), "same": steps.count(0),
            "down": sum(step < 0 for step in steps)}


def _moves(later: list[Form], intake: Mapping[str, Form]) -> dict[str, int]:
    states = Counter((intake[form.number].answers.get("employment"), form.answers.get("employment"))
                     for form in later if form.number in intake)
    return {f"{before} > {after}": count for (before, after), count in sorted(states.items(), key=str) if before and after}


def _kept(later: list[Form], end: Mapping[str, Form]) -> dict[str, int]:
    pairs = [(end[form.number].answers.get("contacts"), form.answers.get("contacts")) for form in later if form.number in end]
    weekly = [int(after[1:]) for before, after in pairs if before and after and int(before[1:]) >= WEEKLY]
    return {"base": len(weekly), "kept": sum(mark >= WEEKLY for mark in weekly)}


def of_bureau(bureau: Bureau, forms: Iterable[Form], quarters: Sequence[Period]) -> Counts:
    """The bureau's counts in each quarter."""
    visitors = [form for form in forms if form.wave == "visit"]
    return {"site": bureau.site, "women": len(bureau.visitors),
            "quarters": {str(quarter): _desk(bureau, [form for form in visitors if _in(quarter, form)], quarter)
                         for quarter in quarters}}


def _desk(bureau: Bureau, forms: list[Form], quarter: Period) -> Counts:
    visits = [row for row in bureau.visits if quarter.start <= row.date < quarter.end]
    contacts = [row for row in bureau.contacts if quarter.start <= row.date < quarter.end]
    requests = [row for row in bureau.requests if quarter.start <= row.date < quarter.end]
    closed = [row for row in bureau.requests if row.closed and quarter.start <= row.closed < quarter.end]
    held = [row for row in bureau.activities if row.status == "held" and quarter.start <= row.date < quarter.end]
    return {
        "entries": sum(quarter.start <= visitor.entry < quarter.end for visitor in bureau.visitors),
        "visits": len(visits), "visits_by_appointment": sum(row.appointment for row in visits),
        "visits_without_number": sum(not row.number for row in visits),
        "first_contacts": sum(row.first_contact for row in visits),
        "needs": dict(sorted(Counter(need for row in visits for need in row.needs).items())),
        "contacts": dict(sorted(Counter(row.kind for row in contacts).items())), "minutes": sum(row.minutes for row in contacts),
        "requests": dict(sorted(Counter(row.domain for row in requests if row.domain).items())),
        "closed": dict(sorted(Counter(row.status for row in closed).items())),
        "activities": dict(sorted(Counter(row.code for row in held).items())),
        "visitor_forms": len(forms), "satisfaction": satisfied(forms, VISITOR),
        "suggestions": sum("suggestion" in form.answers for form in forms),
    }
