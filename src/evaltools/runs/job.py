"""One notebook executed through papermill, and its page where it has one: the one function that every executor calls."""

from __future__ import annotations

import os
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import EvaltoolsError, ReportError, SettingsError, disk_error

ALLOWED = {"PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "USER", "LOGNAME", "SHELL", "VIRTUAL_ENV",
           "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA",
           "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "LD_LIBRARY_PATH", "CONDA_PREFIX", "CONDA_DEFAULT_ENV"}
# There is a process a core already: threads of numerical libraries beside them only wait for each other.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
PREFIXES = ("LC_", "PYTHON", "JUPYTER_", "IPYTHON", "XDG_", "OMP_", "OPENBLAS_", "MKL_")


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
    """

    label: str
    notebook: Path
    parameters: dict[str, Any]
    executed: Path
    page: Path | None = None
    secrets: bool = False


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
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
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


def forget_secrets() -> None:
    """Keep only what a kernel needs of the environment: neither passwords nor the organisation's secret."""
    for name in list(os.environ):
        if name.upper() not in ALLOWED and not name.upper().startswith(PREFIXES):
            del os.environ[name]


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
                                       **_transport(sockets))
        except PapermillExecutionError as error:
            line = f"{error.ename} in cell {error.exec_count or '?'} of {job.notebook.name}"
            raise ReportError(line, f"The executed notebook with the whole traceback: {job.executed.name} in the workspace.") from None


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
