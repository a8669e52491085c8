"""The sections on who the women are: who answered, who comes in and leaves, what became of them after the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..languages import phrase
from . import charts, sections, words
from .fronts import front, statements
from .pieces import Piece, joined, piece
from .sections import followed, work

if TYPE_CHECKING:
    from .report import Report

FEW_ANSWERED = phrase("Few women answered: those who did not may think otherwise.")


def who_answered(report: Report) -> Piece | None:
    """Ten people a questionnaire, as many filled as answered out of ten; a caution instead of a trend where few did."""
    rates = [rate for rate in report.find_all("RR", part="") if not rate.withheld]
    if not rates:
        return None
    drawn = [charts.people(report.language, rate, words.wave(report.language, rate.wave)) for rate in rates]
    careful = piece("callout", title=report.language.say("Careful."), text=report.language.say(FEW_ANSWERED))
    shown = [people for people in drawn if people]
    if not shown:
        return statements(report, rates)
    return joined([piece("paragraph", text=report.language.say("Of ten women who could answer, how many did"), tone="quiet"),
                   piece("pictogram", items=shown), careful if few_answered(report) else None])


def few_answered(report: Report) -> bool:
    """Whether the last questionnaire's response rate is surely under the limit that the policy sets."""
    last = report.view.figure("RR", wave="end") or report.view.figure("RR")
    limit = report.view.release.context.get("caution_rate", 0.6)
    return bool(last and last.shares and last.shares[1] < limit)


def reach(report: Report) -> Piece | None:
    """Women in the register: entries, exits, there at the end; the year's participants."""
    flows = report.find_all("R01")
    year = [report.find("R03"), report.find("R12"), report.find("R13")]
    if all(flow.withheld for flow in flows):
        found = [statements(report, year), front(report, "reach")]
        return joined(found) if any(found) else None
    language = report.language
    caption = language.say("Women in the register this quarter")
    chart = charts.counts(language, caption, "", flows, ordered=False)
    return joined([piece("bars", chart=chart, say=language.say), statements(report, year), front(report, "reach")])


def follow_up(report: Report) -> Piece | None:
    """How many could be asked, contacts that were kept, work before and after; only what was published."""
    coverage, contacts = report.find("L00"), report.find("L01")
    worked = work(report, ("intake", "end", "followup6", "followup12")) if followed(report) else None
    later = [figure for indicator in ("L02F", "P01", "L04") for figure in report.find_all(indicator, wave="followup12")
             if not figure.part.endswith(".up")]
    heard, told = _attrition(report), statements(report, [coverage, contacts, *later])
    drawn = sections.domains(report, "followup12") if report.view.has_wave("P30", "followup12") else None
    others = front(report, "follow_up")
    found = [heard, told, drawn, worked, others]
    return joined(found) if any(found) else None


def _attrition(report: Report) -> Piece | None:
    """Of ten women, how many were still heard at each wave, and what that leaves unsaid; only where a later wave is told."""
    rates = [rate for rate in report.find_all("RR", part="") if rate.wave in ("intake", "end", "followup6", "followup12")]
    later = report.find("L00")
    shown = [(rate, words.wave(report.language, rate.wave)) for rate in rates if not rate.withheld]
    if later is not None and not later.withheld and not any(rate.wave == "followup12" for rate, _ in shown):
        shown.append((later, words.wave(report.language, "followup12")))
    if not any(rate.wave.startswith("followup") for rate, _ in shown):
        return None
    drawn = [people for rate, name in shown if (people := charts.people(report.language, rate, name))]
    title = report.language.say("Who could still be heard, of ten women")
    note = report.language.say("Women who could not be reached may be doing better or worse.")
    return joined([piece("heading3", text=title), piece("pictogram", items=drawn),
                   piece("callout", title=report.language.say("Careful."), text=note)])
