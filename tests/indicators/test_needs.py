"""N: needs and requests counted by hand."""

from __future__ import annotations

from counted import Count

from .test_reach import BUREAU

REQUESTS = """
requests
request participant programme site   date       closed     domain  status
r1      anna        bureau    relais 2025-06-30 2025-07-15 housing resolved
r2      anna        bureau    relais 2025-07-01 2026-06-30 housing resolved
r3      anna        bureau    relais 2026-04-01 2026-05-05 debts   not_resolved
r4      bea         bureau    relais 2026-04-02 .          housing open
r5      .           bureau    relais 2026-06-30 2026-06-30 housing partly
r6      cleo        bureau    relais 2026-05-05 2026-07-01 cpas    resolved
r7      dora        bureau    relais 2026-07-01 2026-07-02 cpas    resolved
r8      dora        bureau    relais 2026-05-05 .          .       .
"""


def test_needs_out_of_all_first_visits(count: Count) -> None:
    # In the quarter v3 (bea), v4 and v5 (not known); a need not ticked was not mentioned.
    counted = count(BUREAU, "N01")
    assert counted.share("relais", "legal") == (1, 3)
    assert counted.share("relais", "isolation") == (2, 3)
    assert counted.share("relais", "mental_load") == (0, 3)
    assert counted("relais", "legal")["persons"] == 3
    assert counted("relais", "legal")["fewest"] == 1


def test_requests_by_domain(count: Count) -> None:
    counted = count(REQUESTS, "N04")
    assert [counted.value("relais", part) for part in ("housing", "debts", "cpas", "job")] == [2, 1, 1, 0]


def test_requests_resolved_out_of_those_no_longer_open(count: Count) -> None:
    # r2 resolved, r3 not, r5 partly; r1 was made before the four quarters; r6 was closed on the day after, so it was still open.
    counted = count(REQUESTS, "N07")
    assert counted.share("relais") == (1, 3)
    assert counted("relais")["persons"] == 2
    assert counted("relais")["fewest"] == 1
    assert count(REQUESTS, "N07", period="2026-Q3").share("relais") == (2, 4), "r2 is too old by then, r6 and r7 are resolved"


def test_a_request_closed_later_was_open_at_the_time(count: Count) -> None:
    assert count(REQUESTS, "N07", period="2026-Q1").share("relais") == (1, 1), "r1 alone: r2 was still open"
