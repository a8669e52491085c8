"""Who may be quoted: women who said so in the same form, by the quarter's last day; and the sheets for the evaluator alone."""

from __future__ import annotations

import stat

import openpyxl
import pandas as pd
import pytest

from evaltools.errors import SourceError
from evaltools.fieldwork.quoting import begin_chosen, write_candidates
from evaltools.identity import Identity
from evaltools.quotes import HEADINGS, Pool, chosen_in, place_of, pool_of
from evaltools.scope import Period
from evaltools.tables import TABLES
from evaltools.workspace import Workspace

IDENTITY = Identity.from_secret(b"a secret of the tests only")
Q3 = Period(2026, 3)
# response: participant, cohort, day, answer on quoting, what she wrote
FORMS = {
    "r1": ("w1", "c1", "2026-09-30", "yes", {"end.suggestion": "Du temps.", "end.keep": "Le groupe."}),
    "r2": ("w2", "c2", "2026-08-01", "no", {"end.suggestion": "Non."}),
    "r3": ("w3", "c2", "2026-08-01", "pn", {"end.suggestion": "Non."}),
    "r4": ("w4", "c2", "2026-08-01", None, {"end.suggestion": "Non."}),
    "r5": ("w5", "c2", "2026-10-01", "yes", {"end.suggestion": "Trop tard."}),
    "r6": (None, "c2", "2026-08-01", "yes", {"end.suggestion": "Sans code."}),
    "r7": ("w7", "c2", "2026-08-01", "yes", {"end.suggestion": "  ", "intake.hopes": "Autre formulaire.", "end.overall": "Pas un texte."}),
}


def tables() -> dict[str, pd.DataFrame]:
    found = {name: table.empty() for name, table in TABLES.items()}
    found["responses"] = TABLES["responses"].frame(
        {"response": name, "participant": who, "cohort": cohort, "programme": "ateliers", "questionnaire": "end", "wave": "end",
         "submitted": day} for name, (who, cohort, day, _, _) in FORMS.items())
    said = [{"response": name, "item": "end.quotable", "choice": agreed} for name, (_, _, _, agreed, _) in FORMS.items() if agreed]
    said += [{"response": name, "item": item, "text": text} for name, (*_, texts) in FORMS.items() for item, text in texts.items()]
    found["answers"] = TABLES["answers"].frame(said)
    found["cohorts"] = TABLES["cohorts"].frame({"cohort": cohort, "programme": "ateliers"} for cohort in ("c1", "c2"))
    found["participants"] = TABLES["participants"].frame({"participant": f"w{n}", "language": "ar" if n < 3 else "fr"} for n in range(1, 8))
    found["enrolments"] = TABLES["enrolments"].frame({"participant": f"w{n}", "cohort": "c1"} for n in range(1, 8))
    return found


@pytest.fixture
def pool(shipped_questionnaires) -> Pool:
    return pool_of(tables(), shipped_questionnaires, IDENTITY, Q3)


def test_only_a_woman_who_agreed_in_that_form_may_be_quoted(pool: Pool) -> None:
    assert dict(zip(pool.texts["item"], pool.texts["text"], strict=True)) == {"end.suggestion": "Du temps.", "end.keep": "Le groupe."}
    assert (pool.women("ateliers"), pool.cohorts("ateliers"), pool.women("miriam")) == (1, 1, 0)
    assert pool.speakers == {("ateliers", "ar"): 2, ("ateliers", "fr"): 5}


def test_a_texts_code_is_no_other_name_of_its_woman_and_needs_the_secret(pool: Pool, shipped_questionnaires) -> None:
    codes = set(pool.texts["source"])
    assert len(codes) == 2, "her two texts do not share one"
    assert not codes & {"w1", IDENTITY.contributor("w1")[:12], IDENTITY.pseudonym("w1")[:12]}
    other = pool_of(tables(), shipped_questionnaires, Identity.from_secret(b"another secret of the tests"), Q3)
    assert not codes & set(other.texts["source"])
    assert pool.wrote("ateliers", next(iter(codes)))[0] == "w1"
    assert pool.wrote("miriam", next(iter(codes))) == pool.wrote("ateliers", "nothing") == ("", "")


def test_the_candidates_tell_nothing_of_who_wrote_them(pool: Pool, tmp_path) -> None:
    path, texts = write_candidates(pool, Workspace(tmp_path), Q3)
    assert (path.parent, texts) == (tmp_path / "workspace" / "quotes", 2)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[0] == HEADINGS
    told = [{name: cell for name, cell in zip(HEADINGS, row, strict=True) if cell} for row in rows[1:]]
    assert {frozenset(row) for row in told} == {frozenset({"kind", "programme", "source", "item", "text"})}
    assert [row["source"] for row in told] == sorted(row["source"] for row in told)
    assert not {"w1", "c1", "2026-09-30"} & {str(cell) for row in rows for cell in row}


def test_the_file_of_chosen_quotes_is_begun_once_and_kept(tmp_path) -> None:
    workspace = Workspace(tmp_path)
    assert chosen_in(workspace) == []
    path = begin_chosen(workspace)
    assert chosen_in(workspace) == []
    book = openpyxl.load_workbook(path)
    book.active.append([{"kind": "quote", "text": "Du temps.", "women": 3.0, "nl": "Tijd."}.get(name, "") for name in HEADINGS])
    book.save(path)
    assert begin_chosen(workspace) == path
    row, = chosen_in(workspace)
    assert (row.row, row.kind, row.text, row.women, row.translations, row.reviewer) == (2, "quote", "Du temps.", "3", {"nl": "Tijd."}, "")


def test_a_file_without_a_heading_or_a_second_one_stops_the_run(tmp_path) -> None:
    workspace = Workspace(tmp_path)
    workspace.folder("quotes")
    (tmp_path / "workspace" / "quotes" / "chosen.csv").write_text("kind;text\nquote;Secret words\n", "utf-8")
    with pytest.raises(SourceError, match="no column 'programme'") as error:
        chosen_in(workspace)
    assert "Secret" not in str(error.value) + error.value.hint
    (tmp_path / "workspace" / "quotes" / "chosen.xlsx").write_bytes(b"x")
    with pytest.raises(SourceError, match="several files"):
        place_of(workspace)
