"""A hosted survey from one of our questionnaires: what LimeSurvey would hold after importing its file and activating it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

from ...questionnaires import Questionnaires, Survey, structure_of, tsv
from .hosting import activated, held, opened
from .people import enrol, tabulate
from .survey import HostedSurvey
from .tab_separated import read_txt


def from_questionnaire(survey: Survey, questionnaires: Questionnaires, sid: int, rows: Iterable[Mapping[str, Any]],
                       participants: Iterable[Mapping[str, Any]] | None, base_language: str = "fr") -> HostedSurvey:
    """An active survey with date stamps, asking what the questionnaire asks.

    Parameters
    ----------
    survey, questionnaires
        The questionnaire, and the set it belongs to, whose scales it uses.
    sid
        Its number in LimeSurvey; those of its groups and questions derive from it.
    rows
        One mapping per response: export heading (`id`, `token`, `overall`, `needs[housing]`) -> value. What is left out is
        empty; `id` defaults to the position, from 1. Numbers, dates, times, booleans and None are written as LimeSurvey does.
    participants
        One mapping per participant: `token` and what else is known (`tid`, `firstname`, `language`, `attribute_1`). None: no
        participants table. Without a table, or when the questionnaire is anonymous, responses have no `token` column.
    base_language
        The language LimeSurvey falls back on; the questionnaire's first one where it is not written in this one.

    Raises
    ------
    ValueError
        When a row names a column that the survey does not have, or two rows share an id.
    """
    base = base_language if base_language in survey.languages else survey.languages[0]
    languages = (base, *(language for language in survey.languages if language != base))
    # LimeSurvey refuses a survey without a title in its base language, which a questionnaire under work may have.
    title = {base: next(iter(survey.title.values()), survey.id), **survey.title}
    structure = structure_of(survey.model_copy(update={"languages": languages}), questionnaires, title)
    sections = read_txt(tsv(structure).encode())
    run, properties = opened(sections, sid, Random(sid))
    run.run()
    active = activated(held(run.content, sections, properties), {}, participants=None if participants is None else [])
    active.responses = tabulate(active.fieldmap, rows)
    if participants is not None:
        table = enrol(participants, active.fieldmap, active.responses)
        active.invite(table, max((person["tid"] for person in table), default=0))
    return active
