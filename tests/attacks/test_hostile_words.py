"""What somebody hostile writes into every text that a page can show stays text in a real browser: nothing runs, nothing is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rendering import rendered
from whole_way.browser.chromium import Page, browser, program

from evaltools import release as releases
from evaltools import site
from evaltools.demo import SECRET
from evaltools.demo.voices import HOSTILE
from evaltools.identity import Identity
from evaltools.scope import Period
from evaltools.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.skipif(program() is None, reason="no Chromium on this machine"),
              pytest.mark.xdist_group("demo")]
QUARTER = "2026-Q3"
SAID = " ".join(text for text in HOSTILE if len(text) < 200)
MARKUP = (*(text for text in HOSTILE if text.startswith("<")), '"onfocus="alert(3)"autofocus="')
ALIVE = "document.querySelectorAll('img, iframe, object, embed, form, base, script').length"


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    with browser() as page:
        yield page


def spoiled(words: Any, said: str) -> Any:
    """The same structure with every name, and every text in some language, followed by what is hostile."""
    if isinstance(words, dict):
        if words.keys() >= {"fr", "nl", "en"} and all(isinstance(text, str) for text in words.values()):
            return {code: f"{text} {said}" for code, text in words.items()}
        named = {name for name, text in words.items() if name in ("label", "policy_reason") or (name == "name" and " " in str(text))}
        return {name: f"{text} {said}" if name in named and isinstance(text, str) else spoiled(text, said) for name, text in words.items()}
    return [spoiled(each, said) for each in words] if isinstance(words, list) else words


@pytest.fixture(scope="module")
def hostile(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a release whose every name, title, question and definition is hostile, and the pages around them."""
    name = json.loads((demo / "workspace" / "periods" / f"{QUARTER}.json").read_text("utf-8"))["release"]
    found = releases.read(demo / "workspace" / "releases" / QUARTER / name)
    context = {**spoiled(found.context, SAID), "languages": ["fr"]}
    # A page has a weight that it may not pass: the catalogue's many words get what is shortest
    release, folder = replace(found, context=context, catalogue=spoiled(found.catalogue, MARKUP[0])), tmp_path_factory.mktemp("hostile")
    workspace, period = Workspace(folder), Period.parse(QUARTER)
    drafts = rendered(release, folder, Identity.from_secret(SECRET))
    site.publish(workspace, period, drafts, site.stage(workspace, period, drafts, release), release)
    return folder


def test_hostile_words_are_shown_and_do_nothing(hostile: Path, tab: Page) -> None:
    pages = [*(hostile / "reports").rglob("*.html"), hostile / "workspace" / "index.html"]
    assert len(pages) > 10
    for page in pages:
        tab.open(page, 360)
        tab.value("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        shown = tab.value("document.body.innerText")
        for text in ("<script>alert(1)</script>", "</details><img src=x onerror=alert(2)>", '=HYPERLINK("http://evil.example/'):
            assert text in shown, (page.name, text)
        assert tab.value(ALIVE) == (page.parent.name == "workspace"), (page.name, "the evaluator's search and nothing else")
        assert (tab.requests(), tab.complaints(), tab.dialogs()) == ([], [], []), page.name
        assert tab.value("document.documentElement.scrollWidth") <= 360, page.name


def test_what_runs_would_be_seen(tab: Page, tmp_path: Path) -> None:
    """Else the test above could not fail."""
    page = tmp_path / "page.html"
    page.write_text(f"<!DOCTYPE html><title>x</title><body>{SAID}<img src='http://evil.example/x'>", "utf-8")
    tab.open(page, 360)
    assert tab.dialogs()
    assert tab.requests()
    assert tab.complaints()
    assert tab.value(ALIVE) > 1
