"""What a questionnaire may say: each thing that LimeSurvey would cut, refuse or compute is refused here, with a message."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from evaltools.errors import SettingsError
from evaltools.questionnaires import Survey, load

WORDS = {"en": "Word"}
SCALES = {"agree": {"answers": [{"code": "a1", "value": 1, "text": WORDS}, {"code": "a2", "value": 2, "text": WORDS}]}}


def item(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "scale": "agree", "text": WORDS, **more}


def written(folder: Path, *items: dict[str, Any], scales: dict[str, Any] | None = None, **more: Any) -> Survey:
    (folder / "scales.yml").write_text(yaml.safe_dump(scales or SCALES), "utf-8")
    survey = {"id": "test", "title": WORDS, "languages": ["en"], "waves": ["intake"], "items": list(items), **more}
    (folder / "test.yml").write_text(yaml.safe_dump(survey), "utf-8")
    return load(folder).surveys["test"]


@pytest.mark.parametrize(("bad", "words"), [
    (item("Mood"), "String should match"),
    (item("mood_now"), "String should match"),
    (item("m" * 21), "at most 20"),
    (item("mood", scale=""), "a choice needs a scale"),
    (item("mood", scale="other"), "there is no scale 'other'"),
    (item("mood", type="array"), "an array needs rows"),
    (item("mood", type="multiple"), "a multiple needs options"),
    (item("mood", type="multiple", options={"other": WORDS}), "LimeSurvey's own codes"),
    (item("mood", type="array", rows={"comment": WORDS}), "LimeSurvey's own codes"),
    (item("mood", type="ranking", options={"tooLong": WORDS}), "at most five letters"),
    (item("mood", type="number", other=WORDS), "only a choice or a multiple choice has `other`"),
    (item("mood", type="multiple", options={"one": WORDS}, exclusive=["two"]), "`exclusive` names an option"),
    (item("mood", text={"en": "Since {TODAY}?"}), "braces"),
    (item("mood", module="more"), "there is no module 'more'"),
    (item("mood", group="elsewhere"), "there is no group 'elsewhere'"),
    (item("mood", when={"item": "later"}), "`when` must ask about an item that stands before it"),
    (item("mood", pages=2), "Extra inputs are not permitted"),
])
def test_a_mistake_in_an_item_is_told(tmp_path: Path, bad: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError) as error:
        written(tmp_path, bad, groups={"main": WORDS})
    assert words in error.value.message
    assert error.value.message.startswith("test.yml")


@pytest.mark.parametrize(("when", "words"), [
    ({"item": "first"}, "needs `is: [codes]`"),
    ({"item": "first", "is": ["zzz"]}, "names 'zzz'"),
    ({"item": "several", "is": ["a1"]}, "can ask about a choice, or an option"),
    ({"item": "several.three"}, "can ask about a choice, or an option"),
    ({"item": "extra", "is": ["a1"]}, "which may be off"),
])
def test_a_condition_that_cannot_be_asked_is_told(tmp_path: Path, when: dict[str, Any], words: str) -> None:
    several = item("several", type="multiple", options={"one": WORDS, "two": WORDS}, scale="")
    with pytest.raises(SettingsError, match="second") as error:
        written(tmp_path, item("first"), several, item("extra", module="more"), item("second", when=when), modules={"more": WORDS})
    assert words in error.value.message


def test_the_same_code_in_other_letters_is_the_same_code(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="myMood stands twice"):
        written(tmp_path, item("mymood"), item("myMood"))


@pytest.mark.parametrize(("codes", "words"), [
    (["a1", "a1"], "stands twice"), (["0", "1", "2"], "are lost on their way"), (["abcdef"], "at most 5"),
    (["a_1"], "String should match")])
def test_a_scale_that_limesurvey_would_lose_is_told(tmp_path: Path, codes: list[str], words: str) -> None:
    scales = {"agree": {"answers": [{"code": code, "text": WORDS} for code in codes]}}
    with pytest.raises(SettingsError) as error:
        written(tmp_path, item("mood"), scales=scales)
    assert words in error.value.message
    assert error.value.message.startswith("scales.yml, agree")


def test_who_has_no_access_code_is_anonymous(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="anonymous: true"):
        written(tmp_path, item("mood"), respondent="partner")


def test_columns_are_those_of_the_server(tmp_path: Path) -> None:
    options = {"one": WORDS, "two": WORDS}
    survey = written(
        tmp_path, item("mood", other=WORDS), item("needs", type="multiple", options=options, other=WORDS, scale=""),
        item("parts", type="array", rows={"SQ001": WORDS}), item("order", type="ranking", options=options, most=1, scale=""))
    assert {column: name for each in survey.items for column, name in survey.columns(each).items()} == {
        "mood": "test.mood", "mood[other]": "test.mood.other",
        "needs[one]": "test.needs.one", "needs[two]": "test.needs.two", "needs[other]": "test.needs.other",
        "parts[SQ001]": "test.parts.SQ001", "order[1]": "test.order.1"}


def test_modules_are_switched_on_by_name(tmp_path: Path) -> None:
    survey = written(tmp_path, item("mood"), item("flat", module="home"), modules={"home": WORDS})
    assert [each.code for each in survey.with_modules([]).items] == ["mood"]
    assert [each.code for each in survey.with_modules(["home"]).items] == ["mood", "flat"]
    with pytest.raises(SettingsError, match="no module 'money'") as error:
        survey.with_modules(["money"])
    assert error.value.hint == "It has: home."
