"""What goes wrong on the way: URL forms, empty bodies, malformed JSON, HTML pages, keys."""

import pytest
import requests

from evaltools.demo.server.endpoint import METHODS, WRITING

from .conftest import EXCHANGES


def recorded_reply(caller, name):
    return caller.send(EXCHANGES[name]["request"]).json()


@pytest.mark.parametrize(("form", "right", "wrong"), [
    ("path", "/index.php/admin/remotecontrol", "/index.php?r=admin/remotecontrol"),
    ("get", "/index.php?r=admin/remotecontrol", "/index.php/admin/remotecontrol"),
])
def test_the_two_forms_of_the_url_exclude_each_other(serve, form, right, wrong):
    caller = serve(url_form=form)
    assert caller.server.url.endswith(right)
    assert len(caller.login()) == 32
    for path in (wrong, right + "/", "/"):
        address = caller.server.url.removesuffix(right) + path
        refused = requests.post(address, json={"method": "x", "params": [], "id": 1}, timeout=5)
        assert refused.status_code == 400
        assert "CSRF token could not be verified" in refused.text
        assert refused.headers["Content-Type"].startswith("text/html")


def test_a_get_and_another_content_type_are_answered_with_nothing(caller):
    for answered in (requests.get(caller.server.url, timeout=5),
                     requests.post(caller.server.url, data='{"method": "list_surveys", "params": [], "id": 1}', timeout=5)):
        assert (answered.status_code, answered.content) == (200, b"")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b'{"params": [], "id": 1}', b"\xff"])
def test_malformed_json_is_told_without_an_id(caller, body):
    answered = requests.post(caller.server.url, data=body, headers={"Content-Type": "application/json"}, timeout=5)
    assert answered.json() == {"id": None, "result": None, "error": "unable to decode malformed json"}


def test_keys_released_and_expired(serve, recorded):
    caller = serve(recorded["anonymized"])
    assert recorded_reply(caller, "release_session_key") == EXCHANGES["release_session_key"]["response"]
    assert recorded_reply(caller, "released_session_key") == EXCHANGES["released_session_key"]["response"]
    caller.login()
    assert caller.server.open_sessions == 1
    caller.server.expire_sessions()
    assert recorded_reply(caller, "expired_session_key") == EXCHANGES["expired_session_key"]["response"]
    assert caller.server.open_sessions == 0


@pytest.mark.parametrize("method", sorted({**METHODS, **WRITING}))
def test_no_method_answers_without_a_key(caller, method):
    parameters = ["not-a-key", 431245, "csv", "token"]
    assert caller.post(method, *parameters).json()["result"] == {"status": "Invalid session key"}


def test_a_string_is_as_good_as_a_number_for_a_survey(caller):
    assert caller.call("get_fieldmap", "431245") == caller.call("get_fieldmap", 431245)
    assert caller.call("get_fieldmap", "x") == {"status": "Error: Invalid survey ID"}


def test_what_the_server_cannot_do_is_said(caller):
    key = caller.key or caller.login()
    for parameters in (["csv", None, "all", "full"], ["csv", None, "all", "code", "long"], ["pdf"],
                       ["csv", None, "all", "code", "short", None, None, None, {"convertY": True}]):
        answered = caller.post("export_responses", key, 431245, *parameters).json()
        assert answered["result"] is None
        assert answered["error"].startswith("The embedded server does not offer")
    # Answers of a question were recorded in French only: Dutch ones are not made up.
    assert caller.post("get_question_properties", key, 81, None, "nl").json()["error"].startswith("The embedded server")


def test_participant_attributes_as_true_crash_as_they_do_in_php(caller):
    key = caller.key or caller.login()
    assert caller.post("list_participants", key, 431245, 0, 10, False, True).status_code == 500


def test_properties_and_counts_can_be_asked_one_by_one(caller):
    assert caller.call("get_survey_properties", 122218, ["datestamp", "no_such"]) == {"datestamp": "N"}
    assert caller.call("get_survey_properties", 122218, ["no_such"]) == {"status": "No valid Data"}
    assert caller.call("get_summary", 122218, "incomplete_responses") == 1
    assert caller.call("get_summary", 122218, "no_such") == {"status": "Invalid summary key"}
    assert caller.call("get_question_properties", 81, ["title", "gid"]) == {"title": "satisf", "gid": 5}
    assert [row["title"] for row in caller.call("list_questions", 431245, 5)] == [
        "satisf", "note5", "sources", "web", "ami", "pub", "qualite", "SQ001", "SQ002", "SQ003", "pourquoi"]
    assert caller.call("list_questions", 431245, 99) == {"status": "Error: group not found"}
    assert caller.call("list_questions", 431245, 7) == {"status": "Error: Mismatch in surveyid and groupid"}
    assert caller.call("list_questions", 431245, None, "de") == {"status": "Error: Invalid language"}
