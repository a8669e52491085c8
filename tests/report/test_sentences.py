"""Sentences: the right one for each kind and status, whole in every language, and never more than the figure allows."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.languages import Language
from evaltools.report import View, open_report, sentences, words
from evaltools.report.figure import Figure
from evaltools.scope import LANGUAGES, Scope

from .published_rows import make_release

SCOPES = [("cohort", "ixl-a", ""), ("programme", "ateliers", ""), ("site", "koekel", ""), ("programme", "ateliers", "public")]


@pytest.mark.parametrize(("level", "scope", "indicator", "wave", "part", "expected"), [
    ("cohort", "ixl-a", "S01", "end", "", "Satisfied with all of it: most, 9 to 11 of the 11 women who answered."),
    ("cohort", "ixl-a", "S06", "end", "", "Satisfied with the venue: some, 3 to 5 of the 11 women who answered."),
    ("cohort", "ixl-a", "S09", "end", "", "Satisfied with the content: not shown, to protect the women."),
    ("cohort", "ixl-a", "T01", "", "", "The women came to 118 of 143 planned presences (83%)."),
    ("cohort", "ixl-a", "P01", "end", "",
     "Self-confidence: up by about 1.5 on a scale from 0 to 10, for the 9 women who answered twice."),
    ("cohort", "ixl-a", "P34", "intake", "leisure",
     "Satisfaction per life domain (leisure), at the start: about 4.5 out of 10 on average, for 12 women."),
    ("cohort", "ixl-a", "F02", "", "", "11 of 12 sessions took place in the usual venue."),
    ("cohort", "ixl-a", "F03", "", "", "Sessions a month: 1.7 on average."),
    ("cohort", "ixl-a", "R01", "", "exits", "Women accompanied (women who left): 2."),
    ("cohort", "ixl-a", "RR", "end", "", "11 of 13 women answered (85%)."),
    ("programme", "ateliers", "S01", "end", "",
     "Satisfied with all of it: at least 40 of the 44 women who answered."),
    ("programme", "ateliers", "S02", "end", "",
     "Satisfied with how they were told about it: 25 of the 40 women who answered (62%). "
     "This figure was last published for the second quarter of 2026."),
    ("programme", "ateliers", "T04", "", "",
     "Within six months, 11% of the women dropped out; leaving for a job, a training or a move does not count."),
    ("programme", "ateliers", "T05", "", "",
     "Of 100 women with poor first cards, about 12 more dropped out later than of 100 others."),
    ("programme", "ateliers", "P01", "end", "",
     "Self-confidence: up by 1.2 on a scale from 0 to 10, for the 40 women who answered twice."),
    ("programme", "ateliers", "L04", "end", "",
     "Financial autonomy: +0.3 on a scale from 0 to 10, for 40 women; this can be chance."),
    ("programme", "ateliers", "R01", "", "entries", "Women accompanied (women who started): fewer than 5."),
    ("site", "koekel", "N07", "", "", "Requests resolved: 35 of 63 (56%)."),
    ("site", "koekel", "N01", "", "legal", "Needs at first contact (legal): 8 of 40 women (20%)."),
])
def test_each_kind_and_status_has_its_sentence(release, level, scope, indicator, wave, part, expected):
    report = open_report(release, level, scope, "en")
    assert sentences.sentence(report.language, report.find(indicator, wave=wave, part=part)) == expected


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("level", "scope", "audience"), SCOPES)
def test_no_sentence_value_or_interval_keeps_a_brace_in_any_language(release, code, level, scope, audience):
    language = Language(code)
    for figure in View(release, Scope(level, scope), audience).own:
        for text in (sentences.sentence(language, figure), sentences.value(language, figure), sentences.interval(language, figure),
                     sentences.uncertainty(language, figure)):
            assert not re.search(r"[{}]", text), figure
        assert len(sentences.sentence(language, figure)) > 10


def share(n: int, low: int, high: int) -> Figure:
    return Figure("S01", "end", "", "cohort", "cohort", "a", "share", "percent", "banded", n=n, count_low=low, count_high=high,
                  entry={"title": {"en": "Satisfied"}})


@st.composite
def ranges(draw):
    n = draw(st.integers(6, 30))
    low = draw(st.integers(0, n - 2))
    return n, low, draw(st.integers(low + 2, n))


@given(ranges())
def test_the_word_of_a_band_is_true_of_every_count_in_it(drawn):
    n, low, high = drawn
    word = words.band(low, high, n)
    holds = {"less_than_half": high < n / 2, "half_or_fewer": high <= n / 2, "half_or_more": low >= n / 2, "more_than_half": low > n / 2,
             "few": high < n / 2, "some": low < n / 2, "half": low <= n / 2 <= high or abs(low + high - n) <= n / 5,
             "many": high > n / 2, "most": low > n / 2, "range": True}
    assert holds[word]


def test_the_policys_example_is_said_as_the_policy_says_it():
    said = [sentences.value(Language("en"), share(11, low, low + 2)) for low in (0, 3, 6, 9)]
    assert said == ["0 to 2 of 11", "3 to 5 of 11", "6 to 8 of 11", "9 to 11 of 11"]
    assert [words.band(low, low + 2, 11) for low in (0, 3, 6, 9)] == ["few", "some", "many", "most"]


@pytest.mark.parametrize(("value", "expected"), [(0.01, "almost none"), (0.25, "about a quarter"), (0.5, "about half"),
                                                  (0.75, "about three quarters"), (1.0, "almost all")])
def test_shares_have_one_word_each(value, expected):
    assert words.share_in_words(value) == expected


def test_uncertainty_is_said_of_answers_and_not_of_registers(programme):
    language = Language("en")
    assert sentences.uncertainty(language, programme.find("S06")) == "The true share is likely between about half and about eight in ten."
    assert sentences.uncertainty(language, programme.find("T01")) == ""


def test_an_organisations_own_indicator_gets_a_common_sentence():
    own = Figure("Z01", "", "", "site", "site", "a", "share", "percent", "exact", n=40, numerator=10, value=0.25,
                 entry={"title": {"fr": "Inscrites à la crèche"}})
    assert sentences.sentence(Language("nl"), own) == "Inscrites à la crèche: 10 van 40 (25%)."


def test_a_carried_band_stays_a_band():
    text = "cohort ixl-a S01 end - | share percent carried | 11 - - - - 9 11 2026-Q1"
    report = open_report(make_release(text), "cohort", "ixl-a", "fr")
    assert "la plupart, de 9 à 11 des 11 femmes" in str(report.sentence("S01"))
    assert "1er trimestre 2026" in str(report.sentence("S01"))
