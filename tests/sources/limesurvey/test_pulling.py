"""Whole surveys pulled from recorded answers: every row as it was given, and nothing half-written."""

import base64
import json

import pytest

from evaltools.errors import SourceError
from evaltools.sources.limesurvey import connect, pull, read
from evaltools.sources.limesurvey.failures import TooSlow

from .conftest import PASSWORD
from .replay import Failure, Replay, Said, status

COUNTS = {"identified_datestamped": 4, "anonymized": 4, "no_datestamp": 3, "all_question_types": 14}


def pulled_with(replay, setting, sid, folder, client="citric", **more):
    with connect(setting(replay.url, client=client)) as server:
        return pull(server, sid, folder, **more).folder


def windows(replay):
    """The ranges asked for, and whether whole responses or single fields were."""
    return [(params[6], params[7], *(params[8] or ())) for method, params in replay.calls if method == "export_responses"]


@pytest.mark.parametrize("name", COUNTS)
def test_a_recorded_survey_is_pulled_whole(signed, setting, recordings, sids, tmp_path, name, client):
    with Replay(recordings / name) as replay:
        folder = pulled_with(replay, setting, sids[name], tmp_path, client)
        assert replay.keys == set()
    assert folder == tmp_path / str(sids[name])
    assert {path.name for path in folder.iterdir() if "responses-" not in path.name} == {
        "pull.json", "properties.json", "fieldmap.json", "questions.json", "question_properties.json", "participants.json"}
    said = json.loads((folder / "pull.json").read_text())
    assert said["responses"] == said["counted"] == sum(said["blocks"].values()) == COUNTS[name]
    assert len(read(tmp_path, sids[name])) == COUNTS[name]
    questions = json.loads((folder / "questions.json").read_text("utf-8"))
    assert {question["language"] for question in questions} == {"fr"}
    options = json.loads((folder / "question_properties.json").read_text("utf-8"))
    satisf = next(str(question["qid"]) for question in questions if question["title"] == "satisf")
    assert list(options[satisf]["answeroptions"]) == ["A1", "A2", "A3"]


