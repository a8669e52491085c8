"""Response rates of a list of named persons, as the American Association for Public Opinion Research defines them.

Where all on the list are known to be eligible, which is so for the enrolled women of a cohort, nobody is unknown and RR1,
RR3 and RR5 are one rate, as are RR2, RR4 and RR6. The odd ones count complete forms, the even ones partial forms too.
They are counts of this list and carry no interval.
"""

from dataclasses import dataclass
from enum import StrEnum

from evaltools.statistics.estimate import TooFew, require_count

COMPLETE = 0.8
PARTIAL = 0.5
"""Shares of the applicable items answered from which a form is complete, or partial: AAPOR leaves them to be stated."""


class Form(StrEnum):
    """How far a form was filled in. One broken off counts as a refusal."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    BROKEN_OFF = "broken off"


@dataclass(frozen=True, slots=True)
class Dispositions:
    """What became of every person of the list; each is counted once.

    Attributes
    ----------
    complete, partial
        Forms (I and P).
    refused, not_reached, other
        Eligible persons without a form: refused or broke off (R), never reached (NC), other reasons such as illness or
        language (O).
    unknown
        Persons of whom it is not known whether they are eligible (UH and UO).
    not_eligible
        Persons known not to be eligible: in no rate, but they say how many of the unknown may be.
    """

    complete: int
    partial: int = 0
    refused: int = 0
    not_reached: int = 0
    other: int = 0
    unknown: int = 0
    not_eligible: int = 0

    def __post_init__(self) -> None:
        if min(self.complete, self.partial, self.refused, self.not_reached, self.other, self.unknown, self.not_eligible) < 0:
            raise ValueError("counts are not negative")

    @property
    def eligible(self) -> int:
        """Persons known to be eligible."""
        return self.complete + self.partial + self.refused + self.not_reached + self.other

    @property
    def eligible_share(self) -> float:
        """The share `e` of the unknown that would be eligible if they were like the known ones, between 0 and 1.

        Raises
        ------
        TooFew
            When nobody's eligibility is known.
        """
        known = self.eligible + self.not_eligible
        if known == 0:
            raise TooFew(1, 0, "persons of known eligibility")
        return self.eligible / known


@dataclass(frozen=True, slots=True)
class ResponseRates:
    """Rates between 0 and 1; those with an even number count partial forms as answered.

    Attributes
    ----------
    rr1, rr2
        All of unknown eligibility taken for eligible: the lowest.
    rr3, rr4
        A share `e` of them taken for eligible.
    rr5, rr6
        None of them taken for eligible: the highest, to be used where nobody is unknown.
    e
        The share that was used.
    """

    rr1: float
    rr2: float
    rr3: float
    rr4: float
    rr5: float
    rr6: float
    e: float


def response_rates(persons: Dispositions, e: float | None = None) -> ResponseRates:
    """Return the six response rates.

    Parameters
    ----------
    persons
        What became of every person of the list.
    e
        The share of the unknown that is eligible, between 0 and 1; ``None`` for the share among the known ones. It has
        to be argued for in writing where anybody is unknown.

    Returns
    -------
    ResponseRates
        Each with its odd number at most its even one; RR1 <= RR3 <= RR5, and RR2 <= RR4 <= RR6.

    Raises
    ------
    TooFew
        When nobody is known to be eligible: no rate is defined then.
    ValueError
        When `e` is not between 0 and 1.

    References
    ----------
    AAPOR (2023), Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for Surveys, 10th edition;
    Smith (2009), A Revised Review of Methods to Estimate the Status of Cases with Unknown Eligibility (for `e`).

    Examples
    --------
    >>> rates = response_rates(Dispositions(complete=9, partial=1, refused=1, not_reached=3))
    >>> round(rates.rr1, 3), round(rates.rr2, 3), rates.rr1 == rates.rr3 == rates.rr5
    (0.643, 0.714, True)
    """
    if persons.eligible == 0:
        raise TooFew(1, 0, "eligible persons")
    share = persons.eligible_share if e is None else e
    if not 0 <= share <= 1:
        raise ValueError("the eligible share of the unknown lies between 0 and 1")
    answered = persons.complete + persons.partial
    bases = [persons.eligible + part * persons.unknown for part in (1.0, share, 0.0)]
    first, second, third = ((persons.complete / base, answered / base) for base in bases)
    return ResponseRates(*first, *second, *third, e=share)


def form_of(answered: int, applicable: int, complete: float = COMPLETE, partial: float = PARTIAL) -> Form:
    """Return how far one form was filled in.

    Parameters
    ----------
    answered
        Applicable items with an answer; "does not apply" is an answer to whether it applies, not to the item.
    applicable
        Items this person was to answer: those hidden from her do not count.
    complete, partial
        Shares from which a form is complete, or partial.

    Raises
    ------
    TooFew
        When no item was applicable.
    ValueError
        When more were answered than applied.

    References
    ----------
    AAPOR (2023), Standard Definitions, section on complete and partial interviews: 80 and 50 percent.

    Examples
    --------
    >>> [form_of(answered, 20).value for answered in (16, 15, 10, 9)]
    ['complete', 'partial', 'partial', 'broken off']
    """
    require_count(answered, applicable)
    share = answered / applicable
    if share >= complete:
        return Form.COMPLETE
    return Form.PARTIAL if share >= partial else Form.BROKEN_OFF
