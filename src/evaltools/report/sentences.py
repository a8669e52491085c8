"""Whole sentences, one for each kind and status of a figure, never fragments joined; at most 25 words, active, no jargon."""

from __future__ import annotations

from collections.abc import Mapping

from ..languages import Language, phrase
from . import words
from .figure import SHARES, Figure, protected_only
from .view import MAIN

WITHHELD = phrase("{title}: not shown, to protect the women.")
SINCE = phrase("This figure was last published for the {period}.")
NO_COMPARISON = phrase("There is no comparison group: part of this change would have been seen anyway.")
TO_THE_MEAN = phrase("Women often come in at a hard time. After a very low point, answers tend to rise by themselves.")
NOT_CAUSE = phrase("This does not say why they left.")

# One sentence a band word, because agreement differs from word to word in French and Dutch.
_BANDED = {
    "few": phrase("{title}: few, {low} to {high} of the {n} women who answered."),
    "some": phrase("{title}: some, {low} to {high} of the {n} women who answered."),
    "half": phrase("{title}: about half, {low} to {high} of the {n} women who answered."),
    "many": phrase("{title}: many, {low} to {high} of the {n} women who answered."),
    "most": phrase("{title}: most, {low} to {high} of the {n} women who answered."),
    "less_than_half": phrase("{title}: less than half, {low} to {high} of the {n} women who answered."),
    "half_or_fewer": phrase("{title}: half or fewer, {low} to {high} of the {n} women who answered."),
    "half_or_more": phrase("{title}: half or more, {low} to {high} of the {n} women who answered."),
    "more_than_half": phrase("{title}: more than half, {low} to {high} of the {n} women who answered."),
    "range": phrase("{title}: {low} to {high} of the {n} women who answered."),
}
_SHARE = {
    ("exact", "answers"): phrase("{title}: {numerator} of the {n} women who answered ({percent})."),
    ("exact", "forms"): phrase("{title}: {numerator} of the {n} forms of visitors ({percent})."),
    ("at_least", "forms"): phrase("{title}: at least {low} of the {n} forms of visitors."),
    ("banded", "forms"): phrase("{title}: {low} to {high} of the {n} forms of visitors."),
    ("exact", "women"): phrase("{title}: {numerator} of {n} women ({percent})."),
    ("exact", "other"): phrase("{title}: {numerator} of {n} ({percent})."),
    ("alone", "other"): phrase("{title}: {percent}."),
    ("at_least", "answers"): phrase("{title}: at least {low} of the {n} women who answered."),
    ("at_least", "other"): phrase("{title}: at least {low} of {n}."),
    ("banded", "other"): phrase("{title}: {low} to {high} of {n}."),
}
_MEAN = {
    ("exact", "points"): phrase("{title}: {value} out of {highest} on average, for {n} women."),
    ("banded", "points"): phrase("{title}: about {value} out of {highest} on average, for {n} women."),
    ("exact", ""): phrase("{title}: {value} on average."),
    ("banded", ""): phrase("{title}: about {value} on average."),
}
_CHANGE = {
    "up": phrase("{title}: up by {size} on a scale from {lowest} to {highest}, for the {n} women who answered twice."),
    "down": phrase("{title}: down by {size} on a scale from {lowest} to {highest}, for the {n} women who answered twice."),
    "unclear": phrase("{title}: {signed} on a scale from {lowest} to {highest}, for {n} women; this can be chance."),
    "about_up": phrase("{title}: up by about {size} on a scale from {lowest} to {highest}, for the {n} women who answered twice."),
    "about_down": phrase("{title}: down by about {size} on a scale from {lowest} to {highest}, for the {n} women who answered twice."),
    "same": phrase("{title}: about the same on average, for the {n} women who answered twice."),
}
# Of what is counted, not marked on a scale.
_CHANGED = {
    "up": phrase("{title}: up by {size} on average, for the {n} women who answered twice."),
    "down": phrase("{title}: down by {size} on average, for the {n} women who answered twice."),
    "unclear": phrase("{title}: {signed} on average, for {n} women; this can be chance."),
    "about_up": phrase("{title}: up by about {size} on average, for the {n} women who answered twice."),
    "about_down": phrase("{title}: down by about {size} on average, for the {n} women who answered twice."),
    "same": _CHANGE["same"],
}
_COUNT = {
    "exact": phrase("{title}: {value}."),
    "few": phrase("{title}: fewer than {limit}."),
    "banded": phrase("{title}: between {low} and {high}."),
}
# An indicator's own sentence where the common one would be stiff; by status.
_OWN: Mapping[tuple[str, str], str] = {
    ("T01", "exact"): phrase("The women came to {numerator} of {n} planned presences ({percent})."),
    ("T02", "exact"): phrase("{numerator} of {n} women came regularly ({percent})."),
    ("T02", "banded"): phrase("{low} to {high} of {n} women came regularly."),
    ("T02", "at_least"): phrase("At least {low} of {n} women came regularly."),
    ("T04", "exact"): phrase(
        "Within six months, {percent} of the women dropped out; leaving for a job, a training or a move does not count."),
    ("F02", "exact"): phrase("{numerator} of {n} sessions took place in the usual venue."),
    ("F17", "exact"): phrase("{numerator} of {n} intervals between sessions lasted at most 14 days."),
    ("RR", "exact"): phrase("{numerator} of {n} women answered ({percent})."),
    ("RR", "banded"): phrase("{low} to {high} of {n} women answered."),
    ("RR", "at_least"): phrase("At least {low} of {n} women answered."),
    ("L00", "exact"): phrase("{numerator} of {n} women answered one year later ({percent})."),
    ("L00", "banded"): phrase("{low} to {high} of {n} women answered one year later."),
}
_DIFFERENCE = {
    "more": phrase("{title}: of 100 women concerned, about {points} more than of 100 others."),
    "fewer": phrase("{title}: of 100 women concerned, about {points} fewer than of 100 others."),
    "unclear": phrase("{title}: about as often as for the others, as far as {n} women can tell."),
}
_OWN_DIFFERENCE: Mapping[str, Mapping[str, str]] = {
    "T05": {
        "more": phrase("Of 100 women with poor first cards, about {points} more dropped out later than of 100 others."),
        "fewer": phrase("Of 100 women with poor first cards, about {points} fewer dropped out later than of 100 others."),
        "unclear": phrase("Women with poor first cards dropped out about as often as the others, as far as {n} women can tell."),
    },
    "T09": {
        "more": phrase("Of 100 women whose confidence rose clearly, about {points} more were in work later than of 100 others."),
        "fewer": phrase("Of 100 women whose confidence rose clearly, about {points} fewer were in work later than of 100 others."),
        "unclear": phrase("Women whose confidence rose clearly were in work about as often as the others, as far as {n} women can tell."),
    },
}


