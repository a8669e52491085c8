"""The release ledger: everything that was ever published, in one local SQLite file that only grows.

Each entry holds the published figures and, for each, the name of the set of women behind it (keyed hashes, no names, no
answers); each is sealed with the organisation's key over its content and the seal before it, so that a changed, removed or
reordered entry shows. Corrections and withdrawals are entries of their own: what readers have seen stays known.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import io
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from ..errors import WorkspaceError
from ..figures import PUBLISHED
from ..scope import Period
from .groups import Groups, packed, unpacked

SCHEMA = 1
GROUP = "behind"
"""The column that an entry's figures have besides the published ones: the name of the set of women behind each."""
Kind = Literal["release", "correction", "withdrawal"]
CHECKED, SINGLE_HANDED = "checked the drafts", "published single-handed"
"""The reason that an entry has which publishes: with it, `who` is the second person who looked, if there was one."""
TABLES = """
CREATE TABLE ledger (schema INTEGER NOT NULL, organisation TEXT NOT NULL);
CREATE TABLE entries (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, period TEXT NOT NULL, release TEXT NOT NULL,
  digest TEXT NOT NULL, moment TEXT NOT NULL, who TEXT NOT NULL, reason TEXT NOT NULL, figures BLOB NOT NULL, seal TEXT NOT NULL);
CREATE TABLE groups (name TEXT PRIMARY KEY, members BLOB NOT NULL);
"""
KEPT = "".join(f"CREATE TRIGGER {table}_{act} BEFORE {act.upper()} ON {table} BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;\n"
               for table in ("ledger", "entries", "groups") for act in ("update", "delete"))
LOST = "Restore it from a backup: `evaltools ledger restore FILE`. Without it nobody can know what readers have already seen."


@dataclass(frozen=True, repr=False)
class Entry:
    """One act of publishing: what it was, and the figures that it showed (`figures.PUBLISHED` and the column GROUP)."""

    number: int
    kind: Kind
    period: Period
    release: str
    digest: str
    moment: str
    who: str
    reason: str
    figures: pd.DataFrame


class Ledger:
    """An organisation's ledger; made by `opened`."""

    def __init__(self, path: Path, key: bytes, organisation: str) -> None:
        self._path, self._key, self._organisation = path, key, organisation

    def head(self) -> str:
        """The seal of the last entry; empty in a new ledger."""
        with self._connected() as connection:
            return _head(connection)

    def entries(self) -> list[Entry]:
        """Every entry, the oldest first."""
        with self._connected() as connection:
            rows = connection.execute("SELECT number, kind, period, release, digest, moment, who, reason, figures FROM entries "
                                      "ORDER BY number").fetchall()
        return [Entry(number, kind, Period.parse(period), release, digest, moment, who, reason, pd.read_parquet(io.BytesIO(figures)))
                for number, kind, period, release, digest, moment, who, reason, figures in rows]

    def members(self) -> dict[str, frozenset[bytes]]:
        """Every set of women that ever stood behind a figure, by its name."""
        with self._connected() as connection:
            return {name: unpacked(content) for name, content in connection.execute("SELECT name, members FROM groups")}

    def add(self, kind: Kind, period: Period, release: str, digest: str, published: pd.DataFrame, groups: Groups, head: str,
            who: str = "", reason: str = "") -> None:
        """Seal one more entry, in one transaction.

        Parameters
        ----------
        digest
            `release.digest` of the figures.
        head
            The seal that was last when the figures were protected.

        Raises
        ------
        WorkspaceError
            Something was published since the figures were protected, so that they may no longer be safe.
        """
        shown = published[list(PUBLISHED)].assign(**{GROUP: groups.named(published).astype("string")})
        figures = io.BytesIO()
        shown.to_parquet(figures, index=False)
        moment = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        texts = (kind, str(period), release, digest, moment, who, reason)
        used = {name: groups.members[name] for name in set(shown[GROUP]) if name in groups.members}
        with self._connected() as connection, _whole(connection):
            last = _head(connection)
            if last != head:
                raise WorkspaceError("Something else was published since these figures were protected.",
                                     f"Run the quarter again, so that they are held against it: `evaltools run {period}`.")
            connection.executemany("INSERT OR IGNORE INTO groups VALUES (?, ?)", [(name, packed(used[name])) for name in sorted(used)])
            seal = self._seal(last, texts, figures.getvalue(), _of_groups(used))
            connection.execute("INSERT INTO entries (kind, period, release, digest, moment, who, reason, figures, seal) "
                               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*texts, figures.getvalue(), seal))

    def check(self) -> None:
        """Raise WorkspaceError where the file is not this organisation's, not readable, or an entry was changed."""
        try:
            with self._connected() as connection:
                schema, organisation = connection.execute("SELECT schema, organisation FROM ledger").fetchone()
                if schema > SCHEMA:
                    raise WorkspaceError("The ledger was written by a newer evaltools.", "Update evaltools.")
                if organisation != self._organisation:
                    raise WorkspaceError("The ledger is another organisation's, or was begun with another secret.", LOST)
                self._check_seals(connection)
        except (sqlite3.DatabaseError, TypeError, ValueError):
            raise WorkspaceError("The ledger of releases is damaged.", LOST) from None

    def _check_seals(self, connection: sqlite3.Connection) -> None:
        members = {name: unpacked(content) for name, content in connection.execute("SELECT name, members FROM groups")}
        last = ""
        for number, row in enumerate(connection.execute(
                "SELECT number, kind, period, release, digest, moment, who, reason, figures, seal FROM entries ORDER BY number"), start=1):
            shown = pd.read_parquet(io.BytesIO(row[8]), columns=[GROUP])[GROUP]
            used = {name: members.get(name, frozenset()) for name in set(shown) if name}
            seal = self._seal(last, row[1:8], row[8], _of_groups(used))
            if row[0] != number or not hmac.compare_digest(seal, row[9]):
                raise WorkspaceError(f"Entry {number} of the ledger of releases was changed, or one before it is gone.", LOST)
            last = seal

    def backup(self, target: Path) -> None:
        """Copy the ledger, whole, to a file; raises WorkspaceError where that exists."""
        if target.exists():
            raise WorkspaceError(f"{target.name} exists already.", "Name another file: a backup is never overwritten.")
        with self._connected() as connection, closing(sqlite3.connect(target)) as copy:
            connection.backup(copy)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=30, isolation_level=None)) as connection:
            yield connection

    def _seal(self, last: str, texts: tuple[str, ...], figures: bytes, groups: str) -> str:
        content = "\x1f".join((self._organisation, last, *texts, hashlib.sha256(figures).hexdigest(), groups))
        return hmac.new(self._key, content.encode(), hashlib.sha256).hexdigest()


