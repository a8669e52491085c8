"""One small demo, run once as its user would, and shared by every test of the whole way."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("demo"))


def evaltools(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command as typed, with its exit code and what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EVALTOOLS_")}
    return subprocess.run([sys.executable, "-c", "from evaltools.cli import main; main()", *words], cwd=cwd, text=True, check=False,
                          capture_output=True, timeout=600, env={**kept, "EVALTOOLS_KEYS": str(cwd / "keys"), **environment})


@pytest.fixture(scope="session")
def command() -> Command:
    return evaltools


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small demo whose last quarter is published."""
    place = tmp_path_factory.mktemp("whole-way")
    done = evaltools("demo", "demo", "--small", cwd=place)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    (place / "printed.txt").write_text(done.stdout + done.stderr, "utf-8")
    return place / "demo"


@pytest.fixture
def copy(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo that a test may spoil; its reports are in French only, so that it runs fast."""
    folder = tmp_path / "demo"
    shutil.copytree(demo, folder)
    settings = folder / "evaltools.toml"
    settings.write_text(settings.read_text("utf-8").replace('languages = ["fr", "nl", "en"]', 'languages = ["fr"]'), "utf-8")
    return folder


def bytes_of(folder: Path) -> dict[str, str]:
    """Every file below a folder with the hash of its content."""
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}
