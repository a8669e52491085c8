"""The figures of a family over all releases as sums over atoms: women who belong to exactly the same figures are one.

Who belongs where is taken as known to the reader. What each woman said is the unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...catalogue import Entry
from ...settings import Policy
from ..marks import mixed, pairs
from ..spreads import BESIDE
from .facts import ENDS, SUMS, bounds
from .identities import Identity, derived
from .parts import marked, with_parts
from .past import Past

LEVELS = ("programme", "site", "cohort")
NEED, NEED_SENSITIVE = 3, 5
LASTING = ("answers",)
"""Windows in which a woman's contribution stays what it was from one quarter to the next."""


@dataclass
class Facts:
    """What is published, one entry a fact: a content's sum lies between `lo` and `hi`.

    `cohort` is the code of the one cohort whose coordinator reads it, -1 where more do. `cells` are the cells that it rests on.
    """

    content: np.ndarray
    lo: np.ndarray
    hi: np.ndarray
    cohort: np.ndarray
    cells: list[tuple[int, ...]]


@dataclass
class Family:
    """The systems of a family of indicators, one a `quantity`: a thing that each woman has one value of.

    Attributes
    ----------
    cells
        One row a figure of any release, with its `content` (a set of women, -1 where it has none), `quantity`, `cohort`.
    facts
        What is published of the contents.
    quantity, low, high, start
        One entry an atom: its quantity, the smallest and largest sum that its women can have, and a first guess of it.
    own
        The cohort of each atom, -1 for none.
    content, atom
        Which atoms each content is made of, sorted by content.
    """

    cells: pd.DataFrame
    facts: Facts
    quantity: np.ndarray
    low: np.ndarray
    high: np.ndarray
    start: np.ndarray
    own: np.ndarray
    content: np.ndarray
    atom: np.ndarray

    @property
    def contents(self) -> int:
        """How many different sets of women there are."""
        return int(self.content[-1]) + 1 if len(self.content) else 0

    def quantity_of(self, content: np.ndarray) -> np.ndarray:
        """The quantity of each content."""
        return np.asarray(self.quantity[self.atom[np.searchsorted(self.content, content)]])

    def sums(self, values: np.ndarray) -> np.ndarray:
        """The sum of an atom's values, for each content."""
        return np.bincount(self.content, weights=values[self.atom], minlength=self.contents)


def cells_of(releases: Sequence[Past], catalogue: Mapping[str, Entry], policy: Policy, cohorts: pd.Index) -> pd.DataFrame:
    """One row a figure that is a sum over women, of all releases, the newest last."""
    found = []
    for quarter, past in enumerate(releases):
        rows = past.rows
        chosen = rows["kind"].isin(SUMS) & rows["persons"].notna()
        chosen &= ~((rows["origin"] == "register") & rows["kind"].isin(list(ENDS)))
        own = rows[chosen].assign(quarter=quarter, row=np.flatnonzero(chosen))
        found.append(own)
    cells = pd.concat(found, ignore_index=True)
    lasting = cells["indicator"].map(lambda name: catalogue[name].window in LASTING and catalogue[name].origin == "answers")
    cells["time"] = cells["quarter"].where(~lasting.astype(bool), -1)
    names = ["indicator", "version", "wave", "by", "group", "part", "time"]
    cells["quantity"] = cells.groupby(names, sort=False).ngroup() if len(cells) else 0
    sensitive = [catalogue[name].sensitivity == "sensitive" or part in catalogue[name].sensitive_parts
                 for name, part in zip(cells["indicator"], cells["part"], strict=True)]
    cells["beside"] = cells["indicator"].map(lambda name: catalogue[name].name in BESIDE).astype(bool)
    cells[["lo", "hi"]] = bounds(cells, policy)
    cells["need"] = np.where(sensitive, NEED_SENSITIVE, NEED)
    cells.loc[_could_hurt(cells, catalogue), "need"] = max(NEED, policy.band_outer)
    cells["cohort"] = np.where(cells["level"] == "cohort", cohorts.get_indexer(cells["scope"]), -1)
    return cells


def _could_hurt(cells: pd.DataFrame, catalogue: Mapping[str, Entry]) -> pd.Series:
    """Which cells are bands at an end of the count that women of the group must not be able to work out together."""
    better = cells["indicator"].map({name: entry.better for name, entry in catalogue.items()})
    ends = ((better != "lower") & (cells["lo"] == 0)) | ((better != "higher") & (cells["hi"] == cells["base"].astype(float)))
    return ends & (cells["kind"] == "share") & (cells["level"] == "cohort")


def facts_of(cells: pd.DataFrame, linked: list[Identity]) -> Facts:
    """What the published cells say, each alone and together with others of its scope."""
    lo, hi = cells["lo"].to_numpy(float), cells["hi"].to_numpy(float)
    told = np.flatnonzero(np.isfinite(lo) | np.isfinite(hi))
    more = derived(cells, linked) if linked else []
    at = np.array([*told, *(row[0] for row in more)], dtype=int)
    return Facts(cells["content"].to_numpy()[at], np.array([*lo[told], *(row[1] for row in more)]),
                 np.array([*hi[told], *(row[2] for row in more)]), cells["cohort"].to_numpy()[at],
                 [*((int(row),) for row in told), *(row[3] for row in more)])


