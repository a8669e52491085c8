"""What a machine can see in a text that keeps it from being quoted, in each language, and what it lets pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from evaltools import quotes
from evaltools.demo.quotes import HOSTILE, QUOTES, REFUSED, SUGGESTIONS
from evaltools.disclosure.leaks import Known, digests, words_of
from evaltools.quotes.scan import LANGUAGES, LONGEST, hits

KEY = b"a key of the tests"
KNOWN = Known(digests(["Fatoumata Exemple", "A-0012", "k7dzpx2mqa"], ["une rose"], KEY), KEY, allowed="evaluation@example.org 02 555 12 34")
LISTS = yaml.safe_load((Path(quotes.__file__).parent / "words.yml").read_text("utf-8"))
VIOLENCE, PERSON, COUNTED, RARE = LISTS


def rules(text: str) -> set[str]:
    return set(hits(text, KNOWN))


@pytest.mark.parametrize("text", [
    *(text for _, _, said, others in QUOTES if said != REFUSED for text in (said, *others.values())),
    *(text for _, said, others in SUGGESTIONS for text in (said, *others.values())), HOSTILE,
    "J'ai repris confiance. Je dis non plus souvent ; c'était dur au début !", "Ik durf meer. Nu vraag ik hulp.",
    "I feel stronger, and I speak up.", "صرت أطلب المساعدة.", "Artık yardım istiyorum."])
def test_plain_words_pass(text: str) -> None:
    assert rules(text) == set()


@pytest.mark.parametrize(("text", "rule"), [
    ("Merci à fatoumata exemple.", "a name, number or code of a person"), ("Merci FATOUMATA", "a name, number or code of a person"),
    ("Mon code est k7dzpx2mqa.", "a name, number or code of a person"), ("Écrivez à moi@exemple.be", "a mail address"),
    ("Écrivez à evaluation@example.org", "a mail address"), ("Appelez le 0470 12 34 56", "a phone number"),
    ("J'y suis venue 3 fois.", "a number"), ("أنا أم لـ٣ أطفال", "a number"), ("Une part de ½ journée", "a number"),
    ("x" * (LONGEST + 1), f"longer than {LONGEST} letters"), ("Merci \u202eà toutes", "a sign that cannot be seen"),
    ("Mer\u200bci", "a sign that cannot be seen"), ("Je venais avec Yasmina.", "a capital inside a sentence, as of a name"),
    ("Merci à l'équipe du CPAS.", "a capital inside a sentence, as of a name"),
    ("C'est « Awa » qui m'a aidée.", "a capital inside a sentence, as of a name")])
def test_signs_of_a_person_are_seen(text: str, rule: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize(("text", "rule"), [
    ("Il me frappait, je suis partie.", VIOLENCE), ("Ik werd geslagen.", VIOLENCE), ("I was abused.", VIOLENCE),
    ("كان يضربني كل يوم", VIOLENCE), ("Beni dövdü.", VIOLENCE),
    (REFUSED, PERSON), ("L'ex-mari de la voisine", PERSON), ("Mijn zoon komt graag mee.", PERSON), ("My husband did not want it.", PERSON),
    ("وزوجي لا يريد", PERSON), ("Kocam istemedi.", PERSON),
    ("J'ai trente ans.", COUNTED), ("Ik ben tweeëndertig.", COUNTED), ("Since last january", COUNTED), ("عندي أربعة أطفال", COUNTED),
    ("Otuz yaşındayım.", COUNTED),
    ("Comme femme MAROCAINE", RARE), ("Ik ben zwanger.", RARE), ("I have cancer.", RARE), ("أنا حامل", RARE), ("Ben Suriyeliyim.", RARE),
    ("à ixelles c'est loin", RARE), ("Je vis à saint-gilles.", RARE)])
def test_the_lists_are_held_against_every_language(text: str, rule: str) -> None:
    assert rule in rules(text)


def test_what_the_lists_cannot_see_is_known() -> None:
    """A name in small letters that no register holds passes the machine: the reviewer is there for it."""
    assert rules("Merci à yasmina pour tout.") == set()


def test_every_list_speaks_every_language_and_every_entry_is_found_where_it_stands() -> None:
    for rule, by_language in LISTS.items():
        assert set(LANGUAGES) <= set(by_language)
        for language, entries in by_language.items():
            assert len(entries) >= 10, (rule, language)
            for entry in entries:
                assert isinstance(entry, str), (rule, language, entry, "YAML reads it as something else")
                said = " ".join(words_of(entry))
                assert re.search(r"\w", said)
                assert rule in rules(f"voilà {said} voilà"), (rule, language, entry)
