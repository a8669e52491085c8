"""Attendance, long and grid, against enrolments and sessions."""

from __future__ import annotations

import openpyxl
import pytest

from evaltools.errors import SourceError
from evaltools.sources.registers import read
from evaltools.sources.registers.places import Cohorts

from .writing import ATELIERS, BASE, ENROLLED, IDENTITY, SESSIONS, attendance, day, problems, read_sheets

DAYS = [day("05/03/2026"), day("12/03/2026")]
GRID = [["N°", *DAYS], [1, "x", "A"], [2, "E", "x"]]
EXPECTED = {
    ("1", "ixl-a", "05/03", "present"),
    ("1", "ixl-a", "12/03", "unexcused"),
    ("2", "ixl-a", "05/03", "excused"),
    ("2", "ixl-a", "12/03", "present"),
}


def test_a_grid_named_by_its_sheet(tmp_path):
    found = read_sheets(tmp_path, {**BASE, "Présences IXL-A": GRID})
    assert attendance(found) == EXPECTED and problems(found) == {}
    assert set(found.tables["attendance"]["session"]) == {"ateliers-ixl-a-2026-03-05", "ateliers-ixl-a-2026-03-12"}


@pytest.mark.parametrize("title", ["Groupe IXL-A", "Présences du groupe ixl a, 2026", "IXL-A"])
def test_a_grid_named_by_its_title(tmp_path, title):
    found = read_sheets(tmp_path, {**BASE, "Présences": [[title], [], *GRID]})
    assert attendance(found) == EXPECTED and problems(found) == {}


def test_a_grid_without_a_name_is_of_the_group_in_which_each_is_enrolled(tmp_path):
    found = read_sheets(tmp_path, {**BASE, "Présences": [*GRID, [3, "x", ""]]})
    assert attendance(found) == EXPECTED | {("3", "sgi-b", "05/03", "present")} and problems(found) == {}


@pytest.mark.parametrize(
    "headings",
    [
        ["05/03/2026", "12-3-26"],
        ["5/3", "12 mars"],
        ["46086", "46093"],
        ["Séance 1 (05/03/26)", "Séance 2 12/03"],
        ["jeudi 5 mars 2026", "2026-03-12"],
    ],
)
def test_dates_above_a_grid(tmp_path, headings):
    found = read_sheets(
        tmp_path, {**BASE, "Présences IXL-A": [["N°", "Nom", *headings, "Total"], [1, "x", "x", "A", 1], [2, "y", "E", "x", 1]]}
    )
    assert attendance(found) == EXPECTED and problems(found) == {}


@pytest.mark.parametrize(
    "rows",
    [
        [["", *DAYS], ["N°", "S1", "S2"], [1, "x", "A"], [2, "E", "x"]],
        [["N°", "S1", "S2"], ["", *DAYS], [1, "x", "A"], [2, "E", "x"]],
    ],
)
def test_dates_beside_the_row_of_headings(tmp_path, rows):
    found = read_sheets(tmp_path, {**BASE, "Présences IXL-A": rows})
    assert attendance(found) == EXPECTED and problems(found) == {}


def test_a_group_column_with_merged_cells(tmp_path):
    rows = [
        ["Présences 2026"],
        ["Groupe", "N°", *DAYS],
        ["IXL-A", 1, "x", "A"],
        ["", 2, "E", "x"],
        ["", "", "", ""],
        ["SGI-B", 3, "abs", ""],
    ]
    found = read_sheets(tmp_path, {**BASE, "Présences": rows})
    assert attendance(found) == EXPECTED | {("3", "sgi-b", "05/03", "unexcused")} and problems(found) == {}


