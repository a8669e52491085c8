"""The participants of versions 3, 5 and 6: every one once, whatever `start` means, and never for ever."""

import json

import pytest

from evaltools.demo.server.failures import Status
from evaltools.errors import SourceError
from evaltools.sources.limesurvey import connect, participants, pull

from .embedded import SID, Hosted, collect
from .replay import Replay, status

DENSE = range(1, 12)
SPARSE = (2, 3, 9, 10, 40, 41, 42, 43, 90, 91, 92)


def people(numbers):
    return [{"tid": number, "token": f"t{number}", "firstname": "Zoë", "email": "z@example.org"} for number in numbers]


def counting_rows(server):
    """LimeSurvey 3: `start` is how many rows are left out."""
    real = server.endpoint._call

    def call(method, params, address):
        if method != "list_participants":
            return real(method, params, address)
        key, sid, start, limit, *more = params
        try:
            rows = real(method, [key, sid, 0, 10**9, *more], address)[start:start + limit]
        except Status:
            rows = []
        if not rows:
            raise Status("No survey participants found.")
        return rows
    server.endpoint._call = call


@pytest.fixture(params=["by tid", "by row"])
def host(request, signed, questionnaires, course, monkeypatch):
    monkeypatch.setattr(participants, "AT_ONCE", 3)

    def make(numbers, **more):
        server = Hosted(course, questionnaires, [1000], people(numbers), **more)
        if request.param == "by row":
            counting_rows(server)
        return server
    return make


def written(folder):
    return json.loads((folder / str(SID) / "participants.json").read_text("utf-8"))


@pytest.mark.parametrize("numbers", [DENSE, SPARSE, DENSE[:6], DENSE[:3], DENSE[:2], SPARSE[:3], []], ids=str)
def test_list_participants_start_is_a_tid_in_5_and_6_and_a_row_in_3(host, setting, tmp_path, numbers):
    with host(numbers) as server:
        collect(server, setting, tmp_path)
    assert [row["tid"] for row in written(tmp_path)] == list(numbers)
    assert not numbers or written(tmp_path)[0] == {"tid": numbers[0], "token": f"t{numbers[0]}", "completed": "N", "usesleft": 1}


@pytest.mark.parametrize("call", [2, 3, 4])
@pytest.mark.parametrize("gone", [2, 9, 40, 91])
def test_a_participant_deleted_between_two_pages_hides_no_other(host, setting, tmp_path, gone, call):
    server = host(SPARSE)

    def delete():
        people = server.surveys[SID].participants
        people[:] = [person for person in people if person["tid"] != gone]

    server.on["list_participants", call] = delete
    with server:
        collect(server, setting, tmp_path)
    found = [row["tid"] for row in written(tmp_path)]
    assert set(SPARSE) - {gone} <= set(found) and len(found) == len(set(found))


def test_pages_that_never_fit_together_are_no_endless_loop(signed, setting, recordings, tmp_path, monkeypatch):
    monkeypatch.setattr(participants, "AT_ONCE", 2)
    same = [{"tid": 1, "token": "a"}, {"tid": 5, "token": "b"}]
    with Replay(recordings / "identified_datestamped", script={"list_participants": [same] * 99}) as replay, \
            pytest.raises(SourceError, match="change while they are read"), connect(setting(replay.url)) as server:
        pull(server, 294411, tmp_path)
    assert len(replay.script["list_participants"]) > 80


def test_list_participants_attributes_true_is_a_500_so_they_are_named(host, setting, tmp_path):
    with host(DENSE) as server:
        collect(server, setting, tmp_path)
    asked = [params for method, params in server.calls if method == "list_participants"]
    assert {tuple(params[4]) for params in asked} == {("completed", "usesleft")}


def test_list_participants_of_50000_at_once_is_a_500_so_pages_are_small():
    assert participants.AT_ONCE <= 5000


@pytest.mark.parametrize("version", [3, 5, 6])
def test_recorded_pages_of_participants(signed, setting, recordings, tmp_path, monkeypatch, version, recorded):
    """The first two, the answer to what `start` means, the others, and the end, as each version gave them."""
    monkeypatch.setattr(participants, "AT_ONCE", 2)
    first, second = (recorded[f"ls{version}_list_participants_page{page}"]["result"] for page in (1, 2))
    end = recorded[f"ls{version}_list_participants_past_end"]["result"]
    # In version 3 a page begins with the last row of the one before.
    pages = [first, second[:1], [first[-1], *second], second[-1:]] if version == 3 else [first, second[:1], second[1:] + FOURTH, end]
    with Replay(recordings / "identified_datestamped", script={"list_participants": pages}) as replay, \
            connect(setting(replay.url)) as server:
        pull(server, 294411, tmp_path)
    starts = [params[1:3] for method, params in replay.calls if method == "list_participants"]
    assert starts[:3] == ([[0, 2], [2, 1], [1, 3]] if version == 3 else [[0, 2], [2, 1], [3, 2]])
    text = (tmp_path / "294411" / "participants.json").read_text("utf-8")
    assert [row["tid"] for row in json.loads(text)] == [1, 2, 3, 4] and "Müller" not in text


FOURTH = [{"tid": 4, "token": "d", "participant_info": {}}]


@pytest.mark.parametrize("said", ["Error: No survey participants table", "No permission", "No survey participants found."])
def test_participants_are_not_needed(signed, setting, recordings, tmp_path, said):
    with Replay(recordings / "anonymized", script={"list_participants": [status(said)]}) as replay, \
            connect(setting(replay.url)) as server:
        folder = pull(server, 786722, tmp_path).folder
    assert json.loads((folder / "pull.json").read_text())["participants"] is None
    assert json.loads((folder / "participants.json").read_text()) == []
