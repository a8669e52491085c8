"""The surveys of evaltools.toml against the questionnaires, and the files exported by hand against both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..errors import EvaltoolsError
from ..questionnaires import Questionnaires
from ..settings import Programme, Settings, SurveySetting
from ..sources import limesurvey_file
from ..sources.forms import faults, source_of
from .note import Note


def lines(settings: Settings, known: Questionnaires) -> Iterator[str]:
    """One line for each survey setting that fits nothing, and for what is wrong with each file of answers."""
    for programme in settings.programmes:
        for setting in programme.surveys:
            yield from _setting(programme, setting, settings, known)
            yield from _file(programme, setting, settings, known)
    yield from _twice(settings)


def _setting(programme: Programme, setting: SurveySetting, settings: Settings, known: Questionnaires) -> Iterator[str]:
    survey = known.surveys.get(setting.questionnaire)
    if survey is None:
        yield f"{programme.id}: there is no questionnaire '{setting.questionnaire}' in surveys/."
    elif setting.wave not in survey.waves:
        yield f"{programme.id}: the questionnaire {survey.id} has no wave '{setting.wave}'; it has {', '.join(survey.waves)}."
    if survey is not None and (strange := sorted(set(setting.modules) - survey.modules.keys())):
        yield f"{programme.id}: the questionnaire {survey.id} has no module '{strange[0]}'; it has {', '.join(survey.modules) or 'none'}."
    if setting.site and programme.sites and setting.site not in {site.id for site in programme.sites}:
        yield f"{programme.id}: a survey names the site '{setting.site}', which the programme does not have."
    if setting.sid is not None and settings.limesurvey is None:
        yield f"{programme.id}: a survey has a sid, but there is no [limesurvey] with its url."
    if setting.sid is None and setting.file is None:
        yield Note(f"{programme.id}: {setting.questionnaire} ({setting.wave}) is not on the server yet: `evaltools survey push`.")


def _file(programme: Programme, setting: SurveySetting, settings: Settings, known: Questionnaires) -> Iterator[str]:
    """A file of answers is opened: refused answers are mistakes, columns and items without a counterpart are notes."""
    if setting.file is None:
        return
    path, name = settings.path(setting.file), setting.file.as_posix()
    if not path.is_file():
        yield f"{programme.id}: the file {name} is not there."
        return
    survey = known.surveys.get(setting.questionnaire)
    if survey is None or set(setting.modules) - survey.modules.keys():
        return
    asked = survey.with_modules(setting.modules)
    try:
        found = faults(limesurvey_file.read(path, asked, known, source_of(setting)), asked, known.scales)
    except EvaltoolsError as error:
        yield error.message
        return
    for row in found.to_dict("records"):
        line = f"{name}: {row['count']} x {row['rule']} in {row['column']}: {row['detail']}"
        yield line if row["severity"] == "refused" else Note(line)


def _twice(settings: Settings) -> Iterator[str]:
    """Answers that would count twice, and files whose names are one in identifiers."""
    surveys = [setting for programme in settings.programmes for setting in programme.surveys]
    for sid, count in Counter(setting.sid for setting in surveys if setting.sid is not None).items():
        if count > 1:
            yield f"The survey {sid} stands {count} times in evaltools.toml: its answers would count as often."
    files = {(setting.file.as_posix(), source_of(setting)) for setting in surveys if setting.file is not None}
    for source, count in Counter(source for _, source in files).items():
        if count > 1:
            yield f"Files of answers have names that cannot be told apart ({source}): rename one of them."
