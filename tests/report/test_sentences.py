"""Sentences: the right one for each kind and status, whole in every language, and never more than the figure allows."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools import catalogue
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


OTHERS = """
programme ateliers P12 end - | change points exact | 40 - 0.6 0.3 0.9 - - -
programme ateliers P04 end - | change count exact | 40 - 0.8 0.3 1.3 - - -
programme ateliers P04 followup12 - | change count exact | 40 - 0.1 -0.3 0.5 - - -
programme ateliers P01 end .up | share percent exact | 40 18 0.45 0.3 0.6 - - -
programme ateliers P30 end housing.up | share percent exact | 40 18 0.45 0.3 0.6 - - -
programme ateliers S14 end - | mean points exact | 40 - 7.2 6.8 7.6 - - -
programme ateliers Q09 yearly hours | mean points exact | 12 - 3.2 2.8 3.6 - - -
programme ateliers K02S partners clear | share percent exact | 30 20 0.667 0.5 0.8 - - -
programme ateliers N01S intake legal | share percent exact | 40 10 0.25 0.1 0.4 - - -
programme ateliers T09 followup12 - | difference percent exact | 60 - 0.2 0.05 0.35 - - -
"""


@pytest.mark.parametrize(("indicator", "wave", "part", "expected"), [
    ("P12", "end", "", "Emotions and body language: up by 0.6 on a scale from 1 to 5, for the 40 women who answered twice."),
    ("P04", "end", "", "People to count on: up by 0.8 on average, for the 40 women who answered twice."),
    ("P04", "followup12", "", "People to count on, 12 months later: +0.1 on average, for 40 women; this can be chance."),
    ("P01", "end", ".up", "Self-confidence, clear progress: 18 of the 40 women who answered (45%)."),
    ("P30", "end", "housing.up", "Change per life domain (housing), clear progress: 18 of the 40 women who answered (45%)."),
    ("S14", "end", "", "Trust in the case manager: 7.2 out of 10 on average, for 40 women."),
    ("K02S", "partners", "clear", "What partners say (find the cooperation clear): 20 of 30 (67%)."),
    ("N01S", "intake", "legal",
     "Where they need help at the start (a legal problem), at the start: 10 of the 40 women who answered (25%)."),
    ("T09", "followup12", "", "Of 100 women whose confidence rose clearly, about 20 more were in work later than of 100 others."),
])
def test_other_scales_counts_and_people_are_said_as_what_they_are(indicator: str, wave: str, part: str, expected: str) -> None:
    view = View(make_release(OTHERS), Scope("programme", "ateliers"))
    assert sentences.sentence(Language("en"), view.figures(indicator, wave=wave, part=part)[0]) == expected


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_indicator_can_be_said_in_every_language(code: str) -> None:
    numbers = {"share": "40 18 0.45 0.3 0.6", "rate": "40 18 0.45 0.3 0.6", "mean": "40 - 4.5 4 5", "change": "40 - 1.5 1 2",
               "count": "- 12 12 - -", "incidence": "40 - 0.1 - -", "difference": "60 - 0.2 0.1 0.3"}
    entries = {name: entry for name, entry in catalogue.load().items() if entry.computed}
    text = "".join(f"programme ateliers {name} end {part or '-'} | {entry.kind} {entry.unit} exact | {numbers[entry.kind]} - - -\n"
                   for name, entry in entries.items() for part in (entry.parts or ("",)))
    view = View(make_release(text), Scope("programme", "ateliers"))
    said = {figure.indicator: sentences.sentence(Language(code), figure) for figure in view.own}
    assert said.keys() == entries.keys()
    assert [sentence for sentence in said.values() if "{" in sentence or "  " in sentence] == []


def test_a_definition_that_changed_is_told_with_what_it_said_before() -> None:
    release = make_release("programme ateliers S06 end - | share percent exact | 40 30 0.75 0.6 0.9 - - -\n"
                           "programme ateliers S06 end - | share percent exact | 40 20 0.5 0.3 0.7 - - -")
    release.published.loc[0, "version"] = "2"
    before = {"fr": "Avant", "nl": "Voordien", "en": "Only the best answer."}
    changed = {"version": 2, "changed": "2026-Q3", "former": {"definition": before}}
    release.catalogue["S06"] |= changed
    report = open_report(release, "programme", "ateliers", "en")
    assert report.find("S06").numerator == 30
    told = report.method().html
    assert "Changed this quarter. Before:" in told and "Only the best answer." in told
    assert "Satisfied with the venue: 20 of the 40 women who answered (50%)." in told
