"""Where everything lies on disk: one folder is one organisation, private things in `workspace/`, the published in `reports/`."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import WorkspaceError
from .scope import Period

SCHEMA = 1


@dataclass(frozen=True)
class Workspace:
    """The folders of one organisation; made, with mode 700 where the system knows modes, when first asked for."""

    root: Path

    @property
    def private(self) -> Path:
        """What never leaves: tables, figures, releases, drafts, the evaluator's record."""
        return self.root / "workspace"

    @property
    def reports(self) -> Path:
        """What is published, one tree an audience."""
        return self.root / "reports"

    def folder(self, *parts: str) -> Path:
        """A folder of the workspace, made where it is missing."""
        path = self.private.joinpath(*parts)
        if not self.private.exists():
            self.private.mkdir(parents=True, mode=0o700)
        path.mkdir(parents=True, exist_ok=True)
        return path

    def record(self, period: Period) -> dict[str, Any]:
        """What is known of a quarter: the fingerprint of its tables, its release, whether it is published."""
        return read_json(self.private / "periods" / f"{period}.json", {"schema": SCHEMA, "period": str(period)})

    def keep(self, period: Period, **facts: object) -> None:
        """Add facts to a quarter's record."""
        write_json(self.folder("periods") / f"{period}.json", {**self.record(period), **facts})

    def periods(self) -> list[Period]:
        """The quarters that have a record, oldest first."""
        return sorted(Period.parse(path.stem) for path in (self.private / "periods").glob("*.json"))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Only one run at a time in a workspace; raises WorkspaceError where another one is under way."""
        from filelock import FileLock, Timeout

        try:
            with FileLock(self.folder() / "run.lock", timeout=0):
                yield
        except Timeout:
            raise WorkspaceError("Another run of evaltools is under way in this folder.", "Wait until it has ended.") from None


def locate(folder: str | Path = "") -> Path:
    """The organisation's folder: the given one, else the nearest one around the current folder, else the demo beside it."""
    if folder:
        return Path(folder).resolve()
    here = Path.cwd()
    for place in (here, *here.parents):
        for candidate in (place, place / "demo"):
            if (candidate / "evaltools.toml").is_file():
                return candidate
    raise WorkspaceError("There is no organisation's folder here.",
                         "Make one with `evaltools init FOLDER`, or the demo with `evaltools demo`.")


def keys_folder() -> Path:
    """Where keys lie: outside of every workspace, so that a copy of one holds no key. EVALTOOLS_KEYS moves it."""
    from platformdirs import user_config_path

    return Path(os.environ.get("EVALTOOLS_KEYS") or user_config_path("evaltools") / "keys")


def read_json(path: Path, otherwise: dict[str, Any] | None = None) -> dict[str, Any]:
    """A JSON file; `otherwise` where it does not exist; raises WorkspaceError where it is damaged or too new."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        if otherwise is None:
            raise WorkspaceError(f"{path.name} is missing from the workspace.", "Run the quarter again.") from None
        return otherwise
    except (json.JSONDecodeError, UnicodeDecodeError):
        content = None
    if not isinstance(content, dict):
        raise WorkspaceError(f"{path.name} in the workspace is damaged.", "Restore it from a backup, or run the quarter again.")
    if content.get("schema", SCHEMA) > SCHEMA:
        raise WorkspaceError(f"{path.name} was written by a newer evaltools.", "Update evaltools.")
    return content


def write_json(path: Path, content: object) -> None:
    """Write JSON whole or not at all, with sorted keys, so that equal content is equal bytes."""
    write_text(path, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A folder to write in that takes the place of `target` only when everything in it was written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    old = _set_aside(target)
    if old.exists() and not target.exists():
        old.replace(target)  # an earlier run was ended between its two renames
    new = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    try:
        yield new
        new.chmod(0o755)
        replace_folder(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def replace_folder(new: Path, target: Path) -> None:
    """Put a finished folder in the place of another: in one step where the system can, else by two renames.

    Where the second rename fails, the old folder comes back.
    """
    old = _set_aside(target)
    shutil.rmtree(old, ignore_errors=True)
    if target.exists() and _exchanged(new, target):
        new.replace(old)
        shutil.rmtree(old, ignore_errors=True)
        return
    if target.exists():
        target.replace(old)
    try:
        new.replace(target)
    except OSError:
        if old.exists():
            old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders have changed places in one step, which Linux alone offers, and not on every file system."""
    import ctypes

    exchange = 2  # RENAME_EXCHANGE
    here = -100  # AT_FDCWD: names are seen from the current folder
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


def _set_aside(target: Path) -> Path:
    return target.with_name(f".{target.name}-old")
