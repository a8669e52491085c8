"""Refused and doubtful cells, counted by table, column, rule and file: never what stood in them."""

from __future__ import annotations

from ..counting import Counted

RULES: dict[str, tuple[str, str]] = {
    "unreadable_date": ("refused", "The cell is not a date; write dd/mm/yyyy. A row that needs it is left out."),
    "impossible_date": ("refused", "The date is before 2000, after 2100, or an end before its start; as if it were blank."),
    "unreadable_time": ("refused", "The cell is not a time of the day; write hh:mm."),
    "unreadable_number": ("refused", "The cell is not a number, or not a whole one where things are counted."),
    "impossible_number": ("refused", "The number is below zero or far too large; minutes are 1 to 720, scores 0 to 2."),
    "unknown_category": ("refused", "The word is none of those that the column knows; take it from the template's list."),
    "duplicate_row": ("refused", "The same thing stands there twice; the first row is kept."),
    "duplicate_code": ("refused", "Two participants have one access code; it links neither of them to her forms."),
    "missing_number": ("refused", "The row has no participant number; it is left out."),
    "missing_cohort": ("refused", "The row has no group; it is left out."),
    "missing_date": ("refused", "The row has no date; it is left out."),
    "missing_start": ("doubtful", "The enrolment has no readable start; the group's own start is used."),
    "missing_end": ("doubtful", "The exit has a reason and no date; it cannot be counted in a quarter."),
    "unknown_participant": ("refused", "The number is not in the participants sheet; attendance is left out, all "
                                       "other rows count without a person."),
    "unlisted_participant": ("doubtful", "The number is enrolled but not in the participants sheet; she has no profile."),
    "unknown_cohort": ("refused", "The group is not in the groups sheet, or cannot be told; the row is left out."),
    "unlisted_cohort": ("doubtful", "No sheet lists the groups; the group is kept without site and dates."),
    "missing_name": ("refused", "The row names no organisation or worker; it is left out."),
    "unlisted_partner": ("doubtful", "The organisation is not in the partners sheet; its kind and domain are not known."),
    "unknown_site": ("doubtful", "The site is not in evaltools.toml; it is kept under a name of its own."),
    "unknown_session": ("refused", "The row names a session that its group does not have, and no date; it is left out."),
    "session_added": ("doubtful", "Attendance was noted on a day without a session; a held session was added."),
    "planned_session_attended": ("doubtful", "Attendance was noted at a session still planned; it counts as held."),
    "cancelled_session_attended": ("refused", "Attendance was noted at a cancelled session; it is left out."),
    "attendance_missing": ("doubtful", "An enrolled participant has no mark at a held session; she counts neither as present "
                                       "nor as absent."),
    "outside_enrolment": ("refused", "Attendance was noted before the enrolment began or after it ended; it is left out: "
                                     "correct the dates of the enrolment if she was there."),
    "not_enrolled": ("refused", "Attendance was noted for a participant who is not enrolled in that group; it is left out."),
    "unknown_sheet": ("doubtful", "The sheet's name is none that evaltools knows; the sheet was not read."),
    "hidden_sheet": ("doubtful", "The sheet is hidden; it was not read."),
    "unknown_column": ("doubtful", "A heading resembles this column's and is not it; the column was not read."),
}


class Problems(Counted):
    """What a register refuses or doubts."""

    rules = RULES
