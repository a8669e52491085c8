"""From forms to tables: who, where, when, how complete; counted by hand on small tables."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.questionnaires import Questionnaires, Survey
from evaltools.settings import SurveySetting
from evaltools.sources.forms import Form, combined, source_of, tidy
from evaltools.tables import check

from .conftest import NOW, SCALE, forms_of, responses, rules, survey_of


def test_a_form_finds_participant_cohort_site_and_day(tidied):
    tables = tidied("""
        number token day                 all
        7      tanna 2026-07-20T18:05:00 *""")
    row = tables["responses"].iloc[0].to_dict()
    assert pd.isna(row.pop("language"))
    assert row == {"response": "end-end-100-7", "participant": "anna", "questionnaire": "end", "wave": "end",
                   "programme": "ateliers", "site": "sgi", "cohort": "new", "source": "100",
                   "submitted": pd.Timestamp("2026-07-20"),
                   "complete": True, "share_answered": 1.0}
    assert rules(tables) == {("missing_item", "end.why"): 1}
    for name, frame in tables.items():
        check(name, frame)


def test_completeness_by_share_of_the_items_that_are_no_long_text(tidied):
    tables = tidied("""
        number token  day        a  b  c  d  e  why
        1      -      2026-07-01 s1 s2 s3 s4 na -
        2      -      2026-07-01 s1 s2 s3 pn -  -
        3      -      2026-07-01 s1 s2 s3 -  -  -
        4      -      2026-07-01 s1 s2 -  -  -  because
        5      -      2026-07-01 -  -  -  -  -  -""")
    assert responses(tables, "complete", "share_answered") == {
        "1": (True, 1.0), "2": (True, 0.8), "3": (False, 0.6), "4": (False, 0.4), "5": (False, 0.0)}
    assert tables["answers"]["response"].str[-1].value_counts().to_dict() == {"1": 5, "2": 4, "3": 3}
    assert rules(tables) == {("no_token", "token"): 5, ("break_off", "share_answered"): 2}


def test_values_choices_and_statuses(tidied):
    answers = tidied("""
        number token day        a  b  c  d  e  why
        1      tanna 2026-07-01 s1 s5 na pn s4 =1+1""")["answers"].set_index("item")
    assert answers.loc["end.b", ["value", "choice", "status"]].tolist() == [5.0, "s5", "answered"]
    assert answers["status"].to_dict() == {"end.a": "answered", "end.b": "answered", "end.c": "not_applicable",
                                                "end.d": "prefer_not", "end.e": "answered", "end.why": "answered"}
    assert answers["value"].isna().to_dict() == {"end.a": False, "end.b": False, "end.c": True, "end.d": True, "end.e": False,
                                                 "end.why": True}
    assert answers.loc["end.why", "text"] == "=1+1"


def test_unknown_codes_columns_and_items_are_counted_and_not_repeated(tidied):
    tables = tidied("""
        number token day        a   b  c  d  bonus
        1      tanna 2026-07-01 s9  s4 s4 s4 Fatima
        2      tbea  2026-07-01 s99 s4 s4 s4 -""")
    assert rules(tables) == {("unknown_code", "end.a"): 2, ("missing_item", "end.e"): 2, ("missing_item", "end.why"): 2,
                             ("unknown_item", "bonus"): 2}
    # Three of the four items that this survey has.
    assert responses(tables, "share_answered") == {"1": (0.75,), "2": (0.75,)}
    problems = tables["problems"].to_string()
    assert "s9" not in problems and "Fatima" not in problems and "anna" not in problems
    assert set(tables["problems"]["severity"]) == {"refused", "doubtful"}


def test_codes_that_no_register_knows(tidied):
    tables = tidied("""
        number token    day        all
        1      nobodys  2026-07-01 *
        2      nobodys  2026-07-01 *
        3      -        2026-07-01 *""")
    assert responses(tables, "participant", "cohort", "site", "programme") == dict.fromkeys("123", (None, None, None, "ateliers"))
    assert rules(tables) == {("missing_item", "end.why"): 3, ("unknown_token", "token"): 2, ("no_token", "token"): 1}


def test_an_anonymous_form_has_the_site_of_its_setting(tidied):
    tables = tidied("""
        number token day        all
        1      tanna 2026-07-01 *
        2      -     2026-07-01 *""", wave="visit", site="ixl", anonymous=True)
    assert responses(tables, "participant", "cohort", "site") == dict.fromkeys("12", (None, None, "ixl"))
    assert {rule for rule, _ in rules(tables)} == {"missing_item"}


def test_of_two_forms_of_one_woman_the_last_complete_one_is_kept(tidied):
    tables = tidied("""
        number token day        a  b  c  d  e
        1      tanna 2026-06-01 s1 s1 s1 s1 s1
        2      tanna 2026-06-02 s2 s2 s2 s2 s2
        3      tanna 2026-06-03 s3 s3 s3 -  -
        4      tbea  2026-06-01 s1 s1 s1 -  -
        5      tbea  2026-06-02 s1 -  -  -  -
        10     tchloe 2026-04-10 s1 s1 s1 s1 s1
        9      tchloe 2026-04-10 s2 s2 s2 s2 s2""")
    assert set(responses(tables, "participant")) == {"2", "4", "10"}
    assert rules(tables)[("duplicate", "participant")] == 4
    assert not any(rule == "break_off" for rule, _ in rules(tables))  # her break-off is the one that was dropped


def test_a_repeated_questionnaire_keeps_every_form(tidied):
    tables = tidied("""
        number token day        all
        1      tanna 2026-06-01 *
        2      tanna 2026-06-08 *""", wave="session", repeated=True)
    assert len(tables["responses"]) == 2 and ("duplicate", "participant") not in rules(tables)


def test_a_woman_of_two_groups_may_answer_in_both(tidied):
    tables = tidied("""
        number token day        all
        1      tbea  2025-06-20 *
        2      tbea  2026-07-20 *""")
    assert responses(tables, "cohort", "site") == {"1": ("old", "ixl"), "2": ("new", "sgi")}


@pytest.mark.parametrize(("wave", "day", "expected"), [
    ("end", "2026-01-31", "swapped_wave"), ("end", "2026-02-01", "new"), ("end", "2026-11-30", "new"),
    ("mid", "2026-01-31", "swapped_wave"), ("mid", "2026-04-01", "new"),
    ("session", "2026-01-31", "swapped_wave"), ("session", "2026-02-01", "new"),
    ("intake", "2026-01-15", "new"), ("intake", "2026-07-31", "new"), ("intake", "2026-08-01", "swapped_wave"),
    ("followup6", "2026-07-30", "swapped_wave"), ("followup6", "2026-07-31", "new"),
    ("followup12", "2026-07-30", "swapped_wave"), ("followup12", "2026-11-30", "new"),
    ("end", "2026-12-01", "new"), ("end", "2026-12-02", "impossible_date"), ("end", "1999-12-31", "impossible_date"),
    ("end", "1980-01-01", "no_date"), ("end", "-", "no_date"),
])
def test_a_date_must_be_possible_and_fit_its_wave(tidied, wave, day, expected):
    tables = tidied(f"""
        number token day   all
        1      tanna {day} *""", wave=wave)
    if expected == "new":
        assert responses(tables, "cohort") == {"1": ("new",)}
    else:
        assert tables["responses"].empty
        assert tables["answers"].empty and rules(tables)[(expected, "submitted")] == 1


def test_a_follow_up_counts_from_her_own_exit(tidied):
    tables = tidied("""
        number token  day        all
        1      tchloe 2026-04-14 *
        2      tchloe 2026-10-15 *""", wave="followup6")
    assert responses(tables, "cohort") == {"2": ("new",)} and rules(tables)[("swapped_wave", "submitted")] == 1


@pytest.mark.parametrize(("wave", "day", "cohort"), [
    ("followup6", "2026-01-05", "old"), ("followup12", "2026-07-05", "old"), ("followup6", "2026-11-30", "new"),
    ("intake", "2025-01-05", "old"), ("intake", "2026-01-20", "new"), ("end", "2025-12-01", "old"),
    ("session", "2025-03-01", "old"), ("session", "2025-12-01", "old"), ("session", "2026-03-01", "new"),
    ("anything", "2026-03-01", "new"), ("anything", "2025-10-01", "old"), ("anything", "2024-10-01", "old"),
])
def test_of_several_enrolments_the_one_that_the_wave_was_due_in(tidied, wave, day, cohort):
    tables = tidied(f"""
        number token day   all
        1      tbea  {day} *""", wave=wave)
    assert responses(tables, "cohort") == {"1": (cohort,)}


def test_a_woman_of_another_programme_is_kept_without_a_group(tidied):
    tables = tidied("""
        number token day        all
        1      tdora 2026-07-01 *
        2      tnone 2026-07-01 *""")
    assert responses(tables, "participant", "cohort") == {"1": ("dora", None), "2": ("eva", None)}
    assert rules(tables)[("not_enrolled", "cohort")] == 2


def test_paper_cards_say_number_and_group(tidied):
    tables = tidied("""
        number card  group     day        all
        1      a-01  new       2026-07-01 *
        2      A-02  Roses     2025-06-01 *
        3      A-01  OLD       2026-07-01 *
        4      A-99  new       2026-07-01 *
        5      -     lilas     2026-07-01 *
        6      A-01  elsewhere 2026-06-01 *
        7      -     new       2026-01-01 *""", repeated=True)
    assert responses(tables, "participant", "cohort") == {
        "1": ("anna", "new"), "2": ("bea", "old"), "3": ("anna", "new"), "4": (None, "new"), "5": (None, "new"),
        "6": ("anna", "new")}
    assert {key: count for key, count in rules(tables).items() if key[0] != "missing_item"} == {
        ("unknown_number", "number"): 1, ("no_token", "token"): 2, ("other_cohort", "cohort"): 1, ("unknown_cohort", "cohort"): 1,
        ("swapped_wave", "submitted"): 1}


def test_a_form_that_was_never_sent_counts_on_the_day_it_was_begun(tidied):
    begun = Form("100", "1", "tanna", started=dt.datetime(2026, 7, 2, 9), answers=dict.fromkeys("abcd", "s1") | {"e": ""})
    tables = tidied([begun])
    assert tables["responses"]["submitted"].tolist() == [pd.Timestamp("2026-07-02")]
    assert responses(tables, "complete", "share_answered") == {"1": (True, 0.8)}


def test_several_sources_are_laid_out_apart(tidied):
    here, there = forms_of("number token day a b c d e why\n1 tanna 2026-07-01 s1 s1 s1 s1 s1 x"), forms_of(
        "number token day a b c d\n1 tbea 2026-07-01 s1 s1 s1 s1", source="cards")
    tables = tidied([*here, *there])
    assert sorted(tables["responses"]["response"]) == ["end-end-100-1", "end-end-cards-1"]
    assert set(tables["problems"]["source"]) == {"cards"}


def test_no_forms_give_empty_tables_of_the_right_shape(tidied):
    for name, frame in tidied([]).items():
        check(name, frame)
        assert frame.empty


def test_the_same_forms_in_any_order_give_the_same_tables(tidied):
    forms = forms_of("""
        number token day        a  b  c  d  e
        1      tanna 2026-06-01 s1 s1 s1 s1 s1
        2      tanna 2026-06-02 s9 s2 s2 s2 s2
        3      tbea  2026-06-03 s3 s3 s3 -  -""")
    for name, frame in tidied(forms).items():
        pd.testing.assert_frame_equal(frame, tidied(forms[::-1])[name])


WRITTEN = st.text(max_size=12) | st.sampled_from(["s1", "s5", "na", "pn", "", "-oth-"])


@settings(max_examples=60, deadline=None)
@given(answers=st.lists(st.dictionaries(st.sampled_from(["a", "b", "c", "d", "e", "why", "x"]), WRITTEN), max_size=6),
       moment=st.none() | st.datetimes(), token=st.sampled_from(["tanna", "", "secret-token"]))
def test_whatever_is_written_nothing_is_raised_lost_or_repeated(register, programme, answers, moment, token):
    survey = survey_of(repeated=True)
    known = Questionnaires(surveys={"end": survey}, scales={"five": SCALE})
    setting = SurveySetting(questionnaire="end", wave="end", sid=100)
    forms = [Form("100", str(number), token, submitted=moment, answers=given) for number, given in enumerate(answers)]
    tables = tidy(forms, survey, known, setting, programme, register, NOW)
    for name, frame in tables.items():
        check(name, frame)
    refused = tables["problems"].query("column == 'submitted'")["count"].sum()
    assert len(tables["responses"]) + refused == len(forms)
    assert tables["responses"]["share_answered"].between(0, 1).all()
    assert set(tables["answers"]["response"]) <= set(tables["responses"]["response"])
    items = {f"end.{item}" for item in ("a", "b", "c", "d", "e", "why")}
    assert set(tables["problems"]["column"]) <= {"submitted", "token", "share_answered", "x", *items}
    assert "secret-token" not in tables["responses"].to_string() + tables["problems"].to_string()


@pytest.mark.parametrize(("day", "kept"), [("2026-01-31", False), ("2026-02-01", True), ("2026-07-31", True), ("2026-08-01", False)])
def test_a_mid_form_outside_of_the_course_belongs_to_another_wave(tidied, day, kept):
    tables = tidied(f"""
        number token day   all
        1      tanna {day} *""", wave="mid")
    assert len(tables["responses"]) == kept and (("swapped_wave", "submitted") in rules(tables)) != kept


def test_a_course_that_went_on_longer_than_planned_takes_mid_forms_until_its_real_end(tidied):
    """Roses was planned until 30 June 2025 and ended on 5 July; Bea's other group had not begun."""
    tables = tidied("""
        number token day        all
        1      tbea  2025-07-05 *
        2      tbea  2025-07-06 *""", wave="mid", repeated=True)
    assert responses(tables, "cohort") == {"1": ("old",)}


