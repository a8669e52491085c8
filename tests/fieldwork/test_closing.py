"""Closing: nobody can answer, everything stays."""

import datetime as dt

MOMENT = dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC)


def test_a_survey_is_closed_on_the_servers_clock_and_told(ours):
    ours.push()
    ours.open()
    ours.answer("end", ours.token("A-001"), content="l3")
    ours.answer("end", ours.token("A-002"), content="l3", submitdate="")
    ours.change("evaltools.toml", 'timezone = "UTC"', 'timezone = "Asia/Tokyo"')
    outcome, = ours.close(moment=MOMENT)
    assert ours.hosted().properties["expires"] == "2026-07-01 21:00:00"
    assert outcome.details == ("1 forms sent; 1 begun and not sent.",)
    assert len(ours.hosted().responses.rows) == 2


def test_without_a_time_zone_the_earlier_of_two_clocks_closes(ours):
    ours.push()
    ours.open()
    ours.change("evaltools.toml", 'timezone = "UTC"\n', "")
    ours.close(moment=MOMENT)
    assert ours.hosted().properties["expires"] == "2026-07-01 12:00:00", "in Brussels it is two hours later"


def test_closing_twice_changes_nothing(ours, calls):
    ours.push()
    ours.open()
    ours.close(moment=MOMENT)
    calls.clear()
    outcome, = ours.close(moment=MOMENT + dt.timedelta(hours=1))
    assert outcome.done == f"The survey {ours.sid()} has been closed since 2026-07-01 12:00: nothing to do."
    assert "set_survey_properties" not in calls
    assert ours.hosted().properties["expires"] == "2026-07-01 12:00:00"


def test_a_later_end_is_brought_forward(ours):
    ours.push()
    ours.open()
    with ours.client() as server:
        server.ask("set_survey_properties", ours.sid(), expires="2027-01-01 00:00:00")
    assert "is closed" in ours.close(moment=MOMENT)[0].done


def test_what_was_never_opened_is_not_closed(ours, calls):
    assert "nothing to close" in ours.close()[0].done
    ours.push()
    assert "never opened" in ours.close()[0].done
    assert "set_survey_properties" not in calls
