"""A: what the bureau's registers say was offered."""

from __future__ import annotations

from counted import Count

BUREAU = """
sessions
session date       cohort site   programme kind       status
s1      2026-04-01 .      relais bureau    activity   held
s2      2026-06-30 .      relais bureau    activity   held
s3      2026-06-30 .      relais bureau    activity   cancelled
s4      2026-05-05 .      relais bureau    outing     held
s5      2026-05-05 .      relais bureau    outing     planned
s6      2026-07-01 .      relais bureau    children   held
s7      2026-03-31 .      relais bureau    children   held
s8      2026-05-05 .      relais bureau    group      held

contacts
contact participant programme site   date       kind
c1      anna        bureau    relais 2026-03-31 legal
c2      anna        bureau    relais 2026-04-01 legal
c3      anna        bureau    relais 2026-06-30 legal
c4      .           bureau    relais 2026-05-05 legal
c5      bea         bureau    relais 2026-05-05 social
c6      bea         bureau    relais 2026-07-01 social
c7      bea         bureau    relais 2026-05-05 .

visits
visit participant programme site   date       appointment
v1    anna        bureau    relais 2026-04-01 yes
v2    anna        bureau    relais 2026-06-30 yes
v3    .           bureau    relais 2026-05-05 yes
v4    .           bureau    relais 2026-05-05 no
v5    .           bureau    relais 2026-05-05 .
v6    .           bureau    relais 2026-07-01 no
"""


def test_every_interview_of_the_quarter_counts(count: Count) -> None:
    figure = count(BUREAU, "A01")("relais")
    assert figure["value"] == figure["numerator"] == 5
    assert figure["persons"] == 3, "anna, bea, and somebody who is not known"


def test_interviews_by_kind_of_help(count: Count) -> None:
    counted = count(BUREAU, "A11")
    assert (counted.value("relais", "legal"), counted.value("relais", "social")) == (3, 1)
    assert counted.value("relais", "listening") == 0
    assert counted("relais", "legal")["persons"] == 2


def test_activities_held_by_kind(count: Count) -> None:
    counted = count(BUREAU, "A14")
    assert [counted.value("relais", part) for part in ("activity", "outing", "children", "permanence")] == [2, 1, 0, 0]
    assert counted("relais", "activity")["persons"] is None


def test_visits_with_and_without_an_appointment(count: Count) -> None:
    counted = count(BUREAU, "A15")
    assert (counted.value("relais", "true"), counted.value("relais", "false")) == (3, 1)
    assert counted("relais", "true")["persons"] == 2
    assert set(counted.figures["scope"]) == {"relais", "bureau"}, "of no group"
