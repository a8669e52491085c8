"""Indicators against what is asked: items that no indicator uses, and indicators that no programme's survey can feed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from ..catalogue import Entry
from ..indicators import function_of
from ..questionnaires import QUOTABLE, Item, Questionnaires, Survey
from ..settings import Settings
from ..sources.forms import SILENT
from .note import Note

ENOUGH_FORMS = 5  # from so many forms on, an item that nobody answered is no chance
COLUMNS = ["item", "source", "indicators", "why"]
UNANSWERED = "Forms came in, and no answer to this was accepted: see the refused answers below."


def lines(settings: Settings, known: Questionnaires, entries: Mapping[str, Entry]) -> Iterator[str]:
    """Notes, grouped by questionnaire: none of them is a mistake, each may be meant so. Modules that nobody asks are left out."""
    used = {name: items_of(entry, known) for name, entry in entries.items()}
    yield from _not_asked(settings, known, entries, used)
    needed = set().union(*used.values())
    idle: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for survey, _ in _asked(settings, known):
        idle[survey.id] |= dict.fromkeys(item.code for item in survey.items
                                         if item.type != "long_text" and item.code != QUOTABLE
                                         and not needed & set(survey.columns(item).values()))
    yield from (Note(f"Questionnaire {name}: no indicator uses {', '.join(codes)}.") for name, codes in idle.items() if codes)


def items_of(entry: Entry, known: Questionnaires) -> set[str]:
    """The items that an indicator reads: those of its entry; of a function, those that it names together with their wave."""
    named = {item for items in entry.asked().values() for item in items}
    function = function_of(entry)
    if function is None or entry.origin != "answers":
        return named
    words = set(_texts(getattr(function, "__code__", None)))
    return named | {column for survey in known.surveys.values() if words & set(survey.waves)
                    for item in survey.items if item.code in words for column in survey.columns(item).values()}


def silenced(tables: Mapping[str, pd.DataFrame], settings: Settings, known: Questionnaires, entries: Mapping[str, Entry]) -> pd.DataFrame:
    """Items of the quarter's questionnaires that have no answers at all, and the indicators that stay empty for it.

    Parameters
    ----------
    tables
        `problems`, `responses` and `answers`.

    Returns
    -------
    DataFrame
        One row per `item` and `source` (a survey's number or file; the wave, where forms came in and none has an answer):
        the `indicators` concerned and `why`, with what to do.
    """
    used = {name: items_of(entry, known) for name, entry in entries.items()}
    problems = tables["problems"]
    gone = problems[problems["rule"].isin(SILENT)]
    rows = [(str(row["column"]), str(row["source"]), str(row["detail"])) for row in gone.to_dict("records")]
    told = {item for item, _, _ in rows}
    rows += [(item, wave, UNANSWERED) for item, wave in _unanswered(tables, settings, known)
             if not any(each == item or each.startswith(f"{item}.") for each in told)]
    return pd.DataFrame([{"item": item, "source": source, "indicators": ", ".join(_concerned(item, used)), "why": why}
                         for item, source, why in rows], columns=COLUMNS)


def _concerned(item: str, used: Mapping[str, set[str]]) -> list[str]:
    return [name for name, items in used.items() if any(each == item or each.startswith(f"{item}.") for each in items)]


def _unanswered(tables: Mapping[str, pd.DataFrame], settings: Settings, known: Questionnaires) -> Iterator[tuple[str, str]]:
    """(item, wave) of what every form of a wave leaves open; not texts, nor what is asked of a few only."""
    responses, answers = tables["responses"], tables["answers"]
    filled = answers[["response", "item"]].merge(responses[["response", "questionnaire", "wave"]], on="response")
    for survey, wave in _asked(settings, known):
        here = filled[(filled["questionnaire"] == survey.id) & (filled["wave"] == wave)]
        if here["response"].nunique() >= ENOUGH_FORMS:
            answered = set(here["item"].unique())
            for item in survey.items:
                if _everybody_may(item) and not answered & set(survey.columns(item).values()):
                    yield f"{survey.id}.{item.code}", wave


def _everybody_may(item: Item) -> bool:
    return item.when is None and item.type not in ("short_text", "long_text")


def _asked(settings: Settings, known: Questionnaires) -> Iterator[tuple[Survey, str]]:
    """Each questionnaire and wave of the organisation, with the modules that any programme asks in it."""
    modules: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for programme in settings.programmes:
        for setting in programme.surveys:
            modules[setting.questionnaire, setting.wave] |= set(setting.modules)
    for (name, wave), wanted in modules.items():
        if name in known.surveys:
            yield known.surveys[name].with_modules(wanted & known.surveys[name].modules.keys()), wave


def _not_asked(settings: Settings, known: Questionnaires, entries: Mapping[str, Entry], used: Mapping[str, set[str]]) -> Iterator[str]:
    """Indicators of the organisation's kinds of programmes whose item stands in a questionnaire or module that nobody asks."""
    kinds = {programme.kind for programme in settings.programmes}
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for survey, _ in _asked(settings, known):
        asked[survey.id] |= survey.item_ids().keys()
    lacking: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    owners = {column: (survey.id, item.module) for survey in known.surveys.values() for column, item in survey.item_ids().items()}
    for name, items in used.items():
        if kinds & set(entries[name].programmes):
            for where in sorted({owners[item] for item in items if item in owners and item not in asked[owners[item][0]]}):
                lacking[where if where[0] in asked and asked[where[0]] else (where[0], "")].append(name)
    for (title, module), names in lacking.items():
        what = f"no programme switches on the module {module} of {title}" if module else f"no programme asks the questionnaire {title}"
        yield Note(f"{', '.join(dict.fromkeys(names))}: no answers, since {what}.")


def _texts(code: object) -> Iterator[str]:
    """The texts that a function's code names, also in its inner tuples."""
    def inside(constants: Iterable[object]) -> Iterator[str]:
        for constant in constants:
            if isinstance(constant, str):
                yield constant
            elif isinstance(constant, tuple):
                yield from inside(constant)

    return inside(getattr(code, "co_consts", ()))
