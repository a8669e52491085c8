"""What goes wrong between a woman and the survey server: lost codes, forms twice, broken off, in the wrong wave, misdated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

import numpy as np

from ..identity import Identity
from . import SECRET
from .forms import Form
from .voices import HOSTILE
from .world import World, generator


@dataclass(frozen=True)
class Sent:
    """One row on the survey server.

    Attributes
    ----------
    form
        The form as it arrived.
    wave
        The survey in which it landed; another than the form's own where waves were swapped.
    token
        The access code that came with it: may be empty, or nobody's.
    submitted
        Whether she pressed the last button.
    recovered
        What a careful reader gets back of it: None where nothing can be told, or where it only repeats another form.
    """

    form: Form
    wave: str
    token: str
    submitted: bool = True
    recovered: Form | None = None


@dataclass(frozen=True)
class Planted:
    """One kind of dirt in one place: how much of it, and what a careful reader cannot get back."""

    kind: str
    where: str
    count: int
    lost: str


Spoil = Callable[[Sent, np.random.Generator], list[Sent]]


def _lost_token(sent: Sent, _: np.random.Generator) -> list[Sent]:
    return [replace(sent, token="", recovered=None)]


def _unknown_token(sent: Sent, rng: np.random.Generator) -> list[Sent]:
    return [replace(sent, token="".join(rng.choice(list("abcdefghijkmnpqrstuvwxyz23456789"), 15)), recovered=None)]


def _duplicate(sent: Sent, _: np.random.Generator) -> list[Sent]:
    """A first complete attempt two days before, a step lower: the last complete form is the one that counts."""
    earlier = dt.timedelta(days=2)
    lower = {code: f"l{max(0, int(answer[1:]) - 1)}" if answer[0] == "l" and answer[1:].isdigit() else answer
             for code, answer in sent.form.answers.items()}
    first = replace(sent.form, started=sent.form.started - earlier, submitted=sent.form.submitted - earlier, answers=lower)
    return [replace(sent, form=first, recovered=None), sent]


def _abandoned(sent: Sent, _: np.random.Generator) -> list[Sent]:
    """A second attempt the next day, given up after four questions."""
    later = dt.timedelta(days=1)
    second = replace(sent.form, started=sent.form.started + later, submitted=sent.form.submitted + later,
                     answers=dict(list(sent.form.answers.items())[:4]))
    return [sent, replace(sent, form=second, submitted=False, recovered=None)]


def _break_off(sent: Sent, _: np.random.Generator) -> list[Sent]:
    return [replace(sent, form=_first(sent.form, 0.3), submitted=False, recovered=None)]


def _partial(sent: Sent, _: np.random.Generator) -> list[Sent]:
    shorter = _first(sent.form, 0.67)
    return [replace(sent, form=shorter, recovered=shorter)]


def _first(form: Form, share: float) -> Form:
    answers = list(form.answers.items())
    return replace(form, answers=dict(answers[:round(share * len(answers))]))


def _far_future(sent: Sent, _: np.random.Generator) -> list[Sent]:
    # The first of the month: every year has one.
    started, submitted = (moment.replace(year=2062, day=1) for moment in (sent.form.started, sent.form.submitted))
    return [replace(sent, form=replace(sent.form, started=started, submitted=submitted), recovered=None)]


def _no_date(sent: Sent, _: np.random.Generator) -> list[Sent]:
    epoch = dt.datetime(1980, 1, 1)
    return [replace(sent, form=replace(sent.form, started=epoch, submitted=epoch), recovered=None)]


def _into(wave: str) -> Spoil:
    """In the survey of another wave, nine days late: so after the course, where it was the form of its end."""
    later = dt.timedelta(days=9)

    def swap(sent: Sent, _: np.random.Generator) -> list[Sent]:
        moved = replace(sent.form, started=sent.form.started + later, submitted=sent.form.submitted + later)
        return [replace(sent, form=moved, wave=wave, recovered=None)]
    return swap


def _unknown_code(sent: Sent, _: np.random.Generator) -> list[Sent]:
    kept = {code: answer for code, answer in sent.form.answers.items() if code != "venue"}
    return [replace(sent, form=replace(sent.form, answers=kept | {"venue": "s9"}), recovered=replace(sent.form, answers=kept))]


def _hostile(texts: Sequence[str]) -> Spoil:
    turn = cycle(texts)

    def spoil(sent: Sent, _: np.random.Generator) -> list[Sent]:
        spoken = replace(sent.form, answers=sent.form.answers | {"suggestion": next(turn)})
        return [replace(sent, form=spoken, recovered=spoken)]
    return spoil


def _plan() -> tuple[tuple[str, str, int, int, str, Spoil], ...]:
    """Kind, wave, how many in the full and the small demo, what is lost, how it is done."""
    form, nothing = "the form", "nothing"
    return (
        ("lost_token", "intake", 3, 1, form, _lost_token), ("lost_token", "session", 9, 2, form, _lost_token),
        ("lost_token", "end", 2, 1, form, _lost_token), ("unknown_token", "end", 2, 1, form, _unknown_token),
        ("unknown_token", "session", 6, 2, form, _unknown_token), ("duplicate", "intake", 4, 1, nothing, _duplicate),
        ("duplicate", "end", 3, 1, nothing, _duplicate), ("abandoned_duplicate", "end", 3, 1, nothing, _abandoned),
        ("break_off", "mid", 3, 1, form, _break_off), ("break_off", "followup6", 3, 1, form, _break_off),
        ("partial", "mid", 3, 1, "the answers that were left out", _partial),
        ("impossible_date", "intake", 2, 1, form, _far_future), ("no_date", "mid", 2, 1, form, _no_date),
        ("swapped_wave", "end", 3, 1, form, _into("intake")), ("swapped_wave", "intake", 2, 1, form, _into("followup6")),
        ("unknown_code", "end", 3, 1, "the answer", _unknown_code),
        ("hostile_text", "end", 6, 6, nothing, _hostile(HOSTILE[:6])),
        ("hostile_text", "visit", 4, 4, nothing, _hostile(HOSTILE[6:])),
    )


def spoil(world: World) -> tuple[tuple[Sent, ...], tuple[Planted, ...]]:
    """Every row that the survey servers hold, and the list of what was spoilt among them.

    No form is spoilt twice, so that each kind's effect can be told apart. Rows are in the order in which they arrived.
    """
    identity, rng = Identity.from_secret(SECRET), generator(world.seed, "dirt")
    # HMAC once a woman, not once a form.
    tokens = {number: identity.token(number) if number else "" for number in {form.number for form in world.forms}}
    rows = [[Sent(form, form.wave, tokens[form.number], recovered=form)] for form in world.forms]
    clean = {wave: _shuffled(rows, wave, rng) for wave in sorted({form.wave for form in world.forms})}
    planted = []
    for kind, wave, full, small, lost, act in _plan():
        count = full if world.size == "full" else small
        for place in [clean[wave].pop() for _ in range(count)]:
            rows[place] = act(rows[place][0], rng)
        planted.append(Planted(kind, f"surveys: {wave}", count, lost))
    # The server numbers rows as they come in, whatever date they claim.
    arrival = sorted(range(len(rows)), key=lambda place: (world.forms[place].started, place))
    return tuple(sent for place in arrival for sent in rows[place]), tuple(planted)


def _shuffled(rows: list[list[Sent]], wave: str, rng: np.random.Generator) -> list[int]:
    return [int(place) for place in rng.permutation([place for place, row in enumerate(rows) if row[0].wave == wave])]
