"""What an entry of the catalogue is: its words, who counts, on which levels it exists, how sensitive it is."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ..questionnaires import Instrument
from ..scope import LANGUAGES

Words = dict[str, str]
Kind = Literal["share", "mean", "count", "rate", "change", "incidence", "difference", "context"]
Window = Literal["answers", "quarter", "year", "calendar_year", "to_date"]
Source = Literal["REG", "ATT", "SES", "IND", "VIS", "REQ", "REF", "SIG", "COM", "PAR", "STA", "BUD", "CHK", "QUAL", "CTX",
                 "S0", "S1", "S2", "S3", "SF", "SV", "SC", "SP"]
OF_WAVE: dict[str, Source] = {"intake": "S0", "mid": "S1", "end": "S2", "followup6": "S3", "followup12": "S3", "session": "SF",
                              "visit": "SV", "yearly": "SC", "partners": "SP"}
Turn = Literal["up", "same", "down", "gained", "lost", "kept"]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")]


class Strict(BaseModel):
    """A part of an entry: what it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bounds(Strict):
    """Worth 1 from `at_least` on, up to `at_most`."""

    at_least: float | None = None
    at_most: float | None = None


Worth = Literal["top2", "best", "value", "said"] | tuple[str, ...] | Bounds


class Rows(Strict):
    """Which rows count and what each is worth, where YAML can say it; else a function of the entry's name does.

    answers
        wave -> questionnaire; with `items`, part -> item code ("" for the whole): one row per valid answer. Several codes are put
        together woman by woman: their `combine`d mean (of at least half of them) or sum (of all of them).
    choice, options
        Instead of `items`: the parts are the answers of this choice item, or the options of this multiple choice.
    score
        Instead of `items`: the scoring key of `surveys/instruments.yml` whose items every questionnaire named here asks, each under
        the key's own code. One row a form with enough of its answers: the score, brought to 0 to 10; with `at_least` or `at_most`,
        1 within these, in the key's own points.
    counts
        top2: 1 for the two best answers of the scale; best: 1 for the best one; value: the answer's value; said: 1 for a text;
        a list of codes: 1 for these; `at_least`, `at_most`: 1 within these; or part -> one of them. With `among`, other codes
        than these are no answer. With `mostly`, a woman who answers many times in the window counts once: 1 where her mean is
        at least half.
    change
        [before wave, before questionnaire]; `answers` then says the after waves.
    becomes
        With `change`, 1 for who went up, stayed the same or went down; of what `counts` makes 1 or 0, for who gained, lost or
        (among those who had it) kept it; one for all, or part -> one of them.
    table, where, by, flags, split
        One row per row of a table that a register fills: `where` column -> a value, a list of values, `{at_least: 2}` or `given`
        keeps rows. The part comes from the column `by`, from `flags` part -> column (1 or 0), or from `split` part -> what a row needs.
    date, distinct
        The column that dates a row, if it is not `date`; a column of whose rows only one a site counts.
    met, value, weight, days, within
        What a row is worth: 1 or 0 for what `met` asks (column -> as in `where`, or part -> that); the amount in a column, per
        `weight` for a rate; the days from one date to another, or 1 where these are `within` a limit.
    once, base
        One row each person, cohort, site or day, worth the most of its rows; or one each member of a base (women, started,
        completed, ended, phase2, groups): 1 where she has a row, for a mean what her rows are worth together.
    """

    # of answers
    answers: dict[str, str] = {}
    items: dict[str, str | tuple[str, ...]] = {}
    choice: str = ""
    options: str = ""
    combine: Literal["mean", "sum"] = "mean"
    score: str = ""
    key: Annotated[Instrument | None, Field(exclude=True)] = None
    counts: Worth | dict[str, Worth] = "value"
    among: tuple[str, ...] = ()
    mostly: bool = False
    change: tuple[str, str] | None = None
    becomes: Turn | dict[str, Turn] | None = None
    # of registers
    table: str = ""
    by: str = ""
    where: dict[str, Any] = {}
    flags: dict[str, str] = {}
    split: dict[str, dict[str, Any]] = {}
    date: str = ""
    distinct: str = ""
    met: dict[str, Any] = {}
    value: str = ""
    weight: str = ""
    days: tuple[str, str] | None = None
    within: int | None = None
    once: Literal["", "person", "cohort", "site", "day"] = ""
    base: Literal["", "women", "started", "completed", "ended", "phase2", "groups"] = ""

    @model_validator(mode="after")
    def _one_way_to_count(self) -> Rows:
        if self.score and (self.items or self.choice or self.options or not (self.counts == "value" or isinstance(self.counts, Bounds))):
            raise ValueError("a `score` has no items of its own, and counts its value, `at_least` or `at_most`")
        return self

    def met_in(self, part: str) -> dict[str, Any]:
        """What makes a row of one part worth 1."""
        own = self.met.get(part)
        return own if isinstance(own, dict) else self.met

    def worth(self, part: str) -> Worth:
        """What counts in one part."""
        if self.choice and self.counts == "value":
            return (part,)
        return self.counts.get(part, "value") if isinstance(self.counts, dict) else self.counts

    def turn(self, part: str) -> Turn | None:
        """Which way a pair must go in one part."""
        return self.becomes.get(part) if isinstance(self.becomes, dict) else self.becomes


