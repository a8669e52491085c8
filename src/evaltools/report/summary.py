"""The frame of a report: heading, three sentences, main figures, what is hidden, how each figure is computed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from ..languages import phrase
from . import layout, sentences, words
from .boards import unmet
from .figure import SHARES, Figure
from .people import FEW_ANSWERED, few_answered
from .pieces import Piece, joined, piece
from .sections import THEMES

if TYPE_CHECKING:
    from .report import Report

GOOD, LOW = 0.75, 0.65  # shares from which a figure goes well, under which it needs attention
_TITLES = {"cohort": phrase("Report on the group {name}"), "site": phrase("Report on the antenna {name}"),
           "programme": phrase("Report on {name}"), "bureau": phrase("Report on the bureau {name}")}
OF_PAGES = {"progression": phrase("{name}: progress in the long run"), "managers": phrase("{name}: the team and its work"),
             "partners": phrase("{name}: partners and signals")}
_UNSAID = {"managers": phrase("What the colleagues who did not answer would say."),
           "partners": phrase("Whether a change came from our signals: it mostly has several causes.")}
_CARDS = ("T01", "S01", "P01", "RR", "R01", "R13", "A01", "N07")
_CARDS_OF = {"progression": ("P01", "P00", "L02", "L00"), "managers": ("Q24", "Q13", "Q14", "Q13R"),
             "partners": ("K01", "K07", "K09", "G01", "G02")}


def page(report: Report) -> dict[str, Any]:
    """What the exporter needs of the whole page: language, title, provenance, the words of the frame."""
    language, release, about = report.language, report.view.release, report.view.about
    organisation = release.context.get("organisation", {})
    programme = release.context.get("programmes", {}).get(report.view.programme, {})
    name = about.get("label") or about.get("name", "")
    name = language.words(name) if isinstance(name, Mapping) else name
    kicker = [language.words(organisation.get("name"))]
    if report.view.scope.level != "programme" and programme:
        kicker.append(language.words(programme.get("name")))
    return {
        "level": report.view.scope.level, "language": language.code, "direction": language.direction,
        "title": language.say(_title(report, str(programme.get("kind"))), name=name),
        "kicker": " · ".join(filter(None, kicker)),
        "lede": language.period(release.context["period"]).capitalize(), "facts": _facts(report),
        "skip": language.say("Skip to the content"), "contents": language.say("Contents"),
        "hidden": _hidden_count(report), "contact": organisation.get("contact", ""),
        "downloads": language.say("Download these figures:"), "as_text": language.say("Text for an e-mail"),
        "printed": language.say("The other parts and all figures stand on the page itself."),
        "feedback": language.say("A question, an error, something hard to read? Write to"),
        "code": str(release.manifest.get("code") or _version()), "provenance": _provenance(report),
    }


def _title(report: Report, kind: str) -> str:
    usual = _TITLES["bureau" if kind == "bureau" else report.view.scope.level]
    return OF_PAGES.get(report.page, usual)


def _facts(report: Report) -> list[str]:
    """Antenna, dates and size of a cohort; the coordinator wrote them in her own register."""
    language, about = report.language, report.view.about
    facts = []
    site = report.view.release.context.get("sites", {}).get(about.get("site", ""), {})
    if site:
        facts.append(str(site["name"]))
    if about.get("start"):
        facts.append(language.say("since {date}", date=language.date(about["start"])))
    if about.get("end"):
        facts.append(language.say("ended on {date}", date=language.date(about["end"])))
    elif about.get("planned_end"):
        facts.append(language.say("until {date}", date=language.date(about["planned_end"])))
    if about.get("women"):
        facts.append(language.count("{n} woman", "{n} women", int(about["women"])))
    return facts


def _provenance(report: Report) -> str:
    """What the page was made from: the digest of its own figures, never of tables, which would change with what is hidden."""
    manifest = report.view.release.manifest
    return report.language.say("Figures {digest} · evaltools {code} · {period}", digest=report.view.digest(report.quotes),
                               code=manifest.get("code") or _version(), period=report.view.release.context["period"])


def _version() -> str:
    try:
        return version("evaltools")
    except PackageNotFoundError:
        return "–"


def in_short(report: Report) -> Piece:
    """Three sentences computed from the published figures: the best one, the weakest one, what nobody can say."""
    language = report.language
    shares = [(figure.shares, figure) for figure in _candidates(report) if figure.shares]
    well, praised = _rise(report) if "progress" in layout.PAGES[report.page] else ("", None)
    well = well or language.say("No figure of this quarter stands out.")
    watch, failing = unmet(report) if "group" in layout.PAGES[report.page] else ("", None)
    watch = watch or language.say("No figure of this quarter calls for attention.")
    # Only where every value that the reader can infer lies there: a band that straddles the limit says neither.
    best = max(shares, key=lambda share: share[0], default=None)
    weakest = min(shares, key=lambda share: share[0][::-1], default=None)
    if best and best[0][0] >= GOOD:
        well, praised = sentences.sentence(language, best[1]), best[1]
    if weakest and weakest[0][1] < LOW:
        watch, failing = sentences.sentence(language, weakest[1]), weakest[1]
    items = [{"tone": "good", "label": language.say("What goes well"), "text": well},
             {"tone": "watch", "label": language.say("What needs attention"), "text": watch},
             {"tone": "unsaid", "label": language.say("What we cannot say"), "text": _unsaid(report)}]
    return piece("headlines", items=items, shows=[praised, failing])


def _rise(report: Report) -> tuple[str, Figure | None]:
    """What goes well where no share does: the largest clear rise, of confidence or of a life domain; empty where there is none."""
    changes = [figure for indicator in ("P01", "P30") for figure in report.find_all(indicator, wave="end")
               if (figure.value or 0.0) >= 1 and not figure.part.endswith(".up") and (figure.low is None or figure.low > 0)]
    if not changes:
        return "", None
    largest = max(changes, key=lambda figure: figure.value or 0.0)
    return sentences.sentence(report.language, largest), largest


def _candidates(report: Report) -> list[Figure]:
    """The shares that may be called good or poor: attendance, regular women, satisfaction, requests resolved, rhythm."""
    if report.page == "progression":  # what women attain later is no mark of the course; whom it lost sight of is
        heard = report.find("L00")
        return [heard] if heard and heard.is_share else []
    if report.page in OF_PAGES:
        leads = [indicator for name in layout.PAGES[report.page] for indicator in layout.SECTIONS[name].leads]
        shown = [report.view.figure(indicator) for indicator in leads if indicator in report.view.release.catalogue]
        return [figure for figure in shown if figure and figure.is_share and figure.entry.get("better") == "higher"]
    found = [report.find(indicator) for indicator in ("T01", "T02", "N07", "F17")]
    themes = [figure for indicator in THEMES for figure in report.find_all(indicator)]
    return [figure for figure in (*found, *themes) if figure and figure.is_share]


def _unsaid(report: Report) -> str:
    if report.page in _UNSAID:
        return report.language.say(_UNSAID[report.page])
    if few_answered(report):
        return report.language.say(FEW_ANSWERED)
    if any(report.view.has("P01", "P30", "P34")):
        return report.language.say("Whether the women changed because of the course: no similar group without it was asked.")
    return report.language.say("What the women who did not come or did not answer would say.")


def cards(report: Report) -> Piece | None:
    """Up to four main figures, large; the same words as in the sections."""
    shown: list[Figure] = []
    for indicator in _CARDS_OF.get(report.page, _CARDS):
        # The last questionnaire of the course, not the last one of all: so few answer a year later that it would mislead.
        figure = report.find(indicator, wave="end") or report.find(indicator)
        if figure is not None and figure.amount != 0 and not figure.withheld and len(shown) < 4:
            shown.append(figure)
    return piece("cards", items=[_card(report, figure) for figure in shown], shows=shown) if shown else None


def _card(report: Report, figure: Figure) -> dict[str, str]:
    language = report.language
    label = words.title(language, figure.entry)
    value, note = sentences.value(language, figure), words.wave(language, figure.wave) if figure.wave else ""
    if figure.kind in SHARES and figure.bounds and figure.n:
        low, high = figure.bounds
        if low == high:
            value = language.percent(low / figure.n)
            note = language.say("{low} of {n}", low=language.number(low), n=language.number(figure.n))
            if figure.indicator == "RR":
                note = language.say("{title}, {when}", title=note, when=words.wave(language, figure.wave))
        else:
            value = f"{language.number(low)}–{language.number(high)}"
            note = language.say("of {n}", n=language.number(figure.n))
            if words.base(figure) == "answers":
                note = language.count("of {n} woman who answered", "of {n} women who answered", figure.n)
    elif figure.kind == "change":
        note = language.say("on a scale from 0 to 10")
    return {"label": label, "value": value, "note": note}


def _hidden_count(report: Report) -> str:
    hidden = sum(figure.withheld for figure in _here(report))
    if not hidden:
        return report.language.say("No value is hidden on this page.")
    return report.language.count("{n} value hidden to protect participants, or not asked yet.",
                                 "{n} values hidden to protect participants, or not asked yet.", hidden)


def _here(report: Report) -> list[Figure]:
    """The figures of the report's own scope that have a place on this page, told or not."""
    return [figure for figure in report.view.own
            if layout.home(report.page, figure.indicator, str(figure.entry.get("domain", "")))]


