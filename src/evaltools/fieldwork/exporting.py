"""Questionnaires as files for those who import by hand: LimeSurvey's tab-separated `.txt` and its `.lss`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..questionnaires import lss, tsv
from ..workspace import write_text
from .chosen import Chosen


def export(chosen: Iterable[Chosen], folder: Path) -> list[Path]:
    """Write both files of every survey; those of the same name are replaced. Returns them in the order of writing."""
    written = []
    for each in chosen:
        text, structure = folder / f"{each.key}.txt", folder / f"{each.key}.lss"
        write_text(text, tsv(each.structure))
        structure.write_bytes(lss(each.structure))
        written += [text, structure]
    return written
