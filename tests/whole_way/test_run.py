"""The quarterly run as an evaluator lives it: one command, pages for everybody, nobody's value anywhere."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from evaltools.demo import SECRET
from evaltools.identity import Identity
from evaltools.report import lint
from evaltools.report.downloads import ENDINGS

from .conftest import Command, bytes_of

QUARTER = "2026-Q3"


def pages(demo: Path) -> list[Path]:
    return sorted((demo / "reports").rglob(f"{QUARTER}/*.html"))


def test_the_last_line_names_a_page_that_is_there(demo: Path) -> None:
    last = (demo.parent / "printed.txt").read_text("utf-8").split("Open this page: ")[1].splitlines()[0]
    assert Path(last) == (demo / "workspace" / "index.html").resolve()
    assert Path(last).is_file()


def test_every_active_cohort_has_its_pages_in_three_languages_and_a_folder_of_its_own(demo: Path) -> None:
    release = json.loads((demo / "workspace" / "periods" / f"{QUARTER}.json").read_text("utf-8"))["release"]
    context = json.loads((demo / "workspace" / "releases" / QUARTER / release / "context.json").read_text("utf-8"))
    assert len(context["cohorts"]) >= 3
    for cohort in context["cohorts"]:
        trees = list((demo / "reports").glob(f"{cohort}-*"))
        assert len(trees) == 1
        assert re.fullmatch(rf"{cohort}-[0-9a-f]{{12}}", trees[0].name)
        assert {path.name for path in (trees[0] / QUARTER).iterdir()} == {f"cohort.{code}.{ending}" for code in ("fr", "nl", "en")
                                                                            for ending in ("html", "csv", "xlsx", "txt")}


def test_every_kind_of_report_is_made(demo: Path) -> None:
    names = {path.relative_to(demo / "reports").as_posix() for path in pages(demo)}
    assert {f"programme/{QUARTER}/ateliers.fr.html", f"programme/{QUARTER}/miriam.nl.html", f"public/{QUARTER}/ateliers.en.html",
            f"programme/{QUARTER}/bureau-koekelberg.fr.html", f"programme/{QUARTER}/site-ixelles.en.html",
            f"programme/{QUARTER}/ateliers-progression.fr.html", f"programme/{QUARTER}/miriam-managers.nl.html",
            f"programme/{QUARTER}/miriam-partners.en.html"} <= names


def test_pages_ask_nothing_of_the_network_and_are_in_their_language(demo: Path) -> None:
    for path in pages(demo):
        text = path.read_text("utf-8")
        largest = lint.LARGEST if path.name.startswith("cohort.") else lint.LARGEST_ABOVE
        assert lint.problems(text, beside=[path.with_suffix(ending).name for ending in ENDINGS], largest=largest) == [], path.name
        assert f'<html lang="{path.name.split(".")[-2]}"' in text
        assert "http://" not in text
        assert "https://" not in text


def test_no_page_names_or_links_another_cohort(demo: Path) -> None:
    trees = [path.name for path in (demo / "reports").iterdir() if re.search(r"-[0-9a-f]{12}$", path.name)]
    for tree in trees:
        for page in (demo / "reports" / tree).rglob("*.html"):
            text = page.read_text("utf-8")
            assert not [other for other in trees if other != tree and (other in text or other.rsplit("-", 1)[0] + '"' in text)]
    for page in (demo / "reports" / "public").rglob("*.html"):
        assert not [tree for tree in trees if tree in page.read_text("utf-8")]


def numbers_of(demo: Path) -> set[str]:
    """Every register number of the demo, as its workbooks have it."""
    found = set()
    for path in (demo / "registers").glob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path, read_only=True):
            for row in sheet.iter_rows(values_only=True):
                found |= {str(cell).strip() for cell in row if isinstance(cell, str) and re.fullmatch(r"[A-Z]-\d{4}", cell.strip())}
    return found


def test_nothing_outside_of_the_workspace_holds_a_name_of_a_woman(demo: Path) -> None:
    identity, numbers = Identity.from_secret(SECRET), numbers_of(demo)
    assert len(numbers) > 50
    names = numbers | {identity.token(number) for number in numbers} | {identity.pseudonym(number) for number in numbers}
    names |= {"<script>alert", "HYPERLINK"}
    texts = [(demo.parent / "printed.txt").read_text("utf-8")]
    texts += [path.read_text("utf-8") for ending in ("html", "csv", "txt") for path in (demo / "reports").rglob(f"*.{ending}")]
    texts += [path.read_text("utf-8") for path in (demo / "workspace" / "releases").rglob("*.json")]
    for text in texts:
        assert not [name for name in names if name in text]
        assert str(demo) not in text or text == texts[0]


def test_executed_report_notebooks_hold_no_secret_and_no_row(demo: Path) -> None:
    identity = Identity.from_secret(SECRET)
    names = {identity.pseudonym(number) for number in numbers_of(demo)} | {SECRET.hex(), SECRET.decode()}
    for path in (demo / "workspace" / "runs" / QUARTER / "reports").rglob("*.ipynb"):
        assert not [name for name in names if name in path.read_text("utf-8")]


def test_the_history_is_computed_and_not_published(demo: Path) -> None:
    records = {path.stem: json.loads(path.read_text("utf-8")) for path in (demo / "workspace" / "periods").glob("*.json")}
    assert records["2026-Q2"]["release"]
    assert not records["2026-Q2"].get("published")
    assert records[QUARTER]["published"]


def test_raw_answers_are_deleted_when_the_quarter_is_published(demo: Path) -> None:
    assert not (demo / "workspace" / "raw" / QUARTER).exists()


def test_a_frozen_quarter_is_made_again_byte_for_byte(demo: Path, tmp_path: Path, command: Command) -> None:
    """From its tables alone: every draft, release and published file is gone before."""
    again = shutil.copytree(demo, tmp_path / "demo")
    for made in ("reports", "workspace/drafts", f"workspace/runs/{QUARTER}", "workspace/quality"):
        shutil.rmtree(again / made)
    done = command("run", QUARTER, cwd=again)
    assert done.returncode == 0, done.stderr
    assert "frozen when it was published" in done.stdout
    assert bytes_of(again / "reports") == bytes_of(demo / "reports")
    assert {path.suffix for path in (again / "reports").rglob("*.*")} == {".html", ".csv", ".xlsx", ".txt"}
    for page in ("index.html", f"quality/{QUARTER}.html"):
        assert (again / "workspace" / page).read_bytes() == (demo / "workspace" / page).read_bytes()


def test_a_published_quarter_does_not_see_a_changed_register(copy: Path, command: Command) -> None:
    shutil.rmtree(copy / "registers")
    done = command("collect", QUARTER, cwd=copy)
    assert done.returncode == 0, done.stderr
    again = command("collect", QUARTER, "--recollect", cwd=copy)
    assert again.returncode == 3
    assert "Traceback" not in again.stderr


def test_a_report_that_fails_does_not_stop_the_others_and_keeps_its_former_page(copy: Path, command: Command) -> None:
    from evaltools import starter

    shutil.copytree(starter.folder("notebooks"), copy / "notebooks")
    path = copy / "notebooks" / "reports" / "cohort.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    cohort = sorted(tree.name for tree in (copy / "reports").glob("ateliers-*"))[0].rsplit("-", 1)[0]
    code[-1]["source"] += f"\nassert scope != '{cohort}'"
    path.write_text(json.dumps(notebook), "utf-8")
    before = bytes_of(copy / "reports")
    done = command("run", QUARTER, cwd=copy)
    assert done.returncode == 5
    assert f"cohort {cohort} (fr)" in done.stderr
    assert "AssertionError" in done.stderr
    assert "Traceback" not in done.stderr
    kept = {name: digest for name, digest in before.items() if name.startswith(cohort) and name.endswith("cohort.fr.html")}
    assert kept
    assert kept.items() <= bytes_of(copy / "reports").items()
    assert "failed: 1" in done.stdout


@pytest.mark.parametrize("table", ["problems"])
def test_problems_count_without_telling(demo: Path, table: str) -> None:
    record = json.loads((demo / "workspace" / "periods" / f"{QUARTER}.json").read_text("utf-8"))
    frame = pd.read_parquet(demo / "workspace" / "tables" / record["tables"] / f"{table}.parquet")
    numbers = numbers_of(demo)
    assert (frame["count"] > 0).all()
    assert not [text for text in frame.astype(str).to_numpy().ravel() if any(number in text for number in numbers)]


def test_a_published_quarter_never_says_something_else_in_silence(copy: Path, command: Command) -> None:
    settings = copy / "evaltools.toml"
    settings.write_text(settings.read_text("utf-8").replace("[limesurvey]", "[policy]\nbase_share_cohort = 12\n\n[limesurvey]"), "utf-8")
    before = bytes_of(copy / "reports")
    done = command("compute", QUARTER, cwd=copy)
    assert done.returncode == 4
    assert "would differ from those published" in done.stderr
    assert bytes_of(copy / "reports") == before


def test_a_workspace_is_held_to_the_secret_it_was_begun_with(copy: Path, command: Command) -> None:
    done = command("report", QUARTER, cwd=copy, EVALTOOLS_LIMESURVEY_URL="http://127.0.0.1:9/", EVALTOOLS_SECRET="ab" * 32)
    assert done.returncode == 4
    assert "another secret" in done.stderr
