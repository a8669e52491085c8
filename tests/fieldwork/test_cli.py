"""The commands: what they print, their exit codes, and that no person is printed."""

import pytest
from typer.testing import CliRunner

from evaltools.cli import app
from evaltools.errors import SettingsError


def run(*words, folder):
    result = CliRunner().invoke(app, ["survey", *words, "-C", str(folder)])
    return result


def test_the_whole_of_fieldwork_by_commands(ours):
    assert "Imported and verified" in run("push", folder=ours.root).output
    assert run("push", folder=ours.root).output.count("nothing to do") == 4
    verified = run("verify", "--wave", "end", folder=ours.root).output
    assert verified == f"ateliers-end: The survey {ours.sid()} is on the server as it is here.\n"
    opened = run("open", folder=ours.root)
    assert opened.exit_code == 0, opened.output
    assert "Its page, for everybody" in opened.output
    status = run("status", "ateliers", "--who", folder=ours.root)
    assert status.exit_code == 0, status.output
    assert "RR1" in status.output
    assert "For you alone: workspace/fieldwork/ateliers-end-not-answered.xlsx" in status.output
    assert "is closed; its answers stay" in run("close", "ateliers", folder=ours.root).output
    printed = opened.output + status.output
    assert not any(text in printed for text in ("A-001", ours.token("A-001"), "own_1"))
    assert ours.hosting.open_sessions == 0


def test_what_is_refused_ends_with_the_code_of_a_setting(ours):
    run("push", "--wave", "end", folder=ours.root)
    run("open", "--wave", "end", folder=ours.root)
    ours.change("surveys/end.yml", "Que changer ?", "Que faire ?")
    result = run("push", "--wave", "end", folder=ours.root)
    assert isinstance(result.exception, SettingsError)
    assert result.exception.exit_code == 2
    assert "on the server “Que changer ?”" in result.output


def test_a_day_that_is_none_is_told(ours):
    assert isinstance(run("open", "--since", "yesterday", folder=ours.root).exception, SettingsError)


def test_files_for_an_import_by_hand(ours, tmp_path):
    result = CliRunner().invoke(app, ["survey", "export", str(tmp_path / "out"), "--wave", "end", "-C", str(ours.root)])
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["ateliers-end.lss", "ateliers-end.txt"]
    again = run("push", "--lss", str(tmp_path / "out"), folder=ours.root)
    assert "ateliers-session.lss" in again.output
    assert not ours.hosting.surveys


def test_the_demos_server_is_not_changed(ours):
    ours.change("evaltools.toml", ours.hosting.url, "embedded")
    (ours.root / "limesurvey.json").write_text("[]", "utf-8")
    for words in (("push",), ("open",), ("close",)):
        result = run(*words, folder=ours.root)
        assert isinstance(result.exception, SettingsError)
        assert "forgets" in result.exception.message


@pytest.mark.parametrize("words", [("adopt", "222222", "ateliers", "end", "nothing"), ("push", "nowhere"), ("push", "--wave", "x")])
def test_what_does_not_exist_is_told_with_what_does(ours, words):
    result = run(*words, folder=ours.root)
    assert isinstance(result.exception, SettingsError)
    assert result.exception.hint
