"""Every report of the demo in every language, with warm and with stock kernels: the same bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from .conftest import Command, bytes_of

QUARTER = "2026-Q3"
pytestmark = pytest.mark.long


def shown(demo: Path) -> dict[str, list[object]]:
    """The outputs of every executed report, by its place in the evaluator's record."""
    folder = demo / "workspace" / "runs" / QUARTER / "reports"
    return {path.relative_to(folder).as_posix(): [cell.get("outputs") for cell in nbformat.read(path, as_version=4).cells]
            for path in sorted(folder.rglob("*.ipynb"))}


def test_every_report_in_every_language_is_the_same_with_stock_kernels(demo: Path, tmp_path: Path, command: Command) -> None:
    whole = shutil.copytree(demo, tmp_path / "demo")
    warm, drafts = shown(whole), bytes_of(whole / "workspace" / "drafts")
    names = {path.split("/")[-1].split(".")[0] for path in warm}
    assert {"cohort", "ateliers", "miriam", "bureau-koekelberg"} <= names
    assert {path.split(".")[-2] for path in warm} == {"fr", "nl", "en"}
    done = command("report", QUARTER, "--kernels", "stock", "--force", cwd=whole)
    assert done.returncode == 0, done.stderr
    assert shown(whole) == warm
    assert bytes_of(whole / "workspace" / "drafts") == drafts
