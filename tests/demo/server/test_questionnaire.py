"""Our questionnaires in the shapes in which LimeSurvey tells a survey: the recordings are the measure of every shape."""

from datetime import date
from pathlib import Path

import pytest

from evaltools import questionnaires
from evaltools.demo.server import from_questionnaire
from evaltools.demo.server.reference import question_types
from evaltools.questionnaires import Answer, Item, Questionnaires, Scale, Survey

from .conftest import EXCHANGES

OURS = questionnaires.load(Path(__file__).parents[3] / "surveys")
META = ("id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp")
EVERY_TYPE = Survey(
    id="all", title={"fr": "Tout", "en": "All"}, languages=("en", "fr"), waves=("intake",),
    groups={"b": {"fr": "Deux"}, "a": {"fr": "Un"}},
    items=(
        Item(code="choice", scale="zero", text={"fr": "Choix", "en": "Choice"}, help={"fr": "Aide"}, mandatory=True, group="a"),
        Item(code="words", type="short_text", text={"fr": "Mots"}, group="b"),
        Item(code="many", type="multiple", text={"fr": "Plusieurs"}, group="a", other={"fr": "Autre chose", "en": "Something else"},
             options={"one": {"fr": "Un", "en": "One"}, "two": {"fr": "Deux"}}),
        Item(code="number", type="number", text={"fr": "Nombre"}, group="a"),
        Item(code="day", type="date", text={"fr": "Jour"}, group="a"),
        Item(code="story", type="long_text", text={"fr": "Histoire"}, group="a"),
        Item(code="free", scale="zero", text={"fr": "Choix libre"}, other={"fr": "Autre"}, group="a"),
        Item(code="rate", type="array", scale="letters", text={"fr": "Notez"}, rows={"r1": {"fr": "Cours"}, "r2": {"fr": "Salle"}},
             group="a"),
        Item(code="order", type="ranking", text={"fr": "Classez"}, options={"x": {"fr": "X"}, "y": {"fr": "Y"}}, group="a"),
    ))
# A scale of 0, 1, 2 is refused by our own check, for what this server does with it: so it is made past the check.
ZERO = Scale.model_construct(answers=tuple(
    Answer(code=str(code), value=code, text={"fr": f"fr{code}", "en": f"en{code}"}) for code in range(3)), ordered=True)
LETTERS = Scale(answers=(Answer(code="l1", text={"fr": "Bien"}), Answer(code="l2", text={"fr": "Mal"})))
SET = Questionnaires.model_construct(surveys={"all": EVERY_TYPE}, scales={"zero": ZERO, "letters": LETTERS})


@pytest.fixture(scope="module")
def compiled():
    rows = [{"id": 4, "submitdate": "2026-03-01 10:00:00", "lastpage": 1, "token": "t1", "choice": "2", "many[two]": True,
             "number": 42.5, "day": date(2026, 2, 1), "words": "à bientôt", "story": "a\r\nb", "free": "-oth-",
             "free[other]": "autre", "many[other]": "encore", "rate[r2]": "l1", "order[1]": "y"}]
    return from_questionnaire(EVERY_TYPE, SET, 700001, rows, [{"token": "t1", "firstname": "Zoë", "attribute_1": "A"}])


def test_columns_follow_groups_and_items(compiled):
    assert compiled.headings == (*META, "words", "choice", "many[one]", "many[two]", "many[other]", "number", "day", "story",
                                 "free", "free[other]", "rate[r1]", "rate[r2]", "order[1]", "order[2]")
    assert compiled.responses.rows == ((4, "2026-03-01 10:00:00", 1, "", "", "t1", "", "", "à bientôt", "2", "", "Y", "encore", "42.5",
                                        "2026-02-01 00:00:00", "a\r\nb", "-oth-", "autre", "", "l1", "y", ""),)


