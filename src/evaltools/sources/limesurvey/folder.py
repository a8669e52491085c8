"""A survey's folder of raw answers: which files it has, and how they are written so that none is ever half there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...errors import SourceError, WorkspaceError

# Written last and removed first: a folder without it was never finished.
MANIFEST = "pull.json"
WINDOW = re.compile(r"responses-(\d+)-(\d*)\.json")


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises WorkspaceError where the disk refuses."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WorkspaceError(f"The file {path.name} could not be written: {error.strerror}.", "Is the disk full?") from None


def write_json(path: Path, content: Any) -> None:
    """Write JSON as UTF-8, keys in the order they came."""
    write(path, json.dumps(content, ensure_ascii=False, indent=1).encode())


def empty(folder: Path) -> None:
    """Make the folder, or take an earlier pull out of it: its manifest first."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in (folder / MANIFEST, *folder.glob("*.json"), *folder.glob(".*.part")):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise WorkspaceError(f"The folder {folder.name} could not be prepared: {error.strerror}.",
                             "Check the rights of the workspace.") from None


def windows(folder: Path) -> Iterator[Path]:
    """The files of responses in the order of their ids; raises SourceError where the pull was never finished."""
    if not (folder / MANIFEST).exists():
        raise SourceError(f"The survey {folder.name} was not pulled to its end.", "Collect again.")
    found = ((WINDOW.fullmatch(path.name), path) for path in folder.glob("responses-*.json"))
    yield from (path for _, path in sorted((int(name[1]), path) for name, path in found if name))


def rows_of(payload: bytes) -> list[dict[str, Any]]:
    """The rows of one exported window as every version writes them; raises SourceError where it is no export.

    LimeSurvey 3 wraps each row in its id and answers an empty window with one row without id: such rows are left out.
    """
    try:
        rows = json.loads(payload)["responses"]
        flat = [row if "id" in row else next(iter(row.values())) for row in rows if row]
        return [row for row in flat if str(row["id"] or "").strip()]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SourceError("The survey server sent responses that cannot be read.",
                          "Collect again; if it stays so, export the survey as CSV by hand.") from None
