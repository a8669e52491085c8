"""JupyterLab on an organisation's notebooks: for this machine alone, and what is saved is code and text, never outputs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from . import starter
from .errors import SettingsError

NOTEBOOKS = "notebooks"
ROOTS = ("evaltools.toml", "pyproject.toml")
ANNOUNCEMENTS = "@jupyterlab/apputils-extension:announcements"
NOTEBOOK_TRACES = ("papermill", "widgets")
CELL_TRACES = ("execution", "papermill", "ExecuteTime")


def start(folder: Path, port: int = 8888, *, browser: bool = True) -> int:
    """Open JupyterLab on the notebooks of a folder and wait until it is closed.

    Parameters
    ----------
    folder
        An organisation's folder, or the repository. Where it holds no `notebooks/`, those that evaltools ships are opened.
    port
        Where it listens on this machine; the next free one where it is taken.
    browser
        Whether a browser is opened; else the address, with its token, only stands in the terminal.

    Returns
    -------
        JupyterLab's exit code; 0 also where it was ended with Ctrl-C.

    Raises
    ------
    SettingsError
        Where JupyterLab is not installed.
    """
    if find_spec("jupyterlab") is None:
        raise SettingsError("JupyterLab is not installed.", "Install it with `pip install 'evaltools[lab]'`.")
    notebooks = starter.own(folder.resolve(), NOTEBOOKS)
    with tempfile.TemporaryDirectory(prefix="evaltools-lab-") as private:
        write_configuration(Path(private), notebooks, port)
        try:
            return subprocess.call(command(browser=browser), env=environment(Path(private)), cwd=notebooks)
        except KeyboardInterrupt:
            return 0


def command(*, browser: bool = True) -> list[str]:
    """The command line of JupyterLab; everything else stands in the configuration, where a list of processes does not show it."""
    return [sys.executable, "-m", "jupyterlab", *([] if browser else ["--no-browser"])]


def environment(private: Path) -> dict[str, str]:
    """The environment of JupyterLab: our configuration instead of the user's own, her look and shortcuts as she left them."""
    from jupyter_core.paths import jupyter_config_dir

    # A forgotten `token = ""` or `ip = "*"` in a personal configuration would open the organisation's data to the network
    own = Path(jupyter_config_dir()) / "lab"
    kept = {"JUPYTERLAB_SETTINGS_DIR": str(own / "user-settings"), "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces")}
    return {**kept, **os.environ, "JUPYTER_CONFIG_DIR": str(private)}


def write_configuration(private: Path, notebooks: Path, port: int = 8888) -> None:
    """Write the configuration of one JupyterLab into a folder: this machine only, a token, no news, no outputs saved."""
    server = {
        "ServerApp": {"ip": "127.0.0.1", "port": port, "allow_remote_access": False, "root_dir": str(notebooks),
                      "allow_root": _is_root()},
        "ContentsManager": {"pre_save_hook": f"{__name__}.strip_outputs"},
        "LabApp": {"extension_manager": "readonly", "check_for_updates_class": "jupyterlab.NeverCheckForUpdate"},
    }
    _write_json(private / "jupyter_server_config.json", server)
    _write_json(private / "labconfig" / "page_config.json", {"disabledExtensions": {ANNOUNCEMENTS: True}})


def strip_outputs(*, model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Take outputs, counts and what tools left behind out of a notebook just before JupyterLab writes it.

    Parameters
    ----------
    model
        JupyterLab's model of what is saved; its notebook is changed in place.
    path
        Where it is saved, seen from the contents manager's root.
    contents_manager
        The Jupyter server's contents manager.

    Raises
    ------
    tornado.web.HTTPError
        For a notebook that cannot be cleaned: then it is not saved, because any other error would save it with its outputs.
    """
    if model.get("type") != "notebook" or not in_notebooks(Path(contents_manager.root_dir) / path.lstrip("/")):
        return
    try:
        clean(model["content"])
    except (AttributeError, KeyError, TypeError):
        from tornado.web import HTTPError

        raise HTTPError(400, "Not saved: this notebook's format is not known, so its outputs could not be removed.") from None


def in_notebooks(path: Path) -> bool:
    """Whether a file lies in the `notebooks` folder of an organisation, of the repository or of this installation."""
    parents = path.resolve().parents
    return starter.folder(NOTEBOOKS) in parents or any(
        parent.name == NOTEBOOKS and any((parent.parent / root).exists() for root in ROOTS) for parent in parents)


def clean(notebook: dict[str, Any]) -> None:
    """Remove outputs, execution counts, widgets' states, times and parameter values from a notebook of format 4, in place."""
    if notebook["nbformat"] < 4:
        raise TypeError("cells of format 3 lie in worksheets")
    for trace in NOTEBOOK_TRACES:
        notebook["metadata"].pop(trace, None)
    for cell in notebook["cells"]:
        for trace in CELL_TRACES:
            cell["metadata"].pop(trace, None)
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None


def _is_root() -> bool:
    # Containers run as root, and JupyterLab refuses that unless told
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1), "utf-8")
