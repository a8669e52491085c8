"""Every indicator that YAML says of questionnaires, counted by hand in answers.txt: one line an indicator and part."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from counted import Count, Counted

from evaltools import indicators
from evaltools.catalogue import Entry

DAYS = {"intake": "2025-09-01", "mid": "2026-01-10", "session": "2026-05-04", "end": "2026-03-01", "followup6": "2026-05-01",
        "followup12": "2026-06-01", "visit": "2026-05-04", "yearly": "2026-02-02", "partners": "2026-02-02"}
FIRST = {"P32": "mid", "L08": "end", "L01": "end"}
"""The wave before, where it is not the start."""
ALONE = ("visit", "yearly", "partners")
BUREAU = ("visit",)

LINE = re.compile(r"(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(.+?)\s+(-?[\d.]+ \([\d/]+\)|\d+/[\d-]+)")
CASES = [LINE.fullmatch(line).groups() for line in (Path(__file__).parent / "answers.txt").read_text("utf-8").splitlines()
         if line and not line.startswith("#")]


def batches() -> dict[str, list[tuple[str, ...]]]:
    """Lines of one indicator that ask different items, so that one computation counts them all."""
    found: dict[str, list[tuple[str, ...]]] = {}
    asked: dict[str, set[tuple[str, str]]] = {}
    for line in CASES:
        indicator, _, wave, items, answers, _ = line
        waves = [wave, FIRST.get(indicator, "intake")] if ">" in answers else [wave]
        mine = {(each, item) for each in waves for item in items.split("|")}
        name = next(name for name in (f"{indicator}-{place}" for place in range(99)) if not mine & asked.get(name, set()))
        found.setdefault(name, []).append(line)
        asked.setdefault(name, set()).update(mine)
    return found


def told(lines: list[tuple[str, ...]]) -> str:
    """The tables in which these women answered so; each line has women of its own."""
    people, forms = "", ""
    for number, (indicator, _, wave, items, answers, _) in enumerate(lines):
        waves = [FIRST.get(indicator, "intake"), wave] if ">" in answers else [wave]
        groups = [[column.split(",") for column in part.strip().split("|")] for part in answers.split(">")]
        women = range(max(len(column) for columns in groups for column in columns))
        people += "".join(f"w{number}x{woman} a 2025-09-01\n" for woman in women)
        for each, columns in zip(waves, groups, strict=True):
            forms += f"\nforms {each}\nparticipant cohort site programme submitted {' '.join(items.split('|'))}\n"
            for woman in women:
                said = [[*column, *(["."] * len(women))][woman] for column in columns]
                alone = ". . relais bureau" if each in BUREAU else ". . ixelles ateliers"
                place = alone if each in ALONE else f"w{number}x{woman} a ixelles ateliers"
                forms += f"{place} {DAYS[each]} {' '.join(said)}\n"
    return ("cohorts\ncohort programme site case_manager start planned_end end\n"
            f"a ateliers ixelles CM1 2025-09-01 2026-06-30 2026-06-30\n\nenrolments\nparticipant cohort start\n{people}{forms}")


@pytest.mark.parametrize("lines", batches().values(), ids=batches().keys())
def test_counted_by_hand(count: Count, lines: list[tuple[str, ...]]) -> None:
    counted = count(told(lines), lines[0][0])
    for _, part, wave, _, _, expected in lines:
        _holds(counted, "bureau" if wave in BUREAU else "ateliers", part.replace(".", ""), wave, expected)


def _holds(counted: Counted, place: str, part: str, wave: str, expected: str) -> None:
    figure = counted(place, part, wave)
    number, _, base = expected.partition(" (")
    if not base:
        numerator, _, n = expected.partition("/")
        assert (figure["numerator"], figure["n"]) == (int(numerator), None if n == "-" else int(n)), (part, wave)
        return
    clearly, _, n = base.rstrip(")").rpartition("/")
    assert (round(float(figure["value"]), 3), figure["n"]) == (float(number), int(n)), (part, wave)
    if clearly:
        assert counted.share(place, f"{part}.up", wave) == (int(clearly), int(n)), (part, wave)


def test_every_part_that_yaml_counts_of_answers_has_its_line(shipped_catalogue: dict[str, Entry]) -> None:
    """Of long lists of like parts (profiles, domains) some; of every other entry all."""
    lines = {(indicator, part.replace(".", "")) for indicator, part, *_ in CASES}
    many = {"R08S", "P30", "P34"}
    wanted = {(entry.id, part) for entry in shipped_catalogue.values() if entry.asked() and indicators.function_of(entry) is None
              for part in entry.codes()}
    assert {name for name, _ in wanted} <= {name for name, _ in lines}
    assert {key for key in wanted - lines if key[0] not in many} == set()
