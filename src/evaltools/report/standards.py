"""The standards board: every standard of a programme's kind as met, not met or not measured, from published figures only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..catalogue.standards import Standard
from .figure import SHARES, Figure
from .view import View

Verdict = Literal["met", "unmet", "unsaid"]
HALF = 0.25
"""How far a mean told to the half point may lie from what is told."""


@dataclass(frozen=True)
class Held:
    """One standard held against one figure: the verdict, and the quarter that it is of; no figure where none was published."""

    standard: Standard
    verdict: Verdict
    figure: Figure | None
    period: str


def board(view: View) -> list[Held]:
    """Every standard of this scope's kind of programme and level, in the order of the documents' list."""
    about = view.release.context
    kind = about["programmes"].get(view.programme, {}).get("kind")
    found = [Standard.model_validate(fields) for fields in about.get("standards", [])]
    return [_held(view, each, str(about["period"])) for each in found
            if kind in each.programmes and view.scope.level in each.levels]


def standard_of(view: View, figure: Figure) -> Standard | None:
    """The standard that a figure is held against, if there is one for this part, level and kind of programme."""
    return next((held.standard for held in board(view)
                 if (held.standard.indicator, held.standard.part) == (figure.indicator, figure.part)
                 and figure.level in held.standard.levels), None)


def verdict(standard: Standard, figure: Figure | None) -> Verdict:
    """What may be said: where a band lies on both sides of a limit, nothing."""
    ends = _ends(figure) if figure is not None and not figure.withheld else None
    return standard.verdict(*ends) if ends else "unsaid"


def _held(view: View, standard: Standard, period: str) -> Held:
    known = standard.indicator in view.release.catalogue
    figure = next(iter(view.figures(standard.indicator, part=standard.part)), None) if known else None
    return Held(standard, verdict(standard, figure), figure, figure.since or period if figure else period)


def _ends(figure: Figure) -> tuple[float, float] | None:
    if figure.kind in SHARES:
        return figure.shares
    if figure.value is not None:
        exact = figure.numerator is not None or figure.status == "exact"
        return (figure.value, figure.value) if exact else (figure.value - HALF, figure.value + HALF)
    return (float(figure.bounds[0]), float(figure.bounds[1])) if figure.bounds else None
