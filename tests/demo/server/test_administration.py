"""Surveys are imported, opened, set and deleted as the recorded server did it."""

import json
import threading
import time
from dataclasses import replace

import pytest

from evaltools.demo.server import Server, answering
from evaltools.demo.server.database import stored
from evaltools.demo.server.survey import Responses

from .conftest import WRITES, WRITING, Caller, content_of, emptied, inactive
from .replaying import Replay
from .test_recordings import assert_same


def test_every_write_to_participants_and_settings_is_answered_as_it_was(writable):
    sid = writable.call("import_survey", content_of(WRITES["file"]), "txt")
    replay = Replay(writable, sid)
    for place, step in enumerate(WRITES["participants_and_settings"]):
        now, then = replay(step)
        assert now == then, (place, step["method"], step["params"])
        assert json.dumps(now) == json.dumps(then), (place, "the order of names")


@pytest.mark.parametrize("name", ["import_survey_bad_type", "import_survey_lsa_garbage", "import_survey_lss_garbage"])
def test_what_is_no_structure_is_refused_in_the_recorded_words(writable, name):
    assert_same(WRITING[name], writable.send(WRITING[name]["request"]))


def test_a_text_file_ignores_the_name_and_the_number_that_are_asked_for(writable):
    sid = writable.send(WRITING["import_survey_txt"]["request"]).json()["result"]
    assert sid != 123456
    assert 111_111 <= sid <= 999_999
    assert writable.call("list_surveys") == [
        {"sid": sid, "surveyls_title": "Évaluation de cours", "startdate": None, "expires": None, "active": "N"}]


def test_garbage_becomes_an_empty_survey_that_is_not_even_listed(writable):
    sid = writable.send(WRITING["import_survey_txt_garbage"]["request"]).json()["result"]
    assert isinstance(sid, int)
    assert writable.call("list_surveys") == {"status": "No surveys found"}
    assert writable.call("get_survey_properties", sid, ["active", "language"]) == {"active": "N", "language": "en"}
    assert writable.call("list_questions", sid) == {"status": "No questions found"}
    assert writable.call("list_groups", sid) == {"status": "No groups found"}
    assert writable.call("activate_survey", sid) == {"status": "Error: Survey does not pass consistency check"}


def test_a_structure_file_takes_name_and_number_and_a_taken_number_becomes_another(writable):
    assert writable.send(WRITING["import_survey_lss"]["request"]).json() == WRITING["import_survey_lss"]["response"]
    for language in ("fr", "nl", "en"):
        assert writable.call("get_language_properties", 777777, ["surveyls_title"], language) == {"surveyls_title": "Nom donné"}
    again = writable.send(WRITING["import_survey_lss"]["request"]).json()["result"]
    assert again != 777777
    assert {row["sid"] for row in writable.call("list_surveys")} == {777777, again}
    for name in ("delete_survey", "delete_survey_again"):
        assert_same(WRITING[name], writable.send(WRITING[name]["request"]))
    assert {row["sid"] for row in writable.call("list_surveys")} == {again}
    assert writable.call("get_question_properties", 777777000) == {"status": "Error: Invalid questionid"}


def test_the_number_of_a_file_is_taken_where_it_is_free(writable):
    text = WRITES["file"].replace("\tS\t\tlanguage", "\tS\t\tsid\t\t4242\n\t\tS\t\tlanguage", 1)
    assert writable.call("import_survey", content_of(text), "txt") == 4242
    assert writable.call("import_survey", content_of(text), "txt") != 4242
    for odd in ("abc", "0", "-5", "7.5"):
        assert writable.call("import_survey", content_of(text.replace("4242", odd)), "txt") > 100_000
    told = writable.post("import_survey", writable.key, content_of(text.replace("4242", "12345678901")), "txt").json()["error"]
    assert told.endswith("1264 Out of range value for column 'sid' at row 1")


def test_ids_are_the_same_whenever_the_same_number_or_seed_is_given(serve):
    told = []
    for _ in range(2):
        caller = serve(seed=7)
        sid = caller.call("import_survey", content_of(WRITES["file"]), "txt")
        caller.call("activate_tokens", sid)
        told.append((sid, caller.call("list_questions", sid), caller.call("add_participants", sid, [{}, {}])))
    assert told[0] == told[1]
    assert serve(seed=8).call("import_survey", content_of(WRITES["file"]), "txt") != told[0][0]


