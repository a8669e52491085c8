"""Where a figure comes from, in words: definition, question, source, base, what is missing, period, version of the definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..languages import Language, phrase
from .figure import Figure

if TYPE_CHECKING:
    from .report import Report

SOURCES = {
    "REG": phrase("register of participants"), "ATT": phrase("list of presences"), "SES": phrase("list of sessions"),
    "IND": phrase("individual contacts"), "VIS": phrase("visits to the bureau"), "REQ": phrase("requests and rights"),
    "REF": phrase("referrals"), "SIG": phrase("structural signals"), "COM": phrase("acts of communication"),
    "PAR": phrase("list of partners"), "STA": phrase("team, trainings and intervisions"), "BUD": phrase("costs"),
    "CHK": phrase("checklists of the sites"), "QUAL": phrase("coded themes"), "CTX": phrase("published statistics"),
    "S0": phrase("questionnaire at the start"), "S1": phrase("questionnaire halfway"), "S2": phrase("questionnaire at the end"),
    "S3": phrase("questionnaires after the end"), "SF": phrase("cards after the sessions"), "SV": phrase("form of the visitors"),
    "SC": phrase("questionnaire of the team"), "SP": phrase("questionnaire of the partners"),
}
OF_WAVE = {"intake": "S0", "mid": "S1", "end": "S2", "followup6": "S3", "followup12": "S3", "session": "SF", "visit": "SV",
           "yearly": "SC", "partners": "SP"}
WINDOWS = {"quarter": phrase("this quarter"), "year": phrase("the last four quarters"), "calendar_year": phrase("since 1 January"),
           "to_date": phrase("since the beginning"), "answers": phrase("the last four quarters")}
_COURSE = phrase("since the group began")
_NO_ANSWER = phrase("who did not answer is not counted")
_NO_LINE = phrase("lines without what is needed are not counted")
_LABELS = {"source": phrase("Source:"), "base": phrase("Base:"), "missing": phrase("Missing:"), "period": phrase("Period:"),
           "version": phrase("Definition:")}


def facts(report: Report, indicator: str, figures: Sequence[Figure]) -> list[tuple[str, str]]:
    """Everything but the question: what several indicators of a section often share, so that it is said once."""
    language, entry = report.language, report.view.entry(indicator)
    base = language.words(entry.get("population"))
    told = {"base": base[:1].upper() + base[1:], "source": _sources(language, entry, figures), "missing": _missing(language, entry),
            "period": _period(report, entry), "version": _version(language, entry)}
    return [("", language.words(entry.get("definition"))), *((language.say(_LABELS[name]), text) for name, text in told.items() if text)]


def questions(language: Language, entry: Mapping[str, Any], parts: Sequence[str]) -> list[dict[str, str]]:
    """The wording of the questions behind some parts, each with the language that it is in where that is not the page's."""
    asked = entry.get("question") or {}
    texts = [asked[part] for part in dict.fromkeys(part.partition(".")[0] for part in parts) if part in asked]
    found = []
    for text in texts:
        code = language.code if text.get(language.code) else next((code for code in text if text[code]), "")
        if code:
            found.append({"text": language.quote(text[code]), "lang": "" if code == language.code else code})
    return found


def _sources(language: Language, entry: Mapping[str, Any], figures: Sequence[Figure]) -> str:
    asked = [OF_WAVE[figure.wave] for figure in figures if figure.wave in OF_WAVE] if entry.get("origin") == "answers" else []
    codes = dict.fromkeys([*entry.get("sources", ()), *asked])
    return language.list([language.say(SOURCES[code]) for code in codes if code in SOURCES])


def _missing(language: Language, entry: Mapping[str, Any]) -> str:
    """Who is not in the base; how many answered each questionnaire stands in a section of its own."""
    return language.say(_NO_ANSWER if entry.get("origin") == "answers" else _NO_LINE)


def _period(report: Report, entry: Mapping[str, Any]) -> str:
    window = str(entry.get("window", ""))
    said = _COURSE if window == "answers" and report.view.scope.level == "cohort" else WINDOWS.get(window, "")
    return report.language.say(said) if said else ""


def _version(language: Language, entry: Mapping[str, Any]) -> str:
    changed = entry.get("changed")
    number = language.number(int(entry.get("version", 1)))
    if changed:
        return language.say("version {number}, since the {period}", number=number, period=language.period(changed))
    return language.say("version {number}", number=number)
