"""Reports made without a kernel: the cells of the shipped notebooks run here, so that many releases can be made into pages quickly."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

from evaltools.identity import Identity
from evaltools.plan import Draft, planned
from evaltools.release import Release
from evaltools.report.page import write_page
from evaltools.workspace import Workspace

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


@cache
def cells(notebook: Path) -> list[tuple[str, Any, Any]]:
    """Identifier of a cell, what it does, and its last line, whose value is shown."""
    found = []
    for cell in nbformat.read(notebook, as_version=4).cells:
        body = ast.parse(cell.source).body
        shown = body.pop().value if isinstance(body[-1], ast.Expr) else None
        found.append((cell.id, compile(ast.Module(body, []), cell.id, "exec"),
                      shown and compile(ast.Expression(shown), cell.id, "eval")))
    return found


def executed(notebook: Path, parameters: dict[str, Any]) -> Any:
    """The notebook with what its cells show."""
    names: dict[str, Any] = {}
    made = []
    for name, does, shown in cells(notebook):
        exec(does, names)
        names |= parameters if name == "parameters" else {}
        outputs = []
        if shown:
            content, metadata = eval(shown, names)._repr_mimebundle_()
            outputs = [new_output("execute_result", data=content, metadata=metadata, execution_count=1)]
        made.append(new_code_cell("", id=name, outputs=outputs))
    return new_notebook(cells=made)


def rendered(release: Release, folder: Path, identity: Identity) -> list[Draft]:
    """Every page of a release with its downloads, below a folder, as drafts; the release is the one given, not one on disk."""
    named = replace(release, manifest={"release": "x", **release.manifest})
    drafts = planned(named, Workspace(folder), NOTEBOOKS, identity)
    for draft in drafts:
        assert draft.job.page is not None
        draft.job.executed.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(executed(draft.job.notebook, {**draft.job.parameters, "release": named}), draft.job.executed)
        write_page(draft.job.executed, draft.job.page, draft.language, draft.job.notebook.name)
    return drafts
