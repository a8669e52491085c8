"""Answers to the modules that a programme switches on: each woman has a level of her own, and moves a little over the waves.

No truth is kept of them. What is drawn here depends on the woman, the wave and the day alone, so that everything else stays.
"""

from __future__ import annotations

import functools
import zlib

import numpy as np

from ..questionnaires import Item, Questionnaires, Scale, load
from ..starter import folder as shipped
from .parameters import KEPT
from .plan import APART, MODULES

Answers = dict[str, str]

LOWER = ("lonely", "stress", "worry", "load", "guilt", "interviewStress", "leftOut", "endingLoss", "unfair", "blocked", "homeProblems")
"""Questions of which less is better."""
DECLINES, SILENT, TICKED = 0.015, 0.015, 0.3
WRITTEN = {
    "hopes": ("Rencontrer d'autres mères.", "Trouver un travail.", "Souffler un peu.", "Mieux parler français."),
    "concerns": ("Le temps qui manque.", "Laisser les petits.", "Parler devant les autres."),
    "changed": ("Je sors plus souvent.", "Je dis non.", "Je demande de l'aide."),
    "proud": ("D'avoir tenu jusqu'au bout.", "De mes enfants.", "D'avoir osé téléphoner."),
    "keep": ("Les femmes du groupe.", "Le carnet de budget.", "Le rythme de la semaine."),
    "dayWhy": ("C'est mon moment à moi.",), "remark": ("Merci !",), "request": ("Plus de temps entre collègues.",),
}


def of_wave(questionnaire: str, programme: str, wave: str, who: str, when: str = "") -> Answers:
    """What one person answers to the modules of a wave; `when` parts the cards of one woman."""
    wanted = MODULES.get((programme, wave), ())
    asked = _shipped().surveys[questionnaire].with_modules(wanted)
    items = [item for item in asked.items if item.module and (wave, item.module) not in APART]
    return _answers(items, who, wave, when, SILENT)


def of_staff(questionnaire: str, wave: str, who: str) -> Answers:
    """What a case manager or a partner answers to a whole questionnaire."""
    return _answers(list(_shipped().surveys[questionnaire].items), who, wave, "", 0.0)


def _answers(items: list[Item], who: str, wave: str, when: str, silent: float) -> Answers:
    own, now = _generator(who), _generator(f"{who} {wave} {when}")
    found: Answers = {}
    for item in items:
        level, lean = float(own.normal()), float(now.normal())
        if item.when is None and now.random() >= silent:
            gain = KEPT.get(wave, 0.5) * (-1 if item.code in LOWER else 1)
            found |= _one(item, 0.6 * level + 0.5 * lean + 0.5 * gain, now)
    return found


def _one(item: Item, lean: float, rng: np.random.Generator) -> Answers:
    """The columns of one item: `lean` is how far above the middle of the scale she stands, in standard deviations."""
    if item.type == "multiple":
        return _ticks(item, lean, rng)
    if item.type == "number":
        return {item.code: str(int(rng.poisson(max(0.3, 2 + lean))))}
    if item.type == "ranking":
        chosen = rng.permutation(list(item.options))[:item.ranks]
        return {f"{item.code}[{place}]": str(option) for place, option in enumerate(chosen, start=1)}
    if not item.scale:
        texts = WRITTEN.get(item.code, ())
        return {item.code: str(rng.choice(texts))} if texts and rng.random() < 0.5 else {}
    scale = _shipped().scales[item.scale]
    columns = [f"{item.code}[{row}]" for row in item.rows] or [item.code]
    return {column: _choice(scale, lean + float(rng.normal(0, 0.4)), rng) for column in columns}


def _ticks(item: Item, lean: float, rng: np.random.Generator) -> Answers:
    share = min(0.7, max(0.08, TICKED + 0.08 * lean))
    ticked = [option for option in item.options if option not in item.exclusive and rng.random() < share]
    if "pn" in item.options and rng.random() < DECLINES:
        ticked = ["pn"]
    return {f"{item.code}[{option}]": "Y" for option in ticked or ["none" if "none" in item.options else next(iter(item.options))]}


def _choice(scale: Scale, lean: float, rng: np.random.Generator) -> str:
    declined = [answer.code for answer in scale.answers if answer.status != "answered"]
    if declined and rng.random() < DECLINES * len(declined):
        return str(rng.choice(declined))
    codes = [answer.code for answer in sorted((each for each in scale.answers if each.value is not None), key=lambda each: each.value or 0)]
    if not scale.ordered:
        return str(rng.choice(codes))
    return codes[min(len(codes) - 1, max(0, round((len(codes) - 1) * (0.55 + 0.2 * lean))))]


@functools.cache
def _shipped() -> Questionnaires:
    return load(shipped("surveys"))


def _generator(name: str) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(name.encode()))
