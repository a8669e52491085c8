"""Response rates counted by hand, and the private list of who has not answered."""

import datetime as dt
import stat

import pytest
from python_calamine import CalamineWorkbook

from evaltools.fieldwork.following import who
from evaltools.fieldwork.rates import Standing, by_cohort
from evaltools.workspace import Workspace

TODAY = dt.date(2026, 7, 1)


def test_rates_by_hand():
    """Cohort a: 5 complete, 2 partial, 1 break-off, 2 nothing, 3 not yet due. RR1 = 5/10, RR2 = 7/10."""
    women = [("complete", 5), ("partial", 2), ("break_off", 1), ("none", 2)]
    standings = [Standing("n", "a", True, True, state) for state, count in women for _ in range(count)]
    standings += [Standing("n", "a", False, False, "none")] * 3 + [Standing("n", "b", True, False, "none")]
    a, b = by_cohort(standings)
    assert (a.eligible, a.invited, a.not_yet_due, a.due) == (13, 10, 3, 10)
    assert (a.complete, a.partial, a.break_off, a.none) == (5, 2, 1, 2)
    assert (a.rr1, a.rr2) == (0.5, 0.7)
    assert (b.due, b.rr1, b.rr2) == (0, None, None)


def test_who_answered_before_her_day_is_in_the_base_too():
    rate, = by_cohort([Standing("n", "a", True, False, "complete"), Standing("n", "a", True, True, "none")])
    assert (rate.due, rate.rr1) == (2, 0.5)


@pytest.fixture
def answered(ours):
    """A-001 answers everything, A-002 half of it, A-003 one item, B-001 (due in September) nothing."""
    ours.push()
    ours.open()
    ours.answer("end", ours.token("A-001"), content="l3", welcome="l3", **{"needs[housing]": "Y"}, minutes="20")
    ours.answer("end", ours.token("A-002"), content="l3", welcome="l3")
    ours.answer("end", "own_1", content="l3", submitdate="")
    return ours


def test_the_rate_of_a_survey_on_the_server(answered):
    followed, = answered.follow()
    assert followed.forms == 3
    a, b = followed.rates
    assert (a.cohort, a.eligible, a.invited, a.due) == ("ateliers-a", 3, 3, 3)
    assert (a.complete, a.partial, a.break_off, a.none) == (1, 1, 1, 0)
    assert (a.rr1, a.rr2) == (1 / 3, 2 / 3)
    # B-002 has no usable access code, so she could not be invited: she counts as eligible
    assert (b.cohort, b.eligible, b.invited, b.not_yet_due, b.due) == ("ateliers-b", 2, 1, 2, 0)


def test_nothing_of_a_person_is_shown_or_left_behind(answered):
    followed, = answered.follow()
    shown = repr(followed)
    assert not any(text in shown for text in ("A-001", answered.token("A-001")))
    assert [path.name for path in (answered.root / "workspace" / "fieldwork").glob(".answers*")] == []


def test_the_list_of_who_has_not_answered_is_private(answered):
    followed, = answered.follow()
    path = who(followed, Workspace(answered.root))
    assert path == answered.root / "workspace" / "fieldwork" / "ateliers-end-not-answered.xlsx"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python() == [
        ["register number", "group", "state"], ["A-002", "ateliers-a", "partly answered"], ["A-003", "ateliers-a", "begun"]]


def test_in_autumn_the_next_group_is_due(answered):
    followed, = answered.follow(today=dt.date(2026, 10, 1))
    a, b = followed.rates
    assert (b.due, b.none, b.rr1) == (2, 2, 0.0)
    assert a.due == 3, "who was invited stays in the base"


def test_an_anonymous_survey_has_forms_and_no_rate(ours):
    ours.push("visit")
    ours.open("visit")
    ours.answer("visit", "", venue="l1")
    followed, = ours.follow("visit")
    assert (followed.forms, followed.rates) == (1, ())
    assert "anonymous" in followed.note


def test_what_is_not_open_has_a_note(ours):
    assert ours.follow()[0].note == "not pushed yet"
    ours.push()
    followed, = ours.follow()
    assert followed.note == "not open yet"
    assert sum(rate.complete for rate in followed.rates) == 0
