"""Contacts, visits, requests and sessions of the bureau."""

from __future__ import annotations

import pandas as pd

from evaltools.settings import Programme, Site

from .writing import BASE, problems, read_sheets, values

BUREAU = Programme(id="bureau", kind="bureau", name={"en": "Bureau"}, sites=(Site(id="koekelberg", name="Koekelberg"),))
WOMEN = "N° | Langue\nB-1 | fr\nB-2 | nl"


def test_visits_with_and_without_a_woman(tmp_path):
    visits = """
        N°  | Date       | RDV | Premier contact | Isolement | Financier | Juridique
        B-1 | 05/03/2026 | x   | x               | x         |           | x
        B-1 | 12/03/2026 |     |                 |           |           |
            | 12/03/2026 |     | x               |           |           |
            | 12/03/2026 |     | x               |           |           |
        B-9 | 12/03/2026 | x   |                 |           |           |
        B-1 | 12/03/2026 |     |                 |           |           |
    """
    found = read_sheets(tmp_path, {"Participantes": WOMEN, "Accueil": visits}, BUREAU)
    frame = found.tables["visits"]
    assert list(frame["visit"]) == ["bureau-visit-2026-03-05-1", *(f"bureau-visit-2026-03-12-{rank}" for rank in (1, 2, 3, 4))]
    assert [found.numbers.get(name, "") for name in frame["participant"].fillna("")] == ["B-1", "B-1", "", "", ""]
    assert list(frame["appointment"]) == [True, False, False, False, True] and list(frame["first_contact"]) == [
        True,
        False,
        True,
        True,
        False,
    ]
    # Needs are one question: nothing ticked is not asked, something ticked makes the rest a no.
    assert values(frame, "need_legal") == [True, None, None, None, None] and values(frame, "need_financial")[:2] == [False, None]
    assert frame["need_social"].isna().all() and set(frame["site"]) == {"koekelberg"}
    assert problems(found) == {("visits", "participant", "unknown_participant"): 1, ("visits", "date", "duplicate_row"): 1}
    assert len(found.tables["participants"]) == 2


def test_a_blank_is_no_answer_where_somebody_wrote_no(tmp_path):
    found = read_sheets(
        tmp_path, {"Accueil": "Date | RDV\n05/03/2026 | oui\n06/03/2026 | non\n07/03/2026 |\n08/03/2026 | ??"}, BUREAU
    )
    assert values(found.tables["visits"], "appointment") == [True, False, None, None]
    found = read_sheets(tmp_path, {"Accueil": "Date | RDV\n05/03/2026 | oui\n07/03/2026 |\n08/03/2026 | ??"}, BUREAU)
    assert values(found.tables["visits"], "appointment") == [True, False, None]


def test_contacts(tmp_path):
    contacts = """
        Nummer | Datum      | Soort            | Plaats | Duur (min)
        B-1    | 5-3-26     | luisterend oor   | thuis  | 45
        B-1    | 5-3-26     | Juridisch        | OCMW   | 1u30
        B-2    | 6 maart 26 | yoga             | maan   | 0
        B-2    |            | sociaal          | thuis  | 10
        B-2    | 2026       | sociaal          | thuis  | lang
    """
    found = read_sheets(tmp_path, {"Deelneemsters": WOMEN, "Individuele contacten": contacts}, BUREAU)
    frame = found.tables["contacts"]
    assert [values(frame, name) for name in ("kind", "place", "minutes")] == [
        ["listening", "legal", None],
        ["home", "bureau", None],
        [45, 90, None],
    ]
    assert problems(found) == {
        ("contacts", "kind", "unknown_category"): 1,
        ("contacts", "place", "unknown_category"): 1,
        ("contacts", "minutes", "impossible_number"): 1,
        ("contacts", "date", "missing_date"): 1,
        ("contacts", "date", "unreadable_date"): 1,
        ("contacts", "minutes", "unreadable_number"): 1,
    }


def test_requests(tmp_path):
    requests = """
        N°  | Date       | Domaine  | Clôturée le | Résultat
        B-1 | 05/03/2026 | logement | 12/03/2026  | résolue
        B-1 | 05/03/2026 | dettes   | 01/03/2026  |
        B-2 | 05/03/2026 | CPAS     |             |
        B-2 | 06/03/2026 | travail  | 07/03/2026  | en partie
    """
    frame = (found := read_sheets(tmp_path, {"Participantes": WOMEN, "Demandes": requests}, BUREAU)).tables["requests"]
    assert list(frame["domain"]) == ["housing", "debts", "cpas", "job"]
    assert values(frame, "status") == ["resolved", None, "open", "partly"]
    assert values(frame, "closed") == [pd.Timestamp("2026-03-12"), None, None, pd.Timestamp("2026-03-07")]
    assert problems(found) == {("requests", "closed", "impossible_date"): 1}


def test_activities_have_no_group(tmp_path):
    sessions = """
        Date       | Heure | Lieu    | Type
        05/03/2026 | 14h   | Le Parc | sortie
        05/03/2026 | 16h   | Le Parc | permanence
        05/03/2026 | 16h   | Le Parc | permanence
        06/03/2026 |       |         |
    """
    found = read_sheets(tmp_path, {"Activités": sessions}, BUREAU)
    frame = found.tables["sessions"]
    assert list(frame["session"]) == ["koekelberg-2026-03-05", "koekelberg-2026-03-05-2", "koekelberg-2026-03-06"]
    assert list(frame["kind"]) == ["outing", "permanence", "activity"] and values(frame, "start_time") == ["14:00", "16:00", None]
    assert problems(found) == {("sessions", "session", "duplicate_row"): 1}


def test_without_a_site_an_event_is_where_she_is_enrolled(tmp_path):
    found = read_sheets(tmp_path, {**BASE, "Entretiens individuels": "N° | Date\n1 | 05/03/2026\n3 | 05/03/2026\n | 05/03/2026"})
    assert values(found.tables["contacts"], "site") == ["ixelles", "sgilles", None]
