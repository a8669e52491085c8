from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from evaltools.errors import WorkspaceError
from evaltools.scope import Period
from evaltools.workspace import (
    SCHEMA,
    Workspace,
    keys_folder,
    locate,
    read_json,
    replace_folder,
    whole_folder,
    write_json,
    write_text,
)

QUARTER = Period(2026, 3)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# ---------------------------------------------------------------- a folder that is whole or not there

@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder with a good report in it."""
    path = tmp_path / "reports" / "ixl-a"
    path.mkdir(parents=True)
    (path / "page.html").write_text("good")
    return path


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ValueError("x"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_folder_and_nothing_else(target: Path, error: BaseException) -> None:
    with pytest.raises(type(error)), whole_folder(target) as new:
        (new / "page.html").write_text("ha")
        raise error
    assert (target / "page.html").read_text() == "good"
    assert names(target.parent) == ["ixl-a"]


def test_a_failure_where_nothing_was_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"), whole_folder(tmp_path / "a" / "b"):
        raise OSError(28, "full")
    assert names(tmp_path / "a") == []


def test_the_new_folder_takes_the_place_of_the_old(target: Path) -> None:
    (target / "old.html").write_text("old")
    with whole_folder(target) as new:
        (new / "page.html").write_text("better")
        assert (target / "page.html").read_text() == "good", "until it is whole"
    assert names(target) == ["page.html"]
    assert (target / "page.html").read_text() == "better"
    assert names(target.parent) == ["ixl-a"]


def test_the_old_folder_comes_back_where_the_second_renaming_fails(target: Path, tmp_path: Path) -> None:
    with pytest.raises(OSError):
        replace_folder(tmp_path / "not there", target)
    assert (target / "page.html").read_text() == "good"
    assert names(target.parent) == ["ixl-a"]


def test_what_a_broken_run_left_is_swept_away(target: Path) -> None:
    left = target.with_name(".ixl-a-old")
    left.mkdir()
    (left / "page.html").write_text("older")
    with whole_folder(target) as new:
        (new / "page.html").write_text("better")
    assert names(target.parent) == ["ixl-a"]


@pytest.mark.skipif(sys.platform == "win32", reason="no modes")
def test_a_new_folder_can_be_read_by_a_web_server(target: Path) -> None:
    with whole_folder(target):
        pass
    assert stat.S_IMODE(target.stat().st_mode) == 0o755


# ---------------------------------------------------------------- files

def test_a_text_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x" / "page.html"
    write_text(path, "été\n")
    assert path.read_bytes() == "été\n".encode()
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "begun" * 10_000 + "\udc00")
    assert path.read_bytes() == "été\n".encode()
    assert names(path.parent) == ["page.html"]


@pytest.mark.skipif(sys.platform == "win32", reason="no limits")
def test_a_disk_that_is_really_full_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_text(path, "good")
    # The system itself refuses to write more than a few bytes a file, as a full disk does.
    script = ("import resource, signal, sys; from pathlib import Path; from evaltools.workspace import write_text;"
              "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100));"
              "write_text(Path(sys.argv[1]), 'x' * 100_000)")
    done = subprocess.run([sys.executable, "-B", "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert "File too large" in done.stderr
    assert path.read_text() == "good"
    assert names(tmp_path) == ["page.html"]


def test_equal_content_is_equal_bytes(tmp_path: Path) -> None:
    write_json(tmp_path / "one.json", {"b": 1, "a": "é"})
    write_json(tmp_path / "two.json", {"a": "é", "b": 1})
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert "é" in (tmp_path / "one.json").read_text("utf-8")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"3", b"null", b'"\xff"'])
def test_a_damaged_file_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "2026-Q3.json"
    path.write_bytes(content)
    with pytest.raises(WorkspaceError, match=r"2026-Q3\.json in the workspace is damaged"):
        read_json(path, {})


def test_a_missing_file_is_what_is_given_for_it_or_an_error(tmp_path: Path) -> None:
    assert read_json(tmp_path / "none.json", {"a": 1}) == {"a": 1}
    with pytest.raises(WorkspaceError, match="missing"):
        read_json(tmp_path / "none.json")


def test_a_file_of_a_newer_version_is_not_guessed_at(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"schema": SCHEMA})
    assert read_json(tmp_path / "a.json") == {"schema": SCHEMA}
    write_json(tmp_path / "a.json", {"schema": SCHEMA + 1})
    with pytest.raises(WorkspaceError, match="newer evaltools"):
        read_json(tmp_path / "a.json")


# ---------------------------------------------------------------- the workspace

@pytest.mark.skipif(sys.platform == "win32", reason="no modes")
def test_the_workspace_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = Workspace(tmp_path).folder("tables", "abc")
    finally:
        os.umask(before)
    assert folder == tmp_path / "workspace" / "tables" / "abc"
    assert stat.S_IMODE((tmp_path / "workspace").stat().st_mode) == 0o700


def test_a_quarter_is_remembered_fact_by_fact(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert workspace.record(QUARTER) == {"schema": SCHEMA, "period": "2026-Q3"}
    workspace.keep(QUARTER, tables="abc", published=False)
    workspace.keep(QUARTER, published=True)
    assert workspace.record(QUARTER) == {"schema": SCHEMA, "period": "2026-Q3", "tables": "abc", "published": True}


def test_quarters_come_oldest_first(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert workspace.periods() == []
    for period in (Period(2026, 1), Period(2025, 4), Period(2026, 3)):
        workspace.keep(period)
    assert workspace.periods() == [Period(2025, 4), Period(2026, 1), Period(2026, 3)]


def test_one_run_at_a_time(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with workspace.alone(), pytest.raises(WorkspaceError, match="under way"), Workspace(tmp_path).alone():
        pass
    with workspace.alone():
        pass


def test_a_run_that_fails_lets_the_next_one_in(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="x"), Workspace(tmp_path).alone():
        raise ValueError("x")
    with Workspace(tmp_path).alone():
        pass


def test_keys_lie_outside_of_the_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVALTOOLS_KEYS", raising=False)
    assert keys_folder().parts[-2:] == ("evaltools", "keys")
    monkeypatch.setenv("EVALTOOLS_KEYS", str(tmp_path / "elsewhere"))
    assert keys_folder() == tmp_path / "elsewhere"


def test_the_organisation_is_found_from_inside_and_from_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "demo" / "registers").mkdir(parents=True)
    (tmp_path / "demo" / "evaltools.toml").touch()
    for place in (tmp_path, tmp_path / "demo", tmp_path / "demo" / "registers"):
        monkeypatch.chdir(place)
        assert locate().resolve() == (tmp_path / "demo").resolve()
    assert locate(tmp_path / "other") == (tmp_path / "other").resolve()


def test_a_folder_set_aside_by_an_ended_run_comes_back(tmp_path: Path) -> None:
    """Ended between its two renames, a run leaves the former folder aside: the next one starts from it."""
    target = tmp_path / "tree"
    (tmp_path / ".tree-old").mkdir()
    (tmp_path / ".tree-old" / "former.html").write_text("kept", "utf-8")
    with pytest.raises(OSError, match="full"), whole_folder(target):
        raise OSError("full")
    assert (target / "former.html").read_text("utf-8") == "kept"