class Fact(Strict):
    """What nobody here computes: a value on a day (out of `per`, where it is a share), or a text, and who says so."""

    value: float | None = None
    per: float | None = None
    text: Words = {}
    day: Day
    source: Words


class Former(Strict):
    """What an entry said before its definition changed: only what differs."""

    definition: Words
    population: Words | None = None
    rows: Rows | None = None
    name: str = ""
    clearly: float | None = None


class Entry(Strict):
    """One indicator.

    `sensitive_parts` are sensitive though the whole is not; parts `above_cohort` have no figure in a cohort, because who is
    not concerned by the question would show in its base. `span` are the ends of what a mean can be. `better` is the answer that
    hurts nobody when it is found out of everybody: a situation, such as having work, has none, whatever one wishes for.
    `adds_up`: of all parts, or of these, exactly one is right for each unit of the base, so that all but one tell the last.
    `sources` are the registers it is counted from; of answers, the waves tell. A `fact` is dated and sourced, not computed. Where
    the definition `changed` in a quarter, the `former` one stands beside it in that quarter, under the version before.
    `replaced_by` retires an identifier.
    """

    id: str
    domain: str
    name: str
    title: Words
    definition: Words
    population: Words
    kind: Kind
    unit: Literal["percent", "points", "count", "per_month", "women", "euro", "days", "minutes", "months", "hours", "per_woman"]
    middle: Literal["mean", "median"] = "mean"
    rows: Rows | None = None
    parts: dict[str, Words] = {}
    window: Window = "answers"
    levels: tuple[Literal["cohort", "site", "programme"], ...] = ("cohort", "site", "programme")
    programmes: tuple[Literal["workshop", "miriam", "bureau"], ...] = ("workshop", "miriam", "bureau")
    origin: Literal["answers", "register"] = "answers"
    sources: tuple[Source, ...] = ()
    sensitivity: Literal["ordinary", "sensitive", "staff"] = "ordinary"
    sensitive_parts: tuple[str, ...] = ()
    above_cohort: tuple[str, ...] = ()
    adds_up: Literal["all"] | tuple[tuple[str, ...], ...] = ()
    better: Literal["higher", "lower", "none"] = "higher"
    clearly: float = 2
    span: tuple[float, float] = (0, 10)
    fact: Fact | None = None
    public: bool = True
    version: int = Field(default=1, ge=1)
    changed: Annotated[str, StringConstraints(pattern=r"^\d{4}-Q[1-4]$")] | None = None
    former: Former | None = None
    replaced_by: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Entry:
        for words in (self.title, self.definition, self.population, *self.parts.values()):
            missing = [language for language in LANGUAGES if not words.get(language)]
            if missing:
                raise ValueError(f"{self.id}: words are missing in {', '.join(missing)}")
        mistakes = (
            (self.sensitivity != "ordinary" and "cohort" in self.levels, f"a {self.sensitivity} indicator has no cohort level"),
            ((self.kind == "context") != (self.fact is not None), "a context figure has a fact, and nothing else has one"),
            ((self.former is None) != (self.changed is None), "`former` and `changed` stand together"),
            (self.former is not None and self.version < 2, "a changed definition needs a version above 1"),
            (any(set(parts) - set(self.parts) for parts in self.sums), "`adds_up` names a part that is none"),
        )
        for wrong, what in mistakes:
            if wrong:
                raise ValueError(f"{self.id}: {what}")
        return self

    @property
    def sums(self) -> tuple[tuple[str, ...], ...]:
        """Sets of parts that add up to the base."""
        return (tuple(self.parts),) if self.adds_up == "all" else self.adds_up

    @property
    def computed(self) -> bool:
        """Whether figures are made of it: neither a fact from elsewhere nor an identifier that was retired."""
        return self.fact is None and not self.replaced_by

    @property
    def waves(self) -> tuple[str, ...]:
        """The waves whose answers it reads, where YAML says so."""
        if self.rows is None:
            return ()
        first = [self.rows.change[0]] if self.rows.change else []
        return tuple(dict.fromkeys([*first, *self.rows.answers]))

    @property
    def asked_in(self) -> tuple[Source, ...]:
        """Where its rows come from: the registers that it names and the questionnaires of its waves."""
        return tuple(dict.fromkeys([*self.sources, *(OF_WAVE[wave] for wave in self.waves if wave in OF_WAVE)]))

    def codes(self) -> dict[str, tuple[str, ...]]:
        """Part -> the item codes that it is made of, for an entry that reads answers."""
        rows = self.rows
        if rows is None:
            return {}
        if rows.key:
            return {"": rows.key.items}
        if rows.choice:
            return {part: (rows.choice,) for part in self.parts}
        if rows.options:
            return {part: (f"{rows.options}.{part}",) for part in self.parts}
        return {part: (code,) if isinstance(code, str) else code for part, code in rows.items.items()}

    def asked(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """(wave, part) -> item ids, for an entry that reads answers."""
        rows = self.rows
        if rows is None or not rows.answers:
            return {}
        surveys = {**rows.answers, **({rows.change[0]: rows.change[1]} if rows.change else {})}
        return {(wave, part): tuple(f"{survey}.{code}" for code in codes)
                for wave, survey in surveys.items() for part, codes in self.codes().items()}

    def items(self) -> dict[tuple[str, str], str]:
        """(wave, part) -> item id, where a part is the answer to one item."""
        return {key: items[0] for key, items in self.asked().items() if len(items) == 1}
