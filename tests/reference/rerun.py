"""Run every R script of this folder again, and say how far the new numbers lie from the old ones: `make reference`.

Where R is not installed the numbers stay as they are, and so do the tests, which only read them.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAME = 1e-9
"""How far, relatively, a number may move between versions of R and of its packages without a word."""


def main(folder: Path = HERE) -> int:
    """Run them all; the exit code is that of the first that failed."""
    program = shutil.which("Rscript")
    if not program:
        print("Rscript is not here: the reference numbers stay as they are. Debian: apt-get install r-base-core, "
              "and the packages that the head of each script names.")
        return 0
    worst = 0
    for script in sorted(folder.glob("*.R")):
        before = numbers(script.with_suffix(".csv"))
        code = subprocess.call([program, script.name], cwd=folder)
        worst = worst or code
        if code:
            print(f"{script.name} stopped: are the packages there that its head names?", file=sys.stderr)
            continue
        told(script.name, before, numbers(script.with_suffix(".csv")))
    return worst


def numbers(path: Path) -> dict[tuple[str, str], float]:
    """The numbers of one file by quantity and part; nothing where there is no file yet."""
    if not path.exists():
        return {}
    with path.open(newline="", encoding="utf-8") as file:
        return {(row["quantity"], row["part"]): float(row["number"]) for row in csv.DictReader(file)}


def told(name: str, before: dict[tuple[str, str], float], after: dict[tuple[str, str], float]) -> None:
    """Print what is new, gone or moved."""
    moved = [key for key in before.keys() & after.keys() if abs(before[key] - after[key]) > SAME * max(1.0, abs(before[key]))]
    print(f"{name}: {len(after)} numbers, {len(moved)} moved, {len(after.keys() - before.keys())} new, "
          f"{len(before.keys() - after.keys())} gone")
    for quantity, part in sorted(moved):
        print(f"  {quantity} {part}: {before[quantity, part]!r} is now {after[quantity, part]!r}")


if __name__ == "__main__":
    sys.exit(main())
