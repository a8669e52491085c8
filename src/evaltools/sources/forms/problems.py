"""Refused and doubtful values, counted by table, column and rule: never the values themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from ..counting import Counted

RULES: dict[str, tuple[str, str]] = {
    "unknown_code": ("refused", "The answer is none of the item's answer codes. Add the code to the scale, or correct the sheet."),
    "not_a_number": ("refused", "The answer is not a number."),
    "impossible_number": ("refused", "The number is outside of the item's range, negative or far too large."),
    "not_whole": ("refused", "The item asks for a whole number."),
    "impossible_answer_date": ("refused", "The answer is not a date between 1900 and 2100."),
    "ranked_twice": ("refused", "The same option has two places in a ranking: the better place is kept."),
    "exclusive_answer": ("doubtful", "An option that excludes all others was ticked beside them: the others are believed."),
    "not_asked": ("refused", "The question is only asked after another answer than the one given: what was written there is left out."),
    "missing_item": ("doubtful", "The questionnaire has this item, the survey has no such column: nobody could answer it. Give the "
                                 "question this code in the survey, or switch off the module that asks it."),
    "unknown_item": ("doubtful", "The survey has this column, the questionnaire has no such item: its answers are not used. Add it "
                                 "to the questionnaire, or switch on its module, if they should be."),
    "unknown_token": ("doubtful", "The access code is in no register: the form is kept without its participant and group. Enter the "
                                  "code in the register."),
    "never_invited": ("doubtful", "The access code is not (or no longer) among the survey's participants: the form is kept. See who "
                                  "was taken off the list."),
    "unknown_number": ("doubtful", "The participant number is in no register: the form is kept without its participant."),
    "no_token": ("doubtful", "The form says neither access code nor number: it is kept without its participant."),
    "unknown_cohort": ("doubtful", "The group on the form is not a group of this programme."),
    "other_cohort": ("doubtful", "The card names a group in which the participant is not enrolled: the register is believed."),
    "not_enrolled": ("doubtful", "The participant is enrolled in no group of this programme. Enter her in the register's groups."),
    "duplicate": ("refused", "The participant filled in the same questionnaire more than once: her last complete form is kept."),
    "missing_responses": ("refused", "The survey server counts these responses but did not give them. Collect again; if it stays so, its "
                                     "administrator should look for damaged responses."),
    "break_off": ("refused", "Less than half of the items were answered: the form counts as begun, its answers are left out."),
    "no_date": ("refused", "The form has no date: date stamps are off in the survey, or the date on the card is unreadable."),
    "impossible_date": ("refused", "The form was sent in before 2000 or in the future."),
    "swapped_wave": ("refused", "The form's date does not fit its wave: it probably belongs to another questionnaire. Check which "
                                "link or paper form was handed out, and the dates of the group in the register."),
}

# What changed on the survey server since its questionnaire was made; {there} are codes, never what somebody wrote.
DRIFT: dict[str, tuple[str, str]] = {
    "renamed_item": ("doubtful", "The survey asks this question under the code '{there}': its answers are not read. Give the question "
                                 "its code back in LimeSurvey; answers already given come with it."),
    "removed_item": ("doubtful", "The survey does not ask this: nobody can answer it, and its indicators stay empty. Put it back with "
                                 "this code in a new version of the survey, or take it out of the questionnaire."),
    "added_item": ("doubtful", "The survey asks this, the questionnaire has no such item: its answers are not used. Add it to the "
                               "questionnaire's file if they should be."),
    "retyped_item": ("doubtful", "The survey asks this as another type of question ({there}): its answers may be refused. Change the "
                                 "type back in a new version of the survey, or correct the questionnaire's file."),
    "unknown_answer": ("doubtful", "The survey offers answers that the questionnaire does not know ({there}): they are refused. Add "
                                   "them to the scale, or take them out of the survey."),
    "missing_answer": ("doubtful", "The survey does not offer answers that the questionnaire knows ({there}): nobody can choose them. "
                                   "Add them in the survey: figures of this item are not those of other surveys."),
    "changed_base_language": ("doubtful", "The survey's base language is {there}, the questionnaire's another. Words missing in a "
                                          "language appear in this one; set it back before anybody else answers."),
    "missing_language": ("doubtful", "The survey is not offered in {there}. Add the language in LimeSurvey, with its texts."),
    "added_language": ("doubtful", "The survey is offered in {there}, which the questionnaire has no words for. Add them to the "
                                   "questionnaire's file, or take the language out of the survey."),
    "anonymised_survey": ("doubtful", "The survey hides who answers: no form can be linked to a group or another wave. Make a new "
                                      "version of it that is not anonymised; forms already sent stay without a participant."),
    "identified_survey": ("doubtful", "The questionnaire is anonymous, the survey keeps access codes. Take the participants table "
                                      "away: nobody may be able to tell who wrote what."),
    "no_date_stamps": ("doubtful", "The survey keeps no dates: no form can be placed in a quarter, all are refused. Make a new version "
                                   "of it with date stamps."),
    "open_access": ("doubtful", "The survey has no participants that can be read: anybody with the link may answer. Start it with "
                                "closed access, or give the evaluation's user the right to read participants."),
    "public_registration": ("doubtful", "Anybody may register for this survey and get an access code that no register knows. Switch "
                                        "off public registration."),
    "two_tokens": ("doubtful", "So many participants have two access codes of this survey: each may answer twice. Take the one "
                               "without an answer out of the survey's participants."),
    "shared_token": ("doubtful", "So many access codes stand twice among the survey's participants: two women may share one form. "
                                 "Give each her own."),
    "unknown_invited": ("doubtful", "So many participants of the survey have an access code that no register knows. Enter the codes in "
                                    "the register, or take them out of the survey."),
}


class Problems(Counted):
    """What a form refuses or doubts, and what changed on the survey server."""

    rules: ClassVar[Mapping[str, tuple[str, str]]] = {**RULES, **DRIFT}

    def __init__(self) -> None:
        super().__init__()
        self._there: dict[tuple[object, ...], str] = {}

    def note(self, source: str, table: str, column: str, rule: str, there: str, count: int = 1) -> None:
        """Count a rule whose sentence names what is on the server: codes or languages, never what somebody wrote."""
        self.add(source, table, column, rule, count)
        self._there[(table, column, rule, source)] = there

    def records(self) -> list[dict[str, object]]:
        """The rows of the table `problems`."""
        return [{**row, "detail": str(row["detail"]).replace("{there}", self._there.get(_key(row), ""))} for row in super().records()]


def _key(row: dict[str, object]) -> tuple[object, ...]:
    return row["table"], row["column"], row["rule"], row["source"]
