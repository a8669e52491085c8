"""Rules 5 and 7: over all that a reader can ever open, what is withheld or banded keeps its possible values, in whole numbers.

A reader's view is her own cohort's figures, those of sites and programmes, and the public ones, of this and of every earlier
release. Who belongs to which figure is taken as known to her. In each view every hidden sum must be able to be three whole
numbers at least, a sensitive one five. Where it cannot, the cheapest further figure is told in a band or withheld.

The audit looks at what is published, at who is in which base, and at no answer: the same publication is always judged alike,
whatever it hides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from ...catalogue import Entry
from ...settings import Policy
from .account import Tally, account_of
from .assembly import Facts, Family, assemble, cells_of, facts_of
from .exact import Solver
from .identities import Identity, families, identities
from .past import Past, recalled, remembered
from .repair import Repair
from .systems import world_of
from .targets import hidden, unpublished
from .veiling import veiled

__all__ = ["Audit", "Past", "audited", "recalled", "remembered"]


@dataclass(frozen=True)
class Audit:
    """What may be published, and how that was found.

    Attributes
    ----------
    published
        The rows given, in their order; some say less than before, none says more.
    account
        One row a view (cohort, wider, public): counts of sums looked at, proven at once, asked of the solver, figures told in a
        band and withheld because of it, and sums that earlier releases have given away already.
    past
        This release as the next audit needs it.
    """

    published: pd.DataFrame
    account: pd.DataFrame
    past: Past


@dataclass
class _Work:
    catalogue: Mapping[str, Entry]
    policy: Policy
    linked: list[Identity]
    homes: Mapping[str, str]
    releases: list[Past]
    solver: Solver = field(default_factory=Solver)
    tallies: list[Tally] = field(default_factory=list)

    @cached_property
    def cohorts(self) -> pd.Index:
        """Every cohort that anybody belongs to or that has a figure."""
        scopes = [past.rows.loc[past.rows["level"] == "cohort", "scope"].astype(str) for past in self.releases]
        return pd.Index(sorted(set(self.homes.values()).union(*scopes)))

    @cached_property
    def home(self) -> dict[str, int]:
        """Each woman's cohort as its place among `cohorts`."""
        place = {cohort: number for number, cohort in enumerate(self.cohorts)}
        return {woman: place[cohort] for woman, cohort in self.homes.items()}


def audited(published: pd.DataFrame, figures: pd.DataFrame, contributors: pd.DataFrame, catalogue: Mapping[str, Entry],
            policy: Policy, earlier: Sequence[Past] = (), homes: Mapping[str, str] | None = None) -> Audit:
    """Withhold further figures until every view keeps what the policy promises.

    Parameters
    ----------
    published
        What `disclosure.protect` made of the figures.
    figures, contributors
        The figures and who stands behind each, from `estimates.estimate`; of the figures only bases are looked at, and values
        only to find a first world that agrees with what is published.
    catalogue, policy
        The entries of the indicators, and the thresholds.
    earlier
        Every earlier release, oldest first: the `past` of its audit, or what the ledger recalls.
    homes
        Each woman's cohort, where it is known: a cohort's part of a wider figure is hidden, whether it is a figure or not.

    Raises
    ------
    DisclosureError
        Where a published row belongs to no figure.
    """
    newest = remembered(published, figures, contributors)
    linked = identities(catalogue)
    work = _Work(catalogue, policy, linked, homes or {}, [*earlier, newest])
    steps: dict[int, tuple[float, float]] = {}
    for family in families(catalogue, linked):
        steps |= _family(family, work)
    shown = veiled(published, steps)
    return Audit(shown, account_of(shown, work.tallies, work.solver), remembered(shown, figures, contributors))


def _family(indicators: Sequence[str], work: _Work) -> dict[int, tuple[float, float]]:
    """Row of the newest release -> what is left of it, for the indicators of one family."""
    cells = cells_of(work.releases, indicators, work.catalogue, work.policy, work.cohorts)
    newest = cells["quarter"] == len(work.releases) - 1
    if not newest.any():
        return {}
    linked = [identity for identity in work.linked if identity.terms[0][1][0] in indicators]
    family = assemble(work.releases, cells, linked, work.home, work.policy)
    cells = family.cells
    found: dict[int, tuple[float, float]] = {}
    while True:
        steps = _round(family, linked, work)
        for cell, bounds in steps.items():
            row = int(cells.at[cell, "row"])
            found[row] = bounds
            cells.loc[cell, ["lo", "hi"]] = bounds
            cells.loc[cell, "status"] = "withheld" if np.isinf(bounds[0]) else "banded"
        if not steps:
            return found
        family.facts = facts_of(cells, linked)


def _round(family: Family, linked: list[Identity], work: _Work) -> dict[int, tuple[float, float]]:
    """Look at every target of a family once, in the views of those who read everything and of the public."""
    facts = family.facts
    world, unexplained = world_of(family, facts)
    steps = _unexplained(family, unexplained)
    public = np.array([all(family.cells.at[cell, "audience"] == "public" for cell in cells) for cells in facts.cells], dtype=bool)
    views = ("wider", np.ones(len(public), bool), hidden(family, work.policy.band_outer)), ("public", public, unpublished(family))
    for name, seen, wanted in views:
        told = Facts(facts.content[seen], facts.lo[seen], facts.hi[seen], facts.cohort[seen],
                     [cells for cells, here in zip(facts.cells, seen, strict=True) if here])
        repair = Repair(family, told, work.solver, work.policy)
        repair.protect(world, wanted)
        work.tallies.append(Tally.of(name, wanted, repair))
        steps |= {step.cell: (step.lo, step.hi) for step in repair.steps if step.cell not in steps or np.isinf(step.lo)}
    return steps


def _unexplained(family: Family, quantities: np.ndarray) -> dict[int, tuple[float, float]]:
    """Where no world agrees with all releases (an answer was corrected, say), nothing can be proven: the newest is withheld."""
    cells = family.cells
    wrong = cells["quantity"].isin(quantities) & (cells["quarter"] == cells["quarter"].max()) & (cells["status"] != "withheld")
    return dict.fromkeys(cells.index[wrong & (cells["origin"] == "answers")], (-np.inf, np.inf))


