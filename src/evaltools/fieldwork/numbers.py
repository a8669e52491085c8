"""The numbers that LimeSurvey gives: written into evaltools.toml, and kept in the workspace while an import is under way."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, InlineTable

from ..errors import SettingsError
from ..settings import FILE, SurveySetting
from ..workspace import Workspace, read_json, write_json

NUMBERS = range(100_000, 1_000_000)


class Pending:
    """Imports that were begun: the number is noted before the server is asked, so that an interrupted one is found again."""

    def __init__(self, workspace: Workspace) -> None:
        self._path = workspace.folder("fieldwork") / "pending.json"

    def number(self, key: str) -> int | None:
        """The number under which a survey was being imported."""
        found = read_json(self._path, {}).get(key)
        return int(found) if found is not None else None

    def note(self, key: str, sid: int) -> None:
        """From now on this number is ours to finish or to replace."""
        write_json(self._path, {**read_json(self._path, {}), key: sid})

    def done(self, key: str) -> None:
        """The import is finished or taken back."""
        known = read_json(self._path, {})
        if known.pop(key, None) is not None:
            write_json(self._path, known)


def drawn() -> int:
    """A number for a new survey: six digits, so that two organisations on one server hardly ever draw the same."""
    return secrets.choice(NUMBERS)


def write_number(root: Path, programme: str, place: int, sid: int) -> None:
    """Set `sid` of one survey in evaltools.toml; comments, order and line ends stay, and the file changes whole or not at all.

    Raises
    ------
    SettingsError
        The file has changed since it was read: the survey is not where it was.
    """
    document, lines = _document(root)
    surveys = _programme(document, programme).get("surveys", [])
    if place >= len(surveys) or surveys[place].get("sid", sid) != sid or "file" in surveys[place]:
        raise SettingsError(f"{FILE} changed meanwhile: the survey {sid} was imported and its number is not written there.",
                            "Run the command again.")
    _set(surveys[place], sid)
    _write(root / FILE, document, lines)


def add_survey(root: Path, programme: str, setting: SurveySetting) -> None:
    """Append a survey to a programme of evaltools.toml."""
    document, lines = _document(root)
    table = _programme(document, programme)
    content: dict[str, object] = {"questionnaire": setting.questionnaire, "wave": setting.wave}
    content |= {"modules": list(setting.modules)} if setting.modules else {}
    content |= {"sid": setting.sid}
    surveys = table.get("surveys")
    if surveys is None:
        surveys = table["surveys"] = tomlkit.aot()
    entry: Any = tomlkit.table() if isinstance(surveys, AoT) else tomlkit.inline_table()
    entry.update(content)
    surveys.append(entry)
    _write(root / FILE, document, lines)


def _set(table: Any, sid: int) -> None:
    if isinstance(table, InlineTable):
        table["sid"] = sid
    elif "sid" not in table:
        # A comment before the next table counts as the end of this one, and a new key would stand behind it.
        last = table[list(table)[-1]].trivia
        last.trail = f"\nsid = {sid}{last.trail}"


def _document(root: Path) -> tuple[tomlkit.TOMLDocument, str]:
    text = (root / FILE).read_bytes().decode()
    return tomlkit.parse(text), "\r\n" if "\r\n" in text else "\n"


def _programme(document: tomlkit.TOMLDocument, programme: str) -> Any:
    found: Any = document["programmes"]
    return next(table for table in found if table["id"] == programme)


def _write(path: Path, document: tomlkit.TOMLDocument, line: str) -> None:
    text = tomlkit.dumps(document).replace("\r\n", "\n").replace("\n", line)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        Path(name).chmod(path.stat().st_mode & 0o777)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
