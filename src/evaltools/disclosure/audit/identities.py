"""Sums that hold between figures of one scope: what several of them say together, said as one more fact of each.

An identity is sum(sign x figure) between two bounds. Where all figures but one are known to an interval, so is the last.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...catalogue import Entry
from ..rules import LADDER
from ..spreads import spreads

SAME = ((("requests_resolved", ""), ("request_outcomes", "resolved")),
        *((("entry_channels", part), ("entries_through_partners", part)) for part in ("cpas", "association", "school", "commune")))
"""Two entries of registers that count the same rows in one part: name and part of each."""
Term = tuple[str, str, str, int]
"""Indicator, wave, part, and how many quarters earlier."""


@dataclass(frozen=True)
class Identity:
    """A sum of figures of one scope: its terms with their signs, and what it adds up to.

    `worth` is what one woman can make of difference where she is in some of the bases only; where `to_base`, the sum is the
    base that all terms share.
    """

    terms: tuple[tuple[int, Term], ...]
    worth: float = 0
    to_base: bool = False


def identities(catalogue: Mapping[str, Entry]) -> list[Identity]:
    """Every identity that the entries imply."""
    named = {entry.name: entry for entry in catalogue.values()}
    found = [*_changes(catalogue), *_spreads(catalogue), *_wholes(catalogue), *_alike(catalogue)]
    if {"attendance_rate", "absenteeism"} <= named.keys():
        present, absent = named["attendance_rate"].id, named["absenteeism"].id
        found.append(Identity(((1, (present, "", "enrolled", 0)), (1, (absent, "", "excused", 0)), (1, (absent, "", "unexcused", 0))),
                              to_base=True))
    if {"attendance_rate", "attendance_by_month"} <= named.keys():
        whole, months = named["attendance_rate"].id, named["attendance_by_month"]
        found.append(Identity(((1, (whole, "", "enrolled", 0)), *((-1, (months.id, "", part, 0)) for part in months.parts))))
    if "persons_in_register" in named:
        flow = named["persons_in_register"].id
        found.append(Identity(tuple((sign, (flow, "", part, back)) for sign, part, back in
                                    ((1, "active", 0), (-1, "active", 1), (-1, "entries", 0), (1, "exits", 0)))))
    if {"employed", "work_flows"} <= named.keys():
        state, flow = named["employed"].id, named["work_flows"].id
        found += [Identity(((1, (state, wave, "", 0)), (-1, (state, "intake", "", 0)), (-1, (flow, wave, "started", 0)),
                            (1, (flow, wave, "stopped", 0))), worth=1) for wave in ("end", "followup6", "followup12")]
    return found


def _changes(catalogue: Mapping[str, Entry]) -> Iterator[Identity]:
    """A mean change is a level later less a level before, where the catalogue has all three."""
    levels = {item: (entry.id, wave, part, 0) for entry in catalogue.values()
              if entry.kind == "mean" and entry.rows and entry.rows.counts == "value" for (wave, part), item in entry.items().items()}
    for entry in catalogue.values():
        if entry.kind != "change" or not entry.rows or not entry.rows.change:
            continue
        first, items = entry.rows.change[0], entry.items()
        for (wave, part), item in items.items():
            before = items.get((first, part))
            if wave != first and item in levels and before in levels:
                yield Identity(((1, levels[item]), (-1, levels[before]), (-1, (entry.id, wave, part, 0))), worth=LADDER[1])


def _spreads(catalogue: Mapping[str, Entry]) -> Iterator[Identity]:
    """Who is satisfied, in between and not satisfied are together all who answered an item."""
    for terms in spreads(catalogue):
        yield Identity(tuple((1, (*term, 0)) for term in terms), to_base=True)


def _wholes(catalogue: Mapping[str, Entry]) -> Iterator[Identity]:
    """Parts of which each unit has exactly one are together the base: all but one tell the last."""
    for entry in catalogue.values():
        waves = dict.fromkeys(wave for wave, _ in entry.asked()) or {"": None}
        for wave, parts in itertools.product(waves, entry.sums):
            yield Identity(tuple((1, (entry.id, wave, part, 0)) for part in parts), to_base=True)


def _alike(catalogue: Mapping[str, Entry]) -> Iterator[Identity]:
    """What two entries tell of the same rows in the same way is one number: neither may give away what the other keeps."""
    told: dict[tuple[object, ...], list[Term]] = {}
    for entry in catalogue.values():
        rows = entry.rows
        if rows and rows.answers and entry.kind in ("share", "mean", "change"):
            for (wave, part), items in entry.asked().items():
                how = (entry.kind, entry.window, wave, items, repr(rows.worth(part)), repr(rows.turn(part)), rows.change, rows.among,
                       rows.mostly, rows.combine, rows.score)
                told.setdefault(how, []).append((entry.id, wave, part, 0))
    named = {entry.name: entry for entry in catalogue.values()}
    for (one, part), (other, alike) in SAME:
        if {one, other} <= named.keys():
            told[one, part] = [(named[one].id, "", part, 0), (named[other].id, "", alike, 0)]
    for first, *others in told.values():
        for term in others:
            yield Identity(((1, first), (-1, term)), worth=1 if catalogue[first[0]].kind == "share" else LADDER[1])


def families(catalogue: Mapping[str, Entry], linked: list[Identity]) -> list[list[str]]:
    """The catalogue's indicators, those together that an identity links."""
    of = {name: {name} for name in catalogue}
    for identity in linked:
        joined = set().union(*(of[term[0]] for _, term in identity.terms))
        for name in joined:
            of[name] = joined
    return [list(group) for group in sorted({tuple(sorted(group)) for group in of.values()})]


