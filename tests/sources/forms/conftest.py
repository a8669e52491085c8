"""A register of two groups, and forms written as small text tables."""

import datetime as dt

import pandas as pd
import pytest

from evaltools.questionnaires import Questionnaires, Scale, Survey
from evaltools.settings import Programme, Site, SurveySetting
from evaltools.sources.forms import Form, Register, tidy
from evaltools.tables import TABLES

NOW = dt.datetime(2026, 12, 1, 12)
TEXT = {"en": "?"}
SCALE = Scale(answers=[*({"code": f"s{n}", "value": n, "text": TEXT} for n in range(1, 6)),
                       {"code": "na", "status": "not_applicable", "text": TEXT},
                       {"code": "pn", "status": "prefer_not", "text": TEXT}])


def survey_of(identifier="end", waves=("end",), **more):
    items = [{"code": code, "scale": "five", "text": TEXT} for code in ("a", "b", "c", "d", "e")]
    return Survey(id=identifier, title=TEXT, languages=("fr",), waves=waves,
                  items=[*items, {"code": "why", "type": "long_text", "text": TEXT}], **more)


def rows_of(text):
    """The rows of a small table: a line of headings, a line a row; `-` is nothing."""
    headings, *lines = [line.split() for line in text.strip().splitlines()]
    return [dict(zip(headings, ("" if cell == "-" else cell for cell in line), strict=True)) for line in lines]


def forms_of(text, source="100"):
    """One form a line: number, token, day, then an answer for each item; `*` answers all items with s4."""
    forms = []
    for row in rows_of(text):
        number, token, day = row.pop("number"), row.pop("token", ""), row.pop("day")
        card = {"participant_number": row.pop("card", ""), "cohort": row.pop("group", "")}
        answers = dict.fromkeys("abcde", "s4") if row.pop("all", "") else {}
        forms.append(Form(source=source, number=number, token=token, **card, answers={**answers, **row},
                          submitted=dt.datetime.fromisoformat(day) if day else None))
    return forms


def frame(name, text):
    nulled = [{column: value or None for column, value in row.items()} for row in rows_of(text)]
    return TABLES[name].frame(nulled)


@pytest.fixture(scope="session")
def register():
    cohorts = frame("cohorts", """
        cohort  label  programme site start       planned_end end
        old     Roses  ateliers  ixl  2025-01-10  2025-06-30  2025-07-05
        new     Lilas  ateliers  sgi  2026-02-01  2026-07-31  -
        miriam1 -      miriam    aal  2026-01-01  2026-10-31  -""")
    enrolments = frame("enrolments", """
        participant cohort  start       end
        anna        new     2026-02-01  -
        bea         old     2025-01-10  2025-07-05
        bea         new     2026-02-01  -
        chloe       new     2026-02-01  2026-04-15
        dora        miriam1 2026-01-01  -""")
    tokens = {"tanna": "anna", "tbea": "bea", "tchloe": "chloe", "tdora": "dora", "tnone": "eva"}
    return Register(by_token=tokens, by_number={"A-01": "anna", "A-02": "bea"}, enrolments=enrolments, cohorts=cohorts)


@pytest.fixture(scope="session")
def programme():
    return Programme(id="ateliers", kind="workshop", name=TEXT, sites=(Site(id="ixl", name="Ixelles"),))


@pytest.fixture
def tidied(register, programme):
    """The tables of a small text table of forms."""
    def tables(text, wave="end", site=None, source="100", **more):
        survey = survey_of(waves=(wave,), **more)
        known = Questionnaires(surveys={survey.id: survey}, scales={"five": SCALE})
        setting = SurveySetting(questionnaire=survey.id, wave=wave, sid=100, site=site)
        forms = text if isinstance(text, list) else forms_of(text, source)
        return tidy(forms, survey, known, setting, programme, register, NOW)
    return tables


def rules(tables):
    """What was refused or doubtful: the count of each rule, by column."""
    counted = tables["problems"].groupby(["rule", "column"])["count"].sum()
    return {(rule, column): int(count) for (rule, column), count in counted.items()}


def responses(tables, *columns):
    """The responses by number: one value or a tuple of values each."""
    return {row["response"].rsplit("-", 1)[1]: tuple(None if pd.isna(row[column]) else row[column] for column in columns)
            for row in tables["responses"].to_dict("records")}
