"""What a questionnaire is: its items in every language, the scales they share, who is asked what and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ..errors import SettingsError

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-zA-Z0-9]*$", max_length=20)]
RowCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+$", max_length=20)]
AnswerCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+$", max_length=5)]


def _plain(words: dict[str, str]) -> dict[str, str]:
    """LimeSurvey reads braces as an expression and shows what it makes of it."""
    if any("{" in text or "}" in text for text in words.values()):
        raise ValueError("a text has braces, which LimeSurvey would compute instead of show")
    return words


Words = Annotated[dict[str, str], AfterValidator(_plain)]
ItemType = Literal["choice", "multiple", "array", "number", "date", "short_text", "long_text", "ranking"]
OTHER = "other"
# LimeSurvey keeps these names for its own columns: a part of that name would fill the wrong one.
RESERVED = frozenset({OTHER, "comment", "time"})
QUOTABLE = "quotable"
"""The code of the item in which a woman agrees that what she wrote in that form may be quoted."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Answer(_Strict):
    """One answer of a scale: its LimeSurvey code, what it is worth, its words."""

    code: AnswerCode
    text: Words
    value: float | None = None
    status: Literal["answered", "not_applicable", "prefer_not"] = "answered"


class Scale(_Strict):
    """Answers that several items share. `low` and `high` are the ends of its numeric range."""

    answers: tuple[Answer, ...] = Field(min_length=1)
    ordered: bool = True

    @model_validator(mode="after")
    def _codes(self) -> Scale:
        codes = [answer.code for answer in self.answers]
        twice = [code for code in codes if codes.count(code) > 1]
        if twice:
            raise ValueError(f"the answer code '{twice[0]}' stands twice")
        if codes == [str(number) for number in range(len(codes))]:
            raise ValueError("answer codes 0, 1, 2 ... are lost on their way from LimeSurvey: put a letter before them")
        return self

    @property
    def values(self) -> dict[str, float]:
        """What each code is worth; codes without a value are left out."""
        return {answer.code: answer.value for answer in self.answers if answer.value is not None}

    @property
    def low(self) -> float:
        """The smallest value that an answer can have."""
        return min(self.values.values())

    @property
    def high(self) -> float:
        """The largest value that an answer can have."""
        return max(self.values.values())


class When(_Strict):
    """A question is shown only after some answers of an earlier one: `{item: employment, is: [seek, none]}`.

    For an option of a multiple choice, `{item: needs.housing}`: when it was ticked.
    """

    item: str
    answers: tuple[AnswerCode, ...] = Field(default=(), alias="is")

    @property
    def code(self) -> str:
        """The code of the item that is asked about."""
        return self.item.split(".", maxsplit=1)[0]

    @property
    def part(self) -> str:
        """The option or row of that item; empty where it has none."""
        return self.item.partition(".")[2]


class Item(_Strict):
    """One question. A `multiple` item has one yes/no answer for each of its options, an `array` one choice for each of its rows.

    `other` is the label of a free-text answer beside the options of a choice or multiple choice; `exclusive` names options
    of a multiple choice that untick all others ("none of these"); `low`, `high` and `whole` bound a number; a `ranking` puts
    its options in order, at most `most` of them. A `module` is asked only where a programme switches it on.
    """

    code: Code
    type: ItemType = "choice"
    text: Words
    help: Words = {}
    scale: str = ""
    options: dict[Code, Words] = {}
    rows: dict[RowCode, Words] = {}
    other: Words = {}
    exclusive: tuple[Code, ...] = ()
    low: float | None = None
    high: float | None = None
    whole: bool = False
    most: int | None = Field(default=None, ge=1)
    group: str = "main"
    module: str = ""
    when: When | None = None
    mandatory: bool = False
    sensitivity: Literal["ordinary", "sensitive", "staff"] = "ordinary"

    @model_validator(mode="after")
    def _whole_item(self) -> Item:
        mistakes = (
            (self.type in ("choice", "array") and not self.scale, "a choice needs a scale"),
            (self.type == "array" and not self.rows, "an array needs rows"),
            (self.type in ("multiple", "ranking") and not self.options, f"a {self.type} needs options"),
            (bool(self.other) and self.type not in ("choice", "multiple"), "only a choice or a multiple choice has `other`"),
            (bool(set(self.exclusive) - self.options.keys()), "`exclusive` names an option that is not there"),
            (bool(RESERVED & {*self.options, *self.rows}), f"{', '.join(sorted(RESERVED))} are LimeSurvey's own codes"),
            (self.type == "ranking" and any(len(code) > 5 for code in self.options), "codes of a ranking have at most five letters"),
            (bool(self.when) and self.mandatory, "a question that is not always shown cannot be mandatory"),
        )
        for wrong, what in mistakes:
            if wrong:
                raise ValueError(f"item {self.code}: {what}")
        return self

    @property
    def parts(self) -> dict[str, Words]:
        """Options or rows that have a column each; empty for an item of one column."""
        return self.options if self.type == "multiple" else self.rows if self.type == "array" else {}

    @property
    def ranks(self) -> int:
        """How many places a ranking has, each a column, else 0."""
        return (self.most or len(self.options)) if self.type == "ranking" else 0


