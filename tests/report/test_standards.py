"""The standards board holds published figures against the documents' limits, and says nothing where it may not."""

from __future__ import annotations

from evaltools.report import open_report
from evaltools.report.standards import board

from .published_rows import make_release

ROWS = """
cohort ixl-a F03 - - | mean per_month exact | 3 - 0.7 - - - - -
cohort ixl-a F02 - - | share percent exact | 5 5 1.0 - - - - -
"""


def verdicts(rows: str) -> dict[str, str]:
    return {held.standard.indicator: held.verdict for held in board(open_report(make_release(rows), "cohort", "ixl-a", "en").view)}


def test_each_standard_of_the_programmes_kind_and_level_has_a_verdict() -> None:
    found = verdicts(ROWS)
    assert found["F03"] == "unmet"
    assert found["F02"] == "met"
    assert "F21" not in found, "that one is Miriam's"
    assert found["R03"] == "unsaid", "that one is held against the antenna, of which nothing is told"


def test_what_is_withheld_or_not_there_is_not_measured() -> None:
    assert verdicts("cohort ixl-a F03 - - | mean per_month withheld | - - - - - - - -")["F03"] == "unsaid"
    assert verdicts(ROWS)["Q01"] == "unsaid"


def test_a_band_says_only_what_it_surely_says() -> None:
    assert verdicts("cohort ixl-a F02 - - | share percent banded | 11 - - - - 6 8 -")["F02"] == "unmet"
    assert verdicts("cohort ixl-a F02 - - | share percent banded | 11 - - - - 9 11 -")["F02"] == "unsaid"


def test_each_verdict_has_its_quarter() -> None:
    release = make_release(ROWS)
    assert {held.period for held in board(open_report(release, "cohort", "ixl-a", "en").view)} == {release.context["period"]}
