"""The shapes of figures: as estimated (with their contributors, in the workspace) and as published. Names only."""

from __future__ import annotations

from typing import Literal

Audience = Literal["cohort", "site", "programme", "public"]
Status = Literal["exact", "banded", "at_least", "carried", "withheld"]

KEY = ("period", "audience", "level", "scope", "indicator", "version", "wave", "by", "group", "part")
"""One figure. `audience`: cohort is the policy's L1, site and programme are L2, public is L3. `part` is a category
(a life domain, an exit, an item), empty for the whole; `by` and `group` a breakdown, empty today."""

FIGURES = (*KEY, "kind", "unit", "origin", "n", "persons", "eligible", "cohorts", "managers",
           "numerator", "fewest", "value", "low", "high", "method")
"""n: the base (answers, due presences, sessions). persons: distinct women in it. eligible: the women who could have been in it.
origin: answers (what women said) or register (what the team recorded itself). cohorts, managers: how many groups and case
managers stand behind it. numerator: the count of a share or count. fewest: the smallest number of women that the value rests on:
in the part or the complement of a share, in a cell of a difference, known to the end of an incidence. value, low, high: the
estimate and its 95 % interval, in `unit`."""

CONTRIBUTORS = (*KEY, "contributor", "in_numerator")
"""One woman in one figure: makes sums and differencing computable; never leaves the workspace."""

PUBLISHED = (*KEY, "kind", "unit", "status", "n", "numerator", "value", "low", "high", "count_low", "count_high", "since")
"""One figure as it may be read. By status:

exact     value, low and high as estimated, numerator where it is a count or share, n the base
          (register totals, or part and complement large enough)
banded    n and count_low..count_high (the true count is one of these), or for a mean `value` to the half point; nothing else
at_least  n and count_low = n - 4, count_high = n
carried   as first published, `since` says when
withheld  nothing at all: no n, no value, no reason
"""

NUMBERS = ("n", "numerator", "value", "low", "high", "count_low", "count_high")
ALLOWED: dict[str, frozenset[str]] = {
    "exact": frozenset(NUMBERS) - {"count_low", "count_high"},
    "banded": frozenset({"n", "count_low", "count_high", "value"}),
    "at_least": frozenset({"n", "count_low", "count_high"}),
    "carried": frozenset(NUMBERS),
    "withheld": frozenset(),
}
"""What a published row of each status may hold besides its key; more would be a leak. A carried one is of the shape of another."""
