"""Every indicator of the registers' logs, counted by hand on three groups and a bureau."""

from __future__ import annotations

import pytest
from counted import Count

from evaltools.estimates import kinds

from .logs import BUREAU, COURSE

# indicator, scope, part: numerator out of n, from April to June 2026 or in the four quarters that end there.
SHARES = [
    ("A03", "miriam", "", 2, 3),  # of anna, bea and cleo, there when phase 2 began
    ("A04", "miriam", "", 2, 3),
    ("A05", "miriam", "", 1, 2),
    ("A06", "miriam", "", 1, 2),  # anna, not cleo; bea has a CV and is not in phase 2
    ("A07W", "forest", "", 1, 2),
    ("A08W", "miriam", "", 1, 6),
    ("A09", "miriam", "", 2, 10),  # anna in April, eva in June; of five, two and three full months
    ("A09", "ateliers", "", 0, 3),
    ("A16", "miriam", "", 1, 2),
    ("A19", "miriam", "", 1, 2),
    ("A20", "miriam", "", 1, 4),  # anna after 44 days; bea later, cleo and dora never; eva began too lately to tell
    ("A21", "m1", "", 3, 4),
    ("A22A", "miriam", "", 1, 2),
    ("A23", "m1", "", 2, 3),
    ("A26", "m1", "", 2, 3),
    ("A29", "miriam", "home", 2, 4),
    ("A29", "miriam", "walk", 1, 4),
    ("A29", "miriam", "court", 0, 4),
    ("A31", "m1", "information", 2, 4),
    ("A31", "m1", "action", 1, 4),
    ("B01P", "miriam", "", 900, 900),
    ("C01", "miriam", "cpas", 1, 4),
    ("C01", "ateliers", "other", 1, 1),
    ("C02R", "forest", "", 4, 40),
    ("C06R", "miriam", "", 1, 3),
    ("C08", "miriam", "school", 1, 4),
    ("F01", "m1", "cpas", 2, 3),
    ("F04", "m1", "", 2, 3),  # one begins at 14.45
    ("F04", "m2", "", 1, 2),  # one is on a Saturday, one has no time
    ("F05", "m1", "", 3, 4),
    ("F07", "forest", "", 7, 7),
    ("F09", "m1", "", 2, 3),
    ("F16", "miriam", "", 2, 2),
    ("F18", "forest", "", 1, 2),
    ("F19", "miriam", "", 3, 5),  # cleo and eva came later than the first month
    ("F24", "miriam", "", 1, 2),
    ("F25", "miriam", "", 1, 2),
    ("F25F", "forest", "", 1, 1),
    ("F26", "m1", "", 1, 3),
    ("F29", "miriam", "", 3000, 4000),
    ("G02", "miriam", "discussed", 3, 4),
    ("G02", "miriam", "recommended", 2, 4),
    ("G02", "miriam", "changed", 1, 4),  # that of August is not known yet
    ("K05", "forest", "", 2, 6),
    ("L06", "miriam", "", 1, 7),
    ("N05", "miriam", "", 2, 4),  # r4 was opened in July
    ("N05D", "miriam", "", 1, 2),
    ("N06", "miriam", "", 1, 2),
    ("N09O", "miriam", "obtained", 2, 4),
    ("N09O", "miriam", "lost", 1, 4),
    ("N12", "miriam", "", 3, 5),
    ("P20", "miriam", "", 2, 3),
    ("P20O", "miriam", "", 2, 3),
    ("Q01", "m2", "", 2, 3),
    ("Q03", "miriam", "", 1, 2),
    ("Q06", "miriam", "", 1, 2),
    ("Q08", "miriam", "", 1, 4),
    ("Q11", "miriam", "", 2, 3),
    ("Q11P", "miriam", "", 17, 20),
    ("Q13", "miriam", "", 2, 3),
    ("Q20", "miriam", "", 1, 3),  # cleo; gwen and hana were there before the case manager
    ("Q22", "m1", "", 2, 3),
    ("Q23", "miriam", "", 1, 1),
    ("R02", "miriam", "single_mother", 4, 5),
    ("R02", "miriam", "not_working", 3, 5),
    ("R08", "miriam", "25_34", 2, 4),
    ("R08L", "miriam", "ar", 1, 5),
    ("R09", "miriam", "", 5, 2100),
    ("R10C", "miriam", "invited", 3, 4),
    ("R10C", "miriam", "informed", 2, 3),
    ("R10C", "miriam", "accepted", 1, 2),
    ("R10C", "miriam", "started", 1, 1),
    ("R16", "miriam", "single_mother", 4, 5),
    ("R16", "miriam", "integration_income", 1, 3),
    ("R16", "miriam", "small_network", 2, 3),
    ("R17", "miriam", "", 2, 3),
    ("T06", "miriam", "", 1, 2),
    ("T06A", "miriam", "", 0, 3),
    ("V02", "forest", "decided", 3, 4),
    ("V02", "forest", "done", 2, 4),
    ("V02", "forest", "told", 1, 4),
]
VALUES: list[tuple[str, str, str, float]] = [
    ("A01D", "miriam", "", 225 / 6),
    ("A01M", "forest", "", 7),
    ("A01M", "m1", "", 4),
    ("A01P", "miriam", "", 7 / 6),
    ("A04D", "miriam", "job", 1),
    ("A07", "forest", "job_interview", 1),
    ("A08", "m1", "", 1),
    ("A09H", "miriam", "individual", 3.75 / 6),
    ("A09H", "miriam", "group", 8 / 6),
    ("A16N", "miriam", "", 1),
    ("A21R", "forest", "staff", 1),
    ("A22", "miriam", "interviewed", 2),
    ("A22", "miriam", "admitted", 1),
    ("A22R", "miriam", "declined", 1),
    ("A24", "forest", "", 1),
    ("A24A", "forest", "", 5),
    ("A25", "miriam", "recruitment", 1),
    ("A25", "miriam", "start", 0),
    ("A25", "miriam", "deepening", 1),
    ("A25", "miriam", "closing", 2),
    ("A25", "miriam", "followup", 2),
    ("A27", "m1", "housing", 2),
    ("A27C", "m1", "", 2),
    ("A27C", "miriam", "", 4 / 3),
    ("A28", "miriam", "computer", 1),
    ("A30", "miriam", "budget", 2),
    ("A32", "forest", "", 1),
    ("A32P", "forest", "", 4),
    ("B01", "miriam", "", 100),
    *((f"B{number:02d}", "miriam", "", 0.0) for number in (2, 4, 5, 6, 7, 9, 10, 11, 12)),
    ("B03", "forest", "", 99.5),
    ("B07T", "miriam", "", 1000),
    ("B08", "miriam", "", 800.5),
    ("B13", "miriam", "participant", 1000 / 7),
    ("B13", "miriam", "session", 125),
    ("B13", "miriam", "presence", 125),
    ("B13", "miriam", "completer", 500),
    ("C01N", "forest", "social", 2),
    ("C02", "forest", "", 100),
    ("C03", "forest", "", 2),
    ("C03R", "forest", "", 500),
    ("C03S", "forest", "", 12),
    ("C04", "forest", "", 1),
    ("C05", "forest", "", 1),
    ("C06", "forest", "", 1),
    ("C07", "forest", "leaflet", 200),
    ("C07P", "forest", "poster", 5),
    ("C09", "forest", "", 1),
    ("C09A", "forest", "", 14),
    ("C09C", "forest", "", 6),
    ("C10", "forest", "health", 1),
    ("C11", "miriam", "cpas", 2),
    ("F05O", "m1", "", 2),
    ("F05O", "miriam", "", 1),
    ("F06", "forest", "step_free", 1),
    ("F09C", "m1", "", 5),
    ("F13", "forest", "play_corner", 1),
    ("F14", "miriam", "", 462.5 / (365.25 / 12)),
    ("F17D", "m1", "", 28),
    ("F20", "forest", "model_team", 1),
    ("F20", "forest", "model_solo", 0),
    ("F22", "miriam", "", 1),
    ("F23", "miriam", "foundation_3", 2),
    ("F30", "forest", "staff", 2),
    ("F30", "forest", "partners", 3),
    ("G01", "miriam", "gap", 1),
    ("G01D", "miriam", "childcare", 1),
    ("G01P", "miriam", "cpas", 2),
    ("G02D", "miriam", "", 20),
    ("G02R", "miriam", "", 60),
    ("G02M", "miriam", "", 426),
    ("G03", "miriam", "recommended", 1),
    ("G03", "miriam", "changed", 0),
    ("G04", "forest", "budget", 1),
    ("G05", "miriam", "childcare", 1),
    ("K01", "forest", "cpas", 1),
    ("K01", "forest", "school", 1),
    ("K02", "forest", "", 1),
    ("K03", "forest", "housing", 1),
    ("K06", "forest", "group", 2),
    ("K07", "forest", "work", 1),
    ("K08", "m1", "", 2),
    ("K09", "forest", "", 1),
    ("L11", "miriam", "", 1),
    ("N05M", "miriam", "", 117.5),
    ("N05R", "miriam", "bim", 2),
    ("N06L", "miriam", "", 2),
    ("N09", "forest", "psychological", 2),
    ("N12D", "miriam", "", 1.0),
    ("Q02", "miriam", "", 1),
    ("Q04", "forest", "", 2),
    ("Q05", "miriam", "", 2),
    ("Q05O", "miriam", "job", 1),
    ("Q07", "forest", "peer", 1.5),
    ("Q07", "forest", "social", 1),
    ("Q07C", "miriam", "", 1),
    ("Q11D", "miriam", "", 42),
    ("Q13R", "miriam", "", 6),
    ("Q14", "miriam", "", 2),
    ("Q14H", "miriam", "", 11.5),
    ("Q16", "miriam", "rights", 2),
    ("Q17", "miriam", "closing", 1),
    ("Q17M", "miriam", "oase", 1),
    ("Q21", "miriam", "", 3),
    ("Q21R", "miriam", "", 2),
    ("R04", "miriam", "", 5),
    ("R05", "miriam", "", 1),
    ("R06", "miriam", "", 10),
    ("R07", "miriam", "", 1),
    ("R10", "miriam", "identified", 4),
    ("R10", "miriam", "informed", 2),
    ("R18", "forest", "", 7),
    ("V01", "miriam", "housing", 2),
    ("V01", "miriam", "money", 1),
    ("V02D", "forest", "", 30),
    ("V02N", "forest", "", 4),
    ("V03", "forest", "", 1),
    ("V03D", "forest", "", 2),
    ("V05", "forest", "", 2),
    ("V05P", "forest", "", 3),
    ("V06", "miriam", "consented", 2),
    ("V06", "miriam", "released", 1),
]
BUREAU_SHARES = [
    ("A02", "relais", "", 15, 30),
    ("A10", "relais", "", 2, 3),
    ("A12", "relais", "two", 1, 2),
    ("A12", "relais", "three", 0, 2),
    ("A14H", "relais", "", 4, 5),
    ("F10", "relais", "", 2, 4),  # in the evening, and on a Saturday
    ("F11", "relais", "", 4, 12),  # of the whole weeks from the sixth of April to the 28th of June
    ("F12W", "relais", "", 2, 12),
    ("N07O", "relais", "partly", 1, 3),
    ("R11", "relais", "", 1, 2),
]
BUREAU_VALUES = [
    ("A02N", "relais", "", 25),
    ("A13", "relais", "informed", 2),
    ("A13", "relais", "equipped", 1),
    ("A15W", "relais", "", 6),
    ("A17", "relais", "mediation", 1),
    ("A17F", "relais", "", 7),
    ("A18", "relais", "", 1),
    ("A18C", "relais", "", 8),
    ("F08", "relais", "", 2),
    ("F12", "relais", "", 7 / 12),
    ("G05R", "bureau", "", 1),
    ("N07D", "relais", "", 20),
    ("R14", "relais", "", 8 / 7),
    ("V04", "relais", "", 1),
]


