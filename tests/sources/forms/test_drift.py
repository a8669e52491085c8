"""What changed on the server since the questionnaire was made: one row of `problems` each, and nothing where nothing did."""

import json

import pandas as pd
import pytest

from evaltools.errors import SourceError
from evaltools.questionnaires import Questionnaires, Scale, Survey
from evaltools.questionnaires.structure import structure_of
from evaltools.sources.forms import Register, combined, drift, invited
from evaltools.sources.forms.held import held
from evaltools.sources.forms.problems import DRIFT
from evaltools.tables import TABLES, check

SCALES = {"five": Scale(answers=[*({"code": f"s{n}", "value": n, "text": {"fr": str(n)}} for n in (1, 2, 3)),
                                 {"code": "pn", "status": "prefer_not", "text": {"fr": "Non"}}])}
SURVEY = Survey(id="end", title={"fr": "Fin"}, languages=("fr", "nl"), waves=("end",), items=[
    {"code": "content", "scale": "five", "text": {"fr": "Le contenu des séances"}},
    {"code": "venue", "scale": "five", "text": {"fr": "Le lieu des séances"}, "other": {"fr": "Autre"}},
    {"code": "needs", "type": "multiple", "text": {"fr": "Vos besoins"},
     "options": {"home": {"fr": "Logement"}, "work": {"fr": "Travail"}}},
    {"code": "grid", "type": "array", "scale": "five", "text": {"fr": "Votre avis"}, "rows": {"r1": {"fr": "a"}, "r2": {"fr": "b"}}},
    {"code": "first", "type": "ranking", "text": {"fr": "Classez"}, "options": {"home": {"fr": "a"}, "work": {"fr": "b"}}, "most": 1},
    {"code": "age", "type": "number", "text": {"fr": "Votre âge"}},
    {"code": "why", "type": "long_text", "text": {"fr": "Pourquoi ?"}}])
KNOWN = Questionnaires(surveys={"end": SURVEY}, scales=SCALES)
NO_OPTIONS = "No available answer options"


class Raw:
    """A survey's raw folder as a server of some version gives it; tests change what stands in it before it is written."""

    def __init__(self, version=6):
        self.properties = {"sid": 7, "active": "Y", "anonymized": "N", "datestamp": "Y", "language": "fr",
                           "additional_languages": "nl", "allowregister": "N"}
        self.participants = [{"tid": 1, "token": "tanna"}, {"tid": 2, "token": "tbea"}]
        self.table = True
        self.questions, self.options = [], {}
        for qid, question in enumerate(structure_of(SURVEY, KNOWN).questions, start=10):
            self.questions.append(_row(version, qid, 0, question.type, question.code, question.text["fr"], question.other))
            self.questions += [_row(version, qid * 10 + place, qid, question.type, part.code, part.text["fr"])
                               for place, part in enumerate(question.subquestions)]
            if question.type in "L!OFH1R":
                codes = {part.code: {"answer": part.text["fr"], "order": 1} for part in question.answers}
                self.options[str(qid)] = {"title": question.code, "answeroptions": codes or NO_OPTIONS}

    def question(self, code):
        return next(row for row in self.questions if row["title"] == code and str(row["parent_qid"]) == "0")

    def codes(self, code):
        return self.options[str(self.question(code)["qid"])]["answeroptions"]

    def write(self, folder):
        folder = folder / "7"
        folder.mkdir(parents=True)
        pull = {"participants": len(self.participants) if self.table else None}
        for name, content in {"properties": self.properties, "questions": self.questions, "question_properties": self.options,
                              "participants": self.participants, "pull": pull}.items():
            (folder / f"{name}.json").write_text(json.dumps(content), "utf-8")
        return folder


def _row(version, qid, parent, kind, title, text, other=False):
    row = {"id": qid if version > 3 else {"qid": qid, "language": "fr"}, "qid": qid, "parent_qid": parent, "type": kind, "title": title,
           "question": f"<p>{text}</p>\r\n", "other": "Y" if other else "N", "language": "fr"}
    return row if version > 3 else {**row, "qid": str(qid), "parent_qid": str(parent)}


@pytest.fixture
def register():
    empty = {name: TABLES[name].empty() for name in ("enrolments", "cohorts")}
    return Register({"tanna": "anna", "tbea": "bea", "anna2": "anna"}, {}, **empty)


@pytest.fixture
def found(tmp_path, register):
    def rows(raw, survey=SURVEY):
        problems = drift(raw.write(tmp_path), survey, SCALES, register)["problems"]
        check("problems", problems)
        return {(row["rule"], row["column"]): (row["count"], row["detail"]) for row in problems.to_dict("records")}
    return rows


