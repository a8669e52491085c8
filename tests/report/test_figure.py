"""A figure holds no more than its status allows, whatever the row says."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from evaltools.errors import DisclosureError
from evaltools.report.figure import Figure

EMPTY = dict.fromkeys(("n", "numerator", "value", "low", "high", "count_low", "count_high"), pd.NA)


def row(status: str, kind: str = "share", **numbers: Any) -> dict[str, Any]:
    return {"indicator": "S01", "wave": "end", "part": "", "audience": "cohort", "level": "cohort", "scope": "a", "kind": kind,
            "unit": "percent", "status": status, "since": pd.NA, **EMPTY, **numbers}


@pytest.mark.parametrize(("status", "numbers"), [
    ("banded", {"n": 11, "count_low": 9, "count_high": 11, "numerator": 10}),
    ("banded", {"n": 11, "count_low": 9, "count_high": 11, "low": 0.6, "high": 0.9}),
    ("banded", {"n": 11, "count_low": 9, "count_high": 11, "value": 0.5}),
    ("banded", {"n": 9, "value": 6.3}),
    ("at_least", {"n": 44, "count_low": 40, "count_high": 44, "value": 0.93}),
    ("withheld", {"n": 11}),
    ("withheld", {"value": 0.0}),
    ("exact", {"n": 11, "numerator": 10, "count_low": 9}),
    ("published", {"n": 11}),
])
def test_a_row_that_holds_more_than_its_status_is_refused(status, numbers):
    with pytest.raises(DisclosureError, match="S01"):
        Figure.of(row(status, **numbers), {})


def test_nothing_is_read_of_a_withheld_row():
    figure = Figure.of(row("withheld"), {})
    assert (figure.n, figure.bounds, figure.shares, figure.is_share) == (None, None, None, False)


def test_a_band_gives_the_range_and_no_point():
    figure = Figure.of(row("banded", n=11, count_low=9, count_high=11), {})
    assert figure.shares == pytest.approx((9 / 11, 1.0))
    assert figure.amount is None


def test_an_exact_share_gives_one_point():
    figure = Figure.of(row("exact", n=44, numerator=33, value=0.75, low=0.6, high=0.86), {})
    assert figure.shares == (0.75, 0.75)


def test_numbers_that_parquet_gives_as_nan_are_nothing():
    assert Figure.of(row("banded", n=9, value=1.5, low=float("nan")), {}).low is None