def test_a_blank_below_a_group_is_that_group_even_for_a_woman_of_two(tmp_path):
    twice = {**BASE, "Inscriptions par groupe": ENROLLED + "2 | SGI-B | 02/03/2026 | |"}
    found = read_sheets(tmp_path, {**twice, "Présences": [["Groupe", "N°", *DAYS], ["IXL-A", 1, "x", "A"], ["", 2, "E", "x"]]})
    assert attendance(found) == EXPECTED and problems(found) == {}
    found = read_sheets(tmp_path, {**twice, "Présences": GRID})
    assert {row[0] for row in attendance(found)} == {"1"} and problems(found)["attendance", "cohort", "unknown_cohort"] == 2


@pytest.mark.parametrize("told", [True, False], ids=["merged cells told", "merged cells not told, as in ODS"])
def test_groups_merged_over_the_dates(tmp_path, told):
    book = openpyxl.load_workbook(_saved(tmp_path, {**BASE}))
    page = book.create_sheet("Présences")
    page["B3"], page["D3"], page["A1"] = "IXL-A", "SGI-B", "Présences du printemps"
    for cells in ("B3:C3", "A1:E1") if told else ():
        page.merge_cells(cells)
    for place, row in enumerate([["N°", *DAYS, DAYS[0]], [1, "x", "A"], [2, "E", "x"], [], [3, "", "", "p"]], 4):
        for column, cell in enumerate(row, 1):
            page.cell(place, column, cell or None)
    book.save(tmp_path / "registre.xlsx")
    found = read([tmp_path / "registre.xlsx"], ATELIERS, tmp_path, IDENTITY)
    assert attendance(found) == EXPECTED | {("3", "sgi-b", "05/03", "present")} and problems(found) == {}


def _saved(folder, sheets):
    read_sheets(folder, sheets)
    return folder / "registre.xlsx"


def test_grids_one_below_the_other(tmp_path):
    rows = [["Groupe IXL-A"], *GRID, ["Présents", 1, 1], [], ["Groupe SGI-B"], ["N°", DAYS[0]], [3, "x"], ["Total", 1]]
    rows[4][0] = "Total présentes"
    found = read_sheets(tmp_path, {**BASE, "Présences": rows})
    assert attendance(found) == EXPECTED | {("3", "sgi-b", "05/03", "present")} and problems(found) == {}


def test_a_sheet_with_any_name_that_holds_a_grid_is_attendance(tmp_path):
    assert attendance(read_sheets(tmp_path, {**BASE, "IXL-A": GRID})) == EXPECTED


def test_a_long_list(tmp_path):
    rows = """
        N° | Groupe | Date       | Présence
        1  | IXL-A  | 05/03/2026 | présente
        1  |        | 12/03/2026 | absente
        2  | IXL-A  | 05/03/2026 | excusée
        2  | ixl a  | 12/03/2026 | oui
        3  |        | 05/03/2026 |
    """
    found = read_sheets(tmp_path, {**BASE, "Présences": rows})
    assert attendance(found) == EXPECTED and problems(found) == {}


def test_a_long_list_by_number_of_session(tmp_path):
    sessions = "N° de séance | Groupe | Date\n1 | IXL-A | 05/03/2026\n2 | IXL-A | 12/03/2026\n1 | SGI-B | 05/03/2026"
    rows = """
        N° | Groupe | Séance | Présence
        1  | IXL-A  | 1      | x
        1  |        | 2      | a
        2  | IXL-A  | 1      | e
        2  | IXL-A  | 2      | x
        3  |        | 1      | x
        3  |        | 7      | x
    """
    found = read_sheets(tmp_path, {**BASE, "Séances": sessions, "Présences": rows})
    assert attendance(found) == EXPECTED | {("3", "sgi-b", "05/03", "present")}
    assert set(found.tables["sessions"]["session"]) == {"ateliers-ixl-a-1", "ateliers-ixl-a-2", "ateliers-sgi-b-1"}
    assert problems(found) == {("attendance", "session", "unknown_session"): 1}


