"""Who stands behind each figure, as sets that can be compared between releases without a name: keyed hashes, each set kept once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..figures import KEY
from .marks import distinct, mixed

WIDTH = 8  # bytes of one woman's keyed hash: a chance of one in ten billion that two of 60,000 women share one
NOBODY = ""
LARGEST = 2 ** 62
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
    code, pseudonyms = pd.factorize(contributors["contributor"])
    hashes = np.array([hashed[str(pseudonym)] for pseudonym in pseudonyms])
    rank = np.unique(hashes, return_inverse=True)[1].ravel()
    figure = codes_of(contributors[list(KEY)])
    order = np.unique(hashes)
    of, who = np.divmod(distinct(figure * len(order) + rank[code]), len(order))
    starts = np.flatnonzero(np.diff(of, prepend=-1))
    # Many figures rest on the same women: each set is named once.
    marks = np.add.reduceat(mixed(who.astype(np.uint64) + np.uint64(1)), starts)
    _, first, which = np.unique(marks, return_index=True, return_inverse=True)
    ends = np.append(starts[1:], len(who))
    sets = [frozenset(bytes.fromhex(member) for member in order[who[starts[one]:ends[one]]]) for one in first]
    names = [name_of(members) for members in sets]
    firsts = contributors.loc[~pd.Series(figure, index=contributors.index).duplicated(), list(KEY)].astype(str)
    of_code = dict(zip(of[starts].tolist(), which.ravel().tolist(), strict=True))
    listed = [names[of_code[one]] for one in pd.unique(figure).tolist()]
    return Groups(pd.Series(listed, index=pd.MultiIndex.from_frame(firsts)), dict(zip(names, sets, strict=True)))


def codes_of(keys: pd.DataFrame) -> np.ndarray:
    """One whole number a row, equal where all columns are."""
    found, most = np.zeros(len(keys), np.int64), 1
    for name in keys:
        code, labels = pd.factorize(keys[name])
        if most * len(labels) > LARGEST:
            found, most = _dense(found), len(keys)
        found, most = found * len(labels) + code, most * len(labels)
    return _dense(found)


def _dense(codes: np.ndarray) -> np.ndarray:
    return np.unique(codes, return_inverse=True)[1].ravel()


def nobody() -> Groups:
    """The sets of no figures at all."""
    return Groups(pd.Series(dtype=str, index=pd.MultiIndex.from_arrays([[]] * len(KEY), names=KEY)), {})


def name_of(members: frozenset[bytes]) -> str:
    """The name of a set: it rests on the sorted hashes of its members alone."""
    return hashlib.blake2b(packed(members), digest_size=16).hexdigest()


def packed(members: frozenset[bytes]) -> bytes:
    """A set as bytes, sorted."""
    return b"".join(sorted(members))


def unpacked(content: bytes) -> frozenset[bytes]:
    """The set that `packed` wrote."""
    return frozenset(content[place:place + WIDTH] for place in range(0, len(content), WIDTH))
