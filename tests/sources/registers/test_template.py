"""The register template: complete, understood by its own reader, the same each time."""

from __future__ import annotations

import datetime as dt
import zipfile

import openpyxl
import pytest

from evaltools.sources.registers import read
from evaltools.sources.registers.contents import guide
from evaltools.sources.registers.template import write_template
from evaltools.tables.sheets import LANGUAGES, sheets

from .writing import ATELIERS, IDENTITY, problems

KINDS = ("workshop", "miriam", "bureau")
MONDAY = dt.datetime(2026, 3, 2)


WOMEN = 11  # as many as there are reasons to leave: the longest list of theirs
LOGGED = 24  # as many as there are points to check: the longest list of all


def filled(path, language, kind):
    """Fill in every column of every sheet, each choice that a list offers at least once; women are eleven, in one group."""
    write_template(path, language, kind)
    book = openpyxl.load_workbook(path)
    for table, sheet in sheets().items():
        if kind in sheet.kinds:
            page = book[sheet.title[language]]
            rows = {"cohorts": 1, "participants": WOMEN, "enrolments": WOMEN, "attendance": WOMEN, "sessions": 11}.get(table, LOGGED)
            for rank in range(rows):
                for place, cell in enumerate(row_of(table, language, kind, rank), 1):
                    page.cell(rank + 2, place, cell)
    if kind != "bureau":  # the days of the first and of the fourth session, which were held
        page = book[sheets()["attendance"].title[language]]
        page["C1"], page["D1"] = MONDAY, MONDAY + dt.timedelta(days=3)
    book.save(path)


def row_of(table, language, kind, rank):
    if table == "attendance":
        marks = list(sheets()[table].columns["status"].codes(language).values())
        return [f"{rank + 1:03d}", "IXL-A", marks[rank % 3], marks[(rank + 1) % 3]]
    return [value_of(column, language, kind, rank) for column in sheets()[table].columns.values()]


def value_of(column, language, kind, rank):
    if column.kind == "category":
        words = list(column.codes(language).values())
        return words[rank % len(words)]
    if column.kind == "flag":
        return guide()[language]["yes" if rank % 2 else "no"]
    values = {
        "participant": f"{rank % WOMEN + 1:03d}",
        "partner": f"Organisation {rank}",
        "cohort": None if kind == "bureau" else "IXL-A",
        "site": "Ixelles",
        "session": f"S{rank}",
        "date": MONDAY + dt.timedelta(days=rank),
        "start": MONDAY,
        "entry": MONDAY,
        "minutes": 45,
        "start_time": dt.time(14, 30),
        "token": f"code{rank}",
    }
    if column.kind in ("whole", "number"):
        return rank % 3
    fallback = MONDAY + dt.timedelta(days=200) if column.kind == "date" else f"texte {rank}"
    return values.get(column.name, fallback)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_template_is_read_without_a_problem(tmp_path, language, kind):
    filled(tmp_path / "a.xlsx", language, kind)
    found = read([tmp_path / "a.xlsx"], ATELIERS, tmp_path, IDENTITY)
    assert problems(found) == {}
    for table, sheet in sheets().items():
        for name, column in sheet.columns.items() if kind in sheet.kinds else ():
            if column.kind == "category":
                assert set(found.tables[table][name].dropna()) == set(column.words), (table, name)
    assert len(found.tables["attendance"]) == (0 if kind == "bureau" else 2 * WOMEN)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_template_says_nothing(tmp_path, kind):
    write_template(tmp_path / "a.xlsx", "fr", kind)
    found = read([tmp_path / "a.xlsx"], ATELIERS, tmp_path, IDENTITY)
    assert all(frame.empty for frame in found.tables.values())


def test_its_first_sheet_explains_every_sheet(tmp_path):
    write_template(tmp_path / "a.xlsx", "nl", "miriam")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == [
        "Handleiding",
        "Groepen",
        "Deelneemsters",
        "Inschrijvingen per groep",
        "Sessies",
        "Aanwezigheden",
        "Individuele contacten",
        "Vragen",
        "Rechten",
        "Persoonlijke doelen",
        "Doorverwijzingen",
        "Kandidates",
        "Structurele signalen",
        "Verbeteringen",
        "Partners",
        "Bijdragen van partners",
        "Team",
        "Vormingen en intervisies",
        "Communicatie",
        "Uitgaven",
        "Checklijsten",
        "Gecodeerde thema's",
    ]
    explained = {row[0]: row[1] for row in book["Handleiding"].iter_rows(values_only=True) if row[0] in book.sheetnames}
    assert list(explained) == book.sheetnames[1:] and all(explained.values())


def test_lists_and_dates_are_prepared(tmp_path):
    write_template(tmp_path / "a.xlsx", "fr", "workshop")
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["Inscriptions par groupe"]
    kinds = {str(rule.sqref).split(":")[0]: (rule.type, rule.formula1) for rule in page.data_validations.dataValidation}
    assert kinds["C2"][0] == "date" and kinds["F2"][0] == "list" and "emploi" in kinds["F2"][1]
    assert page["C1"].value == "Début" and page["C1"].font.bold and not page["D1"].font.bold


def test_two_templates_are_the_same_and_without_macros(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name, "fr", "bureau")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert not [name for name in zipfile.ZipFile(tmp_path / "a.xlsx").namelist() if "vba" in name or "externalLink" in name]