def test_ids_derive_from_the_number_of_the_survey(compiled):
    assert [group["gid"] for group in compiled.groups["fr"]] == [70000100, 70000101]
    assert list(compiled.question_properties)[:3] == [700001000, 700001001, 700001002]
    assert list(compiled.fieldmap)[8:10] == ["700001X70000100X700001000", "700001X70000101X700001001"]
    assert from_questionnaire(EVERY_TYPE, SET, 700001, [], None).questions == compiled.questions


@pytest.mark.parametrize("name", sorted(OURS.surveys))
def test_every_questionnaire_we_ship_compiles_to_its_items(name):
    survey = OURS.surveys[name]
    hosted = from_questionnaire(survey, OURS, 700002, [], [])
    meta = tuple(column for column in META if column != "token" or not survey.anonymous)
    assert hosted.headings[:len(meta)] == meta
    asked = [column for item in survey.items for column in survey.columns(item)]
    assert sorted(hosted.headings[len(meta):]) == sorted(asked)
    assert hosted.languages[0] == "fr"
    assert set(hosted.languages) == set(survey.languages)
    assert hosted.properties["anonymized"] == ("Y" if survey.anonymous else "N")


def by_type(hosted):
    """One question of each type: its columns, its row and its properties."""
    found = {}
    for row in hosted.questions["fr"]:
        columns = [field for field in hosted.fieldmap.values() if field["qid"] == row["qid"]]
        found.setdefault((row["type"], row["parent_qid"] == 0), (columns, row, hosted.question_properties[row["qid"]]["fr"]))
    return found


@pytest.mark.parametrize("question_type", list("LMNDSTFR"))
def test_a_question_of_each_type_has_the_recorded_shape(compiled, recorded, question_type):
    ours, theirs = by_type(compiled), by_type(recorded["all_question_types"])
    columns, row, properties = ours[question_type, True]
    recorded_columns, recorded_row, recorded_properties = theirs[question_type, True]
    # Their list lets respondents add an answer, which our first one does not: a number shows that shape.
    if question_type == "L":
        recorded_columns = theirs["N", True][0]
    assert list(columns[0]) == list(recorded_columns[0])
    assert list(columns[-1]) == list(recorded_columns[-1])
    fixed = ("encrypted", "hasconditions", "usedinconditions", "preg", "SQrelevance", "other")
    assert [columns[-1].get(name) for name in fixed] == [recorded_columns[-1].get(name) for name in fixed]
    assert list(row) == list(recorded_row)
    assert (row["type"], row["question_theme_name"]) == (recorded_row["type"], recorded_row["question_theme_name"])
    assert [*recorded_properties, "defaultvalue"] == list(properties)
    ours_set = {"M": {"other_replace_text": "Autre chose"}}.get(question_type, {})
    named = {"R": {"max_subquestions": "2"}, "L": {"hide_tip": "1"}}.get(question_type, {})
    assert properties["attributes"] == recorded_properties["attributes"] | named
    assert properties["attributes_lang"] == recorded_properties["attributes_lang"] | ours_set
    assert {name: type(value) for name, value in properties.items()}.items() >= {
        name: type(value) for name, value in recorded_properties.items() if name != "answeroptions"}.items()


def test_the_table_of_types_is_the_recorded_one(recorded):
    for (letter, whole), (_, row, properties) in by_type(recorded["all_question_types"]).items():
        if whole and letter != "|":
            kind = question_types()[letter]
            assert kind.theme == row["question_theme_name"]
            changed = {"D": {"date_format": ""}, "R": {"max_subquestions": None}}.get(letter, {})
            assert kind.attributes == properties["attributes"] | changed
            assert kind.attributes_lang == properties["attributes_lang"]


def test_a_question_without_named_settings_tells_all_that_limesurvey_tells(compiled, serve):
    recorded_answer = EXCHANGES["get_question_properties_satisf"]["response"]["result"]
    choice = next(row["qid"] for row in compiled.questions["fr"] if row["title"] == "choice")
    answered = serve(compiled).call("get_question_properties", choice, None, "en")
    assert set(answered) == set(recorded_answer)
    assert answered["attributes"] == recorded_answer["attributes"] | {"hide_tip": "1"}
    for name in ("type", "question_theme_name", "relevance", "defaultvalue", "subquestions"):
        assert answered[name] == recorded_answer[name]


