"""How computing grows: seconds and peak memory of each stage, for more cohorts and for more quarters of history.

    python benchmarks/growth.py                          10, 100 and 600 cohorts over 4 quarters; 600 cohorts over 1 to 20 quarters
    python benchmarks/growth.py 10,100,600,3000 4        these cohorts over these quarters of history
    python benchmarks/growth.py 3000 20 --rounds 3       medians of three rounds

The small demonstration is collected once; its groups, with their women, sessions and forms, are then repeated under other names and
moved back in time, so that as many begin in each quarter. Every size runs in a process of its own. `power` is how time grows from one
line to the next: 1 where it grows as the rows do, 0 where it stays.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from evaltools import estimates, stages, store
from evaltools.cli.embedded import served
from evaltools.demo.hosting import prepare
from evaltools.gather import gather
from evaltools.scope import Period
from evaltools.settings import Settings
from evaltools.tables import DTYPES, TABLES
from evaltools.workspace import Workspace

KEPT = ("programme", "questionnaire", "wave", "source", "item", "table", "column")
"""Identifiers that every copy shares."""
QUARTER = Period(2026, 3)
A_QUARTER = 91
STAGES = ("write", "read", "compute", "keep")
Answer = TypeVar("Answer")


def seed_of(folder: Path) -> None:
    """The small demonstration, collected: what every size is made of."""
    prepare(folder, small=True)
    organisation = stages.Organisation.open(folder)
    with served(organisation.settings):
        found = gather(organisation.settings, organisation.questionnaires, organisation.identity(), organisation.workspace, QUARTER)
    write = store.write(found.tables, organisation.workspace)
    (folder / "seed").write_text(write, "utf-8")


def repeated(tables: store.Tables, copies: int, quarters: int) -> store.Tables:
    """So many copies of the tables, each of other women, groups and sites, as many begun in each of so many quarters."""
    return {name: _copied(name, tables[name], copies, quarters) if name != "problems" else tables[name] for name in TABLES}


def _copied(name: str, rows: pd.DataFrame, copies: int, quarters: int) -> pd.DataFrame:
    number = np.repeat(np.arange(copies), len(rows))
    suffixes = np.array([f"-c{copy:04d}" for copy in range(copies)], dtype=object)
    ago = pd.to_timedelta((np.arange(copies) % quarters) * A_QUARTER, unit="D").as_unit("s")
    columns = {}
    for column in TABLES[name].columns:
        values = pd.concat([rows[column.name].astype(DTYPES[column.kind])] * copies, ignore_index=True)
        if column.kind == "date":
            values = (values - ago.to_numpy()[number]).astype(rows[column.name].dtype)
        elif column.kind == "id" and column.name not in KEPT:
            values = values + pd.array(suffixes, dtype="string").take(number)
        columns[column.name] = values
    return pd.DataFrame(columns)


def with_sites(settings: Settings, copies: int) -> Settings:
    """The settings with each copy's sites."""
    return settings.model_copy(update={"programmes": tuple(programme.model_copy(update={"sites": tuple(
        site.model_copy(update={"id": f"{site.id}-c{copy:04d}"}) for copy in range(copies) for site in programme.sites)})
        for programme in settings.programmes)})