class Survey(_Strict):
    """One questionnaire. `repeated`: the same woman fills it in many times (the card after each session).

    `respondent` says who fills it in; only participants have an access code of the register, so the others are anonymous.
    `modules` are questions that a programme may switch on; everything else is the core.
    """

    id: Code
    version: int = Field(default=1, ge=1)
    title: Words
    welcome: Words = {}
    thanks: Words = {}
    languages: tuple[str, ...] = Field(min_length=1)
    waves: tuple[str, ...]
    respondent: Literal["participant", "visitor", "staff", "partner"] = "participant"
    repeated: bool = False
    anonymous: bool = False
    groups: dict[str, Words] = Field(default_factory=dict)
    modules: dict[Code, Words] = Field(default_factory=dict)
    items: tuple[Item, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole_survey(self) -> Survey:
        seen: dict[str, Item] = {}
        for item in self.items:
            if item.code.casefold() in {code.casefold() for code in seen}:
                raise ValueError(f"item {item.code} stands twice")
            if self.groups and item.group not in self.groups:
                raise ValueError(f"item {item.code}: there is no group '{item.group}'")
            if item.module and item.module not in self.modules:
                raise ValueError(f"item {item.code}: there is no module '{item.module}'")
            if item.when:
                _check_condition(item, seen)
            seen[item.code] = item
        if self.respondent != "participant" and not self.anonymous:
            raise ValueError("only participants have access codes: say `anonymous: true`")
        return self

    def item_ids(self) -> dict[str, Item]:
        """Every column that an answer can fill: `end.content`, and `intake.needs.housing` for an option or a row."""
        found: dict[str, Item] = {}
        for item in self.items:
            found |= dict.fromkeys(self.columns(item).values(), item)
        return found

    def columns(self, item: Item) -> dict[str, str]:
        """LimeSurvey's columns of an item and what each is called here: `needs[housing]` is `intake.needs.housing`."""
        return {column: f"{self.id}.{name}" for column, name in _columns(item)}

    def asked(self, condition: When) -> Item:
        """The item that a condition asks about."""
        return next(item for item in self.items if item.code == condition.code)

    def with_modules(self, modules: Iterable[str]) -> Survey:
        """The questionnaire as a programme asks it: the core and these modules.

        Raises
        ------
        SettingsError
            The questionnaire has no such module.
        """
        wanted = set(modules)
        unknown = wanted - self.modules.keys()
        if unknown:
            raise SettingsError(f"The questionnaire {self.id} has no module '{sorted(unknown)[0]}'.",
                                f"It has: {', '.join(self.modules) or 'none'}.")
        items = tuple(item for item in self.items if not item.module or item.module in wanted)
        return self.model_copy(update={"items": items})


def _columns(item: Item) -> Iterator[tuple[str, str]]:
    if item.ranks:
        yield from ((f"{item.code}[{rank}]", f"{item.code}.{rank}") for rank in range(1, item.ranks + 1))
    elif item.parts:
        yield from ((f"{item.code}[{part}]", f"{item.code}.{part}") for part in item.parts)
    else:
        yield item.code, item.code
    if item.other:
        yield f"{item.code}[{OTHER}]", f"{item.code}.{OTHER}"


def _check_condition(item: Item, earlier: dict[str, Item]) -> None:
    condition = item.when
    asked = earlier.get(condition.code) if condition else None
    if condition is None or asked is None:
        raise ValueError(f"item {item.code}: `when` must ask about an item that stands before it")
    if asked.module and asked.module != item.module:
        raise ValueError(f"item {item.code}: `when` asks about the module '{asked.module}', which may be off")
    if asked.type not in ("choice", "multiple", "array") or (asked.parts and condition.part not in asked.parts):
        raise ValueError(f"item {item.code}: `when` can ask about a choice, or an option or row such as `needs.housing`")
    if (asked.type == "multiple") == bool(condition.answers):
        raise ValueError(f"item {item.code}: `when` needs `is: [codes]` for a choice, and nothing for an option")


class Questionnaires(_Strict):
    """All questionnaires of an organisation and the scales that they share."""

    surveys: dict[str, Survey]
    scales: dict[str, Scale]

    def item(self, item_id: str) -> Item:
        """The item of an id such as `end.content`; raises SettingsError where no questionnaire has it."""
        survey = self.surveys.get(item_id.split(".", maxsplit=1)[0])
        found = survey.item_ids().get(item_id) if survey else None
        if found is None:
            raise SettingsError(f"No questionnaire has the item '{item_id}'.", "See the files in surveys/.")
        return found

    def scale(self, item_id: str) -> Scale:
        """The scale of a choice item."""
        return self.scales[self.item(item_id).scale]
