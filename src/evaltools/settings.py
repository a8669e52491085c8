"""evaltools.toml and the environment, as one typed object. Secrets are never in the file: environment or keyring only."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator

from .errors import SettingsError
from .scope import LANGUAGES

FILE = "evaltools.toml"
URL = "EVALTOOLS_LIMESURVEY_URL"
"""The variable that names another survey server than evaltools.toml does."""
EMBEDDED = "embedded"
"""What the demo says instead of an address: its server runs while the command does."""
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
Words = dict[str, str]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Organisation(_Strict):
    """Who publishes: its identifier, its name in each language, how a reader writes back."""

    id: Id
    name: Words
    contact: str = ""


class Site(_Strict):
    """One antenna: its identifier and its name as registers write it."""

    id: Id
    name: str


class SurveySetting(_Strict):
    """One wave of one questionnaire: where its answers come from, and what it belongs to.

    `modules` are the questionnaire's optional parts that are asked besides its core. Without `sid` and `file`, the survey is
    still to be pushed to the server.
    """

    questionnaire: str
    wave: str
    modules: tuple[str, ...] = ()
    sid: int | None = None
    file: Path | None = None
    site: Id | None = None

    @model_validator(mode="after")
    def _one_place(self) -> SurveySetting:
        if self.sid is not None and self.file is not None:
            raise ValueError("give either sid (a survey on the server) or file (an export made by hand)")
        return self


class Programme(_Strict):
    """One programme: its kind decides which reports it gets; its registers and surveys."""

    id: Id
    kind: Literal["workshop", "miriam", "bureau"]
    name: Words
    registers: tuple[Path, ...] = ()
    sites: tuple[Site, ...] = ()
    surveys: tuple[SurveySetting, ...] = ()


def known_zone(name: str) -> str:
    """The name of a time zone; raises ValueError for anything else, also for a folder of zones such as `Europe`."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"'{name}' is not a time zone; Belgium is Europe/Brussels") from None
    return name


class LimeSurvey(_Strict):
    """The survey server; its user and password come from EVALTOOLS_LIMESURVEY_USER and _PASSWORD, or the keyring.

    `client`: the library that asks for responses; everything else is citric's. `window`: ids asked for at once. `threads`:
    windows asked for at the same time. `incremental_from`: responses from which only changes are pulled. `timeout`: seconds.
    `keep_raw`: raw answers stay in the workspace when a quarter is published, so that the next pull asks for changes alone.
    """

    url: str
    timezone: str = ""
    client: Literal["citric", "limepy"] = "citric"
    window: int = Field(default=2000, ge=50, le=20000)
    threads: int = Field(default=2, ge=1, le=4)
    incremental_from: int = Field(default=20000, ge=0)
    timeout: float = Field(default=60, gt=0)
    keep_raw: bool = False

    @field_validator("timezone")
    @classmethod
    def _zone(cls, name: str) -> str:
        return known_zone(name) if name else name


class Policy(_Strict):
    """Thresholds of the disclosure policy. A lower number than the default needs a written `reason`."""

    base_share_cohort: int = 6
    base_mean_cohort: int = 8
    base_site: int = 10
    base_public: int = 20
    part_site: int = 5
    part_public: int = 8
    part_sensitive: int = 10
    band_width: int = 3
    colluders: int = 3
    rounding_public: int = Field(default=5, le=8)
    few_exits: int = 5
    steady: int = 5
    staff_cohorts: int = 3
    staff_managers: int = 2
    active_cohorts: int = 3
    response_rate_caution: float = 0.6
    quote_women: int = 10
    quote_cohorts: int = 3
    suggestion_women: int = 3
    reason: str = ""

    @property
    def band_outer(self) -> int:
        """How many counts a band holds that so many women of a group together must not see through."""
        return self.colluders + 2

    @model_validator(mode="after")
    def _never_silently_lower(self) -> Policy:
        impossible = [name for name in type(self).model_fields if name != "reason" and not getattr(self, name) > 0]
        if impossible:
            raise ValueError(f"{', '.join(impossible)} must be above 0")
        lowered = [name for name, field in type(self).model_fields.items()
                   if name != "reason" and getattr(self, name) < field.default]
        if lowered and len(self.reason.strip()) < 20:
            raise ValueError(f"{', '.join(lowered)} is lower than the policy: say why in `reason` "
                             "(a sentence; the pages print it)")
        return self


