"""Paper cards typed into a sheet, in the ways people type them."""

import datetime as dt

import openpyxl
import pandas as pd
import pytest

from evaltools.questionnaires import Answer, Questionnaires, Scale, Survey
from evaltools.sources.limesurvey_file import read

FACE = Scale(answers=(
    Answer(code="f1", value=1, text={"fr": "☹ Pas bien", "nl": "☹ Niet goed", "ar": "☹ ليس جيدا"}),
    Answer(code="f2", value=2, text={"fr": "😐 Moyen", "nl": "😐 Gaat wel", "ar": "😐 متوسط"}),
    Answer(code="f3", value=3, text={"fr": "🙂 Bien", "nl": "🙂 Goed", "ar": "🙂 جيد"}),
    Answer(code="pn", status="prefer_not", text={"fr": "Je préfère ne pas répondre", "nl": "Ik antwoord liever niet"})))
T = {"fr": "?"}
CARD = Survey(id="session", title=T, languages=("fr", "nl"), waves=("session",), repeated=True, items=(
    {"code": "today", "scale": "face", "text": T}, {"code": "content", "scale": "face", "text": T},
    {"code": "needs", "type": "multiple", "text": T,
     "options": {"housing": {"fr": "Mon logement"}, "work": {"fr": "Le travail"}}},
    {"code": "age", "type": "number", "text": T}, {"code": "born", "type": "date", "text": T},
    {"code": "word", "type": "long_text", "text": T}))
KNOWN = Questionnaires(surveys={"session": CARD}, scales={"face": FACE})


@pytest.fixture
def sheet(tmp_path):
    def write(*rows, name="cards.xlsx"):
        workbook = openpyxl.Workbook()
        for row in rows:
            workbook.active.append(row)
        for cell in (cell for row in workbook.active.iter_rows() for cell in row if cell.data_type == "f"):
            cell.data_type = "s"  # a text that looks like a formula, as a program writes it
        workbook.save(tmp_path / name)
        return tmp_path / name
    return write


def answers(path, column="today"):
    return [form.answers[column] for form in read(path, CARD, KNOWN)]


def test_a_sheet_below_a_title_with_real_dates(sheet):
    path = sheet(["Cartes de la séance", None, None], [], ["N°", "Groupe", "Date", "Langue", "today", "content", "word"],
                 ["A-01", "IXL-A", dt.datetime(2026, 3, 4), "français", "f3", "f2", "=1+1 😀"],
                 [12, "IXL-A", dt.date(2026, 3, 4), "NL", 1, 3.0, None], [None] * 7,
                 [None, "IXL-A", "4/3/26", None, "bien", None, None])
    first, second, third = read(path, CARD, KNOWN)
    assert (first.source, first.number, first.participant_number, first.cohort) == ("cards", "4", "A-01", "IXL-A")
    assert first.submitted == second.submitted == third.submitted == dt.datetime(2026, 3, 4)
    assert (first.language, second.language, third.language) == ("fr", "nl", "")
    assert first.answers == {"today": "f3", "content": "f2", "word": "=1+1 😀"}
    assert (second.participant_number, second.answers["today"], second.answers["content"]) == ("12", "f1", "f3")
    assert (third.number, third.participant_number, third.answers["today"]) == ("7", "", "f3")


@pytest.mark.parametrize(("typed", "code"), [
    ("f3", "f3"), ("F3", "f3"), (" f3 ", "f3"), (3, "f3"), ("3", "f3"), ("3,0", "f3"), (3.0, "f3"), ("Bien", "f3"),
    ("🙂 bien", "f3"), ("🙂", "f3"), ("GOED", "f3"), ("جيد", "f3"), ("pas bien", "f1"), ("☹", "f1"),
    ("je prefere ne pas repondre", "pn"),
    (4, "4"), ("bof", "bof"), ("2.5", "2.5"), ("?!", "?!"),
])
def test_answers_by_code_by_value_and_by_words_of_any_language(sheet, typed, code):
    assert answers(sheet(["token", "date", "today"], ["abc", "2026-03-04", typed])) == [code]


