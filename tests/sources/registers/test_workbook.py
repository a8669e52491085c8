"""Files of every kind, and those that are none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from evaltools.errors import SourceError
from evaltools.sources.registers.workbook import open_register

from .writing import WOMEN, as_csv, workbook

FILES = Path(__file__).parent / "files"
TEXT = "N°;Durée;Nom du groupe\r\n1;1,5 h;Été à Ixelles\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_texts_of_any_encoding_and_separator(tmp_path, encoding, separator):
    text = TEXT if separator == ";" else TEXT.replace("1,5", "1.5").replace(";", separator)
    (tmp_path / "séances.csv").write_bytes(text.encode(encoding))
    [sheet] = open_register(tmp_path / "séances.csv")
    assert (sheet.name, sheet.rows[0], sheet.rows[1][2]) == ("séances", ["N°", "Durée", "Nom du groupe"], "Été à Ixelles")


def test_a_declared_separator_a_title_and_quoted_lines(tmp_path):
    (tmp_path / "a.csv").write_bytes(b'sep=|\nListe\n"a;b;c;d"|"deux\nlignes"|x\n')
    [sheet] = open_register(tmp_path / "a.csv")
    assert sheet.rows == (["Liste"], ["a;b;c;d", "deux lignes", "x"])


def test_spaces_of_every_kind_are_plain(tmp_path):
    [sheet] = open_register(workbook(tmp_path / "a.xlsx", {"Participantes": [["N° ", "Langue\n(contact)"], ["  1 ", "\u200b"]]}))
    assert sheet.rows == (["N°", "Langue (contact)"], ["1", ""])


def test_merged_cells_all_have_their_value(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.title, page["B2"], page["A4"], page["D4"] = "Présences", "IXL-A", "x", "y"
    page.merge_cells("B2:D3")
    book.save(tmp_path / "a.xlsx")
    [sheet] = open_register(tmp_path / "a.xlsx")
    assert [row[:4] for row in sheet.rows] == [[""] * 4, ["", *["IXL-A"] * 3], ["", *["IXL-A"] * 3], ["x", "", "", "y"]]


def test_ods(tmp_path):
    frame = pd.DataFrame({"N°": [1, 2], "Date d'entrée": [dt.date(2026, 3, 5), None]})
    frame.to_excel(tmp_path / "a.ods", engine="odf", index=False, sheet_name="Participantes")
    [sheet] = open_register(tmp_path / "a.ods")
    assert (sheet.name, sheet.rows) == ("Participantes", (["N°", "Date d'entrée"], [1.0, dt.date(2026, 3, 5)], [2.0, ""]))


def test_xls_of_the_nineties():
    [sheet] = open_register(FILES / "old.xls")
    assert sheet.rows[1] == [1, dt.date(2026, 3, 5), "français"]


def test_a_file_open_meanwhile_is_read(tmp_path):
    workbook(tmp_path / "registre.xlsx", {"Participantes": WOMEN})
    (tmp_path / "~$registre.xlsx").write_bytes(b"\x05Marie")
    assert len(open_register(tmp_path / "registre.xlsx")[0].rows) == 4


def test_a_lone_sheet_without_a_name_has_that_of_its_file(tmp_path):
    assert (
        open_register(workbook(tmp_path / "Participantes 2026.xlsx", {"Feuil1": WOMEN, "Feuil2": []}))[0].name
        == "Participantes 2026"
    )
    assert open_register(workbook(tmp_path / "a.xlsx", {"Séances": WOMEN}))[0].name == "Séances"


def test_a_workbook_called_csv_is_a_workbook(tmp_path):
    workbook(tmp_path / "a.xlsx", {"Participantes": WOMEN}).rename(tmp_path / "a.csv")
    assert open_register(tmp_path / "a.csv")[0].name == "Participantes"


def test_an_empty_text_has_no_sheet(tmp_path):
    (tmp_path / "a.csv").write_text("\n;;\n")
    assert open_register(tmp_path / "a.csv") == []


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_what_cannot_be_opened_is_said_by_name_and_cause(tmp_path):
    (tmp_path / "dossier.xlsx").mkdir()
    whole = workbook(tmp_path / "whole.xlsx", {"Participantes": WOMEN}).read_bytes()
    for path, cause in (
        (FILES / "protected.xlsx", "protected by a password"),
        (tmp_path / "rien.xlsx", "does not exist"),
        (tmp_path / "dossier.xlsx", "is a folder"),
        (write(tmp_path / "texte.xlsx", b"bonjour"), "not a workbook"),
        (write(tmp_path / "page.xls", b"<html></html>"), "not a workbook"),
        (write(tmp_path / "half.xlsx", whole[: len(whole) // 2]), "damaged"),
        (write(tmp_path / "none.ods", b""), "is empty"),
        (write(tmp_path / "image.csv", b"\x89PNG\x00\x00\x81"), "not a text file"),
    ):
        with pytest.raises(SourceError) as caught:
            open_register(path)
        assert path.name in caught.value.message and cause in caught.value.message and caught.value.hint


def test_separators_within_texts_do_not_mislead(tmp_path):
    (tmp_path / "a.csv").write_text(as_csv(WOMEN, ";") + '4;"oui, non, peut-être, jamais"\n')
    assert {len(row) for row in open_register(tmp_path / "a.csv")[0].rows} == {2}