@pytest.fixture(autouse=True)
def lengths_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days and hours are told of thirty women: here of any."""
    monkeypatch.setattr(kinds, "ENOUGH", 1)


@pytest.mark.parametrize(("indicator", "scope", "part", "numerator", "n"), SHARES)
def test_shares(count: Count, indicator: str, scope: str, part: str, numerator: int, n: int) -> None:
    assert count(COURSE, indicator).share(scope, part) == (numerator, n)


@pytest.mark.parametrize(("indicator", "scope", "part", "value"), VALUES)
def test_counts_and_means(count: Count, indicator: str, scope: str, part: str, value: float) -> None:
    assert count(COURSE, indicator).value(scope, part) == pytest.approx(value)


@pytest.mark.parametrize(("indicator", "scope", "part", "numerator", "n"), BUREAU_SHARES)
def test_shares_of_a_bureau(count: Count, indicator: str, scope: str, part: str, numerator: int, n: int) -> None:
    assert count(BUREAU, indicator).share(scope, part) == (numerator, n)


@pytest.mark.parametrize(("indicator", "scope", "part", "value"), BUREAU_VALUES)
def test_counts_and_means_of_a_bureau(count: Count, indicator: str, scope: str, part: str, value: float) -> None:
    assert count(BUREAU, indicator).value(scope, part) == pytest.approx(value)


def test_days_of_few_women_are_not_told(count: Count, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "ENOUGH", 30)
    assert count(COURSE, "N05M").value("miriam") is None
    assert count(COURSE, "G02D").value("miriam") == 20, "signals are nobody's"


def test_a_woman_counts_in_the_group_she_was_in(count: Count) -> None:
    counted = count(COURSE, "A01M")
    assert counted.women("m0") == {"gwen"}, "her contact after the end too"
    assert counted("forest")["persons"] == 4
    assert counted("forest")["cohorts"] == 3


def test_candidates_have_no_group_and_every_running_one_behind_them(count: Count) -> None:
    figure = count(COURSE, "R10C")("miriam", "invited")
    assert (figure["persons"], figure["cohorts"]) == (4, 3)


PHASES = """
cohorts
cohort programme site   start      planned_end
m1     miriam    forest 2026-01-05 2026-12-31

enrolments
participant cohort start      end        exit_reason    phase2_start
anna        m1     2026-01-05 .          .              2026-04-13
bea         m1     2026-01-05 2026-04-11 other_positive .
cleo        m1     2026-01-05 2026-03-20 lost_contact   .

sessions
session date       cohort phase
s1      2026-03-02 m1     1
s2      2026-04-06 m1     1
s3      2026-04-13 m1     2
"""


def test_who_leaves_between_the_phases_did_not_go_on(count: Count) -> None:
    assert count(PHASES, "A03").share("miriam") == (1, 2), "bea left two days before phase 2 began, cleo before phase 1 ended"
    assert count(PHASES, "A04").share("miriam") == (0, 2)
    assert count(PHASES, "A03", period="2026-Q1")("miriam")["n"] is None, "phase 2 had not begun"
