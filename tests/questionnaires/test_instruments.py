"""The keys of validated scales: published and hand-counted scores, what is missing, what cannot be."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from evaltools import starter
from evaltools.errors import SettingsError
from evaltools.questionnaires import load
from evaltools.questionnaires.instruments import FILE, asked_by, load_instruments
from evaltools.statistics.estimate import TooFew
from evaltools.statistics.reliable_change import Norm, jacobson_truax

KEYS = load_instruments(starter.folder("surveys"))
NONE = np.nan


def scored(name: str, *rows: tuple[float, ...]) -> np.ndarray:
    return KEYS[name].score(rows)


# Counted by hand from the rules of the publications.
@pytest.mark.parametrize(("name", "answers", "score"), [
    ("rses", (3, 0, 3, 3, 0, 0, 3, 0, 0, 3), 30),
    ("rses", (3,) * 10, 15),
    ("rses", (2, 1, 2, 3, 0, 1, 2, 2, 1, 1), 20),
    ("gse10", (1,) * 10, 10),
    ("gse10", (4, 4, 4, 4, 4, 4, 4, NONE, NONE, NONE), 40),
    ("gse6", (1, 2, 3, 4, 3, 2), 15),
    ("djg6", (1, 1, 1, 3, 3, 3), 0),
    ("djg6", (3, 2, 1, 1, 2, 3), 4),
    ("djg6", (2, 2, 2, 2, 2, 2), 6),
    ("djg6", (3, 3, NONE, 1, 1, 3), 4),
    ("djg6Emotional", (2, 1, 3), 2),
    ("djg6Social", (2, 1, 3), 2),
    ("ucla3", (1, 2, 3), 6),
    ("lsns6", (0, 1, 2, 3, 4, 5), 15),
    ("osss3", (4, 5, 5), 14),
    ("osss3", (1, 1, 1), 3),
    ("pss10", (4, 4, 4, 0, 0, 4, 0, 0, 4, 4), 40),
    ("pss10", (2, 3, 1, 3, 2, 0, 1, 2, 3, 1), 18),
    ("pss4", (4, 0, 0, 4), 16),
    ("gad7", (3,) * 7, 21),
    ("gad2", (1, 2), 3),
    ("phq4", (0, 1, 2, 3), 6),
    ("who5", (5, 5, 5, 5, 5), 100),
    ("who5", (2, 3, 2, 3, 2), 48),
    ("swemwbs", (1,) * 7, 7.0),
    ("swemwbs", (3,) * 7, 19.25),
    ("swemwbs", (5, 5, 5, 5, 5, 5, 4), 32.55),
    ("mastery", (1, 1, 1, 4, 1, 4, 1), 28),
    ("mastery", (4,) * 7, 13),
    ("brs", (5, 1, 5, 1, 5, 1), 5.0),
    ("brs", (3, 3, 4, 2, 4, 3), 3.5),
    ("gsrs", (9, 9, 9.5, 8), 35.5),
    ("waiBond", (5, 4, 4, 3), 4.0),
    ("sise", (4,), 4),
    ("msd", (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 0),
    ("msd", (2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2), 13),
    ("msd", (2, 2, 1, 3, 1, 2, 3, 1, 1, 2, 2, 3, 1), 5),
])
def test_scores_as_counted_by_hand(name: str, answers: tuple[float, ...], score: float) -> None:
    assert_allclose(scored(name, answers), [score])


def test_every_key_has_an_example() -> None:
    marks = next(mark for mark in test_scores_as_counted_by_hand.pytestmark if mark.name == "parametrize")
    assert {example[0] for example in marks.args[1]} == set(KEYS)


@pytest.mark.parametrize(("name", "low", "high"), [
    ("rses", 0, 30), ("gse10", 10, 40), ("gse6", 6, 24), ("djg6", 0, 6), ("ucla3", 3, 9), ("lsns6", 0, 30), ("osss3", 3, 14),
    ("pss10", 0, 40), ("pss4", 0, 16), ("gad7", 0, 21), ("gad2", 0, 6), ("phq4", 0, 12), ("who5", 0, 100), ("swemwbs", 7, 35),
    ("mastery", 7, 28), ("brs", 1, 5), ("gsrs", 0, 40), ("waiBond", 1, 5), ("djg6Emotional", 0, 3), ("djg6Social", 0, 3), ("sise", 1, 5),
    ("msd", 0, 13)])
def test_ranges_are_the_published_ones(name: str, low: float, high: float) -> None:
    assert KEYS[name].range == (low, high)


@pytest.mark.parametrize("name", KEYS)
def test_too_many_missing_answers_give_no_score(name: str) -> None:
    key = KEYS[name]
    middle = [sum(key.spans.get(code, key.span)) // 2 for code in key.items]
    for count in range(len(key.items) + 1):
        answers = [NONE] * count + middle[count:]
        assert np.isnan(key.score([answers])[0]) == (count > key.missing), count


@given(st.sampled_from(sorted(KEYS)), st.integers(0, 2**32 - 1))
def test_a_score_lies_in_its_range(name: str, seed: int) -> None:
    key = KEYS[name]
    spans = np.array([key.spans.get(code, key.span) for code in key.items])
    answers = np.random.default_rng(seed).integers(spans[:, 0], spans[:, 1] + 1, (20, len(key.items))).astype(float)
    low, high = key.range
    scores = key.score(answers)
    assert ((scores >= low) & (scores <= high)).all()
    assert not key.bands or "" not in key.bands_of(scores)


@pytest.mark.parametrize(("name", "scores", "bands"), [
    ("rses", [14, 15], ["low", "usual"]), ("djg6", [1, 2, 4, 5, NONE], ["not", "moderate", "moderate", "severe", ""]),
    ("ucla3", [5, 6], ["not", "lonely"]), ("lsns6", [11, 12], ["risk", "usual"]),
    ("osss3", [8, 9, 11, 12], ["poor", "moderate", "moderate", "strong"]),
    ("gad7", [4, 5, 9, 10, 14, 15], ["minimal", "mild", "mild", "moderate", "moderate", "severe"]), ("gad2", [2, 3], ["below", "above"]),
    ("phq4", [2, 3, 5, 6, 8, 9], ["none", "mild", "mild", "moderate", "moderate", "severe"]),
    ("who5", [28, 32, 48, 52], ["veryLow", "low", "low", "usual"]), ("brs", [2.99, 3, 4.3, 4.31], ["low", "usual", "usual", "high"]),
    ("gsrs", [35.9, 36], ["discuss", "fine"]), ("pss10", [20], [""]), ("msd", [4, 5, 6, 7], ["not", "deprived", "deprived", "severely"])])
def test_cut_offs_lie_where_the_source_puts_them(name: str, scores: list[float], bands: list[str]) -> None:
    assert KEYS[name].bands_of(scores) == bands


def test_short_forms_use_the_same_items() -> None:
    assert set(KEYS["pss4"].items) < set(KEYS["pss10"].items)
    assert set(KEYS["gad2"].items) < set(KEYS["gad7"].items)
    assert set(KEYS["gad2"].items) < set(KEYS["phq4"].items)
    # Romppel et al. 2013: the second, third, fifth, sixth, seventh and tenth of the ten.
    assert [KEYS["gse10"].items.index(code) + 1 for code in KEYS["gse6"].items] == [2, 3, 5, 6, 7, 10]


# The same ten answers as they stand on both forms: full agreement with the praise, none with the blame, but for one item each.
@pytest.mark.parametrize(("order", "answers"), [
    ("worthFirst", (3, 3, 0, 3, 0, 3, 1, 0, 0, 2)), ("satisfiedFirst", (1, 2, 3, 3, 0, 0, 3, 0, 0, 3))])
def test_answers_given_in_either_order_of_rosenberg(order: str, answers: tuple[float, ...]) -> None:
    assert_allclose(KEYS["rses"].score([answers], order), [26])


@given(st.integers(0, 2**32 - 1))
def test_a_printed_order_changes_no_score(seed: int) -> None:
    key = KEYS["rses"]
    answers = np.random.default_rng(seed).integers(0, 4, (8, 10)).astype(float)
    for order, printed in key.orders.items():
        columns = [key.items.index(code) for code in printed]
        assert_allclose(key.score(answers[:, columns], order), key.score(answers))


def test_an_unknown_order_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match="no order alphabetical") as raised:
        KEYS["rses"].score([[0] * 10], "alphabetical")
    assert raised.value.hint == "Its orders: worthFirst, satisfiedFirst."
    with pytest.raises(SettingsError, match="no order worthFirst"):
        KEYS["gad2"].score([[0, 1]], "worthFirst")


@pytest.mark.parametrize(("name", "answers"), [
    ("djg6", (1.5, 1, 1, 1, 1, 1)), ("swemwbs", (2.5, 3, 3, 3, 3, 3, 3)), ("swemwbs", (2.5, 2.5, 3, 3, 3, 3, 3)), ("rses", (0.5,) * 10),
    ("msd", (1.5,) + (1,) * 12), ("who5", (2.2,) * 5)])
def test_a_number_between_the_answers_is_refused_not_changed(name: str, answers: tuple[float, ...]) -> None:
    with pytest.raises(SettingsError, match="lie between those of the scale"):
        scored(name, answers)


@pytest.mark.parametrize(("name", "mean"), [("who5", 51.3), ("gad7", 9.6), ("rses", 14.9)])
def test_a_mean_is_put_into_no_band(name: str, mean: float) -> None:
    for told in (False, True):
        with pytest.raises(SettingsError, match="for the score of one person, not for a mean"):
            KEYS[name].bands_of([mean], means=told)
    group = KEYS[name].model_copy(update={"bands_for": "group"})
    assert group.bands_of([mean], means=True) != [""]


def test_a_mean_that_could_be_a_persons_score_is_refused_when_told() -> None:
    assert KEYS["who5"].bands_of([52]) == ["usual"]
    assert KEYS["brs"].bands_of([3.0]) == ["usual"]
    for name, mean in (("who5", 52), ("brs", 3.0), ("gsrs", 36)):
        with pytest.raises(SettingsError, match="not for a mean"):
            KEYS[name].bands_of([mean], means=True)


@pytest.mark.parametrize("score", [-1, 22])
def test_a_score_outside_the_range_has_no_band(score: float) -> None:
    with pytest.raises(SettingsError, match="outside the range"):
        KEYS["gad7"].bands_of([score])


# Counted by hand: SD sqrt(2 (1 - r)) 1.96.
@pytest.mark.parametrize(("name", "sample", "threshold"), [("gad7", "womenGermany", 3.2176), ("pss10", "womenUnitedStates", 8.5808)])
def test_published_values_judge_a_change(name: str, sample: str, threshold: float) -> None:
    norm = Norm(*KEYS[name].norms[sample].norm())
    assert norm.threshold == pytest.approx(threshold, abs=1e-4)
    assert abs(jacobson_truax([norm.mean], [norm.mean + threshold], norm)[0]) == pytest.approx(1.96, abs=1e-4)


@pytest.mark.parametrize(("name", "sample", "message"), [
    ("rses", "nations53", "nobody compared"), ("osss3", "womenGermany", "not all published"),
    ("gse6", "heartRiskYear", "not all published")])
def test_what_is_remembered_or_half_published_judges_nobody(name: str, sample: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        KEYS[name].norms[sample].norm()


def test_a_small_published_sample_judges_nobody() -> None:
    few = KEYS["gad7"].norms["womenGermany"].model_copy(update={"persons": 12})
    with pytest.raises(TooFew):
        Norm(*few.norm())


def test_no_text_of_an_item_ships_and_no_code_is_taken() -> None:
    codes = {code for key in KEYS.values() for code in key.items}
    shipped = {item.code for survey in load(starter.folder("surveys")).surveys.values() for item in survey.items}
    assert not codes & shipped
    for key in KEYS.values():
        assert key.licence and key.obtain and key.citation
        assert all(set(band.text) == {"fr", "nl", "en"} for band in key.bands)


def test_every_indicator_with_a_scale_is_one_of_the_matrix() -> None:
    matrix = yaml.safe_load(Path(__file__).with_name("coverage.yml").read_text("utf-8"))
    assert {indicator for key in KEYS.values() for indicator in key.indicators} <= set(matrix)


def test_answers_outside_the_range_are_refused_without_being_told() -> None:
    with pytest.raises(SettingsError, match="outside the range") as raised:
        scored("gad2", (0, 7))
    assert not re.search(r"\b7\b", str(raised.value))
    with pytest.raises(SettingsError, match="2 items; 3 columns"):
        scored("gad2", (0, 1, 2))


@pytest.mark.parametrize(("wrong", "message"), [
    ({"items": ["a", "a"]}, "twice"), ({"reversed": ["z"]}, "z is no item"), ({"counts": {"a": [1]}}, "every item or none"),
    ({"missing": 2}, "needs an answer"), ({"table": {0: 0.0}, "missing": 1}, "whole sums"),
    ({"orders": {"printed": ["a", "a"]}}, "every item once"), ({"orders": {"printed": ["b"]}}, "every item once"),
    ({"counts": {"a": [1], "b": [1]}, "whole": False}, "whole answers"), ({"table": {0: 0.0}, "whole": False}, "whole answers"),
    ({"norms": {"x": {"population": "p", "persons": 100, "mean": 3, "source": "s"}}}, "outside the range of the score"),
    ({"norms": {"x": {"population": "p", "persons": 100, "reliability": 0.8, "source": "s"}}}, "stand together"),
    ({"bands": [{"from": 0, "code": "low", "text": {}}]}, "their source"),
    ({"bands": [{"from": 2, "code": "low", "text": {}}], "bands_source": "x"}, "begin at the lowest"),
    ({"bands": [{"from": 0, "code": "a", "text": {}}, {"from": 0, "code": "b", "text": {}}], "bands_source": "x"}, "rising"),
])
def test_a_wrong_key_is_named(tmp_path: Path, wrong: dict[str, object], message: str) -> None:
    key = {"title": "T", "indicators": [], "items": ["a", "b"], "span": [0, 1], "better": "higher", "citation": "c", "licence": "l",
           "obtain": "o"}
    (tmp_path / FILE).write_text(yaml.safe_dump({"mine": key | wrong}), "utf-8")
    with pytest.raises(SettingsError, match=message) as raised:
        load_instruments(tmp_path)
    assert raised.value.message.startswith("instruments.yml, mine:")


def test_a_questionnaire_asks_an_instrument_when_it_has_all_its_items() -> None:
    survey = load(starter.folder("surveys")).surveys["end"]
    item = survey.items[0]
    for count, found in ((1, set()), (2, {"gad2"})):
        mine = tuple(item.model_copy(update={"code": code}) for code in KEYS["gad2"].items[:count])
        assert set(asked_by(survey.model_copy(update={"items": (*survey.items, *mine)}), KEYS)) == found