def measured(work: Callable[[], Answer]) -> tuple[Answer, dict[str, float]]:
    """What a stage gives, its seconds of processor time, and the most memory that its process has held so far, in megabytes."""
    start = time.process_time()
    given = work()
    return given, {"seconds": time.process_time() - start, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def write_stage(seed: Path, folder: Path, copies: int, quarters: int) -> dict[str, Any]:
    """The tables of a size, written."""
    tables = repeated(store.read(Workspace(seed), (seed / "seed").read_text("utf-8")), copies, quarters)
    name, took = measured(lambda: store.write(tables, Workspace(folder)))
    return {"name": name, "write": took, "answers": len(tables["answers"]), "women": tables["participants"]["participant"].nunique()}


def compute_stages(seed: Path, folder: Path, copies: int, name: str) -> dict[str, Any]:
    """The tables read, the figures computed and kept."""
    organisation = stages.Organisation.open(seed)
    settings = with_sites(organisation.settings, copies)
    tables, read = measured(lambda: store.read(Workspace(folder), name))
    found, compute = measured(lambda: estimates.estimate(tables, organisation.catalogue, organisation.questionnaires, settings, QUARTER))
    _, keep = measured(lambda: _keep(found, folder))
    return {"read": read, "compute": compute, "keep": keep, "figures": len(found.figures), "contributors": len(found.contributors)}


def _keep(found: estimates.Estimates, folder: Path) -> None:
    found.figures.to_parquet(folder / "figures.parquet", index=False)
    found.contributors.to_parquet(folder / "contributors.parquet", index=False)


def size_of(seed: Path, cohorts: int, quarters: int) -> dict[str, Any]:
    """One size, measured in two processes: what writes the tables, and what reads them and computes."""
    copies = max(1, math.ceil(cohorts / 6))
    with tempfile.TemporaryDirectory() as place:
        written = _alone("write", str(seed), place, str(copies), str(quarters))
        return written | _alone("compute", str(seed), place, str(copies), written["name"]) | {"cohorts": copies * 6, "quarters": quarters}


def _alone(*words: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, "--stage", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def row_of(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """The medians of the rounds of one size."""
    row: dict[str, Any] = {name: rounds[0][name] for name in ("cohorts", "quarters", "women", "answers", "figures", "contributors")}
    for stage in STAGES:
        row[f"{stage} s"] = round(statistics.median(one[stage]["seconds"] for one in rounds), 2)
        row[f"{stage} MB"] = round(statistics.median(one[stage]["megabytes"] for one in rounds))
    return row


def told(rows: list[dict[str, Any]]) -> str:
    """The table, with how the time to compute grows from one line to the next."""
    for before, after in pairwise(rows):
        grown = after["answers"] / before["answers"], after["quarters"] / before["quarters"]
        size = next((one for one in grown if one != 1), 1.0)
        after["power"] = round(math.log(after["compute s"] / before["compute s"]) / math.log(size), 2) if size != 1 else None
    return pd.DataFrame(rows).to_string(index=False, na_rep="")


@contextmanager
def seeded() -> Iterator[Path]:
    """A folder with the small demonstration, collected, and its keys."""
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"EVALTOOLS_KEYS": str(Path(place) / "keys"), "OPENBLAS_NUM_THREADS": "1"}
        seed_of(Path(place) / "demo")
        yield Path(place) / "demo"


def main() -> None:
    """Read what was asked for, and print a table a series."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("cohorts", nargs="?", default="")
    asked.add_argument("quarters", nargs="?", default="4")
    asked.add_argument("--rounds", type=int, default=1)
    asked.add_argument("--stage", nargs="*", help=argparse.SUPPRESS)
    said = asked.parse_args()
    if said.stage:
        stage, seed, folder, copies, last = said.stage
        print(json.dumps(write_stage(Path(seed), Path(folder), int(copies), int(last)) if stage == "write" else
                         compute_stages(Path(seed), Path(folder), int(copies), last)))
        return
    series = [_sizes(said.cohorts, said.quarters)] if said.cohorts else [_sizes("10,100,600", "4"), _sizes("600", "1,4,12,20")]
    with seeded() as seed:
        for sizes in series:
            # Round after round, so that what else the machine does falls on all sizes alike.
            rounds = [[size_of(seed, *size) for size in sizes] for _ in range(said.rounds)]
            print(told([row_of(list(one)) for one in zip(*rounds, strict=True)]), flush=True)


def _sizes(cohorts: str, quarters: str) -> list[tuple[int, int]]:
    return [(int(one), int(other)) for one in cohorts.split(",") for other in quarters.split(",")]


if __name__ == "__main__":
    main()