@pytest.mark.parametrize("version", [3, 5, 6])
def test_a_survey_as_it_was_made_has_not_drifted(found, version):
    assert found(Raw(version)) == {}


def test_a_renamed_question_is_told_with_its_new_code(found):
    raw = Raw()
    raw.question("content")["title"] = "contenu"
    (key, (count, detail)), = found(raw).items()
    assert key == ("renamed_item", "end.content") and count == 1 and "'contenu'" in detail and "code back" in detail


def test_a_removed_and_an_added_question_are_two(found):
    raw = Raw()
    raw.question("content").update(title="weather", question="Quel temps fait-il ?")
    assert set(found(raw)) == {("removed_item", "end.content"), ("added_item", "weather")}


def test_of_two_questions_with_one_text_each_is_taken_once(found):
    raw = Raw()
    for code in ("content", "venue"):
        raw.question(code)["question"] = "Le lieu des séances"
    raw.question("venue").update(title="lieu1")
    raw.question("content").update(title="lieu2")
    assert sorted(rule for rule, _ in found(raw)) == ["added_item", "removed_item", "renamed_item", "renamed_item"]


@pytest.mark.parametrize(("code", "kind"), [("content", "T"), ("needs", "L"), ("grid", "1"), ("first", "M"), ("age", "S"), ("why", "N")])
def test_a_question_of_another_type(found, code, kind):
    raw = Raw()
    raw.question(code)["type"] = kind
    (key, (_, detail)), = found(raw).items()
    assert key == ("retyped_item", f"end.{code}") and f"({kind})" in detail


def test_another_look_is_no_other_type(found):
    raw = Raw()
    raw.question("content")["type"] = "!"
    raw.question("why")["type"] = "U"
    assert found(raw) == {}


def test_options_and_rows_that_went_or_came(found):
    raw = Raw()
    for row in raw.questions:
        row["title"] = {"work": "job", "r2": "r9"}.get(row["title"], row["title"])
    raw.question("venue")["other"], raw.question("needs")["other"] = "N", "Y"
    assert set(found(raw)) == {("removed_item", "end.needs.work"), ("added_item", "needs[job]"), ("removed_item", "end.grid.r2"),
                               ("added_item", "grid[r9]"), ("removed_item", "end.venue.other"), ("added_item", "needs[other]")}


def test_answer_codes_of_one_side_alone(found):
    raw = Raw()
    raw.codes("content")["s9"] = raw.codes("content").pop("s3")
    raw.codes("grid").pop("pn")
    raw.codes("first")["car"] = {}
    rows = found(raw)
    assert {key: count for key, (count, _) in rows.items()} == {
        ("unknown_answer", "end.content"): 1, ("missing_answer", "end.content"): 1, ("missing_answer", "end.grid"): 1,
        ("unknown_answer", "end.first"): 1}
    assert "(s9)" in rows["unknown_answer", "end.content"][1] and "(s3)" in rows["missing_answer", "end.content"][1]


def test_codes_from_nought_come_as_a_list_and_no_codes_as_a_sentence(found):
    raw = Raw()
    raw.options[str(raw.question("content")["qid"])]["answeroptions"] = [{"answer": "a"}, {"answer": "b"}]
    raw.options[str(raw.question("grid")["qid"])]["answeroptions"] = NO_OPTIONS
    rows = found(raw)
    assert "(0, 1)" in rows["unknown_answer", "end.content"][1] and rows["missing_answer", "end.grid"][0] == 4


def test_questions_that_nobody_answers_are_not_missed(found):
    raw = Raw()
    raw.questions += [_row(6, 900, 0, "X", "hello", "Bonjour"), _row(6, 901, 0, "*", "sum", "{age}")]
    assert found(raw) == {}


@pytest.mark.parametrize(("properties", "rules"), [
    ({"language": "nl", "additional_languages": "fr"}, {"changed_base_language"}), ({"additional_languages": ""}, {"missing_language"}),
    ({"additional_languages": "nl ar"}, {"added_language"}), ({"additional_languages": None}, {"missing_language"}),
    ({"anonymized": "Y"}, {"anonymised_survey"}), ({"datestamp": "N"}, {"no_date_stamps"}),
    ({"allowregister": "Y"}, {"public_registration"}),
])
def test_settings(found, properties, rules):
    raw = Raw()
    raw.properties |= properties
    assert {rule for rule, _ in found(raw)} == rules


def test_open_access(found):
    raw = Raw()
    raw.participants, raw.table = [], False
    assert set(found(raw)) == {("open_access", "token")}


def test_an_empty_list_of_participants_is_closed_all_the_same(found):
    raw = Raw()
    raw.participants = []
    assert found(raw) == {}


