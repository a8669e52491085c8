"""An organisation's registers and report notebooks."""

from __future__ import annotations

from collections.abc import Iterator

from .. import starter
from ..errors import EvaltoolsError
from ..identity import Identity
from ..settings import Settings
from ..sources import registers

REPORTS = ("cohort", "site", "programme", "progression", "managers", "partners", "bureau")
PARAMETERS = {"release", "level", "scope", "audience", "language"}


def registers_lines(settings: Settings) -> Iterator[str]:
    """One line for each register that cannot be read, and for each kind of refused cell."""
    nobody = Identity.from_secret(bytes(32))  # only to read: no name made here is kept
    for programme in settings.programmes:
        try:
            read = registers.read(programme.registers, programme, settings.root, nobody)
        except EvaltoolsError as error:
            yield error.message
            continue
        refused = read.tables["problems"].query("severity == 'refused'")
        for row in refused.itertuples():
            yield f"{row.source}: {row.count} x {row.rule} in {row.table}, {row.column}: {row.detail}"


def notebook_lines(settings: Settings) -> Iterator[str]:
    """One line for each report notebook that is missing, cannot be read or lacks a parameter."""
    import papermill

    folder = starter.own(settings.root, "notebooks")
    for name in REPORTS:
        path = folder / "reports" / f"{name}.ipynb"
        if not path.is_file():
            yield f"The notebook reports/{name}.ipynb is missing."
            continue
        try:
            missing = PARAMETERS - set(papermill.inspect_notebook(str(path)))
        except Exception as error:  # whatever nbformat finds wrong with a file that is no notebook
            yield f"The notebook reports/{name}.ipynb cannot be read ({type(error).__name__})."
            continue
        if missing:
            yield f"The notebook reports/{name}.ipynb has no parameter {', '.join(sorted(missing))}."
