"""Words, numbers and dates in the reader's language: numbers and dates by CLDR, sentences in one gettext catalogue a language."""

from __future__ import annotations

import datetime as dt
import gettext
import io
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from ..errors import SettingsError
from ..scope import LANGUAGES, Period

LOCALES = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_GB"}
SOURCE = "en"
_QUOTES = {"fr": "«\u00a0{}\u00a0»", "nl": "‘{}’", "en": "‘{}’"}
_MINUS = "\u2212"


def phrase(msgid: str) -> str:
    """Mark a sentence that is kept in a table and said later, so that its translation is looked for; returns it unchanged."""
    return msgid


def catalogue(code: str) -> Catalog:
    """The gettext catalogue of a language other than English, as its translator wrote it."""
    with (Path(__file__).parent / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


@cache
def _translations(code: str) -> gettext.NullTranslations:
    if code == SOURCE:
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache(maxsize=20_000)
def _grouped(value: float, digits: int, code: str) -> str:
    """A report writes the same few numbers over and over."""
    return str(format_decimal(value, format="#,##0" + ("." + "0" * digits if digits else ""), locale=Locale.parse(LOCALES[code])))


@lru_cache(maxsize=20_000)
def _percents(share: float, code: str) -> str:
    return str(format_percent(share, locale=Locale.parse(LOCALES[code])))


class Language:
    """How one language says sentences, numbers and dates.

    Parameters
    ----------
    code
        ISO 639-1, one of `scope.LANGUAGES`; raises SettingsError for another.
    """

    def __init__(self, code: str) -> None:
        if code not in LANGUAGES:
            raise SettingsError(f"'{code}' is not a language of the reports.", f"There are: {', '.join(LANGUAGES)}.")
        self.code = code
        self.locale = Locale.parse(LOCALES[code])
        self.direction: str = self.locale.text_direction

    def say(self, msgid: str, /, **values: object) -> str:
        """The sentence in this language, its braces filled; raises KeyError where a value is missing."""
        return self._typeset(_translations(self.code).gettext(msgid)).format(**values)

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The singular or plural of a sentence, by this language's own rule; `{n}` is the number as it is written."""
        text = _translations(self.code).ngettext(one, many, n)
        return self._typeset(text).format(n=self.number(n), **values)

    def _typeset(self, text: str) -> str:
        # French puts a space before these signs; it must not break the line. Translators type an ordinary one.
        return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", text) if self.code == "fr" else text

    def words(self, texts: Mapping[str, str] | None) -> str:
        """A catalogue's text in this language; in English, then in any language, where it has no translation; else empty."""
        found = texts or {}
        return self._typeset(found.get(self.code) or found.get(SOURCE) or next(iter(found.values()), ""))

    def number(self, value: float, digits: int = 0) -> str:
        """A number rounded half to even to that many digits, grouped as in this language.

        >>> Language("nl").number(1234.5, 1)
        '1.234,5'
        """
        return _grouped(value + 0, digits, self.code)  # no minus before nothing

    def short(self, value: float) -> str:
        """A number with one digit where it needs one: 13, but 4,5."""
        return self.number(value, 0 if round(value, 1) == round(value) else 1)

    def percent(self, share: float) -> str:
        """A share between 0 and 1 as whole percents."""
        return _percents(share, self.code)

    def signed(self, value: float, digits: int = 1) -> str:
        """A difference with its sign; the minus is a true one."""
        rounded = round(value, digits)
        sign = "+" if rounded > 0 else _MINUS if rounded < 0 else ""
        return sign + self.number(abs(rounded), digits)

    def date(self, day: dt.date | str) -> str:
        """A day written out; text is read as ISO 8601."""
        return str(format_date(dt.date.fromisoformat(day) if isinstance(day, str) else day, "long", locale=self.locale))

    def period(self, period: Period | str) -> str:
        """A quarter written out: "3e trimestre 2026"."""
        quarter = Period.parse(period) if isinstance(period, str) else period
        return self.say(_QUARTERS[quarter.quarter - 1], year=quarter.year)

    def quarter(self, period: Period | str) -> str:
        """A quarter in short, for tables and charts: "T3 2026" in French, "Q3 2026" in English."""
        quarter = Period.parse(period) if isinstance(period, str) else period
        return str(format_date(quarter.start, "QQQ y", locale=self.locale))

    def month(self, day: dt.date, *, short: bool = False) -> str:
        """A month by itself: "July"; in short, as a chart has room for: "Jul"."""
        return str(format_date(day, "LLL" if short else "LLLL", locale=self.locale))

    def list(self, items: Iterable[str]) -> str:
        """Items joined as this language joins them: "a, b et c"."""
        return str(format_list(list(items), locale=self.locale))

    def quote(self, text: str) -> str:
        """A text between this language's quotation marks."""
        return _QUOTES[self.code].format(text)

    @property
    def itself(self) -> str:
        """This language's own name, e.g. "français"."""
        return str(self.locale.get_language_name(self.code))


_QUARTERS = (phrase("first quarter of {year}"), phrase("second quarter of {year}"),
             phrase("third quarter of {year}"), phrase("fourth quarter of {year}"))
