"""Definitions that change, identifiers that retire, and what an organisation says over ours."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from figures_by_hand import WORDS
from tables_from_text import tables_from_text

from evaltools import catalogue, estimates, indicators
from evaltools.catalogue import Entry
from evaltools.errors import SettingsError
from evaltools.questionnaires import Questionnaires
from evaltools.scope import Period
from evaltools.settings import Settings

FORMS = """
cohorts
cohort programme site    start      planned_end end
a      ateliers  ixelles 2025-09-01 2026-06-30  2026-06-30

enrolments
participant cohort start
anna        a      2025-09-01
bea         a      2025-09-01

forms end
participant cohort submitted  venue content
anna        a      2026-03-01 s5    s4
bea         a      2026-03-01 s4    s1
"""
SHORT = {"name": "short", "title": WORDS, "definition": WORDS, "population": WORDS, "kind": "share", "unit": "percent",
         "rows": {"answers": {"end": "end"}, "items": {"": "venue"}, "counts": "best"}}
CHANGED = {**SHORT, "version": 3, "changed": "2026-Q2",
           "former": {"definition": WORDS, "rows": {"answers": {"end": "end"}, "items": {"": "venue"}, "counts": "top2"}}}


def of(folder: Path, entries: dict[str, object]) -> dict[str, Entry]:
    (folder / "own.yml").write_text(yaml.safe_dump({"entries": entries}, allow_unicode=True), "utf-8")
    return catalogue.load(folder)


@pytest.mark.parametrize(("period", "versions"), [
    ("2026-Q1", {"2": 2}), ("2026-Q2", {"2": 2, "3": 1}), ("2026-Q3", {"3": 1})])
def test_in_the_quarter_of_a_change_both_definitions_are_computed(
        tmp_path: Path, shipped_questionnaires: Questionnaires, small_settings: Settings, period: str, versions: dict[str, int]) -> None:
    entries = {"Z01": of(tmp_path, {"Z01": CHANGED})["Z01"]}
    found = estimates.estimate(tables_from_text(FORMS, shipped_questionnaires), entries, shipped_questionnaires, small_settings,
                               Period.parse(period)).figures
    here = found[(found["scope"] == "ateliers") & (found["audience"] == "programme")]
    assert dict(zip(here["version"], here["numerator"], strict=True)) == versions


@pytest.mark.parametrize(("fields", "told"), [
    ({"changed": "2026-Q2"}, "`former` and `changed` stand together"),
    ({**CHANGED, "version": 1}, "a changed definition needs a version above 1"),
    ({"changed": "2026"}, "changed"),
    ({"kind": "context"}, "a context figure has a fact"),
    ({"fact": {"value": 3, "day": "2020", "source": WORDS}}, "a context figure has a fact"),
])
def test_a_half_told_change_or_fact_is_refused(tmp_path: Path, fields: dict[str, object], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        of(tmp_path, {"Z01": {**SHORT, **fields}})


def test_a_retired_identifier_makes_no_figure_and_says_what_replaced_it(
        tmp_path: Path, shipped_questionnaires: Questionnaires, small_settings: Settings) -> None:
    entries = of(tmp_path, {"Z01": {**SHORT, "replaced_by": "S06"}})
    assert not entries["Z01"].computed
    assert "Z01" not in {entry.id for entry in catalogue.of_period(entries, Period.parse("2026-Q2"))}
    with pytest.raises(SettingsError, match="Z01 is replaced by 'Z99', which has no entry"):
        of(tmp_path, {"Z01": {**SHORT, "replaced_by": "Z99"}})


def test_an_own_entry_may_say_only_what_differs(tmp_path: Path, shipped_catalogue: dict[str, Entry]) -> None:
    found = of(tmp_path, {"S06": {"inherits": True, "public": False},
                          "P00": {"inherits": True, "clearly": 1}})
    ours = shipped_catalogue["S06"]
    assert found["S06"] == ours.model_copy(update={"public": False})
    assert found["P00"].domain == "progression" and indicators.function_of(found["P00"]) is not None
    indicators.check(found)


def test_nothing_inherits_from_an_entry_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Z09 inherits from no entry of that name"):
        of(tmp_path, {"Z09": {"inherits": True, "clearly": 1}})
