"""The whole door: each figure by its rule, held against every earlier release, and all of them together audited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from ..catalogue import Entry
from ..scope import Period
from ..settings import Policy
from . import protect
from .audit import Audit, audited, called, recalled
from .groups import Groups, groups_of
from .history import Differences, carried, shown_before, steady
from .ledger import Entry as Past
from .spreads import safe_spreads


def nobody_knows(_: Period) -> pd.DataFrame | None:
    """Contributors of an earlier quarter where none were kept."""
    return None


@dataclass(frozen=True)
class Seen:
    """What readers have seen before, and who the women behind it are, under the ledger's names.

    Parameters
    ----------
    entries
        The ledger's entries, the oldest first.
    members
        The ledger's sets.
    homes
        Woman -> her cohort.
    kept
        Gives the contributors of an earlier quarter, where they are still there: the audit is then faster, and no other.
    """

    entries: Sequence[Past] = ()
    members: Mapping[str, frozenset[bytes]] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)
    kept: Callable[[Period], pd.DataFrame | None] = nobody_knows


def through(figures: pd.DataFrame, contributors: pd.DataFrame, seen: Seen, catalogue: Mapping[str, Entry],
            policy: Policy) -> tuple[Audit, Groups]:
    """What may be published of a quarter, with the account of the audit; and the sets behind it, for the ledger.

    Parameters
    ----------
    figures, contributors
        From `estimates.estimate`, the contributors under the ledger's names: sixteen hexadecimal digits each.
    seen
        Every earlier release.
    catalogue, policy
        The entries of the indicators, and the thresholds.

    Raises
    ------
    DisclosureError
        Where something is no figure, or belongs to no entry.
    """
    with called(len(figures) + sum(len(entry.figures) for entry in seen.entries)) as crew:
        groups = groups_of(contributors, {name: name for name in contributors["contributor"].unique()})
        homes = {bytes.fromhex(woman): cohort for woman, cohort in seen.homes.items()}
        far = Differences({**seen.members, **groups.members}, homes, policy.steady, policy.active_cohorts)
        published = safe_spreads(steady(protect(figures, catalogue, policy), groups, seen.entries, far, catalogue), catalogue)
        told_of = [entry for entry in seen.entries if len(entry.figures)]
        earlier = [recalled(entry.figures, seen.members, catalogue, seen.kept(entry.period)) for entry in told_of]
        found = audited(published, figures, contributors, catalogue, policy, earlier, seen.homes, crew)
    lost = published.index[(published["status"] != "withheld") & (found.published["status"] == "withheld").to_numpy()]
    # What was told before and stands tells nothing more when it is told again.
    told = carried(found.published, lost, shown_before(seen.entries))
    return Audit(safe_spreads(told, catalogue), found.account), groups