def test_forms_are_read_once_and_one_by_one(tidied, register, programme):
    """An iterator is enough, and what comes out is what a list gives."""
    text = """
        number token day        a  b  c  d  e  why
        1      tanna 2026-06-01 s1 s1 s1 s1 s1 -
        2      tanna 2026-06-02 s9 s2 s2 s2 s2 x
        3      tbea  2026-06-03 s3 s3 s3 -  -  -
        4      -     2026-06-03 s3 -  -  -  -  -"""
    survey = survey_of()
    known = Questionnaires(surveys={"end": survey}, scales={"five": SCALE})
    setting = SurveySetting(questionnaire="end", wave="end", sid=100)
    once = tidy(iter(forms_of(text)), survey, known, setting, programme, register, NOW)
    for name, frame in tidied(text).items():
        pd.testing.assert_frame_equal(frame, once[name])


def test_columns_that_come_late_count_for_the_forms_before(tidied):
    early, late = forms_of("number token day a b c\n1 tanna 2026-07-01 s1 s1 s1"), forms_of(
        "number token day a b c d e\n2 tbea 2026-07-01 s1 s1 s1 s1 s1")
    tables = tidied([*early, *late])
    assert responses(tables, "share_answered") == {"1": (0.6,), "2": (1.0,)}
    assert rules(tables) == {("missing_item", "end.why"): 2}


