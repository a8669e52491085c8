"""Signing in and every way it fails, with the real client against a server that answers as LimeSurvey does."""

import logging
import socket

import pytest

from evaltools.errors import AccessRefused, SourceError
from evaltools.sources.limesurvey import connect
from evaltools.sources.limesurvey.failures import NoParticipants, NoPermission, NoResponses, Temporary, TooSlow

from .conftest import PASSWORD
from .replay import Failure, Replay, Said, status

LOCKED = "You have exceeded the number of maximum login attempts. Please wait 10 minutes before trying again."
HTML = Said(b"<html><body>Welcome to our web site</body></html>", 200, {"Content-Type": "text/html"})
XML = Said(b'<?xml version="1.0" encoding="UTF-8"?><methodResponse><fault/></methodResponse>', 200, {"Content-Type": "text/xml"})


def failure(replay, setting, kind=SourceError, **more):
    with pytest.raises(kind) as caught, connect(setting(replay.url, **more)):
        pytest.fail("signed in")
    text = str(caught.value)
    assert PASSWORD not in text and "api-user" not in text and "key0" not in text
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize("form", ["path", "get"])
@pytest.mark.parametrize("written", [
    "{}", "{}/", "{}/index.php", "{}/index.php/admin/remotecontrol", "{}/index.php?r=admin/remotecontrol",
    "{}/index.php/admin/authentication/sa/login", "{}/admin"])
def test_both_forms_of_the_address_are_found_whatever_was_written(signed, setting, form, written):
    with Replay(form=form) as replay, connect(setting(written.format(replay.url))):
        assert replay.logins == 1
    assert replay.keys == set()


def test_a_limesurvey_in_a_folder_is_found(signed, setting):
    with Replay(form="get", prefix="/enquetes") as replay, connect(setting(f"{replay.url}/enquetes/")):
        assert replay.logins == 1


def test_the_key_is_released_after_an_exception_and_the_exception_is_kept(signed, setting):
    with Replay() as replay:
        with pytest.raises(ZeroDivisionError), connect(setting(replay.url)):
            raise ZeroDivisionError
        assert replay.released == ["key" + "1".zfill(29)]


def test_a_server_gone_at_the_end_does_not_hide_the_failure(signed, setting):
    with pytest.raises(ZeroDivisionError), Replay() as replay, connect(setting(replay.url)):
        replay.script["release_session_key"] = [Said(drop=True)]
        raise ZeroDivisionError


@pytest.mark.parametrize(("text", "words"), [
    ("Invalid user name or password", "refused the name or the password"),
    (LOCKED, "locked this address out"),
    ("Internal database authentication method is not allowed for this user", "does not let this user sign in"),
    ("Vous avez dépassé le nombre de tentatives", "refused the login"),
])
def test_a_refused_login_is_never_tried_again(signed, setting, text, words):
    with Replay(script={"get_session_key": [status(text)] * 9}) as replay:
        error = failure(replay, setting, AccessRefused)
        assert words in error.message
        assert len(replay.script["get_session_key"]) == 8


def test_no_name_or_password_says_where_they_are_looked_for(monkeypatch, setting):
    monkeypatch.delenv("EVALTOOLS_LIMESURVEY_PASSWORD", raising=False)
    monkeypatch.setenv("EVALTOOLS_LIMESURVEY_USER", "api-user")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with Replay() as replay:
        error = failure(replay, setting, AccessRefused)
    assert "Set EVALTOOLS_LIMESURVEY_PASSWORD, or" in error.hint
    assert f"{replay.url} password" in error.hint and replay.calls == []


