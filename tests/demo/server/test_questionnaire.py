"""Our questionnaires in the shapes in which LimeSurvey tells a survey: the recordings are the measure of every shape."""

from datetime import date
from pathlib import Path

import pytest

from evaltools import questionnaires
from evaltools.demo.server import from_questionnaire
from evaltools.demo.server.compiler import TYPES
from evaltools.questionnaires import Answer, Item, Questionnaires, Scale, Survey

from .conftest import EXCHANGES

OURS = questionnaires.load(Path(__file__).parents[3] / "surveys")
META = ("id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp")
EVERY_TYPE = Survey(
    id="all", title={"fr": "Tout", "en": "All"}, languages=("en", "fr"), waves=("intake",), groups={"b": {"fr": "Deux"}},
    items=(
        Item(code="choice", scale="zero", text={"fr": "Choix", "en": "Choice"}, help={"fr": "Aide"}, mandatory=True),
        Item(code="words", type="short_text", text={"fr": "Mots"}, group="b"),
        Item(code="many", type="multiple", text={"fr": "Plusieurs"},
             options={"one": {"fr": "Un", "en": "One"}, "two": {"fr": "Deux"}}),
        Item(code="number", type="number", text={"fr": "Nombre"}), Item(code="day", type="date", text={"fr": "Jour"}),
        Item(code="story", type="long_text", text={"fr": "Histoire"}),
    ))
SET = Questionnaires(surveys={"all": EVERY_TYPE}, scales={"zero": Scale(answers=tuple(
    Answer(code=str(code), value=code, text={"fr": f"fr{code}", "en": f"en{code}"}) for code in range(3)))})


@pytest.fixture(scope="module")
def compiled():
    rows = [{"id": 4, "submitdate": "2026-03-01 10:00:00", "lastpage": 1, "token": "t1", "choice": "2", "many[two]": True,
             "number": 42.5, "day": date(2026, 2, 1), "words": "à bientôt", "story": "a\r\nb"}]
    return from_questionnaire(EVERY_TYPE, SET, 700001, rows, [{"token": "t1", "firstname": "Zoë", "attribute_1": "A"}])


def test_columns_follow_groups_and_items(compiled):
    assert compiled.headings == (*META, "words", "choice", "many[one]", "many[two]", "number", "day", "story")
    assert compiled.responses.rows == ((4, "2026-03-01 10:00:00", 1, "", "", "t1", "", "", "à bientôt", "2", "", "Y", "42.5",
                                        "2026-02-01 00:00:00", "a\r\nb"),)


@pytest.mark.parametrize("name", sorted(OURS.surveys))
def test_every_questionnaire_we_ship_compiles_to_its_items(name):
    survey = OURS.surveys[name]
    hosted = from_questionnaire(survey, OURS, 700002, [], [])
    meta = tuple(column for column in META if column != "token" or not survey.anonymous)
    parts = [f"{item.code}[{option}]" for item in survey.items for option in item.options]
    plain = [item.code for item in survey.items if not item.options]
    assert hosted.headings[:len(meta)] == meta
    assert sorted(hosted.headings[len(meta):]) == sorted(parts + plain)
    assert set(hosted.languages) == {"fr", *survey.languages}
    assert hosted.properties["anonymized"] == ("Y" if survey.anonymous else "N")


def by_type(hosted):
    """One question of each type: its columns, its row and its properties."""
    found = {}
    for row in hosted.questions["fr"]:
        columns = [field for field in hosted.fieldmap.values() if field["qid"] == row["qid"]]
        found.setdefault((row["type"], row["parent_qid"] == 0), (columns, row, hosted.question_properties[row["qid"]]["fr"]))
    return found


@pytest.mark.parametrize("question_type", [kind for kind, _ in TYPES.values()])
def test_a_question_of_each_type_has_the_recorded_shape(compiled, recorded, question_type):
    ours, theirs = by_type(compiled), by_type(recorded["all_question_types"])
    columns, row, properties = ours[question_type, True]
    recorded_columns, recorded_row, recorded_properties = theirs[question_type, True]
    # Theirs of L and M let respondents add an answer, which ours do not: a number and an array show those shapes.
    if question_type in "LM":
        recorded_columns = theirs[{"L": "N", "M": "F"}[question_type], True][0]
    assert list(columns[0]) == list(recorded_columns[0])
    assert list(columns[-1]) == list(recorded_columns[-1])
    fixed = ("encrypted", "hasconditions", "usedinconditions", "preg", "SQrelevance", "other")
    assert [columns[-1].get(name) for name in fixed] == [recorded_columns[-1].get(name) for name in fixed]
    assert list(row) == list(recorded_row)
    assert (row["type"], row["question_theme_name"]) == (recorded_row["type"], recorded_row["question_theme_name"])
    assert [*recorded_properties, "defaultvalue"] == list(properties)
    for name in ("attributes", "attributes_lang", "type"):
        assert properties[name] == recorded_properties[name]
    assert {name: type(value) for name, value in properties.items()}.items() >= {
        name: type(value) for name, value in recorded_properties.items() if name != "answeroptions"}.items()


def test_a_question_without_named_settings_tells_all_that_limesurvey_tells(compiled, serve):
    recorded_answer = EXCHANGES["get_question_properties_satisf"]["response"]["result"]
    choice = next(row["qid"] for row in compiled.questions["fr"] if row["title"] == "choice")
    answered = serve(compiled).call("get_question_properties", choice, None, "en")
    assert set(answered) == set(recorded_answer)
    for name in ("type", "question_theme_name", "attributes", "relevance", "defaultvalue", "subquestions"):
        assert answered[name] == recorded_answer[name]


def test_subquestions_have_the_recorded_shape(compiled, recorded):
    ours, theirs = by_type(compiled)["M", False], by_type(recorded["identified_datestamped"])["M", False]
    assert list(ours[1]) == list(theirs[1])
    assert ours[2] == theirs[2] | {"title": "one", "defaultvalue": None}
    order = [(row["title"], row["question_order"]) for row in compiled.questions["fr"] if row["gid"] == ours[1]["gid"]]
    assert order == [("choice", 0), ("many", 1), ("one", 2), ("two", 3), ("number", 4), ("day", 5), ("story", 6)]


def test_survey_properties_and_fixed_columns_are_the_recorded_ones(compiled, recorded):
    theirs = recorded["identified_datestamped"]
    assert set(compiled.properties) == set(theirs.properties)
    assert (compiled.properties["language"], compiled.properties["additional_languages"]) == ("fr", "en")
    for name in META:
        assert compiled.fieldmap[name] == {**theirs.fieldmap[name], "sid": 700001}


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
        "f1": "☹ Niet goed", "f2": "😐 Gaat wel", "f3": "🙂 Goed", "pn": "Ik antwoord liever niet"}


def test_without_participants_there_is_no_token_column(serve):
    hosted = from_questionnaire(OURS.surveys["session"], OURS, 700004, [{"today": "f3"}], None)
    assert "token" not in hosted.headings
    caller = serve(hosted)
    assert caller.call("list_participants", 700004) == {"status": "Error: No survey participants table"}
    assert caller.call("get_summary", 700004) == {"completed_responses": 0, "incomplete_responses": 1, "full_responses": 1}
    assert caller.call("get_response_ids", 700004, "t") == []