def test_a_day_without_a_session_is_a_held_one(tmp_path):
    rows = [["N°", *DAYS, day("26/03/2026"), day("02/04/2026")], [1, "x", "A", "x", ""], [2, "E", "x", "A", ""]]
    found = read_sheets(tmp_path, {**BASE, "Présences IXL-A": rows})
    assert problems(found) == {("sessions", "date", "session_added"): 1}
    added = found.tables["sessions"].set_index("session").loc["ateliers-ixl-a-2026-03-26"]
    assert (added["status"], added["site"], added["kind"]) == ("held", "ixelles", "group")
    assert {row for row in attendance(found) if row[2] == "26/03"} == {
        ("1", "ixl-a", "26/03", "present"),
        ("2", "ixl-a", "26/03", "unexcused"),
    }


def test_what_is_blank_unreadable_or_not_due(tmp_path):
    # 2 left on 15/04: her blank on 16/04 is none, her x is refused; 1 has no mark on 12/03; the ? is no second problem.
    sessions = SESSIONS + "IXL-A | 16/04/2026 | tenue\nIXL-A | 23/04/2026 | tenue\nIXL-A | 30/04/2026 | tenue"
    rows = [
        ["N°", *DAYS, day("16/04/2026"), day("23/04/2026"), day("30/04/2026")],
        [1, "?", "", "x", "x", ""],
        [2, "E", "x", "", "x", ""],
    ]
    found = read_sheets(tmp_path, {**BASE, "Séances": sessions, "Présences IXL-A": rows})
    assert problems(found) == {
        ("attendance", "status", "unknown_category"): 1,
        ("attendance", "status", "attendance_missing"): 1,
        ("attendance", "date", "outside_enrolment"): 1,
    }
    assert attendance(found) == {
        ("1", "ixl-a", "16/04", "present"),
        ("1", "ixl-a", "23/04", "present"),
        ("2", "ixl-a", "05/03", "excused"),
        ("2", "ixl-a", "12/03", "present"),
    }


def test_before_the_start_nothing_is_due(tmp_path):
    enrolled = "N° | Groupe | Début\n1 | IXL-A | 02/03/2026\n2 | IXL-A | 06/03/2026"
    found = read_sheets(tmp_path, {**BASE, "Inscriptions par groupe": enrolled, "Présences IXL-A": GRID})
    assert attendance(found) == EXPECTED - {("2", "ixl-a", "05/03", "excused")}
    assert problems(found) == {("attendance", "date", "outside_enrolment"): 1}


def test_who_is_unknown_or_enrolled_elsewhere(tmp_path):
    rows = [*GRID, [3, "x", ""], [99, "x", "x"], ["", "x", ""]]
    found = read_sheets(tmp_path, {**BASE, "Présences IXL-A": rows})
    assert attendance(found) == EXPECTED
    assert problems(found) == {
        ("attendance", "cohort", "not_enrolled"): 1,
        ("attendance", "participant", "unknown_participant"): 2,
        ("attendance", "participant", "missing_number"): 1,
    }


def test_marks_of_an_unknown_group_are_left_out(tmp_path):
    rows = [["Groupe", "N°", *DAYS], ["IXL-Z", 1, "x", "A"], ["IXL-A", 2, "E", "x"]]
    found = read_sheets(tmp_path, {**BASE, "Présences": rows})
    assert {row[0] for row in attendance(found)} == {"2"}
    assert problems(found) == {("attendance", "cohort", "unknown_cohort"): 1, ("attendance", "status", "attendance_missing"): 2}


def test_twice_the_same_mark(tmp_path):
    found = read_sheets(
        tmp_path, {**BASE, "Présences IXL-A": GRID, "Aanwezigheden": "N° | Groupe | Date | Statut\n1 | IXL-A | 05/03/2026 | a"}
    )
    assert attendance(found) == EXPECTED and problems(found) == {("attendance", "participant", "duplicate_row"): 1}


