"""A job that travels: what it needs goes through a store, what it made comes back, and nothing else ever lies there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from report.published_rows import make_release

from evaltools import release as releases
from evaltools.report.downloads import ENDINGS
from evaltools.runs import Job
from evaltools.runs.exchange import Exchange, run_there

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "reports"


@pytest.fixture(autouse=True)
def kept_environment() -> Iterator[None]:
    """A report's job forgets the environment's secrets: the tests after it keep theirs."""
    before = dict(os.environ)
    yield
    os.environ.update(before)


def sent(tmp_path: Path, **changed: str) -> Job:
    release = tmp_path / "releases" / releases.write(make_release(), tmp_path / "releases")
    parameters = {"release": str(release), "level": "cohort", "scope": "ixl-a", "audience": "cohort", "language": "fr", **changed}
    return Job("cohort ixl-a (fr)", NOTEBOOKS / "cohort.ipynb", parameters, tmp_path / "runs" / "cohort.fr.ipynb",
               tmp_path / "drafts" / "cohort.fr.html", kernels="stock")


@pytest.mark.parametrize("place", ["memory://evaltools-test", "file://{}/store"])
def test_what_a_worker_makes_comes_home(tmp_path: Path, place: str) -> None:
    pytest.importorskip("fsspec")
    exchange, job = Exchange(place.format(tmp_path)), sent(tmp_path)
    parcel = exchange.parcel(job)
    assert run_there(parcel).ok
    assert not job.page.exists()
    exchange.fetch(parcel)
    assert {path.suffix for path in job.page.parent.iterdir()} == {".html", *ENDINGS}
    assert job.executed.is_file()
    assert str(tmp_path) not in job.page.read_text("utf-8")


def test_a_failure_comes_home_too(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    exchange, job = Exchange(f"{tmp_path}/store"), sent(tmp_path, scope="nowhere")
    parcel = exchange.parcel(job)
    result = run_there(parcel)
    exchange.fetch(parcel)
    assert (result.ok, result.exit_code) == (False, 5)
    assert job.executed.is_file(), "the executed notebook says what happened"
    assert not job.page.exists()


def test_nothing_but_the_release_the_notebook_and_drafts_is_ever_there(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    exchange, job = Exchange(f"{tmp_path}/store"), sent(tmp_path)
    parcel = exchange.parcel(job)
    found = {path.name for path in (tmp_path / "store").rglob("*") if path.is_file()}
    assert found == {"cohort.ipynb", "published.parquet", "context.json", "catalogue.json", "manifest.json"}
    assert run_there(parcel).ok
    exchange.fetch(parcel)
    assert {path.name for path in (tmp_path / "store").rglob("*") if path.is_file()} == found, "drafts do not stay there"
