"""The synthetic organisation is as large, as varied and as lawful as promised."""

import datetime as dt
from collections import Counter
from statistics import fmean

import pytest

from evaltools.demo import groups, plan, world
from evaltools.demo.parameters import GAIN, LADDERS, MIRIAM, PARAMETERS, WORKSHOP

LATE = 20


def women(made, programme=None):
    return [(group, woman) for group in made.groups if programme in (None, group.plan.programme) for woman in group.women]


def test_the_whole_demo_has_the_size_that_is_promised(full):
    assert len(full.quarters) == 6
    assert len(full.groups) >= 24
    assert all(8 <= len(group.women) <= 15 for group in full.groups)
    assert len({group.plan.site.id for group in full.groups} | {full.bureau.site}) == 11
    assert 400 <= len(women(full)) + len(full.bureau.visitors) <= 560
    assert 7000 <= sum(len(woman.presence) for _, woman in women(full)) <= 10000


def test_several_antennas_have_three_active_groups_in_the_last_quarter(full):
    last = full.quarters[-1]
    active = Counter(group.plan.site.id for group in full.groups if group.end is None or group.end >= last.start)
    assert sum(count >= 3 for count in active.values()) >= 3
    assert all(len(group.plan.site.case_managers) >= 2 for group in full.groups if active[group.plan.site.id] >= 3)


def test_each_programme_has_groups_in_every_quarter(full):
    for quarter in full.quarters:
        running = Counter(group.plan.programme for group in full.groups
                          if group.start < quarter.end and (group.end is None or group.end >= quarter.start))
        assert running["ateliers"] >= 3
        assert running["miriam"] >= 3


def test_the_small_demo_has_six_groups_and_two_quarters(small):
    assert len(small.groups) == 6
    assert [str(quarter) for quarter in small.quarters] == ["2026-Q2", "2026-Q3"]
    assert {"intake", "session", "mid", "end", "followup6", "visit"} <= {form.wave for form in small.forms}


def test_all_waves_languages_exits_and_phases_occur(full):
    assert {form.wave for form in full.forms} == {"intake", "session", "mid", "end", "followup6", "followup12", "visit", "yearly",
                                                    "partners"}
    assert {form.language for form in full.forms} == {"fr", "nl", "en", "ar", "tr"}
    assert {"fr", "nl", "en", "ar"} <= {woman.profile.language for _, woman in women(full)}
    assert {woman.exit.kind for _, woman in women(full) if woman.exit} == {"completed", "positive", "administrative", "dropout"}
    assert any(woman.phase2 for _, woman in women(full, "miriam"))
    passed = [woman.phase2 is not None for _, woman in women(full, "ateliers")]
    assert any(passed)
    assert not all(passed)
    assert {status for _, woman in women(full) for status in woman.presence.values()} == {"present", "excused", "unexcused"}
    assert {session.status for group in full.groups for session in group.sessions} == {"held", "cancelled", "planned"}
    assert any("ا" in form.answers.get("suggestion", "") for form in full.forms)


def test_numbers_are_unique_in_the_organisation(full):
    numbers = [woman.number for _, woman in women(full)] + [visitor.number for visitor in full.bureau.visitors]
    assert len(set(numbers)) == len(numbers)


def test_the_same_seed_makes_the_same_organisation_and_another_seed_another(small):
    assert world.make(size="small") == small
    assert world.make(seed=7, size="small") != small


def test_a_group_does_not_depend_on_the_others(full):
    group = full.groups[20]
    alone = groups.make(group.plan, PARAMETERS[group.plan.programme], full.until, world.generator(full.seed, group.plan.code))
    assert alone == group


def test_presences_are_due_only_while_a_woman_is_enrolled_and_the_session_is_held(full):
    for group, woman in women(full):
        held = {session.code: session.date for session in group.held}
        assert woman.presence.keys() == {code for code, day in held.items() if woman.enrolled(day)}
        # No exit falls on the day of a session: whether that day still counts can never matter.
        assert woman.exit is None or woman.exit.date not in held.values()


