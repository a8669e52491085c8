"""A questionnaire in LimeSurvey's terms: groups, questions, subquestions, answers. Files, imports and checks all start here."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field

from .model import Item, ItemType, Questionnaires, Survey, When, Words

# Our item types as LimeSurvey's question types.
TYPES: dict[ItemType, str] = {"choice": "L", "multiple": "M", "array": "F", "number": "N", "date": "D", "short_text": "S",
                              "long_text": "T", "ranking": "R"}
ALWAYS = "1"


@dataclass(frozen=True)
class Part:
    """A subquestion or an answer option: its code, its words in every language."""

    code: str
    text: Words


@dataclass(frozen=True)
class Question:
    """One question with LimeSurvey's one-letter type; `attributes` are its own, `worded` those with words in every language."""

    code: str
    type: str
    text: Words
    help: Words
    relevance: str
    mandatory: bool
    other: bool
    subquestions: tuple[Part, ...]
    answers: tuple[Part, ...]
    attributes: dict[str, str]
    worded: dict[str, Words]


@dataclass(frozen=True)
class Group:
    """One page of questions."""

    code: str
    title: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Structure:
    """A whole questionnaire as LimeSurvey holds it; the first language is its base language."""

    title: Words
    welcome: Words
    thanks: Words
    languages: tuple[str, ...]
    anonymous: bool
    groups: tuple[Group, ...]
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order in which they are asked."""
        return tuple(question for group in self.groups for question in group.questions)


def structure_of(survey: Survey, questionnaires: Questionnaires, title: Words | None = None) -> Structure:
    """What LimeSurvey must hold for a questionnaire with the modules that it has left (see `Survey.with_modules`).

    Parameters
    ----------
    title
        The survey's title where it is not the questionnaire's: with the programme and the wave.
    """
    codes = list(dict.fromkeys([*survey.groups, *(item.group for item in survey.items)]))
    groups = []
    for code in codes:
        questions = tuple(_question(item, survey, questionnaires) for item in survey.items if item.group == code)
        if questions:
            groups.append(Group(code, survey.groups.get(code, survey.title), questions))
    return Structure(title or survey.title, survey.welcome, survey.thanks, survey.languages, survey.anonymous, tuple(groups),
                     _settings(survey))


def _settings(survey: Survey) -> dict[str, str]:
    """Settings for panel use: date stamps, one page a group, she may come back to her form, no address of her device is kept."""
    panel = "N" if survey.anonymous else "Y"
    return {"anonymized": "Y" if survey.anonymous else "N", "datestamp": "Y", "format": "G", "savetimings": "N", "ipaddr": "N",
            "ipanonymize": "Y", "refurl": "N", "allowprev": "Y", "allowsave": "N", "showwelcome": "Y", "shownoanswer": "N",
            "alloweditaftercompletion": "N", "tokenanswerspersistence": panel, "usecookie": "N", "allowregister": "N",
            "publicstatistics": "N", "publicgraphs": "N", "printanswers": "N", "listpublic": "N"}


def _question(item: Item, survey: Survey, questionnaires: Questionnaires) -> Question:
    scale = questionnaires.scales[item.scale].answers if item.scale and item.type in ("choice", "array") else ()
    answers = tuple(Part(answer.code, answer.text) for answer in scale)
    if item.type == "ranking":
        answers = tuple(Part(code, words) for code, words in item.options.items())
    worded = {"other_replace_text": item.other} if item.other else {}
    return Question(item.code, TYPES[item.type], item.text, item.help, _relevance(item.when, survey), item.mandatory,
                    bool(item.other), tuple(Part(code, words) for code, words in item.parts.items()), answers,
                    dict(_attributes(item)), worded)


def _relevance(condition: When | None, survey: Survey) -> str:
    """A condition in LimeSurvey's expressions; `.NAOK` lets it be asked of a question that was left empty."""
    if condition is None:
        return ALWAYS
    variable = f"{condition.code}_{condition.part}.NAOK" if condition.part else f"{condition.code}.NAOK"
    answers = condition.answers or ("Y",)
    return " or ".join(f'{variable} == "{code}"' for code in answers)


def _attributes(item: Item) -> Iterator[tuple[str, str]]:
    if item.type == "choice":
        yield "hide_tip", "1"  # "choose one of the following answers" says nothing that radio buttons do not
    if item.type == "date":
        yield "date_format", "dd/mm/yyyy"
    if item.type == "number":
        yield from ((name, f"{value:g}") for name, value in (("min_num_value_n", item.low), ("max_num_value_n", item.high))
                    if value is not None)
        if item.whole:
            yield "num_value_int_only", "1"
    if item.exclusive:
        yield "exclude_all_others", ";".join(item.exclusive)
    if item.type == "ranking" and item.most:
        yield "max_answers", str(item.most)
        yield "max_subquestions", str(item.most)  # else there is a column for each option, whatever may be ranked


def in_language(words: Words, language: str, base: str) -> str:
    """Words in a language, in the base language where they are not translated, else nothing."""
    return words.get(language) or words.get(base, "")


def shown(words: Words, language: str, base: str) -> str:
    """The same words as the HTML that LimeSurvey puts on a page: its signs escaped, line breaks kept."""
    return html.escape(in_language(words, language, base), quote=False).replace("\n", "<br />")


def yes(flag: bool) -> str:
    """A flag as LimeSurvey writes it."""
    return "Y" if flag else "N"
