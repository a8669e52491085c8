"""Which surveys of evaltools.toml a command is about, each with the structure that the server must hold; what was done to them."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import SettingsError
from ..languages import Language
from ..questionnaires import Questionnaires, Structure, Survey, Words, structure_of
from ..report.words import WAVES
from ..scope import LANGUAGES
from ..settings import Programme, Settings, SurveySetting


@dataclass(frozen=True)
class Chosen:
    """One survey of evaltools.toml: its programme, its place among that programme's surveys, its questionnaire as asked."""

    programme: Programme
    place: int
    setting: SurveySetting
    survey: Survey
    structure: Structure

    @property
    def key(self) -> str:
        """Its name in messages and files: programme, questionnaire, wave, and site or a number where there are several."""
        alike = [place for place, other in enumerate(self.programme.surveys) if _identity(other) == _identity(self.setting)]
        number = f"-{alike.index(self.place) + 1}" if alike.index(self.place) else ""
        return "-".join(filter(None, (self.programme.id, *_identity(self.setting)))) + number


@dataclass(frozen=True)
class Outcome:
    """What was done to one survey, in a sentence; `details` are lines below it; `refused`: nothing was done, mend this first."""

    survey: str
    done: str
    details: tuple[str, ...] = ()
    refused: bool = False


def _identity(setting: SurveySetting) -> tuple[str, str, str]:
    wave = "" if setting.wave == setting.questionnaire else setting.wave
    return setting.questionnaire, wave, setting.site or ""


def choose(settings: Settings, questionnaires: Questionnaires, programme: str = "", wave: str = "", files: bool = False) -> list[Chosen]:
    """The surveys of a programme and wave, or of all, in the order of evaltools.toml.

    Parameters
    ----------
    files
        Also those whose answers come from a file made by hand.

    Raises
    ------
    SettingsError
        No survey is left, or one names a questionnaire or module that does not exist.
    """
    programmes = [settings.programme(programme)] if programme else list(settings.programmes)
    found = [_chosen(each, place, questionnaires) for each in programmes for place, setting in enumerate(each.surveys)
             if wave in ("", setting.wave) and (files or setting.file is None)]
    if not found:
        waves = sorted({setting.wave for each in programmes for setting in each.surveys if files or setting.file is None})
        raise SettingsError("evaltools.toml has no such survey" + (f" of the wave '{wave}'." if wave else "."),
                            f"Its waves are: {', '.join(waves)}." if waves else "Add one: [[programmes.surveys]], questionnaire, wave.")
    return found


def _chosen(programme: Programme, place: int, questionnaires: Questionnaires) -> Chosen:
    setting = programme.surveys[place]
    questionnaire = questionnaires.surveys.get(setting.questionnaire)
    if questionnaire is None:
        raise SettingsError(f"evaltools.toml names the questionnaire '{setting.questionnaire}', which surveys/ does not have.",
                            f"There are: {', '.join(sorted(questionnaires.surveys))}.")
    asked = questionnaire.with_modules(setting.modules)
    return Chosen(programme, place, setting, asked, structure_of(asked, questionnaires, title_of(programme, setting, asked)))


def title_of(programme: Programme, setting: SurveySetting, survey: Survey) -> Words:
    """The survey's title in each of its languages: programme and questionnaire, and the wave where it has several."""
    titles = {}
    for language in survey.languages:
        name = programme.name.get(language) or next(iter(programme.name.values()), programme.id)
        title = survey.title.get(language) or survey.title.get(survey.languages[0], survey.id)
        wave = WAVES.get(setting.wave) if len(survey.waves) > 1 and language in LANGUAGES else None
        titles[language] = f"{name} – {title}" + (f" ({Language(language).say(wave)})" if wave else "")
    return titles
