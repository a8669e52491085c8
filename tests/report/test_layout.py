"""The layout: every indicator has one place on a page, and every published figure stands there, in the open or folded."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from evaltools import catalogue
from evaltools.report import Report, layout, open_report
from evaltools.report.behind import key
from evaltools.scope import LANGUAGES

from .published_rows import make_release

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "reports"
SCOPES = [("cohort", "ixl-a", ""), ("cohort", "ixl-b", ""), ("site", "ixelles", ""), ("site", "koekel", ""), ("programme", "ateliers", ""),
          ("programme", "ateliers", "public")]


def whole(report: Report) -> str:
    """Every section of the report's page."""
    own = [getattr(report, name, None) for name in layout.PAGES[report.page]]
    return "".join(str(method() if method else report.part(name)) for method, name in zip(own, layout.PAGES[report.page], strict=True))


def keys(html: str) -> list[str]:
    return re.findall(r'data-figure="([^"]*)"', html)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("level", "scope", "audience"), SCOPES)
def test_every_published_figure_stands_once_on_the_pages_of_its_scope(level, scope, audience, code):
    release, found = make_release(), []
    main = open_report(release, level, scope, code, audience=audience)
    for page in (main.page, *layout.BESIDE.get(main.page, ())):
        report = open_report(release, level, scope, code, audience=audience, page=page)
        found.append(keys(whole(report)))
    told = {key(figure) for figure in main.view.own if not figure.withheld}
    assert {name for names in found for name in names} == told
    assert all(len(names) == len(set(names)) for names in found), "once a page"


def test_no_page_tells_a_withheld_figure_or_one_of_another_scope():
    html = whole(open_report(make_release(), "cohort", "ixl-a", "en"))
    assert "S09 end -" not in keys(html)
    assert "S04 end -" not in keys(html), "that one is the programme's"


@pytest.mark.parametrize("page", sorted(layout.PAGES))
def test_every_domain_has_a_place(page):
    """On the page itself or on one beside it: an indicator that is published is never lost."""
    pages = (page, *layout.BESIDE.get(page, ()))
    if page in {beside for names in layout.BESIDE.values() for beside in names}:
        pytest.skip("a page beside another takes its own domains only")
    lost = [entry.id for entry in catalogue.load().values() if not any(layout.home(one, entry.id, entry.domain) for one in pages)]
    assert lost == []


def test_a_domain_of_an_organisation_has_a_place_too():
    assert layout.home("cohort", "Z99", "swimming") == "more"
    assert layout.home("programme", "Z99", "swimming") == "more"


@pytest.mark.parametrize("name", sorted(layout.PAGES))
def test_the_notebook_shows_the_sections_of_its_page_in_their_order(name):
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text("utf-8"))["cells"]
    last = ["".join(cell["source"]).splitlines()[-1] for cell in cells]
    called = [found[2] or found[1] for line in last if (found := re.fullmatch(r'report\.(\w+)\((?:"(\w+)")?\)', line))]
    assert called[0] == "heading"
    assert tuple(called[1:]) == layout.PAGES[name]


def test_leads_and_takes_are_indicators_of_the_catalogue():
    known = set(catalogue.load())
    named = {indicator for section in layout.SECTIONS.values() for indicator in (*section.leads, *section.besides)}
    assert named - known == set()


def test_a_figure_has_its_provenance_behind_it():
    html = re.sub(r"<[^>]+>", " ", whole(open_report(make_release(), "cohort", "ixl-a", "en")))
    said = re.sub(r"\s+", " ", html)
    assert "‘The course’" in said
    for fact in ("Base: Questionnaires at least half filled in", "Source: questionnaire at the end", "Missing: who did not answer",
                 "Period: since the group began", "Definition: version 1"):
        assert fact in said


def test_a_question_in_another_language_says_so():
    release = make_release()
    release.catalogue["S01"]["question"] = {"": {"ar": "سؤال"}}
    html = whole(open_report(release, "cohort", "ixl-a", "en"))
    assert re.search(r'<q lang="ar">[^<]*سؤال', html)


def test_a_changed_definition_stands_beside_the_one_before():
    release = make_release()
    release.catalogue["S06"] |= {"version": 2, "changed": "2026-Q3", "former": {"definition": {"en": "The old way.", "fr": "a", "nl": "b"}}}
    old = release.figures(indicator="S06", level="cohort")
    both = replace(release, published=pd.concat([old, old.assign(version="2")], ignore_index=True))
    html = whole(open_report(both, "cohort", "ixl-a", "en"))
    assert {"S06 end -", "S06 end - former"} == set(keys(html))
    assert "The old way." in html
    assert "version 2, since the third quarter of 2026" in html
