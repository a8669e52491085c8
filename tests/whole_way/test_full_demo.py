"""The whole demo: its size as promised, a page for every group, and what was put in given back for other seeds too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import test_pages as attacks

from evaltools import estimates, stages
from evaltools.cli.embedded import served
from evaltools.demo import folder as demo_folder
from evaltools.demo import world
from evaltools.gather import gather
from evaltools.scope import Period

from . import test_recovery as recovery
from .conftest import Command
from .hand_count.comparing import HANDS, Beside

QUARTER = "2026-Q3"
pytestmark = pytest.mark.long


def test_the_whole_demo_runs_and_is_as_large_as_promised(tmp_path: Path, command: Command) -> None:
    done = command("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    demo = tmp_path / "demo"
    records = sorted(path.stem for path in (demo / "workspace" / "periods").glob("*.json"))
    assert records == ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", QUARTER]
    tables = demo / "workspace" / "tables" / json.loads((demo / "workspace" / "periods" / f"{QUARTER}.json").read_text())["tables"]
    cohorts = pd.read_parquet(tables / "cohorts.parquet")
    women = pd.read_parquet(tables / "enrolments.parquet").groupby("cohort").size()
    assert len(cohorts) >= 24
    assert cohorts["site"].nunique() + 1 >= 11, "the bureau's site has no cohort"
    assert women.between(8, 15).all()
    assert len(list((demo / "reports").rglob("cohort.*.html"))) >= 3 * 15
    published_courses_are_held(demo)
    beside = Beside(demo, QUARTER)
    counted = {name: beside.of(name) for name in HANDS}
    assert not [line for found in counted.values() for line in found.differing]
    assert not [name for name, found in counted.items() if not found.agreed], "every indicator has a figure that was counted twice"


def published_courses_are_held(demo: Path) -> None:
    """A demo of one published quarter has no former one beside its figures: this one has, and is read as suspiciously."""
    pages = [page for name in ("cohort", "*-progression") for page in sorted((demo / "reports").rglob(f"{QUARTER}/{name}.*.html"))]
    assert sum('class="series"' in page.read_text("utf-8") for page in pages) > 20
    for held in (attacks.test_every_number_of_a_text_is_of_one_figure_of_the_page,
                 attacks.test_every_value_shown_is_the_value_of_a_download,
                 attacks.test_every_coordinate_is_the_templates_or_that_of_a_figure,
                 attacks.test_a_chart_its_alternative_text_and_its_table_say_the_same,
                 attacks.test_csv_and_xlsx_tell_the_same_and_withheld_rows_tell_nothing,
                 attacks.test_three_languages_of_a_page_tell_and_draw_the_same,
                 attacks.test_rows_to_download_come_in_one_order_whatever_they_say,
                 attacks.test_no_page_says_what_a_report_never_says_and_no_sentence_is_long):
        held(pages)


@pytest.mark.parametrize("seed", range(1, 7))
def test_what_was_put_in_comes_out_for_other_seeds(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALTOOLS_KEYS", str(tmp_path / "keys"))
    folder = tmp_path / "demo"
    demo_folder.write(folder, world.make(seed, "full"))
    organisation, period = stages.Organisation.open(folder), Period.parse(QUARTER)
    with served(organisation.settings):
        tables = gather(organisation.settings, organisation.questionnaires, organisation.identity(), organisation.workspace,
                        period).tables
    found = estimates.estimate(tables, organisation.catalogue, organisation.questionnaires, organisation.settings, period)
    figures = found.figures.set_index(["level", "scope", "indicator", "wave", "part", "audience"]).sort_index()
    truth: dict[str, Any] = json.loads((folder / "truth.json").read_text("utf-8"))["recoverable"]
    for check in (recovery.test_attendance_of_the_quarter, recovery.test_sessions_at_the_usual_place,
                  recovery.test_entries_exits_and_women_at_the_end, recovery.test_satisfaction_at_the_end,
                  recovery.test_change_of_each_life_domain, recovery.test_the_bureau):
        check(truth, figures)
