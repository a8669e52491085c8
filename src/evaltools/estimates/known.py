"""What the logs of the registers said on a day: later rows are gone, what happened later to earlier ones is not yet known."""

from __future__ import annotations

import pandas as pd

from ..tables import LOGS, SETTLED, TABLES


def known_by(tables: dict[str, pd.DataFrame], end: pd.Timestamp) -> dict[str, pd.DataFrame]:
    """Every log as it stood before a day.

    A row whose fate was settled later stands as one that is still open; a later date of any other kind is blank. Partners of
    no known date have been there all along.
    """
    return {name: _known(name, tables[name], end) for name in LOGS}


def _known(name: str, rows: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    first, *later = [column.name for column in TABLES[name].columns if column.kind == "date"]
    undated = rows[first].isna() if name == "partners" else False
    rows = rows[(rows[first] < end) | undated]
    if name in SETTLED:
        column, day, before = SETTLED[name]
        rows = rows.assign(**{column: rows[column].mask((rows[day] >= end).fillna(False), before)})
    return rows.assign(**{day: rows[day].mask(rows[day] >= end) for day in later}) if later else rows
