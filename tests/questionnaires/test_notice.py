"""The notice for participants: whole in every language, safe, and one sheet of A4."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from whole_way.browser.chromium import Page, browser, program

from evaltools import starter
from evaltools.errors import SettingsError
from evaltools.questionnaires import load
from evaltools.questionnaires.notice import FILE, load_notice, page

NOTICE = load_notice(starter.folder("surveys"))
LANGUAGES = ("fr", "nl", "en", "ar", "tr")
LONG_NAME = "Association des mères et des familles monoparentales de la Région de Bruxelles-Capitale"
needs_browser = [pytest.mark.browser, pytest.mark.skipif(program() is None, reason="no Chromium on this machine")]


def made(language: str) -> str:
    return page(NOTICE, language, LONG_NAME, "evaluation@demo.example, 02 000 00 00")


def test_it_speaks_every_language_of_the_card() -> None:
    assert NOTICE.languages == LANGUAGES == load(starter.folder("surveys")).surveys["session"].languages


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_says_who_to_write_to(language: str) -> None:
    text = made(language)
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in text
    assert not re.search(r"[{}]", text.split("</style>")[1])
    assert "<bdi>evaluation@demo.example, 02 000 00 00</bdi>" in text
    assert NOTICE.kept[language] in text
    assert text.count("<h1>") == 1
    assert text.count("<h2>") == len(NOTICE.sections) == 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(language: str) -> None:
    for section in NOTICE.sections:
        for text in section.text[language]:
            for sentence in re.split(r"(?<=[.!?؟])\s+", text):
                assert len(sentence.split()) <= 20, sentence


def test_the_page_fetches_nothing_and_allows_its_own_style_alone() -> None:
    text = made("fr")
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in text
    assert not re.findall(r"https?://|<script|<img|url\(|@import", text)


def test_a_name_cannot_write_into_the_page() -> None:
    text = page(NOTICE, "fr", "<b>{kept}</b> & Co", "<script>alert(1)</script>")
    assert "<b>" not in text
    assert "<script" not in text
    assert "&lt;b&gt;{kept}&lt;/b&gt; &amp; Co" in text


@pytest.mark.parametrize(("language", "organisation", "contact"), [("de", "Demo", "x"), ("fr", " ", "x"), ("fr", "Demo", "")])
def test_what_cannot_be_printed_is_refused(language: str, organisation: str, contact: str) -> None:
    with pytest.raises(SettingsError):
        page(NOTICE, language, organisation, contact)


@pytest.mark.parametrize(("change", "message"), [
    ({"kept": {"fr": "un an"}}, "`kept` must say"),
    ({"sections": [{"heading": {"fr": "Qui"}, "text": {"fr": ["nous"]}}]}, "a section has no text in"),
    ({"sections": [{"heading": dict.fromkeys(LANGUAGES, "Qui"),
                    "text": {language: ["{nom}"] for language in LANGUAGES}}]}, "{nom} is no place"),
])
def test_a_wrong_notice_is_refused(tmp_path: Path, change: dict[str, object], message: str) -> None:
    content = yaml.safe_load((starter.folder("surveys") / FILE).read_text("utf-8"))
    (tmp_path / FILE).write_text(yaml.safe_dump(content | change, allow_unicode=True, sort_keys=False), "utf-8")
    with pytest.raises(SettingsError) as raised:
        load_notice(tmp_path)
    assert message in raised.value.message


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    with browser() as opened:
        yield opened


class TestOnPaper:
    pytestmark = needs_browser

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_prints_on_one_sheet(self, tab: Page, tmp_path: Path, language: str) -> None:
        path = tmp_path / f"notice.{language}.html"
        path.write_text(made(language), "utf-8")
        tab.open(path, 1100)
        assert tab.requests() == []
        assert tab.complaints() == []
        assert len(re.findall(rb"/Type\s*/Page\b", tab.pdf())) == 1

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_fits_a_phone(self, tab: Page, tmp_path: Path, language: str) -> None:
        path = tmp_path / f"notice.{language}.html"
        path.write_text(made(language), "utf-8")
        tab.open(path, 320)
        assert tab.value("document.documentElement.scrollWidth") <= 320
