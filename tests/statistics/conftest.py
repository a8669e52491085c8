"""The numbers from R, and the groups they are made of."""

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

# A busy machine is slow, not wrong.
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")

REFERENCE = Path(__file__).parent.parent / "reference"
Numbers = dict[str, tuple[float, ...]]
Groups = Callable[[str], dict[str, list[np.ndarray]]]
Columns = Callable[[str], dict[str, np.ndarray]]


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(newline="") as file:
        return list(csv.DictReader(file))


def _numbers(name: str, quantity: str) -> Numbers:
    found: dict[str, list[float]] = defaultdict(list)
    for row in _rows(name):
        first, _, asked = row["quantity"].partition(" ")
        if first == quantity:
            found[asked].append(float(row["number"]))
    assert found, quantity
    return {asked: tuple(numbers) for asked, numbers in found.items()}


@pytest.fixture(scope="session")
def reference() -> Callable[[str], Numbers]:
    """Give, for one quantity, R's numbers (value, low, high, as far as there are) by what was asked."""
    return lambda quantity: _numbers("reference.csv", quantity)


@pytest.fixture(scope="session")
def models() -> Callable[[str], Numbers]:
    """The same of models.R."""
    return lambda quantity: _numbers("models.csv", quantity)


@pytest.fixture(scope="session")
def columns() -> Columns:
    """Give, for one file of tests/reference, its columns as arrays by name; what is empty there is missing."""

    def of(name: str) -> dict[str, np.ndarray]:
        rows = _rows(name)
        return {column: np.array([float(row[column] or "nan") for row in rows]) for column in rows[0]}

    return of


@pytest.fixture(scope="session")
def groups() -> Groups:
    """Give, for one file of tests/reference, its columns as arrays by group."""

    def of(name: str) -> dict[str, list[np.ndarray]]:
        found: dict[str, list[list[float]]] = defaultdict(list)
        for row in _rows(name):
            found[row.pop("group")].append([float(value) for value in row.values()])
        return {group: list(np.array(rows).T) for group, rows in found.items()}

    return of
