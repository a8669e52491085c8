"""Headings and names of sheets, loosely matched."""

from __future__ import annotations

import pytest

from evaltools.sources.registers.headings import best_table, find_header, header_of, key_of, resembled, tables_named
from evaltools.tables.sheets import sheets


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("N°", "participant"),
        ("Nº", "participant"),
        ("numéro", "participant"),
        (" NR. ", "participant"),
        ("N° de la participante", "participant"),
        ("DATE D'ENTREE", "entry"),
        ("Date d’entrée (jj/mm/aaaa)", "entry"),
        ("Langue*", "language"),
        ("Taal / Langue", "language"),
        ("Tranche d âge", "age_band"),
        ("Code d'accès LimeSurvey", "token"),
        ("Nombre d'enfants", "children_band"),
    ],
)
def test_one_heading_in_many_spellings(heading, column):
    assert header_of("participants", [heading], 0).columns == {column: 0}


@pytest.mark.parametrize("heading", ["Nom", "Prénom", "Remarques", "Date", "", "Téléphone", 12.0])
def test_other_headings_are_left_alone(heading):
    assert header_of("participants", [heading], 0).columns == {}


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_every_printed_heading_finds_its_column(language):
    for table, sheet in sheets().items():
        printed = [column.headings[language][0] for column in sheet.columns.values()]
        assert list(header_of(table, printed, 0).columns) == list(sheet.columns)


def test_no_heading_means_two_columns():
    for sheet in sheets().values():
        keys = [
            (key_of(heading), name)
            for name, column in sheet.columns.items()
            for texts in column.headings.values()
            for heading in texts
        ]
        assert len({key for key, _ in keys}) == len(set(keys))


def test_beside_a_code_the_line_number_is_no_number():
    header = header_of("participants", ["N°", "Nom", "Code participante"], 0)
    assert header.columns == {"participant": 2}


def test_the_header_is_the_row_with_most_headings():
    rows = [["Participantes"], [], ["Langue", "", ""], ["", "N°", "Langue", "Enfants"], ["", "1", "fr", "2"]]
    header = find_header("participants", rows)
    assert header is not None and (header.row, header.columns) == (3, {"participant": 1, "language": 2, "children_band": 3})
    assert find_header("participants", [["x"], ["y"]]) is None


def test_a_slip_in_a_heading_is_seen():
    header = header_of("enrolments", ["N°", "Groupe", "Début", "Date de sorti", "Remarques"], 0)
    assert resembled("enrolments", header) == ["end"]


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("Présences IXL-A", ["attendance"]),
        ("presences_ixl_a", ["attendance"]),
        ("AANWEZIGHEDEN", ["attendance"]),
        ("Participantes 2026", ["participants"]),
        ("Inscriptions par groupe", ["enrolments"]),
        ("Inscriptions", ["participants", "enrolments"]),
        ("Séances (2)", ["sessions"]),
        ("Registre d'accueil", ["visits"]),
        ("Feuil1", []),
        ("Fatima", []),
        ("", []),
    ],
)
def test_names_of_sheets(name, tables):
    assert tables_named(name) == tables


def test_an_ambiguous_name_is_settled_by_the_headings():
    assert best_table(["participants", "enrolments"], [["N°", "Groupe", "Début"]]) == "enrolments"
    assert best_table(["participants", "enrolments"], [["N°", "Langue", "Enfants"]]) == "participants"
