"""The truth on file agrees with a recount of the written files."""

import datetime as dt
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from evaltools.demo.words import MARKS, headings, title, word
from evaltools.scope import Period

LEAST = 15
STATUS = {str(mark).strip(): status for marks in MARKS for status, mark in marks.items()}
STATUS |= {"présente": "present", "excusée": "excused", "absente": "unexcused"}


@pytest.fixture(scope="module")
def cells(books, cohort_of):
    """Every presence that can be read: its cohort, number, day, status; a woman twice on one day counts once."""
    found = set()
    for name in books.grids():
        for row in books.rows("ateliers.xlsx", name):
            for heading, cell in row.items():
                if books.day(heading) and cell is not None and row["N°"].strip().upper() in cohort_of:
                    found.add((name.split()[-1], row["N°"].strip().upper(), books.day(heading), STATUS.get(str(cell).strip())))
    for row in books.rows("miriam-presences.xlsx", "Présences"):
        if row["Numéro"] in cohort_of and books.day(row["Date"]) and row["Présence"]:
            found.add((row["Groupe"], row["Numéro"], books.day(row["Date"]), STATUS.get(row["Présence"])))
    return {cell for cell in found if cell[3]}


def test_attendance_recounted_from_the_registers_is_the_recoverable_truth(cells, truth):
    counted = Counter((cohort, str(Period.of(date)), status) for cohort, _, date, status in cells)
    for code, cohort in truth["recoverable"]["cohorts"].items():
        for quarter, figures in cohort["quarters"].items():
            expected = figures["attendance"]
            status = {name: counted[code, quarter, name] for name in ("present", "excused", "unexcused")}
            assert status == {name: expected[name] for name in status}
            assert expected["due"] == sum(status.values())
            assert expected["women"] == len({number for group, number, date, _ in cells
                                             if group == code and str(Period.of(date)) == quarter})


def test_only_the_planted_slips_lie_between_what_happened_and_what_can_be_read(written, truth):
    made, _ = written
    realised = sum(len(woman.presence) for group in made.groups for woman in group.women)
    lost = sum(row["count"] for row in truth["dirt"] if row["lost"] == "the presence")
    within = [(kind, cohort, quarter) for kind in ("realised", "recoverable") for cohort in truth[kind]["cohorts"].values()
              for quarter in cohort["quarters"].values()]
    due = Counter()
    for kind, _, quarter in within:
        due[kind] += quarter["attendance"]["due"]
    assert 0 <= due["realised"] - due["recoverable"] <= lost < realised / 50


def test_sessions_and_exits_recounted_from_the_registers_are_the_truth(books, truth):
    for file, language in (("ateliers.xlsx", "fr"), ("miriam.xlsx", "nl")):
        cohort, date, status = headings("sessions", "cohort date status", language)
        status_held = word(language, "sessions", "status", "held")
        held = Counter((row[cohort], str(Period.of(books.day(row[date]))))
                       for row in books.rows(file, title("sessions", language))
                       if books.day(row[date]) and row[status] == status_held)
        group, end, reason = headings("enrolments", "cohort end exit_reason", language)
        exits = Counter((row[group], str(Period.of(books.day(row[end]))), row[reason])
                        for row in books.rows(file, title("enrolments", language)) if row[end])
        for code, entry in truth["realised"]["cohorts"].items():
            if entry["programme"] != file.removesuffix(".xlsx"):
                continue
            for quarter, figures in entry["quarters"].items():
                assert held[code, quarter] == figures["sessions"].get("held", 0) == len(figures["session_dates"])
                for name, count in figures["exit_reasons"].items():
                    assert exits[code, quarter, word(language, "enrolments", "exit_reason", name)] == count
                assert sum(figures["exits"].values()) == sum(
                    count for (where, when, _), count in exits.items() if (where, when) == (code, quarter))


def test_women_of_each_quarter_balance(truth):
    for cohort in truth["realised"]["cohorts"].values():
        quarters = list(cohort["quarters"].values())
        for before, after in pairwise(quarters):
            left = sum(after["exits"].values())
            assert after["active_at_end"] == before["active_at_end"] + after["entries"] - left
            assert after["participants"] == before["active_at_end"] + after["entries"]


