"""The forms of several sources as one: paper cards beside the server, one wave of two surveys."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ...questionnaires import Questionnaires
from ...tables import TABLES
from .drift import explained
from .problems import Problems

NAMES = ("responses", "answers", "problems")


def combined(parts: Iterable[dict[str, pd.DataFrame]], questionnaires: Questionnaires) -> dict[str, pd.DataFrame]:
    """The tables of several `tidy` and `drift` calls as one set; a woman's form of one wave counts once, whatever way it came in.

    Of two sources the last complete form is kept, the other is counted as a `duplicate`. Questionnaires that are `repeated`
    (the card after each session) keep all forms.

    Returns
    -------
    dict
        `responses`, `answers` and `problems`, each sorted by its key.
    """
    listed = list(parts)
    tables = {name: _stacked(name, [part[name] for part in listed]) for name in NAMES}
    repeated = [survey.id for survey in questionnaires.surveys.values() if survey.repeated]
    ranked = tables["responses"].sort_values(["complete", "submitted", "share_answered", "response"], kind="stable")
    once = ranked[ranked["participant"].notna() & ~ranked["questionnaire"].isin(repeated)]
    extra = once[once.duplicated(["participant", "cohort", "questionnaire", "wave"], keep="last")]
    problems = Problems()
    for source in extra["source"]:
        problems.add(str(source), "responses", "participant", "duplicate")
    counted = [tables["problems"], TABLES["problems"].frame(problems.records())]
    return {
        "responses": _without(tables["responses"], extra["response"]),
        "answers": _without(tables["answers"], extra["response"]),
        "problems": explained(_stacked("problems", counted)).reset_index(drop=True),
    }


def _without(frame: pd.DataFrame, responses: pd.Series) -> pd.DataFrame:
    return frame[~frame["response"].isin(responses)].reset_index(drop=True)


def _stacked(name: str, frames: list[pd.DataFrame]) -> pd.DataFrame:
    table = TABLES[name]
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return table.empty()
    if len(filled) == 1 and name != "problems":  # sorted and numbered already
        return filled[0]
    stacked = pd.concat(filled)
    if name == "problems":  # one rule met in two waves of one source is one row: the counts add up
        others = {column: "first" for column in stacked.columns if column not in (*table.key, "count")}
        stacked = stacked.groupby(list(table.key), as_index=False, dropna=False).agg({**others, "count": "sum"})
        return table.frame(stacked.to_dict("records"))
    return stacked.sort_values(list(table.key), kind="stable", ignore_index=True)
