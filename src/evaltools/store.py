"""The tidy tables on disk: Parquet in a folder named by their fingerprint, never changed once written."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from .errors import WorkspaceError
from .tables import DTYPES, TABLES, check
from .workspace import Workspace, whole_folder

Tables = dict[str, pd.DataFrame]
REPEATING = "answers"
"""The table with by far the most rows."""


def fingerprint(tables: Tables) -> str:
    """Sixteen hexadecimal digits that change with any value, any row and any column of the tables, not with row order."""
    digest = hashlib.sha256()
    for name in sorted(TABLES):
        frame = tables[name]
        rows = pd.util.hash_pandas_object(_as_categories(frame), index=False).to_numpy()
        digest.update(f"{name} {','.join(frame.columns)} {len(frame)}".encode())
        digest.update(np.sort(rows).tobytes())
    return digest.hexdigest()[:16]


def write(tables: Tables, workspace: Workspace) -> str:
    """Keep the tables and return their fingerprint; tables that are there already are left as they are."""
    for name in TABLES:
        check(name, tables[name])
    name = fingerprint(tables)
    target = workspace.folder("tables") / name
    if not target.exists():
        with whole_folder(target) as folder:
            for table in TABLES:
                _by_cohort(tables[table]).to_parquet(folder / f"{table}.parquet", index=False)
    return name


def read(workspace: Workspace, name: str) -> Tables:
    """The tables of a fingerprint; raises WorkspaceError where one is missing, damaged or changed since."""
    folder = workspace.private / "tables" / name
    try:
        # The largest first: while it is read it takes several times its room.
        read = {table: _read(folder / f"{table}.parquet", table) for table in sorted(TABLES, key=lambda name: name != REPEATING)}
        tables = {table: read[table] for table in TABLES}
    except (OSError, ValueError, TypeError) as error:
        raise WorkspaceError(f"The frozen tables {name} cannot be read ({type(error).__name__}).",
                             "Collect the quarter again with --recollect, or restore the workspace.") from None
    if fingerprint(tables) != name:
        raise WorkspaceError(f"The frozen tables {name} were changed after they were frozen.",
                             "Restore the workspace from a backup.")
    return tables


def _by_cohort(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values("cohort", kind="stable") if "cohort" in frame else frame


def _read(path: Path, table: str) -> pd.DataFrame:
    """One table with its columns and types, sorted by its key; words that come again and again as categories."""
    if table != REPEATING:
        return TABLES[table].typed(pd.read_parquet(path))
    columns = TABLES[table].columns
    words = [column.name for column in columns if DTYPES[column.kind] == "string"]
    # Without what pandas noted of them, the words stay the numbers that they are on disk.
    rows = pq.read_table(path, read_dictionary=words).replace_schema_metadata(None).to_pandas(self_destruct=True, split_blocks=True)
    rows = rows.reindex(columns=[column.name for column in columns])
    typed = rows.astype({column.name: "category" if column.name in words else DTYPES[column.kind] for column in columns})
    return _in_order(_as_categories(typed), list(TABLES[table].key))


def _as_categories(frame: pd.DataFrame) -> pd.DataFrame:
    """Words as categories in the order of the alphabet: a row of them takes a tenth of the room, and its hash is the same."""
    return frame.assign(**{name: _alphabetical(frame[name]) for name in frame
                           if isinstance(frame[name].dtype, (pd.StringDtype, pd.CategoricalDtype))})


def _alphabetical(words: pd.Series) -> pd.Categorical:
    found = pd.Categorical(words)
    order = np.argsort(found.categories.to_numpy(str), kind="stable")
    places = np.append(np.argsort(order), -1).astype(found.codes.dtype)
    return pd.Categorical.from_codes(places[found.codes], found.categories[order])


def _in_order(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The rows by their key: as they are where they lie so already, as those that were written here do."""
    place = np.zeros(len(frame), np.int64)
    for name in key:
        place = place * (len(frame[name].cat.categories) + 1) + frame[name].cat.codes.to_numpy() + 1
    return frame if (np.diff(place) >= 0).all() else frame.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)