@protected_only
def sentence(language: Language, figure: Figure) -> str:
    """What a figure says, in one or two sentences; the constant sentence where it is withheld."""
    text = language.say(_msgid(figure), title=named(language, figure), **_values(language, figure))
    if figure.status != "carried":
        return text
    return f"{text} {language.say(SINCE, period=language.period(figure.since))}"


@protected_only
def named(language: Language, figure: Figure) -> str:
    """What is measured; its part and its wave where the reader could mistake it for another."""
    title = titled(language, figure)
    if figure.wave in ("intake", "mid", "followup6", "followup12"):
        title = language.say("{title}, {when}", title=title, when=words.wave(language, figure.wave))
    return title


@protected_only
def titled(language: Language, figure: Figure) -> str:
    """The indicator with its part, as it stands in a chart or table beside other indicators."""
    title = words.title(language, figure.entry)
    part, _, up = figure.part.partition(".")
    if part and figure.part != MAIN.get(figure.indicator):
        title = language.say("{title} ({part})", title=title, part=words.inside(words.title(language, figure.entry, figure.part)))
    return language.say("{title}, clear progress", title=title) if up else title


def _msgid(figure: Figure) -> str:
    if figure.withheld:
        return WITHHELD
    status = figure.shape
    whole = figure.part == MAIN.get(figure.indicator, "")
    own = _OWN.get((figure.indicator, status), "") if whole else ""
    if own and (status != "exact" or figure.numerator is not None or figure.kind == "incidence"):
        return own
    if figure.kind == "difference" and figure.value is not None:
        return _OWN_DIFFERENCE.get(figure.indicator, _DIFFERENCE)[_clear(figure, "more", "fewer", "unclear")]
    if figure.kind in SHARES:
        return _share(figure, status)
    if figure.kind == "change":
        return _change(figure, status)
    if figure.kind == "mean" and figure.value is not None:
        return _MEAN[(status, "points" if figure.unit == "points" and figure.n else "")]
    if figure.bounds and figure.bounds[0] != figure.bounds[1]:
        return _COUNT["few" if figure.bounds[0] == 0 else "banded"]
    return _COUNT["exact"]


def _share(figure: Figure, status: str) -> str:
    base = words.base(figure)
    if status == "exact" and (figure.numerator is None or figure.n is None):
        return _SHARE[("alone", "other")]
    if status == "banded" and base == "answers" and figure.bounds and figure.n:
        return _BANDED[words.band(*figure.bounds, figure.n)]
    return _SHARE.get((status, base)) or _SHARE[(status, "other")]


