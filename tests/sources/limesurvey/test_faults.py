"""A server that fails in every way it can: the pull ends whole or says what is the matter, and nothing half-written is read."""

import threading
import time
from functools import partial

import pytest

from evaltools.demo.server import Reply
from evaltools.errors import AccessRefused, SourceError
from evaltools.sources.limesurvey import connect, finished, pull, read
from evaltools.sources.limesurvey.failures import NoPermission, Stopped, Temporary, TooSlow

from .embedded import SID, Hosted, collect, content, ids_in

IDS = [*range(1, 181), *range(1990, 2011), *range(4100, 4161)]
HTML = Reply(b"<!DOCTYPE html><html><body>Maintenance</body></html>")
XML = Reply(b'<?xml version="1.0"?><methodResponse><fault/></methodResponse>', content_type="text/xml")
CUT = Reply(b'{"id":1, "result":"eyJyZXNwb25z', content_type="application/json", announced=5000)
CUT_BEHIND_A_PROXY = Reply(b'{"id":1, "result":"eyJyZXNwb25z', content_type="application/json")


@pytest.fixture
def host(signed, questionnaires, course):
    return partial(Hosted, course, questionnaires, IDS)


@pytest.fixture
def undisturbed(host, setting, tmp_path):
    with host() as server:
        collect(server, setting, tmp_path / "undisturbed", threads=1)
    return content(tmp_path / "undisturbed")


