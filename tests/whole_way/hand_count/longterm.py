"""L, N, C, R, V, K and Q of questionnaires: what is left later, who they are, what partners and case managers say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .adding import Hand, Raw, Unit
from .progression import END, listed, up
from .units import FOUR, LATER, answers, at_least, changed, choices, chosen, of_form, option, ticks, together, value, went, words, written

START, WORK = ("intake",), chosen("job", "art60")
NEEDS = "isolation housing money papers childcare work health load education legal"
YEARLY, PARTNERS, VISIT, AFTER = ("yearly",), ("partners",), ("visit",), ("followup6", "followup12")
CELLS = {(True, True): "better_stronger", (True, False): "better_not", (False, True): "not_stronger", (False, False): "neither"}
PROFILE = {"age": ("age", "y18 y25 y35 y45"), "school": ("schooling", "sc0 sc1 sc2 sc3 sc4"),
           "home": ("dwelling", "rent soc own host shelt nohom")}


def kept(before: float, after: float) -> bool | None:
    """Still so, of those of whom it was so."""
    return after == 1 if before == 1 else None


def down(before: float, after: float) -> bool:
    """Lower than before."""
    return after < before


def together_of(*hands: Hand) -> Hand:
    """Several counts as the parts of one."""
    return replace(hands[0], units=lambda raw: (unit for hand in hands for unit in hand.units(raw)))


def one_of(waves: tuple[str, ...], parts: dict[str, tuple[str, object]]) -> Hand:
    """Parts of different questions."""
    return together_of(*(answers(waves, {part: code}, worth) for part, (code, worth) in parts.items()))


def _evolved(code: str) -> Hand:
    return one_of(LATER, {part: (code, chosen(answer)) for part, answer in (("better", "e3"), ("same", "e2"), ("worse", "e1"))})


def _crossed(raw: Raw) -> Iterator[Unit]:
    for form in raw.answers:
        situation, stronger = form.said("situation"), form.number("stronger")
        if form.wave in LATER and situation and stronger is not None:
            mine = CELLS[situation == "e3", stronger >= 4]
            yield from (of_form(form, part == mine, part) for part in CELLS.values())


def _exits(raw: Raw) -> Iterator[Unit]:
    start = {(form.who, form.cohort): form.number("lonely") for form in raw.answers if form.wave == "intake"}
    for form in raw.answers:
        lonely, people, plan = (form.number(code) for code in ("lonely", "countOn", "project"))
        informed = form.said("whomToAsk")
        if form.wave == "end" and None not in (lonely, people, plan, informed):
            before = start.get((form.who, form.cohort))
            met = {"lonely": lonely <= 3 or (before is not None and lonely < before), "supported": people >= 1,
                   "informed": informed == "yes", "project": plan >= 2}
            met["all"] = all(met.values())
            yield from (of_form(form, holds, part) for part, holds in met.items())


def _reading(raw: Raw) -> Iterator[Unit]:
    for form in raw.answers:
        if form.wave == "intake" and (reads := form.said("reading")):
            needs = reads in ("slow", "hard")
            yield of_form(form, needs, "help")
            if needs and (heard := form.said("heard")):
                yield of_form(form, heard in ("video", "mouth"), "by_mouth")


def _wanted(raw: Raw) -> Iterator[Unit]:
    for form in raw.answers:
        three = {form.raw.get(f"wanted[{place}]", "") for place in (1, 2, 3)} - {""}
        if form.wave == "yearly" and three:
            yield from (of_form(form, need in three, need) for need in ("right", "safe", "kids", "group", "talk", "equal", "role"))


def _yearly(question: str, rows: str) -> Hand:
    return answers(YEARLY, {row: f"{question}[{row}]" for row in rows.split()}, value, "mean", "year", staff=True)


def _agree(code: str) -> Hand:
    return answers(YEARLY, code, at_least(4), window="year", staff=True)


PROFILES = {f"{prefix}_{code}": (question, chosen(code)) for prefix, (question, codes) in PROFILE.items() for code in codes.split()}
PROFILES |= {f"tongue_{code}": (f"tongues.{code}", option) for code in words("fr nl en ar ber tr es pt ro")}
CHANCES = {code: code for code in ("trainings", "interviews", "offers", "applications")}
SOLVED = {code: f"solved.{code}" for code in words("childcare home money papers legal health")}
SOLVED |= {code: f"opportunities.{code}" for code in words("training job volunteering activity")}
HANDS = {
    "L01": went(("followup12",), "contacts", {"": kept}, chosen("c3", "c4"), "end"), "L02": answers(FOUR, "employment", WORK),
    "L02E": answers(FOUR, "employment", chosen("job", "art60", "train", "volun")),
    "L02F": went(LATER, "employment", {"started": up, "stopped": down}, WORK),
    "L03": _evolved("coupleChange"),
    "L03O": answers(LATER, "coupleOpen", value, "mean"), "L03S": answers(LATER, "couple", value, "mean"), "L04": changed("autonomy"),
    "L04I": choices(FOUR, "incomeSource", "wage ris unemp sick famil aside noinc"), "L04U": answers(FOUR, "unexpected", chosen("yes")),
    "L05": changed("", clearly=1, worth=together(listed("ownFeelings", "alone opinion decide"))),
    "L07": answers(AFTER, "turning", at_least(4)),
    "L08": together_of(*(went(("followup12",), f"measures.{part}", {part: kept}, option, "end")
                         for part in words("alimony tariff debts childcare home care training"))),
    "L09": ticks(AFTER, "stillMeeting", "chat cafe activity manager women none"), "L10": answers(AFTER, "groupChat", chosen("yes")),
    "L12": choices(FOUR, "employment", "job art60 train volun seek none"), "L13": Hand("share", "answers", _crossed),
    "L14": went(LATER, "incomeBand", {"up": up, "same": lambda before, after: after == before, "down": down}),
    "L14E": answers(FOUR, "makeEnds", at_least(4)), "L15": _evolved("homeChange"), "L15L": answers(FOUR, "socialList", chosen("yes")),
    "L15P": ticks(FOUR, "homeProblems", "damp cold small costly unsafe noHome none"), "L16": changed("selfHealth", clearly=1),
    "L16C": answers(FOUR, {"doctor": "doctor", "dentist": "dentist"}, chosen("yes")),
    "L17": answers(END, "homeSearch", lambda form, code: {"found": 1.0, "still": 0.0}.get(form.said(code) or "")),
    "L18": answers(FOUR, CHANCES, value, "mean"), "L18G": changed(CHANCES, clearly=1), "L19": Hand("share", "answers", _exits),
    "F27": _yearly("organisation", "partners coordination trying"), "F28": _yearly("backing", "management colleagues"),
    "F28S": answers(YEARLY, "fromStart", chosen("yes"), window="year", staff=True),
    "Q02S": ticks(YEARLY, "tensions", "change misread tension none", window="year", staff=True),
    "Q09": _yearly("room", "hours caseload freedom"),
    "Q10": _yearly("training", "language network coherence"), "Q12": _yearly("craft", "expertise motivation sense"),
    "Q15": Hand("share", "year", _wanted, staff=True), "Q18": _agree("changedPractice"), "Q19": _yearly("intervision", "energy stronger"),
    "Q24": _agree("satisfied"), "K02R": answers(PARTNERS, "referred", value, "mean", "year"),
    "K02S": replace(one_of(PARTNERS, {
        "know": ("know", at_least(4)), "clear": ("cooperation[clear]", at_least(4)), "useful": ("cooperation[useful]", at_least(4)),
        "recognised": ("cooperation[recognised]", at_least(4)), "recommend": ("recommend", chosen("yes"))}), window="year"),
    "K04": changed("organisations", clearly=1), "K04U": answers(AFTER, "organisationsUsed", value, "mean"),
    "V02S": answers(VISIT, "actedOn", at_least(4)),
    "A07S": one_of(END, {"prepared": ("interviewPrepared", chosen("yes")), "went": ("interviews", at_least(1))}),
    "C01S": choices(START, "heard", "cpas assoc schol mouth commu mail paper web video othr forgt"),
    "C06S": Hand("share", "answers", _reading),
    "G06": ticks(("intake", "end"), "blocked", "childcare home lawyer refused transport none"),
    "N01S": ticks(START, "needs", f"{NEEDS} none"),
    "N02": ticks(START, "events", "separation jobLoss illness death violence addiction exile none"),
    "N03": answers(START, "", together(listed("needs", NEEDS, ".{}"), "sum"), "mean"),
    "N03D": answers(START, "", lambda form, _: None if (found := together(listed("needs", NEEDS, ".{}"), "sum")(form, "")) is None
                    else float(found >= 3)),
    "N06S": answers(("intake", "end"), "alimony", chosen("paid", "some", "asked")),
    "N08": answers(START, {"trust": "trust", "lonely": "lonely", "leftOut": "leftOut"}, value, "mean"), "N10": answers(END, SOLVED, option),
    "N11": together_of(*(went(END, f"servicesUsed.{part}", {part: up}, option)
                         for part in words("doctor dentist lawyer debts mental jobs family"))),
    "N13": ticks(("intake", "followup12"), "unfair", "home work school offices care street none"),
    "R06S": answers(START, {age: f"childrenAges[{age}]" for age in ("a0", "a3", "a6", "a12")}, value, "count"),
    "R08S": one_of(START, PROFILES), "R15": choices(START, "chosen", "free told must"),
    "R16S": one_of(START, {"alone": ("alone", chosen("yes")), "ris": ("incomeSource", chosen("ris")),
                           "hard": ("makeEnds", chosen("m1", "m2")), "few": ("countOn", chosen("n0", "n1"))}),
    "V07": answers(END, "expectationMet", chosen("yes")),
    "V07T": answers(START, {"hopes": "hopes", "concerns": "concerns"}, written, "count", women=True),
    "V08": answers(END, {"changed": "changed", "proud": "proud", "keep": "keep"}, written, "count", women=True),
}
