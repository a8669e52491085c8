"""Adopt a survey that already lives on the server: its questions and codes mapped to our items in one file, checked from then on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from .. import starter
from ..errors import SettingsError
from ..questionnaires import Questionnaires, Structure, Survey, Words
from ..settings import Settings, SurveySetting
from ..sources.forms.adopted import FOLDER, Adopted, adopted_file, load_adopted
from ..sources.limesurvey import Server
from ..workspace import write_text
from .chosen import Outcome
from .numbers import add_survey, write_number
from .proposals import Proposal, answers_of, parts_of, propose
from .served import read
from .verification import Difference, seen

HEAD = """\
# The survey {sid} of the server, "{title}", adopted as {questionnaire} ({wave}).
# Behind `item:` and each part: the item of surveys/{questionnaire}.yml that it is (content, or needs.housing for an option or
# a row), or nothing where it is not used. Behind each answer: our code of the same answer. The texts are the server's.
# `evaltools survey verify` checks the server against this file.
"""
LONGEST = 70


def adopt(sid: int, programme: str, wave: str, survey: Survey, questionnaires: Questionnaires, server: Server,
          settings: Settings) -> Outcome:
    """Write the file of a survey with what can be proposed, and its number into evaltools.toml. A file that is there is kept.

    Raises
    ------
    SourceError
        The survey is not on the server, or not ours to read.
    SettingsError
        The organisation has no questionnaires of its own, or the survey belongs to another programme, wave or questionnaire.
    """
    path = adopted_file(settings.root, sid)
    if starter.own(settings.root, "surveys") != settings.root / "surveys":
        raise SettingsError("This folder has no questionnaires of its own, so there is no place for an adopted survey.",
                            "`evaltools init FOLDER` makes a folder with all of them.")
    there = read(server, sid)
    place, asked = _entry(settings.programme(programme).surveys, sid, wave, survey)
    known = load_adopted(settings.root, sid)
    if known and (known.programme, known.wave, known.questionnaire) != (programme, wave, survey.id):
        raise SettingsError(f"The survey {sid} was adopted as {known.programme}, {known.wave}, {known.questionnaire}.",
                            f"To change that, delete {FOLDER.as_posix()}/{path.name} first.")
    if known is None:
        write_text(path, written(sid, programme, wave, survey, there, propose(there, asked, questionnaires)))
    adopted = load_adopted(settings.root, sid)
    assert adopted is not None
    if place is None:
        modules = _modules(adopted, survey)
        add_survey(settings.root, programme, SurveySetting(questionnaire=survey.id, wave=wave, modules=modules, sid=sid))
        asked = survey.with_modules(modules)
    else:
        write_number(settings.root, programme, place, sid)
    done = f"The survey {sid} is adopted: {FOLDER.as_posix()}/{path.name}" + (" was there and is kept." if known else " is written.")
    return Outcome(f"{programme}-{survey.id}-{wave}", done, tuple(_account(adopted, asked, there)))


def _entry(surveys: Sequence[SurveySetting], sid: int, wave: str, survey: Survey) -> tuple[int | None, Survey]:
    """The entry that has the number or waits for one, and the questionnaire with its modules; without one, with all modules."""
    for wanted in (sid, None):
        for place, each in enumerate(surveys):
            if (each.questionnaire, each.wave, each.sid, each.file) == (survey.id, wave, wanted, None):
                return place, survey.with_modules(each.modules)
    return None, survey


def _modules(adopted: Adopted, survey: Survey) -> tuple[str, ...]:
    """The modules whose items the file uses."""
    used = {name.partition(".")[0] for name in adopted.names()}
    return tuple(module for module in survey.modules if any(item.module == module and item.code in used for item in survey.items))


def _account(adopted: Adopted, survey: Survey, there: Structure) -> Iterator[str]:
    given = adopted.names()
    ours = [name.removeprefix(f"{survey.id}.") for name in survey.item_ids()]
    yield f"{len(given)} of {len(ours)} items have a question; the survey has {len(there.questions)} questions."
    missing = [name for name in ours if name not in given]
    if missing:
        yield f"Without a question: {', '.join(missing)}."
    codes = [f"{code}: {answer}" for code, question in adopted.questions.items() if question.item or any(question.parts.values())
             for answer, code_of_ours in question.answers.items() if not code_of_ours]
    if codes:
        yield f"Answers without one of ours: {', '.join(codes)}."
    yield f"Read {FOLDER.as_posix()}/{adopted.sid}.yml and mend it, then `evaltools survey verify`."


def written(sid: int, programme: str, wave: str, survey: Survey, there: Structure, proposals: list[Proposal]) -> str:
    """The file of an adopted survey: every question, part and answer code of the server, with its text as a comment."""
    base = there.languages[0]
    title = _comment(there.title, base)
    lines = [HEAD.format(sid=sid, title=title, questionnaire=survey.id, wave=wave), f"sid: {sid}", f"programme: {programme}",
             f"questionnaire: {survey.id}", f"wave: {wave}", "questions:" if proposals else "questions: {}"]
    for proposal in proposals:
        question = proposal.question
        lines += [f"  {_quoted(question.code)}:  # {question.type}: {_comment(question.text, base)}"]
        parts, answers = parts_of(question), answers_of(question)
        if proposal.item or not proposal.parts or not question.subquestions:
            lines += [f"    item: {proposal.item}".rstrip()]
        for name, found, given in (("parts", parts, proposal.parts), ("answers", answers, proposal.answers)):
            if found:
                lines += [f"    {name}:"]
                lines += [f"{f'      {_quoted(part.code)}: {given[part.code]}'.rstrip()}  # {_comment(part.text, base)}".rstrip(" #")
                          for part in found]
    return "\n".join(lines) + "\n"


def _quoted(code: str) -> str:
    return json.dumps(code)


def _comment(words: Words, language: str) -> str:
    text = seen(words.get(language) or next(iter(words.values()), ""))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def verify_adopted(adopted: Adopted, server: Server, survey: Survey) -> list[Difference]:
    """What differs between the file of an adopted survey and the server; here is the file."""
    there = {question.code: question for question in read(server, adopted.sid).questions}
    ours = {name.removeprefix(f"{survey.id}.") for name in survey.item_ids()}
    found = [Difference("question", code, "", "named" if code in adopted.questions else "", "asked" if code in there else "")
             for code in [*adopted.questions, *(code for code in there if code not in adopted.questions)]
             if (code in adopted.questions) != (code in there)]
    for code, question in adopted.questions.items():
        found += [Difference("item", code, "", name, "no such item in the questionnaire")
                  for name in (question.item, *question.parts.values()) if name and name not in ours]
        if code in there:
            parts, answers = ({part.code for part in of(there[code])} for of in (parts_of, answers_of))
            found += [*_codes("part", code, question.parts.keys(), parts), *_codes("answer code", code, question.answers.keys(), answers)]
    return found


def _codes(what: str, code: str, here: Iterable[str], there: set[str]) -> list[Difference]:
    named = set(here)
    return [Difference(what, f"{code}[{name}]", "", name if name in named else "", name if name in there else "")
            for name in sorted(named ^ there)]


