"""A demo's folder made ready to run, and its survey server: what the command line needs of the demo."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import SettingsError, WorkspaceError
from ..questionnaires import Questionnaires
from ..scope import Period
from . import world as worlds
from .folder import write
from .server import HostedSurvey, Server, from_questionnaire

ANSWERS = "limesurvey.json"


def prepare(folder: Path, small: bool = False, seed: int = 2026) -> tuple[Period, ...]:
    """Write an invented organisation, in the place of an earlier demo only, and return its quarters, oldest first.

    Raises
    ------
    SettingsError
        Where the folder holds anything that is not a demo.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / "truth.json").is_file():
        raise SettingsError(f"{folder} is not empty, and no demo.", "Name another folder: `evaltools demo FOLDER`.")
    world = worlds.make(seed, "small" if small else "full")
    shutil.rmtree(folder, ignore_errors=True)
    write(folder, world)
    return world.quarters


@contextmanager
def serve(folder: Path, questionnaires: Questionnaires, user: str, password: str) -> Iterator[str]:
    """Answer as LimeSurvey would, on this computer only, with what the demo's women said; gives the address."""
    with Server(_hosted(folder, questionnaires), user=user, password=password) as server:
        yield server.url


def _hosted(folder: Path, questionnaires: Questionnaires) -> list[HostedSurvey]:
    if not (folder / ANSWERS).is_file():
        raise WorkspaceError(f"{ANSWERS} is missing: this folder asks for the demo's survey server, but is no demo.",
                             "Give the address of your server in evaltools.toml, [limesurvey] url.")
    entries = json.loads((folder / ANSWERS).read_text("utf-8"))
    return [from_questionnaire(questionnaires.surveys[entry["questionnaire"]].with_modules(entry["modules"]), questionnaires,
                               entry["sid"], entry["rows"], entry["participants"]) for entry in entries]