def test_the_keyring_is_asked_where_the_environment_is_silent(monkeypatch, setting):
    import keyring
    from keyring.backend import KeyringBackend

    class Memory(KeyringBackend):
        priority = 1

        def __init__(self):
            self.kept = {}

        def get_password(self, service, username):
            return self.kept.get((service, username))

        def set_password(self, service, username, password):
            self.kept[service, username] = password

    before = keyring.get_keyring()
    monkeypatch.delenv("EVALTOOLS_LIMESURVEY_USER", raising=False)
    monkeypatch.delenv("EVALTOOLS_LIMESURVEY_PASSWORD", raising=False)
    with Replay() as replay:
        keyring.set_keyring(Memory())
        try:
            keyring.set_password("evaltools", f"{replay.url} user", "of-the-ring")
            keyring.set_password("evaltools", f"{replay.url} password", PASSWORD)
            with connect(setting(replay.url)):
                assert replay.calls[0] == ("get_session_key", [PASSWORD, "Authdb"])
        finally:
            keyring.set_keyring(before)


@pytest.mark.parametrize("address", [
    "https://api-user:s3cret-of-the-test@surveys.example.org", "surveys.example.org", "embedded", ""])
def test_an_address_that_is_none_is_refused_before_anything_is_asked(signed, setting, address):
    with pytest.raises(SourceError, match="not a web address") as caught, connect(setting(address)):
        pass
    assert PASSWORD not in str(caught.value)


def test_an_unreachable_server(signed, setting):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(Temporary, match="cannot be reached"), connect(setting(address)):
        pass


@pytest.mark.parametrize(("anywhere", "words"), [
    (Said(b""), "switched off"), (XML, "set to XML"), (HTML, "no LimeSurvey"), (Said(b"[]"), "no LimeSurvey"),
    (Said(b"", 302, {"Location": "https://surveys.example.org/"}), "another address"),
    (Said(b"<html>502</html>", 502, {"Content-Type": "text/html"}), "busy"),
    (Said(b"<html>404</html>", 404, {"Content-Type": "text/html"}), "no LimeSurvey"),
])
def test_something_else_at_the_address_gets_no_password(signed, setting, anywhere, words):
    with Replay(anywhere=anywhere) as replay:
        error = failure(replay, setting)
    assert words in error.message and replay.logins == 0
    assert ("https://" in error.hint) == (anywhere.status == 302)


def test_a_server_that_says_nothing_is_given_up(signed, setting):
    with Replay(anywhere=Said(hang=True)) as replay:
        assert "did not answer in time" in failure(replay, setting, TooSlow, timeout=0.2).message


def test_a_silence_in_the_middle_of_an_answer_is_one_as_well(signed, setting):
    said = Said(b'{"id": 1, "result": {}, "error": null}', stall=True)
    with Replay(script={"get_summary": [said] * 9}) as replay, connect(setting(replay.url, timeout=0.2)) as server:
        with pytest.raises(TooSlow, match="did not answer in time"):
            server.ask("get_summary", 99, survey=99)
        assert len(replay.script["get_summary"]) == 8


@pytest.mark.parametrize(("text", "kind", "words"), [
    ("No permission", NoPermission, "survey 99 is not on the server"),
    ("Error: Invalid survey ID", NoPermission, "survey 99 is not on the server"),
    ("No Data, survey table does not exist.", SourceError, "survey 99 has never been activated"),
    ("No Data, could not get max id.", NoResponses, "no responses"),
    ("Error: No survey participants table", NoParticipants, "no participants"),
    ("No survey participants found.", NoParticipants, "no participants"),
    ("Something of the next version", SourceError, "could not do what was asked for the survey 99"),
])
def test_business_failures_are_typed(signed, setting, text, kind, words):
    with Replay(script={"get_summary": [status(text)]}) as replay, connect(setting(replay.url)) as server, \
            pytest.raises(kind, match=words) as caught:
        server.ask("get_summary", 99, survey=99)
    assert type(caught.value) is kind and "next version" not in str(caught.value)


