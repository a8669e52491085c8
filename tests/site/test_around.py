"""The pages around the reports: definitions for the public and for the programme, the quality of what came in, the evaluator's index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from quarters import Publish, release_of

from evaltools.errors import ReportError
from evaltools.languages import Language
from evaltools.report import lint
from evaltools.report.provenance import SOURCES
from evaltools.scope import LANGUAGES, Period
from evaltools.site.definitions import catalogue_page, methods_page, source
from evaltools.site.indexes import evaluators_index
from evaltools.site.quality import quality_page
from evaltools.workspace import Workspace

QUARTER = "2026-Q3"


def sections(page: str) -> Iterator[tuple[str, str]]:
    """Identifier and text of each indicator on a page of definitions."""
    for name, rest in re.findall(r'<h3 id="([^"]+)">(.*?)(?=<h[23]|</main>)', page, re.DOTALL):
        yield name, re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", rest))).replace("\u00a0", " ")


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_catalogue_tells_every_indicator_whole(code: str) -> None:
    release, language = release_of(QUARTER, *LANGUAGES), Language(code)
    told = dict(sections(catalogue_page(language, release)))
    assert set(told) == set(release.catalogue)
    for name, entry in release.catalogue.items():
        for words in (language.words(entry["title"]), language.words(entry["definition"]), language.words(entry["population"])):
            assert re.sub(r"\s+", " ", words.replace("\u00a0", " ")) in told[name], name
        assert source(language, entry).replace("\u00a0", " ") in told[name]
        assert f"version {entry['version']}" in told[name] or f"versie {entry['version']}" in told[name]


def test_the_public_reads_of_public_indicators_alone() -> None:
    release = release_of(QUARTER)
    told = {name for name, _ in sections(methods_page(Language("en"), release))}
    assert told == {name for name, entry in release.catalogue.items() if entry["public"]}
    assert told < set(release.catalogue)


def test_a_changed_definition_says_since_when_and_what_it_was() -> None:
    release = release_of(QUARTER)
    former = {"definition": {"en": "Counted otherwise."}, "population": {"en": "everybody"}}
    changed = {**release.catalogue["S01"], "version": 2, "changed": QUARTER, "former": former}
    found = dict(sections(catalogue_page(Language("en"), replace(release, catalogue={**release.catalogue, "S01": changed}))))["S01"]
    assert "Since: third quarter of 2026" in found
    assert "Before: Counted otherwise. everybody" in found
    assert "version 2" in found


def test_every_source_of_the_shipped_catalogue_has_its_words() -> None:
    entries = release_of(QUARTER).catalogue.values()
    assert {code for entry in entries for code in entry["sources"]} <= SOURCES.keys()


def frozen(workspace: Workspace, period: str, refused: int) -> None:
    """A quarter's frozen tables, as far as their quality is told."""
    place = workspace.folder("tables", f"of-{period}")
    rows = [("attendance", "status", "unknown_category", "a.xlsx", "refused", refused, "The word is none of those that the column knows."),
            ("responses", "token", "no_token", "123", "doubtful", 2, "The form says no code.")]
    pd.DataFrame(rows, columns=["table", "column", "rule", "source", "severity", "count", "detail"]).to_parquet(place / "problems.parquet")
    pd.DataFrame({"questionnaire": ["end", "end", "intake"], "wave": ["end", "end", "intake"], "complete": [True, False, True],
                  "cohort": ["a", None, "a"]}).to_parquet(place / "responses.parquet")
    workspace.keep(Period.parse(period), tables=f"of-{period}")


def cells(page: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    return [[unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


def test_the_quality_page_counts_what_was_refused_beside_the_quarter_before(workspace: Workspace) -> None:
    frozen(workspace, "2026-Q2", 7)
    frozen(workspace, QUARTER, 4)
    page = quality_page(workspace, Period.parse(QUARTER), release_of(QUARTER, "en"))
    assert "4 values; 7 one quarter earlier." in page
    assert ["attendance.status", "a.xlsx", "4", "The word is none of those that the column knows."] in cells(page)
    assert ["responses.token", "123", "2", "The form says no code."] in cells(page)
    assert ["end", "end", "2", "1", "1"] in cells(page)
    assert "7 values." in quality_page(workspace, Period.parse("2026-Q2"), release_of(QUARTER, "en"))
    assert quality_page(workspace, Period.parse("2025-Q1"), release_of(QUARTER)) == ""


def test_the_quality_page_is_in_the_workspace_alone(workspace: Workspace, publish: Publish) -> None:
    frozen(workspace, QUARTER, 4)
    publish(QUARTER)
    assert (workspace.private / "quality" / f"{QUARTER}.html").is_file()
    published = [path for path in workspace.reports.rglob("*") if path.is_file()]
    assert published
    for path in published:
        assert "quality" not in path.name
        assert b"unknown_category" not in path.read_bytes()
        assert b"attendance.status" not in path.read_bytes()
        assert b"<script" not in path.read_bytes()


def test_the_evaluators_index_says_how_each_quarter_stands(workspace: Workspace, publish: Publish) -> None:
    publish("2026-Q2")
    workspace.keep(Period.parse("2026-Q1"), release="x")
    index = evaluators_index(workspace, release_of("2026-Q2"))
    parts = re.findall(r"<h2>(.*?)</h2>\s*<p class=\"quiet\">(.*?)</p>", index)
    assert parts == [("2e trimestre 2026", "Publié."), ("1er trimestre 2026", "Calculé, pas publié.")]


def test_a_group_of_any_name_does_not_stop_an_index(workspace: Workspace, publish: Publish) -> None:
    publish("2026-Q2")
    release = release_of("2026-Q2")
    cohorts = {name: {**about, "label": "{% raw %} {x} <b>"} for name, about in release.context["cohorts"].items()}
    index = evaluators_index(workspace, replace(release, context={**release.context, "cohorts": cohorts}))
    assert "{% raw %} {x} &lt;b&gt;" in index


def test_a_page_holds_the_one_script_word_for_word_or_none(workspace: Workspace, publish: Publish) -> None:
    publish("2026-Q2")
    page = Path(workspace.private / "index.html").read_text("utf-8")
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert script
    assert lint.problems(page, links=True, script=script[1]) == []
    assert "a script that is not ours" in lint.problems(page.replace("normalize", "normalise"), links=True, script=script[1])
    assert "the element <script>" in lint.problems(page, links=True)
    with pytest.raises(ReportError):
        lint.check(page, "index", links=True)


def test_a_report_of_any_name_is_called_as_its_page_says(workspace: Workspace, publish: Publish) -> None:
    publish("2026-Q2", "fr", "nl")
    place = workspace.reports / "public" / "2026-Q2"
    for code, title in (("fr", "Un an &amp; demi | après"), ("nl", "Later")):
        page = (place / f"ateliers.{code}.html").read_text("utf-8")
        (place / f"longterm.{code}.html").write_text(re.sub("<title>.*?</title>", f"<title>{title} | Élan</title>", page), "utf-8")
    index = evaluators_index(workspace, release_of("2026-Q2", "fr", "nl"))
    assert "<strong>Rapports publics · Un an &amp; demi | après</strong>" in index
    assert '<a href="../reports/public/2026-Q2/longterm.nl.html"' in index
