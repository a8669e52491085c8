"""Wrong input of each kind: one clear message with a hint, an exit code, no traceback, and the last good reports untouched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from evaltools.demo import SECRET
from evaltools.demo.server import Server
from evaltools.errors import WorkspaceError
from evaltools.questionnaires import load
from evaltools.starter import folder as shipped

from .conftest import Command, bytes_of

QUARTER = "2026-Q3"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def refused(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """The command ended with this exit code, these words and a hint, and without a traceback."""
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "What to do:" in done.stderr
    for word in words:
        assert word in done.stderr, done.stderr


@pytest.mark.parametrize(("period", "words"), [("2026-Q5", "not a quarter"), ("autumn", "not a quarter"), ("2026", "2026-Q3")])
def test_a_period_that_is_none(demo: Path, command: Command, period: str, words: str) -> None:
    refused(command("run", period, cwd=demo), 2, words)


def test_a_folder_that_is_no_organisation(tmp_path: Path, command: Command) -> None:
    refused(command("run", QUARTER, cwd=tmp_path), 2, "evaltools.toml", "evaltools init")


def test_an_empty_quarter(demo: Path, command: Command) -> None:
    before = bytes_of(demo / "reports")
    refused(command("run", "2031-Q1", cwd=demo), 3, "nothing of 2031-Q1")
    assert bytes_of(demo / "reports") == before


def test_a_misspelt_setting(copy: Path, command: Command) -> None:
    path = copy / "evaltools.toml"
    path.write_text(path.read_text("utf-8").replace("timezone =", "timezoen ="), "utf-8")
    refused(command("check", cwd=copy), 2, "timezoen", "did you mean 'timezone'?")
    refused(command("run", QUARTER, cwd=copy), 2, "timezoen")


def spoil(copy: Path, kind: str) -> str:
    """Spoil one register and return its name."""
    path = copy / "registers" / "ateliers.xlsx"
    if kind == "missing":
        path.unlink()
    elif kind == "garbage":
        path.write_bytes(b"PK\x03\x04 not a workbook")
    elif kind == "locked":
        path.write_bytes(OLE)
    elif kind == "column":
        book = openpyxl.load_workbook(path)
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value in ("Groupe", "Code du groupe", "Cohorte") and not isinstance(cell, openpyxl.cell.cell.MergedCell):
                        cell.value = "Remarques"
        book.save(path)
    elif kind == "folder":
        path.unlink()
        path.mkdir()
    return path.name


@pytest.mark.parametrize(("kind", "words"), [
    ("missing", ""), ("garbage", ""), ("locked", "password"), ("column", "column"), ("folder", "")])
def test_a_register_that_cannot_be_read(copy: Path, command: Command, kind: str, words: str) -> None:
    name, before = spoil(copy, kind), bytes_of(copy / "reports")
    refused(command("collect", QUARTER, "--recollect", cwd=copy), 3, name, words)
    assert bytes_of(copy / "reports") == before


def served_elsewhere(copy: Path, url: str) -> None:
    path = copy / "evaltools.toml"
    path.write_text(path.read_text("utf-8").replace('url = "embedded"', f'url = "{url}"'), "utf-8")


def test_no_server(copy: Path, command: Command) -> None:
    served_elsewhere(copy, "http://127.0.0.1:9/index.php/admin/remotecontrol")
    done = command("collect", QUARTER, "--recollect", cwd=copy, EVALTOOLS_SECRET=SECRET.hex(), EVALTOOLS_LIMESURVEY_USER="u",
                   EVALTOOLS_LIMESURVEY_PASSWORD="p")
    refused(done, 3)


def test_no_password(copy: Path, command: Command) -> None:
    served_elsewhere(copy, "http://127.0.0.1:9/")
    done = command("collect", QUARTER, "--recollect", cwd=copy, EVALTOOLS_SECRET=SECRET.hex(),
                   PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring")
    refused(done, 3, "EVALTOOLS_LIMESURVEY_USER")


def test_a_wrong_password_is_tried_once_and_told(copy: Path, command: Command) -> None:
    logins = []
    with Server([], user="right", password="right", fault=lambda method, _: logins.append(method)) as server:
        served_elsewhere(copy, server.url)
        done = command("collect", QUARTER, "--recollect", cwd=copy, EVALTOOLS_SECRET=SECRET.hex(), EVALTOOLS_LIMESURVEY_USER="right",
                       EVALTOOLS_LIMESURVEY_PASSWORD="wrong-pass-word")
    refused(done, 3, "password")
    assert "wrong-pass-word" not in done.stdout + done.stderr
    assert logins.count("get_session_key") == 1


def test_two_runs_at_once(demo: Path, command: Command) -> None:
    from evaltools.workspace import Workspace

    with Workspace(demo).alone():
        refused(command("run", QUARTER, cwd=demo), 4, "Another run")
        with pytest.raises(WorkspaceError), Workspace(demo).alone():
            pass


def test_frozen_tables_that_were_changed(copy: Path, command: Command) -> None:
    record = json.loads((copy / "workspace" / "periods" / f"{QUARTER}.json").read_text("utf-8"))
    shutil.copy(copy / "workspace" / "tables" / record["tables"] / "contacts.parquet",
                copy / "workspace" / "tables" / record["tables"] / "visits.parquet")
    refused(command("collect", QUARTER, cwd=copy), 4, record["tables"])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0 or sys.platform != "linux", reason="only root can mount a small disk")
def test_a_full_disk(copy: Path, command: Command) -> None:
    before = bytes_of(copy / "reports")
    tables = copy / "workspace" / "tables"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tables)], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody mount")
    try:
        refused(command("collect", QUARTER, "--recollect", cwd=copy), 4, "disk")
        assert not [path for path in tables.iterdir()], "nothing half-written is left"
    finally:
        subprocess.run(["umount", str(tables)], check=False)
    assert bytes_of(copy / "reports") == before


def test_check_lists_everything_at_once(copy: Path, command: Command) -> None:
    shutil.copytree(shipped("surveys"), copy / "surveys")
    path = copy / "surveys" / "end.yml"
    path.write_text(path.read_text("utf-8").replace('      nl: "De inhoud van de sessies"\n', ""), "utf-8")
    (copy / "exports" / "ateliers-session.csv").unlink()
    done = command("check", cwd=copy)
    refused(done, 2, "Questionnaire end, content: no text in nl", "exports/ateliers-session.csv is not there", "unknown_category")
    assert done.stderr.index("To know, and perhaps meant so") > done.stderr.index("unknown_category")


def test_check_opens_the_exports_made_by_hand(copy: Path, command: Command) -> None:
    """A question renamed before the export, and an answer code that no scale has: told by column, without what anybody wrote."""
    path = copy / "exports" / "ateliers-session.csv"
    text = path.read_text("utf-8-sig")
    assert '"content"' in text and '"f3"' in text
    path.write_text("\ufeff" + text.replace('"content"', '"contenu"', 1).replace('"f3"', '"f9"', 1), "utf-8", newline="")
    done = command("check", cwd=copy)
    refused(done, 2, "exports/ateliers-session.csv: 1 x unknown_code in session.", "missing_item in session.content",
            "unknown_item in contenu")
    assert "f9" not in done.stderr


def test_a_new_organisation_without_a_server(demo: Path, tmp_path: Path, command: Command) -> None:
    """`init`, then a run on a register and on CSV exports made by hand."""
    answers = "Maison Claire\n\nfr\nAteliers\nworkshop\nLa Capucine (Ixelles)\n\n\n"
    made = subprocess.run([sys.executable, "-c", "from evaltools.cli import main; main()", "init", "org"], cwd=tmp_path, input=answers,
                          text=True, capture_output=True, check=False)
    assert made.returncode == 0, made.stderr
    org = tmp_path / "org"
    shutil.copy(demo / "registers" / "ateliers.xlsx", next((org / "registers").glob("*.xlsx")))
    rows = next(entry["rows"] for entry in json.loads((demo / "limesurvey.json").read_text("utf-8")) if entry["questionnaire"] == "end")
    lines = [";".join(f'"{name}"' for name in rows[0])]
    lines += [";".join('"' + str(value).replace('"', '""') + '"' for value in row.values()) for row in rows]
    (org / "exports" / "end.csv").write_text("\ufeff" + "\r\n".join(lines) + "\r\n", "utf-8", newline="")
    settings = (org / "evaltools.toml").read_text("utf-8")
    block = '# [[programmes.surveys]]\n# questionnaire = "end"\n# wave = "end"\n# file = "exports/end.csv"'
    assert block in settings
    (org / "evaltools.toml").write_text(settings.replace(block, block.replace("# ", "")), "utf-8")
    done = command("run", QUARTER, cwd=org, EVALTOOLS_SECRET=SECRET.hex())
    assert done.returncode == 0, done.stderr
    assert len(list((org / "reports").rglob("cohort.fr.html"))) >= 2
    assert {survey.id for survey in load(org / "surveys").surveys.values()} >= {"end", "intake"}
