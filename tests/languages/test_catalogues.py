"""Every sentence of the package stands in every catalogue, with the same braces, in plain words of at most 25."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaltools.languages import SOURCE, catalogue
from evaltools.languages.reading import FORBIDDEN
from evaltools.scope import LANGUAGES

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "evaltools"
TRANSLATED = [code for code in LANGUAGES if code != SOURCE]


def sentences() -> dict[str, str]:
    """Every sentence that the package says, with its plural where it has one: singular -> plural or empty."""
    found: dict[str, str] = {}
    for path in PACKAGE.rglob("*.py"):
        for singular, plural in said_in(ast.parse(path.read_text("utf-8"))):
            found[singular] = plural
    for path in PACKAGE.rglob("*.j2"):
        found |= dict.fromkeys(re.findall(r'\bsay\("([^"]+)"', path.read_text("utf-8")), "")
    for path in (ROOT / "notebooks" / "reports").glob("*.ipynb"):
        found |= dict.fromkeys(re.findall(r'\bsay\(\\"([^"\\]+)\\"', path.read_text("utf-8")), "")
    return found


def said_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        words = [part.value for part in node.args[:2] if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if name in ("say", "phrase") and words:
            yield words[0], ""
        if name == "count" and isinstance(node.func, ast.Attribute) and len(node.args) == 3 and len(words) == 2:
            yield words[0], words[1]


def braces(text: str) -> list[str]:
    return sorted(set(re.findall(r"{[^}]*}", text)))


def test_the_sentences_are_found_where_they_are_said():
    found = sentences()
    assert len(found) > 120
    assert found["{n} woman"] == "{n} women"
    assert {"first quarter of {year}", "almost all", "likely range", "In short", "{title}: not shown, to protect the women."} <= set(found)


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_sentence_is_translated_and_none_is_left_over(code):
    written = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue(code) if message.id}
    assert sorted(set(sentences()) - written) == [], "missing"
    assert sorted(written - set(sentences())) == [], "no longer said"


@pytest.mark.parametrize("code", TRANSLATED)
def test_translations_are_whole_and_keep_their_braces(code):
    plurals = sentences()
    for message in catalogue(code):
        if not message.id:
            continue
        singular, plural = (message.id, "") if isinstance(message.id, str) else message.id
        assert plurals[singular] == plural
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        assert len(texts) == (2 if plural else 1)
        assert not message.fuzzy
        for text in texts:
            assert text.strip(), singular
            assert braces(text) == braces(singular) or (plural and braces(text) == braces(plural)), singular


def all_texts() -> list[str]:
    texts = [text for pair in sentences().items() for text in pair if text]
    for code in TRANSLATED:
        for message in catalogue(code):
            if message.id:
                texts += [message.string] if isinstance(message.string, str) else list(message.string)
    return texts


def test_no_sentence_is_longer_than_25_words():
    long = [part for text in all_texts() for part in re.split(r"(?<=[.!?])\s", text) if len(re.findall(r"[\w{}'-]+", part)) > 25]
    assert long == []


def test_no_sentence_uses_a_word_that_claims_or_hurts():
    assert [text for text in all_texts() if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize(("text", "found"), [("statistisch significant", True), ("un cas difficile", True), ("en ce cas-là", True),
                                             ("au carrefour", False), ("casserole", False)])
def test_the_forbidden_words_are_words(text, found):
    assert bool(FORBIDDEN.search(text)) is found
