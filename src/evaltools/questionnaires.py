"""Questionnaires as code: `surveys/<name>.yml` holds every language side by side; scales are shared by questionnaires."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from .errors import SettingsError

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-zA-Z0-9]*$", max_length=20)]
RowCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+$", max_length=20)]
AnswerCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+$", max_length=5)]
Words = dict[str, str]
M = TypeVar("M", bound=BaseModel)
ItemType = Literal["choice", "multiple", "array", "number", "date", "short_text", "long_text"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(_Strict):
    """One answer of a scale: its LimeSurvey code, what it is worth, its words."""

    code: AnswerCode
    text: Words
    value: float | None = None
    status: Literal["answered", "not_applicable", "prefer_not"] = "answered"


class Scale(_Strict):
    """Answers that several items share. `low` and `high` are the ends of its numeric range."""

    answers: tuple[Answer, ...]
    ordered: bool = True

    @property
    def values(self) -> dict[str, float]:
        """What each code is worth; codes without a value are left out."""
        return {answer.code: answer.value for answer in self.answers if answer.value is not None}

    @property
    def low(self) -> float:
        """The smallest value that an answer can have."""
        return min(self.values.values())

    @property
    def high(self) -> float:
        """The largest value that an answer can have."""
        return max(self.values.values())


class Item(_Strict):
    """One question. A `multiple` item has one yes/no answer for each of its options, an `array` one choice for each of its rows."""

    code: Code
    type: ItemType = "choice"
    text: Words
    help: Words = {}
    scale: str = ""
    options: dict[Code, Words] = {}
    rows: dict[RowCode, Words] = {}
    group: str = "main"
    mandatory: bool = False
    sensitivity: Literal["ordinary", "sensitive", "staff"] = "ordinary"

    @model_validator(mode="after")
    def _whole(self) -> Item:
        if self.type in ("choice", "array") and not self.scale:
            raise ValueError(f"item {self.code}: a choice needs a scale")
        if self.type == "array" and not self.rows:
            raise ValueError(f"item {self.code}: an array needs rows")
        if self.type == "multiple" and not self.options:
            raise ValueError(f"item {self.code}: a multiple choice needs options")
        return self


class Survey(_Strict):
    """One questionnaire. `repeated`: the same woman fills it in many times (the card after each session)."""

    id: Code
    title: Words
    languages: tuple[str, ...]
    waves: tuple[str, ...]
    repeated: bool = False
    anonymous: bool = False
    groups: dict[str, Words] = Field(default_factory=dict)
    items: tuple[Item, ...]

    def item_ids(self) -> dict[str, Item]:
        """Every column that an answer can fill: `end.content`, and `intake.needs.housing` for an option or a row."""
        found: dict[str, Item] = {}
        for item in self.items:
            found |= dict.fromkeys(self.columns(item).values(), item)
        return found

    def columns(self, item: Item) -> dict[str, str]:
        """LimeSurvey's columns of an item and what each is called here: `needs[housing]` is `intake.needs.housing`."""
        parts = {"multiple": item.options, "array": item.rows}.get(item.type)
        if parts is None:
            return {item.code: f"{self.id}.{item.code}"}
        return {f"{item.code}[{part}]": f"{self.id}.{item.code}.{part}" for part in parts}


class Questionnaires(_Strict):
    """All questionnaires of an organisation and the scales that they share."""

    surveys: dict[str, Survey]
    scales: dict[str, Scale]

    def item(self, item_id: str) -> Item:
        """The item of an id such as `end.content`; raises SettingsError where no questionnaire has it."""
        survey = self.surveys.get(item_id.split(".", maxsplit=1)[0])
        found = survey.item_ids().get(item_id) if survey else None
        if found is None:
            raise SettingsError(f"No questionnaire has the item '{item_id}'.", "See the files in surveys/.")
        return found

    def scale(self, item_id: str) -> Scale:
        """The scale of a choice item."""
        return self.scales[self.item(item_id).scale]


def load(folder: Path) -> Questionnaires:
    """Read every questionnaire of a folder; raises SettingsError naming the file, the item and the rule."""
    scales = {name: _model(Scale, content, folder / "scales.yml", name)
              for name, content in _yaml(folder / "scales.yml").items()}
    surveys = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name != "scales.yml":
            survey = _model(Survey, _yaml(path), path, path.stem)
            _check_scales(survey, scales, path)
            surveys[survey.id] = survey
    return Questionnaires(surveys=surveys, scales=scales)


def _yaml(path: Path) -> dict[str, object]:
    try:
        return dict(yaml.safe_load(path.read_text("utf-8")))
    except FileNotFoundError:
        raise SettingsError(f"The file {path.name} is missing from {path.parent.name}/.",
                            "`evaltools init` writes a complete set.") from None
    except (yaml.YAMLError, TypeError, ValueError) as error:
        where = f" near line {error.problem_mark.line + 1}" if getattr(error, "problem_mark", None) else ""  # type: ignore[union-attr]
        raise SettingsError(f"{path.name} is not readable YAML{where}.", "Indent with spaces, quote texts with a colon.") from None


def _model(kind: type[M], content: object, path: Path, name: str) -> M:
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{path.name}, {name}: {where}: {first['msg']}", "See the questionnaires that evaltools ships.") from None


def _check_scales(survey: Survey, scales: dict[str, Scale], path: Path) -> None:
    for item in survey.items:
        if item.scale and item.scale not in scales:
            raise SettingsError(f"{path.name}, {item.code}: there is no scale '{item.scale}' in scales.yml.",
                                f"There are: {', '.join(sorted(scales))}.")
