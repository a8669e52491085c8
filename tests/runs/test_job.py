"""One notebook through papermill: parameters held against the notebook's own, secrets out of reach, mistakes told without values."""

from __future__ import annotations

import json
import os
from pathlib import Path

import nbformat
import pytest

from evaltools.runs import Job, execute
from evaltools.runs.environment import forget_secrets


def notebook(folder: Path, code: str) -> Path:
    """A notebook with one parameter and one cell."""
    parameters = nbformat.v4.new_code_cell('name = "default"', id="parameters", metadata={"tags": ["parameters"]})
    content = nbformat.v4.new_notebook(cells=[parameters, nbformat.v4.new_code_cell(code, id="work")],
                                       metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    path = folder / "made.ipynb"
    nbformat.write(content, path)
    return path


def job(folder: Path, code: str, *, secrets: bool = False, **parameters: str) -> Job:
    return Job("made", notebook(folder, code), parameters, folder / "executed" / "made.ipynb", secrets=secrets)


def test_a_parameter_reaches_the_notebook_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    result = execute([job(tmp_path, "assert name == 'given'", name="given")])[0]
    assert result.ok, result
    refused = execute([job(tmp_path, "1", nmae="given")])[0]
    assert not refused.ok
    assert "no parameter nmae" in refused.message


def test_a_name_that_is_code_is_refused(tmp_path: Path) -> None:
    code = {"name = 1; import os; os.mkdir('made-by-a-name')  #": "x"}
    assert not execute([Job("made", notebook(tmp_path, "1"), code, tmp_path / "executed.ipynb")])[0].ok
    assert not (Path.cwd() / "made-by-a-name").exists()


def test_what_went_wrong_is_told_without_the_value(tmp_path: Path) -> None:
    result = execute([job(tmp_path, "raise KeyError('A-0001')")])[0]
    assert not result.ok
    assert "KeyError" in result.message
    assert "A-0001" not in result.message + result.hint
    assert "A-0001" in (tmp_path / "executed" / "made.ipynb").read_text("utf-8"), "the workspace's own copy says what happened"


@pytest.mark.parametrize("secrets", [False, True])
def test_a_report_kernel_sees_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secrets: bool) -> None:
    monkeypatch.setenv("EVALTOOLS_SECRET", "ab" * 32)
    monkeypatch.setenv("EVALTOOLS_LIMESURVEY_PASSWORD", "hidden-word")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden-word")
    code = "import os, json; json.dump(dict(os.environ), open(name, 'w'))"
    assert execute([job(tmp_path, code, secrets=secrets, name=str(tmp_path / "seen.json"))])[0].ok
    seen = json.loads((tmp_path / "seen.json").read_text("utf-8"))
    assert ("EVALTOOLS_SECRET" in seen) is secrets
    assert ("hidden-word" in seen.values()) is secrets
    assert "PATH" in seen


def test_forgetting_leaves_what_a_kernel_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    before = dict(os.environ)
    monkeypatch.setattr(os, "environ", {"PATH": "/bin", "HOME": "/home", "LC_ALL": "C", "EVALTOOLS_KEYS": "k", "DATABASE_URL": "u"})
    forget_secrets()
    assert os.environ == {"PATH": "/bin", "HOME": "/home", "LC_ALL": "C"}
    assert before


def test_one_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    jobs = []
    for name, code in (("first", "1 / 0"), ("second", "1")):
        (tmp_path / name).mkdir()
        made = job(tmp_path / name, code)
        jobs.append(Job(name, made.notebook, made.parameters, made.executed))
    assert [(result.label, result.ok) for result in execute(jobs, 2)] == [("first", False), ("second", True)]


def test_a_killed_process_is_told(tmp_path: Path) -> None:
    result = execute([job(tmp_path, "import os, signal; os.kill(os.getppid(), signal.SIGKILL)")], 1)[0]
    assert not result.ok
    assert "ended from outside" in result.message
