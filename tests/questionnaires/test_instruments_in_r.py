"""Scores of invented answers, held against those of psych in R (tests/reference/models.R, scales.csv)."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from evaltools import starter
from evaltools.questionnaires.instruments import load_instruments

KEYS = load_instruments(starter.folder("surveys"))
# The two orders in which Rosenberg's items are printed, as R calls them and as the key does.
ORDERS = {"rses-first": "worthFirst", "rses-second": "satisfiedFirst"}


def forms() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Answers, a row a person and a column a place on the form, and the score of each person, by scale."""
    found: dict[str, list[tuple[int, int, float, float]]] = defaultdict(list)
    with (Path(__file__).parents[1] / "reference" / "scales.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            found[row["scale"]].append((int(row["person"]), int(row["place"]), float(row["answer"]), float(row["score"])))
    tables = {scale: np.array(sorted(rows)).reshape(30, -1, 4) for scale, rows in found.items()}
    return {scale: (table[:, :, 2], table[:, 0, 3]) for scale, table in tables.items()}


FORMS = forms()


@pytest.mark.parametrize("scale", FORMS)
def test_scores_are_those_of_psych(scale: str) -> None:
    answers, expected = FORMS[scale]
    key = KEYS[scale.partition("-")[0]]
    assert key.score(answers, ORDERS.get(scale, "")) == pytest.approx(expected, abs=1e-8)


def test_both_orders_of_rosenberg_give_the_same_scores() -> None:
    assert FORMS["rses-first"][1].tolist() == FORMS["rses-second"][1].tolist()
    key = KEYS["rses"]
    assert set(key.orders) == set(ORDERS.values())
    reversed_places = {
        order: [place for place, code in enumerate(printed, start=1) if code in key.reversed_items] for order, printed in key.orders.items()
    }
    assert reversed_places == {"worthFirst": [3, 5, 8, 9, 10], "satisfiedFirst": [2, 5, 6, 8, 9]}
