"""What a machine can see in a text that keeps it from being quoted: signs of a person, numbers, names, words of four short lists.

It sees what is plain. A name in small letters that no register holds, a rare story told in common words, somebody's way of
speaking: only the reviewer sees those.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import yaml

from ..disclosure.leaks import Known, leaks, words_of

LONGEST = 300
"""Letters of a text: a long one is a story, and a story is somebody's."""
LANGUAGES = ("fr", "nl", "en", "ar", "tr")
"""The languages that the lists speak."""
_WORD = re.compile(r"\b[^\W\d_]\w+")
_BEGINS, _QUOTES = ".!?…:", " \u00a0'’\"«“(<"
_HIDDEN = ("Cc", "Cf", "Co", "Cs", "Cn")


def hits(text: str, known: Known) -> Iterator[str]:
    """The rules that a text breaks, each once; what it says is never repeated.

    Parameters
    ----------
    known
        What stands for the persons of the registers; an address that the organisation gives of itself is no excuse here.
    """
    plain = unicodedata.normalize("NFKC", text)
    found = {leak.what: None for leak in leaks("", plain, replace(known, allowed=""))}
    checks = (
        (len(text) > LONGEST, f"longer than {LONGEST} letters"),
        (any(unicodedata.category(sign) in _HIDDEN for sign in text), "a sign that cannot be seen"),
        (any(sign.isnumeric() for sign in plain), "a number"),
        (_has_capital(plain), "a capital inside a sentence, as of a name"),
    )
    yield from (*found, *(rule for hit, rule in checks if hit), *_listed(words_of(plain)))


def _has_capital(text: str) -> bool:
    """Whether a word with a capital stands elsewhere than where a sentence begins."""
    starts = (word.start() for word in _WORD.finditer(text) if word[0][0].isupper())
    return any(before and before[-1] not in _BEGINS for before in (text[:start].rstrip(_QUOTES) for start in starts))


def _listed(words: list[str]) -> Iterator[str]:
    """The lists of which a text holds a word."""
    said = f" {' '.join(words)} "
    for rule, pattern in _patterns().items():
        if pattern.search(said):
            yield rule


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lists: dict[str, dict[str, list[str]]] = yaml.safe_load((Path(__file__).parent / "words.yml").read_text("utf-8"))
    return {rule: re.compile("|".join(_pattern(entry) for entries in by_language.values() for entry in entries))
            for rule, by_language in lists.items()}


def _pattern(entry: str) -> str:
    """One entry between blanks, as `words_of` writes words; in Arabic, "and", "with" and the like are written onto the word."""
    words = " ".join(words_of(entry))
    before = r"\w*" if entry.startswith("*") else "[وفبلك]?" if re.search(r"[\u0600-\u06ff]", words) else ""
    return f" {before}{re.escape(words)}{'[^ ]*' if entry.endswith('*') else ''}(?= )"
