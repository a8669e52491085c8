"""The standards of the founding documents: each names a figure that exists, in three languages, with its document."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.catalogue import Entry
from evaltools.catalogue.standards import Standard, load
from evaltools.errors import SettingsError
from evaltools.scope import LANGUAGES

STATED = {
    "F21": (12, 15), "R18": (10, 15), "R03": (20, 50), "R12": (50, 150), "R04": (100, None), "R07": (11, None), "F03": (1, 2),
    "F17D": (None, 15), "F12": (2, None), "F08": (None, 3), "Q11D": (None, 42), "F14": (9.5, 10.5)}
OWN = """
documents: {"1": {en: Ours, fr: Le nôtre, nl: Het onze}}
standards:
  mothers_a_year: {title: {en: A, fr: A, nl: A}, indicator: R03, levels: [site], programmes: [workshop], at_least: 5, from: "1"}
"""


def test_every_number_that_the_documents_state_is_a_standard() -> None:
    found = {each.indicator: (each.at_least, each.at_most) for each in load()}
    assert {name: limits for name, limits in found.items() if name in STATED} == STATED


def test_every_standard_is_of_a_figure_that_its_programmes_have(shipped_catalogue: dict[str, Entry]) -> None:
    for standard in load():
        entry = shipped_catalogue[standard.indicator]
        assert set(standard.programmes) <= set(entry.programmes), standard.id
        assert set(standard.levels) <= set(entry.levels), standard.id
        assert standard.part in (entry.parts or {""}) or (not standard.part and not entry.parts), standard.id
        assert set(standard.title) == set(standard.source) == set(LANGUAGES), standard.id


@pytest.mark.parametrize(("low", "high", "verdict"), [
    (12, 12, "met"), (12, 15, "met"), (15, 15, "met"), (9, 11, "unmet"), (16, 18, "unmet"), (11, 12, "unsaid"), (15, 16, "unsaid")])
def test_a_band_that_lies_on_both_sides_of_a_limit_says_nothing(low: float, high: float, verdict: str) -> None:
    size = next(each for each in load() if each.indicator == "F21")
    assert size.verdict(low, high) == verdict


def test_an_organisation_has_standards_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "standards.yml").write_text(OWN, "utf-8")
    found = {each.id: each for each in load(tmp_path)}
    assert (found["mothers_a_year"].at_least, found["mothers_a_year"].at_most) == (5, None)
    assert len(found) == len(load())


@pytest.mark.parametrize("content", [
    "standards: [", "standards: {a: 3}", OWN.replace("at_least: 5, ", ""), OWN.replace('from: "1"', 'from: "2"')])
def test_a_mistake_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "standards.yml").write_text(content, "utf-8")
    with pytest.raises(SettingsError, match="standards"):
        load(tmp_path)


def test_a_standard_has_a_limit() -> None:
    with pytest.raises(ValueError, match="has no limit"):
        Standard(id="x", title={}, indicator="F21", levels=("site",), programmes=("miriam",), source={"en": "x"})
