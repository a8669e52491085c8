"""How a source counts what it refuses or doubts: never the value, only where, by which rule, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import ClassVar


class Counted:
    """One row of the table `problems` per table, column, rule and source. A source's own class says its rules."""

    rules: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Rule -> severity, and what it means in plain English without any value."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str, str]] = Counter()

    def add(self, source: str, table: str, column: str, rule: str, count: int = 1) -> None:
        """Count `count` more values of a rule."""
        self._counts[(table, column, rule, source)] += count

    def records(self) -> list[dict[str, object]]:
        """The rows of the table `problems`."""
        return [{"table": table, "column": column, "rule": rule, "source": source,
                 "severity": self.rules[rule][0], "count": count, "detail": self.rules[rule][1]}
                for (table, column, rule, source), count in self._counts.items()]
