"""What names a person is known from headings; an answer of a drop-down is no heading."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.sources.registers import identifying

from .writing import workbook

CONTACTS = """
    N° | Date       | Lieu
    1  | 05/03/2026 | téléphone
    2  | 06/03/2026 | à domicile
"""
LIST = """
    Ancienne liste |         |
    Lieu           | Prénom  | Téléphone
    Ixelles        | Fatoumata | 0470 00 00 00
"""


@pytest.mark.parametrize(
    ("sheet", "found"),
    [
        (CONTACTS, set()),
        (LIST, {"Fatoumata", "0470 00 00 00"}),
        (CONTACTS + LIST, {"Fatoumata", "0470 00 00 00"}),
    ],
    ids=["answers", "names", "a list under a table"],
)
def test_below_a_place_telephone_is_an_answer_and_no_heading(tmp_path: Path, sheet: str, found: set[str]) -> None:
    workbook(tmp_path / "register.xlsx", {"Entretiens": sheet})
    assert set(identifying([Path("register.xlsx")], tmp_path)) == found
