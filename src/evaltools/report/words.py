"""The fixed vocabulary: the same words for the same bands, shares, waves and bases on every page, translated once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..languages import Language, phrase
from .figure import Figure, protected_only

# Upper ends of the shares that a word stands for; after "Analysts' Uncertainty Toolkit": one word, one range, everywhere.
_SHARES = (
    (0.05, phrase("almost none")), (0.15, phrase("about one in ten")), (0.225, phrase("about one in five")),
    (0.29, phrase("about a quarter")), (0.415, phrase("about a third")), (0.58, phrase("about half")),
    (0.71, phrase("about two thirds")), (0.775, phrase("about three quarters")), (0.86, phrase("about eight in ten")),
    (0.95, phrase("about nine in ten")), (1.01, phrase("almost all")),
)

_BANDS = ((0.2, "few"), (0.4, "some"), (0.6, "half"), (0.8, "many"), (1.01, "most"))

WAVES = {
    "intake": phrase("at the start"), "session": phrase("after the sessions"), "mid": phrase("halfway"),
    "end": phrase("at the end"), "visit": phrase("after a visit"),
    "followup6": phrase("6 months later"), "followup12": phrase("12 months later"), "yearly": phrase("once a year"),
    "partners": phrase("asked of partners"),
}

SCOPES = {"cohort": phrase("This group"), "site": phrase("The antenna"), "programme": phrase("The whole programme")}

# What a base counts; by indicator, else by the first letter of its family. Anything else says "of n" and no more.
_BASES = {"S": "answers", "P": "answers", "L": "answers", "T01": "presences", "T01M": "presences", "T03": "presences",
          "T02": "women", "T04": "women", "N01": "women", "RR": "women", "L00": "women", "L06": "women", "P20": "other", "P20O": "other",
          "S09C": "women", "F02": "sessions", "F17": "other", "N07": "requests"}


def share_in_words(share: float) -> str:
    """The msgid of a share between 0 and 1, e.g. "about two thirds"."""
    return next(word for limit, word in _SHARES if share < limit)


def band(count_low: int, count_high: int, n: int) -> str:
    """The key of a band's word: few, some, half, many or most; under 8 answers only which side of the half.

    Depends on the band and the base alone, so that the word says no more than the band.
    """
    if (count_high - count_low + 1) / (n + 1) >= 0.4:
        if count_high * 2 <= n:
            return "less_than_half" if count_high * 2 < n else "half_or_fewer"
        if count_low * 2 >= n:
            return "more_than_half" if count_low * 2 > n else "half_or_more"
        return "range"
    middle = (count_low + count_high) / 2 / n
    return next(word for limit, word in _BANDS if middle < limit)


@protected_only
def base(figure: Figure) -> str:
    """What the base of a figure counts: answers, women, presences, sessions, requests, forms (nobody knows whose) or other."""
    if figure.wave == "visit":
        return "forms"
    if figure.wave in ("yearly", "partners"):  # others than women answered
        return "other"
    asked = "answers" if figure.wave and figure.entry.get("origin") == "answers" else "other"
    return _BASES.get(figure.indicator) or _BASES.get(figure.indicator[:1]) or asked


def title(language: Language, entry: Mapping[str, Any], part: str = "") -> str:
    """An indicator's title, or its part's: "housing.up" is said as its domain where the entry does not name it."""
    if not part:
        return language.words(entry.get("title"))
    parts = entry.get("parts") or {}
    return language.words(parts.get(part) or parts.get(part.split(".", maxsplit=1)[0])) or part.replace("_", " ")


def inside(text: str) -> str:
    """A title as it stands inside another: without its capital, unless it is an abbreviation such as CPAS."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def wave(language: Language, name: str) -> str:
    """When it was asked, in the reader's words; the name itself for an organisation's own wave."""
    return language.say(WAVES[name]) if name in WAVES else name
