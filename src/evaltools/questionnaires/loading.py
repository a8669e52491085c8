"""The files of `surveys/` as checked questionnaires, or one message that names the file, the item and the rule."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from ..errors import SettingsError
from .model import Questionnaires, Scale, Survey

SCALES = "scales.yml"
BESIDE = (SCALES, "instruments.yml", "notice.yml")
"""Files of the folder that are no questionnaires."""
# libyaml reads ten times faster than Python; where a system lacks it, the slower one reads the same.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
M = TypeVar("M", bound=BaseModel)


def load(folder: Path) -> Questionnaires:
    """Read every questionnaire of a folder; raises SettingsError naming the file, the item and the rule."""
    scales = {name: checked(Scale, content, folder / SCALES, name) for name, content in content_of(folder / SCALES).items()}
    surveys = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name not in BESIDE:
            survey = checked(Survey, content_of(path), path, path.stem)
            _check_scales(survey, scales, path)
            surveys[survey.id] = survey
    return Questionnaires(surveys=surveys, scales=scales)


def content_of(path: Path) -> dict[str, object]:
    """What a YAML file of the folder holds; raises SettingsError where it is missing or unreadable."""
    try:
        return dict(yaml.load(path.read_text("utf-8"), Loader=LOADER))
    except FileNotFoundError:
        raise SettingsError(f"The file {path.name} is missing from {path.parent.name}/.",
                            "`evaltools init` writes a complete set.") from None
    except (yaml.YAMLError, TypeError, ValueError) as error:
        where = f" near line {error.problem_mark.line + 1}" if getattr(error, "problem_mark", None) else ""  # type: ignore[union-attr]
        raise SettingsError(f"{path.name} is not readable YAML{where}.", "Indent with spaces, quote texts with a colon.") from None


def checked(kind: type[M], content: object, path: Path, name: str) -> M:
    """The content as that kind of thing; raises SettingsError naming the file, the place and the rule."""
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{path.name}, {name}: {f'{where}: ' if where else ''}{first['msg'].removeprefix('Value error, ')}",
                            "See the questionnaires that evaltools ships.") from None


def _check_scales(survey: Survey, scales: dict[str, Scale], path: Path) -> None:
    for item in survey.items:
        if item.scale and item.scale not in scales:
            raise SettingsError(f"{path.name}, {item.code}: there is no scale '{item.scale}' in {SCALES}.",
                                f"There are: {', '.join(sorted(scales))}.")
        condition = item.when
        if condition and condition.answers:
            asked = survey.asked(condition)
            codes = {answer.code for answer in scales[asked.scale].answers} if asked.scale else set()
            strange = [code for code in condition.answers if code not in codes]
            if strange:
                raise SettingsError(f"{path.name}, {item.code}: `when` names '{strange[0]}', which {condition.item} does not have.",
                                    f"There are: {', '.join(sorted(codes))}.")
