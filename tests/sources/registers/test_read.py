"""Whole registers, in and out: small text tables with results counted by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaltools.errors import SourceError
from evaltools.settings import Programme
from evaltools.sources.registers import cohort_id, read, register_number
from evaltools.sources.registers.events import EVENTS
from evaltools.tables import TABLES, check
from evaltools.tables.sheets import sheets

from .writing import (
    ATELIERS,
    BASE,
    ENROLLED,
    GROUPS,
    IDENTITY,
    SESSIONS,
    WOMEN,
    as_csv,
    day,
    problems,
    read_sheets,
    values,
    women,
    workbook,
)

BUREAU = Programme(id="bureau", kind="bureau", name={"en": "Bureau"})


def test_a_clean_register_has_no_problem(tmp_path):
    found = read_sheets(tmp_path, BASE)
    assert problems(found) == {}
    for name, frame in found.tables.items():
        check(name, frame)
    counts = {name: len(frame) for name, frame in found.tables.items()}
    assert counts == {
        "cohorts": 2,
        "participants": 3,
        "enrolments": 3,
        "sessions": 4,
        "attendance": 0,
        "contacts": 0,
        "visits": 0,
        "requests": 0,
        **dict.fromkeys((*EVENTS, "partners", "staff", "problems"), 0),
    }
    assert (
        list(found.tables["cohorts"]["cohort"])
        == ["ateliers-ixl-a", "ateliers-sgi-b"]
        == [cohort_id("ateliers", code) for code in ("IXL-A", "SGI B")]
    )
    assert list(found.tables["cohorts"]["site"]) == ["ixelles", "sgilles"]
    assert women(found, found.tables["participants"], "language") == {"1": "fr", "2": "nl", "3": "ar"}
    assert women(found, found.tables["enrolments"], "exit_kind") == {"1": None, "2": "positive", "3": None}
    assert list(found.tables["sessions"]["session"]) == [
        "ateliers-ixl-a-2026-03-05",
        "ateliers-ixl-a-2026-03-12",
        "ateliers-ixl-a-2026-03-19",
        "ateliers-sgi-b-2026-03-05",
    ]


def test_pseudonyms_replace_numbers_everywhere(tmp_path):
    secret = {
        "Participantes": WOMEN.replace("1 ", "QZ17").replace("2 ", "QZ18"),
        "Accueil": "N° | Date\nQZ17 | 05/03/2026",
        "Demandes": "N° | Date | Domaine\nQZ18 | 05/03/2026 | logement",
    }
    found = read_sheets(tmp_path, secret)
    assert "QZ1" not in "".join(frame.to_csv() for frame in found.tables.values()) + repr(found)
    pseudonym = IDENTITY.pseudonym("QZ17")
    assert found.numbers[pseudonym] == "QZ17" and found.by_number["QZ17"] == pseudonym
    assert found.by_token[IDENTITY.token("QZ17")] == pseudonym and len(found.by_token) == 3
    assert list(found.tables["visits"]["participant"]) == [pseudonym]


def test_a_case_manager_is_a_pseudonym_too(tmp_path):
    groups = (
        "Groupe | Antenne | Case manager | Début\nA | Ixelles | Zoé Dupont | 02/03/2026\nB | Ixelles | Zoé Dupont | 02/03/2026"
    )
    managers = read_sheets(tmp_path, {"Groupes": groups}).tables["cohorts"]["case_manager"]
    assert managers.nunique() == 1 and "Zoé" not in managers[0]


def test_the_same_in_dutch_and_english_over_several_files(tmp_path):
    (tmp_path / "groepen.csv").write_bytes(
        as_csv("Groep | Antenne | Start | Geplande einddatum\nIXL-A | Ixelles | 2-3-26 | 30 juni 2026", ";").encode("cp1252")
    )
    workbook(
        tmp_path / "b.xlsx",
        {
            "Participants": [
                ["Participants of 2026"],
                [],
                ["", "Number", "Language", "Entry date"],
                ["", 1, "French", day("05/03/2026")],
            ]
        },
    )
    frame = pd.DataFrame([["Inschrijvingen", None, None], ["Nummer", "Groep", "Start"], [1, "ixl a", day("02/03/2026")]])
    frame.to_excel(tmp_path / "c.ods", engine="odf", index=False, header=False, sheet_name="Inschrijvingen per groep")
    found = read([Path("groepen.csv"), Path("b.xlsx"), tmp_path / "c.ods"], ATELIERS, tmp_path, IDENTITY)
    assert problems(found) == {}
    assert women(found, found.tables["enrolments"], "cohort") == {"1": "ateliers-ixl-a"}
    assert women(found, found.tables["participants"], "entry") == {"1": pd.Timestamp("2026-03-05")}


def test_untidy_rows(tmp_path):
    women_sheet = [
        ["LISTE DES PARTICIPANTES", None, None],
        [None] * 3,
        ["N°", "Nom", "Langue "],
        ["Groupe IXL-A", None, None],
        [1.0, "x", "FRANÇAIS"],
        [None] * 3,
        ["002 ", "y", " Néerlandais"],
        ["N°", "Nom", "Langue"],
        [3, "z", None],
        [None, "w", "français"],
        [2, "y", "Nederlands"],
        ["Total", None, 3],
    ]
    found = read_sheets(tmp_path, {**BASE, "Participantes": women_sheet})
    assert women(found, found.tables["participants"], "language") == {"1": "fr", "2": "nl", "3": None}
    assert problems(found) == {
        ("participants", "participant", "missing_number"): 1,
        ("participants", "participant", "duplicate_row"): 1,
    }


def test_wrong_cells_are_counted_and_never_told(tmp_path):
    wrong = {
        "Groupes": GROUPS
        + "IXL-A | Ixelles | 02/03/2026 |\n | Ixelles | 02/03/2026 |\nMOL-C | Molenbeek | 40/03/2026 | 30/06/2026",
        "Participantes": WOMEN + "4 | volapük\n5 | espéranto",
        "Inscriptions par groupe": ENROLLED
        + """
            4 | IXL-A | 10/03/2026 | 01/03/2026 | santé
            5 | XYZ-Z | 02/03/2026 |            |
            9 | IXL-A |            |            | mystère
            1 | IXL-A | 02/03/2026 |            |
              | IXL-A | 02/03/2026 |            |
            5 |       | 02/03/2026 |            |
            5 | SGI-B | 02/03/1926 |            | santé""",
        "Séances": SESSIONS + "IXL-A | 12/03/2026 | tenue\nIXL-A | demain | tenue\nXYZ-Z | 12/03/2026 | tenue\nSGI-B | | tenue",
    }
    found = read_sheets(tmp_path, wrong)
    assert problems(found) == {
        ("cohorts", "cohort", "duplicate_row"): 1,
        ("cohorts", "cohort", "missing_cohort"): 1,
        ("cohorts", "start", "unreadable_date"): 1,
        ("cohorts", "site", "unknown_site"): 1,
        ("participants", "language", "unknown_category"): 2,
        ("participants", "participant", "unlisted_participant"): 1,
        ("enrolments", "participant", "missing_number"): 1,
        ("enrolments", "participant", "duplicate_row"): 1,
        ("enrolments", "cohort", "unknown_cohort"): 1,
        ("enrolments", "cohort", "missing_cohort"): 1,
        ("enrolments", "end", "impossible_date"): 1,
        ("enrolments", "end", "missing_end"): 1,
        ("enrolments", "start", "impossible_date"): 1,
        ("enrolments", "start", "missing_start"): 2,
        ("enrolments", "exit_reason", "unknown_category"): 1,
        ("sessions", "session", "duplicate_row"): 1,
        ("sessions", "date", "unreadable_date"): 1,
        ("sessions", "cohort", "unknown_cohort"): 1,
        ("sessions", "date", "missing_date"): 1,
    }
    told = found.tables["problems"].to_csv()
    assert not any(word in told for word in ("volapük", "espéranto", "XYZ", "mystère", "demain", "Molenbeek"))
    assert set(found.tables["problems"]["source"]) == {"registre.xlsx"}
    assert set(found.tables["problems"]["severity"]) <= set(TABLES["problems"].column("severity").codes)
    assert women(found, found.tables["enrolments"], "start")["9"] == pd.Timestamp("2026-03-02")
    assert women(found, found.tables["enrolments"], "start")["5"] == pd.Timestamp("2026-03-01")
    assert found.tables["cohorts"].set_index("cohort")["site"]["ateliers-mol-c"] == "ateliers-molenbeek"


def test_a_missing_column_names_the_sheet_the_column_and_no_woman(tmp_path):
    with pytest.raises(SourceError) as caught:
        read_sheets(tmp_path, {**BASE, "Séances": "Groupe | Statut | Fatima Z.\nIXL-A | tenue | x"})
    assert "'Séances' of registre.xlsx has no column 'Date' (Datum, Date)" in caught.value.message
    assert "Groupe, Statut, and 1 others" in caught.value.hint and "Fatima" not in str(caught.value)
    with pytest.raises(SourceError, match="none that is known"):
        read_sheets(tmp_path, {"Participantes": "Fatima | Aïcha\nx | x"})


def test_sheets_and_columns_that_are_not_known(tmp_path):
    found = read_sheets(
        tmp_path, {**BASE, "Participantes": WOMEN.replace("Langue", "Lange "), "Fatima": "a | b", "Mode d'emploi": "lisez"}
    )
    assert problems(found) == {("", "sheet 5", "unknown_sheet"): 1, ("participants", "language", "unknown_column"): 1}
    assert "Fatima" not in found.tables["problems"].to_csv()


def test_a_hidden_sheet_is_not_read(tmp_path):
    import openpyxl

    path = workbook(tmp_path / "a.xlsx", {**BASE, "Participantes (2)": WOMEN, "listes": WOMEN})
    book = openpyxl.load_workbook(path)
    book["Participantes (2)"].sheet_state = book["listes"].sheet_state = "hidden"
    book.save(path)
    assert problems(read([path], ATELIERS, tmp_path, IDENTITY)) == {("participants", "sheet 5", "hidden_sheet"): 1}


def test_one_sheet_for_participants_and_their_groups(tmp_path):
    found = read_sheets(
        tmp_path,
        {
            "Groupes": GROUPS,
            "Inscriptions": "N° | Groupe | Langue | Date d'entrée | Sortie\n1 | IXL-A | fr | 05/03/2026 | 12/03/2026\n2 | | nl",
        },
    )
    assert problems(found) == {}
    assert women(found, found.tables["enrolments"], "start") == {"1": pd.Timestamp("2026-03-05")}
    assert women(found, found.tables["enrolments"], "end") == {"1": pd.Timestamp("2026-03-12")}
    assert set(women(found, found.tables["participants"], "entry")) == {"1", "2"}


def test_without_a_list_of_groups_or_women_whoever_is_enrolled_exists(tmp_path):
    found = read_sheets(tmp_path, {"Inscriptions par groupe": ENROLLED})
    assert problems(found) == {
        ("cohorts", "cohort", "unlisted_cohort"): 2,
        ("participants", "participant", "unlisted_participant"): 3,
    }
    assert [len(found.tables[name]) for name in ("cohorts", "participants", "enrolments")] == [2, 3, 3]


def test_access_codes_of_the_register_are_the_link(tmp_path):
    codes = "N° | Code d'accès LimeSurvey\n1 | aB12\n2 |\n3 | zz\n4 | zz"
    found = read_sheets(tmp_path, {"Participantes": codes})
    assert found.by_token == {"aB12": IDENTITY.pseudonym("1"), IDENTITY.token("2"): IDENTITY.pseudonym("2")}
    assert problems(found) == {("participants", "token", "duplicate_code"): 2}
    assert "aB12" not in "".join(frame.to_csv() for frame in found.tables.values())


def test_entries_that_are_not_noted(tmp_path):
    entered = "N° | Date d'entrée\n1 | 01/02/2026\n2 |\n3 |\n4 |\n5 |"
    visits = "N° | Date\n2 | 02/01/2026\n4 | 09/04/2026\n4 | 08/04/2026"
    found = read_sheets(tmp_path, {**BASE, "Participantes": entered, "Accueil": visits})
    expected = {"1": "2026-02-01", "2": "2026-03-02", "3": "2026-03-01", "4": "2026-04-08", "5": None}
    assert women(found, found.tables["participants"], "entry") == {
        number: text and pd.Timestamp(text) for number, text in expected.items()
    }


@pytest.mark.parametrize(
    ("written", "site", "rules"),
    [
        ("ixelles", "ixelles", 0),
        ("CPAS d'Ixelles", "ixelles", 0),
        ("SAINT GILLES", "sgilles", 0),
        ("sgilles", "sgilles", 0),
        ("", None, 0),
        ("Ixelles et Saint-Gilles", "ateliers-ixelles-et-saint-gilles", 1),
        ("Uccle", "ateliers-uccle", 1),
    ],
)
def test_sites(tmp_path, written, site, rules):
    found = read_sheets(tmp_path, {"Groupes": [["Groupe", "Antenne", "Début"], ["A", written, day("02/03/2026")]]})
    assert values(found.tables["cohorts"], "site") == [site]
    assert problems(found) == ({("cohorts", "site", "unknown_site"): 1} if rules else {})


def test_sites_that_only_the_register_knows(tmp_path):
    found = read_sheets(tmp_path, {"Accueil": "Antenne | Date\nUccle | 05/03/2026\n | 05/03/2026"}, BUREAU)
    assert problems(found) == {} and values(found.tables["visits"], "site") == ["bureau-uccle", None]


@pytest.mark.parametrize(("written", "number"), [("007", "7"), (7.0, "7"), (" a-07 ", "a-07"), ("000", "0"), (True, "1")])
def test_numbers_of_participants(written, number):
    assert register_number(written) == number


CELLS = st.one_of(
    st.sampled_from(
        ["", "", "1", "2", "99", "IXL-A", "SGI-B", "x", "A", "05/03/2026", "12/03/2026", "01/01/1900", "oui", "Total", "Groupe"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8),
    st.integers(-9, 50000),
    st.dates().map(str),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(list(sheets())), st.lists(st.lists(CELLS, min_size=12, max_size=12), max_size=6)))
def test_no_cell_stops_a_register(tmp_path, wild):
    known = {
        sheets()[table].title["fr"]: [[column.headings["fr"][0] for column in sheets()[table].columns.values()], *rows]
        for table, rows in wild.items()
    }
    for name, rows in known.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
    found = read([Path(f"{name}.csv") for name in known], ATELIERS, tmp_path, IDENTITY)
    for name, frame in found.tables.items():
        check(name, frame)
    cohorts, due = (
        found.tables["cohorts"],
        found.tables["attendance"].merge(found.tables["enrolments"], on=["participant", "cohort"]),
    )
    assert set(found.tables["enrolments"]["cohort"]) <= set(cohorts["cohort"])
    assert len(due) == len(found.tables["attendance"])
    assert set(found.tables["attendance"]["session"]) <= set(found.tables["sessions"]["session"])
