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


def test_rights_referrals_and_what_settles_them(tmp_path):
    rights = """
        N°  | Repéré le  | Ouvert le  | Droit              | Statut
        B-1 | 05/03/2026 | 20/04/2026 | pension alimentaire |
        B-1 | 06/03/2026 |            | BIM                |
        B-2 | 07/03/2026 | 01/03/2026 | tarif social       | demandé
    """
    referrals = """
        N°  | Date       | Clôturé le | Domaine   | Service interne | Manière     | Résultat
        B-1 | 05/03/2026 | 12/03/2026 | logement  | x               | accompagnée | service obtenu
        B-2 | 06/03/2026 |            | juridique |                 |             |
    """
    found = read_sheets(tmp_path, {"Participantes": WOMEN, "Droits": rights, "Relais": referrals}, BUREAU)
    assert values(found.tables["rights"], "status") == ["opened", "detected", "asked"]
    assert values(found.tables["rights"], "opened") == [pd.Timestamp("2026-04-20"), None, None]
    assert values(found.tables["referrals"], "outcome") == ["obtained", "waiting"]
    assert values(found.tables["referrals"], "internal") == [True, False]
    assert values(found.tables["referrals"], "manner") == ["warm", None]
    assert problems(found) == {("rights", "opened", "impossible_date"): 1}


def test_partners_and_staff_are_listed_once(tmp_path):
    partners = """
        Organisation   | Depuis     | Type                | Domaine
        CPAS d'Ixelles | 05/01/2026 | CPAS                | logement et pauvreté
        cpas d'ixelles | 05/02/2026 | CPAS                | travail
                       | 05/02/2026 | école               |
    """
    given = "Organisation | Date | Mode\nCPAS d'Ixelles | 05/03/2026 | en groupe\nInconnue | 06/03/2026 | individuel"
    team = "Code | Fonction | Début | ETP\nCM-20 | case manager | 05/01/2026 | 0,8\nCM-20 | coach | 05/01/2026 | 1"
    groups = "Groupe | Antenne | Début | Case manager\nA | Koekelberg | 05/01/2026 | CM-20"
    sheets = {"Groupes": groups, "Partenaires": partners, "Apports des partenaires": given, "Équipe": team}
    found = read_sheets(tmp_path, sheets, BUREAU)
    assert values(found.tables["partners"], "partner") == ["bureau-cpas-d-ixelles"]
    assert values(found.tables["partnerships"], "partner") == ["bureau-cpas-d-ixelles", "bureau-inconnue"]
    assert values(found.tables["staff"], "fte") == [0.8] and values(found.tables["staff"], "role") == ["case_manager"]
    assert values(found.tables["staff"], "worker") == values(found.tables["cohorts"], "case_manager") != ["CM-20"]
    assert problems(found) == {
        ("partners", "partner", "duplicate_row"): 1,
        ("partners", "partner", "missing_name"): 1,
        ("partnerships", "partner", "unlisted_partner"): 1,
        ("staff", "worker", "duplicate_row"): 1,
    }


def test_what_is_no_womans_counts_each_time(tmp_path):
    costs = """
        Date       | Poste       | Montant    | Prévu
        05/03/2026 | fournitures | 1 250,50 € | 1000
        05/03/2026 | fournitures | 1 250,50 € | 1000
        06/03/2026 | fournitures | cher       |
    """
    checks = "Date | Point vérifié | Note\n05/03/2026 | PMR | 2\n05/03/2026 | poussette | 3"
    themes = "Date | Thème | N° | Accord de publication\n05/03/2026 | logement | B-1 | x\n05/03/2026 | logement | B-1 | x"
    sheets = {"Participantes": WOMEN, "Dépenses": costs, "Listes de contrôle": checks, "Thèmes codés": themes}
    found = read_sheets(tmp_path, sheets, BUREAU)
    assert values(found.tables["costs"], "amount") == [1250.5, 1250.5, None]
    assert values(found.tables["checklists"], "score") == [2, None]
    assert len(found.tables["themes"]) == 1
    assert problems(found) == {
        ("costs", "amount", "unreadable_number"): 1,
        ("checklists", "score", "impossible_number"): 1,
        ("themes", "date", "duplicate_row"): 1,
    }


def test_a_session_keeps_what_is_noted_of_it(tmp_path):
    sessions = """
        Groupe | Date       | Thème    | Animée par | Garderie | Enfants présents | Durée
        IXL-A  | 05/03/2026 | logement | Anna       | x        | 4                | 2h
        IXL-A  | 12/03/2026 |          | Béa        |          |                  | 90
    """
    frame = read_sheets(tmp_path, {**BASE, "Séances": sessions}).tables["sessions"]
    assert values(frame, "theme") == ["housing", None] and values(frame, "childcare") == [True, False]
    assert values(frame, "children") == [4, None] and values(frame, "minutes") == [120, 90]
    assert frame["worker"].nunique() == 2 and not {"Anna", "Béa"} & set(frame["worker"])
