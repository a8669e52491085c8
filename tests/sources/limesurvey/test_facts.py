"""What real servers were seen to do when they are read, each by its name; what concerns participants or changes has its own file."""

import base64
import json
from functools import partial
from itertools import pairwise

import pytest

from evaltools.demo.server import Reply
from evaltools.demo.server.exports import Document
from evaltools.errors import SettingsError, SourceError
from evaltools.sources.limesurvey import connect, pull, read, server, through_limepy
from evaltools.sources.limesurvey.blocks import rows_of
from evaltools.sources.limesurvey.exports import count
from evaltools.sources.limesurvey.failures import NoPermission, NoResponses, TooSlow

from .embedded import SID, Hosted, collect, content, ids_in
from .replay import Failure, Replay, Said, status

IDS = [*range(1, 61), *range(1995, 2006), *range(6500, 6511)]
CSRF = "<!DOCTYPE html><html><title>400</title>The CSRF token could not be verified.</html>"


@pytest.fixture
def host(signed, questionnaires, course):
    return partial(Hosted, course, questionnaires, IDS)


def as_version(number, hosted):
    """Exports as versions 3 and 5 give them: null for what is empty; 3 wraps each row, and nothing is a row without id."""
    real = hosted.endpoint._call

    def call(method, params, address):
        result = real(method, params, address)
        if method != "export_responses":
            return result
        rows = [{name: None if cell == "" else cell for name, cell in row.items()} for row in json.loads(result)["responses"]]
        if number == 3:
            rows = [{str(row["id"]): row} for row in rows] or [{"": {"id": "", "submitdate": ""}}]
        return Document(b'{"responses": %b}' % json.dumps(rows).encode())
    hosted.endpoint._call = call


# ---------------------------------------------------------------- 1. transport, address, errors

