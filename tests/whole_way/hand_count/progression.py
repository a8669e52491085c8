"""P: how much changed, from each woman's forms."""

from __future__ import annotations

from collections.abc import Iterator

from .adding import Hand, Raw, Unit
from .forms import Form
from .units import FOUR, LATER, answers, at_least, changed, chosen, mostly, of_form, option, pairs, ticks, together, value, went

TEN = {code: code for code in ("housing", "work", "income", "education", "health", "mobility", "leisure", "network", "mental", "children")}
SKILLS = {code: f"learned[{code}]" for code in ("talking", "papers", "money", "children", "digital", "work")}
JOINED = ("association", "course", "volunteering", "neighbours", "outing")
END = ("end",)


def listed(question: str, options: str, mark: str = "[{}]") -> str:
    """The codes of one question with several rows or options."""
    return " ".join(question + mark.format(each) for each in options.split())


def clear(raw: Raw) -> Iterator[tuple[Form, int, int]]:
    """Women with six or more of eleven areas answered at the start and the end: areas clearly up, clearly down."""
    steps: dict[int, tuple[Form, list[float]]] = {}
    for code in (*TEN, "confidence"):
        for form, before, after in pairs(raw, END, lambda form, code=code: form.number(code)):
            steps.setdefault(id(form), (form, []))[1].append(after - before)
    for form, found in steps.values():
        if len(found) >= 6:
            yield form, sum(step >= 2 for step in found), sum(step <= -2 for step in found)


def _areas(raw: Raw) -> Iterator[Unit]:
    return (of_form(form, up >= least and down < up, f"k{least}") for form, up, down in clear(raw) for least in range(1, 7))


def _power(form: Form, _: str) -> float | None:
    """Five answers, each brought to 0 to 10: their mean, where she gave all five."""
    kinds = [option(form, f"takingPart.{each}") for each in JOINED]
    found = [form.number("confidence"), form.number("control"), form.number("countOn"), form.number("ownSteps")]
    if None in kinds or None in found:
        return None
    confidence, control, people, steps = (float(each) for each in found if each is not None)
    joined = sum(each for each in kinds if each is not None)
    return (confidence + control + people / 6 * 10 + (steps - 1) / 4 * 10 + joined / 5 * 10) / 5


def _sum(question: str, options: str) -> Hand:
    return changed(question, END, clearly=1, worth=together(listed(question, options, ".{}"), "sum"))


def _rows(question: str, rows: str) -> Hand:
    return changed(question, END, clearly=1, worth=together(listed(question, rows)))


def up(before: float, after: float) -> bool:
    """Higher than before."""
    return after > before


HANDS = {
    "P00": Hand("share", "answers", _areas, above=("k1", "k2", "k4", "k5", "k6")),
    "P00F": went(END, "", {"": up}, together("income network housing mobility health leisure", "sum")),
    "P01": changed("confidence"), "P02": changed("lonely", lower=True),
    "P03": changed("", clearly=1, worth=together(listed("takingPart", " ".join(JOINED), ".{}"), "sum")),
    "P03T": ticks(FOUR, "takingPart", " ".join((*JOINED, "none"))), "P04": changed("countOn", clearly=1),
    "P04N": answers(FOUR, "countOn", chosen("n0")), "P05": _rows("expressing", "needs refuse understood"),
    "P06": changed("stress", lower=True), "P07": changed("worry", lower=True), "P08": changed("esteem"), "P09": changed("able"),
    "P10": changed("load", lower=True), "P10V": answers(("visit",), "load", value, "mean"),
    "P11": _rows("understood", "school employer social offices"), "P12": _rows("composure", "calm name posture"),
    "P13": changed("relations"),
    "P14": changed("interviewStress", END, lower=True), "P14C": mostly("interview", at_least(3)), "P15": changed("dignity"),
    "P16": changed("guilt", lower=True), "P17": changed("control"), "P18": answers(LATER, "ties", value, "mean"),
    "P18V": answers(("visit",), "families", value, "mean"), "P19": changed("feeling"),
    "P19V": answers(("visit",), "feeling", value, "mean"),
    "P21": answers(FOUR, "project", chosen("p2", "p3", "p4")), "P21M": went(LATER, "project", {"": up}),
    "P22": _sum("rightsKnown", "alimony family bim tariff home lawyer"),
    "P22R": ticks(("intake", "end"), "rightsKnown", "alimony family bim tariff home lawyer"),
    "P23": answers(("visit",), "easyToFind", at_least(4)), "P23C": answers(("visit",), "contactedBefore", value, "mean"),
    "P24": changed("ownSteps", clearly=1), "P24V": answers(("visit",), "ownSteps", at_least(4)),
    "P25": changed("", clearly=1, worth=_power), "P26": ticks(("visit",), "exchange", "minding things tips trips none"),
    "P27": changed("trust"), "P28": changed("hope"), "P29": changed("bounce"), "P30": changed(TEN),
    "P31": answers(("mid", "end"), "peers", at_least(4)), "P31C": mostly("peers", at_least(3)),
    "P32": changed("belonging", END, first="mid"),
    "P33": Hand("share", "answers", lambda raw: (
        unit for part, code, answer in (("children_better", "childrenChange", "e3"), ("children_worse", "childrenChange", "e1"),
                                        ("around_better", "aroundChange", "e3"), ("around_worse", "aroundChange", "e1"))
        for unit in answers(LATER, {part: code}, chosen(answer)).units(raw))),
    "P34": answers(("intake", "mid", *LATER), TEN, value, "mean"),
    "P35": answers(LATER, SKILLS, chosen("g2")), "P35A": answers(LATER, SKILLS, chosen("g1", "g2")),
    "P36": changed("steady", END, clearly=1), "P37": answers(("intake",), "motivation", value, "mean"),
    "P38": changed("outings", END, clearly=1),
    "P38O": answers(("intake", "end"), "onlyOuting", chosen("yes")), "P39": answers(END, "punctual", chosen("e3")),
    "P40": changed("speakUp", END), "P41": _rows("languageLevel", "listen speak read write"), "P42": changed("ownTime", END, clearly=1),
    "P43": changed("trustServices", END), "P44": answers(FOUR, "whomToAsk", chosen("yes")),
    "P45": _sum("digitalTasks", "mail benefits itsme forms video"), "P46": changed("children"),
    "P47": answers(LATER, {"gave": "mutual[gave]", "got": "mutual[got]"}, at_least(4)),
}
