"""Every slip of the registers' keepers is in the written workbooks, as often as the truth on file says."""

import datetime as dt
from collections import Counter

import pytest

from evaltools.demo.words import headings, title


def test_every_slip_in_the_attendance_lists_is_there(books, cohort_of, planted):
    grids = [row for name in books.grids() for row in books.rows("ateliers.xlsx", name)]
    assert sum(cell == "voir cahier" for row in grids for cell in row.values()) == planted(
        "unreadable_status", "ateliers.xlsx: Présences") > 0
    assert sum(row["N°"].strip().upper() not in cohort_of for row in grids) == planted(
        "unknown_number", "ateliers.xlsx: Présences") > 0
    blank = sum(books.blank("ateliers.xlsx", name) for name in books.grids())
    assert blank == planted("blank_row", "ateliers.xlsx: Présences") > 0
    where = "miriam-presences.xlsx: Présences"
    rows = books.rows("miriam-presences.xlsx", "Présences")
    assert sum(row["Présence"] == "voir carnet" for row in rows) == planted("unreadable_status", where) > 0
    assert sum(row["Présence"] is None for row in rows) == planted("blank_cell", where) > 0
    assert sum(row["Date"] == "31/02/2026" for row in rows) == planted("impossible_date", where) > 0
    assert sum(row["Numéro"] not in cohort_of for row in rows) == planted("unknown_number", where) > 0
    alike = Counter(tuple(row.values()) for row in rows if row["Date"] != "31/02/2026")
    assert sum(count == 2 for count in alike.values()) == planted("duplicate_row", where) > 0


def test_blank_cells_of_the_grids_are_presences_that_were_due(written, books, planted):
    made, _ = written
    blank = 0
    for group in made.groups:
        if group.plan.programme == "ateliers":
            rows = {row["N°"].strip().upper(): row for row in books.rows("ateliers.xlsx", f"Présences {group.plan.code}")}
            for woman in group.women:
                written_on = {books.day(heading): cell for heading, cell in rows[woman.number].items() if books.day(heading)}
                blank += sum(written_on[session.date] is None for session in group.held if session.code in woman.presence)
    assert blank == planted("blank_cell", "ateliers.xlsx: Présences") > 0


@pytest.mark.parametrize("file, language", [("ateliers.xlsx", "fr"), ("miriam.xlsx", "nl"), ("bureau.xlsx", "fr")])
def test_every_slip_in_the_lists_of_women_is_there(books, file, language, planted):
    name = title("participants", language)
    number, entry, employment = headings("participants", "participant entry employment", language)
    rows = books.rows(file, name)
    where = f"{file}: {name}"
    assert sum(row[number] is None for row in rows) == planted("missing_number", where) > 0
    assert sum(count == 2 for count in Counter(row[number] for row in rows if row[number]).values()) == planted(
        "duplicate_row", where) > 0
    assert sum("qz" in row[employment] for row in rows) == planted("misspelt_category", where) > 0
    assert sum(row[entry] == "31/02/2026" for row in rows) == planted("impossible_date", where)
    assert any(isinstance(row[entry], str) and books.day(row[entry]) for row in rows)


@pytest.mark.parametrize("file, language", [("ateliers.xlsx", "fr"), ("miriam.xlsx", "nl")])
def test_every_slip_in_the_calendars_is_there(books, file, language, planted):
    name = title("sessions", language)
    cohort, date = headings("sessions", "cohort date", language)
    rows = books.rows(file, name)
    assert sum(row[cohort] == "ZZZ-Q" for row in rows) == planted("unknown_cohort", f"{file}: {name}") == 1
    assert sum(books.day(row[date]) is None for row in rows) == planted("unreadable_date", f"{file}: {name}") == 1


def test_every_other_slip_is_there(books, truth, planted):
    for file, name, column in (("miriam.xlsx", "Individuele contacten", "Datum"),
                               ("bureau.xlsx", "Entretiens individuels", "Date"), ("bureau.xlsx", "Accueil", "Date")):
        wrong = sum(row[column] == "31/02/2026" for row in books.rows(file, name))
        assert wrong == planted("impossible_date", f"{file}: {name}") > 0
    domains = [row["Domaine"] for row in books.rows("bureau.xlsx", "Demandes")]
    assert domains.count("à voir qz") == planted("misspelt_category", "bureau.xlsx: Demandes") > 0
    for row in truth["dirt"]:
        file, _, name = row["where"].partition(": ")
        if row["kind"] == "blank_row" and name != "Présences":
            assert books.blank(file, name) == row["count"]


def test_registers_are_as_untidy_as_people_keep_them(books):
    ateliers = books.books["ateliers.xlsx"]
    assert any(ateliers[name].merged_cells.ranges for name in books.grids())
    sites = {row["Antenne"] for row in books.rows("ateliers.xlsx", "Groupes")}
    assert any(site.isupper() for site in sites) or any(site != site.strip() for site in sites)
    marks = {str(cell) for name in books.grids() for row in books.rows("ateliers.xlsx", name)
             for cell in list(row.values())[1:-1]}
    assert {"x", "E", "A", "1", "0", "exc", "présente"} <= marks
    kinds = {type(heading) for name in books.grids() for heading in list(books.rows("ateliers.xlsx", name)[0])[1:-1]}
    assert kinds == {dt.datetime, str}
