"""Attendance on two bases, absences with and without an excuse, and streaks of absence.

The rate of those still enrolled rises when the least assiduous leave; that of those enrolled at the start keeps the
sessions that leavers no longer came to in the base. Only both together are honest. Persons are the units: intervals are
those of `evaltools.statistics.clustered`, since ten sessions of one woman are not ten women.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evaltools.statistics.clustered import rate
from evaltools.statistics.estimate import Estimate, TooFew, as_numbers

Marks = NDArray[np.int64]


class Mark(IntEnum):
    """What a register says of one person at one session that was held."""

    NOT_DUE = 0
    PRESENT = 1
    EXCUSED = 2
    ABSENT = 3
    LEFT = 4


@dataclass(frozen=True, slots=True)
class Attendance:
    """Shares of the sessions due, between 0 and 1, with intervals clustered by person.

    Attributes
    ----------
    still_enrolled
        Presences out of the sessions at which persons were enrolled.
    enrolled_at_start
        Presences out of all sessions, for those due at the first one: after leaving they count as not present. ``None``
        when nobody was due at the first session.
    excused, absent
        Absences with and without an excuse, on the base of `still_enrolled`; the three sum to 1.
    longest
        One number per person: her longest streak of absences without excuse, in sessions due.
    """

    still_enrolled: Estimate
    enrolled_at_start: Estimate | None
    excused: Estimate
    absent: Estimate
    longest: tuple[int, ...]


def attendance(marks: ArrayLike, level: float = 0.95) -> Attendance:
    """Describe the attendance of a group.

    Parameters
    ----------
    marks
        One row per person, one column per session that was held, in order of time; each a `Mark`.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    Attendance
        Both bases; estimates of a single person carry no interval.

    Raises
    ------
    TooFew
        When nobody was due at any session.
    ValueError
        When a value is no mark, or somebody came back after she had left (that is another enrolment).

    References
    ----------
    See `evaltools.statistics.clustered` for the intervals.

    Examples
    --------
    >>> P, E, A, L = Mark.PRESENT, Mark.EXCUSED, Mark.ABSENT, Mark.LEFT
    >>> group = attendance([[P, P, E, P], [P, A, A, L], [P, P, P, P]])
    >>> round(group.still_enrolled.value, 3), round(group.enrolled_at_start.value, 3), group.longest
    (0.727, 0.667, (0, 2, 0))
    """
    rows = _marks(marks)
    due = (rows != Mark.NOT_DUE) & (rows != Mark.LEFT)
    if not due.any():
        raise TooFew(1, 0, "sessions due")
    excused, absent, present = (rate((rows == mark).sum(axis=1), due.sum(axis=1), level)
                                for mark in (Mark.EXCUSED, Mark.ABSENT, Mark.PRESENT))
    began = rows[due[:, 0]]
    at_start = rate((began == Mark.PRESENT).sum(axis=1), (began != Mark.NOT_DUE).sum(axis=1), level) if began.size else None
    return Attendance(present, at_start, excused, absent, tuple(longest_streak(row) for row in rows))


def longest_streak(row: ArrayLike) -> int:
    """Return the longest run of absences without excuse; a presence or an excuse ends it, sessions not due do not count.

    Parameters
    ----------
    row
        One `Mark` per session that was held, in order of time.

    Examples
    --------
    >>> longest_streak([Mark.PRESENT, Mark.ABSENT, Mark.NOT_DUE, Mark.ABSENT, Mark.EXCUSED, Mark.ABSENT])
    2
    """
    longest = running = 0
    for mark in _due(row):
        running = running + 1 if mark == Mark.ABSENT else 0
        longest = max(longest, running)
    return longest


def silent_since(row: ArrayLike, least: int = 3) -> int | None:
    """Return how many sessions were held until the last sign of somebody who stays away now, or ``None`` for the others.

    The working rule of dropout: at least `least` absences without excuse in a row, up to the last session due, and no
    return. It is dated at the last presence or excuse, not at the day it was noticed; a streak that reaches the end of the
    quarter is provisional, since she may still come back.

    Parameters
    ----------
    row
        One `Mark` per session that was held, in order of time.
    least
        Absences in a row, a number of sessions and not of days: one monthly session is already four weeks.

    Returns
    -------
    int or None
        The number of the session, from 1, at which she last gave a sign; 0 when she never did.

    Raises
    ------
    ValueError
        When `least` is below 1, or a value is no mark.

    Examples
    --------
    >>> silent_since([Mark.PRESENT, Mark.PRESENT, Mark.ABSENT, Mark.ABSENT, Mark.ABSENT])
    2
    >>> silent_since([Mark.ABSENT, Mark.ABSENT, Mark.ABSENT, Mark.PRESENT]) is None
    True
    """
    if least < 1:
        raise ValueError("a streak has at least one session")
    marks = _marks(np.asarray(row)[None, :])[0]
    signs = np.flatnonzero((marks == Mark.PRESENT) | (marks == Mark.EXCUSED))
    last = int(signs[-1]) + 1 if signs.size else 0
    return last if int((marks[last:] == Mark.ABSENT).sum()) >= least else None


def _due(row: ArrayLike) -> Marks:
    marks = _marks(np.asarray(row)[None, :])[0]
    return np.asarray(marks[(marks != Mark.NOT_DUE) & (marks != Mark.LEFT)])


def _marks(values: ArrayLike) -> Marks:
    rows = as_numbers(values)
    if not rows.size:
        raise TooFew(1, 0, "sessions due")
    if rows.ndim != 2:
        raise ValueError("one row per person and one column per session are expected")
    if not np.isin(rows, list(Mark)).all():
        raise ValueError("each value is a mark of the register")
    left = rows == Mark.LEFT
    if (left[:, :-1] & ~left[:, 1:]).any():
        raise ValueError("nobody has a mark after she had left")
    return rows.astype(np.int64)
