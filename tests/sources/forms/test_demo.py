"""The demo's surveys through the real sources: every planted defect is counted once, and nothing else is."""

import datetime as dt
import json
import shutil
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from evaltools import catalogue, questionnaires, settings
from evaltools.check import silenced
from evaltools.demo import SECRET, hosting
from evaltools.identity import Identity
from evaltools.scope import Period
from evaltools.sources import limesurvey, limesurvey_file, registers
from evaltools.sources.forms import Register, combined, drift, invited, losses, pairs, source_of, tidy

NOW = dt.datetime(2026, 10, 1)
PLANTED_AS = {"lost_token": "no_token", "abandoned_duplicate": "duplicate"}
WITHOUT_A_PROBLEM = ("partial", "hostile_text")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("organisation") / "demo"
    hosting.prepare(folder, small=True)
    known, organisation = questionnaires.load(Path(__file__).parents[3] / "surveys"), settings.load(folder)
    with pytest.MonkeyPatch.context() as environment, hosting.serve(folder, known, "api-user", "s3cret") as url:
        environment.setenv("EVALTOOLS_LIMESURVEY_USER", "api-user")
        environment.setenv("EVALTOOLS_LIMESURVEY_PASSWORD", "s3cret")
        with limesurvey.connect(organisation.limesurvey.model_copy(update={"url": url})) as server:
            read = {programme.id: registers.read(programme.registers, programme, organisation.root, Identity.from_secret(SECRET))
                    for programme in organisation.programmes}
            parts = [part for programme in organisation.programmes
                     for part in _parts(organisation, programme, known, server, read[programme.id])]
    listed = {name: pd.concat([each.tables[name] for each in read.values()], ignore_index=True) for name in ("enrolments", "cohorts")}
    return folder, {**combined(parts, known), **listed}, organisation


def _parts(organisation, programme, known, server, read):
    register = Register(read.by_token, read.by_number, read.tables["enrolments"], read.tables["cohorts"])
    for wave in programme.surveys:
        survey = known.surveys[wave.questionnaire].with_modules(wave.modules)
        if wave.sid is None:
            forms = limesurvey_file.read(organisation.path(wave.file), survey, known, source_of(wave))
            yield tidy(forms, survey, known, wave, programme, register, NOW)
        else:
            raw = organisation.root / "raw"
            limesurvey.pull(server, wave.sid, raw)
            folder = raw / str(wave.sid)
            yield tidy(limesurvey.each(raw, wave.sid), survey, known, wave, programme, register, NOW, invited(folder))
            yield drift(folder, survey, known.scales, register)


def test_the_planted_dirt_is_what_is_counted(collected):
    folder, tables, _ = collected
    planted = Counter()
    for dirt in json.loads((folder / "truth.json").read_text("utf-8"))["dirt"]:
        if dirt["where"].startswith("surveys:") and dirt["kind"] not in WITHOUT_A_PROBLEM:
            planted[PLANTED_AS.get(dirt["kind"], dirt["kind"])] += dirt["count"]
    assert planted.total() > 10
    assert tables["problems"].groupby("rule")["count"].sum().to_dict() == planted


def test_every_form_with_a_known_code_has_a_cohort(collected):
    responses = collected[1]["responses"]
    known = responses[responses["participant"].notna()]
    assert len(known) > 500 and known["cohort"].notna().all() and known["site"].notna().all()
    assert responses.loc[responses["questionnaire"] == "visitor", "site"].notna().all()


def test_hostile_texts_come_through_unchanged(collected):
    texts = collected[1]["answers"]["text"].dropna()
    assert texts.str.contains("<script>", regex=False).any() and texts.str.startswith("=").any()


