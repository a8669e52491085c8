"""Women's own words and their suggestions, as a reviewer signed them: voices, not shares."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from babel import Locale

from ..languages import phrase
from ..release import Quote
from .pieces import Piece, joined, piece

if TYPE_CHECKING:
    from .report import Report

HOW = phrase("The evaluator chose these words, and checked that they point to nobody. They do not say how many women think so.")
SUMMED_UP = phrase("What several women suggest, in the evaluator's words:")


def quoted(report: Report) -> Piece | None:
    """Quotes under the question that they answer, each in its language, with its translation; None without quotes."""
    language = report.language
    found = sorted((quote for quote in report.quotes if quote.kind == "quote"), key=lambda quote: sorted(quote.question.items()))
    if not found:
        return None
    groups = [{"question": language.words(question), "quotes": [_shown(report, quote) for quote in quotes]}
              for question, quotes in groupby(found, key=lambda quote: quote.question)]
    return joined([piece("paragraph", text=language.say(HOW), tone="quiet"), piece("quoted", groups=groups, say=language.say)])


def suggested(report: Report) -> Piece | None:
    """Suggestions about the offer, without a count; None without any."""
    found = [quote for quote in report.quotes if quote.kind == "suggestion"]
    if not found:
        return None
    said = piece("paragraph", text=report.language.say(SUMMED_UP))
    return said + piece("suggested", quotes=[_translated(report, quote) for quote in found])


def _shown(report: Report, quote: Quote) -> dict[str, str]:
    """The text as it was written, and its translation where the page is in another language and there is one."""
    here = quote.language == report.language.code
    translation = "" if here else quote.translations.get(report.language.code, "")
    return {**_marked(report, quote.language), "text": quote.text, "translation": translation}


def _translated(report: Report, quote: Quote) -> dict[str, str]:
    """A suggestion in the page's language where it was signed in it, else as it was written."""
    code = report.language.code
    if quote.language == code or code not in quote.translations:
        return {**_marked(report, quote.language), "text": quote.text}
    return {**_marked(report, code), "text": quote.translations[code]}


def _marked(report: Report, code: str) -> dict[str, str]:
    """Language and direction of a text, where they are not those of the page."""
    direction = Locale.parse(code).text_direction
    return {"lang": "" if code == report.language.code else code, "dir": "" if direction == report.language.direction else direction}