def test_the_bureau_recounted_from_its_register_is_the_recoverable_truth(books, truth):
    visits = [row for row in books.rows("bureau.xlsx", "Accueil") if books.day(row["Date"])]
    requests = [row for row in books.rows("bureau.xlsx", "Demandes")]
    contacts = [row for row in books.rows("bureau.xlsx", "Entretiens individuels") if books.day(row["Date"])]
    for quarter, figures in truth["recoverable"]["bureau"]["quarters"].items():
        def here(row, column="Date", quarter=quarter):
            return books.day(row[column]) is not None and str(Period.of(books.day(row[column]))) == quarter
        mine = [row for row in visits if here(row)]
        assert len(mine) == figures["visits"]
        assert sum(row["Rendez-vous"] == "oui" for row in mine) == figures["visits_by_appointment"]
        assert sum(row["Numéro"] is None for row in mine) == figures["visits_without_number"]
        assert sum(row["Premier contact"] == "oui" for row in mine) == figures["first_contacts"] == figures["entries"]
        assert sum(row["Isolement"] == "x" for row in mine) == figures["needs"].get("isolation", 0)
        assert Counter(row["Domaine"] for row in requests if here(row) and row["Domaine"] != "à voir qz") == {
            word("fr", "requests", "domain", domain): count for domain, count in figures["requests"].items()}
        assert Counter(row["Résultat"] for row in requests if here(row, "Clôturée le")) == {
            word("fr", "requests", "status", status): count for status, count in figures["closed"].items()}
        assert sum(row["Durée"] for row in contacts if here(row)) == figures["minutes"]


def readable(rows, wave, numbers, cohort_of, truth):
    """The rows of a wave that a careful reader keeps: by woman the last complete one, at a possible date, with enough answers."""
    kept = {}
    for row in rows:
        number, sent = numbers.get(row["token"]), row["submitdate"]
        answered = sum(bool(row[code]) for code in list(row)[8:] if code != "suggestion" and not code.startswith("needs"))
        if not number or not sent or not "2000" < sent < "2027" or answered < 8:
            continue
        if wave == "intake" and sent[:10] > truth["realised"]["cohorts"][cohort_of[number]]["planned_end"]:
            continue
        if number not in kept or sent > kept[number]["submitdate"]:
            kept[number] = row
    return kept


def test_satisfaction_and_change_recounted_from_the_forms_are_the_recoverable_truth(surveys, numbers, cohort_of, truth):
    counted, base, moved, total = defaultdict(Counter), Counter(), Counter(), Counter()
    for programme in ("ateliers", "miriam"):
        first = readable(surveys[programme, "intake"], "intake", numbers, cohort_of, truth)
        last = readable(surveys[programme, "end"], "end", numbers, cohort_of, truth)
        for number, row in last.items():
            key = cohort_of[number], str(Period.of(dt.date.fromisoformat(row["submitdate"][:10])))
            counted[key].update(item for item in ("content", "venue") if row[item] in ("s4", "s5"))
            base.update((*key, item) for item in ("content", "venue") if row[item] in ("s1", "s2", "s3", "s4", "s5"))
            before, after = first.get(number, {}).get("leisure", ""), row["leisure"]
            if before.startswith("l") and after.startswith("l"):
                moved[key] += int(after[1:]) - int(before[1:])
                total[key] += 1
    assert sum(total.values()) >= LEAST
    for code, cohort in truth["recoverable"]["cohorts"].items():
        for quarter, figures in cohort["quarters"].items():
            for item in ("content", "venue"):
                assert counted[code, quarter][item] == figures["satisfaction"][item]["top2"]
                assert base[code, quarter, item] == figures["satisfaction"][item]["n"]
            change = figures["change"]["end"]["leisure"]
            assert (total[code, quarter], moved[code, quarter]) == (change["n"], change["sum"])
            assert change["up"] + change["same"] + change["down"] == change["n"]


def test_dirt_loses_forms_and_never_adds_any(truth):
    lost = 0
    for code, cohort in truth["realised"]["cohorts"].items():
        for quarter, figures in cohort["quarters"].items():
            forms, left = figures["forms"], truth["recoverable"]["cohorts"][code]["quarters"][quarter]["forms"]
            assert all(left.get(wave, 0) <= count for wave, count in forms.items())
            assert set(left) <= set(forms)
            lost += sum(forms.values()) - sum(left.values())
    assert 0 < lost <= sum(row["count"] for row in truth["dirt"] if row["lost"] == "the form")
