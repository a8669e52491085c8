"""Everything that is wrong in an organisation's folder, listed at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from . import catalogue, indicators, questionnaires, starter
from .errors import EvaltoolsError
from .identity import Identity
from .settings import Settings, languages_of
from .settings import load as load_settings
from .sources import registers

REPORTS = ("cohort", "programme", "bureau")
PARAMETERS = {"release", "level", "scope", "audience", "language"}


def check(folder: Path) -> list[str]:
    """One line for each thing to mend; empty where everything fits together."""
    try:
        settings = load_settings(folder)
    except EvaltoolsError as error:
        return error.message.splitlines()
    return [*_content(settings), *_registers(settings), *_notebooks(settings)]


def _content(settings: Settings) -> Iterator[str]:
    """Questionnaires and catalogue, each by itself and against each other."""
    try:
        surveys = questionnaires.load(starter.own(settings.root, "surveys"))
    except EvaltoolsError as error:
        yield error.message
        return
    yield from _translations(settings, surveys)
    yield from _surveys(settings, surveys)
    own = settings.root / "indicators"
    try:
        entries = catalogue.load(own if own.is_dir() else None)
        indicators.check(entries)
    except EvaltoolsError as error:
        yield error.message
        return
    yield from catalogue.missing_items(entries, surveys)


def _translations(settings: Settings, surveys: questionnaires.Questionnaires) -> Iterator[str]:
    used = {setting.questionnaire for programme in settings.programmes for setting in programme.surveys}
    for survey in (survey for name, survey in surveys.surveys.items() if name in used):
        for item in survey.items:
            texts = {item.code: item.text, **{f"{item.code}, option {option}": words for option, words in item.options.items()}}
            answers = surveys.scales[item.scale].answers if item.scale else ()
            texts |= {f"{item.code}, answer {answer.code}": answer.text for answer in answers}
            for where, words in texts.items():
                missing = [code for code in (*languages_of(settings), *survey.languages) if not words.get(code)]
                if missing:
                    yield f"Questionnaire {survey.id}, {where}: no text in {', '.join(dict.fromkeys(missing))}."


def _surveys(settings: Settings, surveys: questionnaires.Questionnaires) -> Iterator[str]:
    for programme in settings.programmes:
        for setting in programme.surveys:
            survey = surveys.surveys.get(setting.questionnaire)
            if survey is None:
                yield f"{programme.id}: there is no questionnaire '{setting.questionnaire}' in surveys/."
            elif setting.wave not in survey.waves:
                yield f"{programme.id}: the questionnaire {survey.id} has no wave '{setting.wave}'; it has {', '.join(survey.waves)}."
            if setting.file and not settings.path(setting.file).is_file():
                yield f"{programme.id}: the file {setting.file} is not there."
            if setting.site and programme.sites and setting.site not in {site.id for site in programme.sites}:
                yield f"{programme.id}: a survey names the site '{setting.site}', which the programme does not have."
            if setting.sid is not None and settings.limesurvey is None:
                yield f"{programme.id}: a survey has a sid, but there is no [limesurvey] with its url."


def _registers(settings: Settings) -> Iterator[str]:
    nobody = Identity.from_secret(bytes(32))  # only to read: no name made here is kept
    for programme in settings.programmes:
        try:
            read = registers.read(programme.registers, programme, settings.root, nobody)
        except EvaltoolsError as error:
            yield error.message
            continue
        refused = read.tables["problems"].query("severity == 'refused'")
        for row in refused.itertuples():
            yield f"{row.source}: {row.count} x {row.rule} in {row.table}, {row.column}: {row.detail}"


def _notebooks(settings: Settings) -> Iterator[str]:
    import papermill

    folder = starter.own(settings.root, "notebooks")
    for name in REPORTS:
        path = folder / "reports" / f"{name}.ipynb"
        if not path.is_file():
            yield f"The notebook reports/{name}.ipynb is missing."
            continue
        try:
            missing = PARAMETERS - set(papermill.inspect_notebook(str(path)))
        except Exception as error:  # whatever nbformat finds wrong with a file that is no notebook
            yield f"The notebook reports/{name}.ipynb cannot be read ({type(error).__name__})."
            continue
        if missing:
            yield f"The notebook reports/{name}.ipynb has no parameter {', '.join(sorted(missing))}."