def test_a_code_that_was_not_invited(register, programme):
    survey = survey_of()
    known = Questionnaires(surveys={"end": survey}, scales={"five": SCALE})
    setting = SurveySetting(questionnaire="end", wave="end", sid=100)
    forms = forms_of("number token day all\n1 tanna 2026-07-01 *\n2 tbea 2026-07-01 *\n3 nobodys 2026-07-01 *\n4 - 2026-07-01 *")
    for codes, count in (({"tanna"}, 1), ({"tanna", "tbea"}, 0), ((), 0)):
        tables = tidy(forms, survey, known, setting, programme, register, NOW, invited=codes)
        assert rules(tables).get(("never_invited", "token"), 0) == count and len(tables["responses"]) == 4


def test_a_module_that_is_not_asked_counts_for_nothing(register, programme):
    items = [{"code": code, "scale": "five", "text": {"en": "?"}, "module": "extra" if code in "de" else ""} for code in "abcde"]
    survey = Survey(id="end", title={"en": "?"}, languages=("fr",), waves=("end",), modules={"extra": {"en": "?"}}, items=items)
    known = Questionnaires(surveys={"end": survey}, scales={"five": SCALE})
    setting = SurveySetting(questionnaire="end", wave="end", sid=100)
    forms = forms_of("number token day a b c\n1 tanna 2026-07-01 s1 s2 s3")
    for modules, missing in (((), set()), (("extra",), {"end.d", "end.e"})):
        tables = tidy(forms, survey.with_modules(modules), known, setting, programme, register, NOW)
        assert set(tables["problems"]["column"]) == missing and tables["responses"]["share_answered"].tolist() == [1.0]


@pytest.mark.parametrize(("file", "source"), [
    ("exports/end.csv", "end"), ("exports/ixl/end.csv", "ixl-end"), ("exports/sgi/end.csv", "sgi-end"), ("exports/end.XLSX", "end-xlsx"),
    ("/home/claire/exports/end.csv", "end"), ("/home/claire/ixl/end.csv", "ixl-end"), ("../cards/end.ods", "cards-end-ods"),
    ("exports/نهاية.csv", "نهاية"), (None, "100"),
])
def test_a_source_is_known_by_its_number_or_by_its_file_and_folders(file, source):
    setting = SurveySetting(questionnaire="end", wave="end", file=file, sid=None if file else 100)
    assert source_of(setting) == source


def test_the_same_row_of_two_files_of_one_name_are_two_responses(tidied):
    parts = [tidied("number token day all\n1 - 2026-07-01 *", source=source) for source in ("ixl-end", "sgi-end")]
    survey = survey_of()
    tables = combined(parts, Questionnaires(surveys={"end": survey}, scales={"five": SCALE}))
    check("responses", tables["responses"])
    assert len(tables["responses"]) == 2 and tables["answers"].groupby("response").size().tolist() == [5, 5]
