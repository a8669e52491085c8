"""What each kind of item makes of what was written."""

from collections import Counter

import pytest

from evaltools.questionnaires import Scale, Survey
from evaltools.sources.forms.form import Form
from evaltools.sources.forms.layout import Layout
from evaltools.sources.forms.problems import DRIFT, RULES, Problems

TEXT = {"en": "?"}
SCALES = {"three": Scale(answers=[{"code": str(n), "value": n, "text": TEXT} for n in (1, 2, 3)]),
          "ten": Scale(answers=[{"code": f"l{n}", "value": n, "text": TEXT} for n in (0, 10)])}


def read(answers, *items):
    survey = Survey(id="q", title=TEXT, languages=("fr",), waves=("end",), items=[{"text": TEXT, **item} for item in items])
    form, problems = Form("1", "1", answers=answers), Problems()
    layout = Layout(survey, SCALES)
    layout.note(form)
    reading = layout.read(form, problems)
    counted = Counter()
    for row in problems.records():
        counted[row["rule"]] += row["count"]
    return [row._asdict() for row in reading.rows], layout.share(reading), dict(counted)


def said(answers, *items):
    """What is read of a form: item -> value, choice, text, as far as there is one."""
    rows, share, problems = read(answers, *items)
    short = {row["item"].removeprefix("q."): tuple(row[name] for name in ("value", "choice", "text") if row[name] is not None)
             for row in rows}
    return short, share, problems


NEEDS = {"code": "needs", "type": "multiple", "options": {"home": TEXT, "work": TEXT, "papers": TEXT}}


@pytest.mark.parametrize(("ticks", "values"), [
    ({"home": "Y", "work": "", "papers": "Y"}, [1, 0, 1]), ({"home": "1", "work": "0", "papers": "N"}, [1, 0, 0]),
    ({"home": "", "work": "", "papers": ""}, []), ({"home": "N", "work": "N", "papers": "N"}, []),
])
def test_a_multiple_choice_has_a_row_an_option_where_one_is_ticked(ticks, values):
    rows, share, problems = read({f"needs[{option}]": tick for option, tick in ticks.items()}, NEEDS)
    assert [row["value"] for row in rows] == values and share == bool(values) and problems == {}
    assert [row["item"] for row in rows] == (["q.needs.home", "q.needs.work", "q.needs.papers"] if values else [])


def test_a_tick_that_is_none_is_refused():
    rows, _, problems = read({"needs[home]": "peut-être", "needs[work]": "Y", "needs[papers]": ""}, NEEDS)
    assert {row["item"]: row["value"] for row in rows} == {"q.needs.work": 1, "q.needs.papers": 0}
    assert problems == {"unknown_code": 1}


def test_an_array_has_a_row_and_counts_once_for_each_of_its_rows():
    array = {"code": "qualite", "type": "array", "scale": "three", "rows": {"SQ001": TEXT, "SQ002": TEXT}}
    rows, share, problems = read({"qualite[SQ001]": "3", "qualite[SQ002]": ""}, array)
    assert rows == [{"item": "q.qualite.SQ001", "value": 3, "choice": "3", "text": None, "status": "answered"}]
    assert share == 0.5 and problems == {}


@pytest.mark.parametrize(("raw", "scale", "value"), [
    ("42.5", "", 42.5), ("42,5", "", 42.5), (" 1 200 ", "", 1200), ("0", "", 0), ("-1", "", "impossible_number"),
    ("1e9", "", "impossible_number"), ("inf", "", "impossible_number"), ("nan", "", "impossible_number"),
    ("douze", "", "not_a_number"), ("10", "ten", 10), ("11", "ten", "impossible_number"),
])
def test_numbers(raw, scale, value):
    rows, share, problems = read({"age": raw}, {"code": "age", "type": "number", "scale": scale})
    assert [row["value"] for row in rows] == ([] if isinstance(value, str) else [value])
    assert problems == ({value: 1} if isinstance(value, str) else {}) and share == (not problems)