def test_cancelled_and_planned_sessions(tmp_path):
    sessions = """
        Groupe | Date       | Statut
        IXL-A  | 05/03/2026 | prévue
        IXL-A  | 12/03/2026 | annulée
        IXL-A  | 19/03/2026 | prévue
    """
    rows = [["N°", *DAYS, day("19/03/2026")], [1, "x", "x", "E"], [2, "A", "A", ""]]
    found = read_sheets(tmp_path, {**BASE, "Séances": sessions, "Présences IXL-A": rows})
    assert attendance(found) == {("1", "ixl-a", "05/03", "present"), ("2", "ixl-a", "05/03", "unexcused")}
    assert list(found.tables["sessions"]["status"]) == ["held", "cancelled", "planned"]
    assert problems(found) == {
        ("sessions", "status", "planned_session_attended"): 1,
        ("attendance", "status", "cancelled_session_attended"): 1,
    }


def test_a_date_that_is_none_above_a_grid(tmp_path):
    rows = [["N°", *DAYS, "31/02/2026", "Remarques"], [1, "x", "A", "x", "bien"], [2, "E", "x", "x", ""]]
    found = read_sheets(tmp_path, {**BASE, "Présences IXL-A": rows})
    assert attendance(found) == EXPECTED and problems(found) == {("attendance", "date", "unreadable_date"): 1}


def test_a_prepared_grid_says_nothing(tmp_path):
    found = read_sheets(tmp_path, {**BASE, "Présences": "N° | Nom | Groupe\n1 | Zoé | IXL-A\n2 | Léa | IXL-A"})
    assert attendance(found) == set() and problems(found) == {}


def test_marks_under_headings_that_are_no_dates_are_not_lost_in_silence(tmp_path):
    with pytest.raises(SourceError, match="no column 'Présence'"):
        read_sheets(tmp_path, {**BASE, "Présences": "N° | S1 | S2\n1 | x | a"})


def test_a_list_without_date_and_session_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no column 'Date'"):
        read_sheets(tmp_path, {**BASE, "Présences": "N° | Présence\n1 | x"})


def test_women_as_columns_are_refused_without_their_names(tmp_path):
    with pytest.raises(SourceError, match="no column 'Numéro'") as caught:
        read_sheets(tmp_path, {**BASE, "Présences": "Date | Fatima | Aïcha\n05/03/2026 | x | x"})
    assert "Fatima" not in str(caught.value)


def test_of_two_sessions_on_one_day_the_one_that_took_place(tmp_path):
    sessions = """
        N° de séance | Groupe | Date       | Statut
        IXL-A-01     | IXL-A  | 05/03/2026 | annulée
        IXL-A-02     | IXL-A  | 05/03/2026 | tenue
        IXL-A-03     | IXL-A  | 12/03/2026 | tenue
        IXL-A-03     | IXL-A  | 13/03/2026 | annulée
    """
    found = read_sheets(tmp_path, {**BASE, "Séances": sessions, "Présences IXL-A": GRID})
    assert attendance(found) == EXPECTED and problems(found) == {}
    assert set(found.tables["attendance"]["session"]) == {"ateliers-ixl-a-02", "ateliers-ixl-a-03"}
    assert list(found.tables["sessions"]["session"])[-1] == "ateliers-ixl-a-03-2"


@pytest.mark.parametrize(
    ("title", "cohort"),
    [
        ("Présences IXL", "p-ixl"),
        ("Présences IXL-A (Ixelles matin)", "p-ixl-a"),
        ("Ixelles matin", "p-ixl-a"),
        ("IXL et SGI", None),
        ("Groupe B", "p-b"),
        ("Annexe B", None),
        ("Salle IXLA", "p-ixl-a"),
        ("Matin", None),
        ("", None),
    ],
)
def test_groups_named_in_titles(title, cohort):
    cohorts = Cohorts("p")
    for code, label in (("IXL", ""), ("IXL-A", "Ixelles matin"), ("SGI", "Matin"), ("B", "Matin")):
        assert cohorts.add(code, label)
    assert cohorts.add("ixl a") is None
    assert cohorts.named_in(title) == cohort