SHAPES = {
    "a status": (status("Error: Invalid survey ID"), NoPermission, "not on the server"),
    "an error": (Failure("SQLSTATE[42S02]: lime_survey_99"), SourceError, "failed at the request"),
    "an empty body": (Said(b""), SourceError, "switched off"),
    "XML": (Said(b"<?xml version='1.0'?><methodResponse/>"), SourceError, "not one of LimeSurvey's"),
    "plain text": (Said(b"At least one column must be selected for export."), SourceError, "not one of LimeSurvey's"),
    "500": (Said(b"", 500), TooSlow, "HTTP 500"),
    "302": (Said(b"", 302, {"Location": "https://surveys.example.org/"}), SourceError, "another address"),
    "400": (Said(CSRF.encode(), 400), SourceError, "HTTP 400"),
    "502": (Said(b"<html/>", 502), TooSlow, "HTTP 502"), "504": (Said(b"<html/>", 504), TooSlow, "HTTP 504"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_seven_shapes_of_no_result(signed, setting, recordings, tmp_path, client, shape):
    said, kind, words = SHAPES[shape]
    script = {"export_responses": [said] * 9}
    with Replay(recordings / "identified_datestamped", script=script) as replay:
        with pytest.raises(kind, match=words) as caught, connect(setting(replay.url, client=client)) as signed_in:
            pull(signed_in, 294411, tmp_path, window=50)
        assert caught.value.hint and "SQLSTATE" not in str(caught.value) and replay.keys == set()


@pytest.mark.parametrize("form", ["path", "get"])
def test_both_forms_of_the_address_serve_both_clients(host, setting, tmp_path, client, form):
    with host(url_form=form) as hosted:
        collect(hosted, setting, tmp_path, client)
    assert ids_in(tmp_path) == IDS


@pytest.mark.parametrize("version", [3, 5, 6])
def test_business_errors_of_every_version_are_typed(signed, setting, recorded, version):
    kinds = {"export_responses_inactive_survey": SourceError, "export_responses_no_responses_json": NoResponses,
             "export_responses_unknown_sid": NoPermission}
    for name, kind in kinds.items():
        said = recorded[f"ls{version}_{name}"]["result"]
        with Replay(script={"get_summary": [said]}) as replay, connect(setting(replay.url)) as signed_in:
            with pytest.raises(SourceError) as caught:
                signed_in.ask("get_summary", 99, survey=99)
            assert type(caught.value) is kind


@pytest.mark.parametrize("version", [3, 5, 6])
def test_get_summary_of_an_inactive_survey_is_a_list(signed, setting, recorded, version):
    said = recorded[f"ls{version}_get_summary_inactive"]["result"]
    assert said == []
    with Replay(script={"get_summary": [Said(b'{"id": 1, "result": [], "error": null}')]}) as replay:
        replay.post = _echoing(replay.post)
        with connect(setting(replay.url)) as signed_in:
            assert count(signed_in, 99) == 0


def _echoing(post):
    """The scripted answer, under the number of the request."""
    def answer(target, request):
        said = post(target, request)
        said.body = said.body.replace(b'"id": 1,', b'"id": %d,' % request["id"])
        return said
    return answer


# ---------------------------------------------------------------- 2. sessions, rights

def test_an_expired_key_as_it_was_recorded_is_renewed(signed, setting, recordings, recorded, tmp_path, client):
    script = {"export_responses": [recorded["ls6_invalid_session_key"]["result"]]}
    with Replay(recordings / "identified_datestamped", script=script) as replay:
        with connect(setting(replay.url, client=client)) as signed_in:
            pull(signed_in, 294411, tmp_path)
        assert replay.logins == 2 and replay.released == ["key" + "2".zfill(29)]


def test_a_proper_user_may_not_ask_the_version_so_nobody_asks(host, setting, tmp_path, client):
    with host(superadmin=False) as hosted:
        collect(hosted, setting, tmp_path, client)
        assert {method for method, _ in hosted.calls} == {
            "get_session_key", "release_session_key", "get_survey_properties", "list_questions", "get_question_properties",
            "get_fieldmap", "get_summary", "list_participants", "export_responses"}


def test_a_server_works_on_after_we_gave_up_so_the_same_window_is_not_asked_again(host, setting, tmp_path, client):
    with host(on={("export_responses", number): Reply(b"", 504) for number in (1, 3, 6)}) as hosted:
        collect(hosted, setting, tmp_path, client, window=800, threads=1)
        assert hosted.windows[:4] == [(1, 800), (1, 400), (401, 800), (401, 600)]
    assert ids_in(tmp_path) == IDS


# ---------------------------------------------------------------- 3. exports

def test_fields_wants_database_columns_so_only_names_of_the_fieldmap_are_asked(host, setting, tmp_path):
    with host() as hosted:
        for _ in range(2):
            collect(hosted, setting, tmp_path, earlier=tmp_path, incremental_from=1)
        asked = {field for _, _, *fields in hosted.windows for field in fields}
        assert asked == {"id", "submitdate", "lastpage", "datestamp"} and asked <= set(hosted.surveys[SID].fieldmap)


def test_headings_are_codes_and_answers_short_because_others_are_translated_and_lose_columns(host, setting, tmp_path, client):
    with host() as hosted:
        collect(hosted, setting, tmp_path, client)
        asked = {tuple(params[1:6]) for method, params in hosted.calls if method == "export_responses"}
        assert asked == {("json", None, "all", "code", "short")}


@pytest.mark.parametrize("version", [3, 5, 6])
def test_rows_of_every_version_are_flat_and_null_is_kept_as_it_came(recorded, version):
    rows = dict(rows_of(base64.b64decode(recorded[f"ls{version}_export_json_fields_sgqa"]["result"])))
    assert [*rows][:6] == [1, 2, 3, 4, 5000, 5001]
    assert rows[3]["satisf"] == "ZZZZZ"
    assert rows[2] == {"id": 2, "submitdate": "" if version == 6 else None, "satisf": "A2"}


@pytest.mark.parametrize("version", [3, 5, 6])
def test_an_empty_range_of_ids_is_empty_also_where_version_3_gives_a_phantom_row(recorded, version):
    payload = base64.b64decode(recorded[f"ls{version}_export_json_ids_empty_range"]["result"])
    assert len(json.loads(payload)["responses"]) == (version == 3)
    assert list(rows_of(payload)) == []


@pytest.mark.parametrize("version", [3, 5])
def test_a_survey_of_version_3_or_5_is_pulled_whole_and_incrementally(host, setting, tmp_path, client, version):
    with host() as hosted:
        collect(hosted, setting, tmp_path / "six", client)
        as_version(version, hosted)
        collect(hosted, setting, tmp_path / "old", client, window=50)
        hosted.change(7, submitdate=None, lastpage=1)
        hosted.delete(2000)
        collect(hosted, setting, tmp_path / "new", client, earlier=tmp_path / "old", incremental_from=1)
        collect(hosted, setting, tmp_path / "whole", client)
        hosted.forget()
        collect(hosted, setting, tmp_path / "new", client, earlier=tmp_path / "new", incremental_from=1)
        assert all(fields for _, _, *fields in hosted.windows)
    assert content(tmp_path / "new") == content(tmp_path / "whole")
    assert ids_in(tmp_path / "old") == IDS and read(tmp_path / "old", SID) == read(tmp_path / "six", SID)


def test_json_is_byte_exact_with_every_line_break_of_unicode_in_an_answer(host, setting, tmp_path, client):
    hard = 'a\r\nb\nc\vd\fe\x85f\u2028g\u2029h"\\\x00\u202b😀'
    with host() as hosted:
        hosted.change(3, comment=hard)
        collect(hosted, setting, tmp_path, client)
    assert read(tmp_path, SID)[2].answers["comment"] == hard and ids_in(tmp_path) == IDS


def test_half_a_character_is_kept_as_the_server_wrote_it(tmp_path, host, setting):
    with host() as hosted:
        hosted.change(3, comment="a\ud83db")
        collect(hosted, setting, tmp_path)
    assert read(tmp_path, SID)[2].answers["comment"] == "a\ud83db"


def test_both_ends_of_a_range_are_included_so_no_response_is_asked_twice(host, setting, tmp_path):
    with host() as hosted:
        collect(hosted, setting, tmp_path, window=60, threads=1)
        whole = [(first, last) for first, last, *fields in hosted.windows if not fields]
        assert all(first == 1 or first > before for (_, before), (first, _) in pairwise(whole))
    assert ids_in(tmp_path) == IDS


@pytest.mark.parametrize("ids", [[2000, 2001], [1, 4000], [2**31 - 1], [1, 2**31 - 1]], ids=str)
def test_the_ends_of_blocks_and_of_all_ids(signed, questionnaires, course, setting, tmp_path, ids):
    with Hosted(course, questionnaires, ids) as hosted:
        collect(hosted, setting, tmp_path)
        assert len(hosted.windows) < 60
    assert ids_in(tmp_path) == ids


def test_an_active_survey_without_responses_says_that_it_cannot_get_a_max_id(signed, questionnaires, course, setting, tmp_path, client):
    with Hosted(course, questionnaires, []) as hosted:
        assert collect(hosted, setting, tmp_path, client).responses == 0
    assert read(tmp_path, SID) == []


# ---------------------------------------------------------------- 4. other calls

def test_answer_options_0_1_2_come_as_a_list_and_are_kept(signed, setting, recordings, recorded, tmp_path):
    said = recorded["ls6_get_question_properties_zero_codes"]["result"]
    with Replay(recordings / "identified_datestamped", script={"get_question_properties": [said]}) as replay, \
            connect(setting(replay.url)) as signed_in:
        folder = pull(signed_in, 294411, tmp_path).folder
    assert said in json.loads((folder / "question_properties.json").read_text("utf-8")).values()


def test_columns_of_version_7_are_named_by_question_number(host, setting, tmp_path):
    with host() as hosted:
        survey = hosted.surveys[SID]
        survey.fieldmap = {(f"Q{field['qid']}_S{field['sqid']}" if field.get("sqid") else f"Q{field['qid']}") if field["qid"] else name:
                           field for name, field in survey.fieldmap.items()}
        for _ in range(2):
            collect(hosted, setting, tmp_path, earlier=tmp_path, incremental_from=1)
    assert "Q4711000" in json.loads((tmp_path / str(SID) / "fieldmap.json").read_text("utf-8"))
    assert read(tmp_path, SID)[0].answers["satisf"] == "A1" and ids_in(tmp_path) == IDS


# ---------------------------------------------------------------- 7. limepy

def test_limepy_that_is_not_installed_says_how_to_get_it(signed, setting, monkeypatch):
    def absent(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(through_limepy.importlib, "import_module", absent)
    with Replay() as replay, pytest.raises(SettingsError, match="not installed") as caught, \
            connect(setting(replay.url, client="limepy")):
        pytest.fail("signed in")
    assert "pip install evaltools[lab]" in caught.value.hint and replay.logins == 0


def test_limepy_asks_through_our_session_with_a_time_out_and_a_number(host, setting, tmp_path, monkeypatch):
    pytest.importorskip("limepy")
    asked = []
    real = server.PatientSession.request

    def request(self, method, url, *arguments, **options):
        asked.append((options.get("json") or {}, self.timeout))
        return real(self, method, url, *arguments, **options)

    monkeypatch.setattr(server.PatientSession, "request", request)
    with host() as hosted:
        collect(hosted, setting, tmp_path, "limepy", timeout=7)
    exports = [(body, timeout) for body, timeout in asked if body.get("method") == "export_responses"]
    assert len(exports) == len(hosted.windows) > 2
    assert all(body["id"] > 0 and timeout[1] == 7 for body, timeout in exports)


def test_an_answer_that_spells_status_in_base64_does_not_stop_limepy(host, setting, tmp_path, client):
    """Base64 of `k-j` and U+06EC holds `status`, for which limepy looks; in LimeSurvey's JSON the character is escaped."""
    with host() as hosted:
        for number, before in enumerate(("", "x", "xy"), start=1):
            hosted.change(number, comment=f"{before}k-j\u06ec")
        collect(hosted, setting, tmp_path, client)
    assert [form.answers["comment"] for form in read(tmp_path, SID)[:3]] == ["k-j\u06ec", "xk-j\u06ec", "xyk-j\u06ec"]


def test_both_clients_leave_the_same_bytes(host, setting, tmp_path):
    pytest.importorskip("limepy")
    with host() as hosted:
        for client in ("citric", "limepy"):
            collect(hosted, setting, tmp_path / client, client, window=70)
    assert content(tmp_path / "citric") == content(tmp_path / "limepy")
