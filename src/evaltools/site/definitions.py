"""How each figure is computed: the page for the public, and the whole catalogue with sources, bases and versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..languages import Language, phrase
from ..release import Release
from ..report.provenance import OF_WAVE, SOURCES
from .page import rendered

Entry = Mapping[str, Any]

TITLE = phrase("How each figure is computed")
WHOLE = phrase("Every indicator")
DOMAINS = {
    "satisfaction": phrase("Satisfaction"), "attendance": phrase("Attendance"), "progression": phrase("Progress"),
    "longterm": phrase("One year later"), "reach": phrase("Who is reached"), "fidelity": phrase("How the course is held"),
    "activities": phrase("What is offered"), "needs": phrase("Needs and requests"), "profile": phrase("What women bring along"),
    "trends": phrase("What goes together, year after year"), "communication": phrase("How the programme is made known"),
    "partners": phrase("Partners and what they do"), "network": phrase("Partners and services, as others see them"),
    "signals": phrase("Signals and what comes of them"), "team": phrase("The team"), "managers": phrase("What the team says of its work"),
    "voice": phrase("What women say in their own words"), "opening": phrase("When the bureau is open"), "costs": phrase("Costs"),
    "context": phrase("Figures of others"),
}
RULES = (
    phrase("No table shows persons. Every figure passes the same rules before it is written anywhere."),
    phrase("In the report of a group, answers are given as a range, never as an exact number; under six answers nothing is said."),
    phrase("Sites and programmes need ten answers, and at least three groups; both parts of a share need five women."),
    phrase("Public figures need twenty women, public counts eight; counts are rounded to five."),
    phrase("Questions about the team, and sensitive questions, are never shown for one group."),
    phrase("A figure that may not be shown is left out without saying why: the reason itself could tell something."),
)
_QUESTIONNAIRES = phrase("questionnaires")
_LEVELS = {"cohort": phrase("groups"), "site": phrase("antennas"), "programme": phrase("programmes")}
_WINDOWS = {"answers": phrase("the answers of the wave"), "quarter": phrase("the quarter"), "year": phrase("the last four quarters"),
            "calendar_year": phrase("the calendar year"), "to_date": phrase("everything up to now")}


def methods_page(language: Language, release: Release) -> str:
    """Every indicator that the public may read: what it is called, how it is computed, on whom, and the rules of protection."""
    entries = {name: entry for name, entry in release.catalogue.items() if entry["public"]}
    return rendered("definitions", language, language.say(TITLE), release, rules=[language.say(rule) for rule in RULES],
                    domains=_domains(language, entries, whole=False))


def catalogue_page(language: Language, release: Release) -> str:
    """Every indicator there is: definition, questions, source, base, period, where it is shown, versions."""
    return rendered("definitions", language, language.say(WHOLE), release, rules=[],
                    domains=_domains(language, release.catalogue, whole=True))


def _domains(language: Language, entries: Mapping[str, Entry], *, whole: bool) -> list[dict[str, Any]]:
    """Ours in their order, then an organisation's own; a domain without an entry is left out."""
    names = dict.fromkeys([*DOMAINS, *sorted({entry["domain"] for entry in entries.values()})])
    found = []
    for domain in names:
        members = [_told(language, name, entry, whole) for name, entry in entries.items() if entry["domain"] == domain]
        if members:
            found.append({"name": language.say(DOMAINS[domain]) if domain in DOMAINS else domain, "id": domain, "entries": members})
    return found


def _told(language: Language, name: str, entry: Entry, whole: bool) -> dict[str, Any]:
    facts = list(_facts(language, entry)) if whole else []
    return {"id": name, "title": language.words(entry["title"]), "definition": language.words(entry["definition"]),
            "population": language.words(entry["population"]), "version": entry["version"],
            "facts": [(language.say(label), text) for label, text in facts if text]}


def _facts(language: Language, entry: Entry) -> Iterator[tuple[str, str]]:
    """What an entry says of itself, a label and a text each; an empty text is not shown."""
    asked = entry.get("question") or {}
    yield phrase("Question:"), " ".join(language.quote(language.words(asked[part])) for part in sorted(asked))
    yield phrase("Source:"), source(language, entry)
    yield phrase("Parts:"), ", ".join(language.words(words) for words in (entry.get("parts") or {}).values())
    yield phrase("Period:"), language.say(_WINDOWS[entry["window"]]) if not entry.get("fact") else ""
    yield phrase("Shown for:"), language.list(language.say(_LEVELS[level]) for level in entry["levels"])
    yield phrase("Replaced by:"), str(entry.get("replaced_by") or "")
    former = entry.get("former")
    if former:
        yield phrase("Since:"), language.period(entry["changed"])
        yield phrase("Before:"), " ".join([language.words(former["definition"]), language.words(former.get("population"))]).strip()


def source(language: Language, entry: Entry) -> str:
    """Where the rows come from; of a figure of others, who says it and of which day."""
    fact = entry.get("fact")
    if fact:
        return f"{language.words(fact['source'])} ({fact['day']})"
    named = [language.say(SOURCES[code]) for code in entry["sources"]]
    asked = entry["origin"] == "answers" and not set(entry["sources"]) & set(OF_WAVE.values())
    return language.list([*named, *([language.say(_QUESTIONNAIRES)] if asked or not named else [])])