@pytest.mark.parametrize(("written", "moment"), [
    ("2026-03-04", (2026, 3, 4)), ("04/03/2026", (2026, 3, 4)), ("4-3-26", (2026, 3, 4)),
    ("4.3.2026 14:30", (2026, 3, 4, 14, 30)), ("4/3/2026 14h30", (2026, 3, 4, 14, 30)), ("46085", (2026, 3, 4)),
    ("31/02/2026", None), ("hier", None), ("", None),
])
def test_days_as_people_write_them(sheet, written, moment):
    form, = read(sheet(["token", "datum", "today"], ["abc", written, "f1"]), CARD, KNOWN)
    assert form.submitted == (dt.datetime(*moment) if moment else None)


@pytest.mark.parametrize(("headings", "cells", "housing", "work"), [
    (["needs[housing]", "needs[work]"], ["x", ""], "Y", ""), (["needs.housing", "session.needs.work"], ["non", "✓"], "", "Y"),
    (["needs"], ["Mon logement; work"], "Y", "Y"), (["needs"], ["le travail"], "", "Y"), (["needs"], ["autre"], "autre", ""),
    (["needs"], ["housing, autre"], "Y", "housing, autre"),
    (["needs[housing]", "needs[work]"], ["peut-être", 1], "peut-être", "Y"),
])
def test_multiple_choices_in_columns_or_in_one_cell(sheet, headings, cells, housing, work):
    form, = read(sheet(["token", "today", *headings], ["abc", "f1", *cells]), CARD, KNOWN)
    assert (form.answers["needs[housing]"], form.answers["needs[work]"]) == (housing, work)


def test_dates_and_numbers_among_the_answers(sheet):
    form, = read(sheet(["token", "age", "born"], ["abc", 34.0, dt.datetime(1992, 5, 6)]), CARD, KNOWN)
    assert (form.answers["age"], form.answers["born"]) == ("34", "1992-05-06")


def test_cards_prepared_and_never_filled_in_are_left_out(sheet):
    path = sheet(["Nummer", "Groep", "Datum", "today"], ["A-01", "IXL-A", "4/3/2026", "f1"], ["A-02", "IXL-A", "4/3/2026", None])
    assert [form.participant_number for form in read(path, CARD, KNOWN)] == ["A-01"]


def test_columns_with_names_are_told_by_their_place_and_not_read(sheet):
    form, = read(sheet(["Nom", "token", "today", "Fatima", "today"], ["Fatima B.", "abc", "f1", "x", "f3"]), CARD, KNOWN)
    assert form.answers == {"today": "f1", "column A": "", "column D": "", "column E": ""}


def test_the_sheet_that_belongs_to_the_questionnaire_is_found(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["Lisez-moi"])
    workbook.create_sheet("Liste").append(["Groupe", "today"])
    cards = workbook.create_sheet("Cartes")
    cards.append(["token", "today", "content"])
    cards.append(["abc", "f1", "f2"])
    workbook.save(tmp_path / "cards.xlsx")
    assert [form.token for form in read(tmp_path / "cards.xlsx", CARD, KNOWN)] == ["abc"]


def test_an_ods_and_a_csv_sheet_are_read_like_a_workbook(tmp_path, sheet):
    rows = pd.DataFrame({"N°": ["A-01"], "Date": [dt.datetime(2026, 3, 4)], "today": [3], "word": ["été"]})
    rows.to_excel(tmp_path / "cards.ods", engine="odf", index=False)
    (tmp_path / "cards.csv").write_text("N°;Date;today;word\nA-01;4/3/2026;3;été\n", encoding="cp1252")
    book = sheet(list(rows.columns), ["A-01", dt.datetime(2026, 3, 4), 3, "été"])
    first = read(book, CARD, KNOWN)
    assert first[0].answers == {"today": "f3", "word": "été"}
    assert read(tmp_path / "cards.ods", CARD, KNOWN) == first == read(tmp_path / "cards.csv", CARD, KNOWN)
