"""What a research notebook may use: the pseudonymised tables of a quarter, the codebook, the statistics.

Rows of people stay in the workspace: what a research notebook shows is for its researcher, never published.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pandas as pd

from . import questionnaires as questionnaire_files
from . import statistics as statistics_package
from .scope import Period
from .stages import Organisation, newest_period, tables_of
from .tables import TABLES
from .workspace import locate


@dataclass(frozen=True)
class Research:
    """One quarter's tidy tables and what their columns and codes mean."""

    tables: dict[str, pd.DataFrame]
    questionnaires: questionnaire_files.Questionnaires
    period: Period

    def codebook(self, language: str = "en") -> pd.DataFrame:
        """One row per column of a table and per item: table, name, what it is, its codes, its question."""
        rows = [{"table": table.name, "name": column.name, "kind": column.kind, "codes": " ".join(column.codes), "question": ""}
                for table in TABLES.values() for column in table.columns]
        for survey in self.questionnaires.surveys.values():
            for name, item in survey.item_ids().items():
                scale = self.questionnaires.scales.get(item.scale)
                codes = " ".join(f"{answer.code}={answer.text.get(language, '')}" for answer in scale.answers) if scale else ""
                rows.append({"table": "answers", "name": name, "kind": item.type, "codes": codes,
                             "question": item.text.get(language, item.text["fr"])})
        return pd.DataFrame(rows)

    def wide(self, questionnaire: str, wave: str = "") -> pd.DataFrame:
        """One row per form of a questionnaire, one column per item (its value), with who, where and when."""
        forms = self.tables["responses"].query("questionnaire == @questionnaire")
        forms = forms[forms["wave"] == wave] if wave else forms
        answers = self.tables["answers"].astype({"response": "string", "item": "string"})
        values = answers.pivot(index="response", columns="item", values="value")
        return forms.merge(values, left_on="response", right_index=True, how="left").dropna(axis=1, how="all")


def open_tables(folder: str | Path = "", period: str = "") -> Research:
    """The tables of a quarter; empty: of the folder around this notebook and its newest quarter."""
    organisation = Organisation.open(locate(folder))
    quarter = Period.parse(period) if period else newest_period(organisation.workspace)
    return Research(tables_of(organisation, quarter), organisation.questionnaires, quarter)


def statistics() -> ModuleType:
    """The estimates for small groups that reports use."""
    return statistics_package
