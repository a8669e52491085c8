from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.statistics import TooFew
from evaltools.statistics.response_rates import Dispositions, Form, form_of, response_rates

counts = st.integers(0, 15)
lists = st.builds(Dispositions, st.integers(0, 15), counts, counts, counts, counts, counts, counts).filter(lambda persons: persons.eligible)


def test_rates_counted_by_hand():
    persons = Dispositions(complete=60, partial=10, refused=12, not_reached=15, other=3, unknown=20, not_eligible=25)
    rates = response_rates(persons)
    assert rates.e == 0.8
    assert (rates.rr1, rates.rr2) == (60 / 120, 70 / 120)
    assert (rates.rr3, rates.rr4) == (60 / 116, 70 / 116)
    assert (rates.rr5, rates.rr6) == (60 / 100, 70 / 100)
    assert response_rates(persons, e=0.5).rr3 == 60 / 110


def test_of_named_women_nobody_is_unknown_and_three_rates_are_one():
    rates = response_rates(Dispositions(complete=9, partial=1, refused=1, not_reached=3, not_eligible=1))
    assert rates.rr1 == rates.rr3 == rates.rr5 == 9 / 14
    assert rates.rr2 == rates.rr4 == rates.rr6 == 10 / 14


def test_nobody_eligible_and_impossible_counts_are_refused():
    with pytest.raises(TooFew):
        response_rates(Dispositions(complete=0, unknown=4))
    with pytest.raises(TooFew):
        _ = Dispositions(complete=0).eligible_share
    with pytest.raises(ValueError, match="not negative"):
        Dispositions(complete=3, refused=-1)
    for e in (-0.1, 1.1):
        with pytest.raises(ValueError, match="between 0 and 1"):
            response_rates(Dispositions(complete=3), e=e)


def test_forms_are_complete_from_80_percent_and_partial_from_50():
    assert [form_of(answered, 10) for answered in (10, 8, 7, 5, 4, 0)] == [
        Form.COMPLETE, Form.COMPLETE, Form.PARTIAL, Form.PARTIAL, Form.BROKEN_OFF, Form.BROKEN_OFF]
    assert form_of(7, 10, complete=0.7) is Form.COMPLETE
    with pytest.raises(TooFew):
        form_of(0, 0)
    with pytest.raises(ValueError, match="between 0 and its base"):
        form_of(3, 2)


@given(lists)
def test_rates_rise_from_the_first_to_the_last(persons):
    rates = response_rates(persons)
    assert 0 <= rates.rr1 <= rates.rr3 <= rates.rr5 <= 1
    assert rates.rr1 <= rates.rr2 <= rates.rr4 <= rates.rr6 <= 1
    assert rates.rr3 <= rates.rr4
    assert rates.rr5 <= rates.rr6


@given(lists)
def test_taking_all_or_none_of_the_unknown_for_eligible_gives_the_outer_rates(persons):
    assert response_rates(persons, e=1).rr3 == response_rates(persons).rr1
    assert response_rates(persons, e=0).rr4 == response_rates(persons).rr6


@given(lists)
def test_it_does_not_matter_why_an_eligible_person_gave_no_form(persons):
    complete, partial, refused, not_reached, other, unknown, not_eligible = astuple(persons)
    mixed = Dispositions(complete, partial, other, refused, not_reached, unknown, not_eligible)
    assert response_rates(mixed) == response_rates(persons)
