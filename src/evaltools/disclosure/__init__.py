"""From figures to what may be read. `protect` applies the policy to each figure alone; `door` is the way to a release.

The policy's sixteen rules are described in the methods; here are rules 1 to 4, 8 to 10 and 16, behind the door also 5 to 7. A
withheld figure keeps its key and nothing else. What comes out depends, for an answer in a cohort, on the base and the band alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ..errors import DisclosureError
from ..figures import FIGURES, KEY, PUBLISHED
from ..settings import Policy
from .rules import cohort, public, wider
from .spreads import safe_spreads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..catalogue import Entry

    Rule = Callable[[Any, Entry, Policy], dict[str, object]]

RULES: dict[tuple[str, str], Rule] = {
    ("cohort", "cohort"): cohort, ("site", "site"): wider, ("programme", "programme"): wider, ("public", "programme"): public,
}
"""(audience, level) to rule: a level never reaches another audience than its own."""


def protect(figures: pd.DataFrame, catalogue: Mapping[str, Entry], policy: Policy) -> pd.DataFrame:
    """One published row for each figure, in the order of their keys.

    Parameters
    ----------
    figures
        Rows with the columns of `figures.FIGURES`.
    catalogue
        The entries of the figures' indicators.
    policy
        The thresholds.

    Raises
    ------
    DisclosureError
        Where the frame is not one of figures, two figures have one key, or one is meant for an audience that has no rule for its
        level or belongs to no entry.
    """
    if tuple(figures.columns) != FIGURES:
        raise DisclosureError("Only figures with all their columns can be protected.", "They come from estimates.estimate.")
    if figures.duplicated(list(KEY)).any():
        raise DisclosureError("Two figures have the same key.", "This is a mistake in an indicator; please report it.")
    readers = set(figures[["audience", "level"]].drop_duplicates().itertuples(index=False, name=None))
    if not readers <= set(RULES) or not set(figures["indicator"].unique()) <= set(catalogue):
        raise DisclosureError("A figure has no rule for its audience, or no entry in the catalogue.",
                              "Compute the quarter again.")
    rows = []
    # Of objects, since a column of Arrow makes each value anew when it is walked over.
    for figure in figures.astype(object).itertuples(index=False):
        verdict = RULES[figure.audience, figure.level](figure, catalogue[figure.indicator], policy)
        key = {name: getattr(figure, name) for name in KEY}
        rows.append({**key, "kind": figure.kind, "unit": figure.unit, **verdict})
    return safe_spreads(as_published(rows), catalogue)


def as_published(rows: list[dict[str, object]]) -> pd.DataFrame:
    """A frame with exactly the published columns and their types, sorted by key; what a status may not hold is refused."""
    frame = pd.DataFrame(rows, columns=list(PUBLISHED), dtype=object)
    _refuse_loose(frame)
    numbers = ("value", "low", "high")
    counts = ("n", "numerator", "count_low", "count_high")
    typed = {name: frame[name].astype("Float64" if name in numbers else "Int64" if name in counts else "string")
             for name in PUBLISHED}
    return pd.DataFrame(typed).sort_values(list(KEY), ignore_index=True)


def _refuse_loose(frame: pd.DataFrame) -> None:
    values = ["n", "numerator", "value", "low", "high", "count_low", "count_high"]
    withheld, banded = frame[frame["status"] == "withheld"], frame[frame["status"].isin(["banded", "at_least"])]
    if withheld[values].notna().any(axis=None) or banded[["numerator", "low", "high"]].notna().any(axis=None):
        raise DisclosureError("A withheld or banded figure still holds a value.",
                              "This is a mistake in a rule; please report it.")
