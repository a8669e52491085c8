"""Every indicator's entry, one YAML file a domain, and their reader; an organisation's own entries lie over ours."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..errors import SettingsError
from ..questionnaires import Questionnaires
from ..scope import LANGUAGES

Words = dict[str, str]
Kind = Literal["share", "mean", "count", "rate", "change", "incidence", "difference"]
Window = Literal["answers", "quarter", "year", "calendar_year", "to_date"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rows(_Strict):
    """Which rows count and what each is worth, where YAML can say it; else a function of the entry's name does.

    answers
        wave -> questionnaire; with `items`, part -> item code ("" for the whole): one row per valid answer.
    counts
        top2: 1 for the two best answers of the scale; best: 1 for the best one; value: the answer's value;
        a list of codes: 1 for these. With `mostly`, a woman who answers many times in the window counts once:
        1 where her mean is at least half.
    change
        [before wave, before questionnaire]; `answers` then says the after waves.
    table, by, where, flags
        one row per row of a table: `by` gives the part, `where` column -> value keeps rows, `flags` part -> column gives 1 or 0.
    """

    answers: dict[str, str] = {}
    items: dict[str, str] = {}
    counts: Literal["top2", "best", "value"] | list[str] = "value"
    mostly: bool = False
    change: tuple[str, str] | None = None
    table: str = ""
    by: str = ""
    where: dict[str, Any] = {}
    flags: dict[str, str] = {}


class Entry(_Strict):
    """One indicator: what it is called, who counts, on which levels it exists, how sensitive it is.

    `sensitive_parts` are sensitive though the whole is not; parts `above_cohort` have no figure in a cohort, because who is
    not concerned by the question would show in its base.
    """

    id: str
    domain: str
    name: str
    title: Words
    definition: Words
    population: Words
    kind: Kind
    unit: Literal["percent", "points", "count", "per_month", "women"]
    rows: Rows | None = None
    parts: dict[str, Words] = {}
    window: Window = "answers"
    levels: tuple[Literal["cohort", "site", "programme"], ...] = ("cohort", "site", "programme")
    programmes: tuple[Literal["workshop", "miriam", "bureau"], ...] = ("workshop", "miriam", "bureau")
    origin: Literal["answers", "register"] = "answers"
    sensitivity: Literal["ordinary", "sensitive", "staff"] = "ordinary"
    sensitive_parts: tuple[str, ...] = ()
    above_cohort: tuple[str, ...] = ()
    better: Literal["higher", "lower", "none"] = "higher"
    clearly: float = 2
    standard: dict[str, Any] | None = None
    public: bool = True
    version: int = 1

    @model_validator(mode="after")
    def _whole(self) -> Entry:
        for words in (self.title, self.definition, self.population, *self.parts.values()):
            missing = [language for language in LANGUAGES if not words.get(language)]
            if missing:
                raise ValueError(f"{self.id}: words are missing in {', '.join(missing)}")
        if self.sensitivity != "ordinary" and "cohort" in self.levels:
            raise ValueError(f"{self.id}: a {self.sensitivity} indicator has no cohort level")
        return self

    def items(self) -> dict[tuple[str, str], str]:
        """(wave, part) -> item id, for an entry that reads answers."""
        rows = self.rows
        if rows is None or not rows.answers:
            return {}
        found = {(wave, part): f"{survey}.{code}" for wave, survey in rows.answers.items() for part, code in rows.items.items()}
        if rows.change:
            wave, survey = rows.change
            found |= {(wave, part): f"{survey}.{code}" for part, code in rows.items.items()}
        return found


class _Domain(BaseModel):
    model_config = ConfigDict(extra="forbid")
    parts: dict[str, dict[str, Words]] = Field(default_factory=dict)
    entries: dict[str, dict[str, Any]]


def load(overlay: Path | None = None) -> dict[str, Entry]:
    """All entries by identifier, ours and then an organisation's own (`indicators/*.yml` of its folder)."""
    files = sorted(Path(str(path)) for path in resources.files(__package__).iterdir() if path.name.endswith(".yml"))
    files += sorted(overlay.glob("*.yml")) if overlay else []
    entries: dict[str, Entry] = {}
    for path in files:
        entries |= _read(path)
    return dict(sorted(entries.items()))


def _read(path: Path) -> dict[str, Entry]:
    try:
        domain = _Domain.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} is not readable YAML.", str(getattr(error, "problem", ""))) from None
    except ValidationError as error:
        raise _wrong(path, error) from None
    return {name: _entry(name, path, fields, domain.parts) for name, fields in domain.entries.items()}


def _entry(name: str, path: Path, fields: dict[str, Any], parts: dict[str, dict[str, Words]]) -> Entry:
    shared = fields.get("parts")
    if isinstance(shared, str):
        if shared not in parts:
            raise SettingsError(f"Catalogue {path.name}: {name}: there are no parts '{shared}'.",
                                f"There are: {', '.join(parts) or 'none'}.")
        fields = {**fields, "parts": parts[shared]}
    try:
        return Entry.model_validate({"id": name, "domain": path.stem, **fields})
    except ValidationError as error:
        raise _wrong(path, error, name) from None


def _wrong(path: Path, error: ValidationError, *around: str) -> SettingsError:
    first = error.errors()[0]
    where = ".".join([*around, *(str(part) for part in first["loc"])])
    return SettingsError(f"Catalogue {path.name}: {where}: {first['msg'].removeprefix('Value error, ')}",
                         "See the entries that evaltools ships.")


def missing_items(entries: dict[str, Entry], questionnaires: Questionnaires) -> list[str]:
    """One line for each item that an entry asks for and no questionnaire has."""
    known = {item for survey in questionnaires.surveys.values() for item in survey.item_ids()}
    return [f"{entry.id} asks for the item {item}, which no questionnaire has."
            for entry in entries.values() for item in entry.items().values() if item not in known]
