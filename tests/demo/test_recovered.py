"""The real sources give back what the truth on file calls recoverable, from the files as they were written."""

import datetime as dt
import json
from collections import Counter

import pandas as pd
import pytest

from evaltools import questionnaires, settings
from evaltools.demo import SECRET, dirt
from evaltools.identity import Identity
from evaltools.sources import forms, limesurvey_file, registers
from evaltools.sources.limesurvey.reading import form_of
from evaltools.starter import folder as shipped

AFTERWARDS = dt.datetime(2026, 10, 1)


@pytest.fixture(scope="module")
def tables(written):
    """The tidy tables of every programme, each with a column for its quarter."""
    root = written[1]
    loaded, asked = settings.load(root), questionnaires.load(shipped("surveys"))
    hosted = {entry["sid"]: entry["rows"] for entry in json.loads((root / "limesurvey.json").read_text("utf-8"))}
    parts = []
    for programme in loaded.programmes:
        read = registers.read(programme.registers, programme, root, Identity.from_secret(SECRET))
        register = forms.Register(read.by_token, read.by_number, read.tables["enrolments"], read.tables["cohorts"])
        parts.append(read.tables)
        for survey in programme.surveys:
            asking = asked.surveys[survey.questionnaire].with_modules(survey.modules)
            filled = ([form_of(str(survey.sid), row) for row in hosted[survey.sid]] if survey.sid
                      else limesurvey_file.read(root / survey.file, asking, asked))
            parts.append(forms.tidy(filled, asking, asked, survey, programme, register, now=AFTERWARDS))
    names = {name for part in parts for name in part}
    found = {name: pd.concat([part[name] for part in parts if name in part], ignore_index=True) for name in names}
    columns = ["response", "participant", "wave", "cohort", "submitted"]
    found["answers"] = found["answers"].merge(found["responses"][columns], on="response")
    for name, column in (("sessions", "date"), ("attendance", "date"), ("enrolments", "end"), ("visits", "date"),
                         ("contacts", "date"), ("requests", "date"), ("answers", "submitted")):
        found[name]["period"] = found[name][column].dt.to_period("Q").astype(str).str.replace("Q", "-Q")
    return found


@pytest.fixture(scope="module")
def quarters(truth):
    """Every cohort and quarter of the truth: the cohort's identifier in the tables, the quarter, its figures."""
    return [(registers.cohort_id(cohort["programme"], code), quarter, figures)
            for code, cohort in truth["recoverable"]["cohorts"].items() for quarter, figures in cohort["quarters"].items()]


def by_quarter(frame):
    """The rows of a table by cohort and quarter."""
    groups = dict(iter(frame.groupby(["cohort", "period"])))
    return lambda cohort, quarter: groups.get((cohort, quarter), frame.iloc[:0])


def test_attendance_sessions_and_exits_come_back(tables, quarters):
    attendance, sessions, exits = (by_quarter(tables[name]) for name in ("attendance", "sessions", "enrolments"))
    for cohort, quarter, figures in quarters:
        cells = attendance(cohort, quarter)
        status = cells["status"].value_counts()
        assert figures["attendance"] == {"due": len(cells), "women": cells["participant"].nunique()} | {
            name: status.get(name, 0) for name in ("present", "excused", "unexcused")}
        assert sessions(cohort, quarter)["status"].value_counts().to_dict() == figures["sessions"]
        left = exits(cohort, quarter)
        assert left["exit_reason"].value_counts().to_dict() == figures["exit_reasons"]
        assert left["exit_kind"].value_counts().to_dict() == figures["exits"]


def test_answers_come_back(tables, quarters):
    answers = by_quarter(tables["answers"].dropna(subset=["value"]))
    for cohort, quarter, figures in quarters:
        marks = answers(cohort, quarter)
        for questionnaire, best, key in (("end", 4, "satisfaction"), ("mid", 4, "availability"), ("session", 3, "faces")):
            for item, expected in figures[key].items():
                values = marks.loc[marks["item"] == f"{questionnaire}.{item}", "value"]
                counted = {"middle": (values == 3).sum(), "worst": (values <= 2).sum()}
                best_ones = next(name for name in expected if name not in ("n", "sum", *counted))
                told = {"n": len(values), best_ones: (values >= best).sum(), "sum": values.sum(), **counted}
                assert expected == {name: told[name] for name in expected}


