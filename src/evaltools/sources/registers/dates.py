"""Dates as registers hold them: real dates, dd/mm/yyyy in every spelling, month names in three languages, serial numbers."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import NoReturn

FIRST, LAST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
# Spreadsheets count days from here (Excel's 1900 system from March 1900 on).
EPOCH = dt.date(1899, 12, 30)
SERIALS = range((FIRST - EPOCH).days, (LAST - EPOCH).days + 1)

MONTHS = (
    "janvier januari january", "fevrier februari february", "mars maart march mrt", "avril april", "mai mei may",
    "juin juni june", "juillet juli july", "aout augustus august", "septembre september", "octobre oktober october",
    "novembre november", "decembre december",
)
WEEKDAY = r"(?:lun?|mar?|mer|jeu|ven|sam|dim?|maa|din|woe?|don?|vri?|zat?|zon?|mon|tue|wed|thu|fri|sat|sun)[a-z]*"
BEFORE = r"(?:" + WEEKDAY + r"[.,]?\s+)?(?:le\s+)?"
AFTER = r"(?:[t,\s]+(?:a\s+)?\d{1,2}\s*[:hu]\s*(?:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*z?)?"
YEAR = r"(?P<year>\d{4}|\d{2})"
PATTERNS = tuple(re.compile(BEFORE + pattern + AFTER, re.ASCII) for pattern in (
    r"(?P<year>\d{4})\s*[/.\-]\s*(?P<month>\d{1,2})\s*[/.\-]\s*(?P<day>\d{1,2})",
    # One separator for both places: "Séance 2 12/03" is no day of 2003.
    r"(?P<day>\d{1,2})\s*(?P<sep>[/.\-\s])\s*(?P<month>\d{1,2})\s*(?P=sep)\s*" + YEAR,
    r"(?P<day>\d{1,2})\s*(?:(?:er|ste|de|e|st|nd|rd|th)\b)?[\s.\-/]*(?:of\s+)?(?P<month>[a-z]{3,})[\s.,\-/]*" + YEAR,
    r"(?P<month>[a-z]{3,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
))
WITHOUT_YEAR = tuple(re.compile(BEFORE + pattern, re.ASCII) for pattern in (
    r"(?P<day>\d{1,2})\s*[/.\-]\s*(?P<month>\d{1,2})\.?",
    r"(?P<day>\d{1,2})\s*(?:(?:er|ste|de|e|st|nd|rd|th)\b)?[\s.\-/]*(?P<month>[a-z]{3,})\.?",
))


class Refused(ValueError):
    """A cell that cannot be understood; `rule` says why, and nothing says what stood there."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def read_date(cell: object) -> dt.date:
    """The day that a cell means; day before month, as Belgium writes; two digits are a year of this century.

    Raises
    ------
    Refused
        `unreadable_date`, or `impossible_date` before 2000 and after 2100.

    Examples
    --------
    >>> read_date("1er mars 2026"), read_date("3-4-26")
    (datetime.date(2026, 3, 1), datetime.date(2026, 4, 3))
    """
    if isinstance(cell, dt.datetime):
        return _possible(cell.date())
    if isinstance(cell, dt.date):
        return _possible(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _serial(float(cell))
    return _possible(_written(str(cell)))


def _possible(day: dt.date) -> dt.date:
    if not FIRST <= day <= LAST:
        raise Refused("impossible_date")
    return day


def _serial(number: float) -> dt.date:
    if not SERIALS.start <= number < SERIALS.stop:
        raise Refused("unreadable_date")
    return EPOCH + dt.timedelta(days=int(number))


def _written(text: str) -> dt.date:
    plain = _plain(text)
    if re.fullmatch(r"[0-9]{5}([.,][0-9]+)?", plain):
        return _serial(float(plain.replace(",", ".")))
    found = _first(PATTERNS, plain)
    year = int(found["year"])
    return _day(year + 2000 if len(found["year"]) == 2 else year, found)


def read_day_of_year(text: str, first: dt.date) -> dt.date:
    """A day written without its year, as above a grid: the first such day not before `first`.

    Raises
    ------
    Refused
        `unreadable_date`.
    """
    found = _first(WITHOUT_YEAR, _plain(text))
    days = []
    for year in range(first.year, first.year + 9):  # 29 February comes back within 8 years, even around 2100
        try:
            days.append(_day(year, found))
        except Refused:
            continue
    return min((day for day in days if day >= first), default=None) or _refuse()


def _first(patterns: tuple[re.Pattern[str], ...], plain: str) -> re.Match[str]:
    found = next(filter(None, (pattern.fullmatch(plain) for pattern in patterns)), None)
    return found or _refuse()


def _day(year: int, found: re.Match[str]) -> dt.date:
    month = int(found["month"]) if found["month"].isdigit() else _month(found["month"])
    try:
        return dt.date(year, month, int(found["day"]))
    except ValueError:
        raise Refused("unreadable_date") from None


def _month(name: str) -> int:
    """A month by its name or the beginning of it, in any of the languages; "jui" may be two months, so is none."""
    months = [number for number, names in enumerate(MONTHS, 1) if any(each.startswith(name) for each in names.split())]
    return months[0] if len(months) == 1 else _refuse()


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _refuse() -> NoReturn:
    raise Refused("unreadable_date")
