"""The questionnaires that evaltools ships: what the evaluation matrix asks, in every language, short, plain and free to answer."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from evaltools import catalogue, starter
from evaltools.questionnaires import Item, Questionnaires, Survey, load, structure_of, tsv

SOURCES = {"S0": "intake", "S1": "mid", "S2": "end", "S3": "followup", "SF": "session", "SV": "visitor", "SC": "casemanager",
           "SP": "partner"}
WAVES = ("intake", "mid", "end", "followup")
LANGUAGES = {"session": ("fr", "nl", "en", "ar", "tr")}
NO_NAMES = {"fr": r"N'écrivez (aucun nom|pas le nom)", "nl": r"Schrijf alstublieft geen namen", "en": r"Please write no names",
            "ar": r"لا تكتبي أي اسم", "tr": r"isim yazmayın"}
MOST_WORDS = 22


@cache
def shipped() -> Questionnaires:
    return load(starter.folder("surveys"))


@cache
def coverage() -> dict[str, dict[str, list[str]]]:
    return dict(yaml.safe_load(Path(__file__).with_name("coverage.yml").read_text("utf-8")))


def core(survey: Survey) -> list[Item]:
    return [item for item in survey.items if not item.module]


def items() -> Iterator[tuple[Survey, Item]]:
    return ((survey, item) for survey in shipped().surveys.values() for item in survey.items)


def worded(survey: Survey) -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of a questionnaire with the place where it stands."""
    yield from (("title", survey.title), ("welcome", survey.welcome), ("thanks", survey.thanks))
    yield from survey.groups.items()
    yield from survey.modules.items()
    for item in survey.items:
        yield item.code, item.text
        yield from ((f"{item.code}.{part}", words) for part, words in {**item.options, **item.rows}.items())
        yield from ((f"{item.code}, {name}", words) for name, words in (("help", item.help), ("other", item.other)) if words)
        for answer in shipped().scales[item.scale].answers if item.scale else ():
            yield f"{item.code}, {answer.code}", answer.text


def test_there_is_one_questionnaire_for_each_source_of_the_matrix() -> None:
    assert set(shipped().surveys) == set(SOURCES.values())
    respondents = {name: survey.respondent for name, survey in shipped().surveys.items() if survey.respondent != "participant"}
    assert respondents == {"visitor": "visitor", "casemanager": "staff", "partner": "partner"}
    assert {name for name, survey in shipped().surveys.items() if survey.anonymous} == set(respondents)


def test_every_indicator_of_the_matrix_has_its_items_in_each_of_its_sources() -> None:
    assert len(coverage()) == 135
    for indicator, sources in coverage().items():
        for source, codes in sources.items():
            known = {item.code for item in shipped().surveys[SOURCES[source]].items}
            assert codes, (indicator, source)
            assert set(codes) <= known, (indicator, source)


def test_the_catalogue_asks_no_survey_for_an_indicator_that_the_matrix_does_not() -> None:
    # A letter after the number is the catalogue's own variant of an indicator: `L02F` belongs to L02.
    asked = {re.match(r"[A-Z]\d+", name)[0] for name, entry in catalogue.load().items() if entry.items()}
    assert asked
    assert asked <= set(coverage())


@pytest.mark.parametrize("name", SOURCES.values())
def test_every_text_stands_in_every_language(name: str) -> None:
    survey = shipped().surveys[name]
    assert survey.languages == LANGUAGES.get(name, ("fr", "nl", "en"))
    missing = [(where, language) for where, words in worded(survey) for language in survey.languages if not words.get(language, "").strip()]
    assert missing == []


@pytest.mark.parametrize("name", ["intake", "mid", "end", "followup"])
def test_the_core_is_short(name: str) -> None:
    assert len(core(shipped().surveys[name])) <= 26
    assert not [item.code for item in core(shipped().surveys[name]) if item.when or item.other or item.type in ("array", "ranking")]


@pytest.mark.parametrize("module", ["", *load(starter.folder("surveys")).surveys["session"].modules])
def test_the_card_is_filled_in_within_ninety_seconds(module: str) -> None:
    asked = shipped().surveys["session"].with_modules([module] if module else [])
    texts = [item for item in asked.items if item.type == "short_text"]
    assert 3 <= len(asked.items) - len(texts) <= 6
    assert len(texts) <= 1
    assert {item.scale for item in asked.items if item not in texts} <= {"face", "yesno"}
    words = sum(len(item.text[language].split()) for item in asked.items for language in ["fr"])
    assert words <= 60, "read aloud, a minute has about 120 words"