class Settings(_Strict):
    """One organisation's folder: what stands in its evaltools.toml."""

    organisation: Organisation
    languages: tuple[Literal["fr", "nl", "en"], ...] = Field(default=("fr", "nl", "en"), min_length=1)
    timezone: str = "Europe/Brussels"
    limesurvey: LimeSurvey | None = None
    policy: Policy = Policy()
    regular_attendance: float = Field(default=0.75, gt=0, le=1)
    programmes: tuple[Programme, ...] = Field(min_length=1)
    root: Path = Field(default=Path(), exclude=True)

    @field_validator("timezone")
    @classmethod
    def _zone(cls, name: str) -> str:
        return known_zone(name)

    @model_validator(mode="after")
    def _ids_once(self) -> Settings:
        ids = [programme.id for programme in self.programmes]
        ids += [site.id for programme in self.programmes for site in programme.sites]
        twice = {name for name in ids if ids.count(name) > 1}
        if twice:
            raise ValueError(f"the identifier {sorted(twice)[0]} is used twice: programmes and sites need their own")
        return self

    def programme(self, programme_id: str) -> Programme:
        """The programme of that identifier; raises SettingsError listing those that exist."""
        for programme in self.programmes:
            if programme.id == programme_id:
                return programme
        raise SettingsError(f"There is no programme '{programme_id}'.",
                            f"There are: {', '.join(programme.id for programme in self.programmes)}.")

    def path(self, relative: Path) -> Path:
        """A path of the file, seen from the organisation's folder."""
        return self.root / relative


def load(folder: Path) -> Settings:
    """Read the evaltools.toml of a folder; raises SettingsError with every mistake on a line of its own."""
    path = folder / FILE
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"There is no {FILE} in {folder.resolve().name}/.",
                            "Go to your organisation's folder, or make one with `evaltools init FOLDER`.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{FILE} is not readable: {error}", "Texts stand between double quotes; the file is UTF-8.") from None
    try:
        return Settings.model_validate({**content, "root": folder.resolve()})
    except ValidationError as error:
        raise SettingsError(f"{FILE}:\n" + "\n".join(_mistakes(error)),
                            "Correct these lines, then run `evaltools check`.") from None


def _mistakes(error: ValidationError) -> list[str]:
    lines = []
    found = error.errors()
    # A list whose only member is wrong counts as too short besides: one mistake, one line.
    inner = {mistake["loc"][:depth] for mistake in found for depth in range(1, len(mistake["loc"]))}
    for mistake in (each for each in found if not (each["type"] == "too_short" and each["loc"] in inner)):
        where = ".".join(str(part) for part in mistake["loc"])
        text = mistake["msg"].removeprefix("Value error, ")
        if mistake["type"] == "extra_forbidden":
            text = f"is not a setting{_suggestion(str(mistake['loc'][-1]))}"
        lines.append(f"  {where}: {text}" if where else f"  {text}")
    return lines


def _suggestion(name: str) -> str:
    models = (Settings, Organisation, Site, SurveySetting, Programme, LimeSurvey, Policy)
    known = sorted({field for model in models for field in model.model_fields} - {"root"})
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean '{close[0]}'?" if close else ""


def languages_of(settings: Settings) -> tuple[str, ...]:
    """The languages in which this organisation publishes, in the house's order."""
    return tuple(language for language in LANGUAGES if language in settings.languages)
