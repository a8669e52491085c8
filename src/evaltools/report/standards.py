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
    """Every standard of this scope's kind of programme, in the order of the documents' list.

    One that is not held against the scope's own level is held against the antenna or the programme around it.
    """
    about = view.release.context
    found = [Standard.model_validate(fields) for fields in about.get("standards", [])]
    return [_held(view, each, str(about["period"])) for each in found
            if view.kind in each.programmes and any(level in each.levels for level in view.scopes)]


def verdict(standard: Standard, figure: Figure | None) -> Verdict:
    """What may be said: where a band lies on both sides of a limit, nothing."""
    ends = _ends(figure) if figure is not None and not figure.withheld else None
    return standard.verdict(*ends) if ends else "unsaid"


def _held(view: View, standard: Standard, period: str) -> Held:
    known = standard.indicator in view.release.catalogue
    level = next(level for level in view.scopes if level in standard.levels)
    found = view.figures(standard.indicator, part=standard.part, level=level) if known else []
    figure = next((figure for figure in found if not figure.withheld), found[0] if found else None)
    return Held(standard, verdict(standard, figure), figure, figure.since or period if figure else period)


def _ends(figure: Figure) -> tuple[float, float] | None:
    if figure.kind in SHARES:
        return figure.shares
    if figure.value is not None:
        exact = figure.numerator is not None or figure.status == "exact"
        return (figure.value, figure.value) if exact else (figure.value - HALF, figure.value + HALF)
    return (float(figure.bounds[0]), float(figure.bounds[1])) if figure.bounds else None
