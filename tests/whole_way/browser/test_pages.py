"""Every kind of page in a real browser: nothing asked, nothing complained of, nothing wider than a phone, fit for paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .chromium import Page, browser, program

pytestmark = [pytest.mark.browser, pytest.mark.skipif(program() is None, reason="no Chromium on this machine"),
              pytest.mark.xdist_group("demo")]
WIDTHS = {"desktop": 1100, "phone": 360, "narrow": 320}


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    with browser() as page:
        yield page


def kinds(demo: Path) -> list[Path]:
    """One page of each kind and language, and every index."""
    reports = demo / "reports"
    cohort = sorted(path for path in reports.iterdir() if re.search(r"-[0-9a-f]{12}$", path.name))[0]
    found = [*cohort.rglob("*.html"), *(reports / "public").rglob("*.html"), *(reports / "programme").rglob("*.html"),
             demo / "workspace" / "index.html"]
    assert len(found) > 20
    return found


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_pages_ask_nothing_and_fit(demo: Path, tab: Page, width: int) -> None:
    for path in kinds(demo):
        tab.open(path, width)
        assert tab.requests() == [], path.name
        assert tab.complaints() == [], path.name
        assert tab.value("document.documentElement.scrollWidth") <= width, (path.name, width)


def test_links_lead_somewhere(demo: Path, tab: Page) -> None:
    for path in kinds(demo):
        tab.open(path, 1100)
        links = tab.value("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
        for link in links:
            if link.startswith("#"):
                assert tab.value(f"!!document.getElementById({link[1:]!r})"), (path.name, link)
            elif not link.startswith("mailto:"):
                assert (path.parent / link).resolve().is_file(), (path.name, link)


def test_the_keyboard_reaches_every_link_and_fold(demo: Path, tab: Page) -> None:
    for path in kinds(demo):
        tab.open(path, 360)
        lost = tab.value("[...document.querySelectorAll('a[href], summary')].filter(e => e.tabIndex < 0).length")
        assert lost == 0, path.name


def test_a_cohort_report_prints_on_a_few_pages(demo: Path, tab: Page) -> None:
    for path in kinds(demo):
        if path.name.startswith("cohort."):
            tab.open(path, 1100)
            document = tab.pdf()
            assert document.startswith(b"%PDF")
            assert 1 <= len(re.findall(rb"/Type\s*/Page\b", document)) <= 5, path.name
