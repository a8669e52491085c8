"""Every indicator's entry, one YAML file a domain, and their reader; an organisation's own entries lie over ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..errors import SettingsError
from ..questionnaires import Questionnaires
from ..scope import Period
from .entry import Bounds, Entry, Fact, Former, Rows, Words
from .scored import faults, unverified, with_keys
from .standards import FILE as STANDARDS

__all__ = ["Bounds", "Entry", "Fact", "Rows", "Words", "load", "missing_items", "of_period", "unverified", "with_keys"]

Fields = dict[str, Any]
# libyaml reads ten times faster than Python; where a system lacks it, the slower one reads the same.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Domain(BaseModel):
    model_config = ConfigDict(extra="forbid")
    parts: dict[str, dict[str, Words]] = Field(default_factory=dict)
    entries: dict[str, dict[str, Any]]


def load(overlay: Path | None = None) -> dict[str, Entry]:
    """All entries by identifier, ours and then an organisation's own (`indicators/*.yml` of its folder).

    An entry of its own takes the place of ours; with `inherits: true` it says only what differs.

    Raises
    ------
    SettingsError
        Where a file is unreadable, an entry is not whole, or an identifier is replaced by one that is not there.
    """
    files = _domains(Path(str(path)) for path in resources.files(__package__).iterdir())
    entries: dict[str, Entry] = {}
    told: dict[str, tuple[Path, Fields]] = {}
    for path in files + (_domains(overlay.iterdir()) if overlay else []):
        for name, fields in _read(path).items():
            told[name] = _over(name, path, fields, told)
            entries[name] = _entry(name, *told[name])
    for entry in entries.values():
        if entry.replaced_by and entry.replaced_by not in entries:
            raise SettingsError(f"The indicator {entry.id} is replaced by '{entry.replaced_by}', which has no entry.",
                                "Name the identifier that says it now.")
    return dict(sorted(entries.items()))


def _domains(paths: Iterable[Path]) -> list[Path]:
    """The files with entries: every YAML file but that of the standards."""
    return sorted(path for path in paths if path.suffix == ".yml" and path.name != STANDARDS)


def of_period(entries: Mapping[str, Entry], period: Period) -> Iterator[Entry]:
    """What is computed of a quarter: each entry as it was defined then, and in the quarter of a change both definitions.

    A definition says its version; the one before has the number before.
    """
    for entry in entries.values():
        if not entry.computed:
            continue
        if entry.former and entry.changed and str(period) <= entry.changed:
            yield _formerly(entry, entry.former)
        if not entry.changed or str(period) >= entry.changed:
            yield entry


def _formerly(entry: Entry, former: Former) -> Entry:
    said = {name: value for name in Former.model_fields if (value := getattr(former, name)) not in (None, "")}
    return entry.model_copy(update={**said, "version": entry.version - 1, "former": None, "changed": None})


def _read(path: Path) -> dict[str, Fields]:
    try:
        domain = _Domain.model_validate(yaml.load(path.read_text("utf-8"), Loader=LOADER))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} is not readable YAML.", str(getattr(error, "problem", ""))) from None
    except ValidationError as error:
        raise _wrong(path, error) from None
    return {name: _with_parts(name, path, fields, domain.parts) for name, fields in domain.entries.items()}


def _with_parts(name: str, path: Path, fields: Fields, parts: dict[str, dict[str, Words]]) -> Fields:
    shared = fields.get("parts")
    if not isinstance(shared, str):
        return fields
    if shared not in parts:
        raise SettingsError(f"Catalogue {path.name}: {name}: there are no parts '{shared}'.",
                            f"There are: {', '.join(parts) or 'none'}.")
    return {**fields, "parts": parts[shared]}


def _over(name: str, path: Path, fields: Fields, told: Mapping[str, tuple[Path, Fields]]) -> tuple[Path, Fields]:
    """Where an entry is said and what it says, ours under it where it inherits; a function stays that of our domain."""
    own = {field: value for field, value in fields.items() if field != "inherits"}
    if not fields.get("inherits"):
        return path, own
    if name not in told:
        raise SettingsError(f"Catalogue {path.name}: {name} inherits from no entry of that name.", "Say the whole entry.")
    base, ours = told[name]
    return path, {"domain": base.stem, **ours, **own}


def _entry(name: str, path: Path, fields: Fields) -> Entry:
    try:
        return Entry.model_validate({"id": name, "domain": path.stem, **fields})
    except ValidationError as error:
        raise _wrong(path, error, name) from None


def _wrong(path: Path, error: ValidationError, *around: str) -> SettingsError:
    first = error.errors()[0]
    where = ".".join([*around, *(str(part) for part in first["loc"])])
    return SettingsError(f"Catalogue {path.name}: {where}: {first['msg'].removeprefix('Value error, ')}",
                         "See the entries that evaltools ships.")


def missing_items(entries: Mapping[str, Entry], questionnaires: Questionnaires) -> list[str]:
    """One line for each item that an entry asks for and no questionnaire has; of a score, for each questionnaire that lacks some."""
    known = {item for survey in questionnaires.surveys.values() for item in survey.item_ids()}
    lines = [f"{entry.id} asks for the item {item}, which no questionnaire has."
             for entry in entries.values() if not (entry.rows and entry.rows.key)
             for items in entry.asked().values() for item in items if item not in known]
    return lines + [line for entry in entries.values() for line in faults(entry, questionnaires)]
