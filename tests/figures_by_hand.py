"""Figures and entries made by hand, for tests of what may be read of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from evaltools.catalogue import Entry
from evaltools.disclosure import protect
from evaltools.figures import FIGURES, KEY, PUBLISHED
from evaltools.settings import Policy

WORDS = {"fr": "x", "nl": "x", "en": "x"}
NUMBERS = ("n", "persons", "eligible", "cohorts", "managers", "numerator", "fewest", "value", "low", "high")
VALUES = ("n", "numerator", "value", "low", "high", "count_low", "count_high", "since")


USUAL = {**dict.fromkeys(KEY, ""), "period": "2026-Q2", "audience": "cohort", "level": "cohort", "scope": "a", "indicator": "X1",
         "version": "1", "kind": "share", "unit": "percent", "origin": "answers", "cohorts": 9, "managers": 9}


def entry(**fields: Any) -> Entry:
    """An ordinary share, better higher, unless the fields say otherwise."""
    told = {"id": "X1", "domain": "x", "name": "x", "title": WORDS, "definition": WORDS, "population": WORDS, "kind": "share",
            "unit": "percent", **fields}
    if told.get("sensitivity", "ordinary") != "ordinary":
        told.setdefault("levels", ("site", "programme"))
    return Entry.model_validate(told)


def figures(*rows: dict[str, Any]) -> pd.DataFrame:
    """Figures as they are estimated: what a row does not say is that of a cohort's answers, many groups behind them."""
    frame = pd.DataFrame([{**USUAL, **row} for row in rows], columns=list(FIGURES), dtype=object)
    return pd.DataFrame({name: frame[name].astype("Float64" if name in NUMBERS else "string") for name in FIGURES})


def share(count: int, n: int, **fields: Any) -> dict[str, Any]:
    """A share of n women, with a value and an interval that only the count could give."""
    return {"n": n, "persons": n, "numerator": count, "fewest": min(count, n - count), "value": count / n, "low": count / n / 2,
            "high": (1 + count / n) / 2, "method": "wilson", **fields}


def at(audience: str) -> dict[str, str]:
    """The key of an audience: who reads, and of which level."""
    return {"audience": audience, "level": "programme" if audience == "public" else audience}


def published(figure: dict[str, Any], of: Entry | None = None, policy: Policy | None = None) -> dict[str, Any]:
    """What is published of one figure: its status and the values that it holds."""
    return all_published([figure], of, policy)[0]


def all_published(rows: list[dict[str, Any]], of: Entry | None = None, policy: Policy | None = None) -> list[dict[str, Any]]:
    """What is published of several figures of one kind, in their order."""
    chosen = of or entry(kind=rows[0].get("kind", "share"))
    named = [{**row, "scope": f"{number:03d}"} for number, row in enumerate(rows)]
    shown = protect(figures(*named), {chosen.id: chosen}, policy or Policy())
    assert tuple(shown.columns) == PUBLISHED
    return [{name: row[name] for name in ("status", *VALUES) if pd.notna(row[name])} for row in shown.to_dict("records")]
