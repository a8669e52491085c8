"""JupyterLab as `evaltools lab` starts it: what is saved, and who may come in."""

from __future__ import annotations

import asyncio
import copy
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
import requests
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from tornado.web import HTTPError
from traitlets.config import Config

from evaltools import lab, starter
from evaltools.errors import SettingsError

SECRET = "Fatima, 0470 12 34 56"


def executed() -> dict[str, Any]:
    """A notebook as it is after running: outputs, counts, times, widgets, injected parameters."""
    code = new_code_cell("answers.head()", id="first-look", execution_count=7,
                         outputs=[new_output("execute_result", {"text/plain": SECRET}, execution_count=7)])
    code.metadata.update(execution={"iopub.execute_input": "2026-10-01T08:00:00Z"}, tags=["keep"])
    text = new_markdown_cell("# Read me", id="title")
    notebook = new_notebook(cells=[text, code])
    notebook.metadata.update(papermill={"parameters": {"name": SECRET}}, widgets={"state": SECRET})
    notebook.metadata.update(kernelspec={"name": "python3"})
    return notebook


def save(root: Path, path: str, content: dict[str, Any]) -> None:
    """Save through the contents manager that JupyterLab uses, configured as by the configuration we write."""
    configuration = root / "configuration"
    lab.write_configuration(configuration, root)
    contents = json.loads((configuration / "jupyter_server_config.json").read_text("utf-8"))["ContentsManager"]
    manager = AsyncLargeFileManager(root_dir=str(root), config=Config({"ContentsManager": contents}))
    asyncio.run(manager.save({"type": "notebook", "format": "json", "content": copy.deepcopy(content)}, path))


@pytest.fixture
def organisation(tmp_path: Path) -> Path:
    (tmp_path / "evaltools.toml").touch()
    (tmp_path / "notebooks" / "reports").mkdir(parents=True)
    return tmp_path


def test_saving_leaves_no_output_on_disk(organisation: Path) -> None:
    save(organisation, "notebooks/reports/cohort.ipynb", executed())
    written = organisation / "notebooks" / "reports" / "cohort.ipynb"
    notebook = nbformat.read(written, as_version=4)
    code = notebook.cells[1]
    assert (code.outputs, code.execution_count, code.source, code.id) == ([], None, "answers.head()", "first-look")
    assert code.metadata == {"tags": ["keep"]}
    assert set(notebook.metadata) == {"kernelspec"}
    everything = b"".join(path.read_bytes() for path in organisation.rglob("*.ipynb"))
    assert SECRET.encode() not in everything


def test_a_notebook_elsewhere_keeps_its_outputs(organisation: Path) -> None:
    save(organisation, "scratch.ipynb", executed())
    assert SECRET in (organisation / "scratch.ipynb").read_text("utf-8")


def test_a_folder_named_notebooks_without_a_project_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    assert not lab.in_notebooks(tmp_path / "notebooks" / "one.ipynb")
    (tmp_path / "pyproject.toml").touch()
    assert lab.in_notebooks(tmp_path / "notebooks" / "one.ipynb")
    assert lab.in_notebooks(starter.folder("notebooks") / "reports" / "one.ipynb")


def test_what_cannot_be_cleaned_is_not_saved(organisation: Path) -> None:
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [{"outputs": [SECRET]}]}]}
    with pytest.raises(HTTPError):
        save(organisation, "notebooks/old.ipynb", old)
    assert not (organisation / "notebooks" / "old.ipynb").exists()


def test_without_jupyterlab_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match="not installed") as refused:
        lab.start(tmp_path)
    assert "evaltools[lab]" in refused.value.hint


@contextmanager
def running(organisation: Path, home: Path) -> Iterator[dict[str, Any]]:
    """A real JupyterLab; gives what it says of itself (port, token) in its runtime folder."""
    private, runtime = home / "private", home / "runtime"
    lab.write_configuration(private, organisation / "notebooks")
    environment = {**lab.environment(private), "JUPYTER_RUNTIME_DIR": str(runtime)}
    process = subprocess.Popen(lab.command(browser=False), env=environment, cwd=organisation,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            found = list(runtime.glob("jpserver-*.json"))
            if found:
                yield json.loads(found[0].read_text("utf-8"))
                return
            assert process.poll() is None, "JupyterLab ended at once"
            time.sleep(0.1)
        pytest.fail("JupyterLab did not start within 30 seconds")
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_lab_is_for_this_machine_and_its_user(organisation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    careless = tmp_path / "careless"
    careless.mkdir()
    (careless / "jupyter_server_config.py").write_text('c.ServerApp.ip = "0.0.0.0"\nc.IdentityProvider.token = ""\n', "utf-8")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(careless))
    (organisation / "notebooks" / "start.ipynb").write_text(nbformat.writes(executed()), "utf-8")
    with running(organisation, tmp_path) as server:
        address = f"http://127.0.0.1:{server['port']}"
        contents = f"{address}/api/contents/start.ipynb"
        assert server["hostname"] == "127.0.0.1"
        assert len(server["token"]) >= 32
        assert requests.get(contents, timeout=10).status_code == 403
        owner = {"Authorization": f"token {server['token']}"}
        model = requests.get(contents, headers=owner, timeout=10).json()
        saved = requests.put(contents, headers=owner, json={**model, "content": executed()}, timeout=10)
        assert saved.status_code == 200
        assert SECRET not in (organisation / "notebooks" / "start.ipynb").read_text("utf-8")
        page = requests.get(f"{address}/lab", headers=owner, timeout=10).text
        options = page.split('id="jupyter-config-data"', 1)[1].split("</script>", 1)[0].split(">", 1)[1]
        assert lab.ANNOUNCEMENTS in json.loads(options)["disabledExtensions"]


def test_the_look_that_a_user_chose_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "own"))
    chosen = lab.environment(tmp_path / "private")
    assert chosen["JUPYTER_CONFIG_DIR"] == str(tmp_path / "private")
    assert chosen["JUPYTERLAB_SETTINGS_DIR"] == str(tmp_path / "own" / "lab" / "user-settings")
