"""The reports of a national programme: a demonstration's last release made as large as asked, its reports made, published, looked at again.

    python benchmarks/national.py FOLDER [COHORTS]     600 cohorts in two languages where no number is given; FOLDER is not changed

Collecting and computing are measured elsewhere (`benchmarks/pull.py`, `benchmarks/protection.py`): here the cohorts of the release are
repeated under new names, with their own figures.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pandas as pd

from evaltools import release as releases
from evaltools import settings
from evaltools.cli.embedded import with_its_secret
from evaltools.pipeline import Run, Summary
from evaltools.release import Release
from evaltools.scope import Period
from evaltools.workspace import Workspace

LANGUAGES = ["fr", "nl"]


def enlarged(release: Release, cohorts: int) -> Release:
    """The release with so many cohorts: those that it has, in turn."""
    known = sorted(release.context["cohorts"])
    rows = release.published
    own = {name: rows[(rows["level"] == "cohort") & (rows["scope"] == name)] for name in known}
    names = {f"{known[place % len(known)]}-{place:03d}": known[place % len(known)] for place in range(cohorts)}
    many = [own[model].assign(scope=name) for name, model in names.items()]
    published = pd.concat([rows[rows["level"] != "cohort"], *many], ignore_index=True).astype(rows.dtypes.to_dict())
    about = {name: release.context["cohorts"][model] for name, model in names.items()}
    return Release(published.sort_values(list(releases.KEY), ignore_index=True),
                   {**release.context, "languages": LANGUAGES, "cohorts": about}, release.catalogue, release.manifest)


@contextmanager
def measured(stage: str) -> Iterator[None]:
    """A line of the table: seconds by the clock, and the largest memory that this process or one that it began has ever had."""
    began = time.perf_counter()
    yield
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"| {stage} | {time.perf_counter() - began:.1f} | {largest // 1024} |", flush=True)


def main(folder: Path, cohorts: int) -> None:
    """The table, a line a stage."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name).resolve() / "demo"
        shutil.copytree(folder, copy)
        workspace = Workspace(copy)
        period: Period = workspace.periods()[-1]
        place = workspace.folder("releases", str(period))
        large = enlarged(releases.read(place / str(workspace.record(period)["release"])), cohorts)
        workspace.keep(period, release=releases.write(replace(large, manifest={**large.manifest}), place))
        with with_its_secret(settings.load(copy)):
            run, summary = Run(copy, period), Summary(period)
            print(f"{cohorts} cohorts, {len(large.published)} published figures\n\n| stage | seconds | peak MB |\n|---|---|---|")
            with measured("the reports"):
                run.report(summary)
            if summary.failed:
                raise SystemExit(summary.failed[0].message)
            with measured(f"publishing {len(summary.made)} reports"):
                run.publish(summary)
        with measured("`evaltools report` again, unchanged"):
            subprocess.run([sys.executable, "-c", "from evaltools.cli import main; main()", "report", str(period)], cwd=copy, check=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 600)
