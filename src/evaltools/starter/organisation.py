"""A new organisation's folder: settings, notebooks, questionnaires, register templates, a page that says what to do next."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import SettingsError, WorkspaceError
from ..scope import LANGUAGES, slug
from ..settings import FILE, Settings, load
from . import files, folder
from .questions import Answers, ask

if TYPE_CHECKING:
    from ..questionnaires import Questionnaires

__all__ = ["Answers", "ask", "identifier", "make", "settings_text"]

PRIVATE = ("registers", "exports")
"""Folders of what is written about people: their modes are narrowed, and git is told to leave them out."""

COURSE = ("intake", "session", "mid", "end")
"""The waves in the order in which they happen; those after the course come last."""


def make(target: Path, answers: Answers) -> Settings:
    """Write a new organisation's folder, whole or not at all.

    Parameters
    ----------
    target
        A folder that does not exist yet, or is empty.
    answers
        What was asked.

    Returns
    -------
        The settings as they were written.

    Raises
    ------
    WorkspaceError
        Where the folder already holds something, or cannot be written.
    SettingsError
        Where the answers do not make valid settings; nothing is written then.
    """
    target = target.resolve()
    _refuse_unknown(answers.languages)
    try:
        _refuse_occupied(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".evaltools-init-") as staged:
            _fill(Path(staged), answers)
            target.mkdir(exist_ok=True)
            for path in sorted(Path(staged).iterdir()):
                path.rename(target / path.name)
    except OSError as error:
        raise WorkspaceError(f"{target.name}/ could not be written: {error.strerror or 'the disk refused'}.",
                             "Is there room, and are you allowed to write there?") from None
    return load(target)


def identifier(name: str, taken: tuple[str, ...] = ()) -> str:
    """An identifier made from a name: lower-case letters, digits and hyphens, at most 40, unlike every one already taken.

    >>> identifier("Maison des Parents Solos (Forêt)")
    'maison-des-parents-solos-foret'
    >>> identifier("Ixelles", ("ixelles",))
    'ixelles-2'
    """
    first = slug(name)[:36].strip("-")
    candidates = (first if number == 1 else f"{first}-{number}" for number in range(1, 999))
    return next(candidate for candidate in candidates if candidate not in taken)


def settings_text(answers: Answers) -> str:
    """The evaltools.toml that the answers give, with the surveys as examples to uncomment."""
    organisation = answers.organisation_id or identifier(answers.organisation)
    programme = answers.programme_id or identifier(answers.programme)
    return _render("evaltools.toml", answers, organisation_id=organisation, programme_id=programme,
                   sites=_sites(answers.sites, programme), waves=sorted(_waves(answers.kind), key=_when), modules=_modules())


def _refuse_occupied(target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise WorkspaceError(f"{target.name} exists and is not empty: nothing was changed.",
                             "Give the name of a new folder, or of an empty one.")


def _refuse_unknown(languages: tuple[str, ...]) -> None:
    if not languages or not set(languages) <= set(LANGUAGES):
        raise SettingsError("These languages are not all known.", f"There are: {', '.join(LANGUAGES)}.")


def _fill(root: Path, answers: Answers) -> None:
    from ..sources.registers.template import write_template

    (root / FILE).write_text(settings_text(answers), "utf-8", newline="\n")
    settings = load(root)
    for relative, source in files().items():
        copy = root / relative
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
    for name in PRIVATE:
        (root / name).mkdir(mode=0o700)
    for programme in settings.programmes:
        for register in programme.registers:
            write_template(root / register, settings.languages[0], programme.kind)
        _cards(root, settings, programme.kind)
    (root / "README.md").write_text(_render(f"README.{settings.languages[0]}.md", answers), "utf-8", newline="\n")
    (root / ".gitignore").write_text(_render("gitignore", answers, private=PRIVATE), "utf-8", newline="\n")


def _sites(names: tuple[str, ...], programme: str) -> list[tuple[str, str]]:
    sites: list[tuple[str, str]] = []
    for name in names:
        sites.append((identifier(name, (programme, *(taken for taken, _ in sites))), name))
    return sites


def _waves(kind: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The waves of the questionnaires that fit a kind of programme: a bureau asks its visitors, the others their participants."""
    for survey in _shipped().surveys.values():
        if survey.respondent == ("visitor" if kind == "bureau" else "participant"):
            for wave in survey.waves:
                yield survey.id, wave, survey.title


def _modules() -> dict[str, str]:
    """The modules of each questionnaire, as TOML lists them."""
    return {name: json.dumps(list(survey.modules)) if survey.modules else "" for name, survey in _shipped().surveys.items()}


@cache
def _shipped() -> Questionnaires:
    from ..questionnaires import load as load_questionnaires

    return load_questionnaires(folder("surveys"))


def _cards(root: Path, settings: Settings, kind: str) -> None:
    """A sheet for the paper cards of every questionnaire that is filled in again and again."""
    from ..sources.limesurvey_file import write_template

    questionnaires = _shipped()
    for survey in questionnaires.surveys.values():
        if survey.repeated and kind != "bureau":
            write_template(root / "exports" / f"cards-{survey.id}.xlsx", survey.with_modules([]), questionnaires, settings.languages[0])


def _when(wave: tuple[str, str, dict[str, str]]) -> int:
    return COURSE.index(wave[1]) if wave[1] in COURSE else len(COURSE)


def _render(template: str, answers: Answers, **words: object) -> str:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True, trim_blocks=True)
    environment.filters["toml"] = _toml
    text = resources.files(__package__).joinpath("templates", template).read_text("utf-8")
    return environment.from_string(text).render(answers=answers, **words)


def _toml(text: str) -> str:
    # A JSON string is a TOML string, but for DEL, which TOML wants escaped
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
