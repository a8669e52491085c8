"""Women's own words on a page: in their language and direction, escaped, for the programme's readers and never one group's."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from rendering import executed

from evaltools import release as releases
from evaltools.languages import reading
from evaltools.release import Quote, Release
from evaltools.report import open_report
from evaltools.report.page import convert
from evaltools.report.plain import as_text
from evaltools.scope import LANGUAGES

from .published_rows import make_release

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "reports"
ASKED = {"fr": "Que changer ?", "nl": "Wat veranderen?", "en": "What to change?"}
ARABIC, HOSTILE = "نحتاج إلى وقت أطول.", "</blockquote><script>merci()</script>"
QUOTES = (
    Quote("quote", "ateliers", "", ASKED, "ar", ARABIC, {"fr": "Plus de temps.", "nl": "Meer tijd."}),
    Quote("quote", "ateliers", "", ASKED, "fr", HOSTILE, {}),
    Quote("suggestion", "ateliers", "", {}, "fr", "Une salle claire.", {"nl": "Een licht lokaal."}),
    Quote("suggestion", "ateliers", "ixelles", {}, "ar", "غرفة للأطفال.", {"en": "A room for children."}),
    Quote("quote", "bureau", "", ASKED, "fr", "Autre programme.", {}),
)
TEXTS = [quote.text for quote in QUOTES]


@pytest.fixture
def release() -> Release:
    return replace(make_release(), quotes=QUOTES)


def page(release: Release, level: str, scope: str, language: str = "fr", audience: str = "") -> str:
    kind = "programme" if level == "programme" else level
    parameters = {"release": release, "language": language, "level": level, "scope": scope, "audience": audience or level}
    return convert(executed(NOTEBOOKS / f"{kind}.ipynb", parameters), "x.ipynb", "x")


def test_a_quote_is_in_its_language_and_direction_with_its_translation_below(release: Release) -> None:
    html = str(open_report(release, "programme", "ateliers", "nl").words())
    assert f'<blockquote lang="ar" dir="rtl"><p>{ARABIC}</p></blockquote><p class="translated">Vertaling: Meer tijd.</p>' in html
    assert '<blockquote lang="fr"><p>' in html, "the direction is that of the page"
    assert '<h3 class="sub">Wat veranderen?</h3>' in html
    french, english = (str(open_report(release, "programme", "ateliers", code).words()) for code in ("fr", "en"))
    assert "<blockquote><p>&lt;/blockquote&gt;" in french, "the page's own language needs no mark"
    assert "Translated:" not in english, "without a translation, the words stand alone"
    assert ARABIC in english


@pytest.mark.parametrize("code", LANGUAGES)
def test_how_words_were_chosen_stands_before_them_and_nothing_of_markup_is_alive(release: Release, code: str) -> None:
    html = page(release, "programme", "ateliers", code)
    said = re.search(r'<h2 id="words">[^<]*</h2>\s*<p class="quiet">([^<]*)</p>', html)
    assert said
    assert all(reading.length(sentence) <= reading.LONGEST for sentence in reading.sentences(said[1]))
    assert "<script" not in html
    assert "&lt;/blockquote&gt;&lt;script&gt;merci()&lt;/script&gt;" in html
    assert html.count("<blockquote") == html.count("</blockquote>") == 2


def test_the_text_beside_the_page_has_the_words_too(release: Release) -> None:
    lines = as_text(page(release, "programme", "ateliers", "nl")).decode("utf-8-sig").split("\r\n")
    assert f"- {ARABIC}" in lines
    assert "Vertaling: Meer tijd." in lines
    assert f"- {HOSTILE}" in lines
    assert "- Een licht lokaal." in lines


@pytest.mark.parametrize(("level", "scope", "audience", "readable"), [
    ("programme", "ateliers", "", TEXTS[:4][:3]), ("programme", "ateliers", "public", TEXTS[:2]), ("site", "ixelles", "", TEXTS[3:4]),
    ("cohort", "ixl-a", "", []), ("cohort", "ixl-b", "", [])])
def test_each_reader_sees_what_the_policy_lets_her_see(release: Release, tmp_path: Path, level, scope, audience, readable) -> None:
    readable = [*readable, TEXTS[3]] if (level, audience) == ("programme", "") else readable
    part = release.part(level, scope, audience)
    assert [quote.text for quote in part.quotes] == readable
    name = releases.write(release, tmp_path)
    assert releases.read_part(tmp_path / name, level, scope, audience).quotes == part.quotes
    html = page(release, level, scope, audience=audience)
    shown = [text for text in TEXTS if text in html or text.replace("<", "&lt;").replace(">", "&gt;") in html]
    assert shown == readable
    assert ("blockquote" in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)) == any(quote.kind == "quote" for quote in part.quotes)


def test_a_groups_page_is_the_same_bytes_whatever_is_quoted(release: Release) -> None:
    for scope in ("ixl-a", "ixl-b"):
        assert page(release, "cohort", scope) == page(make_release(), "cohort", scope)
    assert page(release, "programme", "ateliers") != page(make_release(), "programme", "ateliers")


def test_a_site_reads_a_suggestion_in_the_pages_language_where_it_has_one(release: Release) -> None:
    assert "<li>A room for children.</li>" in page(release, "site", "ixelles", "en")
    assert '<li lang="ar" dir="rtl">' in page(release, "site", "ixelles", "nl")


def test_without_quotes_there_is_no_section(release: Release) -> None:
    assert 'id="words"' not in page(make_release(), "programme", "ateliers")
    assert 'id="words"' not in page(replace(release, quotes=QUOTES[2:]), "programme", "ateliers")


def provenance(quotes: tuple[Quote, ...], level: str, scope: str, name: str = "") -> str:
    parameters = {"release": replace(make_release(), quotes=quotes), "language": "fr", "level": level, "scope": scope, "audience": level}
    html = convert(executed(NOTEBOOKS / f"{name or level}.ipynb", parameters), "x.ipynb", "x")
    return re.search(r'<p class="provenance">(.*?)</p>', html)[1]


def test_a_page_names_the_digest_of_the_quotes_that_stand_on_it() -> None:
    assert len({provenance(some, "programme", "ateliers") for some in ((), QUOTES[:1], QUOTES)}) == 3
    assert len({provenance(some, "programme", "ateliers", "progression") for some in ((), QUOTES)}) == 1
    assert len({provenance(some, "cohort", "ixl-a") for some in ((), QUOTES)}) == 1
