"""The running server: the real client, its end, faults, deletions, and how fast it is."""

import io
import json
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from citric import Client
from citric.exceptions import LimeSurveyStatusError

from evaltools import questionnaires
from evaltools.demo.server import Reply, Server, from_questionnaire
from evaltools.demo.server.survey import Responses
from evaltools.questionnaires import structure_of, tsv

OURS = questionnaires.load(Path(__file__).parents[3] / "surveys")


def client_of(server: Server) -> Client:
    return Client(server.url, server.user, server.password)


def test_the_real_client_reads_a_recorded_survey(recorded):
    with Server(recorded.values()) as server:
        with client_of(server) as client:
            assert {row["sid"] for row in client.list_surveys()} == {431245, 294411, 786722, 122218}
            assert client.get_survey_properties(786722)["anonymized"] == "Y"
            assert client.get_summary(431245)["full_responses"] == 14
            assert len(client.get_fieldmap(431245)) == 68
            assert len(client.list_questions(431245, language="nl")) == len(recorded["all_question_types"].questions["nl"])
            assert [row["tid"] for row in client.list_participants(431245, start=3, limit=5)] == [3, 4]
            window = json.loads(client.export_responses(431245, from_response_id=5000, to_response_id=5003))["responses"]
            assert [row["id"] for row in window] == [5000, 5001, 5002, 5003]
            assert "\r\n" in window[3]["pourquoi"]
            assert client.get_response_ids(431245, "gyR2Xzy188UmeD6") == [1, 5001, 5004, 5008]
            by_token = json.loads(client.export_responses(431245, token="gyR2Xzy188UmeD6"))["responses"]
            assert [row["id"] for row in by_token] == [1, 5001, 5004, 5008]
            with pytest.raises(LimeSurveyStatusError, match="No permission"):
                client.export_responses(999999)
        assert server.open_sessions == 0


def test_the_real_client_reads_one_of_our_questionnaires():
    rows = [{"id": 2, "token": "t2", "startlanguage": "nl", "submitdate": "2026-03-02 11:00:00", "lastpage": 3,
             "confidence": "l7", "needs[housing]": True}, {"id": 1, "token": "t1", "startlanguage": "fr", "confidence": "pn"}]
    people = [{"token": "t1", "attribute_1": "Namur"}, {"token": "t2", "language": "nl"}]
    hosted = from_questionnaire(OURS.surveys["intake"], OURS, 710001, rows, people)
    with Server([hosted]) as server, client_of(server) as client:
        intake = OURS.surveys["intake"]
        assert client.list_surveys()[0]["surveyls_title"] == intake.title["fr"]
        exported = json.loads(client.export_responses(710001))["responses"]
        assert list(exported[0])[:8] == [
            "id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp"]
        assert sorted(list(exported[0])[8:]) == sorted(column for item in intake.items for column in intake.columns(item))
        assert [(row["id"], row["lastpage"], row["confidence"], row["needs[housing]"]) for row in exported] == [
            (1, "", "pn", ""), (2, 3, "l7", "Y")]
        complete = json.loads(client.export_responses(710001, completion_status="complete"))["responses"]
        assert [row["token"] for row in complete] == ["t2"]
        column = next(name for name, field in client.get_fieldmap(710001).items() if field["title"] == "confidence")
        narrow = json.loads(client.export_responses(710001, fields=["id", column, "attribute_1", "confidence"]))["responses"]
        assert narrow[0] == {"id": 1, "confidence": None, "attribute_1": "Namur"}
        assert client.get_summary(710001) == {
            "token_count": 2, "token_invalid": 0, "token_sent": 0, "token_opted_out": 0, "token_completed": 1,
            "token_screenout": 0, "completed_responses": 1, "incomplete_responses": 1, "full_responses": 2}
        found = client.list_participants(710001, unused=True, attributes=["completed", "attribute_1"])
        assert [(person["tid"], person["completed"], person["attribute_1"]) for person in found] == [(1, "N", "Namur")]


def test_the_real_client_writes():
    structure = structure_of(OURS.surveys["session"], OURS)
    with Server([], superadmin=True, seed=1) as server:
        with client_of(server) as client:
            sid = client.import_survey(io.BytesIO(tsv(structure, 710003).encode()), "txt")
            assert sid == 710003
            assert client.activate_survey(sid)["status"] == "OK"
            assert client.activate_tokens(sid, [1])["status"] == "OK"
            client.add_participants(sid, participant_data=[{"token": "t1"}], create_tokens=False)
            code = structure.questions[0].code
            column = next(name for name, field in client.get_fieldmap(sid).items() if field["title"] == code)
            assert client.add_response(sid, {column: "f3", "token": "t1"}) == 1
            assert client.get_response_ids(sid, "t1") == [1]
            assert client.set_survey_properties(sid, expires="2027-01-01 00:00:00") == {"expires": True}
            assert client.list_surveys()[0]["expires"] == "2027-01-01 00:00:00"
            assert [group["group_order"] for group in client.list_groups(sid)] == list(range(1, len(structure.groups) + 1))
            exported = json.loads(client.export_responses(sid))["responses"]
            assert [(row["token"], row[code]) for row in exported] == [("t1", "f3")]
            assert client.delete_participants(sid, [1]) == {"1": "Deleted"}
            client.delete_response(sid, 1)
            client.delete_survey(sid)
        assert server.surveys == {}
        assert server.open_sessions == 0


