"""A run that has less to do does less, and publishes the same bytes."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import Command, bytes_of

QUARTER = "2026-Q3"


def test_reports_are_run_again_only_where_something_changed(demo: Path, tmp_path: Path, command: Command) -> None:
    copy = shutil.copytree(demo, tmp_path / "demo")
    drafts = bytes_of(copy / "workspace" / "drafts")
    done = command("report", QUARTER, cwd=copy)
    assert done.returncode == 0, done.stderr
    assert "Nothing has changed" in done.stdout
    page = next((copy / "workspace" / "drafts" / QUARTER).rglob("cohort.nl.html"))
    page.write_text("damaged", "utf-8")
    done = command("report", QUARTER, "--explain", cwd=copy)
    assert done.returncode == 0, done.stderr
    assert "(nl): its files were deleted or damaged." in done.stdout
    assert "1 drafts made" in done.stdout
    assert bytes_of(copy / "workspace" / "drafts") == drafts


def test_another_secret_is_refused_also_where_there_is_nothing_to_do(demo: Path, command: Command) -> None:
    done = command("report", QUARTER, cwd=demo, EVALTOOLS_LIMESURVEY_URL="http://127.0.0.1:9/", EVALTOOLS_SECRET="ab" * 32)
    assert done.returncode == 4
    assert "another secret" in done.stderr


def test_nothing_to_do_loads_nothing_that_takes_long(demo: Path) -> None:
    code = ("import sys\nfrom evaltools.cli import app\nsys.argv = ['evaltools', 'report', '" + QUARTER + "']\n"
            "try:\n    app()\nexcept SystemExit:\n    pass\n"
            "print(sorted({'pandas', 'numpy', 'papermill', 'nbconvert', 'scipy', 'IPython'} & sys.modules.keys()))")
    done = subprocess.run([sys.executable, "-c", code], cwd=demo, text=True, capture_output=True, check=True)
    assert "Nothing has changed" in done.stdout
    assert done.stdout.strip().endswith("[]")


def made(folder: Path) -> int:
    """How many drafts the record knows."""
    try:
        with closing(sqlite3.connect(folder / "workspace" / "cache.sqlite")) as book:
            return int(book.execute("SELECT count(*) FROM drafts").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a signal")
def test_ctrl_c_stops_and_the_next_run_goes_on(demo: Path, tmp_path: Path, command: Command) -> None:
    copy = shutil.copytree(demo, tmp_path / "demo")
    drafts = bytes_of(copy / "workspace" / "drafts")
    pages = sum(name.endswith(".html") for name in drafts)
    (copy / "workspace" / "cache.sqlite").unlink()
    shutil.rmtree(copy / "workspace" / "drafts")
    run = subprocess.Popen([sys.executable, "-c", "from evaltools.cli import main; main()", "report", QUARTER], cwd=copy, text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    until = time.monotonic() + 60
    while made(copy) < 4 and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to the command and to everything that it began
    _, told = run.communicate(timeout=30)
    assert run.returncode == 130, told
    assert "Stopped." in told
    assert "Traceback" not in told
    kept = made(copy)
    assert 4 <= kept < pages
    done = command("report", QUARTER, cwd=copy)
    assert done.returncode == 0, done.stderr
    assert re.search(rf"{pages - kept} drafts made, {kept} unchanged", done.stdout)
    assert bytes_of(copy / "workspace" / "drafts") == drafts
