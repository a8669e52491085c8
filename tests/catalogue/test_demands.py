"""The catalogue against the evaluation matrix, demand by demand, and against the policy."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml

from evaltools import starter
from evaltools.catalogue import Entry
from evaltools.catalogue.demands import COMPANION, answered, coverage, demands
from evaltools.questionnaires import Questionnaires

DOCUMENTS = {"000": 83, "001": 29, "002": 57, "003": 145, "004": 24}
FAMILIES = set("ABCFGKLNPQRSTVX")
# Never below a programme: life events, couple, discrimination, diversity, dropout after dissatisfaction, dose, association, staff.
PROGRAMME_ONLY = {"L03", "L05", "N02", "N13", "T05", "T07", "T09", "Q24"}
STAFF = {"S04", "S08", "S14", "S22", "S26"}
SENSITIVE = {"N02", "N13", "L03", "P07", "P16", "L14"}


def test_the_matrix_is_whole() -> None:
    asked = demands()
    assert [demand.row for demand in asked] == list(range(1, 339))
    assert len({demand.indicator for demand in asked}) == 272
    assert {demand.indicator[0] for demand in asked} == FAMILIES


@pytest.mark.parametrize("demand", demands(), ids=lambda demand: f"{demand.row}-{demand.document}-{demand.indicator}")
def test_every_demand_has_its_indicator(demand, shipped_catalogue: dict[str, Entry]) -> None:
    entry = shipped_catalogue[demand.indicator]
    assert entry.asked_in, "an indicator says where it comes from"
    assert entry.computed or entry.fact, "it is computed, or it is a dated value of others"


def test_all_but_the_figures_of_others_are_computed(shipped_catalogue: dict[str, Entry]) -> None:
    found = coverage(shipped_catalogue)
    assert (len(found.computed) + len(found.facts), found.lacking) == (272, ())
    assert {name[0] for name in found.facts} == {"X"}
    assert str(found) == f"indicators: 272 of 272 ({len(found.computed)} computed, {len(found.facts)} dated values)"


def test_a_lacking_indicator_is_named_though_a_companion_is_there(shipped_catalogue: dict[str, Entry]) -> None:
    fewer = {name: entry for name, entry in shipped_catalogue.items() if name != "L02"}
    assert coverage(fewer).lacking == ("L02",)
    assert answered(fewer)["L02"] == [name for name in fewer if name.startswith("L02")]
    assert str(coverage(fewer)).startswith("indicators: 271 of 272 ") and str(coverage(fewer)).endswith("without an entry: L02")


def test_what_is_besides_the_matrix_is_a_companion(shipped_catalogue: dict[str, Entry]) -> None:
    wanted = answered(shipped_catalogue)
    beside = set(shipped_catalogue) - {name for names in wanted.values() for name in names}
    assert beside == {"RR"}
    companions = Counter(COMPANION.fullmatch(name).group(1) for name in shipped_catalogue if COMPANION.fullmatch(name))
    assert max(companions.values()) <= 4


def test_what_the_matrix_keeps_to_programmes_stays_there(shipped_catalogue: dict[str, Entry]) -> None:
    for name, entry in shipped_catalogue.items():
        if name[:3] in PROGRAMME_ONLY:
            assert entry.levels == ("programme",), name


def test_staff_and_sensitive_matters_are_marked(shipped_catalogue: dict[str, Entry]) -> None:
    assert {name for name in STAFF if shipped_catalogue[name].sensitivity != "staff"} == set()
    assert {name for name in SENSITIVE if shipped_catalogue[name].sensitivity != "sensitive"} == set()


def test_what_case_managers_say_of_themselves_is_of_no_group_and_not_public(shipped_catalogue: dict[str, Entry]) -> None:
    own = {name: entry for name, entry in shipped_catalogue.items() if "SC" in entry.asked_in}
    assert len(own) >= 9
    for name, entry in own.items():
        assert (entry.sensitivity, entry.levels, entry.public) == ("staff", ("programme",), False), name


def test_every_item_that_the_matrix_points_to_is_read_by_some_entry(
        shipped_catalogue: dict[str, Entry], shipped_questionnaires: Questionnaires) -> None:
    read = {item.split(".")[1] for entry in shipped_catalogue.values() for items in entry.asked().values() for item in items}
    texts = {item.code for survey in shipped_questionnaires.surveys.values() for item in survey.items if "text" in item.type}
    path = starter.folder("surveys").parent / "tests" / "questionnaires" / "coverage.yml"
    named = {code for sources in yaml.safe_load(path.read_text("utf-8")).values() for codes in sources.values() for code in codes}
    assert named - texts - read == set()


def test_a_dated_value_says_of_when_and_of_whom(shipped_catalogue: dict[str, Entry]) -> None:
    facts = [entry for entry in shipped_catalogue.values() if entry.fact]
    assert {"X02", "X03", "X04"} <= {entry.id for entry in facts}
    for entry in facts:
        assert entry.kind == "context" and not entry.computed
        assert entry.fact.day[:4].isdigit() and all(entry.fact.source.values())
