"""The sheet for paper cards: filled in as its lists say, it is read without a problem."""

import datetime as dt
import itertools
import shutil
from pathlib import Path

import openpyxl
import pytest

from evaltools.questionnaires import Questionnaires, Scale, Survey, load
from evaltools.sources.forms import Form
from evaltools.sources.forms.layout import Layout
from evaltools.sources.forms.problems import Problems
from evaltools.sources.limesurvey_file import read, write_template

SHIPPED = load(Path(__file__).parents[3] / "surveys")


def words(text):
    return {language: f"{text} {language}" for language in ("fr", "nl", "en")}


SCALES = {"three": Scale(answers=[{"code": f"s{n}", "value": n, "text": words(f"mot {n}")} for n in (1, 2, 3)]),
          "alike": Scale(answers=[{"code": code, "text": {"fr": "Pareil", "nl": "Gelijk", "en": "Same"}} for code in ("a", "b")])}
EVERY = Survey(id="q", title=words("Tout"), languages=("fr", "nl"), waves=("end",), items=[
    {"code": "mood", "scale": "three", "text": {"fr": "Mood", "nl": "Mood", "en": "Mood"}, "other": words("Autre")},
    {"code": "same", "scale": "alike", "text": words("Pareil")},
    {"code": "needs", "type": "multiple", "text": words("Besoins"), "options": {"home": words("Toit"), "work": words("Travail")},
     "other": words("Autre"), "exclusive": ()},
    {"code": "grid", "type": "array", "scale": "three", "text": words("Avis"), "rows": {"r1": words("Un"), "r2": words("Deux")}},
    {"code": "rank", "type": "ranking", "text": words("Classez"), "options": {"home": words("Toit"), "work": words("Travail")}},
    {"code": "age", "type": "number", "text": words("Âge"), "low": 0, "high": 120, "whole": True},
    {"code": "born", "type": "date", "text": words("Née")}, {"code": "why", "type": "long_text", "text": words("Pourquoi")}])
KNOWN = Questionnaires(surveys={"q": EVERY}, scales=SCALES)


def offered(workbook, sheet, column):
    """The words of the drop-down list of a column."""
    letter = openpyxl.utils.get_column_letter(column)
    rule = next((rule for rule in sheet.data_validations.dataValidation if f"{letter}3" in rule.sqref), None)
    if rule is None or rule.type != "list":
        return rule.type if rule else None, []
    name, cells = rule.formula1.rsplit("!", 1)
    rows = workbook[name.strip("'")][cells.replace("$", "")]
    return "list", [row[0].value for row in rows] if isinstance(rows, tuple) else [rows.value]


def filled(path, anything):
    """Fill in one row a choice of the longest list; the other columns go round theirs."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    for column in range(1, sheet.max_column + 1):
        kind, choices = offered(workbook, sheet, column)
        turn = itertools.cycle(choices or [anything[kind]])
        for row in range(3, 9):
            sheet.cell(row, column, next(turn))
    workbook.save(path)
    return sheet


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
@pytest.mark.parametrize("name", [*SHIPPED.surveys, "q"])
def test_what_the_lists_offer_is_understood(tmp_path, name, language):
    known = KNOWN if name == "q" else SHIPPED
    survey, path = known.surveys[name], tmp_path / "cards.xlsx"
    write_template(path, survey, known, language)
    filled(path, {"date": dt.datetime(2026, 3, 4), "decimal": 3, "any": "4", None: "4"})
    forms = read(path, survey, known)
    assert len(forms) == 6 and {form.submitted for form in forms} == {dt.datetime(2026, 3, 4)}
    assert {form.participant_number for form in forms} == ({""} if survey.anonymous else {"4"})
    assert {form.language for form in forms} <= set(survey.languages)
    layout, problems = Layout(survey, known.scales), Problems()
    for form in forms:
        layout.note(form)
        layout.read(form, problems)
    layout.check("cards", problems)
    # All boxes ticked and one place given twice is the test's doing; every word of the lists is known.
    assert {row["rule"] for row in problems.records()} <= {"ranked_twice", "exclusive_answer", "not_asked"}


def test_an_empty_sheet_has_no_card(tmp_path):
    write_template(tmp_path / "cards.xlsx", EVERY, KNOWN, "nl")
    assert read(tmp_path / "cards.xlsx", EVERY, KNOWN) == []


def test_each_answer_of_a_row_typed_by_hand(tmp_path):
    path = tmp_path / "cards.xlsx"
    write_template(path, EVERY, KNOWN, "fr")
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    typed = {"Numéro de participante": "A-1", "Groupe": "Lilas", "Date": "4/3/2026", "Langue": "nl", "mood": "Autre fr",
             "mood[other]": "bof", "same": "b", "needs[home]": "x", "needs[other]": "0", "grid[r1]": "mot 3 fr", "rank[1]": "Travail fr",
             "age": 34, "born": "05/06/92", "why": "=1+1"}
    for column in range(1, sheet.max_column + 1):
        value = typed.get(sheet.cell(2, column).value)
        cell = sheet.cell(3, column, value)
        cell.data_type = "s" if value == "=1+1" else cell.data_type
    workbook.save(path)
    form, = read(path, EVERY, KNOWN, source="ixl-cards")
    assert (form.source, form.number, form.participant_number, form.cohort, form.language) == ("ixl-cards", "3", "A-1", "Lilas", "nl")
    assert form.submitted == dt.datetime(2026, 3, 4)
    assert {column: answer for column, answer in form.answers.items() if answer} == {
        "mood": "-oth-", "mood[other]": "bof", "same": "b", "needs[home]": "Y", "needs[other]": "0", "grid[r1]": "s3", "rank[1]": "work",
        "age": "34", "born": "1992-06-05", "why": "=1+1"}
    assert isinstance(form, Form)


def test_two_templates_are_equal_byte_for_byte(tmp_path):
    for name in ("one.xlsx", "two.xlsx"):
        write_template(tmp_path / name, SHIPPED.surveys["session"], SHIPPED, "fr")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_the_hidden_lists_are_not_taken_for_cards(tmp_path):
    write_template(tmp_path / "cards.xlsx", EVERY, KNOWN, "fr")
    workbook = openpyxl.load_workbook(tmp_path / "cards.xlsx")
    assert [sheet.sheet_state for sheet in workbook] == ["visible", "visible", "hidden"]
    shutil.copy(tmp_path / "cards.xlsx", tmp_path / "again.xlsx")
    assert read(tmp_path / "again.xlsx", EVERY, KNOWN) == []
