"""Pushing: imported and verified once, whatever happens in between; what is active is never changed."""

import pytest

from evaltools.errors import SettingsError
from evaltools.fieldwork import pushing
from evaltools.questionnaires import tsv


def test_a_push_imports_verifies_and_writes_the_number(ours):
    before = ours.text()
    outcome, = ours.push()
    sid = ours.sid()
    assert list(ours.hosting.surveys) == [sid]
    assert outcome.done == f"Imported and verified as the survey {sid}."
    # nothing else in the file has changed
    assert ours.text() == before.replace('wave = "end"\n', f'wave = "end"\nsid = {sid}\n')


def test_a_second_push_changes_nothing(ours, calls):
    ours.push()
    before = ours.text()
    calls.clear()
    outcome, = ours.push()
    assert "nothing to do" in outcome.done
    assert ours.text() == before
    assert {"import_survey", "delete_survey", "set_survey_properties"} & set(calls) == set()


def test_all_surveys_are_pushed_with_a_title_of_programme_and_wave(ours):
    outcomes = ours.push(wave="")
    assert [outcome.refused for outcome in outcomes] == [False] * 4
    titles = {chosen.key: chosen.structure.title for chosen in ours.chosen()}
    assert titles["ateliers-followup-followup6"] == {"fr": "Ateliers – Des nouvelles (6 mois plus tard)",
                                                     "nl": "Ateliers – Nieuws (6 maanden later)"}
    assert titles["ateliers-end"] == {"fr": "Ateliers – Bilan", "nl": "Ateliers – Terugblik"}
    assert len(ours.hosting.surveys) == 4


def test_a_dry_run_says_what_would_be_done_and_does_nothing(ours, calls):
    before = ours.text()
    outcome, = ours.push(dry_run=True)
    assert "would be imported" in outcome.done
    assert ours.text() == before
    assert not ours.hosting.surveys
    ours.push()
    ours.change("surveys/end.yml", "Que changer ?", "Que faire ?")
    calls.clear()
    assert "would be replaced" in ours.push(dry_run=True)[0].done
    assert {"import_survey", "delete_survey"} & set(calls) == set()


def test_what_is_not_active_is_replaced_under_its_number(ours):
    ours.push()
    sid = ours.sid()
    ours.change("surveys/end.yml", "Que changer ?", "Que faire ?")
    outcome, = ours.push()
    assert outcome.details == ("- text suggestion (fr): here “Que faire ?”, on the server “Que changer ?”",)
    assert ours.sid() == sid
    assert list(ours.hosting.surveys) == [sid]
    assert "nothing to do" in ours.push()[0].done


def test_what_is_active_is_refused_with_the_difference_and_the_way_out(ours, calls):
    ours.push()
    ours.open()
    ours.change("surveys/end.yml", "code: minutes", "code: hours")
    calls.clear()
    outcome, = ours.push()
    assert outcome.refused
    assert "- question hours: here “asked”, on the server nothing" in outcome.details
    assert "- question minutes: here nothing, on the server “asked”" in outcome.details
    assert any("version" in line for line in outcome.details)
    assert {"import_survey", "delete_survey"} & set(calls) == set()


def test_the_way_out_leads_out(ours):
    """The old version is closed and kept, the new one is pushed beside it: waves stay linked by the codes of items."""
    ours.push()
    ours.open()
    old = ours.sid()
    ours.change("surveys/end.yml", "Que changer ?", "Que faire ?")
    ours.close()
    ours.change("evaltools.toml", "[[programmes.surveys]]\nquestionnaire = \"followup\"",
                "[[programmes.surveys]]\nquestionnaire = \"end\"\nwave = \"end\"\n\n[[programmes.surveys]]\nquestionnaire = \"followup\"")
    first, second = ours.push()
    assert "stays as it was" in first.done
    assert not first.refused
    assert second.done.startswith("Imported")
    numbers = [chosen.setting.sid for chosen in ours.chosen("end")]
    assert numbers[0] == old != numbers[1]
    assert [chosen.key for chosen in ours.chosen("end")] == ["ateliers-end", "ateliers-end-2"]


def test_an_import_that_the_server_did_not_keep_is_taken_back(ours, monkeypatch):
    # as a server does that cuts a code: what arrives is not what was sent
    monkeypatch.setattr(pushing, "tsv", lambda structure, sid: tsv(structure, sid).replace("minutes", "minute"))
    before = ours.text()
    outcome, = ours.push()
    assert outcome.refused
    assert "- question minutes: here “asked”, on the server nothing" in outcome.details
    assert not ours.hosting.surveys
    assert ours.text() == before


def test_a_number_that_the_server_does_not_know_is_not_imported_under(ours):
    ours.change("evaltools.toml", 'wave = "end"', 'wave = "end"\nsid = 123456')
    outcome, = ours.push()
    assert outcome.refused
    assert not ours.hosting.surveys


def test_a_drawn_number_that_is_taken_is_not_used(ours, monkeypatch):
    ours.push()
    first = ours.sid()
    drawn = iter([first, first, 234567])
    monkeypatch.setattr(pushing, "drawn", lambda: next(drawn))
    ours.push("session")
    assert ours.sid("session") == 234567
    assert set(ours.hosting.surveys) == {first, 234567}


def test_ended_at_any_moment_the_next_push_finishes_the_work(ours, killed):
    before = ours.text()

    def prepare():
        ours.hosting.surveys.clear()
        (ours.root / "evaltools.toml").write_text(before, "utf-8")

    def rerun():
        outcome, = ours.push()
        assert not outcome.refused
        assert list(ours.hosting.surveys) == [ours.sid()], "one survey, and evaltools.toml knows it"
        assert "nothing to do" in ours.push()[0].done

    assert killed(prepare, ours.push, rerun) == 2


def test_ended_while_a_survey_is_replaced_the_next_push_finishes_the_work(ours, killed):
    ours.push()
    sid, old = ours.sid(), (ours.root / "surveys" / "end.yml").read_text("utf-8")

    def prepare():
        (ours.root / "surveys" / "end.yml").write_text(old, "utf-8")
        ours.push()
        ours.change("surveys/end.yml", "Que changer ?", "Que faire ?")

    def rerun():
        assert not ours.push()[0].refused
        assert list(ours.hosting.surveys) == [sid] == [ours.sid()]
        assert "nothing to do" in ours.push()[0].done

    assert killed(prepare, ours.push, rerun) == 3


def test_ended_before_the_number_is_written_the_import_is_found_again(ours, monkeypatch):
    class Killed(BaseException):
        pass

    def dead(*arguments):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(pushing, "write_number", dead)
        with pytest.raises(Killed):
            ours.push()
    sid, = ours.hosting.surveys
    outcome, = ours.push()
    assert "interrupted" in outcome.done
    assert ours.sid() == sid
    assert list(ours.hosting.surveys) == [sid]


def test_a_wave_that_no_survey_has_is_told_with_those_that_there_are(ours):
    with pytest.raises(SettingsError, match="no such survey") as error:
        ours.chosen("intake")
    assert error.value.hint == "Its waves are: end, followup6, session, visit."


def test_modules_are_asked_where_they_are_switched_on(ours):
    ours.change("evaltools.toml", 'wave = "end"', 'wave = "end"\nmodules = ["housing"]')
    ours.push()
    assert "moved" in {question.code for question in ours.chosen("end")[0].structure.questions}
    assert "moved" in {row["title"] for row in ours.hosted().questions["fr"]}
