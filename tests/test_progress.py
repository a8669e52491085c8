"""How far a stage is, told from one process to another through a file."""

import time
from pathlib import Path

import pytest

from evaltools.progress import EVERY, FILE, Progress, followed


def waited(seen: list[tuple[int, int]], last: tuple[int, int]) -> None:
    end = time.monotonic() + 50 * EVERY
    while time.monotonic() < end and (not seen or seen[-1] != last):
        time.sleep(EVERY / 10)


def test_surveys_are_summed_and_seen_while_they_are_pulled(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    progress = Progress(tmp_path)
    first, second = progress.of(111111), progress.of(222222)
    with followed(tmp_path, lambda done, total: seen.append((done, total))):
        first(50, 50)
        waited(seen, (50, 50))
        second(30, 30)
        waited(seen, (80, 80))
    assert seen[-1] == (80, 80)
    assert (50, 50) in seen


def test_more_responses_than_were_expected_are_no_more_than_all(tmp_path: Path) -> None:
    Progress(tmp_path).of(1)(12, 10)
    assert '"total": 12' in (tmp_path / FILE).read_text("utf-8")


@pytest.mark.parametrize("content", ["", "{", '"seven"', "{}"])
def test_a_damaged_file_stops_nothing(tmp_path: Path, content: str) -> None:
    seen: list[tuple[int, int]] = []
    with followed(tmp_path, lambda done, total: seen.append((done, total))):
        (tmp_path / FILE).write_text(content, "utf-8")
        time.sleep(3 * EVERY)
    assert seen == []
