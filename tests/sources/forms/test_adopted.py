"""A survey written elsewhere, in our names: nothing of the server passes for ours by having its name."""

import pytest

from evaltools.errors import SettingsError
from evaltools.sources.forms import Form
from evaltools.sources.forms.adopted import UNMAPPED, Adopted, load_adopted, translate

FILE = """\
sid: 123456
programme: ateliers
questionnaire: end
wave: end
questions:
  "Q1":  # L: a text
    item: content
    answers:
      "A1": l3
      "no": l1
      "A3":
  "Q2":
    parts:
      "SQ1": needs.housing
      "SQ2":
      "other": needs.other
  "content":
    item:
"""


@pytest.fixture
def root(tmp_path):
    path = tmp_path / "surveys" / "adopted" / "123456.yml"
    path.parent.mkdir(parents=True)
    path.write_text(FILE, "utf-8")
    return tmp_path


def translated(root, **answers):
    names = {name.replace("__", "[") + ("]" if "__" in name else ""): value for name, value in answers.items()}
    form, = translate([Form("123456", "1", token="t", answers=names)], load_adopted(root, 123456))
    assert (form.source, form.number, form.token) == ("123456", "1", "t")
    return form.answers


def test_columns_and_answer_codes_are_renamed(root):
    assert translated(root, Q1="A1", Q2__SQ1="Y", Q2__SQ2="Y", Q2__other="un chat") == {
        "content": "l3", "needs[housing]": "Y", "needs[other]": "un chat"}


def test_codes_that_yaml_would_read_as_no_stay_codes(root):
    assert translated(root, Q1="no") == {"content": "l1"}


@pytest.mark.parametrize("code", ["A3", "A9", "l3"])
def test_a_code_without_a_counterpart_is_never_one_of_ours(root, code):
    assert translated(root, Q1=code) == {"content": UNMAPPED}


@pytest.mark.parametrize("raw", ["", " ", "-oth-"])
def test_nothing_and_other_stay_what_they_are(root, raw):
    assert translated(root, Q1=raw) == {"content": raw}


def test_a_question_that_has_one_of_our_names_is_not_ours(root):
    assert translated(root, content="A1") == {}


def test_a_question_that_the_file_does_not_name_keeps_a_name_that_no_item_has(root):
    assert translated(root, welcome="l1") == {"welcome, not in 123456.yml": "l1"}


def test_a_survey_of_our_own_has_no_file(tmp_path):
    assert load_adopted(tmp_path, 1) is None


@pytest.mark.parametrize(("old", "new", "message"), [
    ("questions:", "questions: [", "not readable YAML"), ("sid: 123456", "sid: 5", "speaks of the survey 5"),
    ('"SQ2":', '"SQ2": content', "two questions are said to be content"), ("wave: end", "weave: end", "wave: Field required"),
])
def test_a_wrong_file_is_told_by_name(root, old, new, message):
    path = root / "surveys" / "adopted" / "123456.yml"
    path.write_text(FILE.replace(old, new, 1), "utf-8")
    with pytest.raises(SettingsError, match=message) as error:
        load_adopted(root, 123456)
    assert "123456.yml" in error.value.message


def test_names_are_those_that_have_a_question():
    adopted = Adopted.model_validate({"sid": 1, "programme": "p", "questionnaire": "q", "wave": "w", "questions": {
        "a": {"item": "x"}, "b": {"parts": {"1": "y.z", "2": ""}}}})
    assert adopted.names() == {"x", "y.z"}
