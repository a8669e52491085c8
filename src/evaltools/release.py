"""One period's published figures on disk: language-neutral, protected, all that a report notebook may open."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from .errors import DisclosureError, WorkspaceError
from .figures import ALLOWED, KEY, NUMBERS, PUBLISHED
from .workspace import read_json, whole_folder, write_json

SCHEMA = 1


@dataclass(frozen=True)
class Release:
    """What was published for one period: figures, the words and dates around them, the indicators' definitions.

    `earlier` holds the figures that readers saw of the quarters before: of the same shape, for what changed since.
    Raises DisclosureError where a frame is not one that `disclosure.protect` makes.
    """

    published: pd.DataFrame
    context: dict[str, Any]
    catalogue: dict[str, Any]
    manifest: dict[str, Any]
    earlier: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(PUBLISHED)))

    def __post_init__(self) -> None:
        for frame in (self.published, self.earlier):
            if tuple(frame.columns) != PUBLISHED or not _protected(frame):
                raise DisclosureError("Only protected figures can be released.", "They come from disclosure.protect.")

    def figures(self, **key: str) -> pd.DataFrame:
        """The published rows whose key is the given one, e.g. `figures(level="cohort", scope="ixl-a", indicator="S01")`."""
        unknown = set(key) - set(KEY)
        if unknown:
            raise KeyError(f"not part of a figure's key: {', '.join(sorted(unknown))}")
        chosen = pd.Series(True, index=self.published.index)
        for name, value in key.items():
            chosen &= self.published[name] == value
        return self.published[chosen]


def _protected(published: pd.DataFrame) -> bool:
    """Whether every row holds no more than its status allows, and no status is unknown."""
    held = {name: published[name].notna() for name in NUMBERS}
    too_much = [held[name] & ~published["status"].isin([status for status in ALLOWED if name in ALLOWED[status]]) for name in NUMBERS]
    dated = published["since"].notna() & (published["status"] != "carried")
    return bool(published["status"].isin(list(ALLOWED)).all()) and not any(rows.any() for rows in [*too_much, dated])


def digest(published: pd.DataFrame) -> str:
    """Sixteen hexadecimal digits of what is said: equal figures have equal digits, whatever the words around them."""
    return hashlib.sha256(published.to_csv(index=False).encode()).hexdigest()[:16]


def write(release: Release, folder: Path) -> str:
    """Write a release whole under its own identifier, which its content gives; returns the identifier."""
    rows = release.published.to_csv(index=False)
    before = release.earlier.to_csv(index=False) if len(release.earlier) else ""
    content = json.dumps([rows, release.context, release.catalogue, release.manifest, *([before] if before else [])], sort_keys=True)
    name = hashlib.sha256(content.encode()).hexdigest()[:12]
    with whole_folder(folder / name) as new:
        release.published.to_parquet(new / "published.parquet", index=False)
        if before:
            release.earlier.to_parquet(new / "earlier.parquet", index=False)
        write_json(new / "context.json", release.context)
        write_json(new / "catalogue.json", release.catalogue)
        write_json(new / "manifest.json", {**release.manifest, "schema": SCHEMA, "release": name})
    return name


def read(folder: Path) -> Release:
    """Open the release in a folder; raises WorkspaceError where it is not one or is damaged."""
    try:
        published = pd.read_parquet(folder / "published.parquet")
    except (OSError, ValueError):
        raise WorkspaceError(f"There is no readable release in {folder.name}/.",
                             "Run the quarter: `evaltools run 2026-Q3`.") from None
    if tuple(published.columns) != PUBLISHED:
        raise WorkspaceError("The release has other columns than this version of evaltools reads.", "Run the quarter again.")
    parts = (read_json(folder / f"{name}.json") for name in ("context", "catalogue", "manifest"))
    before = folder / "earlier.parquet"
    return Release(published, *parts, *([_earlier(before)] if before.is_file() else []))


def _earlier(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError):
        raise WorkspaceError(f"What {path.parent.name}/ keeps of earlier quarters is damaged.", "Run the quarter again.") from None


def newest(workspace: Path) -> Path:
    """The folder of the newest release in a workspace; raises WorkspaceError where there is none."""
    periods = sorted((workspace / "periods").glob("*.json"), reverse=True)
    for path in periods:
        found = read_json(path).get("release")
        if found:
            return workspace / "releases" / path.stem / str(found)
    raise WorkspaceError("There is no release yet in this workspace.", "Make one: `evaltools run 2026-Q3`, or `evaltools demo`.")
