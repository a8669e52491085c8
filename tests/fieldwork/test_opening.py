"""Opening: closed access before activation, our codes, nobody overwritten, nobody shown."""

import datetime as dt
import re
import stat

import pytest
from python_calamine import CalamineWorkbook

from evaltools.fieldwork.opening import _reason


def sheet(ours, name="ateliers-end-links.xlsx"):
    path = ours.root / "workspace" / "fieldwork" / name
    return path, CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def tokens(ours, wave="end"):
    return {row["token"]: row for row in ours.hosted(wave).participants}


def test_participants_are_in_before_the_survey_is_active(ours, calls):
    """A survey that is active without participants table stands open to everybody who has its address."""
    ours.push()
    calls.clear()
    ours.open()
    changes = [method for method in calls if method in ("activate_tokens", "add_participants", "activate_survey")]
    assert changes == ["activate_tokens", "add_participants", "activate_survey"]


def test_who_belongs_to_the_wave_is_added_with_our_code_and_nothing_else(ours):
    ours.push()
    outcome, = ours.open()
    # B-002 has a code that LimeSurvey would change; group C ended a year ago
    found = tokens(ours)
    assert set(found) == {ours.token("A-001"), ours.token("A-002"), "own_1", ours.token("B-001")}
    assert found[ours.token("A-002")]["language"] == "nl"
    assert found["own_1"]["language"] == "fr", "Arabic is not a language of this survey: its base language"
    assert {(row["firstname"], row["lastname"], row["email"]) for row in found.values()} == {("", "", None)}
    assert "4 participants added; 0 were there before." in outcome.details
    assert any(line.startswith("1 have no usable access code") for line in outcome.details)
    assert not any(token in "".join(outcome.details) for token in found)


def test_the_survey_is_set_for_panel_use(ours):
    ours.push()
    with ours.client() as server:
        server.ask("set_survey_properties", ours.sid(), datestamp="N", ipaddr="Y", tokenanswerspersistence="N")
    ours.open()
    properties = ours.hosted().properties
    wanted = {"active": "Y", "anonymized": "N", "datestamp": "Y", "ipaddr": "N", "refurl": "N", "tokenanswerspersistence": "Y",
              "alloweditaftercompletion": "N", "allowregister": "N", "listpublic": "N"}
    assert {name: properties[name] for name in wanted} == wanted


def test_opening_twice_changes_nothing(ours, calls):
    ours.push()
    ours.open()
    before, content = [dict(row) for row in ours.hosted().participants], sheet(ours)[0].read_bytes()
    calls.clear()
    outcome, = ours.open()
    assert outcome.done.endswith("was open already.")
    assert [dict(row) for row in ours.hosted().participants] == before
    assert sheet(ours)[0].read_bytes() == content
    assert {"activate_survey", "activate_tokens", "add_participants", "set_survey_properties"} & set(calls) == set()


def test_codes_on_the_server_are_never_overwritten_and_who_is_unknown_is_told(ours):
    ours.push()
    mine = ours.token("A-001")
    with ours.client() as server:
        server.ask("activate_tokens", ours.sid())
        server.ask("add_participants", ours.sid(), create_tokens=False, participant_data=[
            {"token": mine, "language": "nl", "usesleft": 7}, {"token": "stranger"}, {"token": ours.token("C-001")}])
    outcome, = ours.open()
    found = tokens(ours)
    assert (found[mine]["language"], found[mine]["usesleft"]) == ("nl", 7)
    assert "3 participants added; 3 were there before." in outcome.details
    assert "1 in the participants table are in no register of this programme." in outcome.details
    assert "stranger" in found


def test_who_left_is_told_and_stays(ours):
    ours.push("session")
    ours.open("session")
    import openpyxl
    book = openpyxl.load_workbook(ours.root / "register.xlsx")
    page = book["Enrolments"]
    page.cell(row=5, column=4).value = dt.date(2026, 6, 1)  # B-001 leaves
    book.save(ours.root / "register.xlsx")
    outcome, = ours.open("session")
    told = next(line for line in outcome.details if "enrolled no more" in line)
    # with B-001 those of group A, whose course has ended
    assert told.startswith("4 in the participants table")
    assert ours.token("B-001") in tokens(ours, "session")


