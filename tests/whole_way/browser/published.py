"""The pages that were published, found in the trees as a reader finds them, and what kinds of pages they are."""

from __future__ import annotations

import re
from pathlib import Path

LOOKED_AT = 2
"""Pages of one kind and language that are looked at: the first and the last of them."""


def kind(page: Path, demo: Path) -> tuple[str, ...]:
    """What kind of page this is: its tree's audience, the kind of programme, its report, its language; read off names alone."""
    place = page.relative_to(demo)
    tree = re.sub(r"^(\w+)-.*-[0-9a-f]{12}$", r"cohort of \1", place.parts[1]) if place.parts[0] == "reports" else place.parts[-2]
    name, *rest = page.name.split(".")
    return tree, name, rest[0] if len(rest) > 1 else ""


def pages(demo: Path) -> list[Path]:
    """Every page of every audience, and the evaluator's own."""
    return sorted([*(demo / "reports").rglob("*.html"), *(demo / "workspace").glob("*.html"),
                   *(demo / "workspace" / "quality").glob("*.html")])


def one_of_each(demo: Path) -> list[Path]:
    """Pages of each kind there is, whatever kinds there are."""
    found: dict[tuple[str, ...], list[Path]] = {}
    for page in pages(demo):
        found.setdefault(kind(page, demo), []).append(page)
    return [page for group in found.values() for page in dict.fromkeys([group[0], group[-1]][:LOOKED_AT])]
