"""A survey's folder of raw answers: which files it has, and how they are written so that none is ever half there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ...errors import SourceError, WorkspaceError

# Written last and removed first: a folder without it was never finished.
MANIFEST = "pull.json"
SCHEMA = 2
BLOCK = 2000  # ids a file: 1 to 2000, 2001 to 4000 and so on, whatever windows the responses came in


def write(path: Path, content: Iterable[bytes]) -> None:
    """Write pieces as a file, whole or not at all; raises WorkspaceError where the disk refuses."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())  # else a power cut may leave the new name with nothing in it
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WorkspaceError(f"The file {path.name} could not be written: {error.strerror}.", "Is the disk full?") from None


def write_json(path: Path, content: Any) -> None:
    """Write JSON as UTF-8, keys in the order they came."""
    write(path, [json.dumps(content, ensure_ascii=False, indent=1).encode()])


def empty(folder: Path) -> None:
    """Make the folder, or take an earlier pull out of it: its manifest first."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in (folder / MANIFEST, *folder.glob("*.json"), *folder.glob("*.jsonl")):
            path.unlink(missing_ok=True)
        sweep(folder)
    except OSError as error:
        raise WorkspaceError(f"The folder {folder.name} could not be prepared: {error.strerror}.",
                             "Check the rights of the workspace.") from None


def sweep(folder: Path) -> None:
    """Remove the halves of files that a killed pull left."""
    for path in folder.glob(".*.part"):
        path.unlink(missing_ok=True)


def block_name(block: int) -> str:
    """The file of a block of ids, blocks numbered from 0.

    >>> block_name(1)
    'responses-2001-4000.jsonl'
    """
    return f"responses-{block * BLOCK + 1}-{(block + 1) * BLOCK}.jsonl"


def blocks_in(folder: Path) -> list[int]:
    """The blocks that a folder has a file of, in their order."""
    firsts = (path.name.split("-")[1] for path in folder.glob("responses-*-*.jsonl"))
    return sorted(int(first) // BLOCK for first in firsts if first.isdigit())


def manifest(folder: Path) -> dict[str, Any] | None:
    """What a finished pull says of itself; None where the folder holds none, or one of an earlier format."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("schema") == SCHEMA else None


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """The responses of a finished pull in the order of their ids, one block in memory at a time.

    Raises
    ------
    SourceError
        At once where the pull was never finished or a block is missing; on its way where one holds other rows than were pulled.
    """
    said = manifest(folder)
    if said is None or sorted(said["blocks"]) != sorted(block_name(block) for block in blocks_in(folder)):
        raise SourceError(f"The survey {folder.name} was not pulled to its end.", "Collect again.")
    return _rows(folder, said["blocks"])


def _rows(folder: Path, counts: dict[str, int]) -> Iterator[dict[str, Any]]:
    for block in blocks_in(folder):
        name = block_name(block)
        try:
            # Only at "\n": an answer may hold other line breaks of Unicode.
            found = [json.loads(line) for line in (folder / name).read_bytes().split(b"\n") if line]
        except ValueError:
            found = []
        if len(found) != counts[name]:
            raise SourceError(f"The pulled answers of the survey {folder.name} are damaged.", "Collect again.")
        yield from found
