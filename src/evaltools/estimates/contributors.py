"""Who stands behind each figure: computed for all scopes of a level at once, since a figure apiece would cost more than estimating."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ..catalogue import Entry
from ..figures import CONTRIBUTORS, KEY
from ..scope import Level
from .kinds import UP, progressed


def of_level(rows: pd.DataFrame, entry: Entry, level: Level, scopes: Iterable[str], audiences: Iterable[str]) -> list[pd.DataFrame]:
    """One frame per figure kind and audience, with the columns of `figures.CONTRIBUTORS`.

    A woman is in the numerator where one of her units is: worth more than 0, clearly up for the share of an entry's changes,
    dropped out for an incidence; in no mean and no mean change.
    """
    known = rows[rows["person"].notna() & rows[level].isin(list(scopes))]
    if known.empty:
        return []
    worths = {"": _worth(known, entry)}
    if entry.kind == "change":
        worths[UP] = progressed(known, entry)
    found = []
    for suffix, worth in worths.items():
        keys = {"scope": known[level].astype(str), "wave": known["wave"].astype(str), "part": known["part"].astype(str) + suffix,
                "contributor": known["person"].astype(str)}
        once = pd.DataFrame({**keys, "in_numerator": worth.astype(bool)}).groupby(list(keys), as_index=False)["in_numerator"].max()
        found += [once.assign(level=level, audience=audience, indicator=entry.id, version=str(entry.version), by="", group="")
                  for audience in audiences]
    return found


def whole(frames: list[pd.DataFrame], figures: pd.DataFrame) -> pd.DataFrame:
    """All contributors of these figures as one frame; rows that no figure was made of, of a wave not yet due, have none."""
    found = [frame for frame in frames if len(frame)]
    if not found:
        return pd.DataFrame(columns=list(CONTRIBUTORS))
    listed = pd.concat(found, ignore_index=True)
    keys = [name for name in KEY if name != "period"]
    return listed.merge(figures[list(KEY)].astype({name: listed[name].dtype for name in keys}), on=keys)[list(CONTRIBUTORS)]


def _worth(rows: pd.DataFrame, entry: Entry) -> pd.Series:
    if entry.kind == "incidence":
        return rows["event"] == 1
    if entry.kind in ("mean", "change"):
        return pd.Series(False, index=rows.index)
    return rows["value"].fillna(0).astype(float) > 0
