"""Which words of the questionnaires in use are missing, in which language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ..questionnaires import Item, Questionnaires, Survey, Words
from ..settings import Settings, languages_of


def lines(settings: Settings, known: Questionnaires) -> Iterator[str]:
    """One line for each text that a language lacks.

    Questions, options, rows and answers are needed in the languages of the questionnaire and in those of the organisation's
    pages, which print them; what only a respondent reads, in the languages of the questionnaire.
    """
    used = {setting.questionnaire for programme in settings.programmes for setting in programme.surveys}
    pages = languages_of(settings)
    scales: defaultdict[str, set[str]] = defaultdict(set)
    for survey in (survey for name, survey in known.surveys.items() if name in used):
        for where, words, printed in _texts(survey):
            yield from _missing(f"Questionnaire {survey.id}, {where}", words, (*pages, *survey.languages) if printed else survey.languages)
        for item in survey.items:
            if item.scale:
                scales[item.scale] |= {*pages, *survey.languages}
    for name, languages in scales.items():
        for answer in known.scales[name].answers:
            yield from _missing(f"Scale {name}, answer {answer.code}", answer.text, sorted(languages))


def _texts(survey: Survey) -> Iterator[tuple[str, Words, bool]]:
    """Where a text stands, its words, and whether the organisation's pages print it. What nobody wrote is not missing."""
    yield "title", survey.title, False
    optional = [("welcome", survey.welcome), ("thanks", survey.thanks)]
    optional += [(f"{kind} {code}", words) for kind, parts in (("group", survey.groups), ("module", survey.modules))
                 for code, words in parts.items()]
    yield from ((where, words, False) for where, words in optional if words)
    for item in survey.items:
        yield from _of_item(item)


def _of_item(item: Item) -> Iterator[tuple[str, Words, bool]]:
    yield item.code, item.text, True
    for kind, parts in (("option", item.options), ("row", item.rows)):
        yield from ((f"{item.code}, {kind} {code}", words, True) for code, words in parts.items())
    yield from ((f"{item.code}, {kind}", words, False) for kind, words in (("help", item.help), ("other", item.other)) if words)


def _missing(where: str, words: Words, languages: Iterable[str]) -> Iterator[str]:
    missing = [code for code in dict.fromkeys(languages) if not words.get(code, "").strip()]
    if missing:
        yield f"{where}: no text in {', '.join(missing)}."
