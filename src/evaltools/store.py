"""The tidy tables on disk: Parquet in a folder named by their fingerprint, never changed once written."""

from __future__ import annotations

import hashlib

import pandas as pd

from .errors import WorkspaceError
from .tables import TABLES, check
from .workspace import Workspace, whole_folder

Tables = dict[str, pd.DataFrame]


def fingerprint(tables: Tables) -> str:
    """Sixteen hexadecimal digits that change with any value, any row and any column of the tables, not with row order."""
    digest = hashlib.sha256()
    for name in sorted(TABLES):
        frame = tables[name]
        rows = pd.util.hash_pandas_object(frame, index=False).sort_values()
        digest.update(f"{name} {','.join(frame.columns)} {len(frame)}".encode())
        digest.update(rows.to_numpy().tobytes())
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
        tables = {table: _typed(pd.read_parquet(folder / f"{table}.parquet"), table) for table in TABLES}
    except (OSError, ValueError, TypeError) as error:
        raise WorkspaceError(f"The frozen tables {name} cannot be read ({type(error).__name__}).",
                             "Collect the quarter again with --recollect, or restore the workspace.") from None
    if fingerprint(tables) != name:
        raise WorkspaceError(f"The frozen tables {name} were changed after they were frozen.",
                             "Restore the workspace from a backup.")
    return tables


def _by_cohort(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values("cohort", kind="stable") if "cohort" in frame else frame


def _typed(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    return TABLES[table].frame(frame.astype(object).where(frame.notna(), None).to_dict("records"))
