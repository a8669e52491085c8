"""The ledger only grows, belongs to one organisation, and shows whatever was done to it."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pandas as pd
import pytest

from evaltools.disclosure import as_published
from evaltools.disclosure.groups import Groups, groups_of
from evaltools.disclosure.ledger import GROUP, Ledger, opened, restored, told_before
from evaltools.errors import WorkspaceError
from evaltools.figures import CONTRIBUTORS, KEY, PUBLISHED
from evaltools.scope import Period

SECRET, OURS = b"k" * 32, "ours"
KEYS = {"period": "2026-Q1", "audience": "site", "level": "site", "scope": "ixelles", "indicator": "S01", "version": "1", "wave": "end",
        "by": "", "group": "", "part": ""}


def figures(period: str = "2026-Q1", count: int = 20) -> pd.DataFrame:
    return as_published([{**KEYS, "period": period, "kind": "share", "unit": "percent", "status": "exact", "n": 30, "numerator": count,
                          "value": count / 30}])


def behind(period: str = "2026-Q1", women: int = 30) -> Groups:
    rows = pd.DataFrame([{**KEYS, "period": period, "contributor": f"w{number}", "in_numerator": True} for number in range(women)])
    return groups_of(rows[list(CONTRIBUTORS)], {f"w{number}": f"{number:016x}" for number in range(women)})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Ledger:
    return opened(path, SECRET, OURS, expected=False)


def publish(ledger: Ledger, period: str = "2026-Q1", head: str | None = None) -> None:
    ledger.add("release", Period.parse(period), "abc", "digest", figures(period), behind(period), ledger.head() if head is None else head)


def test_what_was_published_is_read_again(ledger: Ledger) -> None:
    publish(ledger)
    publish(ledger, "2026-Q2")
    first, second = ledger.entries()
    assert (first.number, first.kind, str(first.period), str(second.period)) == (1, "release", "2026-Q1", "2026-Q2")
    assert first.figures[list(KEY)].to_dict("records") == [KEYS]
    assert len(ledger.members()[first.figures[GROUP].iloc[0]]) == 30
    assert first.figures[GROUP].iloc[0] == second.figures[GROUP].iloc[0]


def test_what_readers_saw_before_a_quarter_is_each_quarters_last_word_and_no_withdrawn_one(ledger: Ledger) -> None:
    publish(ledger, "2026-Q1")
    ledger.add("correction", Period.parse("2026-Q1"), "abd", "digest", figures("2026-Q1", 25), behind("2026-Q1"), ledger.head())
    publish(ledger, "2026-Q2")
    publish(ledger, "2026-Q3")
    told = told_before(ledger.entries(), Period.parse("2026-Q3"))
    assert told[["period", "numerator"]].values.tolist() == [["2026-Q1", 25], ["2026-Q2", 20]]
    assert list(told.columns) == list(PUBLISHED), "nothing of who stands behind"
    ledger.add("withdrawal", Period.parse("2026-Q2"), "abc", "", figures("2026-Q2").iloc[:0], behind("2026-Q2"), ledger.head())
    assert told_before(ledger.entries(), Period.parse("2026-Q3"))["period"].tolist() == ["2026-Q1"]
    assert told_before([], Period.parse("2026-Q1")).empty


def test_the_file_names_nobody(ledger: Ledger, path: Path) -> None:
    publish(ledger)
    content = path.read_bytes()
    assert b"w17" not in content
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("table", ["ledger", "entries", "groups"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET rowid = 99"])
def test_nothing_is_ever_changed_or_removed(ledger: Ledger, path: Path, table: str, act: str) -> None:
    publish(ledger)
    with sqlite3.connect(path) as connection, pytest.raises(sqlite3.DatabaseError, match="only grows"):
        connection.execute(act.format(table))


@pytest.mark.parametrize("meddling", [
    "UPDATE entries SET release = 'other' WHERE number = 1",
    "UPDATE entries SET figures = (SELECT figures FROM entries WHERE number = 2) WHERE number = 1",
    "UPDATE entries SET reason = 'because' WHERE number = 2",
    "UPDATE groups SET members = substr(members, 9)",
    "DELETE FROM groups",
    "DELETE FROM entries WHERE number = 1",
    "UPDATE entries SET number = number + 10",
    "UPDATE ledger SET organisation = 'theirs'",
    "DROP TABLE entries",
])
def test_a_ledger_that_was_meddled_with_is_refused(ledger: Ledger, path: Path, meddling: str) -> None:
    publish(ledger)
    publish(ledger, "2026-Q2")
    with sqlite3.connect(path) as connection:
        for table in ("ledger", "entries", "groups"):
            connection.execute(f"DROP TRIGGER {table}_update")
            connection.execute(f"DROP TRIGGER {table}_delete")
        connection.execute(meddling)
    connection.close()
    with pytest.raises(WorkspaceError) as error:
        opened(path, SECRET, OURS, expected=True)
    assert "evaltools ledger restore" in error.value.hint


def test_an_end_that_was_cut_off_shows_by_its_head(ledger: Ledger, path: Path) -> None:
    """A shorter ledger is a valid one: what tells is that quarters are published that it does not know, and its head."""
    publish(ledger)
    head = ledger.head()
    publish(ledger, "2026-Q2")
    assert ledger.head() != head


def test_another_secret_cannot_seal(ledger: Ledger, path: Path) -> None:
    publish(ledger)
    with pytest.raises(WorkspaceError, match="Entry 1"):
        opened(path, b"x" * 32, OURS, expected=True)


def test_a_lost_ledger_is_no_new_one(path: Path) -> None:
    with pytest.raises(WorkspaceError, match="is gone"):
        opened(path, SECRET, OURS, expected=True)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + bytes(200)])
def test_a_damaged_file_is_told(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(WorkspaceError, match="damaged"):
        opened(path, SECRET, OURS, expected=True)


def test_two_evaluators_at_once_cannot_both_publish(ledger: Ledger) -> None:
    head, told = ledger.head(), []

    def try_it() -> None:
        try:
            publish(ledger, head=head)
        except WorkspaceError as error:
            told.append(error.message)

    threads = [threading.Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.entries()) == 1
    assert len(told) == 3
    assert "since these figures were protected" in told[0]


def test_a_publication_that_is_interrupted_leaves_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ledger, "_seal", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        publish(ledger)
    monkeypatch.undo()
    assert ledger.entries() == []
    assert ledger.members() == {}
    publish(ledger)
    ledger.check()


def test_a_backup_comes_back_whole(ledger: Ledger, path: Path, tmp_path: Path) -> None:
    publish(ledger)
    copy = tmp_path / "copy.sqlite"
    ledger.backup(copy)
    path.unlink()
    restored(path, copy, SECRET, OURS)
    assert len(opened(path, SECRET, OURS, expected=True).entries()) == 1
    with pytest.raises(WorkspaceError, match="exists already"):
        ledger.backup(copy)


def test_an_older_backup_does_not_forget_what_was_published(ledger: Ledger, path: Path, tmp_path: Path) -> None:
    publish(ledger)
    copy = tmp_path / "copy.sqlite"
    ledger.backup(copy)
    publish(ledger, "2026-Q2")
    with pytest.raises(WorkspaceError, match="lacks"):
        restored(path, copy, SECRET, OURS)
    assert len(ledger.entries()) == 2
    path.write_bytes(b"broken")
    assert len(restored(path, copy, SECRET, OURS).entries()) == 1


@pytest.mark.parametrize("source", ["missing.sqlite", "theirs.sqlite"])
def test_a_backup_that_is_none_is_refused(path: Path, tmp_path: Path, source: str) -> None:
    opened(tmp_path / "theirs.sqlite", SECRET, "theirs", expected=False)
    with pytest.raises(WorkspaceError):
        restored(path, tmp_path / source, SECRET, OURS)
    assert not path.exists()
