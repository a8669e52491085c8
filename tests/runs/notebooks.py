"""Notebooks that tests write: one parameter, then cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

from evaltools.runs import Job


def notebook(folder: Path, *cells: str) -> Path:
    """A notebook with the parameter `name` and these cells."""
    parameters = nbformat.v4.new_code_cell('name = "default"', id="parameters", metadata={"tags": ["parameters"]})
    code = [nbformat.v4.new_code_cell(cell, id=f"work-{place}") for place, cell in enumerate(cells)]
    content = nbformat.v4.new_notebook(cells=[parameters, *code], metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    path = folder / "made.ipynb"
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(content, path)
    return path


def job(folder: Path, *cells: str, label: str = "made", **options: Any) -> Job:
    """A job on such a notebook, executed beside it."""
    parameters = {"name": options.pop("name")} if "name" in options else {}
    return Job(label, notebook(folder, *cells), parameters, folder / "executed" / "made.ipynb", **options)


def outputs(path: Path) -> list[list[Any]]:
    """What each cell of an executed notebook showed."""
    return [cell.outputs for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def printed(path: Path) -> str:
    """Everything that an executed notebook printed."""
    return "".join(output.text for cell in outputs(path) for output in cell if output.output_type == "stream")
