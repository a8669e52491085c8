"""What was published, ever: the ledger, a withdrawal, and a page that would name somebody."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from evaltools.demo import SECRET
from evaltools.identity import VARIABLE

from .conftest import Command, bytes_of
from .test_wrong_input import QUARTER, refused

OURS = {VARIABLE: SECRET.hex()}


def test_the_ledger_knows_what_was_published(demo: Path, command: Command) -> None:
    shown = command("ledger", cwd=demo, **OURS)
    assert shown.returncode == 0, shown.stderr
    lines = shown.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["1"]
    assert "release" in lines[0]
    assert QUARTER in lines[0]
    assert "every seal fits" in command("ledger", "check", cwd=demo, **OURS).stdout


def test_a_ledger_is_this_organisations_alone(demo: Path, command: Command) -> None:
    refused(command("ledger", cwd=demo, **{VARIABLE: "00" * 32}), 4, "another secret")


def test_a_lost_ledger_stops_everything_until_it_is_back(copy: Path, command: Command, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite"
    assert command("ledger", "backup", str(kept), cwd=copy, **OURS).returncode == 0
    before = bytes_of(copy / "reports")
    (copy / "workspace" / "ledger.sqlite").unlink()
    refused(command("run", QUARTER, cwd=copy), 4, "ledger of releases is gone", "evaltools ledger restore")
    assert bytes_of(copy / "reports") == before
    restored = command("ledger", "restore", str(kept), cwd=copy, **OURS)
    assert restored.returncode == 0, restored.stderr
    assert "1 entries" in restored.stdout


@pytest.mark.parametrize("words", [("backup",), ("restore",), ("restore", "missing.sqlite")])
def test_a_ledgers_file_must_be_named_and_there(demo: Path, command: Command, words: tuple[str, ...]) -> None:
    done = command("ledger", *words, cwd=demo, **OURS)
    refused(done, done.returncode)
    assert done.returncode in (2, 4)


def test_a_quarter_that_is_withdrawn_leaves_its_pages_not_the_ledger(copy: Path, command: Command) -> None:
    done = command("withdraw", QUARTER, "--reason", "The register was another year's.", "--who", "A. Evaluator", cwd=copy, **OURS)
    assert done.returncode == 0, done.stderr
    assert not list((copy / "reports").rglob(f"{QUARTER}/*")), "neither pages nor their downloads"
    assert not any(QUARTER in path.read_text("utf-8") for path in (copy / "reports").rglob("index.html"))
    shown = command("ledger", cwd=copy, **OURS).stdout
    assert "withdrawal" in shown
    assert "A. Evaluator: The register was another year's." in shown
    refused(command("withdraw", QUARTER, "--reason", "once more", "--who", "A. Evaluator", cwd=copy, **OURS), 4, "not published")
    (copy / "workspace" / "ledger.sqlite").unlink()  # what was withdrawn was read all the same: its ledger is not begun anew
    refused(command("ledger", cwd=copy, **OURS), 4, "ledger of releases is gone")


def test_a_group_named_after_a_woman_is_never_published(copy: Path, command: Command) -> None:
    """A careless label is how a name gets onto a page: nothing is published, and the message does not repeat it."""
    path = copy / "registers" / "ateliers.xlsx"
    book = openpyxl.load_workbook(path)
    groups, women = book["Groupes"], book["Participantes"]
    number = cell_under(women, "Numéro", 1)
    label = cell_under(groups, "Nom du groupe", 0)  # the last one: the others have ended
    for row in groups.iter_rows():
        for cell in row:
            if cell.value == label:
                cell.value = f"{label} {number}"
    book.save(path)
    before, ledger = bytes_of(copy / "reports"), (copy / "workspace" / "ledger.sqlite").read_bytes()
    done = command("run", QUARTER, "--recollect", cwd=copy)
    refused(done, 6, "what may stand for a person", "a name, number or code of a person")
    assert str(number) not in done.stdout + done.stderr
    assert bytes_of(copy / "reports") == before
    assert (copy / "workspace" / "ledger.sqlite").read_bytes() == ledger


@pytest.mark.parametrize(("file", "text", "kind"), [
    ("public/2025-Q4/ateliers.fr.csv", "Quoi;Valeur\r\nleila@example.org;4\r\n", "a mail address"),
    ("programme/2025-Q4/ateliers.fr.html", "<!-- 0478 12 34 56 -->", "a phone number"),
    ("public/notes.txt", "/home/eva/evaltools", "a path of this computer")])
def test_the_whole_tree_is_searched_before_it_is_published(copy: Path, command: Command, file: str, text: str, kind: str) -> None:
    """Not this quarter's pages alone: whatever lies in a tree goes to its readers."""
    planted = copy / "reports" / file
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(text, "utf-8")
    before = bytes_of(copy / "reports")
    refused(command("publish", QUARTER, cwd=copy), 6, "what may stand for a person", file, kind)
    assert bytes_of(copy / "reports") == before


def test_the_indexes_are_searched_before_they_are_published(copy: Path, command: Command) -> None:
    """What stands on no report, only on the pages around them."""
    release = json.loads((copy / "workspace" / "periods" / f"{QUARTER}.json").read_text("utf-8"))["release"]
    path = copy / "workspace" / "releases" / QUARTER / release / "context.json"
    context = json.loads(path.read_text("utf-8"))
    context["organisation"]["name"] = {"fr": "Appelez le 0478 12 34 56"}
    path.write_text(json.dumps(context), "utf-8")
    before = bytes_of(copy / "reports")
    refused(command("publish", QUARTER, cwd=copy), 6, "programme/index.html", "a phone number")
    assert bytes_of(copy / "reports") == before


def cell_under(sheet: openpyxl.worksheet.worksheet.Worksheet, heading: str, below: int) -> object:
    """A filled cell under a heading, counted from 1; 0 is the last."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(heading):
                found = [sheet.cell(place, cell.column).value for place in range(cell.row + 1, sheet.max_row + 1)]
                return [value for value in found if value not in (None, "")][below - 1]
    raise AssertionError(f"no heading {heading}")
