"""Structure files become what the recorded server made of them: every type of question, odd codes, languages, both kinds of file."""

import json
import re
from pathlib import Path

import pytest

from evaltools import questionnaires
from evaltools.demo.server.survey import heading
from evaltools.questionnaires import lss, structure_of, tsv

from .conftest import RECORDINGS, WRITES, WRITING, content_of

OURS = questionnaires.load(Path(__file__).parents[3] / "surveys")
IMPORTS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((RECORDINGS / "imports").glob("*.json"))}
ODD = json.loads((RECORDINGS / "odd_structures.json").read_text("utf-8"))
INVENTED = re.compile(r"\br\d+(s?q\d+)\b")
NUMBERS = re.compile(r"\d+X\d+X\d+")


class Imported:
    """An import whose numbers are those of the recording: the survey's, the groups' and the questions' in their order."""

    def __init__(self, caller, recording) -> None:
        self.caller, self.recording = caller, recording
        self.sid = caller.call("import_survey", content_of(recording["file"]), "txt")
        base = recording["properties"]["language"]
        theirs = {row["title"]: row for row in recording["questions"][base] if not row["parent_qid"]}
        self.names = {str(self.sid): str(recording["sid"])}
        for row in caller.call("list_questions", self.sid):
            twin = theirs.get(row["title"]) if not row["parent_qid"] else next(
                each for each in recording["questions"][base]
                if each["title"] == row["title"] and str(each["parent_qid"]) == self.names[str(row["parent_qid"])])
            self.names |= {str(row["qid"]): str(twin["qid"]), str(row["gid"]): str(twin["gid"])}

    def __call__(self, method, *params):
        text = json.dumps(self.caller.call(method, *params))
        for mine in sorted(self.names, key=len, reverse=True):
            text = text.replace(mine, self.names[mine])
        return json.loads(text)

    def mine(self, number):
        return int(next(mine for mine, theirs in self.names.items() if theirs == str(number)))


@pytest.fixture(params=sorted(IMPORTS))
def imported(request, writable):
    return Imported(writable, IMPORTS[request.param])


def test_groups_texts_and_questions_in_every_language(imported):
    recording = imported.recording
    for language, rows in recording["questions"].items():
        assert imported("list_questions", imported.sid, None, language) == rows
        assert imported("list_groups", imported.sid, language) == recording["groups"][language]
        assert imported("get_language_properties", imported.sid, None, language) == recording["texts"][language]


def test_properties_and_columns(imported):
    recording = imported.recording
    told = imported("get_survey_properties", imported.sid)
    assert told | {"datecreated": ""} == recording["properties"] | {"datecreated": ""}
    assert list(told) == list(recording["properties"])
    fieldmap = imported("get_fieldmap", imported.sid)
    assert fieldmap == recording["fieldmap"]
    assert json.dumps(fieldmap) == json.dumps(recording["fieldmap"])


def test_question_properties(imported):
    language = "nl" if "error" in str(imported.recording["question_properties"]) else "fr"
    for number, expected in imported.recording["question_properties"].items():
        asked = imported.mine(number)
        if "error" in expected:
            told = imported.caller.post("get_question_properties", imported.caller.key, asked, None, language).json()["error"]
            assert told == expected["error"]
        else:
            assert imported("get_question_properties", asked, list(expected), language) == expected


def test_headings_of_an_export(imported):
    imported.caller.call("activate_survey", imported.sid)
    imported.caller.call("activate_tokens", imported.sid, [1])
    assert [heading(column) for column in imported.caller.call("get_fieldmap", imported.sid).values()] == (
        imported.recording["headings"])


def neutral(value):
    """Without numbers: those of columns, and the one that LimeSurvey draws for a code that it invents."""
    if isinstance(value, list):
        return [neutral(each) for each in value]
    return INVENTED.sub(r"r\1", NUMBERS.sub("", value)) if isinstance(value, str) else value


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_structures(writable, name):
    expected = ODD[name]
    answered = writable.post("import_survey", writable.login(), content_of(expected["file"]), "txt")
    if "http_status" in expected:
        assert answered.status_code == expected["http_status"]
        return
    told = answered.json()
    assert told["error"] == expected.get("error")
    if "result" in expected:
        assert told["result"] == expected["result"]
        assert writable.server.surveys == {}
        return
    assert isinstance(told["result"], int) == expected.get("imported", False)
    (sid, survey), = writable.server.surveys.items()
    assert (survey.title is not None) == expected["listed"]
    assert neutral([heading(column) for column in writable.call("get_fieldmap", sid).values()]) == neutral(expected["columns"])
    for language, rows in expected["questions"].items():
        found = writable.call("list_questions", sid, None, language)
        assert (neutral(short(found)) if isinstance(found, list) else found) == neutral(rows)
    for row in writable.call("list_questions", sid) if expected.get("answers") else []:
        if row["type"] in "LF":
            answers = writable.call("get_question_properties", row["qid"], ["answeroptions"])["answeroptions"]
            assert answers == expected["answers"][row["title"]]


