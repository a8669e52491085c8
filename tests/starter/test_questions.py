"""The questions of `evaltools init`, asked by the real prompt."""

from __future__ import annotations

import typer
from typer.testing import CliRunner

from evaltools.starter.questions import Answers, ask


def asked(*lines: str) -> Answers:
    """What is understood when these lines are typed."""
    answers: list[Answers] = []
    application = typer.Typer()
    application.command()(lambda: answers.append(ask(typer.prompt)))
    result = CliRunner().invoke(application, input="".join(f"{line}\n" for line in lines))
    assert result.exception is None, result.output
    return answers[0]


def test_enter_takes_what_most_need() -> None:
    expected = Answers(organisation="Les Solos", programme="Ateliers", kind="workshop")
    assert asked("Les Solos", "", "", "Ateliers", "", "", "") == expected


def test_every_answer_is_read() -> None:
    typed = ("Solo", "info@example.org", "NL, fr", "Permanence", "Bureau", "Forest ; Ixelles, Forest", "https://e.example.org/")
    assert asked(*typed) == Answers(
        organisation="Solo", contact="info@example.org", languages=("nl", "fr"), programme="Permanence", kind="bureau",
        sites=("Forest", "Ixelles"), server="https://e.example.org/")


def test_a_wrong_answer_is_asked_again() -> None:
    answers = asked("Solo", "", "de", "nl", "P", "choir", "miriam", "", "my server", "http://here")
    assert (answers.languages, answers.kind, answers.server) == (("nl",), "miriam", "http://here")
