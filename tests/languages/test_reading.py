"""Reading ease and sentences, counted by hand on short texts."""

from __future__ import annotations

import pytest

from evaltools.languages import reading


@pytest.mark.parametrize(("code", "word", "number"), [
    ("en", "women", 2), ("en", "make", 1), ("en", "programme", 2), ("fr", "femme", 1), ("fr", "répondu", 3), ("fr", "le", 1),
    ("fr", "viennent", 1), ("nl", "vrouwen", 2), ("nl", "aanwezigheid", 4), ("nl", "zee", 1)])
def test_syllables(code: str, word: str, number: int) -> None:
    assert reading.syllables(word, code) == number


def test_ease_by_hand() -> None:
    # Two sentences, eight words, eight syllables
    text = "She came to the group. All were there."
    assert reading.ease(text, "en") == pytest.approx(206.835 - 1.015 * 4 - 84.6 * 8 / 8)
    assert reading.ease("Elle est venue.", "fr") == pytest.approx(207 - 1.015 * 3 - 73.6 * 4 / 3)
    assert reading.ease("Zij kwam. Zij bleef.", "nl") == pytest.approx(206.84 - 0.93 * 2 - 77)


def test_a_harder_text_reads_harder() -> None:
    easy = "The women came. They stayed."
    hard = "Participation nevertheless deteriorated considerably throughout administrative reorganisation"
    assert reading.ease(easy, "en") > 80
    assert reading.ease(hard, "en") < 20


def test_sentences_and_their_length() -> None:
    found = reading.sentences("Attendance: 65%, 11 of 17\n- She came. She stayed 3.5 days!\n\n-")
    assert found == ["Attendance: 65%, 11 of 17", "She came.", "She stayed 3.5 days!"]
    assert [reading.length(sentence) for sentence in found] == [5, 2, 4]
    assert reading.length("Ce qu'on ne peut pas dire") == 6
