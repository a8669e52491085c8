"""One small demo, run as its user would: what the tests of the whole way and the attacks on its pages share."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Command = Callable[..., subprocess.CompletedProcess[str]]


def evaltools(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command as typed, with its exit code and what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EVALTOOLS_")}
    return subprocess.run([sys.executable, "-c", "from evaltools.cli import main; main()", *words], cwd=cwd, text=True, check=False,
                          capture_output=True, timeout=600, env={**kept, "EVALTOOLS_KEYS": str(cwd / "keys"), **environment})


def published(place: Path) -> Path:
    """The folder of a small demo whose last quarter is published."""
    done = evaltools("demo", "demo", "--small", cwd=place)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    (place / "printed.txt").write_text(done.stdout + done.stderr, "utf-8")
    return place / "demo"


def in_french(demo: Path, place: Path) -> Path:
    """A copy of the demo that a test may spoil; its reports are in French only, so that it runs fast."""
    shutil.copytree(demo, place)
    settings = place / "evaltools.toml"
    settings.write_text(settings.read_text("utf-8").replace('languages = ["fr", "nl", "en"]', 'languages = ["fr"]'), "utf-8")
    return place


def bytes_of(folder: Path) -> dict[str, str]:
    """Every file below a folder with the hash of its content."""
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}
