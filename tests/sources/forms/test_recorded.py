"""What a real LimeSurvey exported, as tidy tables: every count by hand."""

import datetime as dt
import json

import pandas as pd
import pytest

from evaltools.settings import Programme, SurveySetting
from evaltools.sources.forms import Register, tidy
from evaltools.sources.limesurvey.reading import form_of
from evaltools.tables import TABLES

from .conftest import rules

NOW = dt.datetime(2026, 12, 1)
TOKENS = {"vqxNoWDflEaKclh": "p1", "0ZoNDgIlw9QHnUa": "p2", "4XwMAA7LNtUHDDp": "p3", "gyR2Xzy188UmeD6": "p4",
          "QPQG2EAdvMZy6MH": "p5", "qPBPbwsR4daZcRg": "p6", "gtgHjarNdkeROz7": "p7"}
UNKNOWN = {("unknown_item", "satisf[other]"), ("unknown_item", "sources[other]")}


@pytest.fixture
def recorded(exported, sids, course, anonymous_course, questionnaires):
    cohorts = TABLES["cohorts"].frame([{"cohort": "g", "programme": "p", "site": "ixl", "start": "2019-01-01"}])
    enrolled = [{"participant": name, "cohort": "g", "start": "2019-01-01"} for name in TOKENS.values()]
    enrolments = TABLES["enrolments"].frame(enrolled)
    register = Register(TOKENS, {}, enrolments, cohorts)
    programme = Programme(id="p", kind="workshop", name={"en": "P"})

    def tables(name, anonymous=False):
        setting = SurveySetting(questionnaire="course", wave="end", sid=sids[name], site="sgi" if anonymous else None)
        survey = anonymous_course if anonymous else course
        forms = (form_of(str(sids[name]), row) for row in json.loads(exported(name))["responses"])
        return tidy(forms, survey, questionnaires, setting, programme, register, NOW)
    return tables


def test_an_identified_survey(recorded):
    tables = recorded("identified_datestamped")
    found = tables["responses"].set_index("response")
    assert list(found.index) == [f"course-end-294411-{number}" for number in (1, 2, 4, 5)]
    assert found["participant"].fillna("-").tolist() == ["p1", "p2", "p3", "-"]
    assert found["cohort"].fillna("-").tolist() == ["g", "g", "g", "-"]
    assert found["language"].tolist() == ["nl", "nl", "nl", "fr"]
    assert set(found["submitted"]) == {pd.Timestamp("2026-11-21")}
    assert (found["share_answered"] * 14).round(9).tolist() == [13, 3, 3, 1]
    assert found["complete"].tolist() == [True, False, False, False]
    assert rules(tables) == {**dict.fromkeys(UNKNOWN, 4), ("no_token", "token"): 1, ("break_off", "share_answered"): 3}
    answers = tables["answers"].set_index("item")
    assert len(answers) == 16 and set(answers["response"]) == {"course-end-294411-1"}
    assert answers["value"].dropna().to_dict() == {
        "course.satisf": 1, "course.note5": 2, "course.sources.web": 1, "course.sources.ami": 0, "course.sources.pub": 0,
        "course.qualite.SQ001": 1, "course.qualite.SQ002": 2, "course.qualite.SQ003": 3, "course.age": 99,
        "course.rang.1": 1, "course.rang.2": 3, "course.revenir": 1, "course.genre": 2}
    assert answers["text"].dropna().to_dict() == {"course.ville": "Gent", "course.comment": "Ok 😀", "course.jour": "2026-03-01"}


def test_an_anonymized_survey(recorded):
    tables = recorded("anonymized", anonymous=True)
    found = tables["responses"]
    assert found["participant"].isna().all() and found["cohort"].isna().all() and set(found["site"]) == {"sgi"}
    assert (found["share_answered"] * 14).round(9).tolist() == [13, 2, 0, 1]
    assert set(found["submitted"]) == {pd.Timestamp("2026-11-21")}  # two were never sent: the day they were begun
    assert rules(tables) == {**dict.fromkeys(UNKNOWN, 4), ("break_off", "share_answered"): 3}
    assert len(tables["answers"]) == 16


def test_an_anonymized_survey_where_codes_were_expected(recorded):
    assert rules(recorded("anonymized"))[("no_token", "token")] == 4


def test_a_survey_without_date_stamps(recorded):
    tables = recorded("no_datestamp")
    assert tables["responses"].empty and tables["answers"].empty
    assert rules(tables) == {**dict.fromkeys(UNKNOWN, 3), ("no_date", "submitted"): 3}


def test_every_question_type(recorded, hard_text):
    tables = recorded("all_question_types")
    found = tables["responses"].set_index("response")
    # p4 sent four forms, p5 two; two forms have a code of nobody, five have none.
    assert sorted(found["participant"].fillna("-")) == ["-"] * 7 + ["p4", "p5", "p6"]
    counted = rules(tables)
    assert sum(rule == "unknown_item" for rule, _ in counted) == 42
    assert {key: count for key, count in counted.items() if key[0] != "unknown_item"} == {
        ("unknown_code", "course.satisf"): 3, ("unknown_token", "token"): 2, ("no_token", "token"): 5,
        ("duplicate", "participant"): 4, ("break_off", "share_answered"): 9}
    full = tables["answers"].set_index("item")
    assert set(full["response"]) == {"course-end-431245-5003"} and len(full) == 17
    assert found.loc["course-end-431245-5003", "share_answered"] == pytest.approx(13 / 14)
    assert full.loc["course.comment", "text"] == full.loc["course.pourquoi", "text"] == hard_text
    assert full.loc["course.ville", "text"] == "Liège 😀" and full.loc["course.age", "value"] == 42.5
    assert "course.satisf" not in full.index


def test_hard_texts_survive_parquet(recorded, tmp_path, hard_text):
    recorded("all_question_types")["answers"].to_parquet(tmp_path / "answers.parquet")
    texts = pd.read_parquet(tmp_path / "answers.parquet")["text"]
    assert (texts == hard_text).sum() == 2


def test_no_problem_holds_what_somebody_wrote(recorded):
    for name in ("identified_datestamped", "no_datestamp", "all_question_types"):
        written = recorded(name)["problems"].to_string()
        for value in (*TOKENS, *TOKENS.values(), "ZZZZZ", "-oth-", "Gent", "Autre", "Lux", "doesnotexist"):
            assert value not in written
