"""Numbers, dates and plurals as each language writes them."""

from __future__ import annotations

import datetime as dt

import pytest

from evaltools.errors import SettingsError
from evaltools.languages import Language
from evaltools.scope import Period

FR, NL, EN = Language("fr"), Language("nl"), Language("en")


def test_numbers_follow_cldr():
    assert [language.number(1234567.891, 2) for language in (FR, NL, EN)] == ["1\u202f234\u202f567,89", "1.234.567,89", "1,234,567.89"]
    assert [language.percent(0.876) for language in (FR, NL, EN)] == ["88\u00a0%", "88%", "88%"]
    assert [FR.short(13.0), FR.short(4.5), FR.short(12.96)] == ["13", "4,5", "13"]


@pytest.mark.parametrize(("value", "expected"), [(1.24, "+1,2"), (-0.5, "\u22120,5"), (0.0, "0,0"), (-0.04, "0,0"), (0.04, "0,0")])
def test_signs_are_those_of_the_rounded_number(value, expected):
    assert FR.signed(value) == expected


def test_quarters_and_days_are_written_out():
    assert [language.period("2026-Q3") for language in (FR, NL, EN)] == [
        "3e trimestre 2026", "derde kwartaal van 2026", "third quarter of 2026"]
    assert FR.period(Period(2026, 1)) == "1er trimestre 2026"
    assert [language.date("2026-03-01") for language in (FR, NL, EN)] == ["1 mars 2026", "1 maart 2026", "1 March 2026"]
    assert EN.date(dt.date(2026, 12, 24)) == "24 December 2026"


def test_plurals_follow_each_languages_rule():
    said = [[language.count("{n} woman", "{n} women", n) for n in (0, 1, 2)] for language in (FR, NL, EN)]
    assert said == [["0 femme", "1 femme", "2 femmes"], ["0 vrouwen", "1 vrouw", "2 vrouwen"], ["0 women", "1 woman", "2 women"]]


def test_french_signs_keep_their_space_on_the_line():
    assert FR.say("{title}: {value}.", title="Présences", value="3") == "Présences\u00a0: 3."
    assert FR.words({"fr": "Satisfaction : contenu"}) == "Satisfaction\u00a0: contenu"
    assert NL.say("{title}: {value}.", title="a : b", value="3") == "a : b: 3."


def test_values_with_braces_stay_values():
    assert EN.say("{title}: {value}.", title="{percent}", value="{0}") == "{percent}: {0}."


def test_lists_quotes_and_names():
    assert [language.list(["a", "b", "c"]) for language in (FR, NL, EN)] == ["a, b et c", "a, b en c", "a, b and c"]
    assert [language.quote("x") for language in (FR, NL, EN)] == ["«\u00a0x\u00a0»", "‘x’", "‘x’"]
    assert [language.itself for language in (FR, NL, EN)] == ["français", "Nederlands", "English"]
    assert {language.direction for language in (FR, NL, EN)} == {"ltr"}


def test_words_fall_back_on_english_then_on_what_there_is():
    assert NL.words({"fr": "eau", "en": "water"}) == "water"
    assert NL.words({"fr": "eau"}) == "eau"
    assert NL.words(None) == ""


def test_a_value_that_is_missing_is_an_error_not_a_hole():
    with pytest.raises(KeyError):
        FR.say("{title}: {value}.", title="x")


def test_an_unknown_language_is_a_clear_error():
    with pytest.raises(SettingsError, match="'xx'"):
        Language("xx")
