"""The life domains of one woman together: in how many she is clearly up, in how many clearly down."""

from __future__ import annotations

import pandas as pd

from . import View
from .said import PLACE, changes

DOMAINS = ("housing", "work", "income", "education", "health", "mobility", "leisure", "network", "mental", "children", "confidence")
ENOUGH = 6
"""With both answers in so many domains a woman counts."""
CLEARLY = 2


def clear_changes(view: View) -> pd.DataFrame:
    """One row a woman and group with both answers in enough domains: `up` and `down`, the domains clearly so from start to end."""
    pairs = changes(view.said, DOMAINS, ("intake", "intake"), {"end": "end"})
    change = pairs["value"] - pairs["before"]
    pairs = pairs.assign(up=change >= CLEARLY, down=change <= -CLEARLY)
    women = pairs.groupby(PLACE, as_index=False, dropna=False).agg(up=("up", "sum"), down=("down", "sum"), pairs=("up", "size"))
    return women[women["pairs"] >= ENOUGH]
