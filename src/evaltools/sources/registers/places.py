"""Sites and cohorts by what people write for them: codes and names, loosely."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ...scope import slug
from ...settings import Programme
from .problems import Problems
from .rows import GROUP_WORDS, Record


def cohort_id(programme: str, code: str) -> str:
    """A cohort's identifier from the register's code; two programmes may both have a group "A"."""
    return f"{programme}-{slug(code)}"


class Sites:
    """The sites of a programme: those of the settings by id or name, others under the programme's name and a slug."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme.id
        self._words = {site.id: {slug(site.id), slug(site.name)} for site in programme.sites}

    def find(self, record: Record, table: str, problems: Problems) -> str | None:
        """The site that a row names; the only one where it names none."""
        text = record.text("site")
        if not text:
            return next(iter(self._words)) if len(self._words) == 1 else None
        found = self._matching(slug(text))
        if found is None and self._words:
            problems.add(record.source, table, "site", "unknown_site")
        return found or f"{self._programme}-{slug(text)}"

    def _matching(self, name: str) -> str | None:
        exact = [site for site, names in self._words.items() if name in names]
        # "CPAS d'Ixelles" is "Ixelles", as long as no other site's name is in it as well.
        parts = set(name.split("-"))
        near = [site for site, names in self._words.items()
                if any(parts >= set(each.split("-")) or parts <= set(each.split("-")) for each in names)]
        return exact[0] if exact else near[0] if len(near) == 1 else None


class Cohorts:
    """The groups of a programme, found again by code or name in cells, titles and names of sheets."""

    def __init__(self, programme: str) -> None:
        self._programme = programme
        self._known: dict[str, str] = {}
        self._starts: dict[str, dt.date | None] = {}
        self._sites: dict[str, str | None] = {}
        self.open = False  # no sheet lists the groups: whatever is named exists

    def add(self, code: str, label: str = "", site: str | None = None, start: dt.date | None = None) -> str | None:
        """A group by its code; None where a group of that code exists. A name that two groups share names neither."""
        if _run(code) in self._known:
            return None
        cohort = cohort_id(self._programme, code)
        self._known[_run(code)] = cohort
        if label and _run(label) != _run(code):
            self._known[_run(label)] = "" if _run(label) in self._known else cohort
        self._starts[cohort], self._sites[cohort] = start, site
        return cohort

    def find(self, text: str) -> str | None:
        """The group that a cell names, wholly; a leading "Groupe" or "Groep" is no matter."""
        words = slug(text).split("-")
        for candidate in (_run(text), "".join(words[1:]) if words[0] in GROUP_WORDS else ""):
            if self._known.get(candidate):
                return self._known[candidate]
        return None

    def named_in(self, text: str) -> str | None:
        """The group named somewhere in a title; a code of one sign only after the word for group. None if it may be two."""
        words = slug(text).split("-")
        lengths: dict[str, int] = {}
        for start in range(len(words)):
            for stop in range(start + 1, len(words) + 1):
                cohort = self._known.get("".join(words[start:stop]), "")
                length = sum(map(len, words[start:stop]))
                if cohort and (length > 1 or (start and words[start - 1] in GROUP_WORDS)):
                    lengths[cohort] = max(length, lengths.get(cohort, 0))
        longest = [cohort for cohort, length in lengths.items() if length == max(lengths.values())]
        return longest[0] if len(longest) == 1 else None

    def start(self, cohort: str | None) -> dt.date | None:
        """The first day of a group, where the register says it."""
        return self._starts.get(cohort or "")

    def site(self, cohort: str | None) -> str | None:
        """The site of a group, where the register says it."""
        return self._sites.get(cohort or "")

    def only_site(self, cohorts: Iterable[str]) -> str | None:
        """The site that several groups share; None where they have more than one."""
        sites = {self.site(cohort) for cohort in cohorts} - {None}
        return sites.pop() if len(sites) == 1 else None


def _run(text: str) -> str:
    return slug(text).replace("-", "")
