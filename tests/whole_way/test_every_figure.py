"""Every published figure of every audience stands on a page of that audience, and on none of another."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest

QUARTER = "2026-Q3"


def scopes(context: dict[str, dict[str, object]]) -> dict[str, tuple[str, str]]:
    """The beginning of a page's name -> level and scope that it is about."""
    found = {name: ("programme", name) for name in context["programmes"]}
    for site in context["sites"]:
        found |= {f"{kind}-{site}": ("site", site) for kind in ("site", "bureau")}
    return found


def told(pages: Path, context: dict[str, dict[str, object]], language: str) -> dict[tuple[str, str, str], set[str]]:
    """(audience, level, scope) -> the figures that its pages have in their tables."""
    known, found = scopes(context), defaultdict(set)
    for path in pages.rglob(f"{QUARTER}/*.{language}.html"):
        tree, name = path.parts[-3], path.name.partition(".")[0]
        if name == "cohort":
            key = ("cohort", "cohort", tree.rsplit("-", 1)[0])
        else:
            level, scope = known.get(name) or known[name.rpartition("-")[0]]
            key = ("public" if tree == "public" else level, level, scope)
        found[key] |= set(re.findall(r'data-figure="([^"]*)"', path.read_text("utf-8")))
    return dict(found)


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_every_published_figure_stands_on_a_page_of_its_audience_and_on_none_of_another(demo: Path, language: str) -> None:
    name = json.loads((demo / "workspace" / "periods" / f"{QUARTER}.json").read_text("utf-8"))["release"]
    release = demo / "workspace" / "releases" / QUARTER / name
    context = json.loads((release / "context.json").read_text("utf-8"))
    rows = pd.read_parquet(release / "published.parquet").query("status != 'withheld'")
    expected = defaultdict(set)
    for row in rows.itertuples():
        if row.level != "cohort" or row.scope in context["cohorts"]:
            expected[(row.audience, row.level, row.scope)].add(f"{row.indicator} {row.wave or '-'} {row.part or '-'}")
    assert len(rows) > 2000
    assert told(demo / "reports", context, language) == dict(expected)
