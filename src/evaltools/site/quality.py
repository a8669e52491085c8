"""The quality of what came in, a page a quarter: for the evaluator alone, in the workspace, from the frozen tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..languages import Language, phrase
from ..release import Release
from ..scope import Period
from ..workspace import Workspace
from .page import rendered

READ = ("problems", "responses")
TITLE = phrase("Quality of what came in")
_SEVERITIES = (("refused", phrase("Refused: in no figure")), ("doubtful", phrase("Doubtful: kept, to be looked at")))
_HEADS = (phrase("Where"), phrase("From"), phrase("Values"), phrase("What to know"))
_QUOTES = phrase("Women's own words: what became of each row")
_QUOTED = (phrase("Row"), phrase("Kind"), phrase("Result"))
_FORMS = (phrase("Questionnaire"), phrase("Wave"), phrase("Forms"), phrase("Complete"), phrase("Without a group"))


def quality_page(workspace: Workspace, period: Period, release: Release) -> str:
    """What was refused and what is doubtful, line by line and never a value; the forms of each wave; empty where nothing was frozen.

    Counts stand beside those of the quarter before.
    """
    tables = _tables(workspace, period)
    if not tables:
        return ""
    language = Language(release.context["languages"][0])
    problems, before = tables["problems"], _tables(workspace, _before(period)).get("problems")
    parts = [{"title": language.say(title), "heads": [language.say(head) for head in _HEADS],
              "note": _compared(language, problems, before, severity), "rows": _lines(problems, severity)}
             for severity, title in _SEVERITIES]
    forms = {"title": language.say(phrase("Forms of each wave, up to now")), "heads": [language.say(head) for head in _FORMS],
             "rows": _forms(tables["responses"])}
    quotes = {"title": language.say(_QUOTES), "heads": [language.say(head) for head in _QUOTED],
              "rows": workspace.record(period).get("quotes", {}).get("account", [])}
    title = language.say(phrase("{what}, {period}"), what=language.say(TITLE), period=language.period(period))
    return rendered("quality", language, title, release, parts=parts, forms=forms, quotes=quotes)


def _tables(workspace: Workspace, period: Period) -> Mapping[str, pd.DataFrame]:
    """The tables of a quarter that the page reads; none where the quarter has none, or another version wrote them."""
    place = workspace.private / "tables" / str(workspace.record(period).get("tables"))
    if not all((place / f"{name}.parquet").is_file() for name in READ):
        return {}
    return {name: pd.read_parquet(place / f"{name}.parquet") for name in READ}


def _before(period: Period) -> Period:
    return Period(period.year - 1, 4) if period.quarter == 1 else Period(period.year, period.quarter - 1)


def _compared(language: Language, now: pd.DataFrame, before: pd.DataFrame | None, severity: str) -> str:
    def counted(problems: pd.DataFrame) -> str:
        return language.number(int(problems.loc[problems["severity"] == severity, "count"].sum()))

    if before is None:
        return language.say(phrase("{now} values."), now=counted(now))
    return language.say(phrase("{now} values; {before} one quarter earlier."), now=counted(now), before=counted(before))


def _lines(problems: pd.DataFrame, severity: str) -> list[dict[str, Any]]:
    """The most frequent first; what to know is English, as the rules are."""
    chosen = problems[problems["severity"] == severity]
    ordered = chosen.sort_values(["count", "table", "column", "rule", "source"], ascending=[False, True, True, True, True])
    return [{"where": f"{row.table}.{row.column}", "source": row.source, "count": int(row.count), "detail": row.detail}
            for row in ordered.fillna("").itertuples(index=False, name="Problem")]


def _forms(responses: pd.DataFrame) -> list[list[str]]:
    by_wave = responses.groupby(["questionnaire", "wave"], sort=True)
    found = by_wave.agg(forms=("complete", "size"), complete=("complete", "sum"), without=("cohort", lambda group: int(group.isna().sum())))
    return [[str(cell) for cell in (*key, *row)] for key, row in zip(found.index, found.to_numpy(), strict=True)]
