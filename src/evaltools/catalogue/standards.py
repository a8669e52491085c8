"""The standards that the founding documents state: which figure of which programmes is held against which limits."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..errors import SettingsError

FILE = "standards.yml"
Words = dict[str, str]


class Standard(BaseModel):
    """One standard. `source` is the document that states it, in words; limits of shares and rates are between 0 and 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: Words
    indicator: str
    part: str = ""
    levels: tuple[Literal["cohort", "site", "programme"], ...]
    programmes: tuple[Literal["workshop", "miriam", "bureau"], ...]
    at_least: float | None = None
    at_most: float | None = None
    source: Words = Field(min_length=1)

    @model_validator(mode="after")
    def _limited(self) -> Standard:
        if self.at_least is None and self.at_most is None:
            raise ValueError(f"the standard {self.id} has no limit")
        return self

    def verdict(self, low: float, high: float) -> Literal["met", "unmet", "unsaid"]:
        """Whether a value that lies from `low` to `high` keeps the limits; unsaid where it may and may not.

        >>> size = Standard(id="size", title={}, indicator="F21", levels=("cohort",), programmes=("miriam",), at_least=12, at_most=15,
        ...                 source={"en": "guide"})
        >>> size.verdict(12, 12), size.verdict(9, 11), size.verdict(11, 13)
        ('met', 'unmet', 'unsaid')
        """
        least = float("-inf") if self.at_least is None else self.at_least
        most = float("inf") if self.at_most is None else self.at_most
        if least <= low and high <= most:
            return "met"
        return "unmet" if high < least or low > most else "unsaid"


def load(overlay: Path | None = None) -> list[Standard]:
    """Every standard, ours and then an organisation's own (`indicators/standards.yml` of its folder), in their order.

    Raises
    ------
    SettingsError
        Where a file is unreadable, or a standard has no limit or a document that is not listed.
    """
    ours = Path(str(resources.files(__package__).joinpath(FILE)))
    own = overlay / FILE if overlay else None
    found: dict[str, Standard] = {}
    for path in [ours, *([own] if own and own.is_file() else [])]:
        found |= _read(path)
    return list(found.values())


def _read(path: Path) -> dict[str, Standard]:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
        return {name: _standard(name, fields, content["documents"]) for name, fields in content["standards"].items()}
    except ValidationError as error:
        raise SettingsError(f"{path.name}: {error.errors()[0]['msg'].removeprefix('Value error, ')}",
                            "See the standards that evaltools ships.") from None
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, AttributeError):
        raise SettingsError(f"{path.name} is not a list of standards.", "It has `documents:` and `standards:`.") from None


def _standard(name: str, fields: dict[str, Any], documents: dict[str, Words]) -> Standard:
    rest = {key: value for key, value in fields.items() if key != "from"}
    return Standard.model_validate({"id": name, **rest, "source": documents[str(fields["from"])]})
