"""Scores of validated scales that an organisation adds to its questionnaires: said in YAML, counted by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from counted import Counted
from figures_by_hand import WORDS
from tables_from_text import tables_from_text

from evaltools import catalogue, estimates, questionnaires, starter
from evaltools.catalogue import Entry
from evaltools.errors import SettingsError
from evaltools.scope import Period
from evaltools.settings import Settings

RSES = [f"rses{name}" for name in ("Satisfied", "NoGood", "Qualities", "Able", "NotProud", "Useless", "Worth", "MoreRespect", "Failure",
                                   "Positive")]
GSE, WHO = [f"gse{number}" for number in range(1, 11)], [f"who{number}" for number in range(1, 6)]
BOTH = {"answers": {"end": "end"}, "change": ["intake", "intake"]}
ENTRIES = {
    "X01": {"kind": "change", "unit": "points", "clearly": 1, "rows": {**BOTH, "score": "rses"}},
    "X02": {"kind": "mean", "unit": "points", "rows": {"answers": {"end": "end"}, "score": "gse10"}},
    "X03": {"kind": "share", "unit": "percent", "rows": {"answers": {"end": "end"}, "score": "who5", "counts": {"at_most": 50}}},
}
COURSE = """
cohorts
cohort programme site    start      planned_end end
a      ateliers  ixelles 2025-01-12 2026-05-15  2026-05-15

enrolments
participant cohort start      end exit_reason
anna        a      2025-01-12 .   .
bea         a      2025-01-12 .   .
cleo        a      2025-01-12 .   .
"""


@pytest.fixture
def surveys(tmp_path: Path) -> Path:
    """Our questionnaires with the three scales added to those of the start and the end."""
    folder = tmp_path / "surveys"
    shutil.copytree(starter.folder("surveys"), folder)
    answers = "\n".join(f"    - {{code: q{worth}, value: {worth}, text: {{fr: a, nl: a, en: a}}}}" for worth in range(6))
    with (folder / "scales.yml").open("a", encoding="utf-8") as file:
        for name, low, high in (("rse", 0, 3), ("gse", 1, 4), ("who", 0, 5)):
            file.write(f"\n{name}:\n  answers:\n" + "\n".join(answers.splitlines()[low:high + 1]) + "\n")
    for survey in ("intake", "end"):
        content = yaml.safe_load((folder / f"{survey}.yml").read_text("utf-8"))
        for scale, codes in (("rse", RSES), ("gse", GSE), ("who", WHO)):
            content["items"] += [{"code": code, "group": "you", "scale": scale, "text": WORDS} for code in codes]
        (folder / f"{survey}.yml").write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return folder


def entries(folder: Path, told: dict[str, dict[str, object]]) -> dict[str, Entry]:
    """An organisation's own entries, with their keys."""
    own = folder.parent / "indicators"
    own.mkdir()
    words = {"title": WORDS, "definition": WORDS, "population": WORDS}
    content = {"entries": {name: {"name": name.lower(), **words, **fields} for name, fields in told.items()}}
    (own / "mine.yml").write_text(yaml.safe_dump(content), "utf-8")
    found = catalogue.with_keys(catalogue.load(own), folder)
    return {name: found[name] for name in told}


def forms(wave: str, codes: list[str], day: str, **women: str) -> str:
    """Forms of a wave; a digit is the answer worth so much, a dot is none."""
    rows = [f"{name} a {day} " + " ".join("." if mark == "." else f"q{mark}" for mark in marks) for name, marks in women.items()]
    return f"\nforms {wave}\nparticipant cohort submitted {' '.join(codes)}\n" + "\n".join(rows) + "\n"


def counted(surveys: Path, settings: Settings, indicator: str, text: str) -> Counted:
    known, chosen = questionnaires.load(surveys), entries(surveys, {indicator: ENTRIES[indicator]})
    assert catalogue.missing_items(chosen, known) == []
    found = estimates.estimate(tables_from_text(COURSE + text, known), chosen, known, settings, Period.parse("2026-Q2"))
    return Counted(found.figures, found.contributors)


def test_reversed_items_are_turned_and_a_change_is_told_on_ten(surveys: Path, small_settings: Settings) -> None:
    # Five items as they stand, five turned: anna 5 x 2 + 5 x (3 - 1) = 20, then 5 x 3 + 5 x (3 - 0) = 30: of 30, ten of thirty up.
    # bea 14 both times; cleo left one item out, and this key forgives none.
    text = forms("intake", RSES, "2025-01-20", anna="2122112112", bea="1111222122", cleo="222222222.")
    text += forms("end", RSES, "2026-05-10", anna="3033003003", bea="1111222122", cleo="2222222222")
    found = counted(surveys, small_settings, "X01", text)
    assert found("a", "", "end")["n"] == 2
    assert found.value("a", "", "end") == pytest.approx((10 / 30 * 10 + 0) / 2)
    assert found.share("a", ".up", "end") == (1, 2)


def test_what_is_missing_is_made_up_for_as_the_key_says(surveys: Path, small_settings: Settings) -> None:
    # anna 10 x 3 = 30 of 10 to 40; bea three missing, the others 4: 40; cleo four missing: no score.
    text = forms("end", GSE, "2026-05-10", anna="3333333333", bea="4444444...", cleo="444444....")
    found = counted(surveys, small_settings, "X02", text)
    assert (found("a", "", "end")["n"], found.value("a", "", "end")) == (2, pytest.approx((20 / 30 * 10 + 10) / 2))
    assert found.women("a", "", "end") == {"anna", "bea"}


def test_a_limit_is_in_the_points_of_the_key(surveys: Path, small_settings: Settings) -> None:
    # Times four: anna 13 x 4 = 52, bea 12 x 4 = 48, cleo 25 x 4 = 100.
    text = forms("end", WHO, "2026-05-10", anna="33322", bea="33222", cleo="55555")
    assert counted(surveys, small_settings, "X03", text).share("a", "", "end") == (1, 3)


def test_items_that_are_missing_are_named_questionnaire_by_questionnaire(surveys: Path) -> None:
    own = {**ENTRIES["X01"], "rows": {"answers": {"end": "end", "mid": "mid"}, "change": ["intake", "intake"], "score": "pss4"}}
    found = catalogue.missing_items(entries(surveys, {"X01": own}), questionnaires.load(surveys))
    assert found == [f"X01 is the score pss4, of which the questionnaire {name} lacks pss2, pss4, pss5, pss10."
                     for name in ("end", "mid", "intake")]


def test_answers_that_are_worth_something_else_are_told(surveys: Path) -> None:
    path = surveys / "end.yml"
    path.write_text(path.read_text("utf-8").replace("scale: rse", "scale: who", 1), "utf-8")
    found = catalogue.missing_items(entries(surveys, {"X01": ENTRIES["X01"]}), questionnaires.load(surveys))
    assert found == ["X01: an answer to end.rsesSatisfied is worth what the key rses has not (0 to 3)."]


def test_a_score_without_a_key_is_refused(surveys: Path) -> None:
    with pytest.raises(SettingsError, match=r"X01 asks for the score 'esteem', of which instruments\.yml has no key"):
        entries(surveys, {"X01": {**ENTRIES["X01"], "rows": {**BOTH, "score": "esteem"}}})


def test_a_score_has_no_items_of_its_own(surveys: Path) -> None:
    with pytest.raises(SettingsError, match="a `score` has no items of its own"):
        entries(surveys, {"X01": {**ENTRIES["X01"], "rows": {**BOTH, "score": "rses", "items": {"": "venue"}}}})
