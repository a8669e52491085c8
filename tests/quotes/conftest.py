"""A pool of twelve women of three groups, the gate's rules around it, and rows as a reviewer signs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from evaltools.disclosure.leaks import Known, digests
from evaltools.questionnaires import Questionnaires
from evaltools.quotes import Chosen, Pool, Rules
from evaltools.settings import Settings

KEY = b"a key of the tests"
MakeRow = Callable[..., Chosen]


def pool(women: int = 12, cohorts: int = 3, programme: str = "ateliers") -> Pool:
    """Each woman with a suggestion and a word on what changed."""
    texts = [{"source": f"{kind}{number}", "programme": programme, "cohort": f"c{number % cohorts}", "participant": f"w{number}",
              "item": f"end.{item}", "text": "Plus de temps."}
             for number in range(women) for kind, item in (("s", "suggestion"), ("k", "keep"))]
    return Pool(pd.DataFrame(texts), {(programme, "fr"): 30, (programme, "nl"): 5, (programme, "ar"): 4})


@pytest.fixture
def rules(small_settings: Settings, shipped_questionnaires: Questionnaires) -> Rules:
    return Rules(pool(), small_settings, shipped_questionnaires, Known(digests(["Awa Exemple"], [], KEY), KEY), {"ixelles": 3, "jette": 2})


@pytest.fixture
def row() -> MakeRow:
    """A row that is shown, changed by what a test names."""
    whole = Chosen(row=2, kind="quote", programme="ateliers", site="", source="s1", item="", women="", language="fr",
                   text="Plus de temps pour parler.", translations={}, reviewer="Inès Voorbeeld", date="2026-10-05")

    def of(**changed: Any) -> Chosen:
        return replace(whole, **changed)

    return of
