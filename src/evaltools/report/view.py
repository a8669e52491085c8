"""Which published figures one report may show: those of its own scope, and of the site and programme around it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Any

import pandas as pd

from ..errors import DisclosureError, ReportError
from ..figures import KEY, PUBLISHED
from ..release import Quote, Release, around, plain
from ..scope import Scope
from .figure import Figure

_SAME = ("audience", "level", "scope", "indicator", "wave", "part")
_same, _same_row = attrgetter(*_SAME), itemgetter(*_SAME)
MAIN = {"T01": "enrolled", "R01": "active", "F21": "enrolled"}  # the part that stands for the whole


class View:
    """The figures of one report.

    Parameters
    ----------
    release
        The published figures of one period.
    scope
        What the report is about; raises ReportError where the release does not know it, DisclosureError where it is no release.
    audience
        Who reads it: `cohort`, `site`, `programme` or `public`; empty: the same as the scope's level.
    """

    def __init__(self, release: Release, scope: Scope, audience: str = "") -> None:
        if not isinstance(release, Release):
            raise DisclosureError("A report shows the figures of a release and nothing else.", "See evaltools.open_report.")
        self.scope, self.audience = scope, audience or scope.level
        self.about = self._known(release, scope)
        self.scopes = around(release.context, scope.level, scope.id, self.audience)
        self.release = release.part(scope.level, scope.id, audience)
        self._made: dict[tuple[str, str], tuple[list[Figure], list[Figure]]] = {}

    @staticmethod
    def _known(release: Release, scope: Scope) -> Mapping[str, Any]:
        known = release.context.get(f"{scope.level}s", {})
        if scope.id not in known:
            raise ReportError(f"This release has no {scope.level} '{scope.id}'.",
                              f"It has: {', '.join(sorted(known)) or 'none'}.")
        return dict(known[scope.id])

    @cached_property
    def _places(self) -> dict[tuple[str, str], list[int]]:
        """Indicator and level -> the numbers of its rows in the release."""
        found: dict[tuple[str, str], list[int]] = {}
        of = (self._columns[name] for name in ("by", "indicator", "level"))
        for number, (by, indicator, level) in enumerate(zip(*of, strict=True)):
            if by == "":
                found.setdefault((indicator, level), []).append(number)
        return found

    @cached_property
    def _columns(self) -> dict[str, list[Any]]:
        return _columns(self.release.published)

    def _shown(self, indicator: str, level: str) -> tuple[list[Figure], list[Figure]]:
        """The figures by the definition of today, and by one that changed this quarter; made when they are first asked for."""
        key = indicator, level
        if key not in self._made:
            found: tuple[list[Figure], list[Figure]] = ([], [])
            entry = self.entry(indicator)
            for number in self._places.get(key, ()):
                row = {name: column[number] for name, column in self._columns.items()}
                found[str(row["version"]) != str(entry.get("version", row["version"]))].append(Figure.of(row, entry))
            for figures in found:
                figures.sort(key=lambda figure: figure.order)
            self._made[key] = found  # whole or not at all: a row that is refused is refused each time
        return self._made[key]

    def _now(self, indicator: str, level: str) -> list[Figure]:
        """The figures by the definition of today; none of an indicator that the release does not know."""
        return self._shown(indicator, level)[0] if (indicator, level) in self._places else []

    def series(self, figure: Figure) -> list[Figure]:
        """The same figure in each earlier quarter that was published, the oldest first, then itself; one that stood still is left out."""
        known = self._past.get(_same(figure), [])
        version = str(figure.entry.get("version", "1"))
        kept = [row for row in known if row["by"] == "" and str(row["version"]) == version and row["status"] != "carried"]
        return [*(Figure.of({**row, "before": row["period"]}, figure.entry) for row in kept), figure]

    @cached_property
    def _past(self) -> dict[tuple[str, ...], list[dict[str, Any]]]:
        """The rows of earlier quarters by what they are of, the oldest first."""
        found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row in _records(self.release.earlier.sort_values("period", kind="stable")):
            found.setdefault(_same_row(row), []).append(row)
        return found

    @property
    def quarter_before(self) -> str:
        """The last quarter before this one of which the reader saw anything; empty where there is none."""
        own = ("public" if self.audience == "public" else self.scope.level, self.scope.level, self.scope.id)
        return max((rows[-1]["period"] for key, rows in self._past.items() if key[:3] == own), default="")

    def formers(self, indicator: str) -> list[Figure]:
        """The figures of the report's own scope by the definition that an indicator had until this quarter."""
        return self._shown(indicator, self.scope.level)[1]

    def entry(self, indicator: str) -> Mapping[str, Any]:
        """An indicator's entry in the release's catalogue; raises ReportError where it has none."""
        try:
            found: Mapping[str, Any] = self.release.catalogue[indicator]
            return found
        except KeyError:
            raise ReportError(f"The release has no indicator '{indicator}'.", "See the catalogue for those that exist.") from None

    def figures(self, indicator: str, *, wave: str | None = None, part: str | None = None, level: str = "") -> list[Figure]:
        """The figures of one indicator, in the order of waves and of the entry's parts; by default of its own level.

        Raises DisclosureError for a level that this report's reader may not see.
        """
        if level and level not in self.scopes:
            raise DisclosureError(f"A {self.scope.level} report does not show figures of another {level}.",
                                  f"It may show: {', '.join(self.scopes)}.")
        entry = self.entry(indicator)
        parts = list(entry.get("order") or entry.get("parts") or ())  # a file of JSON keeps no order of names
        chosen = [figure for figure in self._shown(indicator, level or self.scope.level)[0]
                  if wave in (None, figure.wave) and part in (None, figure.part)]
        places = {part: place for place, part in enumerate(parts)}
        return sorted(chosen, key=lambda figure: (figure.order[2], places.get(figure.part, len(parts))))

    def all_of(self, indicator: str, level: str) -> list[Figure]:
        """The figures of one indicator on a level around the scope; none where the release does not know it."""
        return self.figures(indicator, level=level) if indicator in self.release.catalogue else []

    def figure(self, indicator: str, *, wave: str | None = None, part: str = "", level: str = "") -> Figure | None:
        """One figure, of the last wave that is shown if none is given; None where nothing was published.

        Without a part: the whole, or the part that stands for the whole where an indicator has parts only.
        """
        if indicator not in self.release.catalogue:
            return None
        found = self.figures(indicator, wave=wave, part=part or MAIN.get(indicator, ""), level=level)
        shown = [figure for figure in found if not figure.withheld]
        return (shown or found)[-1] if found else None

    def has(self, *indicators: str) -> list[str]:
        """Those of the indicators that this report's own scope shows something of, in the given order."""
        own = {figure.indicator for figure in self.own if not figure.withheld}
        return [indicator for indicator in indicators if indicator in own]

    def tells(self, indicator: str) -> bool:
        """Whether anything of an indicator is shown, for the scope or for the antenna and programme around it."""
        return any(not figure.withheld for level in self.scopes for figure in self._now(indicator, level))

    def has_wave(self, indicator: str, wave: str) -> bool:
        """Whether anything of an indicator's wave is shown for the report's own scope."""
        return any(figure.wave == wave and not figure.withheld for figure in self._now(indicator, self.scope.level))

    @property
    def programme(self) -> str:
        """The programme that the scope is or belongs to."""
        return self.scope.id if self.scope.level == "programme" else str(self.about.get("programme", ""))

    @property
    def kind(self) -> str:
        """The kind of that programme: workshop, miriam or bureau."""
        return str(self.release.context["programmes"].get(self.programme, {}).get("kind", ""))

    def digest(self, quotes: Sequence[Quote] = ()) -> str:
        """Sixteen hexadecimal digits of every figure that this report may show and of the quotes on its page, and of nothing else."""
        # By their keys, never in the order in which they lie: that is the truth's.
        rows = sorted(zip(*(self._columns[name] for name in PUBLISHED), strict=True), key=itemgetter(slice(len(KEY))))
        return hashlib.sha256(repr([rows, plain(quotes)]).encode()).hexdigest()[:16]

    @property
    def changed(self) -> bool:
        """Whether any change between two waves is shown."""
        return any(figure.kind == "change" and not figure.withheld for figure in self.own)

    @cached_property
    def own(self) -> list[Figure]:
        """The figures of the report's own scope."""
        own = sorted(indicator for indicator, level in self._places if level == self.scope.level)
        return [figure for indicator in own for figure in self._shown(indicator, self.scope.level)[0]]


def _columns(rows: pd.DataFrame) -> dict[str, list[Any]]:
    """Each column as a list; many times faster than `to_dict`, which looks at every value."""
    return {name: rows[name].to_numpy(object).tolist() for name in rows.columns}


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """One dictionary a row."""
    columns = _columns(rows)
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