def assemble(releases: Sequence[Past], cells: pd.DataFrame, linked: list[Identity], homes: Mapping[str, int],
             policy: Policy) -> Family:
    """The systems of these cells, with each cohort's part of them; `homes`: each woman's cohort, as far as it is known."""
    names = np.unique(np.concatenate([past.names for past in releases]))
    home = np.array([homes.get(name, -1) for name in names.tolist()], dtype=np.int64)
    cells, place, women, inside = with_parts(cells, *_members(releases, cells, names), home, policy)
    quantity = cells["quantity"].to_numpy()
    mark = marked(place, women, quantity, len(names))
    _, leader, content = np.unique(mark, return_index=True, return_inverse=True)
    cells["content"] = np.where(np.bincount(place, minlength=len(cells)) > 0, content, -1)
    node = quantity[place] * len(names) + women
    leads = np.zeros(len(cells), bool)
    leads[leader] = True
    nodes, where = np.unique(node, return_inverse=True)
    signature = np.zeros(len(nodes), np.uint64)
    first = leads[place]
    np.add.at(signature, where[first], mixed(content[place][first].astype(np.uint64) + np.uint64(17)))
    pair = signature ^ mixed((nodes // max(1, len(names))).astype(np.uint64))
    _, sample, atom = np.unique(pair, return_index=True, return_inverse=True)
    low, high, start = (np.bincount(atom, weights=each) for each in _worth(cells, place, where, inside, len(nodes)))
    own = home[nodes % max(1, len(names))]
    cohort = cells["cohort"].to_numpy()[place]
    own[where[cohort >= 0]] = cohort[cohort >= 0]
    table, _ = pairs(content[place][first], atom[where[first]])
    low, high = np.round(low), np.round(high)
    return Family(cells, facts_of(cells, linked), (nodes // max(1, len(names)))[sample], low, high,
                  np.clip(np.round(start), low, high), own[sample], table[:, 0], table[:, 1])


def _members(releases: Sequence[Past], cells: pd.DataFrame, names: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cell, woman and whether she is in the numerator, sorted by both."""
    found = []
    for quarter, past in enumerate(releases):
        here = np.flatnonzero(cells["quarter"].to_numpy() == quarter)
        code = np.searchsorted(names, past.names)
        place, position = past.women_of(cells["row"].to_numpy()[here])
        found.append((here[place], code[past.women[position]], past.inside[position]))
    place, women, inside = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.lexsort((women, place))
    return place[order], women[order], inside[order]


def _worth(cells: pd.DataFrame, place: np.ndarray, where: np.ndarray, inside: np.ndarray, nodes: int) -> tuple[np.ndarray, ...]:
    """The least and most that each woman can add, and a guess; the smallest scope that she is in tells her units.

    The newest release is looked at last: it alone knows who said what, earlier ones may only know how many did.
    """
    kind, unit = cells["kind"].to_numpy(str), cells["unit"].to_numpy(str)
    base, persons, told, mean = (cells[name].fillna(0).to_numpy(float) for name in ("base", "persons", "told", "mean"))
    units = np.where((base > persons) & (persons > 0), base / np.maximum(persons, 1), 1.0)
    # Where women have several units, one of them may have all but one of each other's.
    most = np.where(units > 1, base - persons + 1, 1.0)
    ends = np.array([ENDS.get(name, (0.0, 1.0)) for name in kind]).reshape(-1, 2)
    many = (kind == "count") & (unit != "women")
    low, high = ends[:, 0] * most, np.where(many, np.maximum(told.max(initial=0), 1), ends[:, 1] * most)
    each = np.where(many | (kind == "rate") | (units > 1), told / np.maximum(persons, 1), np.nan)
    each = np.where(np.isin(kind, list(ENDS)), mean * units, each)
    found = [np.zeros(nodes) for _ in range(3)]
    rank = cells["level"].map({name: number for number, name in enumerate(LEVELS)}).to_numpy()
    rank = rank + len(LEVELS) * (cells["quarter"] == cells["quarter"].max()).to_numpy()
    # A cell that does not tell its base says least of what its women may have.
    rank = np.where(cells["base"].isna(), -1, rank)
    inside = np.where(np.isnan(inside), np.clip(told / np.maximum(persons, 1), 0, 1)[place], inside)
    for level in range(-1, 2 * len(LEVELS)):
        here = rank[place] == level
        at, cell = where[here], place[here]
        guess = np.where(np.isnan(each[cell]), inside[here], each[cell] * np.where(kind[cell] == "count", inside[here], 1))
        for target, values in zip(found, (low[cell], high[cell], guess), strict=True):
            target[at] = values
    return tuple(found)

