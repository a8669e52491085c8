"""The gate: a row is shown or refused by a rule that the account names, and nobody's words stand in the account."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from evaltools.quotes import SHOWN, Rules, judge, missing_from
from evaltools.settings import Settings

from .conftest import MakeRow, pool


def results(rows, rules) -> list[str]:
    return [str(line["result"]) for line in judge(rows, rules).account]


def suggestion(of: MakeRow, **changed):
    return of(**{"kind": "suggestion", "source": "", "women": "3", **changed})


def test_a_signed_quote_of_a_woman_who_agreed_is_shown(rules: Rules, row: MakeRow) -> None:
    found = judge([row(translations={"nl": "Meer tijd om te praten.", "fr": "la même chose"})], rules)
    assert found.account == [{"row": 2, "kind": "quote", "result": SHOWN}]
    quote = found.quotes[0]
    assert quote.question == rules.questionnaires.item("end.suggestion").text, "that of the text, whatever the row says"
    assert (quote.text, quote.translations) == ("Plus de temps pour parler.", {"nl": "Meer tijd om te praten."})


@pytest.mark.parametrize(("changed", "rule"), [
    ({"reviewer": ""}, "no reviewer signed it by name"), ({"reviewer": "x"}, "no reviewer signed it by name"),
    ({"date": ""}, "it has no date"), ({"date": "octobre"}, "it has no date"), ({"kind": "word"}, "its kind is neither"),
    ({"programme": "elsewhere"}, "there is no such programme"), ({"site": "ixelles"}, "for the whole programme only"),
    ({"source": "nobody"}, "its source is no text of a woman"), ({"source": ""}, "its source is no text of a woman"),
    ({"language": "ar"}, "fewer than 5 women of the programme speak its language"), ({"language": "pt"}, "its language is none of"),
    ({"text": ""}, "it has no text"), ({"text": "J'ai 3 enfants."}, "a number"),
    ({"text": "Merci à awa exemple"}, "a name, number or code"),
    ({"translations": {"nl": "Mijn man wilde niet."}}, "another person"), ({"text": "Il me frappait."}, "violence")])
def test_each_rule_refuses_and_says_which_row(rules: Rules, row: MakeRow, changed: dict, rule: str) -> None:
    found = judge([row(row=7, **changed)], rules)
    assert found.quotes == ()
    assert any(rule in str(line["result"]) and line["row"] == 7 for line in found.account), found.account


def test_the_account_never_repeats_what_a_row_says(rules: Rules, row: MakeRow) -> None:
    words = {"kind": "Kindword", "programme": "Progword", "source": "Srcword", "language": "Langword", "text": "Textword 12 mari",
             "reviewer": "R", "date": "Dateword", "site": "Siteword", "women": "Womenword", "item": "Itemword"}
    every = [row(**dict(some)) for size in (1, len(words)) for some in itertools.combinations(words.items(), size)]
    every += [suggestion(row, **{name: text}) for name, text in words.items() if name != "kind"]
    told = str(judge(every, rules).account)
    assert "refused" in told
    assert [text for text in words.values() if len(text) > 1 and text in told] == []


@pytest.mark.parametrize(("women", "cohorts", "shown"), [(10, 3, True), (9, 3, False), (12, 2, False)])
def test_a_pool_has_ten_women_of_three_groups(rules: Rules, row: MakeRow, women: int, cohorts: int, shown: bool) -> None:
    found = judge([row()], replace(rules, pool=pool(women, cohorts)))
    assert bool(found.quotes) == shown
    assert shown or "fewer than 10 women of 3 groups" in str(found.account)


def test_another_programmes_pool_does_not_count(rules: Rules, row: MakeRow) -> None:
    found = judge([row(programme="miriam")], rules)
    assert found.quotes == ()


def test_a_lower_pool_needs_a_written_reason(small_settings: Settings) -> None:
    with pytest.raises(ValueError, match="quote_women is lower than the policy"):
        Settings.model_validate({**small_settings.model_dump(), "policy": {"quote_women": 5}})


def test_a_woman_is_quoted_once_and_only_rows_that_are_shown_count(rules: Rules, row: MakeRow) -> None:
    rows = [row(row=2, reviewer=""), row(row=3, source="k1", text="Le groupe."), row(row=4, text="Autre chose."),
            row(row=5, source="s2", text="Le groupe.")]
    account = judge(rows, rules).account
    assert [line["row"] for line in account if line["result"] == SHOWN] == [3]
    assert [line["row"] for line in account if "quoted in an earlier row" in str(line["result"])] == [4, 5]


def test_the_order_is_that_of_no_file(rules: Rules, row: MakeRow) -> None:
    rows = [row(row=number + 2, source=f"s{number}", text=text) for number, text in enumerate(
        ("Le groupe.", "Du temps.", "Une salle claire.", "Le café.", "Les sorties."))]
    orders = {tuple(quote.text for quote in judge(list(order), rules).quotes) for order in itertools.permutations(rows)}
    assert len(orders) == 1
    assert orders != {tuple(row.text for row in rows)}


@pytest.mark.parametrize(("changed", "rule"), [
    ({"women": "2"}, "fewer than 3 women"), ({"women": ""}, "fewer than 3 women"), ({"women": "beaucoup"}, "fewer than 3 women"),
    ({"site": "forest"}, "no such antenna"), ({"site": "jette"}, "fewer than 3 groups ran in its antenna"),
    ({"reviewer": ""}, "no reviewer"), ({"text": "Que la formatrice parte."}, "another person")])
def test_a_suggestion_needs_three_women_a_name_and_an_antenna_of_three_groups(rules, row, changed: dict, rule: str) -> None:
    assert any(rule in result for result in results([suggestion(row, **changed)], rules))


def test_a_suggestion_needs_no_consent_to_be_quoted_and_never_shows_its_number(rules: Rules, row: MakeRow) -> None:
    found = judge([suggestion(row, women="3", site="ixelles"), suggestion(row, row=3, women="9", text="Une salle plus claire.")],
                  replace(rules, pool=pool(3)))
    assert [line["result"] for line in found.account] == [SHOWN, SHOWN]
    assert "9" not in str(found.quotes)
    assert all(quote.question == {} for quote in found.quotes)


def test_a_row_that_was_taken_away_or_changed_is_missed(rules: Rules, row: MakeRow) -> None:
    found = judge([row()], rules)
    assert missing_from(found.quotes, [row()]) == 0
    assert missing_from(found.quotes, []) == missing_from(found.quotes, [row(text="Autre chose.")]) == 1
