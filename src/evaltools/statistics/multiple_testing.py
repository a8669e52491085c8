"""Several questions asked of the same women: of twenty without any effect, one is "significant" by chance.

Which tests belong together, and what for, is declared before anything is computed. A confirmatory family answers to the
chance of one single false alarm (Holm); a screening one to the share of false alarms among its finds (Benjamini and
Hochberg); a description tests nothing, so its p-values are not corrected and none of them is a find.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from statsmodels.stats.multitest import multipletests

from evaltools.statistics.estimate import complete_values

Purpose = Literal["confirmatory", "screening", "description"]
METHODS: dict[Purpose, str] = {"confirmatory": "holm", "screening": "fdr_bh"}


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A p-value and what remains of it in its family.

    Attributes
    ----------
    p
        As it was, between 0 and 1.
    adjusted
        To be compared with the family's level, between `p` and 1; ``None`` in a description.
    found
        Whether it lies at or below the level; never in a description.
    tests
        How many tests the family has.
    """

    p: float
    adjusted: float | None
    found: bool
    tests: int


def adjust(p_values: Mapping[str, float], purpose: Purpose, level: float = 0.05) -> dict[str, Adjusted]:
    """Adjust the p-values of one family.

    Holm's method assumes nothing of how the tests hang together; that of Benjamini and Hochberg is right for independent
    tests and for those that rise together, as the domains of one questionnaire usually do.

    Parameters
    ----------
    p_values
        By the question's name, each between 0 and 1. The whole family, also what was not found: leaving out is cheating.
    purpose
        What the family was declared for.
    level
        The chance of one false alarm (confirmatory) or the share of false alarms (screening), between 0 and 1.

    Returns
    -------
    dict
        By the same names, in the same order; empty for an empty family.

    Raises
    ------
    ValueError
        When a p-value is missing or not between 0 and 1, or the purpose is none of the three.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70; Benjamini and Hochberg (1995), JRSS B 57, 289-300.

    Examples
    --------
    >>> adjust({"confidence": 0.01, "health": 0.04}, "confirmatory")["health"]
    Adjusted(p=0.04, adjusted=0.04, found=True, tests=2)
    """
    values = complete_values(list(p_values.values()), 0)
    if ((values < 0) | (values > 1)).any():
        raise ValueError("a p-value lies between 0 and 1")
    if purpose == "description":
        return {name: Adjusted(float(p), None, False, len(values)) for name, p in p_values.items()}
    if purpose not in METHODS:
        raise ValueError("a family is confirmatory, for screening, or a description")
    if not p_values:
        return {}
    found, adjusted = multipletests(values, level, METHODS[purpose])[:2]
    rows = zip(p_values, values.tolist(), adjusted.tolist(), found.tolist(), strict=True)
    return {name: Adjusted(p, min(1.0, max(p, rest)), yes, len(values)) for name, p, rest, yes in rows}


def adjust_by_family(
    p_values: Mapping[str, float], families: Mapping[str, str], purposes: Mapping[str, Purpose], level: float = 0.05
) -> dict[str, Adjusted]:
    """Adjust the p-values of several declared families, each for itself.

    Parameters
    ----------
    p_values
        By the question's name.
    families
        The family of each question.
    purposes
        What each family was declared for.
    level
        As in `adjust`.

    Raises
    ------
    ValueError
        When a question has no family, a family no purpose, a declared question no p-value; or as in `adjust`.

    Examples
    --------
    >>> both = adjust_by_family({"confidence": 0.02, "age": 0.5}, {"confidence": "main", "age": "who"},
    ...                         {"main": "confirmatory", "who": "description"})
    >>> both["confidence"].adjusted, both["age"].adjusted
    (0.02, None)
    """
    if p_values.keys() != families.keys() or not set(families.values()) <= purposes.keys():
        raise ValueError("every question declared has a family, a purpose and a p-value")
    adjusted: dict[str, Adjusted] = {}
    for family in dict.fromkeys(families.values()):
        own = {name: p for name, p in p_values.items() if families[name] == family}
        adjusted |= adjust(own, purposes[family], level)
    return {name: adjusted[name] for name in p_values}
