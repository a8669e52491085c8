"""One cell into one value: dates, times, numbers, yes or no, categories, identifiers."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache

from ...tables.sheets import SheetColumn, sheets
from .dates import Refused, read_date

YES = frozenset(["oui", "o", "ja", "j", "yes", "y", "x", "1", "vrai", "waar", "true", "ok", "v", "✓", "✔", "√", "☑", "☒"])
NO = frozenset(["non", "n", "nee", "neen", "no", "0", "faux", "onwaar", "false", "-", "☐"])
DAY = 24 * 60
LONGEST = 12 * 60  # minutes: no interview is longer
MOST = 10_000_000  # copies, readers or euros: more is a slip of the hand


def text_of(cell: object) -> str:
    """A cell as one would read it: 12.0 is "12", a ticked box is "1"."""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def code_key(text: str) -> str:
    """What two spellings of one word have in common; signs that mean something (<, +, ✓) stay.

    >>> code_key(" Verontschuldigd. "), code_key("4 +"), code_key("✓")
    ('verontschuldigd', '4+', '✓')
    """
    folded = unicodedata.normalize("NFKD", text.replace("+", " + ").casefold())
    kept = "".join(letter for letter in folded if letter.isalnum() or letter in "<>+")
    return kept or "".join(text.split())


@cache
def _codes(table: str, name: str) -> dict[str, str]:
    column = sheets()[table].columns[name]
    known = {code_key(word): code for code, words in (column.words or {}).items() for word in words}
    return known | {code_key(code): code for code in column.words or {}}


def read_category(table: str, column: SheetColumn, cell: object) -> str:
    """The code that a cell means: by a known word, by the code itself, or by the class that a number falls in.

    Raises
    ------
    Refused
        `unknown_category`.
    """
    text = text_of(cell)
    if column.bands and isinstance(cell, dt.date):
        text = f"{cell.day}-{cell.month}"  # spreadsheets take "3-5" for the third of May
    number = re.fullmatch(r"(\d{1,3})(?:[.,]\d+)?(?:\s*(?:ans|an|jaar|years?))?", text.strip())
    if column.bands and number:
        fitting = [code for code, low in column.bands.items() if int(number[1]) >= low]
        if fitting:
            return fitting[-1]
    code = _codes(table, column.name).get(code_key(text))
    if code is None:
        raise Refused("unknown_category")
    return code


def read_flag(cell: object) -> bool:
    """Yes or no in three languages, a tick, 1 or 0; raises Refused with `unknown_category`."""
    text = "".join(text_of(cell).casefold().split())
    if text in YES or text in NO:
        return text in YES
    raise Refused("unknown_category")


def read_time(cell: object) -> str:
    """A time of the day as HH:MM, from 14:30, 14h30, 14u, 14.30 or a spreadsheet's time; raises Refused."""
    if isinstance(cell, (dt.datetime, dt.time)):
        return cell.strftime("%H:%M")
    if isinstance(cell, dt.timedelta):
        return _clock(int(cell.total_seconds()) // 60)
    if isinstance(cell, float) and 0 < cell < 1:
        return _clock(round(cell * DAY))
    text = text_of(cell).casefold()
    found = re.fullmatch(r"(\d{1,2})(?:\s*[:hu.]\s*(\d{2})?(?::\d{2})?)?\s*(?:h|u|uur|heures?)?", text, re.ASCII)
    if not found:
        raise Refused("unreadable_time")
    return _clock(int(found[1]) * 60 + int(found[2] or 0), int(found[2] or 0))


def _clock(minutes: int, past_hour: int = 0) -> str:
    if minutes >= DAY or past_hour > 59:
        raise Refused("unreadable_time")
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def read_minutes(cell: object) -> int:
    """A length in minutes, from 45, "45 min", "1h30", "1,5 h" or a spreadsheet's time; raises Refused."""
    if isinstance(cell, dt.time):
        return _length(cell.hour * 60 + cell.minute)
    if isinstance(cell, dt.timedelta):
        return _length(cell.total_seconds() / 60)
    text = text_of(cell).casefold().replace(",", ".")
    if plain := re.fullmatch(r"(\d+(?:\.\d+)?)\s*(?:m|min|mn|minuten|minutes?|')?\.?", text, re.ASCII):
        return _length(float(plain[1]))
    if hours := re.fullmatch(r"(\d+(?:\.\d+)?)\s*(?:h|u|uur|hours?|heures?)", text, re.ASCII):
        return _length(float(hours[1]) * 60)
    if both := re.fullmatch(r"(\d{1,2})\s*[:hu]\s*([0-5]\d)(?::00)?\s*(?:min)?", text, re.ASCII):
        return _length(int(both[1]) * 60 + int(both[2]))
    raise Refused("unreadable_number")


def read_number(cell: object) -> float:
    """An amount of money, hours or posts, from 1250.5, "1 250,50 €" or "1.250,50"; raises Refused.

    A written "1.250" is twelve hundred and fifty, as Belgium writes; a cell that is a number is what it is.
    """
    if isinstance(cell, float) and not isinstance(cell, bool) and 0 <= cell <= MOST:
        return float(cell)
    text = re.sub(r"[\s\u202f'€]|eur(os?)?|etp|vte|fte", "", text_of(cell).casefold())
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", text) or ("," in text and "." in text and text.rfind(",") > text.rfind(".")):
        text = text.replace(".", "")
    if not re.fullmatch(r"\d+(?:[.,]\d+)?", text, re.ASCII):
        raise Refused("impossible_number" if text.startswith("-") else "unreadable_number")
    return _at_most(float(text.replace(",", ".")), MOST)


def read_whole(cell: object, most: int) -> int:
    """How many, from 12, "12" or "12 x"; raises Refused where it is no whole number, or more than `most`."""
    text = text_of(cell).casefold().strip()
    found = re.fullmatch(r"(\d{1,3}(?:[ .\u202f]\d{3})+|\d+)(?:\s*x)?", text, re.ASCII)
    if not found:
        raise Refused("impossible_number" if text.startswith("-") else "unreadable_number")
    return int(_at_most(int(re.sub(r"\D", "", found[1])), most))


def _at_most(number: float, most: int) -> float:
    if number > most:
        raise Refused("impossible_number")
    return number


def _length(minutes: float) -> int:
    if not 0 < round(minutes) <= LONGEST:
        raise Refused("impossible_number")
    return round(minutes)


def read_cell(table: str, column: SheetColumn, cell: object) -> object:
    """The value of a filled cell of a sheet's column.

    Raises
    ------
    Refused
        With the rule under which the cell is counted as a problem.
    """
    if column.kind == "category":
        return read_category(table, column, cell)
    readers = {"date": read_date, "time": read_time, "minutes": read_minutes, "flag": read_flag, "number": read_number}
    if column.kind == "whole":
        return read_whole(cell, column.most or MOST)
    reader = readers.get(column.kind)
    return reader(cell) if reader else " ".join(text_of(cell).split())