def test_changes_come_back(tables, quarters):
    answers = tables["answers"].dropna(subset=["value"])
    answers = answers.assign(ladder=answers["item"].str.partition(".")[2])
    first = answers.loc[answers["wave"] == "intake", ["cohort", "participant", "ladder", "value"]]
    both = answers.merge(first, on=["cohort", "participant", "ladder"], suffixes=("", "_before"))
    both["step"] = (both["value"] - both["value_before"]).astype(int)
    found = {key: steps.tolist() for key, steps in both.groupby(["cohort", "period", "wave", "ladder"])["step"]}
    compared = 0
    for cohort, quarter, figures in quarters:
        for wave, items in figures["change"].items():
            for item, expected in items.items():
                steps = found.get((cohort, quarter, wave, item), [])
                directions = [sum(step > 0 for step in steps), steps.count(0), sum(step < 0 for step in steps)]
                assert list(expected.values()) == [len(steps), sum(steps), *directions]
                compared += len(steps)
    assert compared > 100


def test_what_a_programme_asks_besides_comes_back_from_it_alone(tables, written):
    """Every column of a module that has one answer: choices, the rows of an array, short texts."""
    rights = [item for item in questionnaires.load(shipped("surveys")).surveys["intake"].items if item.module == "rights"]
    columns = {f"{item.code}[{row}]" for item in rights for row in item.rows} | {item.code for item in rights if not item.parts}
    assert {item.type for item in rights} >= {"choice", "array", "multiple", "short_text"}
    recovered = [each.recovered for each in dirt.spoil(written[0])[0] if each.recovered]
    expected = Counter((form.wave, column) for form in recovered if form.wave in ("intake", "end")
                       for column in form.answers if column in columns)
    answers = tables["answers"].assign(column=tables["answers"]["item"].str.partition(".")[2])
    answers["column"] = answers["column"].str.replace(r"\.(\w+)$", r"[\1]", regex=True)
    asked = answers[answers["column"].isin(columns) & answers["participant"].notna() & answers["wave"].isin(["intake", "end"])]
    assert Counter(zip(asked["wave"], asked["column"], strict=True)) == expected
    assert {wave for wave, _ in expected} == {"intake", "end"}
    assert set(asked["cohort"].str.partition("-")[0]) == {"miriam"}


def test_the_bureau_comes_back(tables, truth):
    site = truth["recoverable"]["bureau"]["site"]
    visits, contacts, requests = (tables[name][tables[name]["site"] == site] for name in ("visits", "contacts", "requests"))
    for quarter, figures in truth["recoverable"]["bureau"]["quarters"].items():
        mine = visits[visits["period"] == quarter]
        assert len(mine) == figures["visits"]
        assert mine["appointment"].sum() == figures["visits_by_appointment"]
        assert mine["participant"].isna().sum() == figures["visits_without_number"]
        first = mine[mine["first_contact"].fillna(False)]
        assert len(first) == figures["first_contacts"]
        assert {need: count for need in figures["needs"] if (count := first[f"need_{need}"].sum())} == figures["needs"]
        assert contacts.loc[contacts["period"] == quarter, "kind"].value_counts().to_dict() == figures["contacts"]
        assert requests.loc[requests["period"] == quarter, "domain"].value_counts().to_dict() == figures["requests"]


def test_the_logs_come_back(tables, truth):
    compared = 0
    for programme, logs in truth["logs"].items():
        for name, quarters in logs.items():
            mine = tables[name][tables[name]["programme"] == programme]
            for quarter, expected in quarters.items():
                here = mine if quarter == "all" else mine[mine["date"].dt.to_period("Q").astype(str).str.replace("Q", "-Q") == quarter]
                assert len(here) == expected["rows"], (programme, name, quarter)
                compared += len(here)
                for column, count in expected.items():
                    if column != "rows":
                        assert found_in(here[column]) == count, (programme, name, quarter, column)
        assert set(logs) >= {"improvements", "partners", "partnerships", "staff", "trainings", "communications", "costs", "checklists",
                             "themes"}
    assert compared > 500


def found_in(column):
    """What a column holds: how many of each code, how many dates or yeses, or the sum."""
    given = column.dropna()
    if str(column.dtype).startswith("datetime"):
        return len(given)
    if str(column.dtype) in ("string", "str", "object"):
        return given.value_counts().to_dict() or 0
    return given.sum()


def test_the_problems_count_the_dirt(tables, planted):
    counts = tables["problems"].groupby(["rule", "table"])["count"].sum()
    assert counts["no_token", "responses"] == planted("lost_token")
    assert counts["unknown_token", "responses"] == planted("unknown_token")
    assert counts["duplicate", "responses"] == planted("duplicate") + planted("abandoned_duplicate")
    assert counts["swapped_wave", "responses"] == planted("swapped_wave")
    assert counts["break_off", "responses"] == planted("break_off")
    assert counts["no_date", "responses"] == planted("no_date")
    assert counts["unknown_participant", "attendance"] == planted("unknown_number")
    assert counts["unknown_category", "attendance"] == planted("unreadable_status")
    assert counts["unknown_cohort", "sessions"] == planted("unknown_cohort")
    assert counts["missing_number", "participants"] == planted("missing_number")