def short(rows):
    titles = {row["qid"]: row["title"] for row in rows}
    return [[row["title"], titles.get(row["parent_qid"], ""), row["type"], row["question"], row["question_order"], row["mandatory"],
             row["other"]] for row in rows]


def test_types_that_are_unknown_or_not_offered_are_refused(writable):
    for letter, told in (("z", "The Database definition for Questiontype: z is missing"),
                         ("|", "The embedded server does not offer questions that ask for a file.")):
        text = WRITES["file"].replace("\tQ\tS\ts\t", f"\tQ\t{letter}\ts\t")
        assert writable.post("import_survey", writable.login(), content_of(text), "txt").json()["error"] == told


def test_groups_are_listed_as_recorded(writable):
    sid = writable.send(WRITING["import_survey_txt"]["request"]).json()["result"]
    for name, language in (("list_groups", None), ("list_groups_nl", "nl")):
        expected = WRITING[name]["response"]["result"]
        told = writable.call("list_groups", sid, language)
        numbers = {row["gid"]: twin["gid"] for row, twin in zip(told, expected, strict=True)}
        assert [row | {"id": numbers[row["gid"]], "gid": numbers[row["gid"]], "sid": 324494} for row in told] == expected
    first = told[0]
    assert writable.call("get_group_properties", first["gid"], None, "nl") == {
        name: value for name, value in first.items() if name not in ("id", "language")}
    assert writable.call("get_group_properties", first["gid"], ["group_name"], "nl") == {"group_name": "Algemeen"}
    assert [row["group_name"] for row in writable.call("list_groups", sid, "de")] == [None, None]


def test_a_language_without_texts_has_an_empty_title(writable):
    sid = writable.call("import_survey", content_of(WRITES["file"]), "txt")
    assert writable.call("get_language_properties", sid, ["surveyls_title"], "nl") == {"surveyls_title": ""}
    assert writable.call("get_language_properties", sid, ["surveyls_title"], "de") == {"surveyls_title": None}
    assert writable.call("get_language_properties", sid, ["surveyls_title"], "zz") == {"surveyls_title": "T"}
    assert writable.call("get_language_properties", sid, ["no_such"]) == {"status": "No valid Data"}


def test_a_structure_file_of_limesurvey_itself(writable):
    """Version 6 writes words in tables of their own; this one was written after an activation, which counts a ranking's places."""
    sid = writable.send(WRITING["import_survey_lss"]["request"]).json()["result"]
    text = writable.send(WRITING["import_survey_txt"]["request"]).json()["result"]
    before = asked(writable, text)
    assert before["fr", "rang"][-1]["attributes"]["max_subquestions"] is None
    writable.call("activate_survey", text)
    assert asked(writable, text)["fr", "rang"][-1]["attributes"]["max_subquestions"] == "3"
    assert asked(writable, sid) == asked(writable, text)


@pytest.mark.parametrize("name", sorted(OURS.surveys))
def test_both_of_our_files_become_the_same_survey(writable, name):
    structure = structure_of(OURS.surveys[name], OURS)
    text = writable.call("import_survey", content_of(tsv(structure)), "txt")
    xml = writable.call("import_survey", content_of(lss(structure)), "lss", None, 777001)
    assert asked(writable, xml) == asked(writable, text)
    assert len(asked(writable, xml)) == len(structure.questions) * len(structure.languages)


def asked(caller, sid):
    """What a survey asks in each language, without its numbers: a question, its words, parts, answers, attributes."""
    properties = caller.call("get_survey_properties", sid)
    found = {}
    for language in (properties["language"], *properties["additional_languages"].split()):
        rows = caller.call("list_questions", sid, None, language)
        for row in rows:
            if not row["parent_qid"]:
                parts = [(part["title"], part["question"]) for part in rows if part["parent_qid"] == row["qid"]]
                told = caller.post("get_question_properties", caller.key, row["qid"], ["attributes", "attributes_lang",
                                                                                       "answeroptions"], language).json()["result"]
                found[language, row["title"]] = (row["question"], row["help"], row["relevance"], row["mandatory"], row["other"],
                                                 sorted(parts), told)
    return found
