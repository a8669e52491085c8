"""The last look at a page: what runs, asks, or leads nowhere is found; what is innocent passes."""

from __future__ import annotations

import pytest

from evaltools.errors import ReportError
from evaltools.report import lint

GOOD = ('<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
        '<title>Titre</title><link rel="icon" href="data:,"><style>.a{fill:url(#p)}</style></head>'
        '<body><h1>Titre</h1><a href="#p">là</a><a href="mailto:a@b.example">écrire</a><p id="p">BODY</p></body></html>')


def page(body: str) -> str:
    return GOOD.replace("BODY", body)


def test_a_good_page_has_no_problem():
    assert lint.problems(GOOD) == []


@pytest.mark.parametrize("body", [
    "<script>alert(1)</script>", "<SCRIPT src=x></SCRIPT>", "<img src=x onerror=alert(1)>", '<p onclick="x()">', "<iframe></iframe>",
    "<form action='https://a.example'></form>", "<object data='a'></object>", "<embed>", "<base href='https://a.example'>",
    "<meta http-equiv='refresh' content='0;url=https://a.example'>", "<link rel=stylesheet href=//a.example/s.css>",
    "<a href='https://a.example'>x</a>", "<a href='javascript:alert(1)'>x</a>", "<a href='other.html'>x</a>",
    "<svg><image href='data:image/png;base64,AAAA'/></svg>", "<svg><rect fill='url(https://a.example#p)'/></svg>",
    "<style>@import 'a.css'</style>", "<style>.a{background:url(//a.example/x.png)}</style>", "<p style='color:red'>x</p>",
    "<p id='p'>twice</p>", "<a href='#nowhere'>x</a>", "<svg><rect fill='url(#nowhere)'/></svg>", "<h1>second</h1>",
])
def test_what_runs_asks_or_leads_nowhere_is_found(body):
    assert lint.problems(page(body)), body
    with pytest.raises(ReportError) as refused:
        lint.check(page(body), "cohort.ipynb")
    assert "a.example" not in refused.value.message


@pytest.mark.parametrize(("old", "new"), [(' lang="fr"', ""), ("<title>Titre</title>", "<title> </title>"),
                                          ("Content-Security-Policy", "X-Other"), ("<h1>Titre</h1>", "")])
def test_a_page_needs_language_title_heading_and_policy(old, new):
    assert lint.problems(GOOD.replace(old, new))


def test_a_page_opens_on_a_phone():
    assert "more than 120 kB" in lint.problems(page("a" * 120_000))


@pytest.mark.parametrize(("address", "allowed"), [
    ("2026-Q3/cohort.fr.html", True), ("../public/index.html", True), ("//a.example/x.html", False),
    ("https://a.example/x.html", False), ("javascript:x.html", False), ("x.pdf", False), ("/etc/x.html", False),
])
def test_an_index_links_pages_beside_it_and_nothing_else(address, allowed):
    assert (lint.problems(page(f"<a href='{address}'>x</a>"), links=True) == []) is allowed


@pytest.mark.parametrize(("address", "allowed"), [
    ("cohort.fr.csv", True), ("cohort.fr.xlsx", True), ("other.fr.csv", False),
    ("../cohort.fr.csv", False), ("https://a.example/cohort.fr.csv", False),
])
def test_a_page_links_its_own_downloads_and_nothing_else(address, allowed):
    beside = ["cohort.fr.csv", "cohort.fr.xlsx"]
    assert (lint.problems(page(f"<a href='{address}' download>x</a>"), beside=beside) == []) is allowed
    assert lint.problems(page(f"<a href='{address}' download>x</a>"))
