"""How easily a text is read: its longest sentences, words that a report never says, and the reading ease by each language's formula.

The formulas count syllables by groups of vowels, as programs do; they inform, and decide nothing.
"""

from __future__ import annotations

import re

LONGEST = 25
"""Words of a sentence in a report."""

FORBIDDEN = re.compile(r"\bsignifica|\bp-value|valeur p\b|p-waarde|\bcaused by\b|\bcausé|veroorzaakt|\bthe programme increased\b|"
                       r"(?<!en )\bcas\b|\bcases?\b(?! managers?\b)|\bgevallen\b|\bKPI\b", re.IGNORECASE)
"""What claims a cause, hides a woman behind a word for files, or speaks to statisticians alone."""

FORMULAS = {"en": (206.835, 1.015, 84.6), "fr": (207.0, 1.015, 73.6), "nl": (206.84, 0.93, 77.0)}
"""Flesch, "A new readability yardstick" (1948); Kandel and Moles, "Application de l'indice de Flesch à la langue française" (1958);
Douma, "De leesbaarheid van landbouwbladen" (1960): a constant, what a word in a sentence costs, what a syllable in a word costs."""

_VOWELS = {"en": "aeiouy", "fr": "aeiouyàâäéèêëîïôöùûüœæ", "nl": "aeiouyéèëïöü"}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line that ends without a full stop is one too.

    >>> sentences("She came. She stayed\\n- 3.5 of 10")
    ['She came.', 'She stayed', '3.5 of 10']
    """
    parts = [part.strip(" -\t") for line in text.splitlines() for part in re.split(r"(?<=[.!?])\s+(?=\S)", line)]
    return [part for part in parts if re.search(r"\w", part)]


def words(text: str) -> list[str]:
    """The words of a text, numbers left out."""
    return _WORD.findall(text)


def length(sentence: str) -> int:
    """The words of a sentence, numbers among them."""
    return len(re.findall(r"[^\W_]+(?:[.,'’-][^\W_]+)*", sentence))


def syllables(word: str, code: str) -> int:
    """The syllables of a word: its groups of vowels, without the silent e at the end of French and English words.

    >>> [syllables(word, "en") for word in ("she", "course", "women", "table")]
    [1, 1, 2, 2]
    """
    plain = word.lower()
    groups = len(re.findall(f"[{_VOWELS[code]}]+", plain))
    silent = {"fr": r"[^aeiouyé](?:e|es|ent)$", "en": r"[^aeiouyl]e$"}.get(code)
    return max(1, groups - bool(silent and groups > 1 and re.search(silent, plain)))


def ease(text: str, code: str) -> float:
    """Reading ease by the formula of the language: about 100 for the easiest texts, about 0 for the hardest."""
    constant, per_word, per_syllable = FORMULAS[code]
    said, found = sentences(text), words(text)
    if not found:
        return constant
    return constant - per_word * len(found) / len(said) - per_syllable * sum(syllables(word, code) for word in found) / len(found)
