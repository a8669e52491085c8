"""Pulled surveys as forms, in the shapes of LimeSurvey 3, 5 and 6."""

import datetime as dt
import json

import pytest

from evaltools.errors import SourceError
from evaltools.sources.limesurvey import each, finished, read


def moment(text):
    return dt.datetime.fromisoformat(text)


def test_an_identified_survey(pulled):
    first, second, fourth, fifth = read(pulled("identified_datestamped"), 294411)
    assert [form.number for form in (first, second, fourth, fifth)] == ["1", "2", "4", "5"]
    assert (first.source, first.token, first.language) == ("294411", "vqxNoWDflEaKclh", "nl")
    assert (first.submitted, first.started) == (moment("2026-11-21 01:36:39"), moment("2026-11-21 01:35:33"))
    assert first.answers["comment"] == "Ok 😀" and first.answers["ville"] == "Gent"
    assert len(first.answers) == 20 and "seed" not in first.answers and "lastpage" not in first.answers
    assert {code for code, answer in second.answers.items() if answer} == {"satisf", "note5", "age"}
    assert (fifth.token, fifth.language) == ("", "fr")
    assert (first.participant_number, first.cohort) == ("", "")


def test_an_anonymized_survey_has_forms_that_were_never_sent(pulled):
    forms = read(pulled("anonymized"), 786722)
    assert [form.token for form in forms] == [""] * 4
    assert [form.submitted for form in forms] == [moment("2026-11-21 01:35:41"), None, None, moment("2026-11-21 01:35:46")]
    assert forms[1].started == moment("2026-11-21 01:35:41")
    assert [sum(map(bool, form.answers.values())) for form in forms] == [14, 2, 0, 1]


def test_a_survey_without_date_stamps(pulled):
    forms = read(pulled("no_datestamp"), 122218)
    assert [form.submitted for form in forms] == [moment("1980-01-01")] * 2 + [None]
    assert [form.started for form in forms] == [None] * 3
    assert [form.token for form in forms] == ["gtgHjarNdkeROz7", "ZOWwJAoY8S0LWZK", "zH5kpycckl8tRVu"]


def test_every_question_type_and_hard_texts(pulled, hard_text):
    forms = read(pulled("all_question_types"), 431245)
    assert [int(form.number) for form in forms] == [1, 2, 3, 4, *range(5000, 5010)]
    full = next(form for form in forms if form.number == "5003")
    assert full.answers["pourquoi"] == full.answers["comment"] == hard_text
    assert full.answers["long"] == "é" * 30000
    assert full.answers["satisf"] == "-oth-" and full.answers["satisf[other]"] == 'Autre; "chose"\n2e ligne'
    assert full.answers["age"] == "42.5" and full.answers["jour"] == "2026-03-01 00:00:00"
    assert [full.answers[f"dual[SQ001][{scale}]"] for scale in (1, 2)] == ["A1", "B2"]
    assert full.answers["arrtxt[Y2_X1]"] == 't;"x"\ny' and full.answers["arr10[SQ001]"] == "10"
    assert len(full.answers) == 60 and sum(map(bool, full.answers.values())) == 49


def test_versions_three_and_five_are_read_alike(pulled, exported):
    rows = json.loads(exported("all_question_types"))["responses"]
    nulls = [{column: None if value == "" else value for column, value in row.items()} for row in rows]
    wrapped = [{str(row["id"]): row} for row in nulls]
    phantom = {"": dict.fromkeys(rows[0], "")}
    six = read(pulled("all_question_types"), 431245)
    assert read(pulled("all_question_types", json.dumps({"responses": nulls}).encode()), 431245) == six
    assert read(pulled("all_question_types", json.dumps({"responses": [*wrapped, phantom]}).encode()), 431245) == six
    assert read(pulled("all_question_types", json.dumps({"responses": [phantom]}).encode()), 431245) == []


def test_names_in_an_export_do_not_become_answers(pulled):
    row = {"id": 1, "submitdate": "2026-01-05 10:00:00", "token": "abc", "firstname": "Zoë", "email": "z@example.org",
           "attribute_1": "Groupe A", "ipaddr": "10.0.0.1", "interviewtime": "12.5", "satisf": "A1"}
    form, = read(pulled("identified_datestamped", json.dumps({"responses": [row]}).encode()), 294411)
    assert form.answers == {"satisf": "A1"}
    assert repr(form) == "Form(294411 1)"


@pytest.mark.parametrize(("server", "expected"), [("UTC", "2026-01-01 00:30:00"), ("", "2025-12-31 23:30:00"),
                                                 ("Europe/Brussels", "2025-12-31 23:30:00")])
def test_the_clock_of_a_server_in_another_zone(pulled, server, expected):
    row = {"id": 1, "submitdate": "2025-12-31 23:30:00"}
    folder = pulled("identified_datestamped", json.dumps({"responses": [row]}).encode())
    form, = read(folder, 294411, server_timezone=server, timezone="Europe/Brussels")
    assert form.submitted == moment(expected)


def test_no_date_stamp_is_not_shifted_into_another_year(pulled):
    forms = read(pulled("no_datestamp"), 122218, server_timezone="Europe/Brussels", timezone="America/New_York")
    assert forms[0].submitted == moment("1980-01-01")


def block(folder):
    return folder / "294411" / "responses-1-2000.jsonl"


def no_manifest(folder):
    (folder / "294411" / "pull.json").unlink()


def half_a_manifest(folder):
    (folder / "294411" / "pull.json").write_text('{"schema": 2, "blo')


def a_block_too_few(folder):
    block(folder).unlink()


def a_block_too_many(folder):
    block(folder).with_name("responses-2001-4000.jsonl").write_bytes(b'{"id":2001}\n')


@pytest.mark.parametrize("spoil", [no_manifest, half_a_manifest, a_block_too_few, a_block_too_many], ids=lambda spoil: spoil.__name__)
def test_a_pull_that_never_ended_is_not_read(pulled, spoil):
    folder = pulled("identified_datestamped")
    assert finished(folder, 294411) and len(read(folder, 294411)) == 4
    spoil(folder)
    with pytest.raises(SourceError, match="not pulled to its end"):
        each(folder, 294411)  # at once, not with the first form


@pytest.mark.parametrize("cut", [1, 2, 200, 2000])
def test_a_block_that_lost_its_end_is_not_read(pulled, cut):
    folder = pulled("identified_datestamped")
    whole = block(folder).read_bytes()
    block(folder).write_bytes(whole[:-cut] if cut > 1 else whole[:whole[:-1].rindex(b"\n") + 1])
    with pytest.raises(SourceError, match="damaged"):
        read(folder, 294411)


def test_one_block_at_a_time_is_in_memory(pulled):
    folder = pulled("all_question_types")
    forms = each(folder, 431245)
    first = next(forms)
    (folder / "431245" / "responses-4001-6000.jsonl").write_bytes(b"")
    assert first.number == "1" and [next(forms).number for _ in range(3)] == ["2", "3", "4"]
    with pytest.raises(SourceError, match="damaged"):
        next(forms)