def hidden(report: Report) -> Piece:
    """How many values are hidden, the rules in plain words, and the reason for thresholds under the policy's, if any."""
    language = report.language
    texts = [_hidden_count(report)]
    if report.view.scope.level == "cohort":
        texts.append(language.say("In a small group, an exact number would tell who said what: a range stands in its place."))
        texts.append(language.say("Questions on violence, illness, the couple or amounts of money are never shown for one group."))
    texts.append(language.say("A figure that would reveal another one is hidden as well."))
    carried = sum(figure.status == "carried" for figure in _here(report))
    if carried:
        texts.append(language.count("{n} figure could not be renewed: its last published value stands.",
                                    "{n} figures could not be renewed: their last published values stand.", carried))
    reason = str(report.view.release.context.get("policy_reason", "")).strip()
    if reason:
        texts.append(language.say("Some thresholds are lower than the policy's, for this reason: {reason}", reason=reason))
    return piece("statements", texts=texts)


def method(report: Report) -> Piece | None:
    """How ranges are read; then, folded, what was shown so far and is explained in no section of its own."""
    left = [indicator for indicator in report.used if indicator not in report.explained and report.view.tells(indicator)]
    items = [_explained(report, indicator) for indicator in left]
    if not report.used:
        return None
    said = report.language.say("Range between two numbers: the exact number stays hidden. Likely range: 95% interval.")
    where = report.language.say("How each figure is computed stands folded under its part.")
    read = piece("paragraph", text=f"{said} {where}", tone="quiet")
    if not items:
        return read
    summary = report.language.count("The definition of {n} other figure", "The definitions of {n} other figures", len(items))
    return joined([read, piece("folded", summary=summary, items=items, labels=())])


def _explained(report: Report, indicator: str) -> dict[str, Any]:
    language, entry = report.language, report.view.entry(indicator)
    asked = entry.get("question") or {}
    questions = [language.quote(language.words(asked[part])) for part in sorted(asked)]
    facts = [(language.say("Question:"), " ".join(questions)),
             (language.say("Base:"), language.words(entry.get("population"))), *_before(report, indicator)]
    return {"id": indicator, "title": words.title(language, entry), "definition": language.words(entry.get("definition")),
            "facts": [(label, text) for label, text in facts if text]}


def _before(report: Report, indicator: str) -> list[tuple[str, str]]:
    """What an indicator meant and said until this quarter, where its definition changed in it."""
    language, formers = report.language, report.view.formers(indicator)
    former = report.view.entry(indicator).get("former")
    if not former or not formers:
        return []
    said = " ".join(sentences.sentence(language, figure) for figure in formers)
    return [(language.say("Changed this quarter. Before:"), language.words(former.get("definition"))),
            (language.say("Counted as before:"), said)]
