"""One family of indicators examined: in every view, until nothing more has to be told less exactly."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ...catalogue import Entry
from ...settings import Policy
from .account import Finding, Tally
from .assembly import Facts, Family, assemble, cells_of, facts_of
from .exact import Solver
from .identities import Identity
from .past import Past
from .repair import Repair
from .systems import world_of
from .targets import hidden, of_groups, unpublished


@dataclass(frozen=True)
class Ground:
    """What all families stand on.

    Attributes
    ----------
    catalogue, policy, linked
        The entries of the indicators, the thresholds, and the sums that hold between figures.
    cohorts
        Every cohort that anybody belongs to or that has a figure.
    home
        Each woman's cohort as its place among `cohorts`.
    """

    catalogue: Mapping[str, Entry]
    policy: Policy
    linked: list[Identity]
    cohorts: pd.Index
    home: Mapping[str, int]
    solver: Solver = field(default_factory=Solver)

    @classmethod
    def of(cls, catalogue: Mapping[str, Entry], policy: Policy, linked: list[Identity], homes: Mapping[str, str],
           releases: Sequence[Past]) -> Ground:
        """The ground of an audit, from each woman's cohort by name and the releases that it looks at."""
        scopes = [past.rows.loc[past.rows["level"] == "cohort", "scope"].astype(str) for past in releases]
        cohorts = pd.Index(sorted(set(homes.values()).union(*scopes)), dtype=object)
        place = {cohort: number for number, cohort in enumerate(cohorts)}
        return cls(catalogue, policy, linked, cohorts, {woman: place[cohort] for woman, cohort in homes.items()})


def examined(releases: list[Past], ground: Ground) -> Finding:
    """What is left of a family's figures in the newest release, the last of these: only that family's rows are in them."""
    found: dict[int, tuple[float, float]] = {}
    tallies: list[Tally] = []
    cells = cells_of(releases, ground.catalogue, ground.policy, ground.cohorts)
    if not (cells["quarter"] == len(releases) - 1).any():
        return Finding(found, tallies)
    indicators = set(cells["indicator"])
    linked = [identity for identity in ground.linked if identity.terms[0][1][0] in indicators]
    family = assemble(releases, cells, linked, ground.home, ground.policy)
    cells = family.cells
    settled: dict[str, set[tuple[int, ...]]] = {"wider": set(), "women": set(), "public": set()}
    while True:
        steps = _round(family, ground, settled, tallies)
        for cell, bounds in steps.items():
            row = int(cells.at[cell, "row"])
            found[row] = bounds
            cells.loc[cell, ["lo", "hi"]] = bounds
            cells.loc[cell, "status"] = "withheld" if np.isinf(bounds[0]) else "banded"
        if not steps:
            return Finding(found, tallies)
        family.facts = facts_of(cells, linked)


def _round(family: Family, ground: Ground, settled: dict[str, set[tuple[int, ...]]],
           tallies: list[Tally]) -> dict[int, tuple[float, float]]:
    """Look at every target of a family that is not settled, as those who read everything do, women of one group, and the public.

    What holds, holds the more when less is told: it is settled, unless no world explained what was told of it.
    """
    facts = family.facts
    world, unexplained = world_of(family, facts)
    steps = _unexplained(family, unexplained)
    open_to_all = (family.cells["audience"] == "public").to_dict()
    public = np.array([all(open_to_all[cell] for cell in cells) for cells in facts.cells], dtype=bool)
    everything, shared = np.ones(len(public), bool), facts.cohort < 0
    views = (("wider", everything, hidden(family)), ("women", shared, of_groups(family, ground.policy.band_outer)),
             ("public", public, unpublished(family)))
    for name, seen, wanted in views:
        told = Facts(facts.content[seen], facts.lo[seen], facts.hi[seen], facts.cohort[seen],
                     [cells for cells, here in zip(facts.cells, seen, strict=True) if here])
        ground.solver.forget_counts()
        repair = Repair(family, told, ground.solver, ground.policy)
        targets = list(zip(wanted.content.tolist(), wanted.view.tolist(), wanted.need.tolist(), strict=True))
        open_still = wanted.only(np.array([one not in settled[name] for one in targets], dtype=bool))
        repair.protect(world, open_still)
        clear = ~np.isin(family.quantity_of(wanted.content), unexplained)
        settled[name].update(itertools.compress(targets, clear))
        tallies.append(Tally.of(name, open_still, repair, ground.solver))
        steps |= {step.cell: (step.lo, step.hi) for step in repair.steps if step.cell not in steps or np.isinf(step.lo)}
    return steps


def _unexplained(family: Family, quantities: np.ndarray) -> dict[int, tuple[float, float]]:
    """Where no world agrees with all releases (an answer was corrected, say), nothing can be proven: the newest is withheld."""
    cells = family.cells
    wrong = cells["quantity"].isin(quantities) & (cells["quarter"] == cells["quarter"].max()) & (cells["status"] != "withheld")
    return dict.fromkeys(cells.index[wrong & (cells["origin"] == "answers")], (-np.inf, np.inf))


