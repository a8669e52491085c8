"""Every notebook as a researcher opens it: by hand, from its own folder, with its default parameters, on the demo."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from evaltools.demo import SECRET
from evaltools.identity import VARIABLE
from evaltools.starter import folder

NOTEBOOKS = sorted(path.relative_to(folder("notebooks")) for path in folder("notebooks").rglob("*.ipynb"))


@pytest.mark.parametrize("name", NOTEBOOKS, ids=str)
def test_it_runs_with_its_default_parameters(demo: Path, tmp_path: Path, name: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, SECRET.hex())  # as `evaltools lab` gives it to the demo's kernels
    shutil.copytree(folder("notebooks"), tmp_path / "notebooks")
    shutil.copytree(demo, tmp_path / "demo")
    notebook = nbformat.read(tmp_path / "notebooks" / name, as_version=4)
    place = {"metadata": {"path": str((tmp_path / "notebooks" / name).parent)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=place, shutdown_kernel="immediate").execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("text/html" in output.get("data", {}) for output in shown)
    assert not [output for output in shown if output.output_type == "stream" and output.name == "stderr"]
