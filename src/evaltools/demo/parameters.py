"""The known truth: what the synthetic organisation is drawn from. Tests hold the pipeline's figures against these numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Shares = Mapping[str, float]

SATISFACTION_ITEMS = ("overall", "promotion", "regularity", "professionalism", "tools", "venue", "support", "childcare",
                      "content")
FACES = ("today", "content", "welcome")
LADDERS = ("confidence", "autonomy", "housing", "work", "income", "education", "health", "mobility", "leisure", "network",
           "mental", "children")
WAVES = ("intake", "mid", "end", "followup6", "followup12")

# Spread around the means, common to both programmes. Satisfaction is standard normal in all: shared by the items of one
# woman (its root mean square is SHARED) and her own for each item, so that a top-2 probability is exact for a random woman.
SHARED = 0.6
TRAIT, DOMAIN_TRAIT, MOMENT, PROGRESS = 1.1, 0.8, 0.7, 0.7
DISSATISFIED = -0.4
"""Below this shared satisfaction a woman counts as dissatisfied: her hazard of dropping out is `dropout_ratio` times higher."""


@dataclass(frozen=True)
class Parameters:
    """One programme's truth.

    Attributes
    ----------
    attendance
        Probability that an enrolled woman who is not dropping out is present; women vary around it as a beta distribution.
    concentration
        The beta distribution's a + b: the higher, the more alike the women are.
    excused
        Share of absences that are excused.
    dropout
        Hazard, at each held session, that a satisfied woman never comes back.
    dropout_ratio
        How many times higher that hazard is for a dissatisfied woman.
    exits
        Hazard of each other exit, at each held session, by reason.
    phase2
        Probability that a woman who still comes goes on to phase 2; who does not leaves.
    satisfaction
        Probability of one of the two best answers, by item of the end questionnaire, and `availability` half-way.
    faces
        Probability of the best face on the card, by item.
    baseline
        Mean of each 0 to 10 item at the start, before rounding and clipping.
    change
        Mean change from the start of each 0 to 10 item, by wave, before rounding and clipping.
    response
        Probability that an invited woman answers, by wave; `session` is the card.
    employment
        Probability of each state at the end, by state at the start.
    employment_after
        The same for six months after the course.
    """

    attendance: float
    concentration: float
    excused: float
    dropout: float
    dropout_ratio: float
    exits: Shares
    phase2: float
    satisfaction: Shares
    faces: Shares
    baseline: Shares
    change: Mapping[str, Shares]
    response: Shares
    employment: Mapping[str, Shares]
    employment_after: Mapping[str, Shares]


BASELINE = {"confidence": 4.6, "autonomy": 4.8, "housing": 5.3, "work": 4.4, "income": 4.3, "education": 5.0, "health": 5.4,
            "mobility": 5.8, "leisure": 4.0, "network": 4.9, "mental": 4.6, "children": 6.4}
GAIN = {"confidence": 1.6, "autonomy": 0.7, "housing": 0.2, "work": 0.8, "income": 0.4, "education": 1.0, "health": 0.5,
        "mobility": 0.3, "leisure": 1.8, "network": 1.5, "mental": 1.2, "children": 0.6}
KEPT = {"intake": 0.0, "mid": 0.5, "end": 1.0, "followup6": 0.9, "followup12": 0.8}
"""The part of the gain that stands at each wave: half of it half-way, four fifths of it a year later."""


def _changes(strength: float) -> dict[str, dict[str, float]]:
    return {wave: {item: round(strength * kept * gain, 3) for item, gain in GAIN.items()} for wave, kept in KEPT.items()}


def _moves(job: float, training: float, stay: float) -> dict[str, dict[str, float]]:
    """Moves from one wave to the next: who has work mostly keeps it, the others find work, a training, or stay."""
    away = {state: {"job": job, "train": training, state: round(1 - job - training, 3)} for state in ("volun", "seek", "none")}
    return {"job": {"job": stay, "seek": round(1 - stay, 3)}, "art60": {"art60": 0.7, "job": 0.2, "seek": 0.1},
            "train": {"train": 0.6, "job": 0.25, "seek": 0.15}, **away}


WORKSHOP = Parameters(
    attendance=0.78, concentration=9.0, excused=0.6, dropout=0.012, dropout_ratio=3.0,
    exits={"job": 0.006, "training": 0.004, "moved": 0.002, "birth": 0.002}, phase2=1.0,
    satisfaction={"overall": 0.85, "promotion": 0.66, "regularity": 0.74, "professionalism": 0.91, "tools": 0.79, "venue": 0.58,
                  "support": 0.84, "childcare": 0.63, "content": 0.88, "availability": 0.86},
    faces={"today": 0.78, "content": 0.74, "welcome": 0.9},
    baseline=BASELINE, change=_changes(1.0),
    response={"intake": 0.95, "mid": 0.86, "end": 0.84, "followup6": 0.62, "followup12": 0.48, "session": 0.9},
    employment=_moves(0.08, 0.12, 0.92), employment_after=_moves(0.1, 0.08, 0.9))

MIRIAM = Parameters(
    attendance=0.72, concentration=7.0, excused=0.65, dropout=0.004, dropout_ratio=3.0,
    exits={"job": 0.0025, "training": 0.0025, "moved": 0.001, "end_of_right": 0.0008, "birth": 0.0007}, phase2=0.88,
    satisfaction={"overall": 0.87, "promotion": 0.6, "regularity": 0.8, "professionalism": 0.9, "tools": 0.76, "venue": 0.7,
                  "support": 0.88, "childcare": 0.55, "content": 0.83, "availability": 0.9},
    faces={"today": 0.75, "content": 0.72, "welcome": 0.88},
    baseline=BASELINE, change=_changes(1.25),
    response={"intake": 0.97, "mid": 0.88, "end": 0.86, "followup6": 0.66, "followup12": 0.52, "session": 0.85},
    employment=_moves(0.15, 0.18, 0.92), employment_after=_moves(0.1, 0.08, 0.9))

PARAMETERS = {"ateliers": WORKSHOP, "miriam": MIRIAM}

VISITOR = {"overall": 0.86, "answer": 0.77, "hours": 0.55, "venue": 0.72}
"""Probability of one of the two best answers in the bureau's visitor survey."""
