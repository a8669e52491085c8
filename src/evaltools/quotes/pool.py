"""Who may be quoted: the women who agreed to it in the form in which they wrote, and what they wrote there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ..identity import Identity
from ..questionnaires import QUOTABLE, Questionnaires
from ..scope import Period

COLUMNS = ["source", "programme", "cohort", "participant", "item", "text"]
_SIGNS = 12


@dataclass(frozen=True, repr=False)
class Pool:
    """What may be chosen from in a quarter.

    Parameters
    ----------
    texts
        One row a text of a woman who agreed: `source` (a code that says nothing without the organisation's secret), `programme`,
        `cohort`, `participant`, `item`, `text`.
    speakers
        How many women a programme has of each language, by programme and language.
    """

    texts: pd.DataFrame
    speakers: dict[tuple[str, str], int]

    def women(self, programme: str) -> int:
        """How many women of a programme agreed and wrote something."""
        return int(self._of(programme)["participant"].nunique())

    def cohorts(self, programme: str) -> int:
        """From how many groups they are."""
        return int(self._of(programme)["cohort"].nunique())

    def wrote(self, programme: str, source: str) -> tuple[str, str]:
        """The woman and the item of a text; both empty where the programme has none of that code."""
        mine = self._of(programme)
        found = mine[mine["source"] == source]
        return (str(found["participant"].iloc[0]), str(found["item"].iloc[0])) if len(found) else ("", "")

    def _of(self, programme: str) -> pd.DataFrame:
        return self.texts[self.texts["programme"] == programme]


def pool_of(tables: Mapping[str, pd.DataFrame], questionnaires: Questionnaires, identity: Identity, period: Period) -> Pool:
    """The pool of a quarter: forms sent up to its last day by women of a group; nothing on staff or sensitive matters.

    Parameters
    ----------
    tables
        The tidy tables of the quarter.
    """
    responses, answers = tables["responses"], tables["answers"]
    agreeing = [f"{name}.{QUOTABLE}" for name in questionnaires.surveys]
    agreed = answers.loc[answers["item"].isin(agreeing) & (answers["choice"] == "yes"), "response"]
    known = responses[responses["response"].isin(agreed) & (responses["submitted"] < pd.Timestamp(period.end))]
    known = known.dropna(subset=["participant", "cohort"])
    texts = answers[answers["item"].isin(_open(questionnaires)) & answers["text"].notna()].astype({"item": "string", "response": "string"})
    found = texts.merge(known[["response", "programme", "cohort", "participant"]], on="response")
    found = found[found["text"].str.strip() != ""]
    codes = [source_of(identity, str(row.response), str(row.item)) for row in found.itertuples()]
    return Pool(found.assign(source=codes)[COLUMNS].reset_index(drop=True), _speakers(tables))


def source_of(identity: Identity, response: str, item: str) -> str:
    """What one text is called in the evaluator's sheets: unlike any other name of the woman, and unlike that of her other texts."""
    return identity.contributor(f"quote {response} {item}")[:_SIGNS]


def _open(questionnaires: Questionnaires) -> list[str]:
    """The items that ask for a text, in the questionnaires that ask whether it may be quoted."""
    surveys = [survey for survey in questionnaires.surveys.values() if any(item.code == QUOTABLE for item in survey.items)]
    return [f"{survey.id}.{item.code}" for survey in surveys for item in survey.items
            if item.type == "long_text" and item.sensitivity == "ordinary"]


def _speakers(tables: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str], int]:
    women = tables["enrolments"][["participant", "cohort"]].merge(tables["participants"][["participant", "language"]], on="participant")
    women = women.merge(tables["cohorts"][["cohort", "programme"]], on="cohort").dropna(subset=["language"])
    counted = women.groupby(["programme", "language"])["participant"].nunique()
    return {(str(programme), str(language)): int(number) for (programme, language), number in counted.items()}