@pytest.mark.parametrize(("raw", "text"), [
    ("2026-03-01 00:00:00", "2026-03-01"), ("2026-03-01", "2026-03-01"), ("0026-03-01", None),
    ("demain", None), ("2026-02-30", None),
])
def test_dates(raw, text):
    rows, _, problems = read({"jour": raw}, {"code": "jour", "type": "date"})
    assert [row["text"] for row in rows] == ([text] if text else [])
    assert problems == ({} if text else {"impossible_answer_date": 1})


@pytest.mark.parametrize("raw", ["=1+1", "<script>x</script>", "\u202bRTL\u202c 😀", "two\r\nlines", "  kept  "])
def test_texts_stay_as_they_are(raw):
    rows, share, _ = read({"why": raw}, {"code": "why", "type": "long_text"})
    assert [row["text"] for row in rows] == [raw] and share == 1


def test_blanks_are_no_answer():
    assert read({"why": " \n "}, {"code": "why", "type": "short_text"}) == ([], 0.0, {})


def test_every_rule_says_what_happens_to_the_value():
    assert all(severity in ("refused", "doubtful") and detail.endswith(".") for severity, detail in {**RULES, **DRIFT}.values())


HOME = {"code": "home", "scale": "three", "other": TEXT}
SOURCES = {"code": "from", "type": "multiple", "options": {"web": TEXT, "none": TEXT}, "other": TEXT, "exclusive": ("none",)}
RANK = {"code": "rank", "type": "ranking", "options": {"money": TEXT, "work": TEXT, "home": TEXT}, "most": 2}


@pytest.mark.parametrize(("answers", "rows", "share"), [
    ({"home": "2", "home[other]": ""}, {"home": (2, "2")}, 1),
    ({"home": "-oth-", "home[other]": "chez ma soeur"}, {"home": ("other",), "home.other": ("chez ma soeur",)}, 1),
    ({"home": "-oth-", "home[other]": " "}, {"home": ("other",)}, 1),
    ({"home": "", "home[other]": "chez ma soeur"}, {"home": ("other",), "home.other": ("chez ma soeur",)}, 1),
    ({"home": "3", "home[other]": "x"}, {"home": (3, "3"), "home.other": ("x",)}, 1),
    ({"home": "", "home[other]": ""}, {}, 0),
])
def test_the_other_answer_of_a_choice_has_no_value_and_keeps_its_words_apart(answers, rows, share):
    assert said(answers, HOME) == (rows, share, {})


def test_the_other_answer_is_refused_where_the_questionnaire_has_none():
    assert said({"home": "-oth-"}, {"code": "home", "scale": "three"}) == ({}, 0, {"unknown_code": 1})


@pytest.mark.parametrize(("web", "none", "other", "rows", "problems"), [
    ("Y", "", "", {"from.web": (1,), "from.none": (0,), "from.other": (0,)}, {}),
    ("", "", "une amie", {"from.web": (0,), "from.none": (0,), "from.other": (1, "une amie")}, {}),
    ("", "Y", "", {"from.web": (0,), "from.none": (1,), "from.other": (0,)}, {}),
    ("Y", "Y", "", {"from.web": (1,), "from.none": (0,), "from.other": (0,)}, {"exclusive_answer": 1}),
    ("", "Y", "x", {"from.web": (0,), "from.none": (0,), "from.other": (1, "x")}, {"exclusive_answer": 1}),
    ("", "", "", {}, {}),
])
def test_a_multiple_choice_with_other_and_none_of_these(web, none, other, rows, problems):
    assert said({"from[web]": web, "from[none]": none, "from[other]": other}, SOURCES) == (rows, float(bool(rows)), problems)


@pytest.mark.parametrize(("first", "second", "rows", "problems"), [
    ("work", "money", {"rank.1": (1, "work"), "rank.2": (2, "money")}, {}),
    ("home", "", {"rank.1": (1, "home")}, {}), ("", "", {}, {}),
    ("work", "work", {"rank.1": (1, "work")}, {"ranked_twice": 1}),
    ("car", "work", {"rank.2": (2, "work")}, {"unknown_code": 1}),
])
def test_a_ranking_has_a_row_a_place_and_counts_once(first, second, rows, problems):
    answers = {"rank[1]": first, "rank[2]": second, "rank[3]": ""}  # LimeSurvey has a column for each option
    assert said(answers, RANK) == (rows, float(bool(rows)), problems)


