"""A national programme's quarter, from its tables to its site: the demonstration's tables many times over, computed, protected, published.

    python benchmarks/national.py FOLDER [COPIES [QUARTERS]]     20 copies and one quarter where nothing is said; FOLDER is not changed

Twenty copies of the full demonstration are 780 groups in all and about 1,200 reports a quarter in two languages. Each copy has women,
groups and antennas of its own. With more than one quarter, each is published before the next, so that the audit looks at all of them.
The last line says what these reports would take one after the other with papermill and nbconvert as typed, from three of them.
Collecting is measured by `benchmarks/pull.py`, a table more or less of computing by `benchmarks/growth.py`.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from growth import repeated
from run import jobs_of, typed

from evaltools import settings, store
from evaltools.cli.embedded import with_its_secret
from evaltools.pipeline import Run, Summary
from evaltools.scope import Period
from evaltools.workspace import Workspace

KEPT = ("persons.json", "organisation.json")
_SITE = re.compile(r'\[\[programmes\.sites\]\]\nid = "([^"]+)"\nname = "([^"]+)"\n')


def enlarged(folder: Path, place: Path, copies: int) -> list[Period]:
    """An organisation with so many copies of a demonstration's groups and antennas; returns the quarters that its tables are for."""
    source, made = Workspace(folder), Workspace(place)
    place.mkdir()
    text = (folder / "evaltools.toml").read_text("utf-8")
    text = re.sub(r"^languages = .*$", 'languages = ["fr", "nl"]', text, count=1, flags=re.MULTILINE)
    text = _SITE.sub(lambda found: "".join(f'[[programmes.sites]]\nid = "{found[1]}-c{copy:04d}"\nname = "{found[2]} {copy}"\n'
                                           for copy in range(copies)), text)
    (place / "evaltools.toml").write_text(text, "utf-8")
    shutil.copytree(folder / "registers", place / "registers")
    for name in KEPT:
        if (source.private / name).is_file():
            made.private.mkdir(exist_ok=True)
            shutil.copy2(source.private / name, made.private / name)
    newest = source.periods()[-1]
    tables = store.write(repeated(store.read(source, str(source.record(newest)["tables"])), copies, 1), made)
    for period in source.periods():
        made.keep(period, tables=tables)
    return source.periods()


@contextmanager
def measured(stage: str) -> Iterator[None]:
    """A line of the table: seconds by the clock, and the largest memory that this process or one that it began has ever had."""
    began = time.perf_counter()
    yield
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"| {stage} | {time.perf_counter() - began:.1f} | {largest // 1024} |", flush=True)


def quarter(folder: Path, period: Period) -> int:
    """The lines of one quarter; returns how many reports were made."""
    run, summary = Run(folder, period), Summary(period)
    with measured(f"{period}: figures computed and protected"):
        run.indicators()
    with measured(f"{period}: the reports"):
        run.report(summary)
    if summary.failed:
        raise SystemExit(summary.failed[0].message)
    with measured(f"{period}: publishing {len(summary.made)} reports"):
        run.publish(summary)
    return len(summary.made)


def main(folder: Path, copies: int, quarters: int) -> None:
    """The table, a line a stage."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name).resolve() / "organisation"
        periods = enlarged(folder, copy, copies)[-quarters:]
        cohorts = len(store.read(Workspace(copy), str(Workspace(copy).record(periods[-1])["tables"]))["cohorts"])
        print(f"{cohorts} groups\n\n| stage | seconds | peak MB |\n|---|---|---|", flush=True)
        with with_its_secret(settings.load(copy)):
            for period in periods:
                began = time.perf_counter()
                made = quarter(copy, period)
                print(f"| **{period}: from tables to site** | **{time.perf_counter() - began:.1f}** | |", flush=True)
        again = [sys.executable, "-c", "from evaltools.cli import main; main()", "report", str(periods[-1])]
        with measured("`evaltools report` again, unchanged"):
            subprocess.run(again, cwd=copy, check=True)
        each = typed(jobs_of(copy, Path(name) / "typed", 3), 1).wall
        print(f"\nOne report as typed takes {each:.1f} s today: {made} of them would take {made * each / 60:.0f} minutes.")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]).resolve(), *(int(given) for given in (*sys.argv[2:], *("20", "1")[len(sys.argv) - 2:])[:2]))