def _change(figure: Figure, status: str) -> str:
    if figure.bounds and figure.value is None:
        return _share(figure, status)
    said = _CHANGE if figure.unit == "points" else _CHANGED
    if status == "banded":
        value = figure.value or 0.0
        return said["same" if value == 0 else "about_up" if value > 0 else "about_down"]
    return said[_clear(figure, "up", "down", "unclear")]


def _clear(figure: Figure, up: str, down: str, unclear: str) -> str:
    """Which way a change goes, if its interval leaves no doubt."""
    if figure.low is None or figure.high is None or figure.low <= 0 <= figure.high:
        return unclear
    return up if figure.low > 0 else down


def _values(language: Language, figure: Figure) -> dict[str, str]:
    """Every number that a sentence about this figure can need, as the reader's language writes it."""
    counts = {"n": figure.n, "numerator": figure.numerator}
    lowest, highest = figure.entry.get("span") or (0, 10)
    values = {"lowest": language.short(lowest), "highest": language.short(highest)}
    values |= {name: language.number(count) for name, count in counts.items() if count is not None}
    if figure.bounds:
        values |= {"low": language.number(figure.bounds[0]), "high": language.number(figure.bounds[1]),
                   "limit": language.number(figure.bounds[1] + 1)}
    if figure.is_share and figure.shares:
        values["percent"] = language.percent(figure.shares[0])
    if figure.amount is not None:
        amount = figure.amount
        values |= {"value": language.short(amount), "size": language.short(abs(amount)), "signed": language.signed(amount),
                   "points": language.number(abs(amount) * 100)}
    if "percent" not in values and figure.value is not None:
        values["percent"] = language.percent(figure.value)
    return values


@protected_only
def value(language: Language, figure: Figure | None) -> str:
    """A figure as a table's cell or a bar's end: the number without a sentence; empty where there is no such figure."""
    if figure is None:
        return ""
    if figure.withheld:
        return language.say("not shown")
    values = _values(language, figure)
    if figure.kind == "change" and figure.value is not None:
        return values["signed"]
    if figure.kind == "difference":
        return language.say(phrase("{points} fewer of 100") if (figure.value or 0.0) < 0 else phrase("{points} more of 100"), **values)
    if figure.bounds and figure.bounds[0] != figure.bounds[1]:
        return language.say(_range(figure), **values)
    if figure.kind in SHARES:
        return _share_value(language, figure, values)
    if figure.kind == "mean" and figure.shape == "banded":
        return language.say("about {value}", **values)
    return values.get("value", "")


def _range(figure: Figure) -> str:
    if figure.n is None:
        return phrase("fewer than {limit}") if figure.count_low == 0 else phrase("{low} to {high}")
    return phrase("at least {low} of {n}") if figure.shape == "at_least" else phrase("{low} to {high} of {n}")


def _share_value(language: Language, figure: Figure, values: dict[str, str]) -> str:
    if figure.numerator is None or figure.n is None:
        return values.get("percent", "")
    return language.say("{numerator} of {n} ({percent})", **values)


@protected_only
def uncertainty(language: Language, figure: Figure, when: str = "") -> str:
    """How far a share of answers may be off, in words, and `when` if waves stand together; empty where nothing was estimated."""
    ends = likely(figure)
    if figure.kind not in SHARES or ends is None:
        return ""
    low, high = (words.share_in_words(end) for end in ends)
    if low == high:
        said = phrase("The true share {when} is likely {share}.") if when else phrase("The true share is likely {share}.")
        return language.say(said, share=language.say(low), when=when)
    said = phrase("The true share is likely between {low} and {high}.")
    if when:
        said = phrase("The true share {when} is likely between {low} and {high}.")
    return language.say(said, low=language.say(low), high=language.say(high), when=when)


@protected_only
def likely(figure: Figure) -> tuple[float, float] | None:
    """The interval where chance moves the figure: answers stand for more than was asked; a register's totals for themselves."""
    estimated = figure.kind not in SHARES or words.base(figure) == "answers"
    return (figure.low, figure.high) if estimated and figure.low is not None and figure.high is not None else None


@protected_only
def interval(language: Language, figure: Figure) -> str:
    """The 95 % interval as a table's cell; empty where there is none."""
    ends = likely(figure)
    if ends is None:
        return ""
    if figure.kind in (*SHARES, "difference"):
        low, high = (language.percent(end) for end in ends)
    elif figure.kind == "change":
        low, high = (language.signed(end) for end in ends)
    else:
        low, high = (language.number(end, 1) for end in ends)
    return language.say("{low} to {high}", low=low, high=high)
