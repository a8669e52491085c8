"""Where a cluster's workers find what a job needs and leave what they made, in a place that fsspec can name.

Without one, workers open the organisation's own folder, which is then a shared one. With one (an object store, another folder), the
release and the notebooks are put there once, under names that their content gives; a worker fetches a release once. Nothing but
published figures, notebooks and drafts ever lies there: no table, no key, no ledger.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from ..workspace import write_bytes
from .code import notebook, of
from .job import Job, Result, run

EXECUTED, PAGE = "executed", "page"


@dataclass(frozen=True)
class Parcel:
    """A job whose paths stand in an exchange.

    Parameters
    ----------
    job
        The job, with the evaluator's own paths.
    place
        The exchange.
    notebook, release, drafts
        Where, in it, the notebook lies, the release's files lie, and what was made shall lie.
    """

    job: Job
    place: str
    notebook: str
    release: str
    drafts: str


class Exchange:
    """The evaluator's side: sends what jobs need, fetches what they made."""

    def __init__(self, place: str) -> None:
        self.place, self._sent = place.rstrip("/"), set[str]()

    def parcel(self, job: Job) -> Parcel:
        """A job made ready to travel; what it needs is in the exchange."""
        release = Path(str(job.parameters.get("release", "")))
        book = f"notebooks/{notebook(job.notebook)}/{job.notebook.name}"
        self._send({book: job.notebook, **{f"{book.rpartition('/')[0]}/{path.name}": path for path in job.notebook.parent.glob("*.py")}})
        here = f"releases/{release.name}" if job.parameters.get("release") else ""
        if here:
            self._send({f"{here}/{path.name}": path for path in sorted(release.iterdir())})
        return Parcel(job, self.place, book, here, f"drafts/{of([(str(job.executed), b'')])}")

    def _send(self, files: dict[str, Path]) -> None:
        for name in files.keys() - self._sent:
            _put(self.place, name, files[name].read_bytes())
            self._sent.add(name)

    def fetch(self, parcel: Parcel) -> None:
        """Bring home what a worker made of a job; the page last, as it is written here."""
        files, made = _files_under(self.place, parcel.drafts)
        homes = {EXECUTED: parcel.job.executed.parent, **({PAGE: parcel.job.page.parent} if parcel.job.page else {})}
        for path in sorted(made, key=lambda path: path.endswith(".html")):
            *_, kind, name = path.split("/")
            write_bytes(homes[kind] / name, files.cat_file(path))
            files.rm_file(path)


def run_there(parcel: Parcel) -> Result:
    """The worker's side: run a job in a folder of its own, then leave what it made in the exchange."""
    with tempfile.TemporaryDirectory(prefix="evaltools-job-") as name:
        here = Path(name)
        book, executed, pages = here / "notebook" / parcel.job.notebook.name, here / EXECUTED, here / PAGE
        for each in _files_under(parcel.place, parcel.notebook.rpartition("/")[0])[1]:
            write_bytes(book.with_name(each.rpartition("/")[2]), _got(parcel.place, each))
        parameters = dict(parcel.job.parameters)
        if parcel.release:
            parameters["release"] = str(_release(parcel.place, parcel.release))
        job = replace(parcel.job, notebook=book, parameters=parameters, executed=executed / parcel.job.executed.name,
                      page=pages / parcel.job.page.name if parcel.job.page else None)
        result = run(job)
        for path in sorted((*executed.glob("*"), *pages.glob("*")), key=lambda path: path.suffix == ".html"):
            _put(parcel.place, f"{parcel.drafts}/{path.parent.name}/{path.name}", path.read_bytes())
        return result


@cache
def _release(place: str, name: str) -> Path:
    """A release, fetched once for all jobs of a worker: it never changes under its name."""
    folder = Path(_kept().name) / name.replace("/", "-")
    for each in _files_under(place, name)[1]:
        write_bytes(folder / each.rpartition("/")[2], _got(place, each))
    return folder


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="evaltools-release-")


def _opened(place: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    files, root = url_to_fs(place)
    return files, root.rstrip("/")


def _files_under(place: str, folder: str) -> tuple[Any, list[str]]:
    files, root = _opened(place)
    files.invalidate_cache()
    return files, [str(path) for path in files.find(f"{root}/{folder}")]


def _put(place: str, name: str, content: bytes) -> None:
    """Whole or not at all: object stores write so; a folder is given the file under another name first."""
    files, root = _opened(place)
    path = f"{root}/{name}"
    files.makedirs(path.rpartition("/")[0], exist_ok=True)
    if "file" in files.protocol:
        write_bytes(Path(path), content)
    else:
        files.pipe_file(path, content)


def _got(place: str, path: str) -> bytes:
    return bytes(_opened(place)[0].cat_file(path))

