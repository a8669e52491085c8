"""The demo's surveys through the real sources: every planted defect is counted once, and nothing else is."""

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest

from evaltools import questionnaires, settings
from evaltools.demo import SECRET, hosting
from evaltools.identity import Identity
from evaltools.sources import limesurvey, limesurvey_file, registers
from evaltools.sources.forms import Register, combined, tidy

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
            parts = [part for programme in organisation.programmes for part in _parts(organisation, programme, known, server)]
    return folder, combined(parts, known)


def _parts(organisation, programme, known, server):
    read = registers.read(programme.registers, programme, organisation.root, Identity.from_secret(SECRET))
    register = Register(read.by_token, read.by_number, read.tables["enrolments"], read.tables["cohorts"])
    for wave in programme.surveys:
        survey = known.surveys[wave.questionnaire]
        if wave.sid is None:
            forms = limesurvey_file.read(organisation.path(wave.file), survey, known)
        else:
            limesurvey.pull(server, wave.sid, organisation.root / "raw")
            forms = limesurvey.read(organisation.root / "raw", wave.sid)
        yield tidy(forms, survey, known, wave, programme, register, NOW)


def test_the_planted_dirt_is_what_is_counted(collected):
    folder, tables = collected
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