def test_a_survey_is_opened_once(serve, recorded):
    caller = serve(inactive(recorded["all_question_types"]))
    for name in ("add_response_inactive", "activate_survey", "activate_survey_again", "activate_survey_unknown_sid"):
        assert_same(WRITING[name], caller.send(WRITING[name]["request"]))
    assert caller.call("get_summary", 431245) == {"completed_responses": 0, "incomplete_responses": 0, "full_responses": 0}


def test_a_participants_table_is_made_once_and_brings_the_token_column(serve, recorded):
    survey = emptied(recorded["all_question_types"])
    row = recorded["all_question_types"].responses.rows[0]
    place = survey.columns["token"]
    bare = {name: column for name, column in survey.fieldmap.items() if name != "token"}
    caller = serve(replace(survey, fieldmap=bare, responses=Responses.of([(*row[:place], *row[place + 1:])])))
    assert "token" not in caller.call("get_fieldmap", 431245)
    for name in ("activate_tokens", "activate_tokens_again"):
        assert_same(WRITING[name], caller.send(WRITING[name]["request"]))
    assert list(caller.call("get_fieldmap", 431245)) == list(survey.fieldmap)
    assert caller.server.surveys[431245].responses.rows == ((*row[:place], "", *row[place + 1:]),)
    assert caller.call("get_summary", 431245, "token_count") == 0


def test_an_anonymous_survey_gets_no_token_column(writable):
    sid = writable.call("import_survey", content_of(WRITES["file"]), "txt")
    writable.call("activate_survey", sid, {"anonymized": "Y"})
    writable.call("activate_tokens", sid)
    assert "token" not in writable.call("get_fieldmap", sid)
    assert writable.call("add_participants", sid, [{"token": "a"}], False)[0]["token"] == "a"


@pytest.mark.parametrize("name", [name for name in WRITING if name.startswith("noperm")])
def test_a_user_without_rights_writes_nothing(serve, recorded, name):
    barred = replace(recorded["all_question_types"], permitted=False)
    caller = serve(barred, creator=False)
    assert_same(WRITING[name], caller.send(WRITING[name]["request"]))
    assert list(caller.server.surveys) == [431245]
    assert caller.server.surveys[431245] is barred


def test_an_import_that_breaks_off_leaves_what_it_has_made(writable):
    text = WRITES["file"] + "\t\tQ\tS\t" + "x" * 21 + "\t1\tt\t\tfr\t\tN\t\tN\t\t\t\n"
    told = writable.post("import_survey", writable.login(), content_of(text), "txt").json()
    assert told["error"].endswith("1406 Data too long for column 'title' at row 1")
    left = writable.call("list_surveys")[0]["sid"]
    assert [row["title"] for row in writable.call("list_questions", left)] == ["s", "l", "m", "d", "n", "y", "five", "r"]


def test_many_clients_write_at_once_and_nothing_is_lost(writable, monkeypatch):
    def slowly(*arguments):
        time.sleep(0.001)  # between the reading of a table and the writing of another one
        return stored(*arguments)

    monkeypatch.setattr(answering, "stored", slowly)
    sid = writable.call("import_survey", content_of(WRITES["file"]), "txt")
    writable.call("activate_survey", sid)
    writable.call("activate_tokens", sid)

    def write(server: Server, name: str) -> None:
        caller = Caller(server)
        for number in range(20):
            caller.call("add_response", sid, {"token": f"{name}{number}"})
            caller.call("add_participants", sid, [{"token": f"{name}{number}"}], False)
        caller.http.close()

    threads = [threading.Thread(target=write, args=(writable.server, name)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    survey = writable.server.surveys[sid]
    assert survey.responses.ids == tuple(range(1, 81))
    assert [person["tid"] for person in survey.participants] == list(range(1, 81))
    assert {row[survey.columns["token"]] for row in survey.responses.rows} == {person["token"] for person in survey.participants}
