"""One notebook executed through papermill, and its page where it has one: the one function that every executor calls."""

from __future__ import annotations

import os
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import EvaltoolsError, ReportError, SettingsError, disk_error
from .environment import forget_secrets, one_thread
from .kernels import Kernels, possible


@dataclass(frozen=True)
class Job:
    """One notebook to execute.

    Parameters
    ----------
    label
        How messages call it, e.g. "cohort ixl-a (fr)".
    notebook
        The notebook with its default parameters.
    parameters
        The values that replace the defaults; every name must be one of the notebook's own.
    executed
        Where the executed notebook is kept; always in the workspace.
    page
        Where the page is written; None for a stage, which has none.
    secrets
        Whether the kernel may see the whole environment; never true for a report.
    kernels
        `warm`: forked from a server with the imports done; `stock`: started the plain way, as on Windows always.
    """

    label: str
    notebook: Path
    parameters: dict[str, Any]
    executed: Path
    page: Path | None = None
    secrets: bool = False
    kernels: Kernels = "stock"


@dataclass(frozen=True)
class Result:
    """What became of a job: nothing wrong, or a message and a hint that hold no person's value."""

    label: str
    ok: bool
    message: str = ""
    hint: str = ""
    exit_code: int = 70


def run(job: Job) -> Result:
    """Execute one job in this process. What goes wrong in the notebook is the result's message, never an exception."""
    if not job.secrets:
        forget_secrets()
    one_thread()
    try:
        _check_parameters(job)
        _execute(job)
        if job.page:
            _page(job)
    except EvaltoolsError as error:
        return Result(job.label, False, error.message, error.hint, error.exit_code)
    except Exception as error:  # a mistake of ours in one report must not cost the others; its traceback stays in the workspace
        told = disk_error(error) if isinstance(error, OSError) else None
        if told:
            return Result(job.label, False, told.message, told.hint, told.exit_code)
        trace = job.executed.with_suffix(".traceback.txt")
        trace.parent.mkdir(parents=True, exist_ok=True)
        trace.write_text(traceback.format_exc(), "utf-8")
        return Result(job.label, False, f"A mistake of evaltools ({type(error).__name__}).",
                      f"Please report it; see {trace.name} in the workspace.")
    return Result(job.label, True)


def _check_parameters(job: Job) -> None:
    import papermill

    if not job.notebook.is_file():
        raise SettingsError(f"The notebook {job.notebook.name} is missing.", "`evaltools init` writes a complete set.")
    known = papermill.inspect_notebook(str(job.notebook))
    unknown = sorted(name for name in job.parameters if name not in known or not name.isidentifier())
    if unknown:
        raise SettingsError(f"The notebook {job.notebook.name} has no parameter {', '.join(unknown)}.",
                            "A report needs its parameters in the cell tagged 'parameters'.")


def _execute(job: Job) -> None:
    import papermill
    from papermill.exceptions import PapermillExecutionError

    job.executed.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="evaltools-") as sockets:
        try:
            papermill.execute_notebook(str(job.notebook), str(job.executed), parameters=job.parameters, kernel_name="python3",
                                       progress_bar=False, request_save_on_cell_execute=False, shutdown_kernel="immediate",
                                       engine_name=_engine(job), **_transport(sockets))
        except PapermillExecutionError as error:
            line = f"{error.ename} in cell {error.exec_count or '?'} of {job.notebook.name}"
            raise ReportError(line, f"The executed notebook with the whole traceback: {job.executed.name} in the workspace.") from None


def _engine(job: Job) -> str | None:
    """The warm engine's name, or none for papermill's own; a kernel with secrets never comes from a server that others use."""
    if job.kernels == "stock" or job.secrets or not possible():
        return None
    from .kernels.engine import register

    return register()


def _transport(sockets: str) -> dict[str, Any]:
    """Unix sockets in a folder of their own: no port can clash, nothing is open on the network. Windows has TCP only."""
    from traitlets.config import Config

    if os.name == "nt":
        return {}
    return {"config": Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/k"}})}


def _page(job: Job) -> None:
    from ..report.page import write_page

    assert job.page is not None
    write_page(job.executed, job.page, name=job.notebook.name)
