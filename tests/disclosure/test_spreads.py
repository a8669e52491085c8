"""A spread: both other parts, or the small one as a band; never what gives a part of fewer than five women away."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from figures_by_hand import at, entry, figures, share

from evaltools.catalogue import Entry
from evaltools.disclosure import protect
from evaltools.disclosure.audit.identities import Identity, derived, identities
from evaltools.disclosure.spreads import safe_spreads, spreads
from evaltools.settings import Policy

ASKED = {"answers": {"end": "end"}}
NAMES = ("S1", "SB", "SD")
WIDE = ("site", "programme")


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    words = {"fr": "x", "nl": "x", "en": "x"}
    listed = (entry(id="S1", name="satisfied", rows={**ASKED, "items": {"": "overall"}, "counts": "top2"}),
              entry(id="SB", name="in_between", better="none", levels=WIDE, parts={"o": words, "v": words},
                    rows={**ASKED, "items": {"o": "overall", "v": "venue"}, "counts": ["s3"]}),
              entry(id="SD", name="not_satisfied", better="lower", levels=WIDE, parts={"o": words, "v": words},
                    rows={**ASKED, "items": {"o": "overall", "v": "venue"}, "counts": ["s1", "s2"]}))
    return {each.id: each for each in listed}


def told(entries: dict[str, Entry], satisfied: int, middle: int, worst: int, audience: str = "programme") -> list[str]:
    """Status of each of the three parts."""
    return protected(entries, satisfied, middle, worst, audience)["status"].tolist()


def protected(entries: dict[str, Entry], satisfied: int, middle: int, worst: int, audience: str = "programme") -> pd.DataFrame:
    n = satisfied + middle + worst
    rows: list[dict[str, Any]] = [share(count, n, indicator=name, wave="end", part="" if name == "S1" else "o", **at(audience))
                                  for name, count in zip(NAMES, (satisfied, middle, worst), strict=True)]
    return protect(figures(*rows), entries, Policy())


@pytest.mark.parametrize(("counts", "expected"), [
    ((30, 9, 6), ["exact", "exact", "exact"]),
    ((30, 12, 3), ["exact", "withheld", "banded"]),
    ((30, 2, 13), ["exact", "banded", "withheld"]),
    # Of fewer than ten others nothing is told, whatever they said: silence would tell who they are.
    ((30, 4, 4), ["exact", "withheld", "withheld"]), ((30, 5, 4), ["exact", "withheld", "withheld"]),
    ((30, 9, 0), ["exact", "withheld", "withheld"]), ((30, 0, 10), ["exact", "banded", "withheld"]),
    # And where the satisfied ones are told as a range, the two others would tell them.
    ((40, 2, 2), ["at_least", "withheld", "withheld"]), ((3, 20, 20), ["banded", "withheld", "withheld"]),
])
def test_of_a_spread_both_others_are_told_or_the_small_one_as_a_band(entries, counts, expected) -> None:  # type: ignore[no-untyped-def]
    assert told(entries, *counts) == told(entries, *counts, audience="site") == expected


def test_the_public_reads_three_rounded_parts_or_none(entries) -> None:  # type: ignore[no-untyped-def]
    assert told(entries, 60, 20, 12, "public") == ["exact"] * 3
    assert told(entries, 60, 20, 7, "public") == ["exact", "withheld", "withheld"]


def test_parts_of_different_quarters_are_not_told_beside_each_other(entries) -> None:  # type: ignore[no-untyped-def]
    rows = protected(entries, 30, 9, 6)
    carried = rows.assign(status="carried", since="2026-Q1")
    assert safe_spreads(carried, entries)["status"].tolist() == ["carried"] * 3
    for stands in range(3):
        mixed = rows.copy()
        mixed.loc[stands, ["status", "since"]] = ["carried", "2026-Q1"]
        found = safe_spreads(mixed, entries)
        assert found["status"].tolist()[1:] == ["withheld"] * 2
        assert found.loc[1:, ["n", "numerator", "value", "low", "high", "since"]].isna().all(axis=None)
        pd.testing.assert_series_equal(found.loc[0], mixed.loc[0])


def test_a_part_without_its_satisfied_share_is_not_told(entries) -> None:  # type: ignore[no-untyped-def]
    rows = protected(entries, 30, 9, 6)
    lone = rows.assign(part=["", "v", "v"])
    assert safe_spreads(lone, entries)["status"].tolist() == ["exact", "withheld", "withheld"]
    assert [[term[2] for term in terms] for terms in spreads(entries)] == [["", "o", "o"]]


def test_each_entry_that_tells_the_satisfied_ones_must_be_told_exactly(entries) -> None:  # type: ignore[no-untyped-def]
    """An organisation's own entry of the same question, told in a band, would be given away by the two others."""
    own = entries["S1"].model_copy(update={"id": "S9", "name": "own"})
    both = {**entries, "S9": own}
    rows = protected(entries, 30, 9, 6)
    again = rows.iloc[[0]].assign(indicator="S9")
    assert safe_spreads(pd.concat([rows, again], ignore_index=True), both)["status"].tolist() == ["exact"] * 4
    veiled = again.assign(status="banded", numerator=pd.NA, value=pd.NA, low=pd.NA, high=pd.NA, count_low=28, count_high=34)
    assert safe_spreads(pd.concat([rows, veiled], ignore_index=True), both)["status"].tolist() == [
        "exact", "withheld", "withheld", "banded"]
    assert sum(identity.to_base for identity in identities(both)) == 2


def test_the_audit_knows_that_the_three_make_up_the_base(entries) -> None:  # type: ignore[no-untyped-def]
    linked = identities(entries)
    assert linked == [Identity(((1, ("S1", "end", "", 0)), (1, ("SB", "end", "o", 0)), (1, ("SD", "end", "o", 0))), to_base=True)]
    # The public reads 85, 10 and 10 of 99: rounded to five. 83 + 8 + 8 is the only way to 99.
    cells = pd.DataFrame({"quarter": 0, "audience": "public", "scope": "p", "indicator": NAMES, "wave": "end", "part": ["", "o", "o"],
                          "lo": [83.0, 8.0, 8.0], "hi": [87.0, 12.0, 12.0], "base": 99.0, "persons": 99.0})
    assert [(low, high) for _, low, high, _ in derived(cells, linked)] == [(75.0, 83.0), (0.0, 8.0), (0.0, 8.0)]


def test_the_shipped_entries_are_tied(shipped_catalogue) -> None:  # type: ignore[no-untyped-def]
    tied = [terms[0] for terms in spreads(shipped_catalogue)]
    assert tied == [("S01", "end", ""), ("S02", "end", ""), ("S03", "end", ""), ("S05", "end", ""), ("S06", "end", ""),
                    ("S07", "end", "support"), ("S09", "end", "")]
    months = Identity(((1, ("T01", "", "enrolled", 0)), *((-1, ("T01M", "", part, 0)) for part in ("m1", "m2", "m3"))))
    assert months in identities(shipped_catalogue)
