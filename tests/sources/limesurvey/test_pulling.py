"""Whole surveys pulled from recorded answers: every window byte for byte, and nothing half-written."""

import base64
import json

import pytest

from evaltools.errors import SourceError, WorkspaceError
from evaltools.sources.limesurvey import connect, pull, read
from evaltools.sources.limesurvey.failures import TooSlow
from evaltools.sources.limesurvey.folder import write

from .conftest import PASSWORD
from .replay import Replay, Said, status

COUNTS = {"identified_datestamped": 4, "anonymized": 4, "no_datestamp": 3, "all_question_types": 14}


def pulled_with(replay, setting, sid, folder, **more):
    with connect(setting(replay.url)) as server:
        return pull(server, sid, folder, **more)


def windows(replay):
    return [tuple(params[6:8]) for method, params in replay.calls if method == "export_responses"]


@pytest.mark.parametrize("name", COUNTS)
def test_a_recorded_survey_is_pulled_whole(signed, setting, recordings, sids, tmp_path, name):
    with Replay(recordings / name) as replay:
        folder = pulled_with(replay, setting, sids[name], tmp_path)
    assert folder == tmp_path / str(sids[name])
    assert {path.name for path in folder.iterdir() if "responses-" not in path.name} == {
        "pull.json", "properties.json", "fieldmap.json", "questions.json", "question_properties.json", "participants.json"}
    assert json.loads((folder / "pull.json").read_text())["responses"] == COUNTS[name]
    assert len(read(tmp_path, sids[name])) == COUNTS[name]
    questions = json.loads((folder / "questions.json").read_text("utf-8"))
    assert {question["language"] for question in questions} == {"fr"}
    options = json.loads((folder / "question_properties.json").read_text("utf-8"))
    satisf = next(str(question["qid"]) for question in questions if question["title"] == "satisf")
    assert list(options[satisf]["answeroptions"]) == ["A1", "A2", "A3"]


def test_windows_are_written_as_they_came_and_stride_over_gaps(signed, setting, recordings, exported, sids, tmp_path):
    seen = []
    with Replay(recordings / "all_question_types") as replay:
        folder = pulled_with(replay, setting, 431245, tmp_path, progress=lambda *counts: seen.append(counts))
    assert windows(replay) == [(1, 2000), (2001, 4000), (4001, 8000), (8001, None)]
    assert seen == [(4, 14), (4, 14), (14, 14), (14, 14)]
    parts = [(folder / f"responses-{part}.json").read_bytes() for part in ("1-2000", "4001-8000")]
    inner = b",".join(part.removeprefix(b'{"responses": [').removesuffix(b"]}") for part in parts)
    assert b'{"responses": [' + inner + b"]}" == exported("all_question_types")


def test_one_window_is_the_recorded_payload_itself(signed, setting, recordings, exported, tmp_path):
    with Replay(recordings / "identified_datestamped") as replay:
        folder = pulled_with(replay, setting, 294411, tmp_path, window=50)
    assert windows(replay) == [(1, 50), (51, None)]
    assert (folder / "responses-1-50.json").read_bytes() == exported("identified_datestamped")


def test_small_windows_give_the_same_forms(signed, setting, recordings, tmp_path):
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    with Replay(recordings / "all_question_types") as replay:
        pulled_with(replay, setting, 431245, whole)
        pulled_with(replay, setting, 431245, parts, window=3)
    assert read(whole, 431245) == read(parts, 431245)
    assert windows(replay)[4:6] == [(1, 3), (4, 6)]


def test_rows_deleted_during_the_pull_do_not_keep_it_running(signed, setting, recordings, tmp_path):
    counted = [{"full_responses": 6}, {"full_responses": 4}]
    with Replay(recordings / "identified_datestamped", script={"get_summary": counted}) as replay:
        pulled_with(replay, setting, 294411, tmp_path)
    assert windows(replay) == [(1, 2000), (2001, 4000), (4001, None)]
    assert len(read(tmp_path, 294411)) == 4


def test_a_count_that_never_comes_true_ends_at_the_largest_id(signed, setting, recordings, tmp_path):
    with Replay(recordings / "identified_datestamped", script={"get_summary": [{"full_responses": 9}] * 99}) as replay:
        pulled_with(replay, setting, 294411, tmp_path)
    assert len(windows(replay)) < 30 and windows(replay)[-1][1] == 2**31 - 1


def test_rows_that_came_in_meanwhile_are_in_the_open_window(signed, setting, recordings, tmp_path):
    with Replay(recordings / "all_question_types", script={"get_summary": [{"full_responses": 4}]}) as replay:
        folder = pulled_with(replay, setting, 431245, tmp_path)
    assert windows(replay) == [(1, 2000), (2001, None)]
    assert len(read(tmp_path, 431245)) == 14
    assert json.loads((folder / "pull.json").read_text())["responses"] == 14


@pytest.mark.parametrize("code", [502, 504])
def test_the_window_is_halved_where_the_server_gives_up(signed, setting, recordings, tmp_path, code):
    gave_up = Said(b"<html>Gateway</html>", code, {"Content-Type": "text/html"})
    with Replay(recordings / "identified_datestamped", script={"export_responses": [gave_up, gave_up]}) as replay:
        pulled_with(replay, setting, 294411, tmp_path, window=400)
    assert windows(replay) == [(1, 400), (1, 200), (1, 100), (101, None)]


