"""The leak scan finds what stands for a person, says where and never what, and leaves figures alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from evaltools.disclosure.leaks import Known, digests, leaks, refuse, scan
from evaltools.errors import DisclosureError

KEY = b"leaks" * 4
PEOPLE = ["Fatima El Amrani", "Rose", "Élodie Dupont", "IXL-007", "4", "27", "20413", "mfrggzdfmztwq2lknnwg", "0123456789abcdef"]
COMMON = ["la rose des vents", "Le pont"]
KNOWN = Known(digests(PEOPLE, COMMON, KEY), KEY, "info@ateliers.example, 02 555 12 12", ("s3cret-of-the-run",))


def found(text: str) -> list[str]:
    return [leak.what for leak in leaks("page.html", text, KNOWN)]


@pytest.mark.parametrize("text", [
    "<p>Merci à Fatima El Amrani</p>", "FATIMA", "<td>el  amrani</td>".replace("el", "El"), "elodie", "&Eacute;lodie", "Groupe de Dupont",
    '<svg aria-label="IXL-007">', "ixl 007", "n° 20413", "mfrggzdfmztwq2lknnwg", "data-id='0123456789abcdef'", "E\u0301lodie"])
def test_a_person_is_found(text: str) -> None:
    assert found(text) == ["a name, number or code of a person"]


@pytest.mark.parametrize("text", [
    "La rose des vents", "4 sur 27", "entre 27 et 30", "12 555", "2026-Q3", "9 à 11 des 11 qui ont répondu", "width: 27px", "#0413aa",
    "info@ateliers.example", "02/555.12.12", "sha256-2n0k1fTgYhJ0pRZ7Jb0c0m1o", "08.02.2026 - 14.11.2026", "<a href='../index.html'>",
    "85.3 % (70.1 à 93.4)", "118 of 143 presences", "0,453 0,512 0,377 0,128"])
def test_figures_and_common_words_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("text", "what"), [
    ("leila@example.org", "a mail address"),
    ("écrire à leila@example.org.", "a mail address"),
    ("0478 12 34 56", "a phone number"),
    ("+32 478 12 34 56", "a phone number"),
    ("02 513 44 55", "a phone number"),
    ("0478/12.34.56", "a phone number"),
    ("85.07.30-033.28", "a national number"),
    ("85073003328", "a national number"),
    ("00.01.01-010.93", "a national number"),
    ("/home/eva/evaltools/workspace", "a path of this computer"),
    ("C:\\Users\\eva", "a path of this computer"),
    ("file:///x", "a path of this computer"),
    ("<!-- papermill -->", "a notebook's inside"),
    ("s3cret-of-the-run", "a password or key"),
])
def test_what_reaches_a_person_or_a_computer_is_found(text: str, what: str) -> None:
    assert what in found(text)


def test_a_national_number_needs_its_check() -> None:
    assert found("85.07.30-033.29") == []


def test_a_file_is_read_whole_with_its_name_and_its_parts(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    page, named, book = tmp_path / "public" / "page.html", tmp_path / "fatima.html", tmp_path / "figures.xlsx"
    page.write_text("<p>fine</p>\n<p>Élodie</p>", "utf-8")
    named.write_text("fine", "utf-8")
    with zipfile.ZipFile(book, "w") as parts:
        parts.writestr("xl/sharedStrings.xml", "<si><t>0478 12 34 56</t></si>")
        parts.writestr("docProps/core.xml", "<creator>Dupont</creator>")
    assert [(leak.file, leak.line, leak.what) for leak in scan([page, named, book], tmp_path, KNOWN)] == [
        ("public/page.html", 2, "a name, number or code of a person"), ("fatima.html", 0, "a name, number or code of a person"),
        ("figures.xlsx", 1, "a phone number"), ("figures.xlsx", 1, "a name, number or code of a person")]


def test_a_hit_blocks_and_says_where_never_what() -> None:
    refuse([])
    with pytest.raises(DisclosureError) as error:
        refuse(list(leaks("page.html", "fine\n<b>Fatima</b> 0478 12 34 56", KNOWN)))
    assert "page.html, line 2: a phone number" in error.value.message
    assert "atima" not in error.value.message + error.value.hint
    assert "0478" not in error.value.message
    assert error.value.exit_code == 6


def test_what_is_looked_for_is_not_told_by_the_list() -> None:
    assert not any(word in str(sorted(KNOWN.digests)) for word in ("fatima", "dupont", "007"))
    assert digests(["Fatima"], [], b"other" * 4).isdisjoint(KNOWN.digests)