def test_the_pairs_of_waves_are_those_that_really_are(collected):
    """Against the women who truly answered about their work at both times, after the dirt was taken off."""
    folder, tables, organisation = collected
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    first = Period.parse(truth["quarters"][0]).start
    # The truth tells of women who said whether they work, and of later forms by quarter: others are left out here as well.
    responses, answers = tables["responses"], tables["answers"]
    said = responses["response"].isin(answers["response"][answers["item"].str.endswith(".employment")])
    told = responses[said & ((responses["wave"] == "intake") | (responses["submitted"].dt.date >= first))]
    found = pairs({**tables, "responses": told}, organisation.programmes, NOW.date()).set_index(["cohort", "first", "second"])
    seen = 0
    for code, cohort in truth["recoverable"]["cohorts"].items():
        for wave in ("end", "followup6", "followup12"):
            moved = sum(sum(quarter["employment"][wave].values()) for quarter in cohort["quarters"].values())
            row = found.loc[(f"{cohort['programme']}-{code.lower()}", "intake", wave)]
            assert row["both"] + row["both_not_due"] == moved, (code, wave)
            seen += moved
    assert seen > 20


def test_the_forms_that_were_lost_are_those_that_were_spoilt(collected):
    folder, tables, organisation = collected
    found = losses(tables, organisation.programmes).groupby("wave").sum(numeric_only=True)
    columns = {"lost_token": "no_token", "unknown_token": "unknown_token", "duplicate": "duplicates", "abandoned_duplicate": "duplicates",
               "impossible_date": "impossible_date", "no_date": "no_date"}
    planted = Counter()
    for dirt in json.loads((folder / "truth.json").read_text("utf-8"))["dirt"]:
        wave = dirt["where"].removeprefix("surveys: ")
        if dirt["kind"] in columns and wave in found.index:
            planted[wave, columns[dirt["kind"]]] += dirt["count"]
    assert planted and {key: int(found.loc[key]) for key in planted} == planted
    assert found[list(set(columns.values()))].to_numpy().sum() == planted.total()


def test_a_question_renamed_on_the_server_is_told_before_its_indicator_is_empty(collected, tmp_path):
    folder, tables, organisation = collected
    known = questionnaires.load(Path(__file__).parents[3] / "surveys")
    end = known.surveys["end"]
    items = [item.model_copy(update={"code": "contenu"}) if item.code == "content" else item for item in end.items]
    there = known.model_copy(update={"surveys": {**known.surveys, "end": end.model_copy(update={"items": tuple(items)})}})
    shutil.copytree(folder, tmp_path / "demo", ignore=shutil.ignore_patterns("raw"))
    entries = json.loads((folder / "limesurvey.json").read_text("utf-8"))
    entry = next(entry for entry in entries if entry["questionnaire"] == "end")
    entry["rows"] = [{{"content": "contenu"}.get(name, name): cell for name, cell in row.items()} for row in entry["rows"]]
    (tmp_path / "demo" / "limesurvey.json").write_text(json.dumps([entry]), "utf-8")
    programme = next(each for each in organisation.programmes if any(wave.sid == entry["sid"] for wave in each.surveys))
    wave = next(wave for wave in programme.surveys if wave.sid == entry["sid"])
    read = registers.read(programme.registers, programme, organisation.root, Identity.from_secret(SECRET))
    with pytest.MonkeyPatch.context() as environment, hosting.serve(tmp_path / "demo", there, "api-user", "s3cret") as url:
        environment.setenv("EVALTOOLS_LIMESURVEY_USER", "api-user")
        environment.setenv("EVALTOOLS_LIMESURVEY_PASSWORD", "s3cret")
        only = programme.model_copy(update={"surveys": (wave,)})
        with limesurvey.connect(organisation.limesurvey.model_copy(update={"url": url})) as server:
            parts = list(_parts(organisation.model_copy(update={"root": tmp_path}), only, known, server, read))
    found = combined(parts, known)
    about = found["problems"][found["problems"]["column"].isin(["end.content", "contenu"])]
    assert about["rule"].tolist() == ["renamed_item"] and "'contenu'" in about["detail"].item()
    silent = silenced({**tables, **found}, organisation.model_copy(update={"programmes": (only,)}), known, catalogue.load())
    assert silent.set_index("item").loc["end.content", "indicators"] == "S01B, S01D, S09"
