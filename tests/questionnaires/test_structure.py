"""A questionnaire in LimeSurvey's terms, and as the two files that LimeSurvey imports."""

import csv
import io
import xml.etree.ElementTree as xml
from pathlib import Path

import pytest

from evaltools.questionnaires import Questionnaires, Structure, load, lss, structure_of, tsv

EVERYTHING = Path(__file__).parent / "everything"


@pytest.fixture(scope="module")
def questionnaires() -> Questionnaires:
    return load(EVERYTHING)


@pytest.fixture(scope="module")
def structure(questionnaires: Questionnaires) -> Structure:
    return structure_of(questionnaires.surveys["everything"], questionnaires)


def lines(text: str, **wanted: str) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(text), delimiter="\t")
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def test_each_type_of_item_is_one_type_of_question(structure: Structure) -> None:
    assert {question.code: question.type for question in structure.questions} == {
        "mood": "L", "travel": "L", "needs": "M", "parts": "F", "why": "T", "children": "N", "since": "D", "word": "S", "order": "R"}


def test_a_module_that_is_off_is_not_asked(questionnaires: Questionnaires) -> None:
    survey = questionnaires.surveys["everything"]
    asked = {question.code for question in structure_of(survey.with_modules([]), questionnaires).questions}
    assert "since" not in asked
    assert "mood" in asked


@pytest.mark.parametrize(("code", "relevance"), [
    ("mood", "1"), ("why", 'mood.NAOK == "a1" or mood.NAOK == "a2"'), ("word", 'needs_home.NAOK == "Y"')])
def test_a_condition_becomes_an_expression_that_bears_empty_answers(structure: Structure, code: str, relevance: str) -> None:
    assert next(question.relevance for question in structure.questions if question.code == code) == relevance


def test_settings_are_those_of_a_panel(structure: Structure) -> None:
    assert structure.settings["anonymized"] == "N"
    assert structure.settings["datestamp"] == "Y"
    assert structure.settings["ipaddr"] == "N"


def test_the_file_says_every_text_in_every_language(structure: Structure) -> None:
    text = tsv(structure)
    for language, question in (("fr", "Combien d'enfants ?"), ("nl", "Hoeveel kinderen?"), ("en", "How many children?")):
        assert [line["text"] for line in lines(text, **{"class": "Q", "name": "children", "language": language})] == [question]
    assert len(lines(text, **{"class": "Q"})) == 3 * len(structure.questions)


def test_a_text_is_shown_as_it_was_written(structure: Structure) -> None:
    """LimeSurvey puts texts on a page as HTML: signs are escaped, line breaks kept, a tab cannot end a cell."""
    text = tsv(structure)
    assert lines(text, **{"class": "Q", "name": "why", "language": "fr"})[0]["text"] == 'Pourquoi ?<br />Écrivez "librement" ; sans nom.'
    assert lines(text, **{"class": "Q", "name": "why", "language": "en"})[0]["text"] == "Why?\tTell us."
    assert lines(text, **{"class": "SL", "name": "surveyls_welcometext", "language": "en"})[0]["text"] == 'Welcome &amp; "thanks".'


def test_attributes_without_words_stand_on_the_base_language_alone(structure: Structure) -> None:
    children = {line["language"]: line for line in lines(tsv(structure), **{"class": "Q", "name": "children"})}
    assert (children["fr"]["min_num_value_n"], children["fr"]["max_num_value_n"], children["fr"]["num_value_int_only"]) == ("0", "12", "1")
    assert children["nl"]["max_num_value_n"] == ""
    needs = {line["language"]: line for line in lines(tsv(structure), **{"class": "Q", "name": "needs"})}
    assert needs["fr"]["exclude_all_others"] == "nothing"
    assert [needs[code]["other_replace_text"] for code in ("fr", "nl", "en")] == ["Autre chose", "Iets anders", "Something else"]


def test_a_wished_number_is_asked_for(structure: Structure) -> None:
    assert lines(tsv(structure, 123456), **{"class": "S", "name": "sid"})[0]["text"] == "123456"
    assert not lines(tsv(structure), **{"class": "S", "name": "sid"})


def test_the_structure_file_holds_what_the_tab_file_holds(structure: Structure) -> None:
    document, text = xml.fromstring(lss(structure)), tsv(structure)
    for section, kind, name in (("questions", "Q", "question"), ("subquestions", "SQ", "question"), ("answers", "A", "answer")):
        written = {(row.findtext("title") or row.findtext("code"), row.findtext("language"), row.findtext(name))
                   for row in document.findall(f"{section}/rows/row")}
        assert written == {(line["name"], line["language"], line["text"]) for line in lines(text, **{"class": kind})}
    settings = document.find("surveys/rows/row")
    assert settings is not None
    assert {line["name"]: line["text"] for line in lines(text, **{"class": "S"})}.items() <= {
        node.tag: node.text or "" for node in settings}.items()


def test_subquestions_of_the_structure_file_point_at_their_question(structure: Structure) -> None:
    document = xml.fromstring(lss(structure))
    titles = {row.findtext("qid"): row.findtext("title") for row in document.findall("questions/rows/row")}
    parents = {row.findtext("title"): titles[row.findtext("parent_qid")] for row in document.findall("subquestions/rows/row")}
    assert parents == {"home": "needs", "rest": "needs", "nothing": "needs", "room": "parts", "group": "parts"}