def opened(path: Path, key: bytes, organisation: str, expected: bool) -> Ledger:
    """The ledger in a file, made where there is none, and checked whole.

    Parameters
    ----------
    key
        The organisation's key for seals.
    organisation
        What tells this organisation and secret from any other, without telling either.
    expected
        Whether something was published before: then a missing ledger is a lost one.

    Raises
    ------
    WorkspaceError
        The ledger is lost, damaged, changed, or another organisation's.
    """
    ledger = Ledger(path, key, organisation)
    if not path.exists():
        if expected:
            raise WorkspaceError("The ledger of releases is gone, although quarters were published.", LOST)
        _make(path, organisation)
    ledger.check()
    return ledger


def restored(path: Path, source: Path, key: bytes, organisation: str) -> Ledger:
    """Put a backup in the ledger's place; a ledger that is whole and longer than the backup is kept.

    Raises
    ------
    WorkspaceError
        The backup is damaged or another organisation's, or it lacks entries that the present ledger has.
    """
    if not source.is_file():
        raise WorkspaceError(f"There is no file {source.name}.", "Name the backup that `evaltools ledger backup` wrote.")
    backup = Ledger(source, key, organisation)
    backup.check()
    present = Ledger(path, key, organisation)
    if path.exists() and _is_whole(present) and len(present.entries()) > len(backup.entries()):
        raise WorkspaceError("The ledger is whole and has entries that the backup lacks.", "Keep it: nothing was changed.")
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    backup.backup(new)
    new.chmod(0o600)
    new.replace(path)
    return present


def _is_whole(ledger: Ledger) -> bool:
    try:
        ledger.check()
    except WorkspaceError:
        return False
    return True


def _make(path: Path, organisation: str) -> None:
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    with closing(sqlite3.connect(new, isolation_level=None)) as connection:
        connection.executescript(TABLES)
        connection.execute("INSERT INTO ledger VALUES (?, ?)", (SCHEMA, organisation))
        connection.executescript(KEPT)
    new.chmod(0o600)
    new.replace(path)


@contextmanager
def _whole(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that nobody else can write into: all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _head(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT seal FROM entries ORDER BY number DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def _of_groups(used: dict[str, frozenset[bytes]]) -> str:
    """One digest of the sets that an entry names: changing a set breaks the seal of every entry that rests on it."""
    total = hashlib.sha256()
    for name in sorted(used):
        total.update(name.encode() + packed(used[name]))
    return total.hexdigest()


def told_before(entries: Sequence[Entry], period: Period) -> pd.DataFrame:
    """What readers can still open of the quarters before one: each quarter's last figures, none of a withdrawn one."""
    last = {entry.period: entry for entry in entries if entry.period < period}
    shown = [entry.figures[list(PUBLISHED)] for _, entry in sorted(last.items()) if entry.kind != "withdrawal"]
    told = pd.concat(shown, ignore_index=True) if shown else pd.DataFrame(columns=list(PUBLISHED))
    return told[told["status"] != "withheld"].reset_index(drop=True)
