"""A survey that was written elsewhere: its columns and answer codes in our names, by its file `surveys/adopted/<sid>.yml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ...errors import SettingsError
from .form import Form

FOLDER = Path("surveys", "adopted")
# What stands for an answer code that the file says nothing of: no scale has it, so it is counted and never believed.
UNMAPPED = "?"
# LimeSurvey's own code for "other"; the words beside it are a column of their own.
OTHER_CHOSEN = "-oth-"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AdoptedQuestion(_Strict):
    """One question of the server: the item that it is, or one item a subquestion; the answer codes, theirs to ours.

    Names are those of the questionnaire without its own: `content`, or `needs.housing` for an option or a row. An empty one
    is not used.
    """

    item: str = ""
    parts: dict[str, str] = Field(default_factory=dict)
    answers: dict[str, str] = Field(default_factory=dict)


class Adopted(_Strict):
    """The file of one adopted survey."""

    sid: int
    programme: str
    questionnaire: str
    wave: str
    questions: dict[str, AdoptedQuestion]

    @model_validator(mode="after")
    def _once(self) -> Adopted:
        used = list(self._names())
        twice = sorted({name for name in used if used.count(name) > 1})
        if twice:
            raise ValueError(f"two questions are said to be {twice[0]}")
        return self

    def _names(self) -> Iterator[str]:
        yield from (name for question in self.questions.values() for name in (question.item, *question.parts.values()) if name)

    def names(self) -> set[str]:
        """The items, options and rows of ours that have a question, without the questionnaire's name."""
        return set(self._names())

    def columns(self) -> dict[str, tuple[str, dict[str, str]]]:
        """Each column of the server's export: ours (empty: not used), and its answer codes, theirs to ours."""
        found = {}
        for code, question in self.questions.items():
            found[code] = (column_of(question.item), question.answers)
            found |= {f"{code}[{part}]": (column_of(name), question.answers) for part, name in question.parts.items()}
        return found


def column_of(name: str) -> str:
    """The column that an item fills in an export.

    >>> column_of("needs.housing"), column_of("content")
    ('needs[housing]', 'content')
    """
    item, _, part = name.partition(".")
    return f"{item}[{part}]" if part else item


def translate(forms: Iterable[Form], adopted: Adopted) -> Iterator[Form]:
    """The forms with our columns and answer codes, one after the other.

    Columns that the file leaves empty are left out. A column that the file does not name keeps a name that no item has, and an
    answer code without a counterpart becomes `UNMAPPED`: both are counted as problems where answers are made tidy, so that a
    question or code of the server never passes for one of ours by having its name.
    """
    columns = adopted.columns()
    for form in forms:
        answers = {}
        for column, raw in form.answers.items():
            ours, codes = columns.get(column, (f"{column}, not in {adopted.sid}.yml", {}))
            if ours:
                answers[ours] = _code(raw, codes)
        yield replace(form, answers=answers)


def _code(raw: str, codes: dict[str, str]) -> str:
    if not codes or not raw.strip() or raw == OTHER_CHOSEN:
        return raw
    return codes.get(raw.strip()) or UNMAPPED


def adopted_file(root: Path, sid: int) -> Path:
    """Where the file of an adopted survey lies, seen from the organisation's folder."""
    return root / FOLDER / f"{sid}.yml"


def load_adopted(root: Path, sid: int) -> Adopted | None:
    """The file of an adopted survey; None where the survey is one of ours.

    Raises
    ------
    SettingsError
        The file is not readable, or says something that cannot be.
    """
    path = adopted_file(root, sid)
    if not path.is_file():
        return None
    try:
        # Everything is text there: `no` and `1` are codes like any other.
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        found = Adopted.model_validate(content)
    except (yaml.YAMLError, UnicodeDecodeError):
        raise SettingsError(f"{FOLDER.as_posix()}/{path.name} is not readable YAML.",
                            "Indent with spaces, quote texts with a colon.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{FOLDER.as_posix()}/{path.name}: {where + ': ' if where else ''}"
                            f"{first['msg'].removeprefix('Value error, ')}",
                            f"Mend it, or delete it and run `evaltools survey adopt {sid} ...` again.") from None
    if found.sid != sid:
        raise SettingsError(f"{FOLDER.as_posix()}/{path.name} speaks of the survey {found.sid}.", "Its name is the survey's number.")
    return found
