"""Which reports need not be run again, since nothing that they are made from has changed; and why the others must.

A report is made from its notebook, the code, the installed packages, the part of the release that it may read, its parameters and
its language. Each has a digest; all of them together are the draft's key. A record of drafts made, in the workspace, says which
files a key gave. It can be deleted at any time: everything is then made again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .runs.code import code, installed, notebook, of
from .scope import Period
from .workspace import Workspace, write_bytes

if TYPE_CHECKING:
    from .plan import Draft
    from .release import Release

FILE = "cache.sqlite"
TABLES = """
CREATE TABLE IF NOT EXISTS drafts (place TEXT PRIMARY KEY, report TEXT NOT NULL, key TEXT NOT NULL, parts TEXT NOT NULL,
  files TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS by_key ON drafts (key);
CREATE INDEX IF NOT EXISTS by_report ON drafts (report);
CREATE TABLE IF NOT EXISTS finished (period TEXT PRIMARY KEY, stamp TEXT NOT NULL, drafts INTEGER NOT NULL);
"""
PARTS = {"notebook": "its notebook", "code": "evaltools itself", "installed": "an installed package", "figures": "its figures",
         "words": "names, dates or definitions around its figures", "quotes": "its quotes", "parameters": "its parameters"}
Parts = dict[str, str]


@dataclass(frozen=True)
class Wanted:
    """A draft, the digests of what it is made from, and why it has to be made; no reason where it stands."""

    draft: Draft
    parts: Parts
    reason: str = ""


class Record:
    """The drafts that were made, by key and by place below `drafts/`."""

    def __init__(self, workspace: Workspace) -> None:
        self.folder, self._path = workspace.folder("drafts"), workspace.folder() / FILE
        try:
            self._book = self._opened()
        except sqlite3.DatabaseError:  # it only saves time: a damaged one is begun anew
            self._path.unlink()
            self._book = self._opened()

    def _opened(self) -> sqlite3.Connection:
        book = sqlite3.connect(self._path)
        book.execute("PRAGMA synchronous = OFF")
        book.executescript(TABLES)
        return book

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()

    def enter(self, wanted: Wanted) -> None:
        """Note a draft that was made."""
        files = {path.name: _fingerprint(path) for path in wanted.draft.files}
        with self._book:
            self._book.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?)", (
                self._place(wanted.draft), _report(wanted.draft, self.folder), _key(wanted.parts), json.dumps(wanted.parts),
                json.dumps(files)))

    def stands(self, wanted: Wanted) -> bool:
        """Whether a draft is there as it was made from just this; one that was made for an earlier release is taken over."""
        key, place = _key(wanted.parts), self._place(wanted.draft)
        for found, files in self._book.execute("SELECT place, files FROM drafts WHERE key = ? ORDER BY place = ? DESC", (key, place)):
            here = (self.folder / found).parent
            if _intact(here, json.loads(files)):
                if found != place:
                    self._take_over(here, wanted)
                return True
        return False

    def _take_over(self, folder: Path, wanted: Wanted) -> None:
        for path in reversed(wanted.draft.files):  # the page last: where it stands, its downloads do
            write_bytes(path, (folder / path.name).read_bytes())
        self.enter(wanted)

    def why(self, wanted: Wanted) -> str:
        """What has changed since a report was last made."""
        said = "SELECT parts FROM drafts WHERE report = ? ORDER BY rowid DESC LIMIT 1"
        row = self._book.execute(said, (_report(wanted.draft, self.folder),)).fetchone()
        if row is None:
            return "it was not made before"
        before = json.loads(row[0])
        changed = [words for name, words in PARTS.items() if before.get(name) != wanted.parts[name]]
        return f"changed: {', '.join(changed)}" if changed else "its files were deleted or damaged"

    def finish(self, period: Period, stamp: str, drafts: int) -> None:
        """Note that every draft of a quarter stands."""
        with self._book:
            self._book.execute("INSERT OR REPLACE INTO finished VALUES (?, ?, ?)", (str(period), stamp, drafts))

    def finished(self, period: Period, release: str, stamp: str) -> int:
        """How many drafts a quarter has, where all of them stand and nothing has changed; else none."""
        row = self._book.execute("SELECT stamp, drafts FROM finished WHERE period = ?", (str(period),)).fetchone()
        if row is None or row[0] != stamp:
            return 0
        below = f"{period}/{release}/"
        rows = self._book.execute("SELECT place, files FROM drafts WHERE substr(place, 1, ?) = ?", (len(below), below)).fetchall()
        stand = len(rows) == row[1] and all(_intact((self.folder / place).parent, json.loads(files)) for place, files in rows)
        return len(rows) if stand else 0

    def _place(self, draft: Draft) -> str:
        return draft.files[0].relative_to(self.folder).as_posix()


def sorted_out(drafts: Sequence[Draft], release: Release, record: Record, force: bool = False) -> Iterator[Wanted]:
    """Each draft with what it is made from, and the reason why it has to be made, if there is one."""
    figures, books = _by_place(release), {draft.job.notebook for draft in drafts}
    books_by_path = {path: notebook(path) if path.is_file() else "" for path in books}
    catalogue = _digest(release.catalogue)
    for draft in drafts:
        wanted = Wanted(draft, _parts(draft, release, figures, books_by_path[draft.job.notebook], catalogue))
        if force:
            yield Wanted(draft, wanted.parts, "asked for")
        else:
            yield wanted if record.stands(wanted) else Wanted(draft, wanted.parts, record.why(wanted))


def _parts(draft: Draft, release: Release, figures: Mapping[tuple[str, str, str], str], book: str, catalogue: str) -> Parts:
    from .release import keys_of, plain

    asked = draft.job.parameters
    level, scope, audience = asked["level"], asked["scope"], asked["audience"]
    cohorts = {name: about for name, about in release.context.get("cohorts", {}).items() if (level, scope) == ("cohort", name)}
    words = [{**release.context, "cohorts": cohorts}, catalogue, release.manifest.get("code")]
    return {"notebook": book, "code": code(), "installed": installed(),
            "figures": _digest([figures.get(key, "") for key in keys_of(release.context, level, scope, audience)]),
            "words": _digest(words),
            "quotes": _digest(plain(quote for quote in release.quotes if quote.readable(level, scope, audience))),
            "parameters": _digest({name: value for name, value in asked.items() if name != "release"})}


def _by_place(release: Release) -> dict[tuple[str, str, str], str]:
    """A digest of the published rows of each audience, level and scope, those of the quarters before among them."""
    import pandas as pd

    from .release import PLACE

    found: dict[tuple[str, str, str], str] = {}
    for frame in (release.published, release.earlier):
        hashes = pd.util.hash_pandas_object(frame, index=False).to_numpy()
        for place, rows in frame.groupby(list(PLACE), sort=False).indices.items():
            key: tuple[str, str, str] = tuple(map(str, place))  # type: ignore[assignment]
            found[key] = found.get(key, "") + "|" * (frame is release.earlier) + of([("rows", hashes[rows].tobytes())])
    return found


def stamp(release: str, notebooks: Path) -> str:
    """A digest of everything that a quarter's drafts are made from: a release never changes under its name."""
    books = [(path.name, path.read_bytes()) for path in sorted((notebooks / "reports").glob("*")) if path.is_file()]
    return of([("release", release.encode()), ("code", code().encode()), ("installed", installed().encode()), *books])


def nothing_to_do(workspace: Workspace, period: Period, notebooks: Path) -> int:
    """How many drafts stand where nothing has changed since all of them were made; none where anything has.

    Says so without opening the release: it takes well under a second, whatever the number of reports.
    """
    release = workspace.record(period).get("release")
    if not release or not (workspace.private / FILE).is_file():
        return 0
    with closing(Record(workspace)) as record:
        return record.finished(period, release, stamp(release, notebooks))


def _report(draft: Draft, drafts: Path) -> str:
    """What a report is called in every release of its quarter."""
    period, _, *place = draft.files[0].relative_to(drafts).parts
    return "/".join((period, *place))


def _key(parts: Parts) -> str:
    return _digest(parts)


def _digest(what: Any) -> str:
    return hashlib.blake2b(json.dumps(what, sort_keys=True).encode(), digest_size=16).hexdigest()


def _fingerprint(path: Path) -> list[Any]:
    about = path.stat()
    return [about.st_size, about.st_mtime_ns, hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()]


def _intact(folder: Path, files: dict[str, list[Any]]) -> bool:
    """Whether files are as they were made: by size and time, and by their content where only the time differs."""
    for name, (size, time, digest) in files.items():
        try:
            about = (folder / name).stat()
        except OSError:
            return False
        if about.st_size != size or (about.st_mtime_ns != time and _fingerprint(folder / name)[2] != digest):
            return False
    return True
