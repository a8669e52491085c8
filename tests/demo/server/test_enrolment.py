"""Participants are added and deleted as the recorded server did it."""

import json
from dataclasses import replace

from .conftest import WRITES, WRITING, content_of, emptied
from .test_recordings import assert_same


def table_of(writable) -> int:
    sid = writable.call("import_survey", content_of(WRITES["file"]), "txt")
    writable.call("activate_tokens", sid, [1, 2])
    return sid


def test_participants_with_drawn_tokens(serve, recorded):
    exchange = WRITING["add_participants"]
    caller = serve(replace(emptied(recorded["all_question_types"]), participants=[], token_attributes=("attribute_1", "attribute_2")))
    told, expected = caller.send(exchange["request"]).json()["result"], exchange["response"]["result"]
    drawn = [row["token"] for row in told if "errors" not in row]
    assert len(set(drawn)) == len(drawn) == 4
    assert all(len(token) == 15 and token.isalnum() for token in drawn)
    assert "montoken1" not in drawn
    for row, then in zip(told, expected, strict=True):
        if "errors" not in row:
            row["token"] = then["token"]
    assert json.dumps(told) == json.dumps(expected)
    assert_same(WRITING["get_participant_properties"], caller.send(WRITING["get_participant_properties"]["request"]))


def test_participants_with_their_own_tokens(serve, recorded):
    exchange = WRITING["add_participants_own_tokens"]
    survey = replace(emptied(recorded["identified_datestamped"]), sid=324494, participants=[],
                     token_attributes=("attribute_1", "attribute_2"))
    told = serve(survey).send(exchange["request"]).json()
    assert json.dumps(told) == json.dumps(exchange["response"])


def test_a_token_that_is_stripped_may_become_one_that_is_taken(writable):
    sid = table_of(writable)
    told = writable.call("add_participants", sid, [{"token": "t1"}, {"token": "t 1"}, {"token": "t1"}], False)
    assert [row["token"] for row in told] == ["t1", "t1", "t1"]
    assert [row.get("errors") for row in told] == [None, None, {"token": ['Access code "t1" has already been taken.']}]
    assert [person["token"] for person in writable.call("list_participants", sid)] == ["t1", "t1"]


def test_recorded_deletion(serve, recorded):
    survey = recorded["identified_datestamped"]
    people = [person for person in survey.participants if person["tid"] != 4]
    caller = serve(replace(survey, participants=[*people, {**people[0], "tid": 4, "token": "four"}], last_tid=4))
    assert_same(WRITING["delete_participants"], caller.send(WRITING["delete_participants"]["request"]))
    assert [person["tid"] for person in caller.server.surveys[294411].participants] == [person["tid"] for person in people]
    added = caller.call("add_participants", 294411, [{"token": "five"}], False)
    assert added[0]["tid"] == "5"


def test_a_new_participant_joins_an_export(writable):
    sid = table_of(writable)
    writable.call("activate_survey", sid)
    writable.call("add_participants", sid, [{"token": "t1", "attribute_1": "Namur"}], False)
    writable.call("add_response", sid, {"token": "t1"})
    survey = writable.server.surveys[sid]
    assert survey.by_token["t1"]["attribute_1"] == "Namur"
    writable.call("set_participant_properties", sid, {"token": "t1"}, {"attribute_1": "Liège"})
    assert survey.by_token["t1"]["attribute_1"] == "Liège"
    assert writable.call("list_participants", sid, 0, 5, False, ["attribute_1"])[0]["attribute_1"] == "Liège"


def test_several_people_of_one_description_are_not_changed(writable):
    sid = table_of(writable)
    writable.call("add_participants", sid, [{"token": "a", "firstname": "Eva"}, {"token": "b", "firstname": "Eva"}], False)
    assert writable.call("set_participant_properties", sid, {"firstname": "Eva"}, {"lastname": "x"}) == {
        "status": "Error: More than 1 result was found based on your attributes."}
