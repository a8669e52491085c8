"""Starter files are found in an editable install and in a wheel."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from evaltools import starter
from evaltools.errors import SettingsError

ROOT = Path(__file__).resolve().parents[2]


def test_the_repository_is_what_an_editable_install_starts_from() -> None:
    found = starter.files()
    expected = {PurePosixPath(path.relative_to(ROOT).as_posix())
                for name, ending in starter.FOLDERS.items() for path in (ROOT / name).rglob(f"*{ending}")
                if ".ipynb_checkpoints" not in path.parts}
    assert set(found) == expected
    assert PurePosixPath("surveys/scales.yml") in found
    assert PurePosixPath("notebooks/reports/cohort.ipynb") in found
    assert list(found) == sorted(found)


def test_checkpoints_are_not_starter_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("notebooks/a.ipynb", "notebooks/.ipynb_checkpoints/a-checkpoint.ipynb", "surveys/b.yml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    monkeypatch.setattr(starter, "_PACKAGE", tmp_path)
    assert list(starter.files()) == [PurePosixPath("notebooks/a.ipynb"), PurePosixPath("surveys/b.yml")]


def test_a_broken_installation_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter, "_PACKAGE", tmp_path / "site" / "evaltools" / "starter")
    with pytest.raises(SettingsError, match="lacks its notebooks"):
        starter.files()


def test_an_organisations_own_folder_comes_first(tmp_path: Path) -> None:
    assert starter.own(tmp_path, "surveys") == starter.folder("surveys")
    (tmp_path / "surveys").mkdir()
    assert starter.own(tmp_path, "surveys") == starter.folder("surveys"), "an empty folder is no set of questionnaires"
    (tmp_path / "surveys" / "mine.yml").touch()
    assert starter.own(tmp_path, "surveys") == tmp_path / "surveys"


def installer() -> list[str]:
    """pip where this environment has it, else uv, which leaves pip out of the environments it makes."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "install"]
    uv = shutil.which("uv")
    if not uv:
        pytest.skip("neither pip nor uv is here to install a wheel")
    return [uv, "pip", "install", "--python", sys.executable]


@pytest.mark.long
def test_a_wheel_brings_the_starter_files(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, check=True)
    wheel = next(tmp_path.glob("*.whl"))
    target = tmp_path / "installed"
    subprocess.run([*installer(), "--no-deps", "--quiet", "--target", str(target), str(wheel)], check=True)
    script = "import evaltools.starter as s; print(s.__file__, *(f'{k}={v}' for k, v in s.files().items()), sep='\\n')"
    environment = {**os.environ, "PYTHONPATH": str(target)}
    printed = subprocess.check_output([sys.executable, "-c", script], cwd=tmp_path, env=environment, text=True)
    module, *lines = printed.splitlines()
    installed = {PurePosixPath(name): Path(path) for name, path in (line.split("=", 1) for line in lines)}
    assert Path(module).is_relative_to(target)
    assert all(path.is_relative_to(target) for path in installed.values())
    here = starter.files()
    assert installed.keys() == here.keys()
    assert all(path.read_bytes() == here[name].read_bytes() for name, path in installed.items())
    shipped = {path.relative_to(target / "evaltools").as_posix() for path in (target / "evaltools").rglob("*")}
    assert {"starter/templates/README.fr.md", "tables/sheets.yml", "catalogue/satisfaction.yml"} <= shipped