def test_a_server_that_always_gives_up_leaves_nothing_finished(signed, setting, recordings, tmp_path):
    gave_up = Said(b"", 504)
    script = {"export_responses": [gave_up] * 99}
    with Replay(recordings / "identified_datestamped", script=script) as replay, pytest.raises(TooSlow):
        pulled_with(replay, setting, 294411, tmp_path, window=200)
    assert windows(replay) == [(1, 200), (1, 100), (1, 50)]
    with pytest.raises(SourceError, match="not pulled to its end"):
        read(tmp_path, 294411)


def test_a_key_that_expires_between_windows_is_renewed(signed, setting, recordings, tmp_path):
    with Replay(recordings / "all_question_types", script={"export_responses": [status("Invalid session key")]}) as replay:
        pulled_with(replay, setting, 431245, tmp_path)
        assert replay.logins == 2
    assert len(read(tmp_path, 431245)) == 14


def test_a_failed_pull_takes_the_earlier_manifest_away(signed, setting, recordings, tmp_path):
    with Replay(recordings / "identified_datestamped") as replay:
        pulled_with(replay, setting, 294411, tmp_path)
        replay.script["get_fieldmap"] = [status("No permission")]
        with pytest.raises(SourceError, match="294411"):
            pulled_with(replay, setting, 294411, tmp_path)
    with pytest.raises(SourceError, match="not pulled to its end"):
        read(tmp_path, 294411)


def test_a_second_pull_leaves_no_window_of_the_first(signed, setting, recordings, tmp_path):
    with Replay(recordings / "all_question_types") as replay:
        folder = pulled_with(replay, setting, 431245, tmp_path)
        (folder / "responses-9000-9999.json").write_bytes(b'{"responses": [{"id": 9000}]}')
        pulled_with(replay, setting, 431245, tmp_path)
    assert len(read(tmp_path, 431245)) == 14


def test_an_active_survey_without_responses(signed, setting, recordings, tmp_path):
    script = {"get_summary": [{"full_responses": 0}], "export_responses": [status("No Data, could not get max id.")]}
    with Replay(recordings / "identified_datestamped", script=script) as replay:
        folder = pulled_with(replay, setting, 294411, tmp_path)
    assert read(tmp_path, 294411) == []
    assert json.loads((folder / "pull.json").read_text())["responses"] == 0


def test_a_survey_that_is_not_active(signed, setting, recordings, tmp_path):
    said = {"sid": 294411, "active": "N", "language": "fr"}
    script = {"get_survey_properties": [said]}
    with Replay(recordings / "identified_datestamped", script=script) as replay, \
            pytest.raises(SourceError, match="is not active"):
        pulled_with(replay, setting, 294411, tmp_path)
    assert not (tmp_path / "294411").exists()


@pytest.mark.parametrize(("said", "count"), [("Error: No survey participants table", None), ("No permission", None)])
def test_participants_are_not_needed(signed, setting, recordings, tmp_path, said, count):
    with Replay(recordings / "anonymized", script={"list_participants": [status(said)]}) as replay:
        folder = pulled_with(replay, setting, 786722, tmp_path)
    assert json.loads((folder / "pull.json").read_text())["participants"] is count
    assert json.loads((folder / "participants.json").read_text()) == []


def test_participants_are_paged_by_their_number(signed, setting, recordings, tmp_path, monkeypatch):
    from evaltools.sources.limesurvey import pulling

    monkeypatch.setattr(pulling, "PARTICIPANTS_AT_ONCE", 2)
    pages = [[{"tid": 1, "token": "a"}, {"tid": 5, "token": "b"}], [{"tid": 6, "token": "c"}, {"tid": 9, "token": "d"}],
             status("No survey participants found.")]
    with Replay(recordings / "identified_datestamped", script={"list_participants": pages}) as replay:
        folder = pulled_with(replay, setting, 294411, tmp_path)
    assert [row["token"] for row in json.loads((folder / "participants.json").read_text())] == ["a", "b", "c", "d"]
    assert [params[1] for method, params in replay.calls if method == "list_participants"] == [0, 6, 10]


def test_no_name_address_or_secret_reaches_a_file(signed, setting, recordings, tmp_path):
    with Replay(recordings / "all_question_types") as replay:
        folder = pulled_with(replay, setting, 431245, tmp_path)
    written = "".join(path.read_text("utf-8") for path in folder.iterdir())
    for secret in (PASSWORD, "api-user", "key000", "Müller", "a@example.org", "admin@example.org", "bounceaccountpass"):
        assert secret not in written, secret
    assert "qPBPbwsR4daZcRg" in (folder / "participants.json").read_text()


@pytest.mark.parametrize("payload", [b"At least one column must be selected", b"[]", b'{"rows": []}', b'{"responses": [{"id"'])
def test_a_payload_that_is_no_export_is_refused(signed, setting, recordings, tmp_path, payload):
    script = {"export_responses": [base64.b64encode(payload).decode()]}
    with Replay(recordings / "identified_datestamped", script=script) as replay, \
            pytest.raises(SourceError, match="cannot be read"):
        pulled_with(replay, setting, 294411, tmp_path)
    assert list((tmp_path / "294411").glob("responses-*")) == []


def test_a_disk_that_refuses_leaves_no_half_file(tmp_path):
    (tmp_path / "responses-1-2.json").mkdir()  # a folder cannot be replaced by a file
    with pytest.raises(WorkspaceError, match=r"responses-1-2\.json could not be written"):
        write(tmp_path / "responses-1-2.json", b"{}")
    assert [path.name for path in tmp_path.iterdir()] == ["responses-1-2.json"]
