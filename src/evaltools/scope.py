"""What a report is about: a quarter, and a cohort in a site in a programme."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from .errors import SettingsError

Level = Literal["cohort", "site", "programme"]
LEVELS: tuple[Level, ...] = ("cohort", "site", "programme")
LANGUAGES = ("fr", "nl", "en")


@dataclass(frozen=True, order=True)
class Period:
    """One quarter, half-open: `start` belongs to it, `end` is the first day after it.

    >>> Period.parse("2026-Q3").end
    datetime.date(2026, 10, 1)
    """

    year: int
    quarter: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2026-Q3`; raises SettingsError for anything else."""
        found = re.fullmatch(r"([12][0-9]{3})-[Qq]([1-4])", text.strip())
        if not found:
            raise SettingsError(f"'{text}' is not a quarter.", "Write the year and the quarter, as in 2026-Q3.")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: dt.date) -> Period:
        """The quarter that a day belongs to."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def start(self) -> dt.date:
        """The first day of the quarter."""
        return dt.date(self.year, 3 * self.quarter - 2, 1)

    @property
    def end(self) -> dt.date:
        """The first day after the quarter."""
        return self.next().start

    def next(self) -> Period:
        """The quarter after this one."""
        return self.back(-1)

    def back(self, quarters: int = 1) -> Period:
        """The quarter that lies `quarters` before this one."""
        number = self.year * 4 + self.quarter - 1 - quarters
        return Period(number // 4, number % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.quarter}"


@dataclass(frozen=True)
class Scope:
    """What one report is about: its level and the identifier on that level."""

    level: Level
    id: str

    def __str__(self) -> str:
        return f"{self.level} {self.id}"


def slug(text: str) -> str:
    """Small letters, digits and hyphens; a text of other signs only gets eight digits that are always the same.

    >>> slug("Évere – groupe B")
    'evere-groupe-b'
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain)) or hashlib.sha256(text.strip().encode()).hexdigest()[:8]
