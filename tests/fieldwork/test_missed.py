"""The private list of who has missed three due sessions in a row."""

import datetime as dt
import stat

import openpyxl
from typer.testing import CliRunner

from evaltools.cli import app
from evaltools.fieldwork.missed import missed, write_missed
from evaltools.identity import Identity
from evaltools.settings import Programme, Site
from evaltools.sources.registers import read
from evaltools.workspace import Workspace

PROGRAMME = Programme(id="ateliers", kind="workshop", name={"en": "W"}, sites=(Site(id="ixelles", name="Ixelles"),))
DAYS = ("05/03/2026", "12/03/2026", "19/03/2026", "26/03/2026", "02/04/2026")
# a: back in time; b: three in a row; c: four, first present; d: left; e: two in a row; f: enrolled late, never seen; g: excused too
MARKS = {"A-1": "AAAPA", "A-2": "PPAAA", "A-3": "PAAAA", "A-4": "PAAAA", "A-5": "PPPAA", "A-6": "--AAA", "A-7": "PPEAE"}


def registers(folder):
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheets = {
        "Groupes": [("Groupe", "Antenne", "Début"), ("IXL-A", "Ixelles", "02/03/2026")],
        "Participantes": [("N°",), *((number,) for number in MARKS)],
        "Inscriptions par groupe": [("N°", "Groupe", "Début", "Date de sortie", "Motif de sortie")] + [
            (number, "IXL-A", "15/03/2026" if number == "A-6" else "02/03/2026", "03/04/2026" if number == "A-4" else None,
             "autre" if number == "A-4" else None) for number in MARKS],
        "Séances": [("Groupe", "Date", "Statut"), *(("IXL-A", day, "tenue") for day in DAYS)],
        "Présences": [("N°", "Groupe", "Date", "Présence")] + [
            (number, "IXL-A", day, {"A": "absente", "P": "présente", "E": "excusée"}[mark])
            for number, marks in MARKS.items() for day, mark in zip(DAYS, marks, strict=True) if mark != "-"]}
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(folder / "r.xlsx")
    return read([folder / "r.xlsx"], PROGRAMME, folder, Identity.from_secret(b"a secret of the tests only"))


def test_who_missed_three_in_a_row_and_is_still_enrolled(tmp_path):
    found = missed(registers(tmp_path), dt.date(2026, 4, 30))
    assert list(found["number"]) == ["A-3", "A-2", "A-6", "A-7"]
    assert list(found["missed"]) == [4, 3, 3, 3]
    assert list(found["unexcused"]) == [4, 3, 3, 1]
    assert [str(day)[:10] for day in found["seen"]] == ["2026-03-05", "2026-03-12", "NaT", "2026-03-12"]


def test_sessions_to_come_are_not_due(tmp_path):
    found = missed(registers(tmp_path), dt.date(2026, 3, 26))
    assert set(found["number"]) == {"A-3", "A-4"}, "A-4 had not left yet"


def test_the_list_is_the_evaluators_alone(tmp_path):
    path, women = write_missed(registers(tmp_path), PROGRAMME, Workspace(tmp_path), dt.date(2026, 4, 30))
    assert women == 4
    assert path.parent == tmp_path / "workspace" / "fieldwork"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[1] == ("A-3", "ateliers-ixl-a", "4", "4", "2026-03-05")


def test_the_command_prints_no_number(ours):
    result = CliRunner().invoke(app, ["missed", "--today", "2026-06-30", "-C", str(ours.root)])
    assert result.exit_code == 0, result.output
    assert "For you alone: workspace/fieldwork/ateliers-missed-three.xlsx" in result.output
    assert "A-00" not in result.output
    assert CliRunner().invoke(app, ["missed", "--today", "soon", "-C", str(ours.root)]).exit_code != 0
