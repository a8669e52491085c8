"""Refused and doubtful values, counted by table, column and rule: never the values themselves."""

from __future__ import annotations

from ..counting import Counted

RULES: dict[str, tuple[str, str]] = {
    "unknown_code": ("refused", "The answer is none of the item's answer codes."),
    "not_a_number": ("refused", "The answer is not a number."),
    "impossible_number": ("refused", "The number is negative, far too large or outside of the item's scale."),
    "impossible_answer_date": ("refused", "The answer is not a date between 1900 and 2100."),
    "missing_item": ("doubtful", "The questionnaire has this item, the survey has no such column: nobody could answer it."),
    "unknown_item": ("doubtful", "The survey has this column, the questionnaire has no such item: its answers are not used."),
    "unknown_token": ("doubtful", "The access code is in no register: the form is kept without its participant and group."),
    "unknown_number": ("doubtful", "The participant number is in no register: the form is kept without its participant."),
    "no_token": ("doubtful", "The form says neither access code nor number: it is kept without its participant."),
    "unknown_cohort": ("doubtful", "The group on the form is not a group of this programme."),
    "other_cohort": ("doubtful", "The card names a group in which the participant is not enrolled: the register is believed."),
    "not_enrolled": ("doubtful", "The participant is enrolled in no group of this programme."),
    "duplicate": ("refused", "The participant filled in the same questionnaire more than once: her last complete form is kept."),
    "break_off": ("refused", "Less than half of the items were answered: the form counts as begun, its answers are left out."),
    "no_date": ("refused", "The form has no date: date stamps are off in the survey, or the date on the card is unreadable."),
    "impossible_date": ("refused", "The form was sent in before 2000 or in the future."),
    "swapped_wave": ("refused", "The form's date does not fit its wave: it probably belongs to another questionnaire."),
}


class Problems(Counted):
    """What a form refuses or doubts."""

    rules = RULES