def test_a_card_can_be_filled_in_again_and_again(ours):
    ours.push("session")
    ours.open("session")
    assert {row["usesleft"] for row in ours.hosted("session").participants} == {1000}


def test_the_sheet_of_links_is_private_and_keeps_the_registers_numbers(ours):
    ours.push()
    ours.open()
    path, rows = sheet(ours)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert rows[0] == ["register number", "group", "language", "personal link"]
    assert [row[:3] for row in rows[1:]] == [["A-001", "ateliers-a", "fr"], ["A-002", "ateliers-a", "nl"], ["A-003", "ateliers-a", "fr"],
                                             ["B-001", "ateliers-b", "fr"]]
    site = ours.hosting.url.removesuffix("/admin/remotecontrol")
    assert rows[3][3] == f"{site}/{ours.sid()}?token=own_1&lang=fr"


@pytest.mark.parametrize(("answer", "expected"), [
    ({"token": "abc"}, ""),
    ({"token": "abc", "errors": {"token": ['Access code "abc" has already been taken.']}}, "Access code … has already been taken."),
    ({"token": "abc", "errors": {"email": ["Invalid email address."], "x": "y"}}, "Invalid email address. y"),
    ({"token": "ab"}, "the server changed the access code"),
])
def test_an_error_of_a_row_surfaces_without_her_code(answer, expected):
    class Each:
        code = "abc"

    assert _reason(Each, answer) == expected


def test_rows_that_the_server_refuses_are_counted_by_reason_and_not_on_the_sheet(ours, monkeypatch):
    ours.push()
    from evaltools.sources.limesurvey import Server
    ask = Server.ask

    def refusing(server, method, *arguments, **options):
        answer = ask(server, method, *arguments, **options)
        if method == "add_participants":
            return [{**answer[0], "errors": {"token": [f'Access code "{answer[0]["token"]}" has already been taken.']}}, *answer[1:]]
        return answer

    monkeypatch.setattr(Server, "ask", refusing)
    outcome, = ours.open()
    assert "3 participants added; 0 were there before." in outcome.details
    assert "Refused by the server, 1 times: Access code … has already been taken." in outcome.details
    assert len(sheet(ours)[1]) == 4


def test_a_survey_that_differs_is_not_opened(ours, calls):
    ours.push()
    ours.change("surveys/end.yml", "Que changer ?", "Que faire ?")
    outcome, = ours.open()
    assert outcome.refused
    assert ours.hosted().properties["active"] == "N"
    assert "activate_tokens" not in calls


def test_what_is_not_pushed_is_not_opened(ours):
    assert ours.open()[0].refused


def test_an_anonymous_survey_has_a_page_and_no_participants(ours):
    ours.push("visit")
    outcome, = ours.open("visit")
    assert ours.hosted("visit").properties["anonymized"] == "Y"
    assert ours.hosted("visit").participants is None
    assert re.fullmatch(r"Its page, for everybody: http://127\.0\.0\.1:\d+/index\.php/\d{6}", outcome.details[0])


def test_a_closed_survey_opens_again_only_when_asked(ours):
    ours.push()
    ours.open()
    ours.close()
    assert "is closed: nobody was added" in ours.open()[0].done
    assert ours.open(again=True)[0].done.endswith("is open.")
    assert ours.hosted().properties["expires"] is None


def test_ended_at_any_moment_the_next_opening_finishes_the_work(ours, killed):
    text = ours.text()

    def prepare():
        ours.hosting.surveys.clear()
        (ours.root / "evaltools.toml").write_text(text, "utf-8")
        ours.push()

    def rerun():
        ours.open()
        assert ours.hosted().properties["active"] == "Y"
        assert len(tokens(ours)) == len(ours.hosted().participants) == 4
        assert len(sheet(ours)[1]) == 5

    assert killed(prepare, ours.open, rerun) == 4
