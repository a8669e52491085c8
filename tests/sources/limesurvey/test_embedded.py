"""The same client against the server that the demo embeds: one more server that must not be told from a real one."""

import pytest

from evaltools.demo.server import Server, from_questionnaire, from_recording
from evaltools.sources.limesurvey import connect, pull, read


@pytest.mark.parametrize("form", ["path", "get"])
def test_recordings_through_the_embedded_server(signed, setting, monkeypatch, recordings, sids, pulled, tmp_path, form):
    with Server([from_recording(recordings / name) for name in sids], url_form=form) as embedded:
        monkeypatch.setenv("EVALTOOLS_LIMESURVEY_USER", embedded.user)
        monkeypatch.setenv("EVALTOOLS_LIMESURVEY_PASSWORD", embedded.password)
        with connect(setting(embedded.url.split("/index.php")[0])) as server:
            for sid in sids.values():
                pull(server, sid, tmp_path / "raw")
        assert embedded.open_sessions == 0
    for name, sid in sids.items():
        assert read(tmp_path / "raw", sid) == read(pulled(name), sid)


def test_our_own_questionnaire_comes_back_as_it_was_answered(signed, setting, monkeypatch, questionnaires, course, tmp_path):
    survey = course.model_copy(update={"items": tuple(item for item in course.items if item.type != "array")})
    rows = [{"id": number, "submitdate": "2026-03-01 10:00:00", "startlanguage": "fr", "token": f"t{number}",
             "satisf": "A1", "sources[web]": "Y", "comment": "=1+1 😀"} for number in range(1, 121)]
    with Server([from_questionnaire(survey, questionnaires, 4711, rows, [])]) as embedded:
        monkeypatch.setenv("EVALTOOLS_LIMESURVEY_USER", embedded.user)
        monkeypatch.setenv("EVALTOOLS_LIMESURVEY_PASSWORD", embedded.password)
        with connect(setting(embedded.url)) as server:
            pull(server, 4711, tmp_path, window=50)
    forms = read(tmp_path, 4711)
    assert [form.number for form in forms] == [str(number) for number in range(1, 121)]
    for form in forms:
        assert (form.answers["satisf"], form.answers["sources[web]"], form.answers["comment"]) == ("A1", "Y", "=1+1 😀")
