"""The columns of one source against the items of a questionnaire, found form by form: nothing has to be read twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...questionnaires import Scale, Survey
from .answers import TICKED, Answered, ItemReader
from .form import Form
from .problems import Problems


@dataclass(frozen=True, repr=False, slots=True)
class Reading:
    """What one form says: its answers, how many of its items have one, and the items it was not asked, by their place."""

    rows: list[Answered]
    answered: int
    skipped: tuple[int, ...]


class Layout:
    """One source of forms of one questionnaire, as it is asked: with the modules that it has left.

    Forms are read one after the other. What the source as a whole has and lacks is known after the last one: ask for shares
    and for missing items then.
    """

    def __init__(self, survey: Survey, scales: Mapping[str, Scale]) -> None:
        self._readers = [ItemReader(item, survey.columns(item), scales.get(item.scale)) for item in survey.items]
        self._expected = {column: name for reader in self._readers for column, name in reader.columns.items()}
        self._places = {item.code: place for place, item in enumerate(survey.items)}
        self._spare = {f"{item.code}[{rank}]" for item in survey.items for rank in range(item.ranks + 1, len(item.options) + 1)}
        self._last: tuple[str, ...] = ()
        self._widths: tuple[int, ...] = ()
        self.present: set[str] = set()
        self.forms = 0

    def note(self, form: Form) -> None:
        """Learn the columns of a form; also of one that is refused for other reasons."""
        self.forms += 1
        columns = tuple(form.answers)
        if columns != self._last:
            self._last, self._widths = columns, ()
            self.present.update(columns)

    @property
    def missing(self) -> tuple[str, ...]:
        """The items that no form has a column for."""
        return tuple(name for column, name in self._expected.items() if column not in self.present)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The columns that are no item's. LimeSurvey gives a ranking a place for each option, however few are asked for."""
        return tuple(sorted(self.present - self._expected.keys() - self._spare))

    def check(self, source: str, problems: Problems) -> None:
        """Count the items without a column, and the columns without an item, once for each form."""
        for name in self.missing:
            problems.add(source, "answers", name, "missing_item", self.forms)
        for column in self.unknown:
            problems.add(source, "answers", column, "unknown_item", self.forms)

    def read(self, form: Form, problems: Problems) -> Reading:
        """What a form says. Questions that it was not asked, by their `when`, are not read: an answer there is refused."""
        rows: list[Answered] = []
        answered, skipped = 0, list[int]()

        def refuse(name: str, rule: str) -> None:
            problems.add(form.source, "answers", name, rule)

        for place, reader in enumerate(self._readers):
            if reader.item.when is not None and not self._asked(reader, form, skipped):
                skipped.append(place)
                for column, name in reader.columns.items():
                    if form.answers.get(column, "").strip() not in ("", "N", "0"):
                        refuse(name, "not_asked")
                continue
            found = reader.rows(form.answers, refuse)
            rows += found
            answered += reader.answered(found)
        return Reading(rows, answered, tuple(skipped))

    def share(self, reading: Reading) -> float:
        """The share of its items that a form answered, between 0 and 1, by the columns of all forms noted so far.

        An item counts where the source has it, the form was asked it and it is no long text; an array counts once a row, a
        multiple choice or a ranking once. A refused answer is not an answer; "does not concern me" and "prefer not to say" are.
        """
        if not self._widths:
            self._widths = tuple(reader.width(self.present) for reader in self._readers)
        applicable = sum(self._widths) - sum(self._widths[place] for place in reading.skipped)
        return reading.answered / applicable if applicable else float(bool(reading.rows))

    def _asked(self, reader: ItemReader, form: Form, skipped: list[int]) -> bool:
        """Whether a question's condition was met; where the source lacks the item it asks about, whether it was answered."""
        condition = reader.item.when
        assert condition is not None
        if self._places[condition.code] in skipped:
            return False
        said = form.answers.get(f"{condition.code}[{condition.part}]" if condition.part else condition.code)
        if said is None:
            return any(form.answers.get(column, "").strip() for column in reader.columns)
        return said.strip() in condition.answers if condition.answers else bool(TICKED.get(said.strip()))
