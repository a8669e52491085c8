"""Every kind of difference is found, and what a reader cannot see is none."""

from dataclasses import replace

import pytest

from evaltools.fieldwork.verification import Difference, differences, seen
from evaltools.questionnaires.structure import Group, Part, Question, Structure

WORDS = {"fr": "Oui & non", "nl": "Ja & nee"}
QUESTION = Question("sat", "L", WORDS, {"fr": "Aide", "nl": "Hulp"}, "1", False, True, (Part("r1", WORDS), Part("r2", WORDS)),
                    (Part("a1", WORDS), Part("a2", WORDS)), {"max_answers": "2"}, {"other_replace_text": WORDS})
SECOND = replace(QUESTION, code="more")
HERE = Structure(WORDS, WORDS, {}, ("fr", "nl"), False, (Group("main", WORDS, (QUESTION, SECOND)),), {"datestamp": "Y"})


def with_question(**changes):
    return replace(HERE, groups=(Group("main", WORDS, (replace(QUESTION, **changes), SECOND)),))


def test_the_same_is_no_difference():
    assert differences(HERE, HERE, titles=True) == []


def test_what_a_reader_cannot_see_is_no_difference():
    there = {language: f"<p class='x'>{text.replace('&', '&amp;')}&nbsp;</p>\r\n" for language, text in WORDS.items()}
    dressed = replace(with_question(text=there, relevance=" 1 "), welcome=there, thanks={"fr": "Fin", "nl": "Einde"})
    assert differences(HERE, dressed) == []


def test_a_sign_that_a_reader_sees_is_a_difference():
    assert seen("a &lt; b") == "a < b"
    assert differences(HERE, with_question(text={"fr": "Oui &amp; non !", "nl": "Ja & nee"})) == [
        Difference("text", "sat", "fr", "Oui & non", "Oui & non !")]


@pytest.mark.parametrize(("there", "expected"), [
    (replace(HERE, languages=("nl", "fr")), {("languages", "", "")}),
    (replace(HERE, settings={"datestamp": "N"}), {("setting datestamp", "", "")}),
    (replace(HERE, welcome={"fr": "Oui & non"}), {("welcome", "", "nl")}),
    (replace(HERE, groups=(Group("x", {"fr": "Autre", "nl": "Ja & nee"}, (QUESTION, SECOND)),)), {("group title", "main", "fr")}),
    (replace(HERE, groups=(Group("x", WORDS, (SECOND, QUESTION)),)), {("order of questions", "main", "")}),
    (replace(HERE, groups=()), {("number of groups", "", ""), ("question", "sat", ""), ("question", "more", "")}),
    (replace(HERE, groups=(Group("x", WORDS, (QUESTION,)),)), {("questions of the group", "main", ""), ("question", "more", "")}),
    (with_question(type="!"), {("type", "sat", "")}),
    (with_question(relevance="other.NAOK"), {("condition", "sat", "")}),
    (with_question(mandatory=True), {("mandatory", "sat", "")}),
    (with_question(other=False), {("other", "sat", "")}),
    (with_question(help={"fr": "Aide"}), {("help", "sat", "nl")}),
    (with_question(subquestions=(Part("r1", WORDS),)), {("subquestion code", "sat[r2]", "")}),
    (with_question(subquestions=(Part("r2", WORDS), Part("r1", WORDS))), {("order of subquestions", "sat", "")}),
    (with_question(answers=(*QUESTION.answers, Part("a3", WORDS))), {("answer code", "sat[a3]", "")}),
    (with_question(answers=(Part("a1", WORDS), Part("a2", {**WORDS, "nl": "Neen"}))), {("answer text", "sat[a2]", "nl")}),
    (with_question(attributes={"max_answers": "3"}), {("attribute max_answers", "sat", "")}),
    (with_question(attributes={"max_answers": "2", "hidden": "1"}), {("attribute hidden", "sat", "")}),
    (with_question(worded={}), {("attribute other_replace_text", "sat", "fr"), ("attribute other_replace_text", "sat", "nl")}),
])
def test_each_kind_of_difference_is_found(there, expected):
    assert {(row.what, row.code, row.language) for row in differences(HERE, there)} == expected


def test_a_title_counts_after_an_import_and_is_the_organisations_own_later():
    there = replace(HERE, title={"fr": "Autre", "nl": "Ja & nee"})
    assert [row.what for row in differences(HERE, there, titles=True)] == ["title"]
    assert differences(HERE, there) == []


def test_settings_that_an_older_server_does_not_have_are_passed_over():
    assert differences(HERE, replace(HERE, settings={})) == []


def test_check_finds_what_was_changed_on_the_server(ours):
    ours.push()
    assert [outcome.done for outcome in ours.check()] == [f"The survey {ours.sid()} is on the server as it is here."]
    with ours.client() as server:
        server.ask("set_survey_properties", ours.sid(), datestamp="N")
    outcome, = ours.check()
    assert outcome.refused
    assert outcome.details == ("- setting datestamp: here “Y”, on the server “N”",)


def test_check_says_what_is_not_pushed_or_gone(ours):
    assert "Not on the server yet" in ours.check()[0].done
    ours.push()
    ours.hosting.surveys.clear()
    assert ours.check()[0].refused
