"""The folder of the demo: settings that load, files that real sources read, the same bytes each time."""

import csv
import io
import json
import time
import zipfile
from collections import Counter

import pytest

from evaltools import questionnaires, settings
from evaltools.demo import SECRET, folder, world
from evaltools.demo.server.questionnaire import from_questionnaire
from evaltools.demo.surveys import FIXED
from evaltools.identity import Identity
from evaltools.starter import folder as shipped


@pytest.fixture(scope="module")
def asked():
    return questionnaires.load(shipped("surveys"))


@pytest.fixture
def hosted(written):
    return json.loads((written[1] / "limesurvey.json").read_text("utf-8"))


def test_two_writes_give_the_same_bytes(written, tmp_path):
    made, root = written
    again = world.make(size=made.size)
    folder.write(tmp_path, again)
    files = sorted(path.relative_to(root) for path in root.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert [path for path in files if (root / path).read_bytes() != (tmp_path / path).read_bytes()] == []


def test_no_workbook_holds_the_time_of_writing(written):
    for path in (written[1] / "registers").glob("*.xlsx"):
        with zipfile.ZipFile(path) as book:
            assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            properties = book.read("docProps/core.xml").decode()
        assert properties.count("2026-10-01T00:00:00Z") == properties.count(":W3CDTF") == 2


def test_writing_takes_less_than_ten_seconds(full, tmp_path):
    begin = time.perf_counter()
    folder.write(tmp_path, full)
    assert time.perf_counter() - begin < 10


def test_the_settings_load_and_name_files_that_exist(written):
    made, root = written
    loaded = settings.load(root)
    assert settings.languages_of(loaded) == ("fr", "nl", "en")
    assert loaded.limesurvey is not None
    assert loaded.limesurvey.url == "embedded"
    assert {programme.kind for programme in loaded.programmes} == {"workshop", "miriam", "bureau"}
    paths = [path for programme in loaded.programmes for path in programme.registers]
    paths += [survey.file for programme in loaded.programmes for survey in programme.surveys if survey.file]
    assert len(paths) == 5
    assert all(loaded.path(path).is_file() for path in paths)
    sites = {site.id for programme in loaded.programmes for site in programme.sites}
    assert sites == {group.plan.site.id for group in made.groups} | {made.bureau.site}


def test_settings_and_server_name_the_same_surveys(written, hosted, asked):
    surveys = [survey for programme in settings.load(written[1]).programmes for survey in programme.surveys]
    assert {(survey.sid, survey.questionnaire, survey.wave, survey.modules) for survey in surveys if survey.sid} == {
        (entry["sid"], entry["questionnaire"], entry["wave"], tuple(entry["modules"])) for entry in hosted}
    assert all(survey.wave in asked.surveys[survey.questionnaire].waves for survey in surveys)
    assert len({entry["sid"] for entry in hosted}) == len(hosted)


def test_the_embedded_server_can_host_every_survey(hosted, asked):
    for entry in hosted:
        survey = asked.surveys[entry["questionnaire"]].with_modules(entry["modules"])
        served = from_questionnaire(survey, asked, entry["sid"], entry["rows"], entry["participants"])
        assert served.summary()["full_responses"] == len(entry["rows"])
        assert all(tuple(row) == served.headings for row in entry["rows"])


def test_answers_are_codes_of_their_scales_but_for_the_planted_ones(hosted, asked):
    strange = Counter()
    for entry in hosted:
        survey = asked.surveys[entry["questionnaire"]].with_modules(entry["modules"])
        scales = {column: {answer.code for answer in asked.scales[item.scale].answers}
                  for item in survey.items if item.scale for column in survey.columns(item)}
        for column, codes in scales.items():
            strange.update(row[column] for row in entry["rows"] if row[column] not in codes | {""})
    assert set(strange) == {"s9"}


def test_tokens_are_those_of_the_demo_identity(written, hosted):
    made, _ = written
    identity = Identity.from_secret(SECRET)
    known = {identity.token(woman.number) for group in made.groups for woman in group.women}
    for entry in hosted:
        if entry["participants"] is None:
            assert all("token" not in row for row in entry["rows"])
        else:
            assert {person["token"] for person in entry["participants"]} <= known
            tokens = Counter(row["token"] for row in entry["rows"])
            assert sum(tokens[token] for token in tokens if token and token not in known) <= 6


def test_the_export_made_by_hand_is_as_limesurvey_writes_it(written):
    content = (written[1] / "exports" / "ateliers-session.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf\"id\";\"submitdate\"")
    assert content.count(b"\r\n") == content.count(b"\n")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert tuple(rows[0])[:len(FIXED)] == FIXED
    assert {"fr", "ar"} <= {row["startlanguage"] for row in rows}
    numbers = [int(row["id"]) for row in rows]
    assert numbers == sorted(set(numbers))


def test_some_responses_were_deleted_on_the_server(hosted):
    numbers = [row["id"] for row in max(hosted, key=lambda entry: len(entry["rows"]))["rows"]]
    assert numbers[-1] > len(numbers)


def test_writing_into_the_same_folder_again_replaces_its_files(small, tmp_path):
    folder.write(tmp_path, small)
    (tmp_path / "truth.json").write_text("old")
    folder.write(tmp_path, small)
    assert json.loads((tmp_path / "truth.json").read_text("utf-8"))["size"] == "small"
