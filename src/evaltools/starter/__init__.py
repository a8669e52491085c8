"""What a new organisation starts from: the notebooks and questionnaires, wherever this installation keeps them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from ..errors import SettingsError

FOLDERS = {"notebooks": ".ipynb", "surveys": ".yml"}
"""The folders that every organisation has, and what their files' names end with."""

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """One of the starter folders: beside this file in an installed wheel, at the top of the repository in an editable install.

    Parameters
    ----------
    name
        `notebooks` or `surveys`.

    Raises
    ------
    SettingsError
        Where the installation has neither: it is broken.
    """
    # hatchling's force-include fills the wheel only; an editable install sees the repository as it lies
    for path in (_PACKAGE / name, _PACKAGE.parents[2] / name):
        if name in FOLDERS and any(path.rglob(f"*{FOLDERS[name]}")):
            return path
    raise SettingsError(f"This installation of evaltools lacks its {name}.", "Install evaltools again.")


def own(root: Path, name: str) -> Path:
    """An organisation's own folder of that name; the shipped one where it has none, so that the demo needs no copy."""
    mine = root / name
    return mine if name in FOLDERS and any(mine.rglob(f"*{FOLDERS[name]}")) else folder(name)


def files() -> dict[PurePosixPath, Path]:
    """Every starter file: where it goes, seen from the organisation's folder, and where it lies; sorted by the first.

    Raises
    ------
    SettingsError
        Where the installation has none: it is broken.
    """
    found = {}
    for name, ending in FOLDERS.items():
        root = folder(name)
        for path in root.rglob(f"*{ending}"):
            if not any(part.startswith(".") for part in path.relative_to(root).parts):
                found[PurePosixPath(name, *path.relative_to(root).parts)] = path
    return dict(sorted(found.items()))
