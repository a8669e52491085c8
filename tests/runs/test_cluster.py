"""Reports on a Dask cluster of real processes on this computer; one worker is killed, and nobody's report is missing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from report.published_rows import make_release

from evaltools import release as releases
from evaltools.errors import SettingsError
from evaltools.runs import Job, Way, execute
from evaltools.runs.job import Result

from .notebooks import job

pytest.importorskip("distributed")
pytestmark = pytest.mark.long
NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "reports"
Begin = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def begin() -> Iterator[Begin]:
    """Begin a `dask` program; all of them are ended with the test."""
    begun: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        begun.append(subprocess.Popen([sys.executable, "-m", "dask", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return begun[-1]

    yield start
    for program in reversed(begun):
        program.terminate()
    for program in begun:
        try:
            program.wait(10)
        except subprocess.TimeoutExpired:
            program.kill()


@pytest.fixture
def scheduler(begin: Begin, tmp_path: Path) -> str:
    file = tmp_path / "scheduler.json"
    begin("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    until = time.monotonic() + 60
    while not (file.is_file() and file.read_text()) and time.monotonic() < until:
        time.sleep(0.1)
    return str(json.loads(file.read_text())["address"])


def worker(begin: Begin, scheduler: str, threads: int = 1) -> subprocess.Popen[bytes]:
    return begin("worker", scheduler, "--nthreads", str(threads), "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")


def reports(tmp_path: Path, place: str, number: int) -> list[Job]:
    release = tmp_path / "releases" / releases.write(make_release(), tmp_path / "releases")
    parameters = {"release": str(release), "level": "cohort", "scope": "ixl-a", "audience": "cohort"}
    return [Job(f"{place} {each}", NOTEBOOKS / "cohort.ipynb", {**parameters, "language": ("fr", "nl", "en")[each % 3]},
                tmp_path / place / f"{each}.ipynb", tmp_path / place / f"{each}.html", kernels="warm") for each in range(number)]


def test_a_killed_worker_has_its_reports_done_by_another(tmp_path: Path, begin: Begin, scheduler: str) -> None:
    first, _ = worker(begin, scheduler), worker(begin, scheduler)
    jobs, seen = reports(tmp_path, "shared", 24), []

    def tell(_: Job, result: Result) -> None:
        seen.append(result)
        if len(seen) == 6:
            os.kill(first.pid, signal.SIGKILL)

    results = execute(jobs, Way(cluster=scheduler), tell)
    assert [result.label for result in results] == [each.label for each in jobs]
    assert [result for result in results if not result.ok] == []
    assert all(each.page is not None and each.page.is_file() for each in jobs)
    here = reports(tmp_path, "here", 3)
    assert all(result.ok for result in execute(here, Way(workers=1)))
    for one, other in zip(here, jobs, strict=False):
        assert one.page and other.page
        assert one.page.read_text("utf-8").replace("0.csv", "") == other.page.read_text("utf-8").replace("0.csv", "")


def test_through_a_store_workers_see_nothing_of_the_organisations_folder(tmp_path: Path, begin: Begin, scheduler: str) -> None:
    worker(begin, scheduler)
    jobs = reports(tmp_path, "stored", 4)
    results = execute(jobs, Way(cluster=scheduler, through=f"file://{tmp_path}/store"))
    assert [result for result in results if not result.ok] == []
    assert all(each.page is not None and each.page.is_file() and each.executed.is_file() for each in jobs)
    names = {path.name for path in (tmp_path / "store").rglob("*") if path.is_file()}
    assert names == {"cohort.ipynb", "published.parquet", "context.json", "catalogue.json", "manifest.json"}


def test_a_cluster_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALTOOLS_SECRET", "ab" * 32)
    code = "import os, pathlib\nassert b'abab' not in pathlib.Path(f'/proc/{os.getppid()}/environ').read_bytes()\n" \
           "assert 'EVALTOOLS_SECRET' not in os.environ"
    assert execute([job(tmp_path, code, kernels="stock")], Way(workers=1, cluster="local"))[0].ok


def test_what_is_wrong_with_a_cluster_is_said(tmp_path: Path, begin: Begin, scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from evaltools.runs import cluster

    monkeypatch.setattr(cluster, "PATIENCE", "2s")
    jobs = reports(tmp_path, "refused", 1)
    with pytest.raises(SettingsError, match="No Dask scheduler answers"):
        execute(jobs, Way(cluster="tcp://127.0.0.1:9"))
    with pytest.raises(SettingsError, match="has no worker"):
        execute(jobs, Way(cluster=scheduler))
    monkeypatch.setattr(cluster, "PATIENCE", "30s")
    worker(begin, scheduler, threads=2)
    with pytest.raises(SettingsError, match="several jobs in one process"):
        execute(jobs, Way(cluster=scheduler))


def test_a_worker_with_another_evaltools_is_told(tmp_path: Path) -> None:
    from evaltools.runs.cluster import on_worker

    result = on_worker(reports(tmp_path, "other", 1)[0], "another code")
    assert not result.ok
    assert "another evaltools" in result.message
