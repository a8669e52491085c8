"""The evaluator's sheets of quotes: what she may choose from, and the empty file in which she signs what she chose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..quotes import FOLDER, HEADINGS, Pool, place_of
from ..scope import Period
from ..workspace import Workspace
from .private import write_sheet


def write_candidates(pool: Pool, workspace: Workspace, period: Period) -> tuple[Path, int]:
    """Write what women wrote who agreed to be quoted, with nothing on who they are; where it lies, and how many texts it has.

    Its order is that of the texts' codes, which is like chance: neither that of answering nor that of groups.
    """
    rows = [_row(str(text.programme), str(text.source), str(text.item), str(text.text))
            for text in pool.texts.sort_values("source").itertuples()]
    return write_sheet(workspace.folder(FOLDER) / f"candidates-{period}.xlsx", "candidates", HEADINGS, rows), len(rows)


def _row(programme: str, source: str, item: str, text: str) -> list[str]:
    told = {"kind": "quote", "programme": programme, "source": source, "item": item, "text": text}
    return [told.get(name, "") for name in HEADINGS]


def begin_chosen(workspace: Workspace) -> Path:
    """The file of chosen quotes: as it is, or begun with its headings where there is none."""
    path = place_of(workspace)
    return path if path.is_file() else write_chosen(workspace, [])


def write_chosen(workspace: Workspace, rows: Sequence[Sequence[str]]) -> Path:
    """Write the file of chosen quotes anew."""
    return write_sheet(place_of(workspace), "chosen", HEADINGS, rows)
