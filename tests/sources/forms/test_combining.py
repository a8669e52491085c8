"""One wave that came in through several doors."""

from evaltools.questionnaires import Questionnaires
from evaltools.sources.forms import combined
from evaltools.tables import TABLES, check

from .conftest import SCALE, rules, survey_of

SERVER = """
    number token day        a  b  c  d  e
    1      tanna 2026-06-01 s1 s1 s1 s1 s1
    2      tbea  2026-06-01 s1 s1 s1 -  -
    3      -     2026-06-01 s1 s1 s1 s1 s1"""
CARDS = """
    number token day        a  b  c  d  e
    1      tanna 2026-05-01 s2 s2 s2 s2 s2
    2      tbea  2026-05-01 s2 s2 s2 s2 s2
    3      -     2026-06-01 s2 s2 s2 s2 s2"""


def known(**more):
    return Questionnaires(surveys={"end": survey_of(**more)}, scales={"five": SCALE})


def test_the_last_complete_form_of_all_sources_is_kept(tidied):
    tables = combined([tidied(SERVER), tidied(CARDS, source="cards")], known())
    for name, frame in tables.items():
        check(name, frame)
    # Anna's later form; Bea's earlier one, for the later is partial; both cards without a code.
    assert list(tables["responses"]["response"]) == ["end-end-100-1", "end-end-100-3", "end-end-cards-2", "end-end-cards-3"]
    assert set(tables["answers"]["response"]) == set(tables["responses"]["response"])
    duplicates = tables["problems"].query("rule == 'duplicate'")
    assert dict(zip(duplicates["source"], duplicates["count"], strict=True)) == {"100": 1, "cards": 1}


def test_repeated_questionnaires_keep_all(tidied):
    parts = [tidied(SERVER, repeated=True), tidied(CARDS, source="cards", repeated=True)]
    assert len(combined(parts, known(repeated=True))["responses"]) == 6


def test_counts_of_one_rule_in_one_source_add_up(tidied):
    twice = combined([tidied(SERVER), tidied(SERVER, wave="mid")], known())
    assert rules(twice)[("no_token", "token")] == 2 and len(twice["responses"]) == 6
    assert twice["problems"].dtypes.to_dict() == TABLES["problems"].empty().dtypes.to_dict()


def test_nothing_combined_is_empty():
    assert all(frame.empty for frame in combined([], known()).values())
