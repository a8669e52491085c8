"""Women's own words and the second pair of eyes, from the evaluator's file to the pages and the ledger."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from evaltools import persons, settings
from evaltools import release as releases
from evaltools.demo import SECRET
from evaltools.demo.quotes import HOSTILE, QUOTES, REFUSED, REVIEWER, SUGGESTIONS
from evaltools.disclosure.leaks import leaks
from evaltools.fieldwork.quoting import write_chosen
from evaltools.identity import VARIABLE, Identity
from evaltools.quotes import HEADINGS
from evaltools.workspace import Workspace

from .conftest import Command, bytes_of
from .test_wrong_input import QUARTER, refused

OURS = {VARIABLE: SECRET.hex()}
SHOWN = [text for _, _, text, _ in QUOTES if text != REFUSED]
SUGGESTED, TOO_FEW = (text for _, text, _ in SUGGESTIONS)


def text_of(demo: Path, tree: str, name: str) -> str:
    """The text beside a page: it has no markup in which words could be missed."""
    return (demo / "reports" / tree / QUARTER / f"{name}.txt").read_text("utf-8-sig")


def rows_of(demo: Path) -> list[list[str]]:
    sheet = openpyxl.load_workbook(demo / "workspace" / "quotes" / "chosen.xlsx").active
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]


def record(demo: Path) -> dict:
    return json.loads((demo / "workspace" / "periods" / f"{QUARTER}.json").read_text("utf-8"))


def test_the_programmes_pages_quote_in_every_language_and_the_public_reads_no_suggestion(demo: Path) -> None:
    for code in ("fr", "nl", "en"):
        inside, outside = text_of(demo, "programme", f"ateliers.{code}"), text_of(demo, "public", f"ateliers.{code}")
        assert all(text in inside and text in outside for text in SHOWN), code
    assert SUGGESTED in text_of(demo, "programme", "ateliers.fr")
    assert SUGGESTED not in text_of(demo, "public", "ateliers.fr")
    page = (demo / "reports" / "programme" / QUARTER / "ateliers.fr.html").read_text("utf-8")
    assert '<blockquote lang="ar" dir="rtl">' in page
    assert "<script" not in page
    assert HOSTILE.replace("<", "&lt;").replace(">", "&gt;") in page


def test_no_other_page_says_a_word_of_them_and_none_names_the_reviewer(demo: Path) -> None:
    quoting = set()
    for path in sorted((demo / "reports").rglob("*.*")):
        text = path.read_text("utf-8", errors="replace")
        assert REVIEWER not in text
        assert not [refused for refused in (REFUSED, TOO_FEW) if refused in text], path.name
        if any(said in text for said in (*SHOWN, HOSTILE.replace("<", "&lt;").replace(">", "&gt;"), SUGGESTED)):
            quoting.add(path.relative_to(demo / "reports").as_posix())
    assert quoting == {f"{tree}/{QUARTER}/ateliers.{code}.{ending}" for tree in ("programme", "public") for code in ("fr", "nl", "en")
                       for ending in ("html", "txt")}


def test_a_release_holds_the_words_and_nothing_on_who_said_them(demo: Path) -> None:
    found = releases.read(demo / "workspace" / "releases" / QUARTER / record(demo)["release"])
    assert {quote.text for quote in found.quotes} == {*SHOWN, SUGGESTED}
    told = json.dumps(releases.plain(found.quotes), ensure_ascii=False)
    assert not [cell for row in rows_of(demo) for name, cell in zip(HEADINGS, row, strict=True)
                if name in ("source", "reviewer", "date") and cell and cell in told]
    assert all(found.part("cohort", cohort, "cohort").quotes == () for cohort in found.context["cohorts"])


def test_the_account_stands_in_what_was_printed_and_in_the_quality_page(demo: Path) -> None:
    printed = (demo.parent / "printed.txt").read_text("utf-8")
    quality = (demo / "workspace" / "quality" / f"{QUARTER}.html").read_text("utf-8")
    assert "Quotes and suggestions shown: 5." in printed
    for told in ("row 6 refused: a word about another person", "row 8 refused: fewer than 3 women said it"):
        assert told in printed
        assert told.split(" ", 2)[2] in quality
    executed = (demo / "workspace" / "runs" / QUARTER / "indicators.ipynb").read_text("utf-8")
    for text in (printed, quality, executed):
        assert not [said for said in (*SHOWN, REFUSED, TOO_FEW) if said in text]


def test_a_consent_to_be_quoted_is_asked_and_answered(demo: Path) -> None:
    answers = pd.read_parquet(demo / "workspace" / "tables" / record(demo)["tables"] / "answers.parquet")
    said = answers.loc[answers["item"] == "end.quotable", "choice"].value_counts()
    assert said["yes"] > said["no"] > 0


def test_the_leak_scan_reads_quotes_as_any_other_text(demo: Path) -> None:
    workspace = Workspace(demo)
    known = persons.known(workspace, Identity.from_secret(SECRET), settings.load(demo))
    page = (demo / "reports" / "programme" / QUARTER / "ateliers.fr.html").read_text("utf-8")
    women = openpyxl.load_workbook(demo / "registers" / "ateliers.xlsx")["Participantes"]
    cells = (str(cell) for row in women.iter_rows(values_only=True) for cell in row)
    number = next(cell for cell in cells if re.fullmatch(r"[A-Z]-\d{4}", cell))
    assert not list(leaks("page", page, known))
    named = page.replace("Plus de temps pour parler entre nous", f"Plus de temps avec {number}")
    assert {leak.what for leak in leaks("page", named, known)} == {"a name, number or code of a person"}


def test_the_candidates_are_written_for_the_evaluator_alone(copy: Path, command: Command) -> None:
    before = (copy / "workspace" / "quotes" / "chosen.xlsx").read_bytes()
    done = command("quotes", QUARTER, cwd=copy)
    assert done.returncode == 0, done.stderr
    assert "texts to choose from. For you alone: workspace/quotes/candidates-2026-Q3.xlsx" in done.stdout
    assert (copy / "workspace" / "quotes" / "chosen.xlsx").read_bytes() == before
    rows = list(openpyxl.load_workbook(copy / "workspace" / "quotes" / "candidates-2026-Q3.xlsx").active.iter_rows(values_only=True))
    assert len(rows) > 30
    place = HEADINGS.index("source")
    assert {str(row[place]) for row in rows} > {row[place] for row in rows_of(copy) if row[0] == "quote"}


def test_the_ledger_and_the_evaluators_index_say_that_nobody_else_looked(demo: Path, command: Command) -> None:
    assert "published single-handed" in command("ledger", cwd=demo, **OURS).stdout
    assert "Publié sans deuxième lecture" in (demo / "workspace" / "index.html").read_text("utf-8")
    assert "Published single-handed" in (demo.parent / "printed.txt").read_text("utf-8")


@pytest.mark.parametrize("words", [("publish", QUARTER, "--checked-by", "?"), ("run", QUARTER, "--checked-by", "  -")])
def test_a_second_person_has_a_name(demo: Path, command: Command, words: tuple[str, ...]) -> None:
    refused(command(*words, cwd=demo), 2, "needs the name")


@pytest.mark.long
def test_quotes_and_the_second_person_through_a_correction(copy: Path, command: Command) -> None:
    """A published quarter keeps its quotes whatever becomes of the file; a correction follows the file, and is checked by somebody."""
    assert command("run", QUARTER, "--recollect", cwd=copy).returncode == 0  # in French alone from here on
    before, rows = bytes_of(copy / "reports"), rows_of(copy)
    unsigned = [[*rows[0][:-2], "", ""], [cell.replace("parler", "rire") for cell in rows[0][:-2]] + ["", ""]]
    write_chosen(Workspace(copy), [*rows, *unsigned])
    assert command("run", QUARTER, "--recollect", cwd=copy).returncode == 0
    assert bytes_of(copy / "reports") == before, "a row that nobody signed changes no byte"
    write_chosen(Workspace(copy), rows[1:])
    assert command("run", QUARTER, cwd=copy).returncode == 0
    assert bytes_of(copy / "reports") == before, "frozen: the same quotes"
    refused(command("publish", QUARTER, "--checked-by", "Noor Voorbeeld", cwd=copy), 2, "published already")
    refused(command("run", QUARTER, "--recollect", "--checked-by", "Noor Voorbeeld", cwd=copy), 2, "made just now")
    write_chosen(Workspace(copy), rows[2:])
    refused(command("publish", QUARTER, cwd=copy), 4, "stands no longer in the file")
    assert bytes_of(copy / "reports") == before
    write_chosen(Workspace(copy), rows[1:])
    done = command("publish", QUARTER, "--checked-by", "Noor Voorbeeld", cwd=copy)
    assert done.returncode == 0, done.stderr
    assert "checked by Noor Voorbeeld" in done.stdout
    assert "Noor Voorbeeld: checked the drafts" in command("ledger", cwd=copy, **OURS).stdout
    assert "Noor Voorbeeld a vérifié" in (copy / "workspace" / "index.html").read_text("utf-8")
    after = bytes_of(copy / "reports")
    assert {name for name in {**before, **after} if before.get(name) != after.get(name)} == {f"{tree}/{QUARTER}/ateliers.fr.{ending}"
                                                                         for tree in ("programme", "public") for ending in ("html", "txt")}
    said = text_of(copy, "public", "ateliers.fr")
    assert [text in said for text in SHOWN] == [False, True, True, True]
    assert not [path for path in (copy / "reports").rglob("*.*") if "Noor" in path.read_text("utf-8", errors="replace")]
    assert command("run", QUARTER, "--checked-by", "Noor Voorbeeld", cwd=copy).returncode == 0
    assert bytes_of(copy / "reports") == after
