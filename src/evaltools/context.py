"""The words and dates around a release's figures: names of programmes, sites and cohorts, and the questions as they were asked."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .catalogue import Entry, standards
from .estimates import active_cohorts, as_of
from .questionnaires import Questionnaires
from .scope import Period
from .settings import Settings, languages_of


def context_of(settings: Settings, tables: dict[str, pd.DataFrame], period: Period) -> dict[str, Any]:
    """What a report needs besides figures, as JSON; only cohorts that ran in the period are named."""
    seen = as_of(tables, pd.Timestamp(period.end))
    women = seen["enrolments"].groupby("cohort")["participant"].nunique()
    cohorts = {row.cohort: {"label": row.label if pd.notna(row.label) else row.cohort, "site": row.site, "programme": row.programme,
                            "start": _day(row.start), "planned_end": _day(row.planned_end), "end": _day(row.end),
                            "women": int(women.get(row.cohort, 0))}
               for row in active_cohorts(seen, period).itertuples()}
    sites = {site.id: {"name": site.name, "programme": programme.id} for programme in settings.programmes for site in programme.sites}
    return {
        "period": str(period),
        "organisation": {"name": settings.organisation.name, "contact": settings.organisation.contact},
        "programmes": {programme.id: {"name": programme.name, "kind": programme.kind,
                                      "waves": sorted({survey.wave for survey in programme.surveys})}
                       for programme in settings.programmes},
        "sites": {**{site: {"name": site, "programme": programme} for site, programme in _found(seen["cohorts"])}, **sites},
        "cohorts": cohorts,
        "languages": list(languages_of(settings)),
        "caution_rate": settings.policy.response_rate_caution,
        "standards": [standard.model_dump(mode="json") for standard in standards.load(settings.root / "indicators")],
        "policy_reason": settings.policy.reason,
    }


def question_of(entry: Entry, questionnaires: Questionnaires) -> dict[str, dict[str, str]]:
    """The wording of each part's question; nothing where no questionnaire asks it, or where waves ask it in other words."""
    asked: dict[str, list[dict[str, str]]] = {}
    for (_, part), item in entry.items().items():
        asked.setdefault(part, []).append(dict(questionnaires.item(item).text))
    return {part: texts[0] for part, texts in asked.items() if all(text == texts[0] for text in texts)}


def _found(cohorts: pd.DataFrame) -> list[tuple[str, str]]:
    return sorted(set(zip(cohorts["site"], cohorts["programme"], strict=True)))


def _day(day: pd.Timestamp) -> str | None:
    return None if pd.isna(day) else str(day.date())