@pytest.mark.parametrize("threads", [1, 2, 4])
@pytest.mark.parametrize("window", [50, 130, 5000])
def test_windows_and_threads_leave_the_same_bytes(host, setting, tmp_path, undisturbed, threads, window):
    with host() as server:
        pulled = collect(server, setting, tmp_path, window=window, threads=threads)
        assert server.open_sessions == 0 and server.logins == min(threads, -(-len(IDS) // window))
    assert content(tmp_path) == undisturbed
    assert (pulled.responses, pulled.counted, pulled.missing) == (len(IDS), len(IDS), 0)


PASSING = {
    "one 500": ({("export_responses", 2): Reply(b"", 500)}, 5),
    "one 502": ({("export_responses", 1): Reply(b"<html>502</html>", 502)}, 5),
    "two 504": ({("export_responses", 1): Reply(b"", 504), ("export_responses", 3): Reply(b"", 504)}, 5),
    "a 503 and a cut body": ({("export_responses", 1): Reply(b"", 503), ("export_responses", 3): CUT}, 5),
    "a cut body of the count": ({("get_summary", 1): CUT}, 5),
}


@pytest.mark.parametrize("name", PASSING)
def test_a_fault_that_passes_leaves_the_same_bytes(host, setting, tmp_path, undisturbed, client, name):
    on, timeout = PASSING[name]
    with host(on=on) as server:
        collect(server, setting, tmp_path, client, timeout, window=200)
        assert server.open_sessions == 0
    assert content(tmp_path) == undisturbed


def test_a_server_that_hangs_once_is_asked_for_less(host, setting, tmp_path, undisturbed, client):
    server = host()
    server.on["export_responses", 1] = lambda: server.stopping.wait(20) and None
    with server:
        collect(server, setting, tmp_path, client, timeout=0.3, window=200, threads=1)
        assert server.windows[:3] == [(1, 200), (1, 100), (101, 200)]
    assert content(tmp_path) == undisturbed


def test_a_halved_window_grows_again(host, setting, tmp_path, undisturbed):
    with host(on={("export_responses", 1): Reply(b"", 504)}) as server:
        collect(server, setting, tmp_path, window=100, threads=1)
        widths = [last - first + 1 for first, last, *fields in server.windows if not fields]
        assert widths[:2] == [100, 50] and 50 in widths[2:] and widths[-1] == 100
    assert content(tmp_path) == undisturbed


STAYING = {
    "html": (HTML, SourceError, "not one of LimeSurvey's"),
    "xml": (XML, SourceError, "not one of LimeSurvey's"),
    "nothing": (Reply(), SourceError, "switched off"),
    "half a body": (CUT, Temporary, "cannot be reached"),
    "half a body whose length fits": (CUT_BEHIND_A_PROXY, SourceError, "not one of LimeSurvey's"),
    "500": (Reply(b"", 500), TooSlow, "HTTP 500"), "502": (Reply(b"", 502), TooSlow, "HTTP 502"),
    "503": (Reply(b"", 503), Temporary, "HTTP 503"), "504": (Reply(b"", 504), TooSlow, "HTTP 504"),
    "plain text": (Reply(b"At least one column must be selected for export."), SourceError, "not one of LimeSurvey's"),
}


@pytest.mark.parametrize("name", STAYING)
def test_a_fault_that_stays_is_told_and_the_next_pull_goes_on(host, setting, tmp_path, undisturbed, client, name):
    reply, kind, words = STAYING[name]
    with host(on={("export_responses", number): reply for number in range(3, 30)}) as server:
        with pytest.raises(kind, match=words) as caught:
            collect(server, setting, tmp_path, client, window=60)
        assert caught.value.hint and server.open_sessions == 0
        assert not finished(tmp_path, SID)
        with pytest.raises(SourceError, match="not pulled to its end"):
            read(tmp_path, SID)
        server.forget()
        collect(server, setting, tmp_path, client)
        assert (1, 2000) not in server.windows
    assert content(tmp_path) == undisturbed


def test_a_server_that_hangs_for_good_is_given_up(host, setting, tmp_path, client):
    server = host()
    server.on["export_responses", "always"] = lambda: server.stopping.wait(20) and None
    with server, pytest.raises(TooSlow, match="did not answer in time"):
        collect(server, setting, tmp_path, client, timeout=0.1, window=100)
    assert not finished(tmp_path, SID)


@pytest.mark.parametrize(("threads", "calls"), [(1, (2, 5)), (3, (4,))])
def test_keys_that_expire_are_renewed_in_every_thread(host, setting, tmp_path, undisturbed, client, threads, calls):
    server = host()
    server.on |= {("export_responses", number): server.expire_sessions for number in calls}
    with server:
        collect(server, setting, tmp_path, client, window=50, threads=threads)
        assert server.open_sessions == 0 and threads < server.logins <= threads + 3
    assert content(tmp_path) == undisturbed


@pytest.mark.parametrize("threads", [1, 4])
def test_a_password_that_is_refused_on_renewal_is_tried_once_by_all_threads_together(host, setting, tmp_path, threads, client):
    server = host()

    def changed():
        server.accounts.password = "another one"
        server.expire_sessions()

    server.on["export_responses", 3] = changed
    with server:
        with pytest.raises(AccessRefused, match="refused the name or the password"):
            collect(server, setting, tmp_path, client, window=50, threads=threads)
        assert server.logins == threads + 1 and server.accounts.failures["127.0.0.1"][0] == 1


def test_a_lock_out_is_told_and_not_tried_again(host, setting, tmp_path):
    with host() as server:
        server.accounts.failures["127.0.0.1"] = (3, server.accounts.clock())
        with pytest.raises(AccessRefused, match="locked this address out") as caught:
            collect(server, setting, tmp_path)
        assert "ten minutes" in caught.value.hint and server.logins == 1


def test_no_right_to_the_survey(host, setting, tmp_path):
    with host() as server:
        server.surveys[SID].permitted = False
        with pytest.raises(NoPermission, match="survey 4711 is not on the server, or the user may not"):
            collect(server, setting, tmp_path)
    assert not (tmp_path / str(SID)).exists()


@pytest.mark.parametrize("gone", [(1, 2, 3), (4150, 4151), (60, 61, 1995, 4160), tuple(IDS[100:]), tuple(IDS)],
                         ids=["behind", "ahead", "both", "all ahead", "all"])
def test_rows_deleted_during_the_pull_are_deleted_in_the_folder(host, setting, tmp_path, gone, client):
    server = host()
    server.on["export_responses", 3] = lambda: server.delete(*gone)
    with server:
        pulled = collect(server, setting, tmp_path, client, window=50)
        assert ids_in(tmp_path) == sorted(server.rows)
        assert pulled.responses == pulled.counted == len(server.rows)
        collect(server, setting, tmp_path / "afterwards", client, threads=1)
    assert content(tmp_path / "afterwards") == content(tmp_path)


@pytest.mark.parametrize("new", [(4161,), (9000, 9001), (181, 5000), (200_000,)])
def test_rows_that_come_in_during_the_pull_are_in_the_folder(host, setting, tmp_path, new, client):
    server = host()

    def come():
        for number in new:
            server.change(number)

    server.on["export_responses", 4] = come
    with server:
        collect(server, setting, tmp_path, client, window=50)
        assert ids_in(tmp_path) == sorted(server.rows)


def test_deletions_and_arrivals_that_cancel_out_are_not_missed_at_the_end(host, setting, tmp_path):
    server = host()

    def both():
        server.delete(4158, 4159)
        server.change(7000)
        server.change(7001)

    server.on["export_responses", 3] = both
    with server:
        collect(server, setting, tmp_path, window=50)
        assert ids_in(tmp_path) == sorted(server.rows)


def test_an_interruption_stops_all_threads_and_releases_their_keys(host, setting, tmp_path):
    server = host()
    server.on["export_responses", "always"] = lambda: server.stopping.wait(20) and None

    def interrupt(seen, expected):
        raise KeyboardInterrupt

    server.on["export_responses", 1] = lambda: time.sleep(0.05)  # the others hang by the time it is answered
    with server:
        begun = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            collect(server, setting, tmp_path, timeout=20, window=50, threads=4, progress=interrupt)
        assert time.monotonic() - begun < 3 and server.open_sessions == 0
        before = {path.name for path in (tmp_path / str(SID)).iterdir()}
    for thread in [thread for thread in threading.enumerate() if thread.name.startswith("pull")]:
        thread.join(5)
    assert {path.name for path in (tmp_path / str(SID)).iterdir()} == before and not finished(tmp_path, SID)


def test_a_key_that_arrives_after_the_end_is_released(host, setting):
    server = host(on={("get_session_key", 2): lambda: time.sleep(0.3)})
    raised = []

    def renew(signed):
        try:
            signed.ask("get_summary", SID)
        except Stopped as error:
            raised.append(error)

    with server:
        with connect(setting(server.url)) as signed:
            server.expire_sessions()
            thread = threading.Thread(target=renew, args=(signed,))
            thread.start()
            while server.logins < 2:
                time.sleep(0.01)
        thread.join()
        assert len(raised) == 1 and server.open_sessions == 0
        with pytest.raises(Stopped):
            signed.ask("get_summary", SID)
        assert server.logins == 2


def test_the_first_error_is_the_one_that_is_told(host, setting, tmp_path):
    server = host()
    server.on |= {("export_responses", 1): HTML, ("export_responses", 2): lambda: time.sleep(0.3)}
    with server, pytest.raises(SourceError, match="not one of LimeSurvey's"):
        collect(server, setting, tmp_path, window=50, threads=2)


def test_several_surveys_share_the_sessions_of_one_connection(host, setting, tmp_path):
    with host() as server:
        with connect(setting(server.url)) as signed:
            for name in ("a", "b"):
                pull(signed, SID, tmp_path / name, window=50, threads=3)
            assert server.logins == server.open_sessions == 3
        assert server.open_sessions == 0
