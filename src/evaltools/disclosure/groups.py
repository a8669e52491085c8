"""Who stands behind each figure, as sets that can be compared between releases without a name: keyed hashes, each set kept once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ..figures import KEY

WIDTH = 8  # bytes of one woman's keyed hash: a chance of one in ten billion that two of 60,000 women share one
NOBODY = ""
Sets = dict[str, frozenset[bytes]]


@dataclass(frozen=True, repr=False)
class Groups:
    """The sets of women behind figures.

    Parameters
    ----------
    of_figure
        A series: figure (indexed by `figures.KEY`) -> name of its set. Figures of nobody in particular are not in it.
    members
        Name of a set -> its members' hashes.
    """

    of_figure: pd.Series
    members: Sets

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits of who stands behind what."""
        names = self.of_figure.sort_index()
        return hashlib.sha256("\n".join(f"{key} {name}" for key, name in names.items()).encode()).hexdigest()[:16]

    def named(self, keys: pd.DataFrame) -> pd.Series:
        """The name of each figure's set, in the order of a frame's rows; empty where nobody in particular stands behind it."""
        index = pd.MultiIndex.from_frame(keys[list(KEY)].astype(str))
        return pd.Series(self.of_figure.reindex(index).fillna(NOBODY).to_numpy(), index=keys.index)


def groups_of(contributors: pd.DataFrame, hashed: Mapping[str, str]) -> Groups:
    """The sets behind the figures of one period.

    Parameters
    ----------
    contributors
        Rows with the columns of `figures.CONTRIBUTORS`.
    hashed
        Pseudonym -> sixteen hexadecimal digits, under the ledger's key.
    """
    if contributors.empty:
        return nobody()
    rows = contributors[list(KEY)].astype(str).assign(member=contributors["contributor"].astype(str).map(hashed))
    rows = rows.drop_duplicates().sort_values([*KEY, "member"], ignore_index=True)
    numbers = rows.groupby(list(KEY), sort=False).ngroup()
    members: Sets = {}
    names = []
    for _, found in rows["member"].groupby(numbers, sort=False):
        name = name_of(found)
        names.append(name)
        if name not in members:
            members[name] = frozenset(bytes.fromhex(member) for member in found)
    firsts = rows.loc[~numbers.duplicated(), list(KEY)]
    return Groups(pd.Series(names, index=pd.MultiIndex.from_frame(firsts)), members)


def nobody() -> Groups:
    """The sets of no figures at all."""
    return Groups(pd.Series(dtype=str, index=pd.MultiIndex.from_arrays([[]] * len(KEY), names=KEY)), {})


def name_of(members: pd.Series) -> str:
    """The name of a set: it rests on the sorted hashes of its members alone."""
    return hashlib.blake2b(b"".join(bytes.fromhex(member) for member in members), digest_size=16).hexdigest()


def packed(members: frozenset[bytes]) -> bytes:
    """A set as bytes, sorted."""
    return b"".join(sorted(members))


def unpacked(content: bytes) -> frozenset[bytes]:
    """The set that `packed` wrote."""
    return frozenset(content[place:place + WIDTH] for place in range(0, len(content), WIDTH))
