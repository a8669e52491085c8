"""What changed on the survey server since the questionnaire was made: no item may fall silent without a word.

Pure: the raw folder of a pulled survey against the questionnaire as it is asked, and against the register.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd

from ...questionnaires import Item, ItemType, Scale, Survey
from ...tables import TABLES
from .form import Register
from .held import Held, HeldQuestion, held, shown
from .problems import DRIFT, Problems

# The question types whose answers can be read as an item's; LimeSurvey's drop-down list is a choice as well.
READABLE: dict[ItemType, str] = {"choice": "L!O5YG", "multiple": "MP", "array": "FHABCE", "number": "N", "date": "D",
                                 "short_text": "STU", "long_text": "STU", "ranking": "R"}
ALIKE = 0.85
SILENT = frozenset({"renamed_item", "removed_item", "missing_item", "retyped_item"})
"""Rules after which an item has no answers, or none that can be believed."""


def drift(folder: Path, survey: Survey, scales: Mapping[str, Scale], register: Register | None = None,
          missing: int = 0) -> dict[str, pd.DataFrame]:
    """Every difference between a pulled survey and its questionnaire, as a part for `combined`: `problems` and empty tables.

    Parameters
    ----------
    folder
        The raw folder of the survey; its name is the source.
    survey
        The questionnaire as it is asked: with the programme's modules.
    register
        Whose access codes the participants of the survey should have; None: they are not compared.
    missing
        How many responses the server counts and did not give.

    Raises
    ------
    SourceError
        A file of the folder is missing or cannot be read.
    """
    server, problems = held(folder), Problems()
    if missing:
        problems.add(folder.name, "responses", "response", "missing_responses", missing)
    _items(server, survey, scales, folder.name, problems)
    _settings(server, survey, folder.name, problems)
    if register is not None and server.tokens and not survey.anonymous:
        _people(server.tokens, register, folder.name, problems)
    return {"responses": TABLES["responses"].empty(), "answers": TABLES["answers"].empty(),
            "problems": TABLES["problems"].frame(problems.records())}


def invited(folder: Path) -> frozenset[str]:
    """The access codes of the survey's participants; empty where there is no list to be read."""
    return frozenset(held(folder).tokens or ())


def explained(problems: pd.DataFrame) -> pd.DataFrame:
    """The table `problems` without columns missed or found in forms, where what happened on the server says why."""
    by_drift = problems[problems["rule"].isin(DRIFT)]
    there = by_drift["detail"].str.extract(r"'([^']+)'", expand=False).fillna("")
    known = {*zip(by_drift["source"], by_drift["column"], strict=True), *zip(by_drift["source"], there, strict=True)}
    column = problems["column"].where(problems["rule"] != "unknown_item", problems["column"].str.replace(r"\[.*", "", regex=True))
    told = [pair in known for pair in zip(problems["source"], column, strict=True)]
    return problems[~(problems["rule"].isin(("missing_item", "unknown_item")) & pd.Series(told, index=problems.index, dtype=bool))]


def _items(server: Held, survey: Survey, scales: Mapping[str, Scale], source: str, problems: Problems) -> None:
    items = {item.code: item for item in survey.items}
    lost = [item for item in survey.items if item.code not in server.questions]
    found = {code: question for code, question in server.questions.items() if code not in items}
    for item in lost:
        new = _renamed(item, found.values(), server.languages)
        for name in dict.fromkeys(survey.columns(item).values()):
            if new:
                problems.note(source, "answers", name, "renamed_item", new)
            else:
                problems.add(source, "answers", name, "removed_item")
        found.pop(new, None)
    for code in found:
        problems.add(source, "answers", code, "added_item")
    for item in (item for item in survey.items if item.code in server.questions):
        question, name = server.questions[item.code], f"{survey.id}.{item.code}"
        if question.type not in READABLE[item.type]:
            problems.note(source, "answers", name, "retyped_item", question.type)
        else:
            _parts(item, question, name, source, problems)
            _answers(item, question, scales, name, source, problems)


def _renamed(item: Item, candidates: Iterable[HeldQuestion], languages: tuple[str, ...]) -> str:
    """The code of the question that asks an item in (nearly) the same words and the same way; empty where none does."""
    words = shown(item.text.get(languages[0], "") if languages else "")
    alike = [(SequenceMatcher(None, words, question.text).ratio(), question.code) for question in candidates
             if question.type in READABLE[item.type] and words]
    return max((pair for pair in alike if pair[0] >= ALIKE), default=(0, ""))[1]


def _parts(item: Item, question: HeldQuestion, name: str, source: str, problems: Problems) -> None:
    for part in item.parts:
        if part not in question.parts:
            problems.add(source, "answers", f"{name}.{part}", "removed_item")
    if item.parts:
        for part in question.parts:
            if part not in item.parts:
                problems.add(source, "answers", f"{item.code}[{part}]", "added_item")
    if item.other and not question.other:
        problems.add(source, "answers", f"{name}.other", "removed_item")
    if question.other and not item.other:
        problems.add(source, "answers", f"{item.code}[other]", "added_item")


def _answers(item: Item, question: HeldQuestion, scales: Mapping[str, Scale], name: str, source: str, problems: Problems) -> None:
    if item.type == "ranking":
        ours = list(item.options)
    elif item.type in ("choice", "array"):
        ours = [answer.code for answer in scales[item.scale].answers]
    else:
        return
    theirs = question.answers
    if theirs is None:
        return
    for rule, codes in (("unknown_answer", [code for code in theirs if code not in ours]),
                        ("missing_answer", [code for code in ours if code not in theirs])):
        if codes:
            problems.note(source, "answers", name, rule, ", ".join(codes), len(codes))


def _settings(server: Held, survey: Survey, source: str, problems: Problems) -> None:
    """Languages, and the settings without which forms cannot be linked or placed in time."""
    there = server.languages
    if there and there[0] != survey.languages[0]:
        problems.note(source, "responses", "language", "changed_base_language", there[0])
    for rule, codes in (("missing_language", [code for code in survey.languages if code not in there]),
                        ("added_language", [code for code in there if code not in survey.languages])):
        if there and codes:
            problems.note(source, "responses", "language", rule, ", ".join(codes), len(codes))
    anonymised = server.properties.get("anonymized") == "Y"
    closed = server.tokens is not None
    for rule, column, wrong in (
        ("anonymised_survey", "participant", anonymised and not survey.anonymous),
        ("identified_survey", "participant", survey.anonymous and not anonymised and bool(server.tokens)),
        ("no_date_stamps", "submitted", server.properties.get("datestamp") == "N"),
        ("open_access", "token", not closed and not survey.anonymous),
        ("public_registration", "token", server.properties.get("allowregister") == "Y" and not survey.anonymous),
    ):
        if wrong:
            problems.add(source, "responses", column, rule)


def _people(tokens: tuple[str, ...], register: Register, source: str, problems: Problems) -> None:
    """The survey's participants against the register: counts only."""
    known = {token.strip(): pseudonym for token, pseudonym in register.by_token.items()}
    given = Counter(token for token in tokens if token)
    owners = Counter(known[token] for token in given if token in known)
    for rule, count in (("unknown_invited", sum(token not in known for token in given)),
                        ("two_tokens", sum(count > 1 for count in owners.values())),
                        ("shared_token", sum(count > 1 for count in given.values()))):
        if count:
            problems.add(source, "responses", "token", rule, count)
