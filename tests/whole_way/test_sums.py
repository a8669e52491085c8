"""Parts that add up to their base: where they do the catalogue says so, and none can be computed from what is told of the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from evaltools import release
from evaltools.catalogue import Entry

ENOUGH, SENSITIVE = 3, 5
"""Values that a part must be able to have."""
ROUNDED = 2
"""How far a public count may be from what it was rounded from."""


def candidates(entry: Entry) -> Iterator[tuple[str, ...]]:
    """Sets of parts that could add up: all of an entry, and those that are answers to one question."""
    by_question = defaultdict(dict)
    for (_, part), item in entry.items().items():
        by_question[item.partition(".")[2]][part] = None
    yield from dict.fromkeys([tuple(entry.parts), *(tuple(parts) for parts in by_question.values())])


def sums_of(figures: pd.DataFrame, parts: tuple[str, ...]) -> pd.DataFrame:
    """Sum and base of these parts, one row a scope and wave where all of them were estimated on one base."""
    rows = figures[figures["part"].isin(parts) & (figures["n"] > 0)]
    found = rows.groupby(["period", "audience", "level", "scope", "wave"]).agg(
        told=("part", "nunique"), whole=("numerator", "sum"), base=("n", "max"), least=("n", "min"))
    return found[(found["told"] == len(parts)) & (found["base"] == found["least"])]


def test_parts_add_up_where_the_catalogue_says_so_and_nowhere_else(demo: Path, shipped_catalogue: dict[str, Entry]) -> None:
    files = sorted((demo / "workspace" / "estimates").glob("*/figures.parquet"))
    figures = pd.concat([pd.read_parquet(path) for path in files])
    figures = figures[figures["kind"].astype(str).isin(["share", "rate"]) & ~figures["part"].astype(str).str.endswith(".up")]
    said, unsaid = 0, []
    for name, rows in figures.groupby(figures["indicator"].astype(str)):
        entry = shipped_catalogue[name]
        for parts in entry.sums:
            found = sums_of(rows, parts)
            assert (found["whole"] == found["base"]).all(), f"{name}: {parts} do not add up"
            said += len(found) > 0
        for parts in candidates(entry):
            found = sums_of(rows, parts) if len(parts) > 1 and parts not in entry.sums else rows.iloc[:0]
            if len(found) > ENOUGH and found["base"].sum() > 60 and (found["whole"] == found["base"]).all():
                unsaid.append((name, parts))
    assert said > 10
    assert unsaid == []


def too_well_known(published: pd.DataFrame, catalogue: dict[str, Entry]) -> list[tuple[str, ...]]:
    """Parts of wider figures that the others tell to less than so many values, by adding and subtracting alone."""
    found = []
    for entry in catalogue.values():
        for parts in entry.sums:
            rows = published[(published["indicator"] == entry.id) & published["part"].isin(parts) & (published["level"] != "cohort")
                             & (published["status"] != "carried")]
            for key, those in rows.groupby(["audience", "level", "scope", "wave"]):
                if len(those) == len(parts) and those["n"].notna().any():
                    found += [(entry.id, *key, part) for part, values in _guessed(those, ROUNDED if key[0] == "public" else 0)
                              if values < (SENSITIVE if entry.sensitivity == "sensitive" or part in entry.sensitive_parts else ENOUGH)]
    return found


def _guessed(rows: pd.DataFrame, off: int) -> Iterator[tuple[str, int]]:
    """How many values each part that is not exact can have; as many as there are at least where its base is small."""
    base = int(rows["n"].max())
    low, high = {}, {}
    for row in rows.itertuples():
        exact = row.status == "exact"
        low[row.part] = max(0, int(row.numerator) - off) if exact else 0 if pd.isna(row.count_low) else int(row.count_low)
        high[row.part] = int(row.numerator) + off if exact else base + off if pd.isna(row.count_high) else int(row.count_high)
    for row in rows[rows["status"] != "exact"].itertuples():
        others = [part for part in low if part != row.part]
        least = max(low[row.part], base - off - sum(high[part] for part in others))
        most = min(high[row.part], base + off - sum(low[part] for part in others))
        yield row.part, most - least + 1 if base >= SENSITIVE else SENSITIVE


def test_no_part_can_be_computed_from_the_others(demo: Path, shipped_catalogue: dict[str, Entry]) -> None:
    found = release.read(release.newest(demo / "workspace"))
    assert too_well_known(found.published, shipped_catalogue) == []


def test_the_arithmetic_sees_a_part_that_the_others_tell(shipped_catalogue: dict[str, Entry]) -> None:
    parts = shipped_catalogue["S21"].sums[0]
    rows = pd.DataFrame({"indicator": "S21", "audience": "programme", "level": "programme", "scope": "p", "wave": "end", "part": parts,
                         "status": ["exact", "exact", "banded"], "n": 73, "numerator": [54, 18, None], "count_low": [None, None, 0],
                         "count_high": [None, None, 4]})
    assert [each[-1] for each in too_well_known(rows, shipped_catalogue)] == [parts[2]]
    rows.loc[1, ["status", "numerator", "n"]] = ["withheld", None, None]
    assert too_well_known(rows, shipped_catalogue) == []
