"""The synthetic organisation, made and written once for all tests of the demo, and readers of what was written."""

import csv
import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from evaltools.demo import SECRET, folder, world
from evaltools.demo.words import headings, title
from evaltools.identity import Identity


@pytest.fixture(scope="session")
def full():
    return world.make()


@pytest.fixture(scope="session")
def small():
    return world.make(size="small")


@pytest.fixture(scope="session", params=["small", "full"])
def written(request, tmp_path_factory) -> tuple[world.World, Path]:
    """Each size, and the folder it was written to."""
    made = request.getfixturevalue(request.param)
    root = tmp_path_factory.mktemp(request.param)
    folder.write(root, made)
    return made, root


@pytest.fixture(scope="session")
def truth(written) -> dict:
    return json.loads((written[1] / "truth.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def planted(truth):
    """How many slips of a kind the truth on file lists, everywhere or in one place."""
    counts = Counter()
    for row in truth["dirt"]:
        counts[row["kind"], row["where"]] += row["count"]
        counts[row["kind"], None] += row["count"]
    return lambda kind, where=None: counts[kind, where]


class Workbooks:
    """The written registers, read cell by cell."""

    def __init__(self, root):
        self.books = {path.name: openpyxl.load_workbook(path) for path in (root / "registers").glob("*.xlsx")}

    @staticmethod
    def day(cell) -> dt.date | None:
        """A date as the registers write it: a real one, dd/mm/yyyy or d-m-yy; None for anything else."""
        if isinstance(cell, dt.datetime):
            return cell.date()
        parts = re.split(r"[/-]", str(cell or "").strip())
        try:
            date, month, year = map(int, parts)
            return dt.date(year % 100 + 2000, month, date)
        except ValueError:
            return None

    def sheet(self, file, name):
        """The heading row's number, and all rows of a sheet."""
        rows = list(self.books[file][name].iter_rows(values_only=True))
        first = next(place for place, row in enumerate(rows) if None not in row and len(set(row)) > 1)
        return first, rows

    def rows(self, file, name):
        first, rows = self.sheet(file, name)
        return [dict(zip(rows[first], row, strict=True)) for row in rows[first + 1:] if any(cell is not None for cell in row)]

    def blank(self, file, name):
        first, rows = self.sheet(file, name)
        return sum(all(cell is None for cell in row) for row in rows[first + 1:])

    def grids(self):
        return [name for name in self.books["ateliers.xlsx"].sheetnames if name.startswith("Présences ")]


@pytest.fixture(scope="session")
def books(written):
    return Workbooks(written[1])


@pytest.fixture(scope="session")
def surveys(written):
    """Rows of each survey by programme and wave, the export by hand among them."""
    root = written[1]
    entries = json.loads((root / "limesurvey.json").read_text("utf-8"))
    found = {}
    toml = (root / "evaltools.toml").read_text("utf-8")
    for programme, part in zip(("ateliers", "bureau", "miriam"), toml.split("[[programmes]]")[1:], strict=True):
        for wave, sid in re.findall(r'wave = "(\w+)"\nsid = (\d+)', part):
            found[programme, wave] = next(entry["rows"] for entry in entries if entry["sid"] == int(sid))
    with (root / "exports" / "ateliers-session.csv").open(encoding="utf-8-sig", newline="") as file:
        found["ateliers", "session"] = list(csv.DictReader(file, delimiter=";"))
    return found


@pytest.fixture(scope="session")
def numbers(written):
    identity = Identity.from_secret(SECRET)
    return {identity.token(woman.number): woman.number for group in written[0].groups for woman in group.women}


@pytest.fixture(scope="session")
def cohort_of(books):
    found = {}
    for file, language in (("ateliers.xlsx", "fr"), ("miriam.xlsx", "nl")):
        number, cohort = headings("enrolments", "participant cohort", language)
        found |= {row[number]: row[cohort] for row in books.rows(file, title("enrolments", language))}
    return found