def test_the_spare_columns_of_a_ranking_are_no_unknown_items():
    survey = Survey(id="q", title=TEXT, languages=("fr",), waves=("end",), items=[{"text": TEXT, **RANK}])
    layout = Layout(survey, {})
    layout.note(Form("1", "1", answers={f"rank[{place}]": "" for place in (1, 2, 3, 4)}))
    assert (layout.missing, layout.unknown) == ((), ("rank[4]",))


@pytest.mark.parametrize(("raw", "bounds", "value"), [
    ("12", {"low": 0, "high": 12}, 12), ("13", {"low": 0, "high": 12}, "impossible_number"), ("-3", {"low": -5}, -3),
    ("-6", {"low": -5}, "impossible_number"), ("3.5", {"whole": True}, "not_whole"), ("3.0000000000", {"whole": True}, 3),
    ("-3", {"high": -1}, -3), ("0", {"low": 1}, "impossible_number"), ("2000000", {"high": 3e6}, 2e6),
])
def test_numbers_with_bounds(raw, bounds, value):
    refused = isinstance(value, str)
    assert said({"n": raw}, {"code": "n", "type": "number", **bounds}) == (
        {} if refused else {"n": (value,)}, float(not refused), {value: 1} if refused else {})


CHAIN = ({"code": "a", "scale": "three"}, {"code": "b", "scale": "three", "when": {"item": "a", "is": ["1", "2"]}},
         {"code": "c", "scale": "three", "when": {"item": "b", "is": ["3"]}},
         {"code": "d", "type": "array", "scale": "three", "rows": {"x": TEXT, "y": TEXT}, "when": {"item": "c", "is": ["1"]}})


@pytest.mark.parametrize(("a", "b", "c", "x", "y", "share", "problems"), [
    ("3", "", "", "", "", 1, {}), ("1", "", "", "", "", 1 / 2, {}), ("2", "3", "", "", "", 2 / 3, {}),
    ("2", "3", "1", "1", "", 4 / 5, {}), ("2", "3", "2", "", "", 1, {}), ("", "", "", "", "", 0, {}),
    ("3", "1", "", "", "", 1, {"not_asked": 1}), ("3", "3", "1", "1", "1", 1, {"not_asked": 4}),
])
def test_a_question_that_was_not_asked_counts_neither_as_applicable_nor_as_answered(a, b, c, x, y, share, problems):
    _, found, counted = read({"a": a, "b": b, "c": c, "d[x]": x, "d[y]": y}, *CHAIN)
    assert found == pytest.approx(share) and counted == problems


@pytest.mark.parametrize(("tick", "share"), [("Y", 0.5), ("", 1), ("N", 1), ("1", 0.5)])
def test_a_question_after_a_ticked_option(tick, share):
    asked = {"code": "why", "type": "short_text", "when": {"item": "needs.home"}}
    _, found, problems = read({"needs[home]": tick, "needs[work]": "Y", "needs[papers]": "", "why": ""}, NEEDS, asked)
    assert found == share and problems == {}


@pytest.mark.parametrize("b", ["2", ""])
def test_where_the_survey_lacks_the_question_before_the_answer_decides(b):
    assert said({"b": b}, *CHAIN[:2]) == ({"b": (2, "2")} if b else {}, float(bool(b)), {})


def test_what_a_source_has_is_known_after_its_last_form():
    survey = Survey(id="q", title=TEXT, languages=("fr",), waves=("end",),
                    items=[{"code": code, "scale": "three", "text": TEXT} for code in "ab"])
    layout, problems = Layout(survey, SCALES), Problems()
    forms = [Form("1", "1", answers={"a": "1"}), Form("1", "2", answers={"a": "1", "b": "2", "z": ""})]
    readings = []
    for form in forms:
        layout.note(form)
        readings.append(layout.read(form, problems))
    assert [layout.share(reading) for reading in readings] == [0.5, 1] and layout.unknown == ("z",) and layout.forms == 2
