"""Adopting a survey that was made elsewhere: proposals, one file, checked from then on."""

import io

import pytest

from evaltools import fieldwork
from evaltools.errors import SettingsError
from evaltools.questionnaires import tsv
from evaltools.questionnaires.structure import Group, Part, Question, Structure
from evaltools.sources.forms.adopted import load_adopted


def words(fr):
    return {"fr": fr, "nl": f"{fr} (nl)"}


def question(code, kind, text, subquestions=(), answers=(), other=False):
    return Question(code, kind, words(text), {}, "1", False, other, tuple(Part(*part) for part in subquestions),
                    tuple(Part(*part) for part in answers), {}, {})


LEVELS = [("A1", words("Beaucoup")), ("A2", words("Un peu")), ("A3", words("Sans avis"))]
THEIRS = Structure(words("Enquête 2024"), {}, {}, ("fr", "nl"), False, (Group("g", words("Tout"), (
    question("G1Q1", "L", "Est-ce que le contenu vous a plu ?", answers=LEVELS),
    question("G1Q2", "M", "Vos besoins", subquestions=[("SQ001", words("Un logement")), ("SQ002", words("Un chat"))], other=True),
    question("minutes", "N", "Durée du trajet"), question("welcome", "T", "Un mot d'accueil ?"),
    question("ready", "Y", "L'accueil vous a plu ?"))),), {"anonymized": "N", "datestamp": "Y"})
EXPECTED = """\
questions:
  "G1Q1":  # L: Est-ce que le contenu vous a plu ?
    item: content
    answers:
      "A1": l3  # Beaucoup
      "A2": l2  # Un peu
      "A3":  # Sans avis
  "G1Q2":  # M: Vos besoins
    parts:
      "SQ001": needs.housing  # Un logement
      "SQ002":  # Un chat
      "other":
  "minutes":  # N: Durée du trajet
    item: minutes
  "welcome":  # T: Un mot d'accueil ?
    item:
  "ready":  # Y: L'accueil vous a plu ?
    item: welcome
    answers:
      "Y":
      "N":
"""


@pytest.fixture
def theirs(ours):
    """The number of their survey on the server."""
    with ours.client() as server:
        return int(server.ask("import_survey", io.BytesIO(tsv(THEIRS, 222222).encode()), "txt"))


def adopt(ours, sid, programme="ateliers", wave="end", questionnaire="end"):
    organisation = ours.organisation
    survey = organisation.questionnaires.surveys[questionnaire]
    with ours.client() as server:
        return fieldwork.adopt(sid, programme, wave, survey, organisation.questionnaires, server, organisation.settings)


def file(ours, sid):
    return ours.root / "surveys" / "adopted" / f"{sid}.yml"


def test_a_file_with_proposals_is_written(ours, theirs):
    outcome = adopt(ours, theirs)
    text = file(ours, theirs).read_text("utf-8")
    assert text.startswith('# The survey 222222 of the server, "Enquête 2024", adopted as end (end).\n')
    assert text[text.index("questions:"):] == EXPECTED
    assert "4 of 7 items have a question; the survey has 5 questions." in outcome.details


def test_its_number_goes_into_the_entry_that_waits_for_one(ours, theirs):
    before = ours.text()
    adopt(ours, theirs)
    assert ours.text() == before.replace('wave = "end"\n', f'wave = "end"\nsid = {theirs}\n')


def test_without_such_an_entry_one_is_added(ours, theirs):
    adopt(ours, theirs, programme="bureau")
    added = ours.organisation.settings.programmes[1].surveys[-1]
    assert (added.questionnaire, added.wave, added.sid, added.modules) == ("end", "end", theirs, ())


def test_adopting_twice_keeps_what_was_mended_by_hand(ours, theirs):
    adopt(ours, theirs)
    path, text = file(ours, theirs), ours.text()
    mended = path.read_text("utf-8").replace('"A3":', '"A3": na')
    path.write_text(mended, "utf-8")
    assert "was there and is kept" in adopt(ours, theirs).done
    assert path.read_text("utf-8") == mended
    assert ours.text() == text


def test_another_wave_needs_the_file_to_be_deleted(ours, theirs):
    adopt(ours, theirs)
    with pytest.raises(SettingsError, match="was adopted as ateliers, end, end"):
        adopt(ours, theirs, wave="followup6", questionnaire="followup")


def test_it_is_checked_against_its_file_from_then_on(ours, theirs):
    adopt(ours, theirs)
    assert not ours.check()[0].refused
    path = file(ours, theirs)
    changed = path.read_text("utf-8").replace('"SQ002"', '"SQ009"').replace('"A3":', '"A4":').replace("item: minutes", "item: hours")
    path.write_text(changed, "utf-8")
    outcome, = ours.check()
    assert outcome.refused
    assert set(outcome.details) == {
        "- part G1Q2[SQ002]: here nothing, on the server “SQ002”", "- part G1Q2[SQ009]: here “SQ009”, on the server nothing",
        "- answer code G1Q1[A3]: here nothing, on the server “A3”", "- answer code G1Q1[A4]: here “A4”, on the server nothing",
        "- item minutes: here “hours”, on the server “no such item in the questionnaire”"}


def test_a_question_that_comes_or_goes_on_the_server_is_found(ours, theirs):
    adopt(ours, theirs)
    path = file(ours, theirs)
    path.write_text(path.read_text("utf-8").replace('"minutes":', '"gone":'), "utf-8")
    assert set(ours.check()[0].details) == {"- question gone: here “named”, on the server nothing",
                                            "- question minutes: here nothing, on the server “asked”"}


def test_it_is_opened_but_never_pushed_over(ours, theirs, calls):
    adopt(ours, theirs)
    calls.clear()
    assert "was adopted as it is" in ours.push()[0].done
    assert {"import_survey", "delete_survey"} & set(calls) == set()
    assert ours.open()[0].done == f"The survey {theirs} is open."


def test_its_answers_are_read_as_ours(ours, theirs):
    adopt(ours, theirs)
    ours.open()
    ours.answer("end", ours.token("A-001"), G1Q1="A1", minutes="20", ready="Y")
    followed, = ours.follow()
    # content and minutes count; "Y" of theirs is none of our codes; needs was left empty, welcome is refused
    assert followed.rates[0].partial + followed.rates[0].complete + followed.rates[0].break_off == 1
    assert load_adopted(ours.root, theirs).names() == {"content", "needs.housing", "minutes", "welcome"}


def test_a_folder_without_questionnaires_of_its_own_is_refused(ours, theirs):
    organisation = ours.organisation
    with ours.client() as server, pytest.raises(SettingsError, match="no questionnaires of its own"):
        for path in (ours.root / "surveys").glob("*.yml"):
            path.unlink()
        fieldwork.adopt(theirs, "ateliers", "end", organisation.questionnaires.surveys["end"], organisation.questionnaires, server,
                        organisation.settings)
