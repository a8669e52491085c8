from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from figures_by_hand import WORDS

from evaltools import catalogue, indicators
from evaltools.catalogue import Entry
from evaltools.errors import SettingsError
from evaltools.questionnaires import Questionnaires
from evaltools.scope import LANGUAGES
from evaltools.settings import Settings
from evaltools.tables import TABLES

FIRST_SET = {
    "S01", "S02", "S03", "S04", "S05", "S06", "S07", "S09", "T01", "T02", "T03", "T04", "T05", "P30", "P34", "P01", "L00", "L01", "L02",
    "L04", "R01", "R03", "R12", "R13", "F02", "F03", "F17", "F21", "A01", "A11", "A14", "A15", "N01", "N04", "N07"}
OWN: dict[str, object] = {
    "name": "liked_the_meals", "title": WORDS, "definition": WORDS, "population": WORDS, "kind": "share", "unit": "percent",
    "rows": {"answers": {"end": "end"}, "items": {"": "venue"}, "counts": "top2"}}


def overlay(folder: Path, entries: object, domain: str = "own", **besides: object) -> Path:
    (folder / f"{domain}.yml").write_text(yaml.safe_dump({"entries": entries, **besides}, allow_unicode=True), "utf-8")
    return folder


def refused(folder: Path) -> SettingsError:
    with pytest.raises(SettingsError) as raised:
        catalogue.load(folder)
    return raised.value


# ---------------------------------------------------------------- the entries that we ship

def test_the_first_set_is_there(shipped_catalogue: dict[str, Entry]) -> None:
    assert set(shipped_catalogue) >= FIRST_SET
    assert list(shipped_catalogue) == sorted(shipped_catalogue)


def test_every_entry_has_its_words_in_every_language(shipped_catalogue: dict[str, Entry]) -> None:
    for entry in shipped_catalogue.values():
        for words in (entry.title, entry.definition, entry.population, *entry.parts.values()):
            assert set(words) == set(LANGUAGES), entry.id
            assert all(text == text.strip() and text for text in words.values()), entry.id


def test_titles_tell_entries_apart(shipped_catalogue: dict[str, Entry]) -> None:
    for language in LANGUAGES:
        titles = [entry.title[language] for entry in shipped_catalogue.values()]
        assert len(set(titles)) == len(titles)
    assert len({entry.name for entry in shipped_catalogue.values()}) == len(shipped_catalogue)


def test_every_item_is_asked_by_a_questionnaire_in_that_wave(
        shipped_catalogue: dict[str, Entry], shipped_questionnaires: Questionnaires) -> None:
    assert catalogue.missing_items(shipped_catalogue, shipped_questionnaires) == []
    for entry in shipped_catalogue.values():
        for (wave, _), items in entry.asked().items():
            for item in items:
                assert wave in shipped_questionnaires.surveys[item.split(".")[0]].waves, (entry.id, wave)


def test_an_entry_is_never_less_strict_than_its_items(
        shipped_catalogue: dict[str, Entry], shipped_questionnaires: Questionnaires) -> None:
    for entry in shipped_catalogue.values():
        for item in {item for items in entry.asked().values() for item in items}:
            asked = shipped_questionnaires.item(item).sensitivity
            assert asked in ("ordinary", entry.sensitivity), (entry.id, item)


def test_only_ordinary_entries_reach_one_group(shipped_catalogue: dict[str, Entry]) -> None:
    assert {entry.sensitivity for entry in shipped_catalogue.values() if "cohort" in entry.levels} == {"ordinary"}


@pytest.mark.parametrize(("entry", "levels"), [
    ("T02", {"site", "programme"}), ("T04", {"site", "programme"}), ("T05", {"programme"}),
    ("L01", {"site", "programme"}), ("L02F", {"site", "programme"})])
def test_what_is_said_of_single_women_reaches_no_single_group(shipped_catalogue: dict[str, Entry], entry: str, levels: set[str]) -> None:
    assert set(shipped_catalogue[entry].levels) == levels


def test_answers_are_never_taken_for_the_registers_own_totals(shipped_catalogue: dict[str, Entry]) -> None:
    asked = {entry.id for entry in shipped_catalogue.values() if entry.items() or entry.sensitivity != "ordinary"}
    exact = {entry.id for entry in shipped_catalogue.values() if entry.origin == "register"}
    assert asked & exact == set()
    # Who answered is known to the office; what was answered never is a total of the register's.
    of_forms = {"RR", "L00"}
    for name in exact - of_forms:
        assert not {source for source in shipped_catalogue[name].asked_in if source.startswith("S") and source[1:].isdigit()}, name


def test_parts_are_codes_of_the_column_that_gives_them(shipped_catalogue: dict[str, Entry]) -> None:
    for entry in shipped_catalogue.values():
        if entry.rows and entry.rows.by:
            column = TABLES[entry.rows.table].column(entry.rows.by)
            assert set(entry.parts) <= {*column.codes, "true", "false"}, entry.id
        if entry.rows and (entry.codes() or entry.rows.flags) and entry.parts and indicators.function_of(entry) is None:
            assert set(entry.parts) == set(entry.codes() or entry.rows.flags), entry.id


def test_every_entry_can_be_computed_and_every_function_has_an_entry(shipped_catalogue: dict[str, Entry]) -> None:
    indicators.check(shipped_catalogue)


