"""Which indicators stand in which section, and which sections on which page: the catalogue's domains in the reader's order.

A section takes whole domains, so that a new indicator has its place without a line here; `leads` are those shown open, the
others stand folded behind. The section `more` of a page takes what no other section there, and no page beside it, does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..languages import phrase


@dataclass(frozen=True)
class Section:
    """One section: its title, the domains it takes, the indicators shown open, and, of other domains, single ones that it takes."""

    title: str
    domains: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


SECTIONS: Mapping[str, Section] = {
    "in_short": Section(phrase("In short")),
    "changes": Section(phrase("What changed since last quarter")),
    "who_answered": Section(phrase("Who answered"), besides=("RR",)),
    "reach": Section(phrase("The women we meet"), ("reach",), ("R02", "R08", "R10")),
    "profile": Section(phrase("What women bring along"), ("profile",), ("N01S", "N03", "N03D", "R16S", "R15", "G06", "V07")),
    "group": Section(phrase("Standards of the programme"), ("fidelity", "opening")),
    "attendance": Section(phrase("Coming and staying"), ("attendance",)),
    "activities": Section(phrase("What is offered"), ("activities",),
                          ("A21", "A08W", "A23", "A26", "A03", "L06", "A25", "A27", "A04D", "A22R")),
    "reception": Section(phrase("Reception and activities"), ("activities",), ("A10", "A13", "A12", "A15W")),
    "satisfaction": Section(phrase("What the women think of it"), ("satisfaction",), ("S25", "A23S", "S21", "S17")),
    "voice": Section(phrase("Suggestions, and what was done"), ("voice",), ("V02N", "V02", "V02D", "V01", "S01T"), ("V02S",)),
    "words": Section(phrase("In their own words")),
    "progress": Section(phrase("Progress by area of life"), ("progression",),
                        ("P08", "P09", "P13", "P15", "P19", "P25", "P28", "P10", "P14", "P00", "P31", "P44", "P21")),
    "needs": Section(phrase("Needs and rights"), ("needs",), ("N05", "N05R", "N05M", "N09", "N12", "P20")),
    "partners": Section(phrase("Partners"), ("partners", "network"), ("K01", "K07", "K05", "K06", "K02S", "K09", "K08")),
    "signals": Section(phrase("Signals and what comes of them"), ("signals",), ("G02", "G02D", "G01D", "G01P", "G05")),
    "communication": Section(phrase("How women hear of it"), ("communication",), ("C01N", "C10", "C08", "C01")),
    "follow_up": Section(phrase("After the course"), ("longterm",), ("L02E", "L07", "L10", "L12", "L15", "L19")),
    "trends": Section(phrase("What goes together, year after year"), ("trends",), ("T08T", "T08", "T08P", "T07", "T09")),
    "managers": Section(phrase("What the team says of its work"), ("managers",),
                        ("Q09", "Q10", "Q12", "F28", "Q19", "Q24", "Q18", "Q15", "Q02S")),
    "team": Section(phrase("Training, intervision and caseload"), ("team",),
                    ("Q13", "Q13R", "Q11D", "Q11P", "Q14", "Q17", "Q16", "Q07", "Q08", "Q23")),
    "costs": Section(phrase("Costs"), ("costs",), ("B07T", "B01P")),
    "more": Section(phrase("More figures")),
    "hidden": Section(phrase("What is hidden, and why")),
    "method": Section(phrase("How to read these figures")),
}
FRAME = ("in_short", "changes", "words", "hidden", "method")
"""Sections that take no indicator for themselves."""

_WOMEN = ("attendance", "satisfaction", "voice", "progress", "needs", "partners", "follow_up")
_WHOLE = ("reach", "who_answered", "group", "attendance", "activities", "satisfaction", "voice", "progress", "needs", "partners",
          "signals", "follow_up", "team")
PAGES: Mapping[str, tuple[str, ...]] = {
    "cohort": ("in_short", "changes", "who_answered", "group", *_WOMEN, "more", "hidden", "method"),
    "site": ("in_short", "changes", *_WHOLE, "more", "hidden", "method"),
    "bureau": ("in_short", "changes", "reach", "group", "reception", "needs", "satisfaction", "voice", "partners", "signals",
               "communication", "team", "costs", "more", "hidden", "method"),
    "programme": ("in_short", "changes", "reach", "who_answered", "group", "attendance", "activities", "satisfaction", "voice", "words",
                  "needs", "communication", "costs", "more", "hidden", "method"),
    "progression": ("in_short", "profile", "progress", "follow_up", "trends", "hidden", "method"),
    "managers": ("in_short", "managers", "team", "hidden", "method"),
    "partners": ("in_short", "partners", "signals", "hidden", "method"),
}
BESIDE: Mapping[str, tuple[str, ...]] = {"programme": ("progression", "managers", "partners")}
"""The pages of the same scope and readers: what stands there need not stand in `more`."""


def usual(level: str, kind: str) -> str:
    """The page of a scope where none is named."""
    return "bureau" if kind == "bureau" else level


def takes(page: str, section: str, indicator: str, entry: Mapping[str, Any]) -> bool:
    """Whether a section of a page is where an indicator stands."""
    return home(page, indicator, str(entry.get("domain", ""))) == section


@cache
def home(page: str, indicator: str, domain: str) -> str:
    """The section of a page in which an indicator stands; empty where it stands on a page beside it."""
    here = _of(PAGES[page], indicator, domain)
    if here or "more" not in PAGES[page]:
        return here
    elsewhere = any(_of(PAGES[other], indicator, domain) for other in BESIDE.get(page, ()))
    return "" if elsewhere else "more"


def _of(sections: Iterable[str], indicator: str, domain: str) -> str:
    """One that takes the indicator by its name comes before one that takes its domain."""
    listed = list(sections)
    named = next((name for name in listed if indicator in SECTIONS[name].besides), "")
    return named or next((name for name in listed if domain in SECTIONS[name].domains), "")
