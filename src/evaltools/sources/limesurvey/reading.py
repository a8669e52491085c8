"""The raw answers of a pulled survey as forms; the differences between LimeSurvey 3, 5 and 6 end here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from ..forms import Form
from .folder import rows

# Columns that are no answers, and columns that a survey may add which say who she is: neither becomes an answer.
SYSTEM = frozenset({"id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp", "ipaddr",
                    "refurl", "interviewtime", "firstname", "lastname", "email", "emailstatus", "participant_id", "tid"})
EXTRA = re.compile(r"attribute_\d+|groupTime\d+")


def read(folder: Path, sid: int, server_timezone: str = "", timezone: str = "") -> list[Form]:
    """The forms of a survey that `pull` wrote, in the order of their numbers, each once.

    Parameters
    ----------
    folder
        The folder that `pull` was given.
    server_timezone, timezone
        Where the server's clock and the organisation's differ: the zone of each, such as `UTC` and `Europe/Brussels`.

    Raises
    ------
    SourceError
        The survey was not pulled to its end, or a file is damaged.
    """
    return list(each(folder, sid, server_timezone, timezone))


def each(folder: Path, sid: int, server_timezone: str = "", timezone: str = "") -> Iterator[Form]:
    """The forms of `read` one by one, of which one file at a time is in memory; raises as `read` does, an unfinished pull at once."""
    shift = Shift(server_timezone, timezone)
    return (form_of(str(sid), row, shift) for row in rows(folder / str(sid)))


class Shift:
    """From the server's clock to the organisation's; LimeSurvey's times say no zone."""

    def __init__(self, server_timezone: str = "", timezone: str = "") -> None:
        both = server_timezone and timezone and server_timezone != timezone
        self._zones = (ZoneInfo(server_timezone), ZoneInfo(timezone)) if both else None

    def moment(self, text: str) -> dt.datetime | None:
        """A moment as LimeSurvey writes it, in the organisation's time; None where there is none."""
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            return None
        if self._zones is None or moment.year <= 1980:  # 1980-01-01 is no moment but "no date stamp"
            return moment
        return moment.replace(tzinfo=self._zones[0]).astimezone(self._zones[1]).replace(tzinfo=None)


def form_of(source: str, row: Mapping[str, object], shift: Shift | None = None) -> Form:
    """One exported row as a form; `null` of versions 3 and 5 and `""` of version 6 are the same: not answered."""
    texts = {column: "" if value is None else str(value) for column, value in row.items()}
    clock = shift or Shift()
    return Form(
        source=source, number=texts["id"].strip(), token=texts.get("token", "").strip(), language=texts.get("startlanguage", ""),
        submitted=clock.moment(texts.get("submitdate", "")),
        started=clock.moment(texts.get("startdate", "")) or clock.moment(texts.get("datestamp", "")),
        answers={column: text for column, text in texts.items() if column not in SYSTEM and not EXTRA.fullmatch(column)})
