"""Rules 5 and 7: over all that a reader can ever open, what is withheld or banded keeps its possible values, in whole numbers.

A reader's view is her own cohort's figures, those of sites and programmes, and the public ones, of this and of every earlier
release. Who belongs to which figure is taken as known to her. In each view every hidden sum must be able to be three whole
numbers at least, a sensitive one five, and a group's so many for its own women that some of them learn nothing of the others.
Where it cannot, the cheapest further figure is told in a band or withheld.

The audit looks at what is published, at who is in which base, and at no answer: the same publication is always judged alike,
whatever it hides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...catalogue import Entry
from ...settings import Policy
from .account import account_of
from .crew import called, each_family
from .examination import Ground
from .identities import families, identities
from .past import Past, around, parted, recalled, remembered
from .veiling import veiled

TOGETHER = 4000
"""Rows of all releases that are examined at once, about."""

__all__ = ["Audit", "Past", "audited", "called", "recalled", "remembered"]


@dataclass(frozen=True)
class Audit:
    """What may be published, and how that was found.

    Attributes
    ----------
    published
        The rows given, in their order; some say less than before, none says more.
    account
        One row a view (wider, women, public): counts of sums looked at, proven at once, asked of the solver, figures told in a
        band and withheld because of it, and sums that earlier releases have given away already.
    """

    published: pd.DataFrame
    account: pd.DataFrame


def audited(published: pd.DataFrame, figures: pd.DataFrame, contributors: pd.DataFrame, catalogue: Mapping[str, Entry],
            policy: Policy, earlier: Sequence[Past] = (), homes: Mapping[str, str] | None = None,
            crew: ProcessPoolExecutor | None = None) -> Audit:
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
        Every earlier release, oldest first, as `recalled` from the ledger.
    homes
        Each woman's cohort, where it is known: a cohort's part of a wider figure is hidden, whether it is a figure or not.
    crew
        Processes that were `called` to help; the outcome is the same without.

    Raises
    ------
    DisclosureError
        Where a published row belongs to no figure.
    """
    newest = remembered(published, figures, contributors)
    linked = identities(catalogue)
    releases = [around(past) for past in (*earlier, newest)]
    of_indicator = _together(families(catalogue, linked), releases)
    parts = [parted(past, of_indicator) for past in releases]
    empty = Past(newest.rows.iloc[:0], np.zeros(1, np.int64), newest.women[:0], newest.inside[:0], newest.names[:0])
    # Only what the newest release tells can still be told otherwise.
    asked = [[part.get(number, (empty, np.zeros(0, np.int64)))[0] for part in parts] for number in sorted(parts[-1])]
    findings = each_family(asked, Ground.of(catalogue, policy, linked, homes or {}, releases), crew)
    steps = {int(parts[-1][number][1][row]): bounds for number, found in zip(sorted(parts[-1]), findings, strict=True)
             for row, bounds in found.steps.items()}
    shown = veiled(published, steps)
    return Audit(shown, account_of(shown, findings))


def _together(listed: Sequence[Sequence[str]], releases: Sequence[Past]) -> dict[str, int]:
    """Indicator -> the number of the families that it is examined with: small ones are looked at together, which costs less."""
    rows = pd.concat([past.rows["indicator"].astype(str) for past in releases]).value_counts()
    found, number, counted = {}, 0, 0
    for family in listed:
        found.update(dict.fromkeys(family, number))
        counted += int(rows.reindex(list(family)).fillna(0).sum())
        if counted >= TOGETHER:
            number, counted = number + 1, 0
    return found