def test_subquestions_have_the_recorded_shape(compiled, recorded):
    ours, theirs = by_type(compiled)["M", False], by_type(recorded["identified_datestamped"])["M", False]
    assert list(ours[1]) == list(theirs[1])
    assert ours[2] == theirs[2] | {"title": "one", "defaultvalue": None}
    order = [(row["title"], row["question_order"]) for row in compiled.questions["fr"] if row["gid"] == ours[1]["gid"]]
    assert order == [("choice", 0), ("many", 1), ("one", 2), ("two", 3), ("number", 4), ("day", 5), ("story", 6),
                     ("free", 7), ("rate", 8), ("r1", 9), ("r2", 10), ("order", 11)]


def test_survey_properties_and_fixed_columns_are_the_recorded_ones(compiled, recorded):
    theirs = recorded["identified_datestamped"]
    assert set(compiled.properties) == set(theirs.properties)
    assert (compiled.properties["language"], compiled.properties["additional_languages"]) == ("fr", "en")
    for name in META:
        assert compiled.fieldmap[name] == {**theirs.fieldmap[name], "sid": 700001}


def test_a_questionnaire_without_the_base_language_has_its_own_first_one():
    english = Survey(id="one", title={"en": "One"}, languages=("en",), waves=("intake",), groups={"a": {"en": "A"}},
                     items=(Item(code="words", type="short_text", text={"en": "Words"}, group="a"),))
    hosted = from_questionnaire(english, SET, 700009, [], None)
    assert (hosted.title, hosted.languages, hosted.questions["en"][0]["question"]) == ("One", ("en",), "Words")


def test_words_are_in_the_language_or_in_the_base_language(compiled):
    said = {row["title"]: row["question"] for row in compiled.questions["en"]}
    assert (said["choice"], said["words"], said["one"], said["two"]) == ("Choice", "Mots", "One", "Deux")
    assert compiled.questions["fr"][1]["help"] == "Aide"
    assert compiled.questions["fr"][1]["mandatory"] == "Y"


def test_answer_codes_that_count_from_zero_are_lost_as_in_php(compiled, serve):
    caller = serve(compiled)
    choice = next(row["qid"] for row in compiled.questions["fr"] if row["title"] == "choice")
    answers = caller.call("get_question_properties", choice, ["answeroptions"], "en")["answeroptions"]
    seen = EXCHANGES["get_question_properties_zero_codes"]["response"]["result"]["answeroptions"]
    assert [{**answer, "answer": f"Label {code}"} for code, answer in enumerate(answers)] == seen
    assert answers == [{"answer": f"en{code}", "assessment_value": 0, "scale_id": 0, "order": code + 1} for code in range(3)]


def test_answer_codes_of_a_scale_are_kept(serve):
    hosted = from_questionnaire(OURS.surveys["session"], OURS, 700003, [], [])
    qid = hosted.questions["fr"][0]["qid"]
    answers = serve(hosted).call("get_question_properties", qid, ["answeroptions"], "nl")["answeroptions"]
    assert {code: answer["answer"] for code, answer in answers.items()} == {
        "f1": "🙁 Niet goed", "f2": "😐 Gaat wel", "f3": "🙂 Goed", "pn": "Ik antwoord liever niet"}


def test_without_participants_there_is_no_token_column(serve):
    hosted = from_questionnaire(OURS.surveys["session"], OURS, 700004, [{"today": "f3"}], None)
    assert "token" not in hosted.headings
    caller = serve(hosted)
    assert caller.call("list_participants", 700004) == {"status": "Error: No survey participants table"}
    assert caller.call("get_summary", 700004) == {"completed_responses": 0, "incomplete_responses": 1, "full_responses": 1}
    assert caller.call("get_response_ids", 700004, "t") == []
