"""Answers of which no truth is kept: how she came, how she filled in the form, and the modules that her programme asks besides."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np

from .groups import Woman
from .parameters import KEPT
from .plan import APART, MODULES

Answers = dict[str, str]
Shares = Mapping[str, float]

HEARD = {"cpas": "cpas", "association": "assoc", "school": "schol", "word_of_mouth": "mouth", "commune": "commu", "internet": "web",
         "other": "othr"}
CHOSEN = {"free": 0.74, "told": 0.19, "must": 0.05, "pn": 0.02}
READING = {"easy": 0.58, "slow": 0.29, "hard": 0.1, "pn": 0.03}
FILLED = {"self": 0.7, "mine": 0.13, "team": 0.1, "known": 0.07}
TURNING = {"a1": 0.04, "a2": 0.09, "a3": 0.22, "a4": 0.37, "a5": 0.28}
FURTHER_NEEDS = {"load": 0.45, "education": 0.3, "legal": 0.25}
RIGHTS = {"alimony": 0.3, "family": 0.7, "bim": 0.35, "tariff": 0.3, "home": 0.45, "lawyer": 0.2}
LEARNED_RIGHTS = 0.25
"""How much likelier she knows a right at the end of the course than at its start."""
UNDERSTOOD = {"u1": 0.12, "u2": 0.23, "u3": 0.25, "u4": 0.27, "u5": 0.13}
ALIMONY = {"paid": 0.3, "some": 0.17, "asked": 0.15, "never": 0.24, "na": 0.1, "pn": 0.04}
SERVICES = ("CPAS", "Maison de quartier", "Planning familial", "OCMW", "Huis van het Kind")
SILENT, QUOTABLE = 0.02, 0.8


def of_wave(woman: Woman, programme: str, wave: str, rng: np.random.Generator) -> Answers:
    """What one woman answers at one wave besides the questions that the known truth is about.

    Parameters
    ----------
    rng
        A generator of her own: what is drawn here leaves the known truth as it is.
    """
    found = {"filled": _one(FILLED, rng)}
    if wave == "intake":
        found |= {"heard": HEARD[woman.profile.entry_channel], "chosen": _one(CHOSEN, rng), "reading": _one(READING, rng)}
    if wave in ("followup6", "followup12"):
        found["turning"] = _one(TURNING, rng)
    if (wave, "rights") in APART and "rights" in MODULES.get((programme, wave), ()):
        found |= _rights(woman, KEPT[wave], rng)
    kept = {code: answer for code, answer in found.items() if rng.random() >= SILENT}
    if "quoted" in MODULES.get((programme, wave), ()):  # by her number: what else is drawn stays as it is
        kept["quotable"] = "yes" if zlib.crc32(f"quoted {woman.number}".encode()) % 100 < 100 * QUOTABLE else "no"
    if kept.get("whomToAsk") != "yes":  # she does not see the question that follows
        kept.pop("whichService", None)
    return kept


def further_needs(needs: Answers, rng: np.random.Generator) -> Answers:
    """The needs that she ticks besides, or that she has none."""
    found = needs | {f"needs[{need}]": "Y" for need, share in FURTHER_NEEDS.items() if rng.random() < share}
    return found or {"needs[none]": "Y"}


def _rights(woman: Woman, progress: float, rng: np.random.Generator) -> Answers:
    known = {f"rightsKnown[{right}]": "Y" for right, share in RIGHTS.items() if rng.random() < share + LEARNED_RIGHTS * progress}
    rows = {f"understood[{row}]": _one(UNDERSTOOD, rng) for row in ("school", "employer", "social", "offices")}
    if woman.profile.employment not in ("job", "art60"):
        rows["understood[employer]"] = "na"
    found = {"ownSteps": f"a{_between(2.8 + 0.9 * progress, 1.0, 1, 5, rng)}", "alimony": _one(ALIMONY, rng),
             "trustServices": f"l{_between(4.8 + 0.8 * progress, 2.0, 0, 10, rng)}",
             "organisations": "n" + "0123366"[_between(1.8 + 1.5 * progress, 1.2, 0, 6, rng)]}
    found |= {"whomToAsk": "yes" if rng.random() < 0.5 + 0.3 * progress else "no", "whichService": str(rng.choice(SERVICES))}
    return (known or {"rightsKnown[none]": "Y"}) | rows | found


def _one(shares: Shares, rng: np.random.Generator) -> str:
    return str(rng.choice(list(shares), p=list(shares.values())))


def _between(mean: float, spread: float, low: int, high: int, rng: np.random.Generator) -> int:
    return min(high, max(low, round(float(rng.normal(mean, spread)))))