@pytest.mark.parametrize("window", [2000, 50, 3])
def test_a_block_holds_its_rows_as_they_were_given_a_line_each(signed, setting, recordings, exported, tmp_path, client, window):
    with Replay(recordings / "all_question_types") as replay:
        folder = pulled_with(replay, setting, 431245, tmp_path, client, window=window)
    blocks = [folder / f"responses-{ids}.jsonl" for ids in ("1-2000", "4001-6000")]
    assert sorted(folder.glob("responses-*")) == blocks
    lines = [line for block in blocks for line in block.read_bytes().decode().split("\n")[:-1]]
    rows = json.loads(exported("all_question_types"))["responses"]
    assert lines == [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
    assert json.loads((folder / "pull.json").read_text())["blocks"] == {blocks[0].name: 4, blocks[1].name: 10}


def test_windows_stride_over_gaps_asking_for_ids_alone(signed, setting, recordings, tmp_path):
    seen = []
    with Replay(recordings / "all_question_types") as replay:
        pulled_with(replay, setting, 431245, tmp_path, progress=lambda *counts: seen.append(counts))
    assert windows(replay) == [(1, 2000), (2001, 4000), (4001, 8000, "id"), (5000, 6000), (6001, None, "id")]
    assert seen == [(4, 14), (4, 14), (4, 14), (14, 14), (14, 14)]


def test_rows_deleted_during_the_pull_do_not_keep_it_running(signed, setting, recordings, tmp_path):
    counted = [{"full_responses": 6}, {"full_responses": 4}]
    with Replay(recordings / "identified_datestamped", script={"get_summary": counted}) as replay:
        pulled_with(replay, setting, 294411, tmp_path)
    assert windows(replay) == [(1, 2000), (2001, 4000), (4001, None, "id")]
    assert len(read(tmp_path, 294411)) == 4


def test_a_count_that_never_comes_true_ends_and_is_told(signed, setting, recordings, tmp_path, caplog):
    script = {"get_summary": [{"full_responses": 9}] * 999}
    with Replay(recordings / "identified_datestamped", script=script) as replay, connect(setting(replay.url)) as server:
        pulled = pull(server, 294411, tmp_path)
    assert len(windows(replay)) < 120
    assert (pulled.responses, pulled.counted, pulled.missing) == (4, 9, 5)
    said = json.loads((tmp_path / "294411" / "pull.json").read_text())
    assert (said["responses"], said["counted"]) == (4, 9)
    assert "counts 9 responses and gave 4" in caplog.text


def test_rows_that_came_in_meanwhile_are_found_beyond_the_count(signed, setting, recordings, tmp_path):
    with Replay(recordings / "all_question_types", script={"get_summary": [{"full_responses": 4}]}) as replay:
        folder = pulled_with(replay, setting, 431245, tmp_path)
    assert windows(replay) == [(1, 2000), (2001, None, "id"), (5000, 6000), (6001, None, "id")]
    assert len(read(tmp_path, 431245)) == 14
    assert json.loads((folder / "pull.json").read_text())["responses"] == 14


@pytest.mark.parametrize("code", [500, 502, 504])
def test_the_window_is_halved_where_the_server_gives_up(signed, setting, recordings, tmp_path, code, client):
    gave_up = Said(b"<html>Gateway</html>", code, {"Content-Type": "text/html"})
    with Replay(recordings / "identified_datestamped", script={"export_responses": [gave_up, gave_up]}) as replay:
        pulled_with(replay, setting, 294411, tmp_path, client, window=400)
    assert windows(replay) == [(1, 400), (1, 200), (1, 100), (101, None, "id")]


def test_a_server_that_always_gives_up_leaves_nothing_finished(signed, setting, recordings, tmp_path, client):
    script = {"export_responses": [Said(b"", 504)] * 99}
    with Replay(recordings / "identified_datestamped", script=script) as replay, pytest.raises(TooSlow):
        pulled_with(replay, setting, 294411, tmp_path, client, window=200)
    assert windows(replay) == [(1, 200), (1, 100), (1, 50)]
    with pytest.raises(SourceError, match="not pulled to its end"):
        read(tmp_path, 294411)


def test_a_look_at_the_whole_rest_that_is_too_slow_goes_back_to_windows(signed, setting, recordings, tmp_path):
    counted = [{"full_responses": 4}]
    with Replay(recordings / "all_question_types", script={"get_summary": counted}) as replay:
        replay.script["export_responses"] = [None, Said(b"", 504)]
        pulled_with(replay, setting, 431245, tmp_path)
    assert windows(replay)[:5] == [(1, 2000), (2001, None, "id"), (2001, 4000), (4001, 8000, "id"), (5000, 6000)]
    assert windows(replay)[5:7] == [(6001, 10000, "id"), (10001, 18000, "id")] and windows(replay)[-1][1] is None
    assert len(read(tmp_path, 431245)) == 14


def test_a_key_that_expires_between_windows_is_renewed(signed, setting, recordings, tmp_path, client):
    with Replay(recordings / "all_question_types", script={"export_responses": [status("Invalid session key")]}) as replay:
        pulled_with(replay, setting, 431245, tmp_path, client)
        assert replay.logins == 2
    assert len(read(tmp_path, 431245)) == 14


def test_a_pull_that_cannot_begin_leaves_the_earlier_one(signed, setting, recordings, tmp_path):
    with Replay(recordings / "identified_datestamped") as replay:
        pulled_with(replay, setting, 294411, tmp_path)
        replay.script["get_fieldmap"] = [status("No permission")]
        with pytest.raises(SourceError, match="294411"):
            pulled_with(replay, setting, 294411, tmp_path)
    assert len(read(tmp_path, 294411)) == 4


def test_a_failed_pull_takes_the_earlier_manifest_away(signed, setting, recordings, tmp_path):
    with Replay(recordings / "identified_datestamped") as replay:
        pulled_with(replay, setting, 294411, tmp_path)
        replay.script["export_responses"] = [Failure("SQLSTATE[42S02]")]
        with pytest.raises(SourceError, match="failed at the request"):
            pulled_with(replay, setting, 294411, tmp_path)
    with pytest.raises(SourceError, match="not pulled to its end"):
        read(tmp_path, 294411)


def test_a_second_pull_leaves_no_block_of_the_first(signed, setting, recordings, tmp_path):
    with Replay(recordings / "all_question_types") as replay:
        folder = pulled_with(replay, setting, 431245, tmp_path)
        (folder / "responses-8001-10000.jsonl").write_bytes(b'{"id": 9000}\n')
        pulled_with(replay, setting, 431245, tmp_path)
    assert len(read(tmp_path, 431245)) == 14


def test_an_active_survey_without_responses(signed, setting, recordings, tmp_path):
    script = {"get_summary": [{"full_responses": 0}] * 2, "export_responses": [status("No Data, could not get max id.")]}
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


def test_no_name_address_or_secret_reaches_a_file(signed, setting, recordings, tmp_path):
    with Replay(recordings / "all_question_types") as replay:
        folder = pulled_with(replay, setting, 431245, tmp_path)
    written = "".join(path.read_text("utf-8") for path in folder.iterdir())
    for secret in (PASSWORD, "api-user", "key000", "Müller", "a@example.org", "admin@example.org", "bounceaccountpass"):
        assert secret not in written, secret
    assert "qPBPbwsR4daZcRg" in (folder / "participants.json").read_text()


@pytest.mark.parametrize("payload", [b"At least one column must be selected", b"[]", b'{"rows": []}', b'{"responses": [{"id"'])
def test_a_payload_that_is_no_export_is_refused(signed, setting, recordings, tmp_path, payload, client):
    script = {"export_responses": [base64.b64encode(payload).decode()]}
    with Replay(recordings / "identified_datestamped", script=script) as replay, \
            pytest.raises(SourceError, match="cannot be read"):
        pulled_with(replay, setting, 294411, tmp_path, client)
    assert list((tmp_path / "294411").glob("responses-*")) == []