def derived(cells: pd.DataFrame, linked: list[Identity]) -> list[tuple[int, float, float, tuple[int, ...]]]:
    """Facts that follow: (cell, lowest, highest, the cells that it follows from), of one audience and scope each.

    Parameters
    ----------
    cells
        Rows numbered from 0, with `quarter`, `audience`, `scope`, the key's names, `lo`, `hi`, `base`, `persons`.
    linked
        The identities to follow.
    """
    place: dict[tuple[object, ...], int] = {}
    names = ["quarter", "audience", "scope", "indicator", "wave", "part"]
    for number, key in enumerate(cells[names].itertuples(index=False, name=None)):
        place[key] = number
    scopes = list(dict.fromkeys(zip(cells["quarter"], cells["audience"], cells["scope"], strict=True)))
    lo, hi = cells["lo"].to_numpy(float), cells["hi"].to_numpy(float)
    persons, base = cells["persons"].fillna(0).to_numpy(float), cells["base"].fillna(0).to_numpy(float)
    found: list[tuple[int, float, float, tuple[int, ...]]] = []
    for identity in linked:
        for quarter, audience, scope in scopes:
            at = [place.get((quarter - term[3], audience, scope, *term[:3])) for _, term in identity.terms]
            if None not in at:
                known = np.array(at, dtype=int)
                found += _last_terms(identity, known, lo[known], hi[known], persons[known], base[known])
    return found


def _last_terms(identity: Identity, at: np.ndarray, lo: np.ndarray, hi: np.ndarray, persons: np.ndarray,
                base: np.ndarray) -> Iterator[tuple[int, float, float, tuple[int, ...]]]:
    signs = np.array([sign for sign, _ in identity.terms], float)
    if identity.to_base:  # parts of a base: what is told of none of them is from nobody to everybody all the same
        lo, hi = np.maximum(lo, 0), np.minimum(hi, base)
    least, most = np.where(signs > 0, lo, -hi), np.where(signs > 0, hi, -lo)
    if identity.to_base:
        if len(set(base)) > 1:
            return
        total = base[0], base[0]
    else:
        fewest = persons.min()
        total = -identity.worth * (persons[1] - fewest), identity.worth * (persons[0] - fewest)
    for term, sign in enumerate(signs):
        others = np.arange(len(at)) != term
        low, high = total[0] - most[others].sum(), total[1] - least[others].sum()
        if (low > 0 or high < base[term]) if identity.to_base else (math.isfinite(low) or math.isfinite(high)):
            bounds = (low, high) if sign > 0 else (-high, -low)
            yield int(at[term]), *bounds, tuple(int(cell) for cell in at[others])