def test_forty_surveys_are_hosted_quickly():
    names = (sorted(OURS.surveys) * 40)[:40]
    began = time.process_time()
    Server([from_questionnaire(OURS.surveys[name], OURS, 720000 + place, [], []) for place, name in enumerate(names)])
    # About half a second where nothing else runs.
    assert time.process_time() - began < 3


def test_a_wrong_password_is_the_real_clients_error(recorded):
    with Server([], user="reader", password="right") as server:
        with pytest.raises(LimeSurveyStatusError, match="Invalid user name or password"):
            Client(server.url, "reader", "wrong")
        assert server.open_sessions == 0


def test_logins_differ_from_start_to_start_and_are_not_shown():
    first, second = Server([]), Server([])
    assert first.password != second.password
    assert first.user != second.user
    assert first.password not in repr(first)


def test_it_listens_on_loopback_only_and_nothing_remains_when_it_stops(recorded):
    threads = threading.active_count()
    http = requests.Session()
    with Server(recorded.values()) as server:
        url = server.url
        assert url.startswith("http://127.0.0.1:")
        assert server._listener.server_address[0] == "127.0.0.1"
        # The connection stays open: a server that waits for its client would never end.
        http.post(url, json={"method": "list_surveys", "params": [""], "id": 1}, timeout=5)
        assert threading.active_count() > threads
    assert threading.active_count() == threads
    with pytest.raises(requests.ConnectionError):
        requests.post(url, json={}, timeout=5)
    with pytest.raises(RuntimeError):
        _ = server.url


def test_it_stops_when_the_block_fails():
    threads = threading.active_count()
    with pytest.raises(KeyError), Server([]):
        raise KeyError
    assert threading.active_count() == threads


def test_two_surveys_may_not_share_an_id(recorded):
    survey = recorded["anonymized"]
    with pytest.raises(ValueError, match="786722"):
        Server([survey, survey])
    with pytest.raises(ValueError, match="shares an id"):
        Server([survey, replace(survey, sid=1)])


def test_a_fault_takes_the_place_of_the_reply(serve, recorded):
    def proxy(method: str, params: list) -> Reply | None:
        if method == "get_summary":
            return Reply(b"<html>Bad Gateway</html>", 502)
        cut = Reply(b'{"id":1,"result":"AAAA', content_type="application/json", announced=500)
        return cut if method == "get_fieldmap" else None

    caller = serve(recorded["anonymized"], fault=proxy)
    assert caller.post("get_summary", caller.login(), 786722).status_code == 502
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
        caller.post("get_fieldmap", caller.key, 786722)
    assert caller.call("list_surveys")[0]["sid"] == 786722


def test_a_fault_may_wait_without_holding_up_the_end(recorded):
    began = time.monotonic()
    with Server([recorded["anonymized"]]) as server:
        server.endpoint.fault = lambda method, params: server.stopping.wait(60) and None
        with pytest.raises(requests.Timeout):
            requests.post(server.url, json={"method": "list_surveys", "params": [""], "id": 1}, timeout=0.2)
    assert time.monotonic() - began < 5


def test_responses_deleted_between_two_windows_are_gone(serve, recorded):
    survey = replace(recorded["all_question_types"])
    caller = serve(survey)
    assert caller.call("get_summary", 431245, "full_responses") == 14
    survey.delete_responses([5001, 5002])
    assert caller.call("get_summary", 431245, "full_responses") == 12
    assert caller.call("get_response_ids", 431245, "doesnotexist") == [5009]
    assert len(recorded["all_question_types"].responses.ids) == 14


def test_windows_of_a_large_survey_are_quick(serve, recorded):
    survey = recorded["identified_datestamped"]
    row = survey.responses.rows[0]
    large = replace(survey, responses=Responses.of((number, *row[1:]) for number in range(1, 100_001)))
    caller = serve(large)
    caller.login()
    began = time.monotonic()
    for first in (1, 50_001, 98_001):
        answered = caller.call("export_responses", 294411, "json", None, "all", "code", "short", first, first + 1_999)
        assert len(answered) > 100_000
    # A window costs what it holds (about 30 ms), not what the survey holds (over a second).
    assert time.monotonic() - began < 1.5
