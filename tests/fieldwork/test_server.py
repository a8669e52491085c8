"""Links, pages of participants, and what one client leaves behind."""

import pytest

from evaltools.errors import SettingsError
from evaltools.fieldwork import signed_in
from evaltools.fieldwork.server import has_participants_table, link, participants
from evaltools.sources.limesurvey import Server
from evaltools.sources.limesurvey import participants as paging


@pytest.mark.parametrize(("address", "expected"), [
    ("https://s.example/index.php/admin/remotecontrol", "https://s.example/index.php/123456?token=t&lang=nl"),
    ("https://s.example/index.php?r=admin/remotecontrol", "https://s.example/index.php?r=survey/index&sid=123456&token=t&lang=nl"),
    ("https://s.example/admin/remotecontrol", "https://s.example/123456?token=t&lang=nl"),
])
def test_a_link_has_the_form_of_the_server(address, expected):
    assert link(address, 123456, "nl", "t") == expected


def test_all_pages_of_participants_are_read_once(ours, monkeypatch):
    ours.push()
    with ours.client() as server:
        assert not has_participants_table(server, ours.sid())
        server.ask("activate_tokens", ours.sid())
        assert has_participants_table(server, ours.sid())
        assert participants(server, ours.sid()) == []
        people = [{"token": f"t{number}"} for number in range(7)]
        server.ask("add_participants", ours.sid(), participant_data=people, create_tokens=False)
        for page in (3, 7, 100):
            monkeypatch.setattr(paging, "AT_ONCE", page)
            assert [row["token"] for row in participants(server, ours.sid())] == [f"t{number}" for number in range(7)]


def test_where_a_page_begins_after_rows_as_in_version_3_nobody_is_skipped(ours, monkeypatch):
    ours.push()
    ask = Server.ask

    def version_3(server, method, *arguments, **options):
        if method != "list_participants":
            return ask(server, method, *arguments, **options)
        everybody = ask(server, method, *arguments, **{**options, "start": 0, "limit": 1000})
        return everybody[options["start"]:][:options["limit"]]

    with ours.client() as server:
        server.ask("activate_tokens", ours.sid())
        people = [{"token": f"t{number}"} for number in range(9)]
        server.ask("add_participants", ours.sid(), participant_data=people, create_tokens=False)
        server.ask("delete_participants", ours.sid(), [1, 2])
        monkeypatch.setattr(paging, "AT_ONCE", 3)
        monkeypatch.setattr(Server, "ask", version_3)
        assert [row["token"] for row in participants(server, ours.sid())] == [f"t{number}" for number in range(2, 9)]


def test_without_a_server_in_the_settings_there_is_a_hint(ours):
    text = ours.text()
    start = text.index("[limesurvey]")
    (ours.root / "evaltools.toml").write_text(text[:start] + text[text.index("[[programmes]]"):], "utf-8")
    with pytest.raises(SettingsError) as error, signed_in(ours.organisation.settings):
        pass
    assert "[limesurvey]" in error.value.hint
