"""The server built from a recording gives for each recorded request the recorded response."""

import base64
import json
from dataclasses import replace

import pytest

from evaltools.demo.server import from_recording

from .conftest import EXCHANGES, FOLDERS, RECORDINGS, emptied, exchange_of, inactive

FILES = sorted(path.relative_to(RECORDINGS).as_posix() for folder in FOLDERS for path in (RECORDINGS / folder).rglob("*.json"))
EXPORTS = [name for name in FILES if "/export_" in name]
STRUCTURES = [name for name in FILES if "/export_" not in name]
# The exchanges that ask the survey as it was recorded, with every right.
PLAIN = [name for name in EXCHANGES if name.startswith((
    "export_csv", "export_json", "export_bad", "export_responses_by_token", "export_responses_unknown", "get_response_ids",
    "get_question_properties_bad", "get_site_settings", "get_summary_all", "get_summary_unknown", "get_survey_properties_unknown",
    "list_participants_c", "list_participants_p", "list_participants_u", "list_questions_unknown", "too_few", "unknown_method",
    "id_", "invalid_session", "null_session", "dict_as", "release_session_key_bogus"))]


def assert_same(exchange, answered):
    """The status, the JSON, the length of the body, and of a result that the recording cut its size and beginning."""
    assert answered.status_code == exchange["http_status"]
    if exchange["http_status"] != 200:
        return
    if "response" not in exchange:
        assert answered.text == exchange["response_text"]
        assert "html" in answered.headers["Content-Type"]
        return
    assert len(answered.content) == exchange["response_bytes"]
    result, expected = answered.json()["result"], exchange["response"]["result"]
    if isinstance(expected, str) and expected.endswith("..."):
        decoded = base64.b64decode(result)
        assert len(decoded) == exchange["result_decoded_bytes"]
        head = exchange["result_decoded_head"].rstrip("\ufffd")  # the cut may fall inside a letter
        assert decoded.decode("utf-8").startswith(head)
    else:
        assert answered.json() == exchange["response"]


@pytest.mark.parametrize("name", STRUCTURES)
def test_recorded_structures_are_answered(caller, name):
    exchange = exchange_of(RECORDINGS / name)
    answered = caller.send(exchange["request"])
    assert answered.json() == exchange["response"]
    # Dictionaries compare without order, but the order of columns and answers means something.
    assert json.dumps(answered.json()) == json.dumps(exchange["response"])


@pytest.mark.parametrize("name", EXPORTS)
def test_recorded_exports_are_answered_byte_for_byte(caller, name):
    exchange = exchange_of(RECORDINGS / name)
    answered = caller.send(exchange["request"]).json()
    assert base64.b64decode(answered["result"]) == base64.b64decode(exchange["response"]["result"])
    assert answered == exchange["response"]


def test_recorded_list_of_surveys_is_answered(caller):
    exchange = exchange_of(RECORDINGS / "list_surveys.json")
    assert caller.send(exchange["request"]).json() == exchange["response"]


@pytest.mark.parametrize("name", PLAIN)
def test_exchanges_of_the_recorded_survey(caller, name):
    assert_same(EXCHANGES[name], caller.send(EXCHANGES[name]["request"]))


def test_nothing_recorded_is_left_out():
    assert len(STRUCTURES) == 144
    assert len(EXPORTS) == 16
    assert len(PLAIN) == 57


@pytest.mark.parametrize("name", [name for name in EXCHANGES if name.startswith("noperm")])
def test_a_user_without_rights(serve, recorded, name):
    barred = replace(recorded["all_question_types"], permitted=False)
    assert_same(EXCHANGES[name], serve(barred).send(EXCHANGES[name]["request"]))


@pytest.mark.parametrize("name", ["export_responses_no_responses_csv", "export_responses_no_responses_json",
                                  "get_summary_no_responses", "list_participants_no_table"])
def test_an_active_survey_without_responses_or_participants(serve, recorded, name):
    assert_same(EXCHANGES[name], serve(emptied(recorded["all_question_types"])).send(EXCHANGES[name]["request"]))


@pytest.mark.parametrize("name", ["export_responses_inactive_survey", "get_summary_inactive"])
def test_a_survey_that_was_never_activated(serve, recorded, name):
    assert_same(EXCHANGES[name], serve(inactive(recorded["all_question_types"])).send(EXCHANGES[name]["request"]))


def test_no_survey_at_all(serve):
    assert_same(EXCHANGES["list_surveys_empty"], serve().send(EXCHANGES["list_surveys_empty"]["request"]))


def test_an_export_that_is_not_of_the_field_map_is_refused(tmp_path, recorded):
    for path in (RECORDINGS / "no_datestamp").rglob("*.json"):
        copy = tmp_path / "mixed" / path.relative_to(RECORDINGS / "no_datestamp")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "list_surveys.json").write_bytes((RECORDINGS / "list_surveys.json").read_bytes())
    assert from_recording(tmp_path / "mixed").responses == recorded["no_datestamp"].responses
    export = "export_responses_json_code_short.json"
    (tmp_path / "mixed" / export).write_bytes((RECORDINGS / "anonymized" / export).read_bytes())
    with pytest.raises(ValueError, match="other columns"):
        from_recording(tmp_path / "mixed")
