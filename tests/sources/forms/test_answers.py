"""What each kind of item makes of what was written."""

import pytest

from evaltools.questionnaires import Scale, Survey
from evaltools.sources.forms.answers import Layout
from evaltools.sources.forms.form import Form
from evaltools.sources.forms.problems import RULES, Problems

TEXT = {"en": "?"}
SCALES = {"three": Scale(answers=[{"code": str(n), "value": n, "text": TEXT} for n in (1, 2, 3)]),
          "ten": Scale(answers=[{"code": f"l{n}", "value": n, "text": TEXT} for n in (0, 10)])}


def read(answers, *items):
    survey = Survey(id="q", title=TEXT, languages=("fr",), waves=("end",), items=[{"text": TEXT, **item} for item in items])
    form, problems = Form("1", "1", answers=answers), Problems()
    rows, share = Layout.of(survey, SCALES, [form]).read(form, problems)
    return rows, share, {row["rule"]: row["count"] for row in problems.records()}


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
    assert rows == [{"item": "q.qualite.SQ001", "value": 3, "choice": "3", "status": "answered"}]
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
    assert all(severity in ("refused", "doubtful") and detail.endswith(".") for severity, detail in RULES.values())