def test_who_dropped_out_during_the_course_had_missed_three_sessions_or_stopped_before_phase_two(full):
    left = [(group, woman) for group, woman in women(full) if woman.exit and woman.exit.kind == "dropout"]
    assert len(left) >= LATE
    for group, woman in left:
        next_session = woman.exit.date + dt.timedelta(days=2)
        before_phase2 = any(session.phase == 2 and session.date == next_session for session in group.sessions)
        assert before_phase2 or list(woman.presence.values())[-3:] == ["unexcused"] * 3


def test_nobody_knows_the_future(full):
    assert all(form.submitted.date() < full.until for form in full.forms)
    assert all(woman.exit is None or woman.exit.date < full.until for _, woman in women(full))
    assert all(session.date < full.until for group in full.groups for session in group.held)
    desk = full.bureau
    assert all(row.date < full.until for row in (*desk.visits, *desk.contacts, *desk.requests, *full.interviews))


def test_workshops_meet_once_or_twice_a_month_and_miriam_weekly_or_fortnightly():
    for cohort in plan.cohorts("full"):
        assert cohort.days_between in ((14, 21) if cohort.programme == "ateliers" else (7, 14))
        assert cohort.programme != "ateliers" or 10 <= cohort.sessions <= 12


@pytest.mark.parametrize("truth", [WORKSHOP, MIRIAM])
def test_the_shares_of_the_truth_are_shares(truth):
    for row in (*truth.employment.values(), *truth.employment_after.values()):
        assert sum(row.values()) == pytest.approx(1)
    assert all(0 < share < 1 for shares in (truth.satisfaction, truth.faces, truth.response) for share in shares.values())


@pytest.fixture(scope="module")
def many():
    """Eight organisations of one truth: enough women to see it through the noise."""
    return [world.make(seed=seed) for seed in range(8)]


@pytest.mark.parametrize("programme", ["ateliers", "miriam"])
def test_attendance_is_drawn_from_its_truth(many, programme):
    cells = [status for made in many for _, woman in women(made, programme) if not woman.exit or woman.exit.kind != "dropout"
             for status in woman.presence.values()]
    assert cells.count("present") / len(cells) == pytest.approx(PARAMETERS[programme].attendance, abs=0.015)
    excused = cells.count("excused") / (len(cells) - cells.count("present"))
    assert excused == pytest.approx(PARAMETERS[programme].excused, abs=0.04)


@pytest.mark.parametrize("programme", ["ateliers", "miriam"])
@pytest.mark.parametrize("item", ["content", "venue", "professionalism"])
def test_satisfaction_is_drawn_from_its_truth(many, programme, item):
    marks = [form.answers[item] for made in many for form in made.forms
             if form.programme == programme and form.wave == "end" and form.answers.get(item, "na") != "na"]
    share = sum(mark in ("s4", "s5") for mark in marks) / len(marks)
    # Dissatisfied women leave more often: the share among those who stayed lies a little above.
    assert share == pytest.approx(PARAMETERS[programme].satisfaction[item], abs=0.05)


@pytest.mark.parametrize("item", LADDERS)
def test_change_is_drawn_from_its_truth(many, item):
    steps = []
    for made in many:
        first = {form.number: form.answers.get(item, "pn") for form in made.forms if form.wave == "intake"}
        pairs = [(first.get(form.number, "pn"), form.answers.get(item, "pn")) for form in made.forms
                 if form.wave == "end" and form.programme == "ateliers"]
        steps += [int(after[1:]) - int(before[1:]) for before, after in pairs if "pn" not in (before, after)]
    assert fmean(steps) == pytest.approx(GAIN[item], abs=0.2)


def test_dissatisfied_women_drop_out_more_often(many):
    everybody = [woman for made in many for _, woman in women(made, "ateliers")]
    low = [woman for woman in everybody if woman.satisfaction < -0.4]
    high = [woman for woman in everybody if woman.satisfaction >= -0.4]

    def dropped(some):
        return fmean(woman.exit is not None and woman.exit.kind == "dropout" for woman in some)
    assert dropped(low) > 1.5 * dropped(high)
