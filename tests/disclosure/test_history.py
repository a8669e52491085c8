"""Rule 6: a leaver or a joiner followed from quarter to quarter is never told by a subtraction."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from evaltools.catalogue import load
from evaltools.disclosure import as_published
from evaltools.disclosure.groups import Groups, groups_of
from evaltools.disclosure.history import Differences, steady
from evaltools.disclosure.ledger import GROUP, Entry
from evaltools.figures import CONTRIBUTORS
from evaltools.scope import Period

CATALOGUE = load(None)
KEY = {"audience": "site", "level": "site", "scope": "ixelles", "indicator": "S01", "version": "1", "wave": "end", "by": "", "group": "",
       "part": ""}
EXACT = {"kind": "share", "unit": "percent", "status": "exact", "n": 30, "numerator": 20, "value": 0.6667}


HOMES = {number.to_bytes(8, "big"): f"g{number % 7}" for number in range(100)}


def women(*ranges: range) -> list[str]:
    return [f"w{number:02}" for numbers in ranges for number in numbers]


def behind(period: str, who: list[str], **key: str) -> Groups:
    rows = pd.DataFrame([{**KEY, **key, "period": period, "contributor": each, "in_numerator": True} for each in who],
                        columns=list(CONTRIBUTORS))
    return groups_of(rows, {f"w{number:02}": f"{number:016x}" for number in range(100)})


def figure(period: str, **more: Any) -> pd.DataFrame:
    return as_published([{**KEY, **EXACT, "period": period, **more}])


def published(number: int, period: str, who: list[str], kind: Any = "release", **more: Any) -> tuple[Entry, Groups]:
    shown, groups = figure(period, **more), behind(period, who, **{name: more[name] for name in KEY if name in more})
    shown = shown.assign(**{GROUP: groups.named(shown).astype("string")})
    return Entry(number, kind, Period.parse(period), "r", "d", "", "", "", shown), groups


def renewed(past: list[tuple[Entry, Groups]], period: str, who: list[str], homes: dict[bytes, str] | None = None,
            **more: Any) -> pd.Series:
    members = {name: found for _, groups in past for name, found in groups.members.items()}
    key = {name: more[name] for name in KEY if name in more}
    new = behind(period, who, **key)
    far = Differences({**members, **new.members}, HOMES if homes is None else homes, 5, 3)
    return steady(figure(period, **more), new, [entry for entry, _ in past], far, CATALOGUE).iloc[0]


FIRST = published(1, "2026-Q1", women(range(30)), numerator=18, value=0.6)


@pytest.mark.parametrize(("who", "status"), [
    (women(range(30)), "exact"),               # the same women: nobody to subtract
    (women(range(29)), "carried"),             # a leaver
    (women(range(31)), "carried"),             # a joiner
    (women(range(1, 31)), "carried"),          # one of each
    (women(range(26)), "carried"),             # four
    (women(range(25)), "exact"),               # five
    (women(range(2, 33)), "exact"),            # two left, three came
    (women(range(30, 60)), "exact"),           # other women altogether
])
def test_a_new_value_needs_five_women_of_difference(who: list[str], status: str) -> None:
    found = renewed([FIRST], "2026-Q2", who)
    assert found["status"] == status
    assert found["numerator"] == (20 if status == "exact" else 18)
    assert (found["since"] == "2026-Q1") if status == "carried" else pd.isna(found["since"])


@pytest.mark.parametrize(("groups", "audience", "status"), [
    (1, "site", "carried"),      # one group came: its answers would be the difference
    (2, "site", "carried"),      # each of the two coordinators would know the other's
    (3, "site", "exact"),
    (3, "programme", "exact"),
    (2, "programme", "carried"),
    (1, "cohort", "exact"),      # a group's own page is of one group
])
def test_above_groups_a_new_value_needs_three_groups_of_difference(groups: int, audience: str, status: str) -> None:
    key = {"audience": audience, "level": audience}
    homes = {number.to_bytes(8, "big"): f"g{number % groups}" for number in range(30, 45)}
    past = published(1, "2026-Q1", women(range(30)), numerator=18, value=0.6, **key)
    assert renewed([past], "2026-Q2", women(range(45)), homes, **key)["status"] == status


def test_women_without_a_group_count_as_themselves() -> None:
    assert renewed([FIRST], "2026-Q2", women(range(35)), {})["status"] == "exact"


def test_every_earlier_quarter_counts_not_the_last_alone() -> None:
    second = published(2, "2026-Q2", women(range(60)), numerator=40)
    found = renewed([FIRST, second], "2026-Q3", women(range(29)))
    assert (found["status"], found["since"], found["numerator"]) == ("carried", "2026-Q2", 40)


def test_a_value_that_is_carried_again_keeps_its_quarter() -> None:
    second = published(2, "2026-Q2", women(range(29)), status="carried", since="2026-Q1", numerator=18)
    assert renewed([FIRST, second], "2026-Q3", women(range(28)))["since"] == "2026-Q1"


def test_what_was_withheld_tells_nothing_to_subtract_from() -> None:
    hidden = published(1, "2026-Q1", women(range(30)), status="withheld", n=None, numerator=None, value=None)
    assert renewed([hidden], "2026-Q2", women(range(29)))["status"] == "exact"


def test_what_was_corrected_or_withdrawn_was_read_all_the_same() -> None:
    corrected = published(2, "2026-Q1", women(range(40)), kind="correction", numerator=25)
    assert renewed([FIRST, corrected], "2026-Q2", women(range(29)))["numerator"] == 25
    withdrawn = (Entry(2, "withdrawal", Period.parse("2026-Q1"), "r", "d", "", "", "wrong", FIRST[0].figures.iloc[:0]), FIRST[1])
    found = renewed([FIRST, withdrawn], "2026-Q2", women(range(29)))
    assert found["status"] == "withheld"
    assert found[["n", "numerator", "value", "since"]].isna().all()


def test_a_new_definition_is_no_way_around() -> None:
    assert renewed([FIRST], "2026-Q2", women(range(29)), version="2")["status"] == "carried"


@pytest.mark.parametrize("other", [{"scope": "uccle"}, {"wave": "mid"}, {"part": "hours"}, {"audience": "programme", "level": "programme"}])
def test_other_figures_are_other_figures(other: dict[str, str]) -> None:
    assert renewed([FIRST], "2026-Q2", women(range(29)), **other)["status"] == "exact"


def test_figures_of_one_quarter_alone_are_renewed_every_quarter() -> None:
    quarterly = next(name for name, entry in CATALOGUE.items() if entry.window == "quarter")
    past = published(1, "2026-Q1", women(range(30)), indicator=quarterly)
    assert renewed([past], "2026-Q2", women(range(29)), indicator=quarterly)["status"] == "exact"


def test_who_stands_behind_is_compared_without_names() -> None:
    one, other = behind("2026-Q1", women(range(3))), behind("2026-Q2", list(reversed(women(range(3)))))
    assert list(one.of_figure) == list(other.of_figure)
    assert next(iter(one.members.values())) == {number.to_bytes(8, "big") for number in range(3)}
