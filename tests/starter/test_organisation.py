"""A new organisation's folder: complete, valid, never written over anything."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from evaltools import questionnaires, settings, starter
from evaltools.errors import SettingsError, WorkspaceError
from evaltools.sources import limesurvey_file
from evaltools.starter import organisation
from evaltools.starter.organisation import Answers, identifier, make

BUREAU = Answers(organisation="Bureau de l'Été", programme="Permanence « Solo »", kind="bureau", sites=("Forest / Vorst",))
ATELIERS = Answers(organisation="Les Solos", programme="Ateliers", kind="workshop", languages=("nl", "fr"),
                   sites=("Ixelles", "Elsene Noord", "ixelles"), server="https://enquete.example.org/index.php")


def uncommented(text: str) -> str:
    """The settings after an evaluator took the # off every survey."""
    kept = [line.removeprefix("# ") for line in text.splitlines() if not line.startswith("# ") or " = " in line or "[[" in line]
    return "\n".join(kept)


def test_everything_an_organisation_needs_is_there(tmp_path: Path) -> None:
    made = make(tmp_path / "solo", BUREAU)
    assert {path.name for path in (tmp_path / "solo").iterdir()} == {
        "evaltools.toml", "notebooks", "surveys", "registers", "exports", "README.md", ".gitignore"}
    for relative, source in starter.files().items():
        assert (tmp_path / "solo" / relative).read_bytes() == source.read_bytes()
    assert made == settings.load(tmp_path / "solo")
    assert (made.organisation.id, made.organisation.name["nl"]) == ("bureau-de-l-ete", "Bureau de l'Été")
    programme = made.programmes[0]
    assert (programme.id, programme.kind, programme.name["fr"]) == ("permanence-solo", "bureau", "Permanence « Solo »")
    assert [(site.id, site.name) for site in programme.sites] == [("forest-vorst", "Forest / Vorst")]
    assert made.limesurvey is None
    register = made.path(programme.registers[0])
    assert register.parent.name == "registers"
    assert register.read_bytes()[:2] == b"PK"
    assert questionnaires.load(tmp_path / "solo" / "surveys").surveys.keys() >= {"intake", "end", "visitor"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["solo"]


def test_a_server_and_several_sites(tmp_path: Path) -> None:
    made = make(tmp_path / "new" / "solos", ATELIERS)
    assert made.limesurvey is not None
    assert made.limesurvey.url == ATELIERS.server
    assert [site.id for site in made.programmes[0].sites] == ["ixelles", "elsene-noord", "ixelles-2"]
    assert settings.languages_of(made) == ("fr", "nl")
    page = (tmp_path / "new" / "solos" / "README.md").read_text("utf-8")
    assert "Elk kwartaal" in page
    assert f'keyring set evaltools "{ATELIERS.server} user"' in page
    assert f'"{ATELIERS.server} password"' in page


@pytest.mark.parametrize(("answers", "waves", "exported"), [
    (BUREAU, ["visit"], True),
    (ATELIERS, ["intake", "session", "mid", "end", "followup6", "followup12"], False),
])
def test_the_surveys_to_uncomment_are_valid_and_fit_the_programme(
        tmp_path: Path, answers: Answers, waves: list[str], exported: bool) -> None:
    make(tmp_path / "here", answers)
    path = tmp_path / "here" / settings.FILE
    path.write_text(uncommented(path.read_text("utf-8")), "utf-8")
    surveys = settings.load(tmp_path / "here").programmes[0].surveys
    assert [survey.wave for survey in surveys] == waves
    # On a server, a survey gets its number when it is pushed
    assert all((survey.file is not None) is exported and survey.sid is None for survey in surveys)


def test_paper_cards_have_a_sheet_that_is_read_as_it_is(tmp_path: Path) -> None:
    make(tmp_path / "here", ATELIERS)
    shipped = questionnaires.load(tmp_path / "here" / "surveys")
    sheet = tmp_path / "here" / "exports" / "cards-session.xlsx"
    assert limesurvey_file.read(sheet, shipped.surveys["session"], shipped) == []


def test_modules_are_listed_where_they_are_switched_on(tmp_path: Path) -> None:
    make(tmp_path / "here", ATELIERS)
    text = (tmp_path / "here" / settings.FILE).read_text("utf-8")
    shipped = questionnaires.load(tmp_path / "here" / "surveys")
    for module in shipped.surveys["intake"].modules:
        assert f'"{module}"' in text


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
@pytest.mark.parametrize("server", ["", "https://enquete.example.org"])
def test_the_evaluators_page_is_one_page_and_whole(language: str, server: str) -> None:
    answers = dataclasses.replace(BUREAU, languages=(language,), server=server)
    page = organisation._render(f"README.{language}.md", answers)
    assert "{" not in page
    assert len(page.splitlines()) <= 50
    for word in ("evaltools run 2026-Q3", "evaltools check", "evaltools lab", *starter.FOLDERS, *organisation.PRIVATE):
        assert word in page
    assert ("keyring" in page) == bool(server)


def test_what_stands_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "evaltools.toml").write_text("mine", "utf-8")
    with pytest.raises(WorkspaceError, match="not empty"):
        make(tmp_path, BUREAU)
    with pytest.raises(WorkspaceError, match="not empty"):
        make(tmp_path / "evaltools.toml", BUREAU)
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {"evaltools.toml": "mine"}


def test_an_empty_folder_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    make(Path(), BUREAU)
    assert (tmp_path / "empty" / "evaltools.toml").exists()


@pytest.mark.parametrize("wrong", [
    {"kind": "choir"}, {"languages": ()}, {"languages": ("de",)}, {"organisation_id": "With Space"},
])
def test_wrong_answers_leave_nothing(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        make(tmp_path / "here", dataclasses.replace(BUREAU, **wrong))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="modes are POSIX's")
def test_folders_about_people_are_for_their_owner(tmp_path: Path) -> None:
    make(tmp_path / "here", BUREAU)
    assert {(tmp_path / "here" / name).stat().st_mode & 0o777 for name in organisation.PRIVATE} == {0o700}


def test_git_leaves_people_out(tmp_path: Path) -> None:
    make(tmp_path / "here", BUREAU)
    ignored = (tmp_path / "here" / ".gitignore").read_text("utf-8").splitlines()
    assert {"workspace/", "reports/", "registers/", "exports/"} <= set(ignored)


@settings_of_hypothesis(max_examples=30, deadline=None)  # each example reads the questionnaires
@given(st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_any_name_makes_valid_settings(name: str, site: str) -> None:
    answers = dataclasses.replace(BUREAU, organisation=name, programme=name, sites=(site, site))
    content = tomllib.loads(organisation.settings_text(answers))
    made = settings.Settings.model_validate(content)
    assert made.organisation.name == {"fr": name, "nl": name, "en": name}
    assert [place.name for place in made.programmes[0].sites] == [site, site]


@given(st.text(max_size=80), st.lists(st.text(max_size=5)))
def test_identifiers_are_valid_and_new(name: str, earlier: list[str]) -> None:
    taken = tuple(identifier(text) for text in earlier)
    made = identifier(name, taken)
    assert made not in taken
    assert settings.Site(id=made, name=name).id == made
