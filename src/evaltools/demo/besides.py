"""What the teams note besides of each woman, session, interview, visit and request: drawn from known shares, row by row."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .groups import Group, Session
from .logs import Log, Row, even

THEMES = "housing education health work rights identity self_care"
PERMANENCES = even("mediation family_planning housing work mental_health")
STEPS = {"": 0.45, "plan": 0.15, "orientation": 0.08, "cv": 0.08, "interview_preparation": 0.08, "job_interview": 0.05, "project": 0.06,
         "closing": 0.05}
TOPICS = even("budget rights housing parenting psychological assertive job_interview")
FUNCTIONS = {"informed": 0.5, "oriented": 0.3, "equipped": 0.2}
COMMUNES = {"Koekelberg": 0.6, "Ganshoren": 0.25, "Berchem-Sainte-Agathe": 0.15}
HOURS = even("09:30 10:00 11:15 14:00 15:30 17:15")
BESIDES: dict[str, Log] = {
    "participants": Log(flags={"small_network": 0.6, "reading_help": 0.2, "shared_language": 0.85}, shares={"income": {
        "work": 0.12, "integration_income": 0.5, "unemployment": 0.2, "disability": 0.1, "alimony": 0.08}}),
    "contacts": Log(shares={"step": STEPS, "topic": TOPICS, "function": FUNCTIONS, "help": {
        "": 0.8, "computer": 0.06, "phone": 0.06, "transport": 0.05, "school": 0.03},
        "orientation": even("job training volunteering phase2 care")},
        flags={"agreed": 0.8, "context_social": 0.95, "context_work": 0.9, "context_family": 0.85, "peer": 0.2}),
    "visits": Log(shares={"start_time": HOURS, "commune": COMMUNES, "function": FUNCTIONS}, amounts={"waiting": (1, 15)}),
    "requests": Log(shares={"way": {"here": 0.5, "warm": 0.2, "referred": 0.3}}, flags={"lacking": 0.15}),
    "sessions": Log(shares={"theme": even(THEMES), "form": {"information": 0.3, "reflection": 0.3, "action": 0.25, "relaxation": 0.15},
                            "venue_kind": {"commune": 0.6, "association": 0.4}, "lead": {
                                "psychologist": 0.25, "social": 0.4, "coach": 0.2, "case_manager": 0.15},
                            "cancelled_for": even("staff women room holiday")},
                    flags={"chosen": 0.55, "check_in": 0.8, "accessible": 0.5, "childcare": 0.4, "peer": 0.15},
                    amounts={"workers": (1, 2), "children": (1, 8), "minutes": (2, 3)}),
}
OF_STEP = {"orientation": ("orientation", "context_social", "context_work", "context_family"), "plan": ("agreed",)}
"""What an interview notes at a certain step only."""


def drawn(table: str, rng: np.random.Generator) -> Row:
    """What is noted of one row, before anything is left out of it."""
    log = BESIDES[table]
    row: Row = {name: str(rng.choice(list(codes), p=list(codes.values()))) or None for name, codes in (log.shares or {}).items()}
    row |= {name: bool(rng.random() < share) for name, share in (log.flags or {}).items()}
    return row | {name: int(rng.integers(low, high + 1)) for name, (low, high) in (log.amounts or {}).items()}


def of_contact(rng: np.random.Generator) -> Row:
    """One interview: its step, topic, function and material help."""
    row = drawn("contacts", rng)
    tied = {name for step, names in OF_STEP.items() if step != row["step"] for name in names}
    return {name: None if name in tied else value for name, value in row.items()}


def of_visit(appointment: bool, rng: np.random.Generator) -> Row:
    """One visit: its time, the municipality, what she left with; days waited where there was an appointment."""
    row = drawn("visits", rng)
    return row if appointment else row | {"waiting": None}


def of_session(group: Group, session: Session, rng: np.random.Generator) -> Row:
    """One group session: nothing of one that was not held but why, the agreement in the first three, the closing at the last."""
    row = drawn("sessions", rng)
    if session.status != "held":
        why = row["cancelled_for"] if session.status == "cancelled" else None
        return dict.fromkeys([*row, "worker", "agreement", "closing", "family", "certificates"]) | {"cancelled_for": why}
    place = [each.code for each in group.held].index(session.code)
    stranger, family = rng.random() < 0.08, bool(rng.random() < 0.6)
    last = group.end is not None and place == len(group.held) - 1
    completed = sum(woman.exit is not None and woman.exit.reason == "completed" for woman in group.women)
    minutes = row["minutes"]
    assert isinstance(minutes, int)
    return row | {
        "cancelled_for": None, "minutes": 60 * minutes, "children": row["children"] if row["childcare"] else None,
        "worker": f"{group.plan.case_manager}-R" if stranger else group.plan.case_manager,
        "agreement": bool(rng.random() < 0.5) if place < 3 else None, "closing": True if last else None,
        "family": family if last else None, "certificates": completed if last else None}


def of_activity(kind: str, status: str, rng: np.random.Generator) -> Row:
    """One activity of a bureau: who came of how many places; the theme of a thematic session, the children of theirs."""
    attended, places = int(rng.integers(4, 13)), int(rng.integers(12, 16))
    theme = str(rng.choice(list(PERMANENCES))) if kind == "permanence" else None
    held = status == "held"
    return {"attended": attended if held else None, "places": places, "theme": theme,
            "children": int(rng.integers(3, 12)) if kind == "children" and held else None}


def of_meeting(kind: str, rng: np.random.Generator) -> Row:
    """One café, open moment or meeting with families: who came."""
    found: Mapping[str, Row] = {
        "cafe": {"attended": int(rng.integers(6, 14)), "alumni": int(rng.integers(2, 6))},
        "open": {"attended": int(rng.integers(6, 14)), "outside": int(rng.integers(1, 6))},
        "codesign": {"attended": int(rng.integers(4, 10)), "decisions": int(rng.integers(0, 4))}}
    return found[kind]