def test_the_codes_of_version_seven_are_understood(signed, setting):
    said = status("Vous n'avez pas le droit", error_code="ERR_NO_PERMISSION")
    with Replay(script={"get_summary": [said]}) as replay, connect(setting(replay.url)) as server, pytest.raises(NoPermission):
        server.ask("get_summary", 99, survey=99)


@pytest.mark.parametrize("said", [Said(drop=True), Said(b"", 503), Said(b"<html/>", 502)])
def test_a_read_is_asked_three_times(signed, setting, said):
    with Replay(script={"get_summary": [said, said, {"full_responses": 4}]}) as replay, connect(setting(replay.url)) as server:
        assert server.ask("get_summary", 99, survey=99) == {"full_responses": 4}
    with Replay(script={"get_summary": [said] * 5}) as replay, connect(setting(replay.url)) as server:
        with pytest.raises(Temporary):
            server.ask("get_summary", 99, survey=99)
        assert len(replay.script["get_summary"]) == 2


def test_what_changes_the_server_is_asked_once(signed, setting):
    with Replay(script={"delete_survey": [Said(drop=True)] * 3}) as replay, connect(setting(replay.url)) as server:
        with pytest.raises(Temporary):
            server.ask("delete_survey", 99, survey=99)
        assert len(replay.script["delete_survey"]) == 2


@pytest.mark.parametrize(("said", "words"), [
    (Said(b"<html>500</html>", 500), r"HTTP 500"), (HTML, "not one of LimeSurvey's"), (Said(b"[1]"), "not one of LimeSurvey's"),
    (Said(b""), "switched off"), (Said(b'{"id": 0, "result": 1, "error": null}'), "not one of LimeSurvey's"),
])
def test_answers_that_are_none(signed, setting, said, words):
    with Replay(script={"get_summary": [said]}) as replay, connect(setting(replay.url)) as server, \
            pytest.raises(SourceError, match=words):
        server.ask("get_summary", 99, survey=99)


def test_an_error_of_the_database_is_not_repeated(signed, setting):
    said = Failure("SQLSTATE[42S02]: Base table or view not found: lime_survey_99")
    with Replay(script={"get_summary": [said]}) as replay, connect(setting(replay.url)) as server, \
            pytest.raises(SourceError, match="failed at the request") as caught:
        server.ask("get_summary", 99, survey=99)
    assert "SQLSTATE" not in str(caught.value)


def test_an_expired_key_is_renewed_once_and_the_new_one_released(signed, setting):
    script = {"get_summary": [status("Invalid session key"), {"full_responses": 4}]}
    with Replay(script=script) as replay, connect(setting(replay.url)) as server:
        assert server.ask("get_summary", 99)["full_responses"] == 4
        assert replay.logins == 2
    assert replay.released == ["key" + "2".zfill(29)]


def test_a_key_that_stays_invalid_is_no_endless_loop(signed, setting):
    with Replay(script={"get_summary": [status("Invalid session key")] * 9}) as replay, connect(setting(replay.url)) as server:
        with pytest.raises(SourceError):
            server.ask("get_summary", 99)
        assert replay.logins == 2


def test_a_login_refused_on_renewal_is_not_repeated(signed, setting):
    with Replay() as replay, connect(setting(replay.url)) as server:
        replay.script |= {"get_summary": [status("Invalid session key")], "get_session_key": [status(LOCKED)] * 5}
        with pytest.raises(AccessRefused):
            server.ask("get_summary", 99)
        assert len(replay.script["get_session_key"]) == 4


def test_logs_hold_no_secret(signed, setting, caplog):
    caplog.set_level(logging.DEBUG)
    script = {"get_summary": [Said(drop=True), {"full_responses": 1}]}
    with Replay(script=script) as replay, connect(setting(replay.url)) as server:
        server.ask("get_summary", 99)
        assert PASSWORD not in repr(vars(server)) + repr(server._gate.credentials)
    assert "again in" in caplog.text
    assert PASSWORD not in caplog.text and "key000" not in caplog.text and "api-user" not in caplog.text
