"""Attendance as people keep it: a grid for each workshop group, one long list for Miriam, both with their slips."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from .groups import Group, Session
from .sheets import NOT_A_DATE, Cell, Keeper, Row, Sheet, as_text
from .words import MARKS, headings, title, word

Place = tuple[str, str]
"""A woman's number and a session's code."""
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")


def _places(groups: Sequence[Group], keeper: Keeper) -> list[Place]:
    """All due presences, shuffled: the first ones are spoilt, each in one way only."""
    found = [(woman.number, session) for group in groups for woman in group.women for session in woman.presence]
    return [found[int(place)] for place in keeper.rng.permutation(len(found))]


def without(groups: Sequence[Group], lost: set[Place]) -> tuple[Group, ...]:
    """The groups as a careful reader gets them back: without the presences that cannot be read."""
    return tuple(replace(group, women=tuple(
        replace(woman, presence={code: status for code, status in woman.presence.items() if (woman.number, code) not in lost})
        for woman in group.women)) for group in groups)


def grids(groups: Sequence[Group], keeper: Keeper) -> tuple[list[Sheet], set[Place]]:
    """One grid a group, women by dates, and the presences that are lost in them."""
    name = title("attendance", keeper.language)
    places = _places(groups, keeper)
    unreadable = keeper.slips("unreadable_status", name, 5, 2, "the presence")
    empty = keeper.slips("blank_cell", name, 6, 2, "the presence")
    strange: dict[Place, Cell] = dict.fromkeys(places[:unreadable], "voir cahier")
    strange |= dict.fromkeys(places[unreadable:unreadable + empty])
    extra = keeper.slips("unknown_number", name, 2, 1)
    sheets = []
    for place, group in enumerate(groups):
        stranger = f"A-99{place:02d}" if place < extra else ""
        sheets.append(_grid(f"{name} {group.plan.code}", place, group, strange, stranger))
    keeper.slips("blank_row", name, len(groups), len(groups))
    return sheets, set(strange)


def _grid(name: str, place: int, group: Group, strange: dict[Place, Cell], stranger: str) -> Sheet:
    marks = MARKS[place % len(MARKS)]
    rows: list[Row] = []
    for woman in group.women:
        cells: list[Cell] = [strange.get((woman.number, session.code), marks.get(woman.presence.get(session.code, "")))
                             for session in group.held]
        total = list(woman.presence.values()).count("present")
        rows.append((woman.number if len(rows) % 5 else f"{woman.number.lower()} ", *cells, total))
    if stranger:
        rows.insert(3, (stranger, marks["present"], *[None] * (len(group.held) - 1), 1))
    # The blank line between the two halves of the list is in everybody's grid.
    rows.insert(len(rows) // 2, (None,) * (len(group.held) + 2))
    months = [(month, len(list(run))) for month, run in groupby(session.date.month for session in group.held)]
    spans, column = [], 1
    for month, width in months:
        spans.append((column, column + width - 1, MONTHS[month - 1]))
        column += width
    titles = (f"Liste de présences - groupe {group.plan.code}", f"{group.plan.site.name}, {group.venue}")
    return Sheet(name, titles, ("N°", *[_heading(session, place) for session in group.held], "Total"), tuple(rows), tuple(spans))


def _heading(session: Session, place: int) -> str | dt.date:
    """A date as this group's leader heads her columns: a real date, or one of two ways of typing it."""
    day = session.date
    return (day, as_text(day), day, f"{day.day}-{day.month}-{day.year % 100:02d}")[place % 4]


def long_list(groups: Sequence[Group], keeper: Keeper) -> tuple[Sheet, set[Place]]:
    """One row a woman and session, and the presences that are lost in it."""
    name = title("attendance", keeper.language)
    places = _places(groups, keeper)
    unreadable = places[:keeper.slips("unreadable_status", name, 5, 2, "the presence")]
    empty = places[10:10 + keeper.slips("blank_cell", name, 4, 2, "the presence")]
    misdated = places[20:20 + keeper.slips("impossible_date", name, 3, 1, "the presence")]
    twice = places[30:30 + keeper.slips("duplicate_row", name, 6, 2)]
    rows: list[Row] = []
    for group in groups:
        for session in group.held:
            for woman in group.women:
                if session.code in woman.presence:
                    place = (woman.number, session.code)
                    rows += _lines(place, group, session, woman.presence[session.code], len(rows), keeper,
                                   place in unreadable, place in empty, place in misdated, place in twice)
    for number in range(keeper.slips("unknown_number", name, 3, 1)):
        rows.append((f"M-99{number:02d}", *rows[number][1:]))
    header = headings("attendance", "participant cohort date status", keeper.language)
    return Sheet(name, (f"{name} Miriam",), header, keeper.with_blanks(rows, name)), {*unreadable, *empty, *misdated}


def _lines(place: Place, group: Group, session: Session, status: str, line: int, keeper: Keeper,
           *slips: bool) -> list[Row]:
    unreadable, empty, misdated, twice = slips
    mark: Cell = "voir carnet" if unreadable else None if empty else word(keeper.language, "attendance", "status", status)
    date: Cell = NOT_A_DATE if misdated else as_text(session.date) if line % 9 == 0 else session.date
    row = (place[0], group.plan.code, date, mark)
    return [row, row] if twice else [row]
