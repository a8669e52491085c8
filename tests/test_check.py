"""`check` on small folders: each kind of mistake and note by itself, and a folder where nothing is wrong."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from evaltools import catalogue, questionnaires, settings, starter
from evaltools.check import check, silenced
from evaltools.check.sums import adding_up
from evaltools.cli.folder import check as command
from evaltools.errors import SettingsError
from evaltools.questionnaires import Questionnaires
from evaltools.sources.registers.template import write_template
from evaltools.tables import TABLES

SHIPPED = starter.folder("surveys")
SETTINGS = """
languages = ["fr"]
[organisation]
id = "maison"
name = {{fr = "Maison"}}
{server}
[[programmes]]
id = "ateliers"
kind = "workshop"
name = {{fr = "Ateliers"}}
registers = ["register.xlsx"]
{surveys}
"""
SERVER = '[limesurvey]\nurl = "http://127.0.0.1:9/"'


def survey(questionnaire: str, wave: str, **more: object) -> str:
    lines = {"questionnaire": questionnaire, "wave": wave, **more}
    values = {name: value if isinstance(value, int | list) else f'"{value}"' for name, value in lines.items()}
    return "\n".join(["[[programmes.surveys]]", *(f"{name} = {value}" for name, value in values.items())])


class Folder:
    """An organisation's folder with an empty register; tests add surveys and spoil questionnaires."""

    def __init__(self, root: Path) -> None:
        self.root = root
        write_template(root / "register.xlsx", "fr", "workshop")
        self.settle()

    def settle(self, *surveys: str, server: str = SERVER) -> None:
        (self.root / "evaltools.toml").write_text(SETTINGS.format(server=server, surveys="\n".join(surveys)), "utf-8")

    def edit(self, name: str, change: object = None, text: tuple[str, str] | None = None) -> None:
        """Change a copy of a shipped questionnaire: its content by a function, or its text."""
        if not (self.root / "surveys").exists():
            shutil.copytree(SHIPPED, self.root / "surveys")
        path = self.root / "surveys" / f"{name}.yml"
        if text:
            assert text[0] in path.read_text("utf-8")
            path.write_text(path.read_text("utf-8").replace(*text, 1), "utf-8")
        if callable(change):
            content = yaml.safe_load(path.read_text("utf-8"))
            change(content)
            path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")

    def add_item(self, name: str, **fields: object) -> None:
        words = dict.fromkeys(("fr", "nl", "en", "ar", "tr"), "?")

        def add(content: dict) -> None:
            content["items"].append({"text": words, "group": content["items"][0].get("group", "main"), **fields})

        self.edit(name, add)

    def mistakes(self) -> str:
        return "\n".join(check(self.root).mistakes)

    def notes(self) -> str:
        return "\n".join(check(self.root).notes)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


END = survey("end", "end", sid=101)


def test_a_folder_where_nothing_is_wrong(folder: Folder) -> None:
    folder.settle(END)
    assert check(folder.root).mistakes == ()


def test_settings_that_cannot_be_read_are_all_that_is_said(folder: Folder) -> None:
    (folder.root / "evaltools.toml").write_text("timezoen = 1", "utf-8")
    found = check(folder.root)
    assert any("timezoen" in line for line in found.mistakes) and found.notes == ()