def test_an_anonymous_questionnaire_wants_no_codes(found):
    raw = Raw()
    assert set(found(raw, SURVEY.model_copy(update={"anonymous": True}))) == {("identified_survey", "participant")}


def test_participants_against_the_register(found):
    raw = Raw()
    raw.participants += [{"tid": 3, "token": "anna2"}, {"tid": 4, "token": "nobodys"}, {"tid": 5, "token": "tbea"},
                         {"tid": 6, "token": None}]
    rows = found(raw)
    assert {key: count for key, (count, _) in rows.items()} == {
        ("two_tokens", "token"): 1, ("unknown_invited", "token"): 1, ("shared_token", "token"): 1}
    assert not any(token in str(rows) for token in ("tanna", "anna2", "nobodys", "tbea", "bea"))


def test_the_invited(tmp_path):
    assert invited(Raw().write(tmp_path)) == {"tanna", "tbea"}


@pytest.mark.parametrize("content", [None, "{", "\xff"])
def test_a_damaged_folder_is_told(tmp_path, content):
    folder = Raw().write(tmp_path)
    (folder / "questions.json").unlink()
    if content is not None:
        (folder / "questions.json").write_text(content, "latin-1")
    with pytest.raises(SourceError, match=r"questions\.json of the survey 7"):
        held(folder)


def test_what_happened_on_the_server_takes_the_place_of_what_was_missed_in_forms(tmp_path, register):
    raw = Raw()
    raw.question("content")["title"] = "contenu"
    raw.questions.append(_row(6, 900, 0, "M", "more", "Encore"))
    raw.questions.append(_row(6, 9001, 900, "M", "x", "x"))
    part = drift(raw.write(tmp_path), SURVEY, SCALES, register)
    rows = [("end.content", "missing_item", "7"), ("contenu", "unknown_item", "7"), ("more[x]", "unknown_item", "7"),
            ("end.age", "missing_item", "7"), ("stray", "unknown_item", "7"), ("end.content", "missing_item", "cards")]
    counted = TABLES["problems"].frame({"table": "answers", "column": column, "rule": rule, "source": source, "severity": "doubtful",
                                        "count": 3, "detail": "."} for column, rule, source in rows)
    kept = combined([part, {**part, "problems": counted}], KNOWN)["problems"]
    check("problems", kept)
    assert sorted(zip(kept["column"], kept["rule"], kept["source"], strict=True)) == [
        ("end.age", "missing_item", "7"), ("end.content", "missing_item", "cards"), ("end.content", "renamed_item", "7"),
        ("more", "added_item", "7"), ("stray", "unknown_item", "7")]


def recorded(recordings, name, folder):
    """A raw folder of what the real server told of its structure."""
    place = recordings / name
    result = {path.stem: json.loads(path.read_text("utf-8"))["response"]["result"] for path in place.glob("*.json")}
    options = {path.stem.rpartition("_")[2]: json.loads(path.read_text("utf-8"))["response"]["result"]
               for path in (place / "questions").glob("*.json")}
    assert options
    people = result.get("list_participants")
    listed = people if isinstance(people, list) else []
    folder.mkdir()
    for name_of, content in {"questions": result["list_questions_fr"], "question_properties": options, "participants": listed,
                             "properties": result["get_survey_properties"], "pull": {"participants": len(listed) or None}}.items():
        (folder / f"{name_of}.json").write_text(json.dumps(content), "utf-8")
    return folder


def test_recorded_structures_of_a_real_server(recordings, tmp_path, course, questionnaires):
    rows = {}
    for name in ("identified_datestamped", "no_datestamp", "anonymized"):
        problems = drift(recorded(recordings, name, tmp_path / name), course, questionnaires.scales)["problems"]
        rows[name] = set(zip(problems["rule"], problems["column"], strict=True))
    # Two questions have an "other" that this questionnaire does not know; the ranking was described as an array.
    common = {("added_item", "satisf[other]"), ("added_item", "sources[other]"), ("retyped_item", "course.rang")}
    assert common <= rows["identified_datestamped"] & rows["no_datestamp"] & rows["anonymized"]
    assert ("no_date_stamps", "submitted") in rows["no_datestamp"] and ("anonymised_survey", "participant") in rows["anonymized"]
    wrong = {"no_date_stamps", "anonymised_survey", "renamed_item", "removed_item"}
    assert not {rule for rule, _ in rows["identified_datestamped"]} & wrong


def test_every_rule_says_what_to_do():
    assert all(len(detail.split(". ")) >= 2 or ": " in detail for _, detail in DRIFT.values())
    assert pd.Series([detail for _, detail in DRIFT.values()]).is_unique