def test_every_entry_is_counted_by_hand(shipped_catalogue: dict[str, Entry]) -> None:
    folder = Path(__file__).parent / "indicators"
    texts = " ".join(path.read_text("utf-8") for path in folder.glob("test_*.py"))
    tabled = re.findall(r"^([A-Z]\d\d[A-Z]?) ", (folder / "answers.txt").read_text("utf-8"), re.MULTILINE)
    counted = {*re.findall(r'"([A-Z]{1,2}\d*[A-Z]?)"', texts), *tabled}
    assert {name for name, entry in shipped_catalogue.items() if entry.computed} - counted == set()


# ---------------------------------------------------------------- an organisation's own

def test_an_organisations_own_entry_is_added(tmp_path: Path, shipped_catalogue: dict[str, Entry]) -> None:
    found = catalogue.load(overlay(tmp_path, {"Z01": OWN}))
    assert set(found) - set(shipped_catalogue) == {"Z01"}
    assert (found["Z01"].domain, found["Z01"].name) == ("own", "liked_the_meals")
    indicators.check(found)


def test_an_organisations_own_entry_lies_over_ours(tmp_path: Path, shipped_catalogue: dict[str, Entry]) -> None:
    found = catalogue.load(overlay(tmp_path, {"S06": {**OWN, "name": "satisfied_venue", "version": 2}}, domain="activities"))
    assert found["S06"].version == 2
    assert {name: entry for name, entry in found.items() if name != "S06"} == {
        name: entry for name, entry in shipped_catalogue.items() if name != "S06"}


def test_an_own_entry_over_one_of_our_functions_is_no_mistake(tmp_path: Path) -> None:
    found = catalogue.load(overlay(tmp_path, {"T04": {**OWN, "name": "dropout"}}))
    assert found["T04"].domain == "own"
    indicators.check(found)


def test_no_overlay_is_ours(tmp_path: Path, shipped_catalogue: dict[str, Entry]) -> None:
    assert catalogue.load(tmp_path) == shipped_catalogue


def test_an_item_that_nobody_asks_is_named(tmp_path: Path, shipped_questionnaires: Questionnaires) -> None:
    own = {**OWN, "rows": {"answers": {"end": "end"}, "items": {"": "meals"}, "counts": "top2"}}
    found = catalogue.load(overlay(tmp_path, {"X01": own}))
    assert catalogue.missing_items(found, shipped_questionnaires) == ["X01 asks for the item end.meals, which no questionnaire has."]


def test_an_entry_with_neither_rows_nor_a_function_is_refused(tmp_path: Path) -> None:
    own = {name: value for name, value in OWN.items() if name != "rows"}
    with pytest.raises(SettingsError, match="X01 has neither rows nor a function 'liked_the_meals'"):
        indicators.check(catalogue.load(overlay(tmp_path, {"X01": own})))


@pytest.mark.parametrize("name", ["units", "View", "pd", "_pairs", "YEAR"])
def test_what_a_module_holds_besides_is_no_indicator(tmp_path: Path, name: str) -> None:
    own = {field: value for field, value in OWN.items() if field != "rows"} | {"name": name}
    with pytest.raises(SettingsError, match="neither rows nor a function"):
        indicators.check(catalogue.load(overlay(tmp_path, {"X01": own}, domain="longterm")))


def test_a_function_without_an_entry_is_refused(shipped_catalogue: dict[str, Entry]) -> None:
    with pytest.raises(SettingsError, match=r"function 'dropout' of indicators/attendance\.py has no entry"):
        indicators.check({name: entry for name, entry in shipped_catalogue.items() if name != "T04"})


def test_an_unknown_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="X01 counts rows of 'visit', which is no table"):
        indicators.check(catalogue.load(overlay(tmp_path, {"X01": {**OWN, "kind": "count", "rows": {"table": "visit"}}})))


@pytest.mark.parametrize(("fields", "told"), [
    ({"title": {"fr": "x", "en": "x"}}, "words are missing in nl"),
    ({"title": {"fr": "x", "en": "x", "nl": ""}}, "words are missing in nl"),
    ({"sensitivity": "staff"}, "a staff indicator has no cohort level"),
    ({"sensitivity": "sensitive"}, "a sensitive indicator has no cohort level"),
    ({"kind": "median"}, "X01.kind"),
    ({"colour": "red"}, "X01.colour"),
    ({"rows": {"answers": {"end": "end"}, "items": {"": "venue"}, "counts": "top3"}}, "X01.rows.counts"),
    ({"rows": {"answers": {"end": "end"}, "item": {}}}, "X01.rows.item"),
    ({"parts": "meals"}, "X01: there are no parts 'meals'"),
])
def test_a_mistake_in_an_entry_is_named_with_its_file_and_place(tmp_path: Path, fields: dict[str, object], told: str) -> None:
    error = refused(overlay(tmp_path, {"X01": {**OWN, **fields}}))
    assert "own.yml" in error.message
    assert told in error.message


def test_parts_are_shared_within_a_file(tmp_path: Path) -> None:
    found = catalogue.load(overlay(tmp_path, {"X01": {**OWN, "parts": "meals"}}, parts={"meals": {"": WORDS}}))
    assert found["X01"].parts == {"": WORDS}


@pytest.mark.parametrize("content", [b"entries: [", b"", b"- a", b"entries:\n  X01: 3\n", b"entries: \xff"])
def test_an_unreadable_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "own.yml").write_bytes(content)
    assert "own.yml" in refused(tmp_path).message


def test_the_small_settings_of_these_tests_have_every_wave(shipped_catalogue: dict[str, Entry], small_settings: Settings) -> None:
    waves = {survey.wave for programme in small_settings.programmes for survey in programme.surveys}
    assert {wave for entry in shipped_catalogue.values() for wave, _ in entry.items()} <= waves