def test_notes_stand_after_the_mistakes_and_alone_they_are_no_failure(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.settle(survey("end", "end"))
    command(folder.root)
    printed = capsys.readouterr().out
    assert printed.startswith("Nothing is wrong") and "\n  ateliers: end (end) is not on the server yet" in printed
    folder.settle(survey("end", "end"), survey("mid", "end", sid=1))
    with pytest.raises(SettingsError) as refused:
        command(folder.root)
    assert refused.value.exit_code == 2 and refused.value.message.startswith("1 things to mend:\n  ateliers: the questionnaire mid")
    assert refused.value.message.index("has no wave 'end'") < refused.value.message.index("perhaps meant so:\n  ateliers: end (end)")


# ---------------------------------------------------------------- words

def test_every_missing_text_is_told_by_place_and_language(folder: Folder) -> None:
    folder.settle(END)

    def spoil(content: dict) -> None:
        words = {"fr": "?", "nl": "?", "en": "?"}
        less = {"fr": "?", "en": " "}
        content["title"].pop("nl")
        content["welcome"], content["thanks"] = less, less
        content.setdefault("groups", {})["one"] = less
        content.setdefault("modules", {})["extra"] = less
        content["items"] += [
            {"code": "aa", "type": "multiple", "text": less, "options": {"home": less}, "other": less, "help": less, "group": "one"},
            {"code": "bb", "type": "array", "scale": "satisfaction", "text": words, "rows": {"r1": less}, "group": "one"}]

    folder.edit("end", spoil)
    folder.edit("scales", lambda content: content["satisfaction"]["answers"][0]["text"].pop("en"))
    lines = check(folder.root).mistakes
    places = ["welcome", "thanks", "group one", "module extra", "aa", "aa, option home", "aa, other", "aa, help", "bb, row r1"]
    assert set(lines) == {"Questionnaire end, title: no text in nl.", "Scale satisfaction, answer s1: no text in en.",
                          *(f"Questionnaire end, {place}: no text in nl, en." for place in places)}


def test_a_questionnaire_that_is_not_used_may_lack_words(folder: Folder) -> None:
    folder.settle(END)
    folder.edit("mid", lambda content: content["title"].pop("nl"))
    assert folder.mistakes() == ""


# ---------------------------------------------------------------- codes that LimeSurvey would cut, mix up or refuse

CHOICE = {"type": "choice", "scale": "satisfaction"}
LONG = "a" * 21


@pytest.mark.parametrize(("fields", "words"), [
    ({"code": LONG, **CHOICE}, "at most 20"), ({"code": "two_words", **CHOICE}, "should match pattern"),
    ({"code": "1st", **CHOICE}, "should match pattern"), ({"code": "Overall", **CHOICE}, "should match pattern"),
    ({"code": "overall", **CHOICE}, "overall stands twice"),
    ({"code": "aa", "type": "multiple", "options": {"other": {"fr": "?"}}}, "LimeSurvey's own codes"),
    ({"code": "aa", "type": "multiple", "options": {"comment": {"fr": "?"}}}, "LimeSurvey's own codes"),
    ({"code": "aa", "type": "array", "scale": "satisfaction", "rows": {"time": {"fr": "?"}}}, "LimeSurvey's own codes"),
    ({"code": "aa", "type": "array", "scale": "satisfaction", "rows": {"Time": {"fr": "?"}}}, "LimeSurvey's own code"),
    ({"code": "aa", "type": "multiple", "options": {"my_home": {"fr": "?"}}}, "should match pattern"),
    ({"code": "aa", "type": "multiple", "options": {LONG: {"fr": "?"}}}, "at most 20"),
    ({"code": "aa", "type": "ranking", "options": {"toolong": {"fr": "?"}}}, "at most five"),
    ({"code": "aa", "type": "multiple", "options": {"home": {"fr": "?"}, "hOme": {"fr": "?"}}}, "cannot tell it from 'home'"),
    ({"code": "aa", "type": "array", "scale": "satisfaction", "rows": {"r1": {"fr": "?"}, "R1": {"fr": "?"}}}, "cannot tell it from 'r1'"),
    ({"code": "aa", "scale": "nothing"}, "no scale 'nothing'"),
])
def test_codes_of_questions_options_and_rows(folder: Folder, fields: dict, words: str) -> None:
    folder.settle(END)
    folder.add_item("end", **fields)
    assert words in folder.mistakes()


@pytest.mark.parametrize(("codes", "words"), [
    (["toolong"], "at most 5"), (["a_b"], "should match pattern"), (["0", "1", "2"], "put a letter before"),
    (["s1", "s1"], "stands twice"), (["s1", "S1"], "cannot tell it from 's1'"), (["other", "s1"], "an answer 'other' already"),
])
def test_answer_codes(folder: Folder, codes: list[str], words: str) -> None:
    folder.settle(END)
    text = dict.fromkeys(("fr", "nl", "en"), "?")
    folder.edit("scales", lambda content: content.update(mine={"answers": [{"code": code, "text": text} for code in codes]}))
    folder.add_item("end", code="aa", scale="mine", other=text)
    assert words in folder.mistakes()


def test_a_word_that_stands_twice_in_a_file_is_not_lost_silently(folder: Folder) -> None:
    folder.settle(END)
    folder.edit("end", text=("  - code: overall\n", "  - code: overall\n    scale: ladder\n"))
    assert "'scale' stands there twice" in folder.mistakes() and "end.yml, line" in folder.mistakes()


@pytest.mark.parametrize(("when", "words"), [
    ({"item": "overall", "is": ["zz"]}, "names 'zz'"), ({"item": "nothing", "is": ["s1"]}, "stands before it"),
    ({"item": "overall"}, "needs `is"), ({"item": "overall.part", "is": ["s1"]}, ""),
])
def test_a_condition_that_can_never_be_met(folder: Folder, when: dict, words: str) -> None:
    folder.settle(END)
    folder.add_item("end", code="aa", when=when, **CHOICE)
    found = folder.mistakes()
    assert words in found and ("aa" in found or not words)


# ---------------------------------------------------------------- surveys of evaltools.toml

@pytest.mark.parametrize(("surveys", "words"), [
    ([survey("strange", "end", sid=1)], "no questionnaire 'strange'"), ([survey("end", "intake", sid=1)], "no wave 'intake'"),
    ([survey("end", "end", sid=1, modules=["strange"])], "no module 'strange'"),
    ([survey("end", "end", file="exports/none.csv")], "exports/none.csv is not there"),
    ([END, survey("mid", "mid", sid=101)], "101 stands 2 times"),
])
def test_surveys_that_fit_nothing(folder: Folder, surveys: list[str], words: str) -> None:
    folder.settle(*surveys)
    assert words in folder.mistakes()


def test_a_sid_without_a_server(folder: Folder) -> None:
    folder.settle(END, server="")
    assert "no [limesurvey]" in folder.mistakes()


def test_a_survey_that_is_still_to_be_pushed_is_a_note(folder: Folder) -> None:
    folder.settle(survey("end", "end"))
    assert folder.mistakes() == "" and "end (end) is not on the server yet: `evaltools survey push`" in folder.notes()


def export(folder: Folder, name: str, **columns: str) -> None:
    """An export of one form; columns left out are those of the questionnaire with an answer."""
    (folder.root / "exports").mkdir(exist_ok=True)
    known = questionnaires.load(SHIPPED)
    row = {"id": "1", "submitdate": "2026-03-01 10:00:00", "token": "secret-token"}
    for item in known.surveys["end"].with_modules(()).items:
        answer = known.scales[item.scale].answers[0].code if item.scale else ""
        row |= dict.fromkeys(known.surveys["end"].columns(item), answer if item.when is None else "")
    row |= columns
    row = {column: cell for column, cell in row.items() if cell != "-"}
    lines = [";".join(f'"{cell}"' for cell in cells) for cells in (row, row.values())]
    path = folder.root / "exports" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\r\n".join(lines) + "\r\n", "utf-8")


def test_files_of_answers_are_opened(folder: Folder) -> None:
    export(folder, "end.csv", overall="zz", content="-", bonus="Fatima")
    folder.settle(survey("end", "end", file="exports/end.csv"))
    found = check(folder.root)
    assert [line.split(": The")[0] for line in found.mistakes] == ["exports/end.csv: 1 x unknown_code in end.overall"]
    notes = "\n".join(found.notes)
    assert "exports/end.csv: 1 x missing_item in end.content" in notes and "1 x unknown_item in bonus" in notes
    assert not any(word in str(found) for word in ("zz", "Fatima", "secret-token"))


def test_a_file_that_cannot_be_read(folder: Folder) -> None:
    export(folder, "end.csv")
    (folder.root / "exports" / "end.csv").write_text("one;two\n1;2\n", "utf-8")
    folder.settle(survey("end", "end", file="exports/end.csv"))
    assert "no column of the questionnaire 'end'" in folder.mistakes()


def test_two_exports_of_one_name_in_two_folders_are_told_apart(folder: Folder) -> None:
    for name in ("ixl/end.csv", "sgi/end.csv"):
        export(folder, name)
    folder.settle(*(survey("end", "end", file=f"exports/{site}/end.csv") for site in ("ixl", "sgi")))
    assert folder.mistakes() == ""


def test_files_that_cannot_be_told_apart(folder: Folder) -> None:
    for name in ("fin 1.csv", "fin-1.csv"):
        export(folder, name)
    folder.settle(*(survey("end", "end", file=f"exports/{name}") for name in ("fin 1.csv", "fin-1.csv")))
    assert "cannot be told apart (fin-1)" in folder.mistakes()


# ---------------------------------------------------------------- indicators and items

OWN = """
entries:
  X01:
    name: my_share
    title: {en: a, fr: a, nl: a}
    definition: {en: a, fr: a, nl: a}
    population: {en: a, fr: a, nl: a}
    kind: share
    unit: percent
    rows: {answers: {end: end}, items: {"": CODE}, counts: [s1]}
"""


def own(folder: Folder, code: str) -> None:
    (folder.root / "indicators").mkdir()
    (folder.root / "indicators" / "mine.yml").write_text(OWN.replace("CODE", code), "utf-8")


def test_an_indicator_of_an_item_that_no_questionnaire_has(folder: Folder) -> None:
    folder.settle(END)
    own(folder, "nowhere")
    assert folder.mistakes() == "X01 asks for the item end.nowhere, which no questionnaire has."


def shares_of(folder: Folder, parts: dict[str, str], rows: str) -> None:
    (folder.root / "indicators").mkdir()
    named = "".join(f"\n      {part}: {{en: a, fr: a, nl: a}}" for part in parts)
    entry = OWN[:OWN.index("    rows:")] + f"    parts:{named}\n    rows: {rows}\n"
    (folder.root / "indicators" / "mine.yml").write_text(entry, "utf-8")


LENGTHS = {"short": "short", "right": "right", "long": "long"}


@pytest.mark.parametrize(("parts", "rows", "said"), [
    (LENGTHS, "{answers: {end: end}, choice: duration}", "all"),
    ({"fit": "", "unfit": ""}, "{answers: {end: end}, items: {fit: duration, unfit: duration}, "
     "counts: {fit: [right], unfit: [short, long]}}", "all"),
    ({"fit": "", "unfit": "", "place": ""}, "{answers: {end: end}, items: {fit: duration, unfit: duration, place: venue}, "
     "counts: {fit: [right], unfit: [short, long], place: [s1]}}", "[[fit, unfit]]"),
    ({"short": "", "right": ""}, "{answers: {end: end}, choice: duration}", ""),
    ({"fit": "", "some": ""}, "{answers: {end: end}, items: {fit: duration, some: duration}, "
     "counts: {fit: [right, long], some: [short, long]}}", ""),
])
def test_parts_that_add_up_without_saying_so(folder: Folder, parts: dict[str, str], rows: str, said: str) -> None:
    folder.settle(END)
    shares_of(folder, parts, rows)
    found = folder.mistakes()
    assert (f"Say `adds_up: {said}`." in found and found.startswith("X01: of ")) if said else found == ""
    mine = folder.root / "indicators" / "mine.yml"
    mine.write_text(mine.read_text("utf-8") + f"    adds_up: {said or '[]'}\n", "utf-8")
    assert folder.mistakes() == ""


def test_what_questions_tell_of_sums_is_what_the_catalogue_says(shipped_catalogue: dict[str, catalogue.Entry]) -> None:
    known = questionnaires.load(SHIPPED)
    entries = catalogue.with_keys(shipped_catalogue, SHIPPED)
    found = {name: adding_up(entry, known) for name, entry in entries.items()}
    assert {name: parts for name, parts in found.items() if parts - set(entries[name].sums)} == {}
    assert sum(map(len, found.values())) > 10


def score(folder: Folder, key: str) -> None:
    (folder.root / "indicators").mkdir()
    own = OWN.replace('items: {"": CODE}, counts: [s1]', f"score: {key}, counts: {{at_least: 5}}")
    (folder.root / "indicators" / "mine.yml").write_text(own, "utf-8")


def test_a_score_whose_items_are_not_asked(folder: Folder) -> None:
    folder.settle(END)
    score(folder, "who5")
    assert folder.mistakes() == "X01 is the score who5, of which the questionnaire end lacks who1, who2, who3, who4, who5."


def test_a_score_without_a_key(folder: Folder) -> None:
    folder.settle(END)
    score(folder, "nothing")
    assert "X01 asks for the score 'nothing'" in folder.mistakes()


def test_a_key_that_nobody_verified_is_a_note(folder: Folder) -> None:
    folder.edit("instruments", lambda keys: keys["who5"].update(verified=False))
    folder.settle(END)
    score(folder, "who5")
    assert "X01: nobody compared its scoring key with the publication" in folder.notes()


def test_an_indicator_of_a_module_that_nobody_switches_on(folder: Folder) -> None:
    folder.edit("end", lambda content: content.setdefault("modules", {}).update(extra=dict.fromkeys(("fr", "nl", "en"), "?")))
    folder.add_item("end", code="aa", module="extra", **CHOICE)
    own(folder, "aa")
    folder.settle(END)
    assert folder.mistakes() == "" and "X01: no answers, since no programme switches on the module extra of end." in folder.notes()
    folder.settle(survey("end", "end", sid=101, modules=["extra"]))
    assert "X01" not in folder.notes()


def test_an_indicator_of_a_questionnaire_that_nobody_asks(folder: Folder) -> None:
    folder.settle(survey("mid", "mid", sid=101))
    ends = [line for line in check(folder.root).notes if line.endswith(": no answers, since no programme asks the questionnaire end.")]
    assert len(ends) == 1 and "S01, " in ends[0]


def test_items_that_no_indicator_uses_are_one_note_a_questionnaire(folder: Folder) -> None:
    folder.add_item("end", code="idle", **CHOICE)
    folder.settle(END)
    notes = [line for line in check(folder.root).notes if "no indicator uses" in line]
    assert len(notes) == 1 and "idle" in notes[0] and "overall" not in notes[0]
    # What a function reads is used as well: employment and contacts are, though no entry says so in YAML.
    assert not {"employment", "contacts"} & set(notes[0].replace(".", ",").replace(",", " ").split())
    own(folder, "idle")
    assert "idle" not in folder.notes()


# ---------------------------------------------------------------- what fell silent

@pytest.fixture
def answered(folder: Folder) -> tuple[dict[str, pd.DataFrame], settings.Settings, Questionnaires, dict[str, catalogue.Entry]]:
    """Six forms of the end where `overall` is answered and nothing else."""
    folder.settle(END)
    forms = [{"response": f"r{place}", "questionnaire": "end", "wave": "end", "programme": "ateliers", "source": "101",
              "submitted": dt.datetime(2026, 3, 1), "share_answered": 1.0} for place in range(6)]
    answers = [{"response": form["response"], "item": "end.overall", "choice": "s5", "value": 5, "status": "answered"} for form in forms]
    problems = [{"table": "answers", "column": "end.content", "rule": "renamed_item", "source": "101", "severity": "doubtful", "count": 6,
                 "detail": "Called otherwise."}]
    tables = {name: TABLES[name].frame(rows) for name, rows in
              {"responses": forms, "answers": answers, "problems": problems}.items()}
    return tables, settings.load(folder.root), questionnaires.load(SHIPPED), catalogue.load()


def test_an_item_without_answers_is_told_with_its_indicators(answered: tuple) -> None:
    found = silenced(*answered).set_index("item")
    assert found.loc["end.content", ["source", "indicators", "why"]].tolist() == ["101", "S01B, S01D, S09", "Called otherwise."]
    assert found.loc["end.venue", ["source", "indicators"]].tolist() == ["end", "S01B, S01D, S06"]
    assert "end.overall" not in found.index and "end.suggestion" not in found.index
    assert "L" in found.loc["end.contacts", "indicators"]  # read by a function, which names it


def test_a_few_forms_prove_nothing(answered: tuple) -> None:
    tables, *rest = answered
    few = {**tables, "answers": tables["answers"].iloc[:4], "problems": TABLES["problems"].empty()}
    assert silenced(few, *rest).empty and list(silenced(few, *rest).columns) == ["item", "source", "indicators", "why"]