def test_a_question_that_is_asked_again_is_the_same_question() -> None:
    asked: dict[str, list[tuple[str, Item]]] = {}
    for name in WAVES:
        for item in shipped().surveys[name].items:
            asked.setdefault(item.code, []).append((name, item))
    again = {code: found for code, found in asked.items() if len(found) > 1}
    assert len(again) > 60
    for code, found in again.items():
        for (first, one), (second, other) in itertools.pairwise(found):
            same = one.model_dump(exclude={"module", "group"}) == other.model_dump(exclude={"module", "group"})
            assert same, (code, first, second)


def test_nothing_must_be_answered() -> None:
    assert [item.code for _, item in items() if item.mandatory] == []


def test_sensitive_questions_can_be_declined() -> None:
    sensitive = [(survey.id, item) for survey, item in items() if item.sensitivity == "sensitive"]
    assert len(sensitive) > 40
    for survey, item in sensitive:
        if item.scale:
            assert "prefer_not" in {answer.status for answer in shipped().scales[item.scale].answers}, (survey, item.code)
        else:
            assert item.type == "multiple" and "pn" in item.exclusive, (survey, item.code)


def test_questions_about_the_team_are_marked() -> None:
    about = {"professionalism", "availability", "welcome", "listened", "kindness", "trustManager", "notJudged", "reception"}
    marked = {item.code for _, item in items() if item.sensitivity == "staff"}
    assert about <= marked
    assert all(item.sensitivity == "staff" for item in shipped().surveys["casemanager"].items)


def test_whoever_writes_is_asked_for_no_names() -> None:
    for survey, item in items():
        if item.type in ("short_text", "long_text") or item.other:
            for language in survey.languages:
                assert re.search(NO_NAMES[language], item.help.get(language, "")), (survey.id, item.code, language)


def test_what_excludes_all_others_does_so() -> None:
    for survey, item in items():
        if item.type == "multiple":
            assert {"none", "pn"} & item.options.keys() == set(item.exclusive), (survey.id, item.code)
            assert item.exclusive, (survey.id, item.code, "a multiple choice without an answer looks like one that was not seen")


def test_a_code_of_an_answer_never_means_two_things() -> None:
    meaning: dict[tuple[str, str], str] = {}
    for name, scale in shipped().scales.items():
        for answer in scale.answers:
            for language, text in answer.text.items():
                assert meaning.setdefault((answer.code, language), text) == text, (name, answer.code, language)


def test_every_scale_is_used() -> None:
    assert set(shipped().scales) == {item.scale for _, item in items() if item.scale}


@pytest.mark.parametrize("name", SOURCES.values())
def test_questions_are_short_and_polite(name: str) -> None:
    survey = shipped().surveys[name]
    familiar = {"fr": r"\b(tu|toi|ton|tes)\b", "nl": r"\b(je|jij|jou|jouw|jullie)\b"}
    for where, words in worded(survey):
        for language, text in words.items():
            for sentence in re.split(r"(?<=[.!?؟])\s+", text):
                assert len(sentence.split()) <= MOST_WORDS, (where, language, sentence)
            if language in familiar:
                assert not re.search(familiar[language], text.casefold()), (where, language)
        assert all(re.search("[\u0600-\u06ff]", text) for language, text in words.items() if language == "ar"), where


@pytest.mark.parametrize("name", SOURCES.values())
def test_whoever_is_asked_knows_who_asks_and_that_she_is_free(name: str) -> None:
    survey = shipped().surveys[name]
    free = {"fr": "libre de répondre", "nl": "kiest zelf of u antwoordt", "en": "free to answer", "ar": "حرة", "tr": "serbest"}
    anonymous = {"fr": "anonyme", "nl": "anoniem", "en": "anonymous"}
    code = {"fr": "code", "nl": "code", "en": "code", "ar": "رمز", "tr": "kod"}
    for language in survey.languages:
        assert free[language] in survey.welcome[language]
        assert (anonymous if survey.anonymous else code)[language] in survey.welcome[language]
        assert re.search(r"minut|minuut|minute|دقيقة|dakika", survey.welcome[language])


@pytest.mark.parametrize("name", SOURCES.values())
def test_every_questionnaire_compiles_with_all_its_modules(name: str) -> None:
    survey = shipped().surveys[name]
    text = tsv(structure_of(survey, shipped()))
    for language in survey.languages:
        asked = [line.split("\t") for line in text.splitlines() if line.split("\t")[2] == "Q"]
        assert sum(line[8] == language for line in asked) == len(survey.items)
